"""The baseline of a single prompt, with answers that are made up."""

import json
from typing import Any

import pytest

from assistant.evaluation.scored import is_exact
from assistant.evaluation.single_prompt import PromptDrafter, read_answer, schema
from assistant.nlp.fake import FakeGenerator
from assistant.schema.draft import CommandDraft, DraftSet
from tests.evaluation.made import CONTEXT

TALK = "Okay, the login page is broken, Tom should mend it by Friday. PAY-12 can be closed."
ROW = {
    "quote": "the login page is broken", "summary": "Mend the login page", "issue_type": "Bug", "priority": None,
    "assignee": "Tom Becker", "due_date": "2026-03-13", "story_points": 3, "component": "web",
}  # fmt: skip
CLOSE = {"action": "transition", "key": "PAY-12", "value": "Done"}


def drafted(answer: Any) -> DraftSet:
    said = answer if isinstance(answer, str) else json.dumps(answer)
    return PromptDrafter(FakeGenerator([said], "w")).draft(TALK, CONTEXT)


def test_an_answer_becomes_drafts() -> None:
    found = drafted({"issues": [ROW], "commands": [CLOSE]})
    (issue,) = found.issues
    assert issue.model_dump(mode="json", include={"summary", "issue_type", "priority", "assignee", "due_date"}) == {
        name: ROW[name] for name in ("summary", "issue_type", "priority", "assignee", "due_date")
    }
    assert (issue.story_points, issue.components) == (3, ("web",))
    assert {each.field for each in issue.evidence} == {"summary", "issue_type", "assignee", "due_date"}
    assert all(is_exact(each, TALK) and each.text == ROW["quote"] for each in issue.evidence)
    assert found.commands == (CommandDraft(**CLOSE),)
    assert (found.info.engine, found.info.weights) == ("prompt", {"text": "w"})
    assert {"tokens", "seconds"} <= set(found.info.options)


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"quote": "nobody ever said these words here"}, True),
        ({"due_date": "2026-02-30"}, False),
        ({"summary": None}, False),
        ({"component": None}, True),
        ({"quote": None, "assignee": None}, True),
    ],
)
def test_rows_that_cannot_be_kept_cost_only_themselves(changes: dict[str, Any], kept: bool) -> None:
    found = drafted({"issues": [{**ROW, **changes}, ROW], "commands": [{"key": "PAY-12"}, CLOSE]})
    assert len(found.issues) == 1 + kept
    assert found.commands == (CommandDraft(**CLOSE),)
    if kept and "quote" in changes:
        assert found.issues[0].evidence == ()


def test_what_was_whole_of_an_answer_that_was_cut_short_counts() -> None:
    whole = json.dumps({"issues": [ROW, {**ROW, "summary": "Order chairs"}], "commands": [CLOSE]})
    summaries = [[issue.summary for issue in drafted(whole[:at]).issues] for at in range(0, len(whole), 7)]
    assert summaries[0] == []
    assert [each[:1] for each in summaries if each] == [["Mend the login page"]] * sum(map(bool, summaries))
    assert [issue.summary for issue in drafted(whole).issues] == ["Mend the login page", "Order chairs"]


@pytest.mark.parametrize("answer", ["", "I am sorry", "[1, 2]", "3", '"x"', "null", "{", '{"issues"'])
def test_nonsense_is_no_work(answer: str) -> None:
    assert read_answer(answer) == {}
    found = drafted(answer)
    assert (found.issues, found.commands) == ((), ())


def test_only_what_is_known_can_be_named() -> None:
    issue = schema(CONTEXT)["properties"]["issues"]["items"]["properties"]
    command = schema(CONTEXT)["properties"]["commands"]["items"]["properties"]
    assert issue["assignee"]["enum"] == [*CONTEXT.people, None]
    assert issue["component"]["enum"] == [*CONTEXT.components, None]
    assert command["key"]["enum"] == [*(known.key for known in CONTEXT.known_issues), None]


def test_the_talk_and_its_context_are_in_the_prompt() -> None:
    generator = FakeGenerator(['{"issues": [], "commands": []}'])
    PromptDrafter(generator).draft(TALK, CONTEXT)
    asked = generator.prompts[0].task
    for words in (TALK, "Wednesday 2026-03-11", *CONTEXT.people, *CONTEXT.components, "PAY-12 Refunds fail"):
        assert words in asked
