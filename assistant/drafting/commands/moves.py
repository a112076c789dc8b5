"""Status and owner: moved, closed, reopened, assigned, handed over, taken."""

import re
from collections.abc import Iterator

from assistant.drafting.commands.patterns import END, LEAD, MANY, ONE, STATUS, STATUSES, WHO
from assistant.drafting.commands.scene import Scene, Segment, Target, command, target
from assistant.drafting.reading import masked
from assistant.nlp.casing import sentence_case
from assistant.schema.draft import CommandDraft

_T = f"(?P<t>{MANY})"
_CAN = (
    r"(?: now| also)?(?: can| should| could| needs to| has to| must| may| is ready to| is good to| will|"
    r"'ll)?(?: also| now)*"
)
_TO = (
    r"(?:(?: back| over| straight| on| along| status| directly| right)*(?: (?:to|into|in|as|onto|under|"
    r"for))?(?: the| be| being| status| state)*(?: of| to)?)"
)
#: Pattern, and whether a description without "ticket" or "one" is enough in it.
_MOVES = tuple(
    (masked(pattern), bare)
    for pattern, bare in (
        (rf"{LEAD}(?:move|transition|put|push|set|change|switch|drag|send|take|bring|shift|update|pull|mark|flag|get|"
         rf"return|advance|call)(?: the)?(?: status (?:of|on|for)|"
         rf" status)? {_T}(?:'s)?(?: from(?: [\w-]+){{1,3}}?(?= to | back | into ))?{_TO} {STATUS}{END}", True),
        (rf"{LEAD}(?P<verb>close|resolve|reopen|re-open)(?: out| off| up)? {_T}(?: (?:out|off|as (?:done|fixed|"
         rf"resolved|complete|completed)|again|up))?{END}", True),
        (rf"{LEAD}(?P<verb>finish|complete|start|begin|start work on|start working on|close out|mark off)(?: off|"
         rf" up)? {_T}(?: off| up)?{END}", False),
        (rf"{LEAD}{_T}(?:'s| is| are)(?: now| all| finally| officially| already| basically)* {STATUS}{END}", False),
        (rf"{LEAD}{_T}{_CAN} (?:be|go|goes|move|moves|get|come|be moved|be set|be put|be marked|be transitioned){_TO}"
         rf"(?: as| marked)? {STATUS}{END}", True),
        (rf"{LEAD}{_T} (?:can|should|could|needs to|has to|must|may) (?:also |now )?be (?P<verb>closed|resolved|"
         rf"reopened|re-opened|started|finished|completed){END}", True),
        (rf"{LEAD}{_T}[,:]?(?: status)?(?: to)? {STATUS}{END}", True),
        (rf"{LEAD}{_T}[,:]? (?:move|set|put|change|transition)(?: it| that| this)?{_TO} {STATUS}{END}", True),
        (rf"{LEAD}{_T}[,:] (?P<verb>close|resolve|reopen|re-open|start|finish)(?: it| that| this)?{END}", True),
        (rf"{LEAD}(?:move|set|put|change|transition)(?: back| over)? to {STATUS}{END}", True),
        (rf"{LEAD}(?:i|we)(?: need| want|'d like| would like) {_T} (?:to be )?{STATUS}{END}", True),
        (rf"{LEAD}(?:set|change|move|update) (?:the )?status(?: back)?(?: to| as) {STATUS}{END}", True),
        (rf"(?:the |its )?status(?: of {_T})?(?: is| should be| goes| changes)(?: now)?(?: to)? {STATUS}{END}", True),
    )
)  # fmt: skip
_ASSIGNS = tuple(
    masked(pattern)
    for pattern in (
        rf"{LEAD}(?:re-?assign|assign|give|hand|pass|send|move|transfer|route|delegate|switch|change|"
        rf"leave)(?: the owner"
        rf" of| ownership of| the assignee of| the assignee on| over| back)* {_T}(?: over| on| back| along| instead|"
        rf" from {{P}})*"
        rf"(?: to| with| onto) {WHO}",
        rf"{LEAD}(?:re-?assign|assign|give|hand|pass) {WHO}(?: to)? {_T}{END}",
        rf"{LEAD}(?:put|set|make|have|let|get) {WHO}(?: as)?(?: the)?(?: owner| assignee| on| take| takes| handle| do|"
        rf" own| of|"
        rf" for| to| responsible| the one| over| look at| look after| work on)+ {_T}{END}",
        rf"{LEAD}(?:(?:i|we)(?: need| want|'d like| would like)|make|set) {_T}(?:'s)? (?:to be )?(?:assigned to|"
        rf"owned by) {WHO}",
        rf"{LEAD}(?:make|set) (?:the )?(?:owner|assignee)(?: (?:of|on|for) {_T})?(?: to| as| be)? {WHO}{END}",
        rf"{LEAD}(?:make|set) {WHO} (?:the )?(?:owner|assignee)(?: (?:of|on|for) {_T})?{END}",
        rf"{LEAD}(?:the |its )?(?:new )?(?:owner|assignee)(?: (?:of|on|for) {_T})?(?: is| should be| becomes|"
        rf":)(?: now)? {WHO}{END}",
        rf"{LEAD}{_T}(?: now| also)?(?:'s| is| should| can| will| must| needs to| has to| goes| could|'ll| would)*"
        rf"(?: now)?(?: be| go| be given| be assigned| assigned| belong| belongs| over| back| reassigned|"
        rf" be reassigned|"
        rf" be handed| moves| be moved| be for)*(?:,? to| for| with) {WHO}{END}",
        rf"{LEAD}(?:assigned |(?:re)?assign |give |hand )(?:back )?to {WHO}{END}",
        rf"{LEAD}{_T}[,:]? (?:re-?)?(?:assign|give|hand)(?: it| that| this)? to {WHO}{END}",
        rf"(?:(?:we|they) (?:agreed|decided|said)(?: that)? |and |then |so |also |now |okay,? |good,? |oh,? |"
        rf"well,? |maybe )*(?P<who>{{P}}|i\b),?(?:'ll|'s| will|"
        rf" should| can|"
        rf" could| would| is going to| to| needs to| has to|'s going to|'m|"
        rf" agreed to| wants to| is)?(?: now| also| be)*(?: take| takes| taking| own| owns| handle| handles| handling|"
        rf" pick up| picks up| get| gets| do| look after| take over| takes over| taking over| work on| grab|"
        rf" take care of|"
        rf" on| be on)(?: over| up| on)? {_T}(?: over| from here| from now on| instead| on)*{END}",
    )
)
_NOBODY = masked(
    rf"{LEAD}(?:unassign {_T}|remove the (?:assignee|owner) (?:from|of|on) {_T}|take {{P}} off(?: of)? {_T}|"
    rf"(?:make|set|leave) {_T} (?:to )?(?:unassigned|without an? (?:owner|assignee)))"
    .replace("(?P<t>", "(?P<t1>", 1).replace("(?P<t>", "(?P<t2>", 1).replace("(?P<t>", "(?P<t3>", 1)
    .replace("(?P<t>", "(?P<t4>", 1) + END
)  # fmt: skip
#: Whoever is meant is not said, so nothing is set and nothing new is asked for.
_OPEN_OWNER = masked(
    rf"{LEAD}(?:(?:can|could|will|would|should) )?(?:somebody|someone|anybody|anyone|who|nobody|one of you)(?: else)?"
    rf"(?: can| could| wants to| should| will)? (?:else )?(?:take|takes|pick up|handle|own|do)(?: over)? "
    rf"(?P<t>{ONE}|(?:the|this|that) [\w-]+(?: [\w-]+)?){END}"
)


