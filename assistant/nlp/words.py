"""Words compared by meaning-bearing stems: small, quick and without a model."""

import re

from assistant.nlp.wordlist import wordlist

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_GLUE = frozenset(
    wordlist(
        """
        a an the this that these those it its he she they them we us you i me my our your his her their who
        whom which what when where why how is are was were be been being am do does did done have has had
        having will would shall should can could may might must to of in on at by for with from into onto
        out up down off over under about as and or but nor so than then too also just only very really quite
        still now here there not no yes if because while all any some each every both either neither other
        another such own same more most less much many few lot one ones thing things please okay ok well um
        uh actually maybe perhaps let lets get got go goes going gonna need needs needed want wants like
        make makes made take takes put use used ticket issue task bug item story card new good s t re ve ll
        d m don doesn didn isn aren wasn won can't
    """
    )
)


def stem(word: str) -> str:
    """Return a rough stem: "updating", "updates" and "updated" meet, and so do plurals."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending, least in (
        ("ions", 6),
        ("ion", 6),
        ("ings", 4),
        ("ing", 4),
        ("ies", 4),
        ("ied", 4),
        ("ed", 4),
        ("es", 4),
        ("s", 3),
        ("er", 5),
        ("e", 4),
        ("y", 4),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= least - 1 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def content(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return [stem(word) for word in words if not _is_glue(word) and (len(word) > 1 or word.isdigit())]


def _is_glue(word: str) -> bool:
    """ "it's", "I'd" and "don't" carry no more than their first part."""
    first, mark, last = word.partition("'")
    return (
        word in _GLUE
        or bool(mark and last != "s" and (first in _GLUE or first.endswith("n")))
        or (bool(mark) and first in _GLUE)
    )


def overlap(some: set[str], others: set[str]) -> float:
    """Return the share of `some` that is also in `others`, a near spelling counting as almost the same."""
    if not some:
        return 0.0
    return sum(_nearest(word, others) for word in some) / len(some)


def _nearest(word: str, others: set[str]) -> float:
    if word in others:
        return 1.0
    if len(word) < 5:
        return 0.0
    from rapidfuzz import fuzz, process

    best = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=80)
    return 0.8 if best else 0.0
