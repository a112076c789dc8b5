"""Who is meant: names of a directory found in text, misspelt and misheard ones too."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from assistant.nlp.pipeline import is_english
from assistant.nlp.wordlist import wordlist

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: How alike a heard name must be: where any word may stand, and where only a name can stand.
ANYWHERE, IN_SLOT = 0.86, 0.74
_NICKNAMES = (
    "thomas tom tommy", "michael mike mick", "william will bill billy", "robert rob bob bobby", "elizabeth liz beth",
    "katherine kate kathy katie", "catherine cathy kate", "alexander alex sasha", "alexandra alex", "samuel sam",
    "samantha sam", "daniel dan danny", "benjamin ben", "christopher chris", "christine chris", "nicholas nick",
    "joseph joe", "anthony tony", "david dave", "james jim jimmy", "richard rick rich", "edward ed eddie",
    "matthew matt", "andrew andy drew", "steven steve", "stephen steve", "gregory greg", "jennifer jen jenny",
    "jessica jess", "rebecca becky", "margaret maggie meg", "patricia pat trish", "patrick pat", "susan sue",
    "victoria vicky", "deborah deb debbie", "timothy tim", "jonathan jon", "peter pete", "philip phil",
    "francisco paco", "maximilian max", "josephine jo", "joanna jo", "theodore theo ted", "abigail abby",
    "madeleine maddie", "isabella bella", "gabriela gabi", "natalia nat", "frederick fred", "charles charlie",
    "lawrence larry", "leonard leo", "vincent vince", "zachary zach", "oliver ollie", "nathaniel nate",
)  # fmt: skip
_PRONOUNS = frozenset(
    wordlist(
        """
        i me my we us you he him she her they them it this that someone somebody anyone anybody nobody
        everyone everybody who whoever one team all both none
    """
    )
)

#: Words too common to be half of a misheard name.
_SMALL = _PRONOUNS | set(wordlist("to the a an and or of for in on at by is was be do did can will let ask so no"))


@dataclass(frozen=True)
class PersonMention:
    """Words that name somebody: one full name when it is clear, several when it is not, none when unknown."""

    start: int
    end: int
    names: tuple[str, ...]
    score: float

    @property
    def name(self) -> str | None:
        """The full name, if only one person can be meant."""
        return self.names[0] if len(self.names) == 1 else None


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return a key that words which sound alike share: consonants by class, vowels dropped but the first."""
    word = re.sub(r"[^a-z]", "", word.lower())
    for old, new in (
        ("sch", "s"),
        ("tch", "x"),
        ("ch", "x"),
        ("sh", "s"),
        ("ph", "f"),
        ("gh", ""),
        ("ck", "k"),
        ("kn", "n"),
        ("wr", "r"),
        ("th", "t"),
        ("dj", "j"),
        ("dg", "j"),
        ("qu", "k"),
        ("q", "k"),
        ("x", "s"),
        ("z", "s"),
        ("y", "i"),
        ("j", "i"),
    ):
        word = word.replace(old, new)
    word = re.sub(r"c(?=[ei])", "s", word).replace("c", "k")
    word = word[:1].replace("w", "v") + re.sub(r"[aeiouhw]", "", word[1:])
    word = re.sub(r"^[aeiou]", "a", word)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=50_000)
