"""A text as the network sees it: words with what is known of each, and candidate mentions by place."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.drafting.learned.mentions import KINDS, Mention, find_mentions
from assistant.drafting.reading import Reading

Span = tuple[int, int]
Floats = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_+")
_MARKS = (".", "?", "!", ",", ":;", "-–—*•>#[]()")
#: What is told of each word beside its meaning: mentions that begin or go on there, and how it is written.
WIDTH = 2 * len(KINDS) + 1 + 4 + len(_MARKS) + 4


@dataclass(frozen=True)
class Layout:
    """The words of a text as character spans, a row of features for each, and its mentions with their word spans.

    `sentence` and `turn` count sentences and turns for each word; `speaker` is the place in `mentions` of the label of
    each word's turn, -1 where nobody is named.
    """

    reading: Reading
    words: list[Span]
    features: Floats
    mentions: list[Mention]
    places: list[Span]
    sentence: npt.NDArray[np.int64]
    turn: npt.NDArray[np.int64]
    speaker: npt.NDArray[np.int64]

    def chars(self, span: Span) -> Span:
        """Return the characters of a span of words."""
        return self.words[span[0]][0], self.words[span[1] - 1][1]


def lay_out(reading: Reading) -> Layout:
    """Cut a text into words and tell of each what can be told without a network."""
    words = [match.span() for match in _WORD.finditer(reading.text)]
    mentions, places = [], []
    for mention in find_mentions(reading):
        place = word_span(words, mention.start, mention.end)
        if place:
            mentions.append(mention)
            places.append(place)
    sentence, turn, speaker = _talk(reading, words, mentions)
    features = _features(reading, words, mentions, places, sentence)
    return Layout(reading, words, features, mentions, places, sentence, turn, speaker)


def word_span(words: list[Span], start: int, end: int) -> Span | None:
    """Return the half-open span of words that characters touch, or None."""
    first = bisect_right(words, start, key=lambda word: word[1])
    last = first
    while last < len(words) and words[last][0] < end:
        last += 1
    return (first, last) if last > first else None


def _talk(
    reading: Reading, words: list[Span], mentions: list[Mention]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    labels = {mention.start: place for place, mention in enumerate(mentions) if mention.kind == "label"}
    sentence = np.zeros(len(words), np.int64)
    turn = np.zeros(len(words), np.int64)
    speaker = np.full(len(words), -1, np.int64)
    count, number, who = 0, 0, -1
    begins = [each.label_span[0] if each.label_span else each.start for each in reading.sentences]
    for place, (start, _) in enumerate(words):
        while count < len(begins) and begins[count] <= start:
            each = reading.sentences[count]
            who = labels.get(each.label_span[0], -1) if each.label_span else who if not each.line else -1
            number = each.turn or each.line
            count += 1
        sentence[place], turn[place], speaker[place] = count, number, who
    return sentence, turn, speaker


def _features(
    reading: Reading, words: list[Span], mentions: list[Mention], places: list[Span], sentence: npt.NDArray[np.int64]
) -> Floats:
    rows = np.zeros((len(words), WIDTH), np.float32)
    for mention, (first, last) in zip(mentions, places, strict=True):
        kind = KINDS.index(mention.kind)
        rows[first:last, kind] = np.maximum(rows[first:last, kind], mention.strength)
        rows[first, len(KINDS) + kind] = 1.0
        if mention.value is None:
            rows[first:last, 2 * len(KINDS)] = 1.0
    at = 2 * len(KINDS) + 1
    text = reading.text
    for place, (start, end) in enumerate(words):
        word = text[start:end]
        rows[place, at] = word[0].isupper()
        rows[place, at + 1] = word.isupper() and len(word) > 1
        rows[place, at + 2] = word[0].isdigit()
        rows[place, at + 3] = not text[:start].rpartition("\n")[2].strip()
        for number, marks in enumerate(_MARKS):
            rows[place, at + 4 + number] = word in marks
    at += 4 + len(_MARKS)
    for place, (one, other) in enumerate(pairwise([-1, *sentence])):
        rows[place, at] = one != other
    rows[:, at + 1] = "\n" in text.strip()
    rows[:, at + 2] = any(mention.kind == "label" for mention in mentions)
    letters = [text[start] for start, _ in words if text[start].isalpha()]
    rows[:, at + 3] = sum(letter.isupper() for letter in letters) < 0.04 * max(1, len(letters))
    return rows
