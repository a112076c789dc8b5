"""`assistant reviews`: list, show, undo and reject."""

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.config import Settings
from assistant.errors import BadInput, Conflict, NotFound
from assistant.schema.draft import CommandDraft, DraftInfo, DraftSet, Evidence, IssueDraft, PageDraft
from assistant.schema.review import NewReview
from assistant.store import Store

DRAFTS = DraftSet(
    issues=(
        IssueDraft(
            summary="Fix the login",
            assignee="Nobody Known",
            evidence=(Evidence(field="assignee", start=0, end=6, text="Nobody"),),
        ),
    ),
    commands=(CommandDraft(action="transition", key="DEMO-4", value="Done"),),
    page=PageDraft(title="Stand-up", summary="All well."),
    info=DraftInfo(engine="rules"),
)


@pytest.fixture
def store() -> Iterator[Store]:
    """The store that the commands open, with two reviews waiting."""
    opened = Store.open(Settings().store_url)
    for source in ("one.wav", "two.wav"):
        new = NewReview(project_key="DEMO", space_key="DEMO", source=source, text="Nobody said it.", drafts=DRAFTS)
        opened.add_review(new)
    yield opened
    opened.close()


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "160"})
    if result.exception:
        raise result.exception
    return result.stdout


def test_list(store: Store) -> None:
    store.accept(1)
    listed = run("reviews", "list")
    assert "one.wav" in listed
    assert "1 issues, 1 commands, a page" in listed
    assert "DEMO-13" in listed
    waiting = json.loads(run("reviews", "list", "--status", "waiting", "--json"))
    assert [(review["id"], review["source"]) for review in waiting] == [(2, "two.wav")]
    assert "There is no such review." in run("reviews", "list", "--status", "undone")
    with pytest.raises(BadInput, match="nope"):
        run("reviews", "list", "--status", "nope")


def test_show(store: Store) -> None:
    store.accept(1)
    shown = run("reviews", "show", "1")
    for words in ("accepted", "one.wav", "Nobody said it.", "Fix the login", "“Nobody”", "Stand-up", "Note: DEMO-13"):
        assert words in shown, words
    answer = json.loads(run("reviews", "show", "1", "--json"))
    assert DraftSet.model_validate(answer["drafts"]) == DRAFTS
    assert answer["issue_keys"] == ["DEMO-13"]
    with pytest.raises(NotFound):
        run("reviews", "show", "9")


def test_undo_and_reject(store: Store) -> None:
    store.accept(1)
    said = run("reviews", "undo", "1")
    assert "Removed: DEMO-13" in said
    assert "Restored: DEMO-4" in said
    assert len(store.issues()) == 12
    assert "rejected" in run("reviews", "reject", "2")
    assert [review.status for review in store.reviews()] == ["undone", "rejected"]
    for again in (("undo", "1"), ("reject", "2")):
        with pytest.raises(Conflict):
            run("reviews", *again)
