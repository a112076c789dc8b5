"""Relations between existing issues."""

import re

from assistant.drafting.commands.patterns import END, LEAD, ONE
from assistant.drafting.commands.scene import Scene, Segment, Target, command, target
from assistant.drafting.reading import masked
from assistant.schema.draft import CommandDraft

_WORDS = (
    ("is blocked by", r"(?:(?:is |are |gets |as |being |to be )?(?:now |currently |actually )?blocked (?:by|on)|"
                      r"depends on|"
                      r"(?:is |are )?(?:waiting|waits|(?:must|has to|have to|should|needs to|can) wait) (?:for|on|"
                      r"until)|is dependent on|needs|"
                      r"(?:can't|cannot) (?:start|go on|go ahead|continue|begin|be done) (?:until|before|without))"),
    ("blocks", r"(?:blocks|is blocking|are blocking|blocking|as blocking|to block|holds up|is holding up|"
               r"is a blocker for|as a blocker (?:for|of))"),
    ("duplicates", r"(?:(?:is|as) (?:just )?(?:a |the )?(?:duplicate|dupe|dup|copy) of|duplicates|"
                   r"is the same (?:thing )?as|"
                   r"to duplicate|as duplicate of|as duplicating)"),
    ("clones", r"(?:is a clone of|clones|as a clone of)"),
    ("is caused by", r"(?:(?:is|was) caused by|as caused by)"),
    ("causes", r"(?:causes|caused|as causing|is causing)"),
    ("relates to", r"(?:(?:is |are |as )?(?:also |closely )?(?:related|linked|connected|tied) (?:to|with)|relates to|"
                   r"to|with|and)"),
)  # fmt: skip
_VERB = r"(?P<verb>link|mark|set|flag|connect|relate|make|tie|close|note that|put)?"
_PATTERNS = (
    *(
        (kind, masked(rf"{LEAD}{_VERB} ?(?:up )?(?P<t>{ONE}),? {words} (?P<other>{ONE})(?: (?:is|are|gets|was) "
                      rf"(?:done|finished|closed|fixed|resolved|live))?{END}"))
        for kind, words in _WORDS
    ),
    ("is blocked by", masked(rf"{LEAD}(?P<verb>block) (?P<t>{ONE}) (?:by|with|on|until|behind) (?P<other>{ONE})")),
    ("blocks", masked(rf"{LEAD}(?P<verb>link|set) (?P<t>{ONE}) as (?:a )?block(?:er|ing) (?:of|for|"
                      rf"to)? ?(?P<other>{ONE})")),
)  # fmt: skip
_AS_DUPLICATE = masked(
    rf"{LEAD}(?:link|mark|connect) (?P<t>{ONE}) (?:to|with) (?P<other>{ONE}) as (?:an? )?(?:duplicate|dupe|dup)s?{END}"
)
_PAIR = masked(rf"{LEAD}(?P<t>{{K}}) and (?P<other>{ONE}) (?:are|is|belong) (?:related|linked|connected|together){END}")
_THOSE = re.compile(
    r"(?:and |so |then |also |okay,? |you can |can you |could you )*(?:link|connect|relate|tie) "
    r"(?:those|these|them|both|the)(?: two| both| of them| issues| tickets| up| together)*[\s.,!]*$"
)


def find_link(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target, bool]:
    """Return the link a segment asks for, and whether it only says again what was linked already."""
    if _THOSE.match(segment.words):
        if scene.last and scene.last.action == "link":
            return [], Target(), True
        if len(scene.recent) > 1:
            first, second = scene.recent[-2:]
            return [command(segment, "link", first, f"relates to {second}")], Target((first,)), False
    for kind, pattern in (("duplicates", _AS_DUPLICATE), *_PATTERNS, ("relates to", _PAIR)):
        match = pattern.match(segment.words)
        if match is None or (kind == "relates to" and pattern is not _PAIR and not _is_relation(match)):
            continue
        one = target(segment, scene, *match.span("t"))
        other = target(segment, scene, *match.span("other"))
        if one.keys and other.keys and one.keys[0] != other.keys[0]:
            return [command(segment, "link", one.keys[0], f"{kind} {other.keys[0]}")], one, False
        unknown = one.unknown or other.unknown
        if unknown and (one.keys or other.keys or match["verb"]):
            return [], Target((), unknown), False
    return [], Target(), False


def _is_relation(match: re.Match[str]) -> bool:
    """ "Move this to that" relates nothing; "link this to that" does."""
    return match["verb"] in ("link", "connect", "relate", "tie") or bool(
        re.search(r"relat|linked|connect|tied", match.group())
    )