def likeness(heard: str, name: str) -> float:
    """Return how likely `heard` is `name` misheard or misspelt, 0 to 1: letters and sound together."""
    if heard == name:
        return 1.0
    if abs(len(heard) - len(name)) > max(2, len(name) // 2):
        return 0.0
    letters = JaroWinkler.similarity(heard, name)
    sounds = ratio(sound(heard), sound(name)) / 100
    return 0.55 * letters + 0.45 * sounds


class Directory:
    """The people that talk may name, looked up by full, first, last or short name."""

    def __init__(self, people: Iterable[str]) -> None:
        self.people = tuple(dict.fromkeys(name.strip() for name in people if name.strip()))
        self._by_word: dict[str, list[str]] = {}
        self._firsts: dict[str, list[str]] = {}
        for person in self.people:
            parts = [part.lower() for part in _WORD.findall(person)]
            for part in parts:
                _note(self._by_word, part, person)
            if parts:
                _note(self._firsts, parts[0], person)
                for short in _short_names(parts[0]):
                    _note(self._by_word, short, person)

    def find(self, text: str, in_slot: Callable[[int, int], bool]) -> list[PersonMention]:
        """Find every mention. `in_slot` tells whether a name, and nothing else, is expected at a span."""
        tokens = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
        found: list[PersonMention] = []
        at = 0
        while at < len(tokens) and self.people:
            mention, used = self._at(tokens, at, text, in_slot)
            if mention is not None:
                found.append(mention)
            at += used
        return found

    def _at(
        self, tokens: list[tuple[int, int, str]], at: int, text: str, in_slot: Callable[[int, int], bool]
    ) -> tuple[PersonMention | None, int]:
        start, end, word = tokens[at]
        bare = _bare(word)
        if at + 1 < len(tokens) and re.fullmatch(r"\s+", text[end : tokens[at + 1][0]]):
            pair = self._pair(bare, _bare(tokens[at + 1][2]))
            if pair:
                stop = tokens[at + 1][0] + len(_bare(tokens[at + 1][2]))
                return PersonMention(start, stop, pair, 0.98), 2
        slot = in_slot(start, end)
        names, score = self._word(bare, slot, _looks_like_a_name(word, start, text))
        if names:
            return PersonMention(start, start + len(bare), names, score), 1
        if slot and bare not in _SMALL and at + 1 < len(tokens):  # a name heard as two words: "pre a" for Priya
            names, score = self._misheard(bare + _bare(tokens[at + 1][2]), ANYWHERE)
            if names and text[end : tokens[at + 1][0]] == " ":
                return PersonMention(start, tokens[at + 1][1], names, score * 0.9), 2
        return None, 1

    def _pair(self, first: str, last: str) -> tuple[str, ...]:
        """Return who is meant by two words, both of which belong to one name."""
        exact = [p for p in self._by_word.get(first, ()) if p in self._by_word.get(last, ()) and first != last]
        if exact:
            return tuple(exact)
        best = [
            (min(likeness(first, parts[0]), likeness(last, parts[-1])), person)
            for person in self.people
            if len(parts := [part.lower() for part in _WORD.findall(person)]) > 1
        ]
        score, person = max(best, default=(0.0, ""))
        return (person,) if score >= 0.8 and self._may_be_a_pair(first, last) else ()

    def _may_be_a_pair(self, first: str, last: str) -> bool:
        """Ordinary words are part of a misheard name only beside a word that surely is."""
        sure = [word in self._by_word or not is_english(word) for word in (first, last)]
        return all(sure) or (any(sure) and not {first, last} & _SMALL)

    def _word(self, word: str, slot: bool, capital: bool) -> tuple[tuple[str, ...], float]:
        exact = self._by_word.get(word, [])
        if exact and (slot or capital or not is_english(word) or word in _CLEAR):
            return tuple(exact), 0.97
        if word in _PRONOUNS or (is_english(word) and not (slot and len(word) > 2)):
            return (), 0.0
        if word in GIVEN_NAMES or len(word) < 3:  # another person's name is not a misheard one
            return (), 0.0
        return self._misheard(word, IN_SLOT if slot else ANYWHERE, same_sound=is_english(word))

    def _misheard(self, word: str, least: float, same_sound: bool = False) -> tuple[tuple[str, ...], float]:
        names_known = [known for known in self._by_word if not same_sound or sound(known) == sound(word)]
        scored = sorted(((likeness(word, known), known) for known in names_known), reverse=True)
        if not scored or scored[0][0] < least:
            return (), 0.0
        top = scored[0][0]
        names: dict[str, None] = {}
        for score, known in scored:
            if score >= top - 0.04 and score >= least:
                names.update(dict.fromkeys(self._by_word[known]))
        return tuple(names), 0.9 * top


def _note(table: dict[str, list[str]], word: str, person: str) -> None:
    if person not in table.setdefault(word, []):
        table[word].append(person)


def _short_names(first: str) -> list[str]:
    return [short for row in _NICKNAMES for short in row.split()[1:] if row.split()[0] == first]


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())


def _looks_like_a_name(word: str, start: int, text: str) -> bool:
    """A capital that no start of a sentence explains, in text that is not all capitals."""
    before = text[:start].rstrip()[-1:]
    return word[:1].isupper() and not word.isupper() and bool(before) and before not in ".!?:;\n-*•"


GIVEN_NAMES = frozenset(
    wordlist(
        """
        adam ahmed aisha alan alex alice amina amy ana andrea andrew angela anita anna anne anton arjun ben
        bob boris brian carla carlos carol chloe chris claire clara dan daniel dave david deepa diana diego
        dmitri elena eli elif emily emma eric erik eva fatima felix fiona frank fred george grace greg hanna
        hannah hans harry hassan helen henry ian igor ines ingrid irene ivan jack jacob james jan jana jane
        janet jason jean jen jennifer jenny jim joan joe john jonas jose josh juan judy julia julie karen
        karl kate kelly ken kevin kim lara laura lea lee lena leo leon liam lin linda lisa liz lucas lucia
        lucy luis luke maria marie mario mark marta martin mary matt max maya megan mei mia michael miguel
        mike mira mohamed monica nadia nancy natalie nick nina noah noor nora olga oliver olivia omar oscar
        pablo pam paul paula pedro peter phil priya rachel raj ravi rita robert rosa ruth ryan sam sandra
        sara sarah scott sean simon sofia sophie stefan steve susan tara ted tim tina tom tony uma vera
        victor wei yara yuki zoe
    """
    )
)
_CLEAR = frozenset(GIVEN_NAMES - {"grace", "mark", "frank", "max", "jack", "bob", "jan", "jean", "josh", "rosa", "dan"})
