"""Changes to existing issues: moved, assigned, commented, linked, logged, searched, undone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.drafting.clauses import Clause
from assistant.drafting.reading import Proposal, Reading, masked
from assistant.drafting.search import find_search
from assistant.nlp.casing import restore, sentence_case
from assistant.nlp.keys import KeyMention
from assistant.nlp.numbers import find_durations
from assistant.schema.draft import CommandAction, CommandDraft, Evidence


@dataclass(frozen=True)
class Target:
    """An existing issue as a clause names it: by key, by description or by a pronoun."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """What a clause commands, the issue it leaves in focus, and a key that nobody knows."""

    commands: tuple[CommandDraft, ...] = ()
    focus: str | None = None
    unknown: KeyMention | None = None
    speaker_of: str | None = None


_LEAD = (
    r"(?:(?:can|could|would|will) (?:you|we|someone|i) (?:please )?|please |pls |let's |and |also |then |now |"
    r"i(?:'d)? (?:want|need|like|would like) (?:you )?to |we (?:need|should|have|can|must)(?: to)? |you (?:can|"
    r"should|could|may) |i'll |go ahead and |just |"
    r"{P},? (?:please )?|kindly |okay |ok |actually |i think |maybe |oh |hey |assistant |jira )*"
)
_T = (
    r"(?:{K}(?:'s)?|it|this|that|them|(?:this|that|the) (?:[\w'&/-]+ ){0,6}?(?:one|ticket|issue|task|bug|story|card|"
    r"item|epic)|the (?:[\w'&/-]+ ){0,5}?[\w'&/-]+|(?:ticket|issue|task|bug|story) {K}|{K} (?:ticket|issue|task|bug|"
    r"story|one)|(?:the )?(?:ticket|issue|task|bug|story|card|epic) {K})"
)
_STATUSES = (
    (r"done|closed|complete|completed|finished|resolved|fixed|the done column|shipped", "Done"),
    (r"in[- ]progress|progress|started|doing|in work|active|underway", "In Progress"),
    (r"(?:in |for |code )*review|code review|reviewing|peer review", "In Review"),
    (r"to[- ]?do|open|not started|the backlog column|todo column", "To Do"),
    (r"(?:the )?backlog", "Backlog"),
    (r"blocked", "Blocked"),
    (r"(?:in )?(?:testing|test|qa)", "Testing"),
    (r"on hold|hold", "On Hold"),
    (r"cancelled|canceled|won't do|wontfix|won't fix|rejected", "Cancelled"),
    (r"ready for (?:\w+)", ""),
)
_STATUS = "(?P<status>" + "|".join(words for words, _ in _STATUSES) + ")"
_END = (
    r"(?: (?:column|status|state|please|now|now please|today|already|again|for me|thanks))*(?=[\s,.!?]*$| and\b|"
    r" then\b| because\b| since\b|,)"
)
_MOVES = (
    rf"{_LEAD}(?:move|transition|put|push|set|change|switch|drag|send|take|bring|shift|update|pull|mark|flag|get|"
    rf"return|advance)(?: the)?(?: status (?:of|on|for))? (?P<t>{_T})(?: status| back| over| straight| on|"
    rf" along)*(?: (?:to|into|in|as|onto|under))?(?: the| be| status)*(?: of)? {_STATUS}{_END}",
    rf"{_LEAD}(?P<verb>close|resolve|finish|complete|reopen|re-open|start|begin|close out|mark off)(?: out| off|"
    rf" up)? (?P<t>{_T})(?: (?:out|off|as (?:done|fixed|resolved|complete|completed)|again|up))?{_END}",
    rf"(?P<t>{_T})(?:'s| is| are)(?: now| all| finally| officially)? {_STATUS}{_END}",
    rf"(?P<t>{_T})(?: now| also)?(?: can| should| could| needs to| has to| must| may| is ready to|"
    rf" is good to)?(?: also| now)? (?:be|go|goes|move|moves|get|come|be moved|be set|be put|be marked)(?: back|"
    rf" straight| over)?(?: to| into| in| as| marked| moved| set)*(?: the)? {_STATUS}{_END}",
    rf"(?P<t>{_T}) (?:can|should|could|needs to|has to|must|may) (?:also |now )?be (?P<verb>closed|resolved|"
    rf"reopened|re-opened|started|finished|completed){_END}",
    rf"(?P<t>{{K}}) to {_STATUS}{_END}",
    rf"{_LEAD}(?:reopen|close|resolve) (?P<t>{_T}){_END}",
)
_ASSIGNS = (
    rf"{_LEAD}(?:re-?assign|assign|give|hand|pass|send|move|transfer|route|delegate|switch|change|"
    rf"leave)(?: the owner of| ownership of| the assignee of| the assignee on| over)? (?P<t>{_T})(?: over| on| back|"
    rf" along)?(?: to| with) (?P<who>{{P}}|me|myself)",
    rf"{_LEAD}(?:assign|give|hand|pass) (?P<who>{{P}}|me|myself)(?: to)? (?P<t>{_T}){_END}",
    rf"{_LEAD}(?:put|set|make|have|let|get) (?P<who>{{P}}|me)(?: as)?(?: the)?(?: owner| assignee| on| take| handle|"
    rf" do| own| of| for| responsible| the one)+ (?P<t>{_T}){_END}",
    rf"{_LEAD}(?:make|set) (?P<t>{_T}) (?:assigned to|owned by) (?P<who>{{P}}|me)",
    rf"(?P<t>{_T})(?: now| also)?(?:'s| is| should| can| will| must| needs to| has to| goes| could|'ll|"
    rf" would)*(?: be| go| now| be given| be assigned| assigned| belong| belongs| over| back|"
    rf" reassigned)*(?: to) (?P<who>{{P}}|me){_END}",
    rf"(?P<who>{{P}}|i)(?:'ll|'s| will| should| can| could| would| is going to| to| needs to| has to|'s going to|"
    rf"'m)?(?: now| also| be| please)*(?: take| takes| taking| own| owns| handle| handles| handling| pick up|"
    rf" picks up| get| gets| do| does| look after| take over| takes over| work on| finish| has| grab| take care of|"
    rf" on| be on| is on)(?: over| up)? (?P<t>{_T})(?: over| from here| from now on| instead)*{_END}",
)
_COMMENTS = (
    rf"{_LEAD}(?:add|leave|put|post|write|make|drop|attach)(?: an?| another| the| this| following)*(?: short|"
    rf" quick)? (?:comment|note|remark)s?(?: on| to| for| in| under| at) (?P<t>{_T})(?: that says| saying that|"
    rf" saying| that| says| with the text| with|:| -|,)+ ?(?P<body>.+)",
    rf"{_LEAD}(?:add|leave|put|post|write|make|drop)(?: an?| another| the)*(?: short| quick)? (?:comment|note|"
    rf"remark)(?: that says| saying that| saying| that| says|:)+ ?(?P<body>.+?) (?:on|to|in|under) (?P<t>{{K}}|"
    rf"(?:this|that|the) (?:[\w'&/-]+ ){{0,5}}?(?:one|ticket|issue|task|bug|story|card))[\s.!]*$",
    rf"{_LEAD}(?:comment|note|remark|write|tell)(?: on| to| in| under) (?P<t>{_T})(?: that says| saying that|"
    rf" saying| that|:| -|,)+ ?(?P<body>.+)",
    rf"{_LEAD}(?:comment|note)(?: that says| saying that| saying| that|:)+ ?(?P<body>.+?) (?:on|to|in|"
    rf"under) (?P<t>{{K}}|(?:this|that|the) (?:[\w'&/-]+ ){{0,5}}?(?:one|ticket|issue|task|bug|story|card))[\s.!]*$",
    rf"{_LEAD}comment (?P<t>{{K}})(?: that says| saying that| saying| that|:| with|,)+ ?(?P<body>.+)",
)
_COMMENT_HERE = masked(
    rf"{_LEAD}(?:(?:add|leave|put|post|write|make|drop)(?: an?| another| the)*(?: short|"
    rf" quick)? (?:comment|note|remark)|comment|note)(?: on it| to it| there| on that|"
    rf" in it)?(?: that says| saying that| saying| that| says|:)+ ?(?P<body>.+)"
)
_LINKS = (
    ("is blocked by", r"(?:(?:is |are |gets |as )?blocked (?:by|on)|depends on|is waiting (?:for|on)|"
                      r"waits (?:for|on)|is dependent on|needs)"),
    ("blocks", r"(?:blocks|is blocking|blocking|as blocking|to block|holds up|is a blocker for)"),
    ("duplicates", r"(?:(?:is|as) (?:a )?(?:duplicate|dupe|dup) of|duplicates|is the same as|to duplicate)"),
    ("clones", r"(?:is a clone of|clones)"),
    ("is caused by", r"(?:is|was) caused by"),
    ("causes", r"(?:causes|caused)"),
    ("relates to", r"(?:(?:is |are |as )?(?:related|linked|connected|tied) (?:to|with)|relates to|to|with|and)"),
)  # fmt: skip
_K2 = (
    r"(?:the |ticket |issue |task |bug |story )*(?P<other>{K}|it|this|that|the (?:[\w'&/-]+ ){1,5}?(?:one|ticket|"
    r"issue|task|bug|story))"
)
_LINKING = tuple(
    (
        kind,
        masked(
            rf"{_LEAD}(?P<verb>link|mark|set|flag|connect|relate|make|tie|"
            rf"close)? ?(?:up )?(?P<t>{_T}) {words} {_K2}{_END}"
        ),
    )
    for kind, words in _LINKS
) + (
    ("is blocked by", masked(rf"{_LEAD}(?P<verb>block) (?P<t>{_T}) (?:by|with|on|until) {_K2}")),
    ("relates to", masked(rf"{_LEAD}(?P<verb>link|connect|relate) (?P<t>{{K}}) and {_K2}{_END}")),
)
_LOG = masked(r"(?:log|book|track|record|add|put|enter|charge|register|clock|note|report|write|count)\b")
_SPENT = masked(r"(?:i|we|{P})(?:'ve| have)? (?:just )?(?:spent|worked|put in|needed|did)\b")
_UNDO = re.compile(
    r"(?:please |can you |could you |oops,? |no,? |wait,? |okay,? |actually,? |hey,? |sorry,? |"
    r"let's )*(?:undo|revert|roll back|take back|reverse)(?: (?:that|it|this|everything|all that|"
    r"(?:the|my|your) (?:last|latest|previous)(?: (?:one|change|thing|command|action|step|edit|"
    r"update|accept|move))?|what (?:you|i|we) just (?:did|said)|(?:that|this|the) (?:change|last one|"
    r"command|action|move)))?(?: please| again| now)?[\s.!]*$"
)
_PRIORITY_VERB = masked(
    rf"{_LEAD}(?:set|make|raise|bump|lower|change|mark|drop|increase|decrease|reduce|put|"
    rf"downgrade|upgrade|flag|escalate|prioriti[sz]e|push|move|update|treat)\b"
)
_LEVEL = re.compile(
    r"\b(?:to|as|is|be|at|now|priority|prio|it|{K}|\ue002+)(?: a| the| now)? (?P<level>highest|high|"
    r"medium|normal|low|lowest|urgent|critical|blocker|trivial)\b"
)
_LEVELS = {
    "highest": "Highest", "high": "High", "medium": "Medium", "normal": "Medium", "low": "Low", "lowest": "Lowest",
    "urgent": "High", "critical": "Highest", "blocker": "Highest", "trivial": "Lowest",
}  # fmt: skip

_COMPILED_MOVES = [masked(pattern) for pattern in _MOVES]
_COMPILED_ASSIGNS = [masked(pattern) for pattern in _ASSIGNS]
_COMPILED_COMMENTS = [masked(pattern) for pattern in _COMMENTS]
_PRONOUN = re.compile(
    r"(?:it|this|that|them|(?:this|that) (?:one|ticket|issue|task|bug|story|card|item)|"
    r"the (?:ticket|issue|task|bug|story|card|item|one))$"
)
_DESCRIBED = re.compile(r"(?:this|that|the) .*\b(?:one|ticket|issue|task|bug|story|card|item|epic)$")


def find_commands(reading: Reading, clause: Clause, focus: str | None, drafted: bool) -> Found:
    """Find what a clause commands. `focus` is the existing issue last spoken of; `drafted` tells that a new one "
    "came after it."""
    words = reading.low[clause.start : clause.end]
    if _UNDO.match(words) or _UNDO.match(clause.words(reading)):
        return Found((_command(reading, clause, "undo", None, None),))
    search = find_search(reading, clause.body, clause.sentence.end)
    if search:
        return Found((_command(reading, clause, "search", None, search, (clause.start, clause.sentence.end)),))
    here = None if drafted else focus
    for finder in (_log_work, _comment, _link, _settings):
        found = list(finder(reading, clause, here))
        if found:
            key = next((command.key for command in found if command.key), None)
            return Found(tuple(found), key)
    return Found(unknown=_unknown(reading, clause), speaker_of=_taken_by_speaker(reading, clause, here))


