"""Who speaks in talk without labels: whoever is called by name answers next, or was just heard."""

import re
from collections.abc import Sequence

from assistant.drafting.masks import PERSON, masked
from assistant.nlp.people import PersonMention
from assistant.nlp.sentences import Sentence

_LEAD = (
    r"(?:(?:okay|ok|so|and|right|great|good|thanks|thank you|oh|now|then|well|hey|hi|next|also|alright|all right|"
    r"excellent|cool|lovely|nice|fine|perfect|but|um|uh)[\s,.!]+)*"
)
#: "Tom?", "Priya, do you want to start?", "Jonas, what about the lab results?"
_CALLED = masked(
    rf"{_LEAD}(?P<who>{{P}})(?:[?.!]*$|,? (?=.*\?$)|,? (?:over to you|your turn|you're next|go ahead|you go|what about|"
    r"how about|how's|how is|how are|where are|what's|any news|we need|could you|can you|would you|will you)\b)"
)
_CALLED_LAST = masked(r"[^?]*, (?P<who>{P})\?$")
#: "Could Luis help you?", "I think Mei could do it": what "I can" after it answers.
_OFFERED = masked(
    r"(?:.*[\s,])?(?:(?:can|could|would|will|should) (?P<who>{P}) [a-z]+ .*\?$|(?P<other>{P}) (?:can|could|"
    r"might|should) "
    r"(?:do|take|handle|help|look at|manage) (?:it|that|this|you|with)?.*$)"
)
_TAKES = re.compile(r"(?:.*\b)?(?:i can|i could|i'll|i will|i do|i'd|mine|for me|yes|yeah|sure|okay|no problem)\b")
_NEW_VOICE = re.compile(
    r"(?:and |okay |so )?(?:on my side|from me|from my side|for my part|my turn|from our side|i'm next|for me)\b"
)
_OVER = re.compile(
    r"(?:great|good|lovely|excellent|fine|perfect|thanks|thank you|okay|ok|alright|cool|nice|agreed|got it|yes|no|"
    r"sounds good|right|true|very good|super|wonderful|exactly)\b[\s,.!]*"
)
#: "Friday's fine, Luis.", "take it yourself, Sofia": the one addressed has just spoken.
_ANSWERED = masked(
    r"(?:.*\b)?(?:fine|perfect|thanks|thank you|great|good|okay|ok|yourself|works|deal|right|sure|yes|no|cool|"
    r"excellent|do that|do it|agreed|please do|sounds good|lovely|enough)\b.*?,? ?(?P<who>{P})[\s.!]*$"
)
_WILL_DO = re.compile(
    r"\bi(?:'ll| will| can| could| have to| need to| should|'m going to| am going to| still (?:have|need) to| must)\b"
)


def infer_speakers(
    low: str, sentences: Sequence[Sentence], people: Sequence[PersonMention]
) -> dict[int, PersonMention]:
    """Return who says a sentence, by its offset, wherever the talk shows it; nothing for talk with labels or lists."""
    if not people or any(sentence.speaker or sentence.bullet for sentence in sentences):
        return {}
    named = {person.start: person for person in people}
    voices = _Voices()
    for sentence in sentences:
        voices.hear(sentence, low[sentence.start : sentence.end], named)
    return voices.found


class _Voices:
    """Goes through the sentences and keeps who has been called upon."""

    def __init__(self) -> None:
        self.found: dict[int, PersonMention] = {}
        self._holder: PersonMention | None = None
        self._maybe: PersonMention | None = None
        self._spoken = 0
        self._open: list[tuple[int, bool]] = []

    def hear(self, sentence: Sentence, words: str, named: dict[int, PersonMention]) -> None:
        """Take the next sentence."""
        self._answered(sentence, words, named)
        if _NEW_VOICE.match(words) or (self._spoken and _OVER.match(words)) or (self._spoken and words.endswith("?")):
            self._holder, self._spoken = None, 0
            self._open = [] if _NEW_VOICE.match(words) else self._open
        if self._maybe and _TAKES.match(words):
            self._holder, self._spoken = self._maybe, 0
        self._maybe = None
        called = _CALLED.match(words) or _CALLED_LAST.match(words)
        mention = named.get(sentence.start + called.start("who")) if called else None
        if mention:
            self._holder, self._spoken, self._open = mention, 0, []
            return
        if self._holder:
            self.found[sentence.start] = self._holder
            self._spoken += 1
        self._open.append((sentence.start, bool(_WILL_DO.search(words))))
        self._offer(sentence, words, named)

    def _offer(self, sentence: Sentence, words: str, named: dict[int, PersonMention]) -> None:
        match = _OFFERED.match(words)
        if match:
            group = "who" if match["who"] else "other"
            self._maybe = named.get(sentence.start + match.start(group))

    def _answered(self, sentence: Sentence, words: str, named: dict[int, PersonMention]) -> None:
        """Give the sentences just heard to the one who is spoken to now."""
        match = _ANSWERED.match(words) if len(words) < 120 and PERSON in words else None
        mention = named.get(sentence.start + match.start("who")) if match else None
        if mention is None:
            return
        lately = self._open[-8:] if "yourself" in words else self._open[-4:]
        for start, _ in reversed([(start, will) for start, will in lately if will and start not in self.found]):
            self.found[start] = mention
            if "yourself" not in words:
                break
