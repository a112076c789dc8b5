"""Changes to existing issues: moved, assigned, commented, linked, logged, searched, undone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.drafting.clauses import Clause
from assistant.drafting.commands.fixes import corrected
from assistant.drafting.commands.links import find_link
from assistant.drafting.commands.moves import find_owner, find_status, leaves_open
from assistant.drafting.commands.patterns import LEAD
from assistant.drafting.commands.remarks import find_remark
from assistant.drafting.commands.scene import Scene, Segment, Target, command, mentions
from assistant.drafting.commands.segments import segments_of
from assistant.drafting.commands.values import find_due, find_priority, find_time
from assistant.drafting.reading import Reading, masked
from assistant.drafting.search import find_search
from assistant.nlp.keys import KeyMention
from assistant.schema.draft import CommandDraft

_UNDO = re.compile(
    r"(?:please |can you |could you |and |then |oops,? |no,? |wait,? |okay,? |actually,? |hey,? |sorry,? |let's )*"
    r"(?:undo|revert|roll back|take back|reverse)(?: (?:that|it|this|everything|all that|(?:the|my|your) "
    r"(?:last|latest|previous)(?: (?:one|change|thing|command|action|step|edit|update|accept|move))?|what (?:you|i|we) "
    r"just (?:did|said)|(?:that|this|the) (?:change|last one|command|action|move)))?(?: please| again| now)?[\s.!]*$"
)
_CONDITIONAL = re.compile(
    r"(?:(?:and|but|so|then|also|or|okay),? )*(?:if|once|when|unless|whenever|as soon as|after|until|should (?:the|it|"
    r"this|that|we)|did|does|do (?:we|you|they|i)|is|are|was|were|(?:has|have) (?:we|you|they|i|the|anyone|somebody|"
    r"someone)|why|how|who|what|which|in case)\b"
)
_COMMANDING = masked(
    rf"{LEAD}(?:move|close|reopen|re-open|assign|re-?assign|give|comment|add a (?:comment|note)|set|make|log|book|"
    rf"link|mark|put|"
    rf"start|resolve|raise|lower|block|transition|finish|{{K}},? (?:is|can|should|goes|to|in|needs)\b|hand|bump|"
    rf"change|push|"
    rf"update|track|postpone|leave a (?:comment|note))"
)
_TOPIC = masked(
    r"(?:(?:and|so|okay|ok|also|then|now|next|oh|well|right|alright),? )*(?:on|about|for|as for|regarding|with|"
    r"concerning|"
    r"back to|coming back to|what about)? ?(?P<t>{K})(?: (?:ticket|issue|one|task|bug))?[\s.,:;?!-]*$|"
    rf"{LEAD}(?:update|change|edit|open|open up|go to|pull up) {{K}}[\s.,:;?!-]*$"
)
_ALL = masked(rf"{LEAD}(?:move|close|assign|set|transition|mark|reopen|resolve) (?:everything|all|every)\b")


@dataclass(frozen=True)
class Found:
    """What a clause commands, the issue it leaves in focus, and what must be asked about.

    `dropped` are commands before it that it takes back; `settled` tells that the clause asks for nothing else.
    """

    commands: tuple[CommandDraft, ...] = ()
    focus: str | None = None
    unknown: tuple[KeyMention, ...] = ()
    speaker_of: str | None = None
    dropped: tuple[CommandDraft, ...] = ()
    settled: bool = False


@dataclass
class _Gathered:
    scene: Scene
    commands: list[CommandDraft] = field(default_factory=list)
    unknown: list[KeyMention] = field(default_factory=list)
    dropped: list[CommandDraft] = field(default_factory=list)
    speaker_of: str | None = None
    settled: bool = False
    focus: str | None = None

    def see(self, key: str) -> None:
        """Take an issue into focus."""
        self.scene = self.scene.seeing(key)
        self.focus = key


def find_commands(
    reading: Reading,
    clause: Clause,
    focus: str | None,
    own: Sequence[set[str]] = (),
    before: Sequence[CommandDraft] = (),
) -> Found:
    """Find what a clause commands.

    `focus` is the existing issue last spoken of, None when new work came after it; `own` are the words of that new
    work; `before` are the commands found so far.
    """
    words = reading.low[clause.start : clause.end]
    if _UNDO.match(words) or _UNDO.match(clause.words(reading)):
        return Found((_of_clause(reading, clause, "undo", None),))
    search = find_search(reading, clause.body, clause.sentence.end)
    if search:
        return Found((_of_clause(reading, clause, "search", search),))
    found = _Gathered(Scene(focus, own, before[-1] if before else None, _recent(reading, clause)))
    for segment in segments_of(reading, clause):
        taken = [c.evidence[0].end for c in (*before[-1:], *found.commands) if c.action == "comment"]
        if segment.span()[0] >= max(taken, default=0):
            count = len(found.commands) + len(found.unknown)
            _read(segment, found)
            if len(found.commands) + len(found.unknown) > count:
                reading.memo.setdefault("commanded", []).append(segment.span())
    inside = any(a <= clause.start and clause.end <= b for a, b in reading.memo.get("commanded", ())[-6:])
    found.settled = found.settled or inside
    return Found(
        tuple(found.commands), found.focus, tuple(found.unknown), found.speaker_of, tuple(found.dropped), found.settled
    )


def _of_clause(reading: Reading, clause: Clause, action: str, value: str | None) -> CommandDraft:
    from assistant.drafting.evidence import quote

    end = clause.sentence.end if action == "search" else clause.end
    end = clause.start + len(reading.text[clause.start : end].rstrip(" ,.!?\n")) if action == "undo" else end
    evidence = quote(action, clause.start, end, reading.text)
    return CommandDraft.model_validate({"action": action, "value": value, "evidence": (evidence,)})


def _recent(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Return the keys said shortly before a clause."""
    keys = [m.key for m in reading.keys_in(max(0, clause.start - 400), clause.start) if m.key]
    return tuple(dict.fromkeys(reversed(keys)))[:3][::-1]