def _taken_by_speaker(reading: Reading, clause: Clause, focus: str | None) -> str | None:
    """ "I'll take the dock door ticket" without a label: the issue whose new owner must be asked for."""
    words = clause.words(reading)
    for pattern in _COMPILED_ASSIGNS:
        match = pattern.match(words)
        if match and match["who"] in ("i", "me", "myself") and reading.speaker_of(clause.sentence) is None:
            return _target(reading, clause, match, focus, True)
    return None


def _unknown(reading: Reading, clause: Clause) -> KeyMention | None:
    """A key that does not exist, in words that command something of it."""
    for mention in reading.keys_in(clause.start, clause.end):
        if mention.key is None and _COMMANDING.match(clause.words(reading)):
            return mention
    return None


_COMMANDING = masked(
    rf"{_LEAD}(?:move|close|reopen|assign|give|comment|add a comment|set|make|log|book|link|mark|"
    rf"put|start|resolve|raise|lower|block|transition|finish|{{K}} (?:is|can|should|goes|to)|hand|"
    rf"bump|change|push|update)\b"
)


def _command(
    reading: Reading,
    clause: Clause,
    action: CommandAction,
    key: str | None,
    value: str | None,
    span: tuple[int, int] | None = None,
) -> CommandDraft:
    start, end = span or (clause.start, clause.end)
    return CommandDraft(action=action, key=key, value=value, evidence=(_quote(reading.text, action, start, end),))


