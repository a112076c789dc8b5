"""The engine that needs no generation: rules over tags, names, days and keys; every field by its own words."""

import time
from collections.abc import Iterable

from assistant.drafting.assembly import Assembler, assemble
from assistant.drafting.clauses import Clause, split_clauses
from assistant.drafting.evidence import quote, verify
from assistant.drafting.issues import draft_issue
from assistant.drafting.pages import draft_page
from assistant.drafting.reading import Reading, read
from assistant.errors import BadInput
from assistant.nlp.disfluency import Cleaned, clean
from assistant.nlp.embedder import Embedder
from assistant.nlp.languages import foreign_language, is_noise
from assistant.nlp.pipeline import PACKAGE, tag
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext, DraftInfo, DraftSet, Evidence, IssueDraft, Question

#: Longer texts are refused rather than cut: about three hours of talk.
LONGEST = 200_000
_WEIGHTS = {"text": PACKAGE}


class RulesDrafter:
    """Drafts issues, commands, a page and questions by rules; quick, repeatable and unable to invent."""

    name = "rules"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def draft(self, text: str, context: DraftContext, on_progress: Progress = no_progress) -> DraftSet:
        """Propose what `text` asks for. Raises BadInput only for text that is too long."""
        started = time.perf_counter()
        if len(text) > LONGEST:
            raise BadInput(
                f"The text has {len(text):,} characters; at most {LONGEST:,} can be drafted at once.",
                hint="Give it in parts, such as one meeting at a time.",
            )
        refusal = _refusal(text)
        drafts = self._refused(refusal) if refusal else self._drafted(text, context, on_progress)
        seconds = round(time.perf_counter() - started, 4)
        return drafts.model_copy(update={"info": drafts.info.model_copy(update={"seconds": seconds})})

    def _refused(self, reason: str) -> DraftSet:
        question = Question(field="text", issue=None, text=reason)
        return DraftSet(questions=(question,), info=self._info())

    def _info(self) -> DraftInfo:
        return DraftInfo(engine=self.name, weights=_WEIGHTS)

    def _drafted(self, text: str, context: DraftContext, on_progress: Progress) -> DraftSet:
        on_progress(0.0, "Reading")
        said = clean(text)
        reading = read(said.text, context)
        found = _assembled(reading, list(split_clauses(reading)), on_progress)
        issues, questions = _issues(reading, found)
        questions += _key_questions(found)
        on_progress(0.9, "Checking the evidence")
        drafts = DraftSet(
            issues=tuple(issues),
            commands=tuple(found.commands),
            page=draft_page(reading, found),
            questions=tuple(questions),
            info=self._info(),
        )
        drafts = verify(_as_said(drafts, said, text), text)
        on_progress(1.0, "Drafted")
        return drafts


def _as_said(drafts: DraftSet, said: Cleaned, text: str) -> DraftSet:
    """Return the drafts with every quote as it stands in the whole text, hesitations and all."""

    def moved(evidence: tuple[Evidence, ...]) -> dict[str, tuple[Evidence, ...]]:
        spans = [(item.field, *said.span(item.start, item.end)) for item in evidence if item.end > item.start]
        return {"evidence": tuple(quote(field, start, end, text) for field, start, end in spans)}

    page = drafts.page.model_copy(update=moved(drafts.page.evidence)) if drafts.page else None
    return drafts.model_copy(
        update={
            "issues": tuple(issue.model_copy(update=moved(issue.evidence)) for issue in drafts.issues),
            "commands": tuple(command.model_copy(update=moved(command.evidence)) for command in drafts.commands),
            "page": page,
        }
    )


def _refusal(text: str) -> str | None:
    if is_noise(text):
        return "This does not look like text, so nothing was drafted. Give talk or notes in English."
    language = foreign_language(text)
    if language:
        return (
            f"This looks like {language}. Drafting works in English; transcribe with translation or give English text."
        )
    return None


def _assembled(reading: Reading, clauses: list[Clause], on_progress: Progress) -> Assembler:
    docs = []
    for number, doc in enumerate(tag(reading.text[clause.body : clause.end] for clause in clauses)):
        docs.append(doc)
        if number % 200 == 0:
            on_progress(0.1 + 0.5 * number / max(1, len(clauses)), "Reading")
    found = Assembler(reading)
    for number, state in enumerate(assemble(reading, clauses, docs)):
        found = state
        if number % 200 == 0:
            on_progress(0.6 + 0.3 * number / max(1, len(clauses)), "Finding work")
    return found


def _issues(reading: Reading, found: Assembler) -> tuple[list[IssueDraft], list[Question]]:
    issues: list[IssueDraft] = []
    questions: list[Question] = []
    for piece in found.pieces:
        if not piece.drafted or (piece.kind == "fault" and found.dialogue):
            continue
        issue, asked = draft_issue(reading, piece)
        questions += [question.model_copy(update={"issue": len(issues)}) for question in asked]
        issues.append(issue)
    return issues, questions


def _key_questions(found: Assembler) -> Iterable[Question]:
    for key, _ in found.speakers:
        yield Question(field="assignee", issue=None, text=f"Somebody takes {key}. Who was speaking?")
    for mention in found.unknown:
        text = f"There is no issue {mention.heard}. Which one is meant?"
        yield Question(field="key", issue=None, text=text, candidates=mention.nearest)