def find_status(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target]:
    """Return the transitions a segment commands."""
    for pattern, bare_will_do in _MOVES:
        match = pattern.match(segment.words)
        named = _named(segment, scene, match)
        if match is None or named is None or (named.bare and not bare_will_do):
            continue
        value = _value(match)
        if value == "Blocked" and re.match(r" (?:by|on|until)\b", segment.words[match.end("status") :]):
            continue
        return [command(segment, "transition", key, value) for key in named.keys], named
    return [], Target()


def _named(segment: Segment, scene: Scene, match: re.Match[str] | None) -> Target | None:
    if match is None:
        return None
    first, last = match.span("t") if "t" in match.re.groupindex else (-1, -1)
    if first < 0:
        return Target((scene.focus,), pronoun=True) if scene.focus else None
    named = target(segment, scene, first, last)
    return named if named.keys or named.unknown else None


def _value(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("status"):
        return status_name(groups["status"])
    verb = groups["verb"]
    return "To Do" if "open" in verb else "In Progress" if verb.startswith(("start", "begin")) else "Done"


def status_name(words: str) -> str:
    """Return the name of a status as boards write it."""
    for pattern, name in STATUSES:
        if re.fullmatch(pattern, words):
            return name or " ".join(part if part == "for" else part.capitalize() for part in words.split())
    return sentence_case(words)


def find_owner(segment: Segment, scene: Scene) -> tuple[list[CommandDraft], Target, bool]:
    """Return the assignments a segment commands, and whether it is the unnamed speaker who takes the issue."""
    nobody = _NOBODY.match(segment.words)
    if nobody:
        group = next(name for name in ("t1", "t2", "t3", "t4") if nobody[name])
        named = target(segment, scene, *nobody.span(group))
        return [command(segment, "assign", key, None) for key in named.keys], named, False
    for pattern in _ASSIGNS:
        match = pattern.match(segment.words)
        named_or_none = _named(segment, scene, match)
        if match is None or named_or_none is None:
            continue
        who = _who(segment, match)
        if who is None and match["who"] in ("i", "me", "myself"):
            return [], named_or_none, True
        if who:
            return [command(segment, "assign", key, who) for key in named_or_none.keys], named_or_none, False
    return [], Target(), False


def _who(segment: Segment, match: re.Match[str]) -> str | None:
    mention = segment.reading.person_at(segment.span(*match.span("who"))[0])
    if mention is None and match["who"] in ("i", "me", "myself"):
        mention = segment.reading.speaker_of(segment.sentence)
    return mention.name if mention else None


def leaves_open(segment: Segment, scene: Scene) -> bool:
    """ "Could somebody else take the invoices?": about an existing issue, but nothing is set by it."""
    match = _OPEN_OWNER.match(segment.words)
    if match is None:
        return False
    if target(segment, scene, *match.span("t")).keys:
        return True
    return len(segment.reading.index.described(segment.words[slice(*match.span("t"))], 0.85)) == 1


def people_asked(segment: Segment, match: re.Match[str]) -> Iterator[str]:
    """Yield who may be meant by the name in a match."""
    mention = segment.reading.person_at(segment.span(*match.span("who"))[0])
    yield from mention.names if mention else ()