def _quote(text: str, field: str, start: int, end: int) -> Evidence:
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip())
    end = start + len(bare.strip().rstrip(","))
    return Evidence(field=field, start=start, end=end, text=text[start:end])


def resolve(reading: Reading, start: int, end: int, focus: str | None, strict: bool = True) -> str | None:
    """Return the key of the issue that words name: its key, a pronoun for the one in focus, or a description."""
    words = reading.low[start:end].strip()
    for mention in reading.keys_in(start, end):
        return mention.key
    if _PRONOUN.match(words):
        return focus
    if strict and not _DESCRIBED.match(words):
        return None
    bare = re.sub(r"^(?:this|that|the) |\b(?:one|ticket|issue|task|bug|story|card|item|epic)$", "", words)
    found = reading.index.described(bare, 0.6 if _DESCRIBED.match(words) else 0.75)
    return found[0][0] if len(found) == 1 or (found and found[0][1] > found[1][1]) else None


def _target(
    reading: Reading, clause: Clause, match: re.Match[str], focus: str | None, strict: bool = True
) -> str | None:
    first, last = match.span("t")
    return resolve(reading, clause.body + first, clause.body + last, focus, strict)


def _log_work(reading: Reading, clause: Clause, focus: str | None) -> Iterator[CommandDraft]:
    words = clause.words(reading)
    bare = re.match(masked(_LEAD).pattern, words)
    verb = _LOG.match(words, bare.end() if bare else 0) or _LOG.match(words)
    spent = _SPENT.match(words) or re.match(r"spent\b", words)
    if not verb and not (spent and reading.keys_in(clause.start, clause.end) and len(reading.text.split()) < 40):
        return
    durations = [
        d for d in find_durations(reading.plain[clause.body : clause.end]) if not _in_key(reading, clause, d[0])
    ]
    if not durations:
        return
    key = next((m.key for m in reading.keys_in(clause.start, clause.end)), None)
    if key is None:
        tail = re.search(
            r"\b(?:on|to|for|against|in|under|into|at) (?P<t>(?:this|that|the) .+?|it|this|"
            r"that)(?= (?:yesterday|today|please|for|because|as|and|then)\b|[\s.,!]*$)",
            words,
        )
        key = _target(reading, clause, tail, focus, False) if tail else focus
    if key:
        yield _command(reading, clause, "log_work", key, durations[0][2])


