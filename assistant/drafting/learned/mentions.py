"""Candidates: every word or phrase of a text that could carry a value; which of them do is for the network to say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.drafting.fields import components, labels, priority
from assistant.drafting.reading import Proposal, Reading
from assistant.nlp.calendar import add_months, end_of_month, make
from assistant.nlp.keys import likeness_of
from assistant.nlp.numbers import ORDINAL, parse_number, parse_ordinal
from assistant.nlp.people import Directory, PersonMention, likeness
from assistant.nlp.sentences import Sentence
from assistant.nlp.wordlist import wordlist
from assistant.nlp.words import content

#: The kinds of mention, in the order of their flags.
KINDS = ("person", "label", "date", "priority", "points", "component", "tag", "key", "described")


@dataclass(frozen=True)
class Mention:
    """``text[start:end]`` may carry `value`: a name, an ISO day, a priority, a number, a component, label or key.

    `value` is None where the words leave open which one; then `candidates` offers some. `strength` is how clearly the
    words say the value, 0 to 1.
    """

    kind: str
    value: str | None
    start: int
    end: int
    strength: float = 1.0
    candidates: tuple[str, ...] = ()


#: Names that are ordinary words: where all is in lower case they name nobody.
_LOWER_NAMES = frozenset(
    wordlist(
        """
        will may mark art hope grace joy faith rose june april august bill rich frank sue dan jan max sky dawn iris
        penny ruby pat ray rob ed drew grant chase lane page young long short brown green white black gray king cook
        baker fisher mason potter miller smith carter hunter turner walker bell bush wood woods hill stone field rivers
        law day west north price hand bond case love noble sharp small best swift wise good major min an in on so to do
        my we he me no go al li su ho bo yu lo la de da van von el le du di ben ki thanh
        """
    )
)

_PRIORITY = re.compile(
    r"\b(?:blockers?|blocking|critical|outages?|drops? everything|dropping everything|show ?stoppers?|urgent\w*|asap|"
    r"a s a p|as soon as \w+|important|importance|nice[- ]to[- ]haves?|trivial|"
    r"(?:highest|top|high|medium|normal|low|lowest)(?: prio(?:rity)?)?|"
    r"prio(?:rity)? (?:one|two|three|1|2|3|high|low|medium|highest|lowest)|"
    r"no (?:great |big |real |particular |need to |need for )?(?:rush|hurry|urgency)|"
    r"(?:there's|there is|in) no (?:\w+ )?(?:rush|hurry)|"
    r"(?:not|isn't|is not|nothing|hardly|aren't|wasn't) (?:\w+ ){0,2}"
    r"(?:urgent|important|pressing|a priority|critical|rush|hurry))\b"
)
_LEVELS = (
    ("Low", r"no |not |isn't|is not|nothing|hardly|aren't|wasn't|there's|there is|in no|nice|low\b|.* low$"),
    ("Lowest", r"trivial|lowest|.* lowest$"),
    ("Highest", r"block|critical|outage|drop|highest|top|show|.* (?:highest|one|1)$"),
    ("High", r"urgent|asap|a s a p|as soon|important|importance|high|.* high$"),
    ("Medium", r"medium|normal|.* medium$"),
)
_NUMBER = re.compile(
    r"\b(?:(?:half|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|twenty[- ]one|twenty|"
    r"forty|hundred)|\d{1,3}(?:\.5)?)\b"
)
_POINTS = re.compile(r"\b(?:story )?points?\b|\bpts?\b|\bsp\b|\bsps\b|\bpointers?\b|\bestimate|\bstory size")
_NEAR = 60
#: How alike two words must sound to a first name to be a candidate.
_SOUNDS = 0.8
#: No issue has a number of more digits.
_LONGEST_NUMBER = 7


def find_mentions(reading: Reading) -> list[Mention]:
    """Return every candidate of a text in order of place."""
    found = [*_people(reading), *_days(reading), *_priorities(reading), *_points(reading), *_components(reading)]
    found += [*_labels(reading), *_keys(reading), *_described(reading)]
    return sorted(dict.fromkeys(found), key=_order)


def _order(mention: Mention) -> tuple[int, int, str, str, float]:
    return mention.start, mention.end, mention.kind, str(mention.value), -mention.strength


def _people(reading: Reading) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    known = [*reading.people, *_by_part(reading)]
    for person in sorted(known, key=lambda p: (-p.score, p.start - p.end, p.start)):
        if any(a < person.end and person.start < b for a, b in taken):
            continue
        taken.append((person.start, person.end))
        yield Mention("person", person.name, person.start, person.end, person.score, person.names)
    for sentence in reading.sentences:
        if sentence.label_span and sentence.speaker:
            speaker = reading.speaker_of(sentence)
            names = speaker.names if speaker else ()
            yield Mention("label", speaker.name if speaker else None, *sentence.label_span, 1.0, names)


def _by_part(reading: Reading) -> Iterator[PersonMention]:
    """Find names by any exact part of them, and by two words that sound like one part, wherever they stand."""
    parts: dict[str, tuple[str, ...]] = _parts(reading.directory)
    tokens = list(re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", reading.text))
    flat = sum(t[0].islower() for t in tokens) > 0.97 * len(tokens)
    for token in tokens:
        word = re.sub(r"['’]s?$", "", token[0]).lower()
        who = parts.get(word, ())
        if who and (token[0][:1].isupper() or (flat and word not in _LOWER_NAMES)):
            yield PersonMention(token.start(), token.start() + len(word), who, 0.95)
    yield from reading.directory.find(reading.text, lambda start, end: True)
    yield from _by_sound(reading, tokens)


def _by_sound(reading: Reading, tokens: list[re.Match[str]]) -> Iterator[PersonMention]:
    """Find one or two words that sound like the first name of one person: "chee dee", "deeper"."""
    firsts = {person.lower().split()[0]: person for person in reading.directory.people}
    for place, token in enumerate(tokens):
        word = re.sub(r"['’]s?$", "", token[0]).lower()
        tries = [(word, token.end())] if len(word) > 3 and word not in _LOWER_NAMES else []
        if place + 1 < len(tokens) and reading.text[token.end() : tokens[place + 1].start()] == " ":
            joined = word + tokens[place + 1][0].lower()
            tries += [(joined, tokens[place + 1].end())] if 4 <= len(joined) <= 9 else []
        for heard, end in tries:
            score, person = max(((likeness(heard, first), who) for first, who in firsts.items()), default=(0.0, ""))
            if score >= _SOUNDS:
                yield PersonMention(token.start(), end, (person,), round(0.6 * score, 3))


def _parts(directory: Directory) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for person in directory.people:
        for part in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", person.lower()):
            if person not in found.setdefault(part, []):
                found[part].append(person)
    return {part: tuple(people) for part, people in found.items()}


def _days(reading: Reading) -> Iterator[Mention]:
    for day in reading.dates:
        options = tuple(each.isoformat() for each in day.candidates)
        strength = {"day": 1.0, "time": 0.8, "vague": 0.3, "past": 0.1}.get(day.kind, 0.5)
        yield Mention("date", day.day.isoformat() if day.day else None, day.start, day.end, strength, options)
    today = reading.context.reference_date
    for pattern, resolve in ((_ORDINAL, _ordinal), (_HOUR, _today), (_MONTH_END, _last_day)):
        for match in pattern.finditer(reading.plain):
            value = resolve(match, today)
            start, end = match.span("said")
            if value and not any(day.start < end and start < day.end for day in reading.dates):
                yield Mention("date", value.isoformat(), start, end, 0.4)


_ORDINAL = re.compile(rf"\b(?:the )?(?P<said>(?P<ord>{ORDINAL}))\b")
_HOUR = re.compile(
    r"\b(?:by|before|until|till) (?P<said>(?:half past )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}(?::\d\d)?)(?: sharp| at the latest)?)"
    r"(?=[.,;!?]|$| (?:and|or|so|please|today|because)\b|\n)"
)
_MONTH_END = re.compile(r"\b(?P<said>(?:the )?month[- ]end)\b")


def _ordinal(match: re.Match[str], today: date) -> date | None:
    day = parse_ordinal(match["ord"])
    for ahead in range(4):
        try:
            month = add_months(today.replace(day=1), ahead)
        except (ValueError, OverflowError):  # after the last year that a date can have
            return None
        made = make(month.year, month.month, day) if day else None
        if made and made >= today:
            return made
    return None


def _today(match: re.Match[str], today: date) -> date | None:
    return today


def _last_day(match: re.Match[str], today: date) -> date | None:
    return end_of_month(today)


def _priorities(reading: Reading) -> Iterator[Mention]:
    said = [p for p in priority.propose(reading, 0, len(reading.low)) if p.value]
    for proposal in said:
        yield Mention("priority", str(proposal.value), proposal.start, proposal.end, proposal.score)
    for match in _PRIORITY.finditer(reading.plain):
        if not any(p.start < match.end() and match.start() < p.end and not _inside(p, match) for p in said):
            level = next((name for name, pattern in _LEVELS if re.match(pattern, match[0])), None)
            if level:
                yield Mention("priority", level, match.start(), match.end(), 0.5)


def _inside(proposal: Proposal, match: re.Match[str]) -> bool:
    """Whether a level is only part of what says another: "urgent" of "not at all urgent"."""
    return match.start() < proposal.start and proposal.end <= match.end()


def _points(reading: Reading) -> Iterator[Mention]:
    words = [match.span() for match in _POINTS.finditer(reading.plain)]
    for match in _NUMBER.finditer(reading.low):
        number = parse_number(match[0])
        gaps = [max(a - match.end(), match.start() - b) for a, b in words]
        if number is not None and number <= 100 and gaps and min(gaps) < _NEAR * 4:
            yield Mention("points", f"{number:g}", match.start(), match.end(), 1.0 if min(gaps) < 3 else 0.5)


def _components(reading: Reading) -> Iterator[Mention]:
    for name in reading.context.components:
        for spelling in _spellings(name):
            for match in components.pattern(spelling).finditer(reading.plain):
                strength = 1.0 if match["said"] or match["after"] else 0.6
                yield Mention("component", name, match.start(), match.end(), strength)


def _spellings(name: str) -> Iterator[str]:
    """Give a component with its number in figures and in words: "screen 2", "screen two"."""
    yield name
    said = re.sub(r"\d+", lambda m: _SAID.get(m[0], m[0]), name)
    if said != name:
        yield said


_SAID = dict(
    zip(
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        strict=True,
    )
)


_LABEL = re.compile(
    r"\b(?:label(?:led|ed|ling|s)?|tag(?:ged|ging|s)?)\b"
    r"(?: (?:it|this|that|them|these|both|both of them|the (?:first|second|third|last)(?: one)?|one|too|as|with|is|are|"
    r"should be|would be|will be|of|under|for it|please|um|uh|like))*[:,]? [\"'“#]?"
    r"(?P<one>[a-z0-9][\w-]*)(?: (?P<two>[a-z0-9][\w-]*))?(?: (?P<three>[a-z0-9][\w-]*))?"
)
_BEFORE_LABEL = re.compile(r"\b(?:the |a |an )?(?:(?P<one>[a-z0-9][\w-]*) )?(?P<two>[a-z0-9][\w-]*) (?:label|tag)\b")


def _labels(reading: Reading) -> Iterator[Mention]:
    """Find what may be meant as a label: the words after "label" or "tag", one, two or three of them, or before it."""
    for proposal in labels.propose(reading, 0, len(reading.low)):
        start, end = proposal.quotes[0] if proposal.quotes else (proposal.start, proposal.end)
        yield Mention("tag", str(proposal.value), start, end, proposal.score)
    for match in _LABEL.finditer(reading.plain):
        for last in ("one", "two", "three"):
            if match[last]:
                yield _tag(reading, match.start("one"), match.end(last))
    for match in _BEFORE_LABEL.finditer(reading.plain):
        yield _tag(reading, match.start("two"), match.end("two"))
        if match["one"]:
            yield _tag(reading, match.start("one"), match.end("two"))


def _tag(reading: Reading, start: int, end: int) -> Mention:
    return Mention("tag", re.sub(r"[\s_]+", "-", reading.plain[start:end].strip()), start, end, 0.5)


def _keys(reading: Reading) -> Iterator[Mention]:
    taken = [(key.start, key.end) for key in reading.keys]
    for key in reading.keys:
        yield Mention("key", key.key, key.start, key.end, 1.0, key.nearest)
    yield from _bare_numbers(reading, taken)


def _bare_numbers(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Find the number of a known issue said alone: "close 130", "twelve is done"."""
    from assistant.nlp.numbers import TENS, UNITS, readings

    known: dict[int, list[str]] = {}
    for issue in reading.context.known_issues:
        digits = issue.key.rpartition("-")[2]
        if digits.isdecimal() and len(digits) <= _LONGEST_NUMBER:
            known.setdefault(int(digits), []).append(issue.key.upper())
    tokens = list(re.finditer(r"[a-z]+|\d+", reading.plain))
    at = 0
    while at < len(tokens):
        step = 1
        word = tokens[at][0]
        if word.isdigit() and len(word) <= _LONGEST_NUMBER and int(word) in known:
            span, value = tokens[at].span(), int(word)
        elif word in UNITS or word in TENS:
            words = [t[0] for t in tokens[at : at + 6]]
            hit = next(((v, n) for v, n in readings(words) if v in known), None)
            if hit is None:
                at += 1
                continue
            value, step = hit
            span = (tokens[at].start(), tokens[at + step - 1].end())
        else:
            at += 1
            continue
        if not any(a < span[1] and span[0] < b for a, b in taken):
            keys = known[value]
            yield Mention("key", keys[0] if len(keys) == 1 else None, *span, 0.6, tuple(keys))
        at += step


