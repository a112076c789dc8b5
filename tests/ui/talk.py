"""A small known draft set, and an engine that always answers with it."""

from datetime import date

from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import (
    CommandDraft,
    DraftContext,
    DraftInfo,
    DraftSet,
    Evidence,
    IssueDraft,
    LinkDraft,
    PageDraft,
    Question,
)

TEXT = (
    "The login page crashes. That is urgent, Priya takes it by Friday. Move DEMO-4 to in progress. We chose Postgres."
)


def said(field: str, words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(field=field, start=start, end=start + len(words), text=words)


def drafts() -> DraftSet:
    login = IssueDraft(
        summary="Fix the crash of the login page",
        description="The login page crashes.",
        issue_type="Bug",
        priority="High",
        assignee="Priya Natarajan",
        due_date=date(2026, 3, 13),
        story_points=3,
        components=("web",),
        links=(LinkDraft(type="blocks", key="DEMO-4"),),
        scores={"assignee": 0.9, "priority": 0.8},
        evidence=(
            said("summary", "login page crashes"),
            said("priority", "urgent"),
            said("assignee", "Priya takes it"),
            said("due_date", "by Friday"),
        ),
    )
    move = CommandDraft(
        action="transition",
        key="DEMO-4",
        value="In Progress",
        evidence=(said("key", "DEMO-4"), said("value", "in progress")),
    )
    page = PageDraft(
        title="Notes", decisions=("We chose Postgres",), evidence=(said("decisions", "We chose Postgres"),)
    )
    return DraftSet(
        issues=(login, IssueDraft(summary="Write the guide")),
        commands=(move,),
        page=page,
        questions=(
            Question(field="assignee", issue=1, text="Who writes it?", candidates=("Tom Becker", "Emma Clarke")),
            Question(field="key", issue=None, text="Which issue?", candidates=("DEMO-5",)),
        ),
        info=DraftInfo(engine="known", seconds=0.1),
    )


class KnownDrafter:
    """An engine whose answer is known."""

    name = "known"

    def draft(self, text: str, context: DraftContext, on_progress: Progress = no_progress) -> DraftSet:
        on_progress(0.5, "Reading")
        return drafts()