def _read(segment: Segment, found: _Gathered) -> None:
    """Read one segment against what was gathered."""
    scene = found.scene
    if _UNDO.match(segment.words):
        found.commands.append(command(segment, "undo", None, None))
        return
    if _ALL.match(segment.words):
        found.settled = True
        return
    if _is_conditional(segment):
        return
    fixed = corrected(segment, scene)
    if fixed:
        found.dropped.append(fixed[0])
        found.commands = [c for c in found.commands if c is not fixed[0]]
        _take(found, [fixed[1]])
        return
    if leaves_open(segment, scene):
        found.settled = True
        return
    if not _settings(segment, found):
        _look(segment, found)


def _is_conditional(segment: Segment) -> bool:
    """A condition or a question, or what would follow from one."""
    if _CONDITIONAL.match(segment.words):
        return True
    before = segment.view.words[: segment.offset]
    return bool(_CONDITIONAL.match(re.split(r"[.;!?] ", before)[-1].lstrip(" ,"))) and not re.search(
        r"[.;]\s*$", before
    )


def _settings(segment: Segment, found: _Gathered) -> bool:
    scene = found.scene
    before = segment.reading.plain[max(0, segment.span()[0] - 200) : segment.span()[0]]
    for commands, named in (find_time(segment, scene, before), find_remark(segment, scene)):
        if commands or named.unknown:
            return _settle(found, commands, named)
    commands, named, again = find_link(segment, scene)
    if commands or named.unknown or again:
        found.settled = found.settled or again
        return _settle(found, commands, named)
    moved, status_of = find_status(segment, scene)
    owned, owner_of, by_speaker = find_owner(segment, scene)
    if by_speaker and owner_of.keys:
        found.speaker_of = owner_of.keys[0]
        found.see(owner_of.keys[0])
        return True
    levels, level_of = find_priority(segment, scene)
    days, due_of = ([], Target()) if moved else find_due(segment, scene)
    every = [*moved, *owned, *levels, *days]
    unknown = next((t for t in (status_of, owner_of, level_of, due_of) if t.unknown), Target())
    return _settle(found, every, unknown) if every or unknown.unknown else False


def _settle(found: _Gathered, commands: list[CommandDraft], named: Target) -> bool:
    if named.unknown and named.unknown not in found.unknown and not commands:
        found.unknown.append(named.unknown)
    _take(found, commands)
    return True


def _take(found: _Gathered, commands: list[CommandDraft]) -> None:
    for one in commands:
        found.commands.append(one)
        found.scene = replace(found.scene, last=one)
        if one.key:
            found.see(one.key)


def _look(segment: Segment, found: _Gathered) -> None:
    """Nothing is commanded here; an issue that is spoken of comes into focus, an unknown one is asked about."""
    topic = _TOPIC.match(segment.words)
    for key, mention, bare in mentions(segment, found.scene):
        if key and (not found.scene.own) and (topic or not bare):
            found.see(key)
            found.settled = found.settled or bool(topic)
        elif key is None and mention and _COMMANDING.match(segment.words):
            found.unknown.append(mention)


def covers(before: CommandDraft, clause: Clause) -> bool:
    """Tell whether a clause is part of what a command before it already took."""
    return before.action in ("comment", "search") and any(
        e.start < clause.end and clause.start < e.end for e in before.evidence
    )


def merged(before: Sequence[CommandDraft], found: Found) -> list[CommandDraft]:
    """Return all commands: nothing twice, nothing taken back, and the last word on a field of an issue."""
    kept = [one for one in before if one not in found.dropped]
    for one in found.commands:
        same = [c for c in kept if (c.action, c.key, c.value) == (one.action, one.key, one.value)]
        if same and one.action not in ("undo", "log_work", "comment"):
            continue
        if same and abs(same[-1].evidence[0].start - one.evidence[0].start) < 300 and one.action != "undo":
            continue
        kept.append(one)
    return kept
