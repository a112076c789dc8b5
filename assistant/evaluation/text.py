"""Measures on words that the metrics share: content words, likeness, support. Shares nothing with the engines' own."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from assistant.nlp.wordlist import wordlist

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*[.!?]*")
_MARKS = re.compile(r"^[\s*#>`|-]+|\*\*|`|^\d+\.\s", re.MULTILINE)
#: Words that carry structure, not facts.
_STOP = frozenset(
    wordlist(
        """
        a about after again all also am an and any are as at be been before being both but by can could did do does
        doing down for from further get got had has have having he her here hers him his how i if in into is it its
        itself just let me more most my need needs no nor not now of off on once only or other our out over own please
        same shall she should so some such than that the their them then there these they this those through to too
        under until up very was we were what when where which while who whom why will with would you your yours um uh
        like okay ok yes yeah well one ones thing things it's that's i'll we'll don't doesn't isn't can't we're i'm
        there's let's
        """
    )
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a word in lower case (Porter 2, English)."""
    low = word.lower().replace("’", "'")
    return str(_stemmer().stem(low.removesuffix("'s")))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


def words(text: str) -> list[str]:
    """Return the words of a text, in order."""
    return _WORD.findall(text)


def content(text: str) -> list[str]:
    """Return the stems of the words that carry facts, in order."""
    return [stem(word) for word in words(text) if word.lower().replace("’", "'") not in _STOP]


def similarity(one: str, other: str) -> float:
    """Return how far two short texts say the same: the Dice coefficient of their content stems, 0 to 1."""
    a, b = Counter(content(one)), Counter(content(other))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else float(one.strip().lower() == other.strip().lower())


def covered(facts: str, by: Iterable[str]) -> float:
    """Return the share of the content stems of `facts` that occur in `by`, 0 to 1; 1 where `facts` has none."""
    wanted = content(facts)
    there = set(by)
    return sum(word in there for word in wanted) / len(wanted) if wanted else 1.0


def sentences(text: str) -> list[str]:
    """Split plain text or markdown into sentences, marks of lists and headings left out."""
    plain = _MARKS.sub("", text)
    found = (part.strip() for part in _SENTENCE.findall(plain))
    return [sentence for sentence in found if _WORD.search(sentence)]
