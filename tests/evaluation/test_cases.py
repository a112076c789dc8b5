"""Lines of the data files, and quotes in talk."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.evaluation.cases import Quote, parse_case
from tests.evaluation.made import case, gold_issue

LINE = case("Mend it.", issues=(gold_issue("Mend it", ("summary", "Mend it")).model_dump(mode="json"),)).model_dump(
    mode="json"
)


@pytest.mark.parametrize(
    ("text", "nth", "expected"),
    [
        ("do it", 1, (0, 5)),
        ("it", 2, (10, 12)),
        ("it", 3, None),
        ("do it", 0, None),
        ("do it", -1, None),
        ("do  it", 1, None),
        ("Do it", 1, None),
        ("", 1, None),
        ("now.", 1, (13, 17)),
    ],
)
def test_where_a_quote_stands(text: str, nth: int, expected: tuple[int, int] | None) -> None:
    assert Quote(field="summary", text=text, nth=nth).span("do it, do it now.") == expected


@given(st.text("ab", max_size=12), st.text("ab", min_size=1, max_size=3))
def test_every_occurrence_can_be_named(talk: str, words: str) -> None:
    places = [at for at in range(len(talk)) if talk.startswith(words, at)]
    found = [Quote(field="x", text=words, nth=n + 1).span(talk) for n in range(len(places) + 1)]
    assert found == [*((at, at + len(words)) for at in places), None]


def test_a_line_is_an_item() -> None:
    read = parse_case(json.dumps(LINE))
    assert read.model_dump(mode="json") == LINE
    assert (read.words, read.is_negative) == (2, False)
    assert parse_case(json.dumps({**LINE, "issues": []})).is_negative


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{broken", "the line"),
        ("[1]", "the line"),
        ("[" * 100_000, "the line"),
        (json.dumps({**LINE, "kind": "song"}), "dictation-test-01: kind"),
        (json.dumps({**LINE, "more": 1}), "dictation-test-01: more"),
        (json.dumps({**LINE, "issues": [{"summary": "x"}]}), "dictation-test-01: issues.0."),
        (json.dumps({name: value for name, value in LINE.items() if name != "text"}), "dictation-test-01: text"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(line: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        parse_case(line)
    assert told in str(error.value)
