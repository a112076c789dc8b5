"""What is said of two runs, and which runs may be compared."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.evaluation.compare import Difference, Interval
from assistant.evaluation.comparison import HEADLINES, compare_runs, sentence, show
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.metrics import METRICS, metric_of
from assistant.evaluation.runs import Run
from tests.evaluation.made import answer_of, drafts, made_run


def difference(name: str, a: float, b: float, low: float, high: float) -> Difference:
    return Difference(metric_of(name), a, b, Interval(b - a, low, high), 0.1, 0.3, 0.6, 40, 0.05)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            difference("issue_f1", 0.5, 0.625, 0.1, 0.15),
            "issues found (F1): B is better, 0.50 -> 0.62, interval +0.10..+0.15.",
        ),
        (
            difference("wer", 0.5, 0.75, 0.125, 0.375),
            "word error rate: A is better, 0.50 -> 0.75, interval +0.12..+0.38.",
        ),
        (
            difference("issue_f1", 0.5, 0.25, -0.5, 0.125),
            "issues found (F1): no difference detectable, 0.50 -> 0.25, interval -0.50..+0.12; "
            "less than 0.050 would not show on these 40 items.",
        ),
        (
            difference("seconds", 0.25, 12.5, 11.5, 13.0),
            "seconds an item: A is better, 0.250 -> 12.5, interval +11.5..+13.0.",
        ),
    ],
)
def test_what_is_said(found: Difference, said: str) -> None:
    assert sentence(found) == said


@given(
    st.sampled_from(sorted(METRICS)),
    st.floats(0, 1),
    st.floats(0, 1),
    st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(sorted),
)
def test_nothing_is_said_without_an_interval_or_against_it(name: str, a: float, b: float, ends: list[float]) -> None:
    said = sentence(difference(name, a, b, *ends))
    assert re.search(r"interval [+-]\d[\d.]*\.\.[+-]\d[\d.]*", said)
    assert said.startswith(f"{metric_of(name).title}: ")
    claims = bool(re.search(r": [AB] is better", said))
    assert claims == (ends[0] > 0 or ends[1] < 0)
    assert claims != ("no difference detectable" in said)


@pytest.mark.parametrize(
    ("name", "value", "sign", "expected"),
    [
        ("issue_f1", 0.5, False, "0.50"),
        ("issue_f1", 0.0625, False, "0.062"),
        ("issue_f1", -0.25, True, "-0.25"),
        ("commands_invented", 0.0625, False, "0.06"),
        ("seconds", 0.0625, False, "0.062"),
        ("seconds", 12.25, True, "+12.2"),
    ],
)
def test_how_values_are_shown(name: str, value: float, sign: bool, expected: str) -> None:
    assert show(metric_of(name), value, sign=sign) == expected


def test_the_headlines_are_metrics() -> None:
    assert all(name in METRICS for names in HEADLINES.values() for name in names)


def test_the_verdict_has_a_sentence_for_each_headline(rules_run: Run) -> None:
    said = compare_runs(rules_run, rules_run).verdict
    assert [line.split(":")[0] for line in said] == [METRICS[name].title for name in HEADLINES["issues"]]
    assert all("interval" in line for line in said)
    few = [line for line in said if "too few items" in line]
    assert [line.split(":")[0] for line in few] == [METRICS["negatives_clean"].title]
    assert all("no difference detectable" in line for line in said if line not in few)


def test_only_runs_of_the_same_items_are_compared(tmp_path: Path) -> None:
    cases = load_cases("issues", "dev")[:8]
    whole = made_run(tmp_path / "a.run.jsonl", {case.id: answer_of(case) for case in cases})
    less = made_run(tmp_path / "b.run.jsonl", {case.id: drafts() for case in cases[:1]})
    none = made_run(tmp_path / "c.run.jsonl", {})
    other = made_run(tmp_path / "d.run.jsonl", {}, suite="pages")
    with pytest.raises(BadInput, match="different items: .* and 2 more"):
        compare_runs(whole, less)
    with pytest.raises(BadInput, match="none at all"):
        compare_runs(none, none)
    with pytest.raises(BadInput, match="issues cannot be compared with one of pages"):
        compare_runs(whole, other)


def test_what_only_one_had_wrong_is_told_apart(tmp_path: Path) -> None:
    cases = [case for case in load_cases("issues", "dev") if len(case.issues) > 1][:2]
    right = {case.id: answer_of(case) for case in cases}
    first, second = cases
    one = made_run(tmp_path / "a.run.jsonl", {**right, first.id: drafts(right[first.id].issues[1:])})
    other = made_run(
        tmp_path / "b.run.jsonl", {**right, first.id: drafts(right[first.id].issues[:-1]), second.id: None}
    )
    by_id = {item.id: item for item in compare_runs(one, other).items}
    assert set(by_id) == {first.id, second.id}
    assert [each.gold for each in by_id[first.id].only_a] == [first.issues[0].summary]
    assert [each.gold for each in by_id[first.id].only_b] == [first.issues[-1].summary]
    assert by_id[second.id].only_a == ()
    assert {each.what for each in by_id[second.id].only_b} == {"failed", "missed"}
    assert by_id[second.id].text == second.text
