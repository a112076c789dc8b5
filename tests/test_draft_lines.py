import json

from assistant.draft_lines import draft_lines, finished_rows, split_lines
from assistant.pipeline import Assistant
from assistant.schema.draft import DraftSet

CONTEXT = {"reference_date": "2026-03-11", "people": ["Priya Natarajan"], "project_key": "PAY", "components": ["web"]}


def line(**fields: object) -> str:
    return json.dumps(fields)


def test_each_item_gives_a_draft_set_under_its_id(assistant: Assistant) -> None:
    rows = list(
        draft_lines(
            assistant,
            [
                line(id="x-1", text="Priya, please fix the broken checkout button by Friday.", context=CONTEXT),
                "",
                line(text="Nice weather today.", context=None, gold={"issues": []}),
            ],
        )
    )
    drafts = [DraftSet.model_validate(row) for row in rows]
    assert [d.id for d in drafts] == ["x-1", "3"]
    assert str(drafts[0].issues[0].due_date) == "2026-03-13"
    assert drafts[0].issues[0].assignee == "Priya Natarajan"
    assert drafts[1].issues == ()


def test_a_bad_line_is_reported_and_the_rest_go_on(assistant: Assistant) -> None:
    rows = list(
        draft_lines(assistant, ["{broken", line(id="b"), line(id="c", text="x", context={"people": 7}), '["list"]'])
    )
    assert [row["id"] for row in rows] == ["1", "b", "c", "4"]
    assert all(row["error"] for row in rows)


def test_resuming_passes_over_finished_items(assistant: Assistant) -> None:
    out = [line(id="a", issues=[]), line(id="b", error="failed"), '{"id": "c", "iss']
    done = finished_rows(out)
    assert done == [("a", out[0])]
    rows = list(
        draft_lines(assistant, [line(id="a", text="x"), line(id="c", text="y")], done=[item_id for item_id, _ in done])
    )
    assert [row["id"] for row in rows] == ["c"]


def test_an_id_that_comes_twice_is_drafted_twice_and_resumed_once_for_each(assistant: Assistant) -> None:
    items = [line(id="a", text="x"), line(id="a", text="y")]
    out = [json.dumps(row) for row in draft_lines(assistant, items)]
    assert len(finished_rows(out)) == 2
    assert len(list(draft_lines(assistant, items, done=["a"]))) == 1
    assert list(draft_lines(assistant, items, done=["a", "a"])) == []


def test_an_id_that_is_a_number_is_kept_and_a_wrong_item_keeps_its_id(assistant: Assistant) -> None:
    rows = list(draft_lines(assistant, [line(id=5, text="x"), line(id="q", text=7), "[" * 100_000]))
    assert [row["id"] for row in rows] == ["5", "q", "3"]
    assert ["error" in row for row in rows] == [False, True, True]


def test_only_a_line_feed_ends_a_line() -> None:
    lines = ['{"text": "one\u2028two\x85three\x0c"}', "", '{"text": "four"}\r']
    assert split_lines("\n".join(lines) + "\n") == lines
    assert split_lines("") == []
