"""Make the talk of labelled items worse on purpose, repeatably: the same items as a poorer recogniser writes them."""

import random
import re
from collections.abc import Callable, Iterator
from typing import Literal

from assistant.errors import UnknownName
from assistant.evaluation.cases import Case
from assistant.evaluation.rewriting import Edit, Rewriting, labels, rewrite, rewritten

Noise = Literal["flat", "errors", "names"]

#: Share of words that "errors" touches: about the word error rate of whisper-base on spontaneous speech.
ERROR_RATE = 0.12
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FILLERS = ("um", "uh", "er", "like", "you know", "so")
_HOMOPHONES = {
    "their": "there", "there": "their", "to": "two", "two": "to", "for": "four", "four": "for", "by": "buy",
    "new": "knew", "right": "write", "write": "right", "week": "weak", "due": "do", "need": "kneed", "know": "no",
    "no": "know", "one": "won", "ate": "eight", "eight": "ate", "weather": "whether", "whether": "weather",
    "hour": "our", "our": "are", "here": "hear", "which": "witch", "wait": "weight", "would": "wood", "its": "it's",
    "it's": "its", "sale": "sail", "mail": "male", "site": "sight", "peace": "piece", "piece": "peace", "son": "sun",
    "part": "port", "been": "bin", "than": "then", "then": "than", "and": "an", "an": "and", "of": "off", "in": "and",
}  # fmt: skip
#: What a recogniser that does not know a name writes for its sounds.
_SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("sch", "sh"), ("ch", "sh"), ("qu", "kw"), ("x", "ks"), ("th", "t"), ("w", "v"),
    ("z", "s"), ("ij", "ee"), ("ie", "ee"), ("ei", "ay"), ("ou", "oo"), ("y", "i"), ("oo", "u"), ("aa", "a"),
    ("gh", "g"), ("j", "y"), ("c", "k"), ("tt", "t"), ("ss", "s"), ("nn", "n"), ("ll", "l"), ("h", ""),
)  # fmt: skip


def worsen(case: Case, noise: str) -> Case:
    """Return a case with its talk made worse, evidence carried along; the same case always in the same way."""
    if noise not in _NOISES:
        raise UnknownName("noise", noise, _NOISES)
    chance = random.Random(f"{case.id} {noise}")
    return rewritten(case, _NOISES[noise](case, chance))


def flat(case: Case, chance: random.Random) -> Rewriting:
    """Take capitals and marks away, as a recogniser without punctuation does; labels and lines stay."""
    keep = labels(case.text)
    edits = []
    for match in re.finditer(r"\w+|[^\w\s'’-]", case.text):
        if any(start <= match.start() < end for start, end in keep):
            continue
        new = match[0].lower() if match[0][0].isalnum() or match[0][0] == "_" else ""
        if new != match[0] and not (match[0] in ".,:/" and _between_digits(case.text, match.start())):
            edits.append(Edit(*match.span(), new))
    return rewrite(case.text, edits)


def _between_digits(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def errors(case: Case, chance: random.Random) -> Rewriting:
    """Confuse, drop and put in words, as a recogniser in a loud room does; names, digits and labels stay."""
    spared = {part.lower() for name in case.context.people for part in name.split()}
    return rewrite(case.text, _confused(case.text, spared, chance))


def _confused(text: str, spared: set[str], chance: random.Random) -> Iterator[Edit]:
    keep = labels(text)
    for match in _WORD.finditer(text):
        word = match[0]
        labelled = any(start <= match.start() < end for start, end in keep)
        if labelled or _bare(word) in spared or any(c.isdigit() for c in word) or chance.random() > ERROR_RATE * 1.5:
            continue
        kind = chance.random()
        if word.lower() in _HOMOPHONES:
            yield Edit(*match.span(), _HOMOPHONES[word.lower()])
        elif kind < 0.3:
            yield Edit(match.start(), match.start(), f"{chance.choice(_FILLERS)} ")
        elif kind < 0.5 and len(word) <= 4:
            yield Edit(*match.span(), "")
        elif kind < 0.8 and len(word) > 4:
            yield Edit(*match.span(), _slurred(word, chance))


def _bare(word: str) -> str:
    """Return a word in lower case and without the ending of an owner, as a name is known."""
    return word.lower().removesuffix("'s").removesuffix("’s")


def _slurred(word: str, chance: random.Random) -> str:
    """Return a word with its ending lost, or one vowel turned into another."""
    if chance.random() < 0.4 and word[-1] in "sdtg":
        return word[:-1]
    vowels = [at for at, letter in enumerate(word) if letter in "aeiou" and at]
    if not vowels:
        return word
    at = chance.choice(vowels)
    return word[:at] + chance.choice([v for v in "aeiou" if v != word[at]]) + word[at + 1 :]


def names(case: Case, chance: random.Random) -> Rewriting:
    """Write the people's names as they sound to somebody who does not know them; labels stay."""
    people = " ".join(case.context.people).lower()
    parts = {part for part in (*people.split(), *re.split(r"[\s-]", people)) if len(part) > 2}
    keep = labels(case.text)
    edits = [
        Edit(*match.span(), _misheard(match[0], chance))
        for match in _WORD.finditer(case.text)
        if _bare(match[0]) in parts and not any(start <= match.start() < end for start, end in keep)
    ]
    return rewrite(case.text, edits)


def _misheard(name: str, chance: random.Random) -> str:
    """Return a name respelled by its sound, once or twice; one that no rule changes loses or gains a vowel."""
    low = name.lower()
    usable = [(old, new) for old, new in _SOUNDS if old in low[1:]]
    for old, new in chance.sample(usable, min(len(usable), chance.choice((1, 1, 2)))):
        low = low[0] + low[1:].replace(old, new, 1)
    if low == name.lower():
        low = _slurred(low, chance)
    return low.capitalize() if name[0].isupper() else low


_NOISES: dict[str, Callable[[Case, random.Random], Rewriting]] = {"flat": flat, "errors": errors, "names": names}
