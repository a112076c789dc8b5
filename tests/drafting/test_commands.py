"""Commands in many wordings: exact actions, keys and values, and no issue made of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.drafting.evidence import is_exact
from assistant.drafting.rules import RulesDrafter
from assistant.schema.draft import DraftContext, DraftSet

FIRST, *ROWS = [json.loads(row) for row in Path(__file__).with_name("commands.jsonl").read_text().splitlines()]
CONTEXT = DraftContext.model_validate(FIRST["context"])
DRAFTER = RulesDrafter()
FIXTURES = Path(__file__).parents[2] / "fixtures" / "audio"


def said(drafts: DraftSet) -> list[list[str | None]]:
    return [[command.action, command.key, command.value] for command in drafts.commands]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_commands_are_exact(row: dict[str, Any]) -> None:
    drafts = DRAFTER.draft(row["text"], CONTEXT)
    assert said(drafts) == row["commands"]
    assert len(drafts.issues) == row.get("issues", 0), [issue.summary for issue in drafts.issues]
    if "asks" in row:
        assert any(question.field == "key" for question in drafts.questions) == row["asks"]
    for command in drafts.commands:
        assert command.evidence
        assert all(is_exact(item, row["text"]) for item in command.evidence)


def test_an_unclear_description_offers_what_may_be_meant() -> None:
    (question,) = DRAFTER.draft("Close the payment ticket.", CONTEXT).questions
    assert {"PAY-40", "PAY-123"} <= set(question.candidates)


def test_a_wrong_key_offers_the_nearest() -> None:
    (question,) = DRAFTER.draft("Give PAY-124 to Tom.", CONTEXT).questions
    assert question.field == "key"
    assert "PAY-123" in question.candidates


def test_the_speaker_who_takes_an_issue_is_asked_for() -> None:
    drafts = DRAFTER.draft("I'll take the VPN ticket.", CONTEXT)
    assert drafts.commands == ()
    assert drafts.questions[0].field == "assignee"
    labelled = DRAFTER.draft("Emma: I'll take the VPN ticket.\nTom: Great.", CONTEXT)
    assert said(labelled) == [["assign", "OPS-5", "Emma Clarke"]]


@pytest.mark.parametrize("clip", ["command-link", "command-move", "command-time", "standup-board"])
def test_recorded_commands_are_exact(clip: str) -> None:
    gold = json.loads((FIXTURES / f"{clip}.expected.json").read_text())
    known = [
        ("DEMO-1", "Customer portal launch"),
        ("DEMO-2", "Show the order history in the portal"),
        ("DEMO-3", "Download invoices as PDF"),
        ("DEMO-4", "Login page times out on slow networks"),
        ("DEMO-5", "Rotate the signing keys"),
        ("DEMO-6", "Duplicate charges when a card payment is retried"),
        ("DEMO-8", "Dark mode for the mobile app"),
        ("DEMO-9", "Search returns stale results after an import"),
        ("DEMO-11", "Write the runbook for payment outages"),
        ("DEMO-12", "App crashes when a photo is uploaded from the gallery"),
    ]
    context = CONTEXT.model_copy(update={"project_key": "DEMO", "known_issues": ()})
    context = DraftContext.model_validate(
        {**context.model_dump(), "known_issues": [{"key": key, "summary": summary} for key, summary in known]}
    )
    heard = json.loads((FIXTURES / f"{clip}.transcript.json").read_text())["text"]
    wanted = [(c["action"], c["key"], c["value"].lower()) for c in gold["commands"]]
    for text in (gold["text"], heard):
        drafts = DRAFTER.draft(text, context)
        assert [(c.action, c.key, (c.value or "").lower()) for c in drafts.commands] == wanted
        assert clip == "standup-board" or drafts.issues == ()