def _in_key(reading: Reading, clause: Clause, at: int) -> bool:
    return any(m.start <= clause.body + at < m.end for m in reading.keys_in(clause.start, clause.end))


def _comment(reading: Reading, clause: Clause, focus: str | None) -> Iterator[CommandDraft]:
    end = _sentence_end(reading, clause)
    words = reading.low[clause.body : end]
    for pattern in _COMPILED_COMMENTS:
        match = pattern.match(words)
        key = _target(reading, clause, match, focus, False) if match else None
        if match and key:
            yield _remark(reading, clause, match, key)
            return
    match = _COMMENT_HERE.match(words)
    if match and focus:
        yield _remark(reading, clause, match, focus)


def _sentence_end(reading: Reading, clause: Clause) -> int:
    """A remark goes on to the end of its sentence, but not into the next command."""
    rest = reading.low[clause.end : clause.sentence.end]
    stop = _NEXT_COMMAND.search(rest)
    return clause.end + stop.start() if stop else clause.sentence.end


_NEXT_COMMAND = masked(
    r"(?:,| and| then)+ (?:then |also |please )*(?:move|close|assign|give|set|log|reopen|mark|"
    r"link|put it|make it|hand it|bump)\b"
)


def _remark(reading: Reading, clause: Clause, match: re.Match[str], key: str) -> CommandDraft:
    first, last = clause.body + match.start("body"), clause.body + match.end("body")
    body = reading.text[first:last].strip().strip("\"'“”").rstrip(" .,")
    body = sentence_case(restore(body, reading.context.people))
    return _command(reading, clause, "comment", key, body, (clause.start, last))


