"""The engine that generates: rules find the work and its fields, a language model says in a line what it is."""

import time
from dataclasses import dataclass
from typing import Literal

from pydantic_core import from_json

from assistant.drafting.base import Drafter
from assistant.drafting.evidence import quote, verify
from assistant.drafting.grounding import FEW_WORDS, grounded_title, is_better, is_thin, title_schema
from assistant.drafting.prompts import fill
from assistant.drafting.reading import Reading, read
from assistant.drafting.rules import RulesDrafter
from assistant.nlp.generator import GenerateOptions, Generation, Generator
from assistant.nlp.sentences import Sentence
from assistant.nlp.words import content
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext, DraftSet, IssueDraft

#: The longest passage that is shown to the generator, in characters, and the longest title in tokens.
LONGEST_PASSAGE, TITLE_TOKENS = 500, 48
_RULES_SHARE = 0.15


@dataclass(frozen=True)
class ModelOptions:
    """Which template to use, and the seconds that all generation for one text may take together.

    `ask` says which issues the generator is asked about: those whose summary is thin, or all of them.
    """

    template: str = "title.v2"
    seconds: float = 60.0
    ask: Literal["thin", "all"] = "thin"


@dataclass(frozen=True)
class Passage:
    """What was said about one issue: `text` begins at the offset `start`; `work` are the words that ask for it."""

    start: int
    text: str
    work: str


@dataclass
class _Tally:
    """What generation took, for the draft's info."""

    calls: int = 0
    tokens: int = 0
    steps: int = 0
    prompt_tokens: int = 0
    seconds: float = 0.0
    kept: int = 0
    cut_short: bool = False

    def add(self, generation: Generation) -> None:
        self.calls += 1
        self.tokens += generation.tokens
        self.steps += generation.steps
        self.prompt_tokens += generation.prompt_tokens
        self.seconds = round(self.seconds + generation.seconds, 3)
        self.cut_short |= not generation.finished


class ModelDrafter:
    """Drafts with `base`, then has a generator name the thing where the speaker's own clause leaves it open.

    A title that the talk does not carry is not used, and values are never taken from the generator: owners, days, keys
    and the like are those that `base` read in the text.
    """

    name = "model"

    def __init__(
        self, generator: Generator, base: Drafter | None = None, options: ModelOptions = ModelOptions()
    ) -> None:
        self._generator = generator
        self._base = base or RulesDrafter()
        self._options = options

    def draft(self, text: str, context: DraftContext, on_progress: Progress = no_progress) -> DraftSet:
        """Propose what `text` asks for; text without work is answered without running the model."""
        started = time.perf_counter()
        drafts = self._base.draft(text, context, lambda part, words: on_progress(_RULES_SHARE * part, words))
        tally = _Tally()
        if drafts.issues:
            drafts = self._titled(drafts, read(text, context), tally, on_progress)
            drafts = verify(drafts, text)
        info = drafts.info.model_copy(
            update={
                "engine": self.name,
                "weights": {"text": self._generator.weights},
                "seconds": round(time.perf_counter() - started, 4),
                "options": {"template": self._options.template, **vars(tally)},
            }
        )
        on_progress(1.0, "Drafted")
        return drafts.model_copy(update={"info": info})

    def _titled(self, drafts: DraftSet, reading: Reading, tally: _Tally, on_progress: Progress) -> DraftSet:
        """Ask the generator about issues and use its title where that holds and says more."""
        issues = list(drafts.issues)
        asked = [n for n, issue in enumerate(issues) if self._options.ask == "all" or is_thin(issue.summary)]
        for place, number in enumerate(asked):
            issue = issues[number]
            share = _part(on_progress, place / len(asked), (place + 1) / len(asked))
            passage = passage_of(issue, reading)
            title = self._title(passage, reading, tally, share)
            held = grounded_title(title, passage.text, reading, passage.start) if title else None
            if held is not None and is_better(held, issue.summary):
                tally.kept += 1
                issues[number] = _retitled(issue, held, passage, reading)
        return drafts.model_copy(update={"issues": tuple(issues)})

    def _title(self, passage: Passage, reading: Reading, tally: _Tally, on_progress: Progress) -> str | None:
        left = self._options.seconds - tally.seconds
        if left <= 0:
            tally.cut_short = True
            return None
        prompt = fill(self._options.template, talk=passage.text, work=passage.work)
        bounds = GenerateOptions(max_new_tokens=TITLE_TOKENS, seconds=left)
        schema = title_schema(passage.text, reading, passage.start)
        generation = self._generator.generate(prompt, schema, bounds, on_progress)
        tally.add(generation)
        return read_title(generation.text) if generation.finished else None


def _retitled(issue: IssueDraft, title: str, passage: Passage, reading: Reading) -> IssueDraft:
    """Return the issue under its new title, with the words around as evidence where the title needs them."""
    evidence = issue.evidence
    if any(word not in content(passage.work) for word in content(title)[1:]):
        whole = quote("summary", passage.start, passage.start + len(passage.text), reading.text)
        evidence = (*evidence, whole)
    return issue.model_copy(update={"summary": title, "evidence": evidence})


def read_title(answer: str) -> str | None:
    """Return the title of an answer, or None where there is none."""
    try:
        found = from_json(answer)
    except ValueError:
        return None
    title = found.get("title") if isinstance(found, dict) else None
    return title if isinstance(title, str) else None


def _part(on_progress: Progress, first: float, last: float) -> Progress:
    """Return a progress that fills the share from `first` to `last` of what the rules have left."""

    def report(fraction: float, message: str) -> None:
        done = first + (last - first) * fraction
        on_progress(_RULES_SHARE + (0.99 - _RULES_SHARE) * done, message)

    return report


def passage_of(issue: IssueDraft, reading: Reading) -> Passage:
    """Return the sentences that an issue's summary stands in, and the one before where the summary leans on it."""
    proof = next(e for e in issue.evidence if e.field == "summary")
    start, end = proof.start, proof.end
    around = [s for s in reading.sentences if s.start < end and s.end > start]
    if around:
        begin, close = around[0].start, around[-1].end
        if len(content(proof.text)) < FEW_WORDS:
            begin = _before(reading, around[0])
    else:
        begin, close = start, end
    return Passage(begin, reading.text[begin : min(close, begin + LONGEST_PASSAGE)], proof.text[:LONGEST_PASSAGE])


def _before(reading: Reading, sentence: Sentence) -> int:
    """Return where the sentence before begins, if the same person said it in the same breath: it may name the thing."""
    place = reading.sentences.index(sentence)
    before = reading.sentences[place - 1] if place else sentence
    near = before.turn == sentence.turn and before.paragraph == sentence.paragraph and not before.is_heading
    return before.start if near and not sentence.bullet else sentence.start
