"""`assistant issues`: list, show and board."""

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.config import Settings
from assistant.errors import NotFound, UnknownName
from assistant.schema.draft import DraftInfo, DraftSet, Evidence, IssueDraft
from assistant.schema.review import NewReview
from assistant.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """The store that the commands open."""
    opened = Store.open(Settings().store_url)
    yield opened
    opened.close()


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "160"})
    if result.exception:
        raise result.exception
    return result.stdout


def run_json(*words: str) -> object:
    return json.loads(run(*words, "--json"))


def test_list_creates_the_store_and_shows_every_issue() -> None:
    listed = run("issues", "list")
    assert all(f"DEMO-{number} " in listed for number in range(1, 13))
    assert "Customer portal launch" in listed


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (("--project", "demo", "--status", "done"), ["DEMO-7", "DEMO-10"]),
        (("--assignee", "mei"), ["DEMO-6"]),
        (("--assignee", "unassigned", "--text", "runbook"), ["DEMO-11"]),
        (("--text", "nothing like this"), []),
    ],
)
def test_filters(store: Store, options: tuple[str, ...], keys: list[str]) -> None:
    found = run_json("issues", "list", *options)
    assert isinstance(found, list)
    assert [issue["key"] for issue in found] == keys
    listed = run("issues", "list", *options)
    assert all(key in listed for key in keys)
    assert ("No issue matches." in listed) == (not keys)


def test_json_is_the_value_of_the_store(store: Store) -> None:
    assert run_json("issues", "list") == [issue.model_dump(mode="json") for issue in store.issues()]


def test_wrong_names_are_errors_in_words() -> None:
    with pytest.raises(UnknownName, match="nope"):
        run("issues", "list", "--status", "nope")
    with pytest.raises(NotFound, match="DEMO-99"):
        run("issues", "show", "DEMO-99")


def test_show_says_which_words_an_issue_was_made_from(store: Store) -> None:
    quote = Evidence(field="due_date", start=14, end=23, text="by Friday", seconds=(1.0, 1.75))
    drafts = DraftSet(
        issues=(IssueDraft(summary="Fix [the] login", description="It *fails*.", evidence=(quote,)),),
        info=DraftInfo(engine="rules"),
    )
    text = "Fix the login by Friday"
    new = NewReview(project_key="DEMO", space_key="DEMO", source="standup.wav", text=text, drafts=drafts)
    store.accept(store.add_review(new).id)
    store.add_comment("DEMO-13", "Seen *again*.", author="Mei Chen")
    store.log_work("DEMO-13", 5400, "looked")
    store.transition("DEMO-13", "Done", author="Tom Becker")
    shown = run("issues", "show", "demo-13")
    for words in (
        "DEMO-13 Fix [the] login",
        "Made from standup.wav (review 1)",
        "due date",
        "“by Friday”",
        "1.0–1.8 s",
        "It fails.",
        "Mei Chen",
        "Seen again.",
        "worked 1h 30m",
        "Tom Becker",
        "To Do",
    ):
        assert words in shown, words
    answer = run_json("issues", "show", "DEMO-13")
    assert isinstance(answer, dict)
    assert answer["source"] == {"review": 1, "name": "standup.wav", "recording": None}
    assert answer["evidence"] == [quote.model_dump(mode="json")]
    assert answer["issue"]["status"] == "Done"
    assert [len(answer[part]) for part in ("comments", "worklogs", "history")] == [1, 1, 2]


def test_show_of_an_issue_made_by_hand(store: Store) -> None:
    shown = run("issues", "show", "DEMO-6")
    assert "blocks DEMO-3" in shown
    assert "Made from" not in shown
    answer = run_json("issues", "show", "DEMO-6")
    assert isinstance(answer, dict)
    assert (answer["source"], answer["evidence"]) == (None, [])


def test_board_has_a_column_for_each_status(store: Store) -> None:
    store.create_project("PAY", "Payments")
    board = run("issues", "board")
    assert "Board of Demo project" in board
    assert "Payments" not in board
    assert all(title in board for title in ("To Do (6)", "In Progress (4)", "Done (2)"))
    assert "Board of Payments" in run("issues", "board", "--project", "pay")
    answer = run_json("issues", "board")
    assert isinstance(answer, dict)
    assert [issue["key"] for issue in answer["DEMO"]["Done"]] == ["DEMO-7", "DEMO-10"]
    assert answer["PAY"] == {"To Do": [], "In Progress": [], "Done": []}