def covers(command: CommandDraft, clause: Clause) -> bool:
    """Tell whether a clause is part of what a command before it already took."""
    return command.action in ("comment", "search") and any(
        e.start < clause.end and clause.start < e.end for e in command.evidence
    )


def _link(reading: Reading, clause: Clause, focus: str | None) -> Iterator[CommandDraft]:
    words = clause.words(reading)
    for kind, pattern in _LINKING:
        match = pattern.match(words)
        if match is None or (
            kind == "relates to" and not match["verb"] and not re.search(r"relat|link|connect|tied", match.group())
        ):
            continue
        if (
            kind == "relates to"
            and match["verb"] in ("set", "make", "close", "mark", "flag")
            and not re.search(r"relat|link|connect", match.group())
        ):
            continue
        key = _target(reading, clause, match, focus, False)
        first, last = match.span("other")
        other = resolve(reading, clause.body + first, clause.body + last, focus)
        if key and other and key != other:
            yield _command(reading, clause, "link", key, f"{kind} {other}")
            return


def _settings(reading: Reading, clause: Clause, focus: str | None) -> Iterator[CommandDraft]:
    """Status, owner, priority and day, of which one clause may set several."""
    words = clause.words(reading)
    status = next((s for s in (_status(reading, clause, p.match(words), focus) for p in _COMPILED_MOVES) if s), None)
    owner = next((o for o in (_owner(reading, clause, p.match(words), focus) for p in _COMPILED_ASSIGNS) if o), None)
    key = (status and status.key) or (owner and owner.key) or _spoken_of(reading, clause, focus)
    if status:
        yield status
    if owner:
        yield owner
    if key:
        yield from _priority(reading, clause, key, words)
        yield from _due(reading, clause, key, status is not None)


