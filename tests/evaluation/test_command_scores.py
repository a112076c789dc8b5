"""Commands are exactly right or not; how a value is written does not count."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.command_scores import same_value, score_commands
from assistant.schema.draft import CommandDraft, DraftSet, Evidence
from tests.evaluation.made import answer_of, case, drafts, gold_command

TALK = "Close PAY-12, give PAY-1 to Tom, and I spent an hour and a half on PAY-1."
CASE = case(
    TALK,
    kind="command",
    commands=(
        gold_command("transition", "PAY-12", "Done", ("key", "PAY-12"), ("value", "Close")),
        gold_command("assign", "PAY-1", "Tom Becker", ("key", "give PAY-1"), ("value", "to Tom")),
        gold_command("log_work", "PAY-1", "1h 30m", ("key", "on PAY-1"), ("value", "an hour and a half")),
    ),
)
RIGHT = answer_of(CASE).commands
UNDO = CommandDraft(action="undo")


@pytest.mark.parametrize(
    ("commands", "f1", "exact"),
    [
        (RIGHT, (6, 6), 1.0),
        (RIGHT[::-1], (6, 6), 1.0),
        ((), (0, 3), 0.0),
        (RIGHT[:2], (4, 5), 0.0),
        ((*RIGHT, UNDO), (6, 7), 0.0),
        (RIGHT * 2, (6, 9), 0.0),
        ((*RIGHT[:2], RIGHT[2].model_copy(update={"value": "90m"})), (6, 6), 1.0),
        ((*RIGHT[:2], RIGHT[2].model_copy(update={"value": "2h"})), (4, 6), 0.0),
        ((RIGHT[0].model_copy(update={"key": "pay-12"}), *RIGHT[1:]), (6, 6), 1.0),
        ((RIGHT[0].model_copy(update={"key": "PAY-1"}), *RIGHT[1:]), (4, 6), 0.0),
        ((RIGHT[0].model_copy(update={"action": "comment"}), *RIGHT[1:]), (4, 6), 0.0),
        ((UNDO,) * 3, (0, 6), 0.0),
    ],
    ids=["right", "other-order", "nothing", "one-less", "one-more", "everything-twice", "other-duration",
         "wrong-duration", "small-key", "wrong-key", "wrong-action", "only-wrong"],
)  # fmt: skip
def test_commands_found(commands: tuple[CommandDraft, ...], f1: Any, exact: float) -> None:
    counts = score_commands(CASE, drafts(commands=commands)).counts
    assert counts == {"command_f1": f1, "commands_exact": (exact, 1.0)}


@pytest.mark.parametrize(
    ("action", "one", "other", "same"),
    [
        ("log_work", "1h 30m", "90m", True),
        ("log_work", "1h30m", "1.5h", True),
        ("log_work", "1d", "8h", True),
        ("log_work", "1w", "5d", True),
        ("log_work", "1d", "24h", False),
        ("log_work", "3h", "3m", False),
        ("comment", "The tax office called, twice!", "the tax office called twice", True),
        ("comment", "the tax office called", "the tax office wrote", False),
        ("transition", "In  Progress", "in progress", True),
        ("set_priority", "Highest", "High", False),
        ("set_due", "2026-03-13", "2026-03-14", False),
        ("link", "blocks LOG-4", "is blocked by LOG-4", False),
        ("search", "project = PAY AND issuetype = Bug", "issuetype = Bug AND project = PAY", True),
        ("search", "project = PAY AND issuetype = Bug", "issuetype = Bug", True),
        ("search", "project = PAY AND assignee = \"Tom Becker\"", "assignee = 'Tom Becker'", False),
        ("search", "priority = \"High\"", "priority = High", True),
        ("search", "statusCategory  !=  Done", "statuscategory != done", True),
        ("search", "project = PAY AND issuetype = Bug", "project = LOG AND issuetype = Bug", False),
        ("search", "statusCategory != Done", "statusCategory = Done", False),
        ("search", "issuetype = Bug AND priority = High", "issuetype = Bug", False),
        ("search", "due < now() AND due < now()", "due < now()", True),
    ],
)  # fmt: skip
def test_how_a_value_is_written(action: str, one: str, other: str, same: bool) -> None:
    assert (same_value(action, one, "PAY") == same_value(action, other, "PAY")) is same


@given(st.permutations(["project = PAY", "issuetype = Bug", 'component = "web"', "assignee IS EMPTY"]))
def test_the_order_of_clauses_does_not_count(clauses: list[str]) -> None:
    wanted = 'issuetype = Bug AND component = "web" AND assignee IS EMPTY'
    assert same_value("search", " AND ".join(clauses), "PAY") == same_value("search", wanted, "PAY")


@given(st.integers(1, 9), st.integers(0, 59))
def test_a_duration_is_its_minutes(hours: int, minutes: int) -> None:
    assert same_value("log_work", f"{hours}h {minutes}m") == same_value("log_work", f"{60 * hours + minutes}m")


def test_where_nothing_was_to_change_every_command_is_invented() -> None:
    quiet = case("Nice weather.", kind="negative")
    assert score_commands(quiet, drafts()).counts == {"command_f1": (0, 0), "commands_invented": (0, 1.0)}
    found = score_commands(quiet, drafts(commands=(UNDO, UNDO)))
    assert found.counts == {"command_f1": (0, 2), "commands_invented": (2, 1.0)}
    assert [each.words for each in found.findings] == ["command invented: 'undo'"] * 2


def test_findings_name_the_commands_and_their_words() -> None:
    wrong = CommandDraft(
        action="assign", key="PAY-1", value="Priya Natarajan",
        evidence=(Evidence(field="value", start=0, end=5, text="Close"),),
    )  # fmt: skip
    found = score_commands(CASE, DraftSet(commands=(RIGHT[0], wrong, RIGHT[2]), info=drafts().info)).findings
    assert [(each.what, each.gold or each.predicted) for each in found] == [
        ("missed", "assign PAY-1 Tom Becker"),
        ("invented", "assign PAY-1 Priya Natarajan"),
    ]
    assert [TALK[slice(*span)] for span in found[0].gold_spans] == ["give PAY-1", "to Tom"]
    assert found[1].predicted_spans == ((0, 5),)


def test_a_command_given_twice_must_be_proposed_twice() -> None:
    twice = case(TALK, kind="command", commands=(*CASE.commands[:1], *CASE.commands[:1]))
    once = score_commands(twice, drafts(commands=RIGHT[:1]))
    assert once.counts["command_f1"] == (2, 3)
    assert [each.what for each in once.findings] == ["missed"]