def _described(reading: Reading) -> Iterator[Mention]:
    """Find the words by which a known issue may be meant: runs of words that its summary has, the rarer the better."""
    index = reading.index
    if not index.summaries:
        return
    for sentence in _whole(reading.sentences):
        low = reading.plain[sentence[0] : sentence[1]]
        words = [
            (m.start() + sentence[0], m.end() + sentence[0], content(m[0]))
            for m in re.finditer(r"[^\W_]+(?:['’][a-z]+)?", low)
        ]
        for key, stems in index.stems.items():
            yield from _runs(key, stems, words, index.weight)


def _whole(sentences: Iterable[Sentence]) -> Iterator[tuple[int, int]]:
    for sentence in sentences:
        yield sentence.start, sentence.end


_GAP, _LEAST = 3, 0.34


def _runs(key: str, stems: set[str], words: list[tuple[int, int, list[str]]], weight: object) -> Iterator[Mention]:
    whole = sum(weight(stem) for stem in stems) or 1.0  # type: ignore[operator]
    hits = [(n, stem[0], likeness_of(stem[0], stems)) for n, (_, _, stem) in enumerate(words) if stem]
    hits = [hit for hit in hits if hit[2] > 0]
    run: list[tuple[int, str, float]] = []
    for hit in [*hits, (10**9, "", 0.0)]:
        if run and hit[0] - run[-1][0] > _GAP:
            seen = {stem: likeness * weight(stem) for _, stem, likeness in run}  # type: ignore[operator]
            share = min(1.0, sum(seen.values()) / whole)
            if share >= _LEAST:
                yield Mention("described", key, words[run[0][0]][0], words[run[-1][0]][1], round(share, 3))
            run = []
        run.append(hit)
