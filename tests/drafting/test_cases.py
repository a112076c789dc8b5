"""The rules engine on a set of varied items with gold answers: floors that it really reaches."""

import pytest

from assistant.drafting.rules import RulesDrafter
from tests.drafting.scoring import Score, add, load_cases


@pytest.fixture(scope="module")
def score() -> Score:
    context, items = load_cases()
    drafter = RulesDrafter()
    total = Score()
    for item in items:
        add(total, item, drafter.draft(item["text"], context))
    return total


def test_issues_are_found_and_nothing_else(score: Score) -> None:
    assert score.f1 >= 0.97, score.errors


def test_fields_are_right(score: Score) -> None:
    assert score.right / score.stated >= 0.97, score.errors
    assert score.all_right / score.found >= 0.95, score.errors


def test_nothing_is_invented(score: Score) -> None:
    assert score.invented / score.silent <= 0.01, score.errors


def test_commands_are_exact(score: Score) -> None:
    assert score.commands_right / score.commands >= 0.97, score.errors