def _status(reading: Reading, clause: Clause, match: re.Match[str] | None, focus: str | None) -> CommandDraft | None:
    if match is None:
        return None
    groups = match.groupdict()
    by_description = groups.get("verb") is None
    key = _target(reading, clause, match, focus, strict=not by_description)
    if key is None:
        return None
    if groups.get("status"):
        return _command(reading, clause, "transition", key, _status_name(groups["status"]))
    verb = groups.get("verb") or match.group().split(" ")[0]
    value = "To Do" if "open" in verb else "In Progress" if verb.startswith(("start", "begin")) else "Done"
    return _command(reading, clause, "transition", key, value)


def _status_name(words: str) -> str:
    for pattern, name in _STATUSES:
        if re.fullmatch(pattern, words):
            return name or " ".join(part if part == "for" else part.capitalize() for part in words.split())
    return sentence_case(words)


def _owner(reading: Reading, clause: Clause, match: re.Match[str] | None, focus: str | None) -> CommandDraft | None:
    if match is None:
        return None
    key = _target(reading, clause, match, focus, False)
    at = clause.body + match.start("who")
    mention = reading.person_at(at) or (
        reading.speaker_of(clause.sentence) if match["who"] in ("i", "me", "myself") else None
    )
    if key is None or mention is None or mention.name is None:
        return None
    return _command(reading, clause, "assign", key, mention.name)


def _spoken_of(reading: Reading, clause: Clause, focus: str | None) -> str | None:
    """Return the issue a clause without a command pattern is about."""
    for mention in reading.keys_in(clause.start, clause.end):
        return mention.key
    match = masked(
        rf"{_LEAD}(?:(?:set|make|raise|bump|lower|change|mark|move|push|extend|shift|update|drop|"
        rf"increase|reduce|put)(?: the)?(?: (?:priority|due date|deadline|due)(?: date)? (?:of|for|"
        rf"on))? )?(?P<t>{_T})\b"
    ).match(clause.words(reading))
    if match is None:
        return None
    first, last = match.span("t")
    longest = re.match(
        r"(?:this|that|the) (?:[\w'&/-]+ ){0,6}?(?:one|ticket|issue|task|bug|story|card|item|epic)\b",
        clause.words(reading)[first:],
    )
    return resolve(
        reading, clause.body + first, clause.body + first + (longest.end() if longest else last - first), focus
    )


def _priority(reading: Reading, clause: Clause, key: str, words: str) -> Iterator[CommandDraft]:
    said = [p for p in clause.proposals if p.field == "priority"]
    if said:
        yield _command(reading, clause, "set_priority", key, str(said[-1].value))
        return
    level = _LEVEL.search(words)
    if level and _PRIORITY_VERB.match(words):
        yield _command(reading, clause, "set_priority", key, _LEVELS[level["level"]])


def _due(reading: Reading, clause: Clause, key: str, moved: bool) -> Iterator[CommandDraft]:
    said: list[Proposal] = [p for p in clause.proposals if p.field == "due_date" and isinstance(p.value, date)]
    if re.match(r"(?:i |we )?(?:spent|worked|log|book|track)\b", clause.words(reading)):
        return
    if said and not moved:
        yield _command(reading, clause, "set_due", key, str(said[-1].value))
        return
    to = masked(
        r"\b(?:push|move|postpone|extend|delay|shift|bring|reschedule|set|change)\b.* (?:to|until|till|"
        r"by) (?P<day>{D})"
    ).search(clause.words(reading))
    mention = reading.date_at(clause.body + to.start("day")) if to else None
    if mention and mention.day and not moved:
        yield _command(reading, clause, "set_due", key, mention.day.isoformat())
