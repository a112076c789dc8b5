"""What the tests of evaluation are made of: small cases, engines that know the gold, runs without a model."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings
from assistant.evaluation import running
from assistant.evaluation.cases import Case, GoldCommand, GoldIssue, GoldPage, Quote
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.running import RunOptions, describe
from assistant.evaluation.runs import Prediction, Run, RunFile, RunInfo, read_run
from assistant.pipeline import Assistant
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import (
    CommandDraft,
    DraftContext,
    DraftInfo,
    DraftSet,
    Evidence,
    IssueDraft,
    KnownIssue,
    PageDraft,
)

TODAY = date(2026, 3, 11)  # a Wednesday
CONTEXT = DraftContext(
    reference_date=TODAY,
    timezone="Europe/Berlin",
    project_key="PAY",
    people=("Priya Natarajan", "Tom Becker", "Ji-woo Park"),
    components=("web", "billing"),
    known_issues=(
        KnownIssue(key="PAY-1", summary="Launch in Spain"),
        KnownIssue(key="PAY-12", summary="Refunds fail"),
        KnownIssue(key="LOG-4", summary="Read the logs"),
    ),
)
#: A field of gold or of a draft that says nothing.
EMPTY: dict[str, Any] = {"priority": None, "assignee": None, "due_date": None, "story_points": None}


def case(text: str, **fields: Any) -> Case:
    """Return a labelled item; what is not given is empty."""
    known = {"id": "dictation-test-01", "kind": "dictation", "domain": "test", "form": "clean", "document": "test"}
    return Case.model_validate({**known, "context": CONTEXT, "text": text, **fields})


def gold_issue(summary: str, *evidence: tuple[str, str], **fields: Any) -> GoldIssue:
    """Return a gold issue; evidence is given as pairs of a field and the words."""
    quotes = tuple(Quote(field=field, text=words) for field, words in evidence)
    return GoldIssue.model_validate({"issue_type": "Task", **EMPTY, "summary": summary, "evidence": quotes, **fields})


def gold_command(action: str, key: str | None, value: str | None, *evidence: tuple[str, str]) -> GoldCommand:
    """Return a gold command; evidence is given as pairs of a field and the words."""
    quotes = tuple(Quote(field=field, text=words) for field, words in evidence)
    return GoldCommand.model_validate({"action": action, "key": key, "value": value, "evidence": quotes})


def drafts(
    issues: Iterable[IssueDraft] = (), commands: Iterable[CommandDraft] = (), page: PageDraft | None = None
) -> DraftSet:
    """Return a draft set of no engine."""
    return DraftSet(issues=tuple(issues), commands=tuple(commands), page=page, info=DraftInfo(engine="made"))


def issue_of(gold: GoldIssue, text: str) -> IssueDraft:
    """Return the draft of somebody who knows the gold."""
    return IssueDraft.model_validate({**gold.model_dump(exclude={"evidence"}), "evidence": _evidence(gold, text)})


def command_of(gold: GoldCommand, text: str) -> CommandDraft:
    """Return the draft of somebody who knows the gold."""
    return CommandDraft.model_validate({**gold.model_dump(exclude={"evidence"}), "evidence": _evidence(gold, text)})


def answer_of(known: Case) -> DraftSet:
    """Return what somebody who knows the gold drafts from a case."""
    return drafts(
        (issue_of(issue, known.text) for issue in known.issues),
        (command_of(command, known.text) for command in known.commands),
        _page(known.page),
    )


def _page(gold: GoldPage | None) -> PageDraft | None:
    return PageDraft(title="Notes", **gold.model_dump()) if gold else None


def _evidence(gold: GoldIssue | GoldCommand, text: str) -> tuple[Evidence, ...]:
    spans = ((quote, quote.span(text)) for quote in gold.evidence)
    return tuple(Evidence(field=q.field, start=span[0], end=span[1], text=q.text) for q, span in spans if span)


def nothing(known: Case) -> DraftSet:
    """Return what an engine that sees no work drafts."""
    return drafts()


class MadeUpDrafter:
    """Drafts each labelled item as `answer` says; talk that is no item gives nothing. Keeps what it was asked."""

    name = "made"

    def __init__(self, answer: Callable[[Case], DraftSet] = answer_of) -> None:
        self._answer = answer
        self._known = {each.text: each for each in load_cases("issues", "all")}
        self.asked: list[str] = []

    def draft(self, text: str, context: DraftContext, on_progress: Progress = no_progress) -> DraftSet:
        known = self._known.get(text)
        self.asked.append(known.id if known else "")
        return self._answer(known) if known else drafts()


def use(monkeypatch: pytest.MonkeyPatch, drafter: Any) -> None:
    """Let runs of the engine `rules` be answered by `drafter`."""

    def made(info: RunInfo, settings: Settings) -> Assistant:
        return Assistant(settings, {("drafting", "rules"): drafter})

    monkeypatch.setattr(running, "_assistant", made)


def options(suite: str = "issues", split: str = "dev", **given: Any) -> RunOptions:
    """Return options of a run of the engine `rules`, or of the default recogniser."""
    engine = "" if suite == "hearing" else "rules"
    return RunOptions.model_validate({"suite": suite, "engine": engine, "split": split, **given})


def made_run(
    path: Path, answers: dict[str, DraftSet | None], *, suite: str = "issues", split: str = "dev", weights: str = ""
) -> Run:
    """Write and return a run in which items were answered as given; None is an engine that failed."""
    info = describe(options(suite, split), Settings()).model_copy(update={"weights": weights})
    file = RunFile(path, info)
    for name, found in answers.items():
        file.add(Prediction(id=name, seconds=0.5, drafts=found, error="" if found else "Boom"))
    file.close()
    return read_run(path)
