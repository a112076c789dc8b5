"""Score what a recogniser heard: words, and the things that fields are made of."""

import re
from collections import Counter
from functools import lru_cache

from assistant.evaluation.scored import Finding, Scored, grouped
from assistant.nlp.wordlist import wordlist
from assistant.schema.draft import DraftContext
from assistant.schema.transcript import Transcript

_DATE_WORDS = frozenset(
    wordlist(
        """
        january february march april may june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday today tomorrow tonight yesterday week month quarter
        """
    )
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_NUMBER = re.compile(r"\d[\d.]*%?")
_SIGNS = "-$€£¢"
#: What may stand between the characters of a key: blanks, marks and a dash that was spelt out.
_BETWEEN = r"(?:[\W_]|\b(?:dash|hyphen|minus)\b)*"


def score_hearing(reference: str, heard: Transcript, context: DraftContext, group: str = "") -> Scored:
    """Count what was heard of speech: word errors, and recall of names, keys, numbers, dates and components.

    Both texts go through Whisper's English normaliser first; `group` is the kind of voice, for fairness.
    """
    import jiwer

    said, got = normalise(reference), normalise(heard.text)
    found = jiwer.process_words(said, got)
    wrong = found.substitutions + found.deletions + found.insertions
    total = found.substitutions + found.deletions + found.hits
    counts: dict[str, tuple[float, ...]] = {"wer": (wrong, total)}
    if group:
        counts[grouped("wer", group)] = (wrong, total)
    findings = []
    there = things(got, context)
    for name, wanted in things(said, context).items():
        missed = wanted - there[name]
        counts[f"heard_{name}"] = (sum(wanted.values()) - sum(missed.values()), sum(wanted.values()))
        findings += [Finding(what="missed", where=thing, field=name, gold=thing) for thing in sorted(missed)]
    return Scored(counts=counts, findings=tuple(findings))


def score_silence(heard: Transcript) -> Scored:
    """Count the words that a recogniser makes up where nobody speaks, by the minute."""
    words = heard.text.split()
    findings = [Finding(what="invented", where="no speech", field="words", predicted=heard.text)] if words else []
    return Scored(counts={"invented_words": (len(words), heard.info.duration / 60)}, findings=tuple(findings))


def things(text: str, context: DraftContext) -> dict[str, Counter[str]]:
    """Return how often a normalised text says what fields are made of; how a key is written does not count."""
    words = text.split()
    parts = {part for name in context.people for part in normalise(name).split() if len(part) > 1}
    keys = {known.key: _key_pattern(known.key).findall(text) for known in context.known_issues}
    found = {name: re.findall(rf"\b{re.escape(normalise(name))}\b", text) for name in context.components}
    return {
        "names": Counter(word for word in words if word in parts),
        "keys": Counter({key: len(places) for key, places in keys.items() if places}),
        "numbers": Counter(word for word in (each.lstrip(_SIGNS) for each in words) if _NUMBER.fullmatch(word)),
        "dates": Counter(word for word in words if word in _DATE_WORDS or _ORDINAL.fullmatch(word)),
        "components": Counter({name: len(places) for name, places in found.items() if places}),
    }


@lru_cache(maxsize=10_000)
def _key_pattern(key: str) -> "re.Pattern[str]":
    """Return what finds a key in normalised text: "p a y dash 12" and "pay 12" are PAY-12; o and 0 sound alike."""
    plain = re.sub(r"[\W_]", "", normalise(key))
    return re.compile(r"\b" + _BETWEEN.join("[o0]" if each in "o0" else each for each in plain) + r"\b")


@lru_cache(maxsize=1)
def _normaliser():  # type: ignore[no-untyped-def]
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


@lru_cache(maxsize=10_000)
def normalise(text: str) -> str:
    """Return English as Whisper's authors normalise it before they count errors (Radford et al. 2022, appendix C)."""
    return str(_normaliser()(text))
