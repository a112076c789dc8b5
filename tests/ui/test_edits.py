"""What a person did to the cards, merged into the draft set."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.schema.draft import DraftSet, LinkDraft
from assistant.ui.cards import Choices, cards
from assistant.ui.edits import issue_change, merge
from tests.ui.talk import drafts


def as_sent(given_drafts: DraftSet) -> list[dict[str, Any]]:
    """Return the cards as the page sends them when nobody touched them."""
    return [
        {
            "kind": card.kind,
            "index": card.index,
            "number": n,
            "on": True,
            "fields": {field.name: field.value for field in card.fields},
        }
        for n, card in enumerate(cards(given_drafts, Choices()), 1)
    ]


def test_untouched_cards_give_the_drafts_again() -> None:
    assert merge(drafts(), as_sent(drafts())) == drafts().model_copy(update={"questions": ()})


@given(st.lists(st.booleans(), min_size=4, max_size=4).filter(any))
def test_only_what_is_switched_on_is_kept(switches: list[bool]) -> None:
    sent = as_sent(drafts())
    for card, on in zip(sent, switches, strict=True):
        card["on"] = on
    kept = merge(drafts(), sent)
    assert len(kept.issues) == switches[0] + switches[1]
    assert len(kept.commands) == switches[2]
    assert (kept.page is not None) == switches[3]


def test_a_changed_field_loses_its_evidence_and_its_score_alone() -> None:
    sent = as_sent(drafts())
    sent[0]["fields"] |= {"assignee": "Tom Becker", "due_date": "", "story_points": "5", "labels": "login, two words"}
    issue = merge(drafts(), sent).issues[0]
    assert (issue.assignee, issue.due_date, issue.story_points) == ("Tom Becker", None, 5)
    assert issue.labels == ("login", "two-words")
    assert {e.field for e in issue.evidence} == {"summary", "priority"}
    assert issue.scores == {"priority": 0.8}


def test_links_lines_and_keys_are_read() -> None:
    sent = as_sent(drafts())
    sent[0]["fields"] |= {"links": "is blocked by demo-3, Relates to DEMO-7", "parent_key": "demo-1"}
    sent[2]["fields"]["key"] = "demo-5"
    sent[3]["fields"] |= {"decisions": "- We chose Postgres\n\n* Ship on Friday", "key_points": " "}
    merged = merge(drafts(), sent)
    assert merged.issues[0].links == (
        LinkDraft(type="is blocked by", key="DEMO-3"),
        LinkDraft(type="relates to", key="DEMO-7"),
    )
    assert merged.issues[0].parent_key == "DEMO-1"
    assert merged.commands[0].key == "DEMO-5"
    assert {e.field for e in merged.commands[0].evidence} == {"value"}
    assert merged.page
    assert merged.page.decisions == ("We chose Postgres", "Ship on Friday")
    assert merged.page.key_points == ()


def test_an_added_card_becomes_an_issue() -> None:
    added = {"kind": "issue", "index": None, "number": 3, "on": True}
    fields = as_sent(drafts())[1]["fields"] | {"summary": " Order chairs ", "priority": "Low", "components": ["web"]}
    issue = merge(drafts(), [added | {"fields": fields}]).issues[0]
    assert (issue.summary, issue.priority, issue.components, issue.evidence) == ("Order chairs", "Low", ("web",), ())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("summary", "  ", "Issue 1 needs a summary"),
        ("due_date", "31.2.", "Issue 1: the due date '31.2.' cannot be used"),
        ("story_points", "many", "Issue 1: the story points 'many' cannot be used"),
        ("issue_type", "Rumour", "Issue 1: the issue type 'Rumour' cannot be used"),
        ("links", "nonsense", "Issue 1: 'nonsense' is not a link"),
        ("colour", "red", "Issue 1: the colour 'red' cannot be used"),
    ],
)
def test_what_cannot_be_used_is_told_in_words(field: str, value: str, words: str) -> None:
    sent = as_sent(drafts())
    sent[0]["fields"][field] = value
    with pytest.raises(BadInput, match=words) as told:
        merge(drafts(), sent)
    assert told.value.hint


def test_nothing_chosen_and_cards_that_are_not_there_are_refused() -> None:
    with pytest.raises(BadInput, match="Nothing is chosen"):
        merge(drafts(), [])
    for kind in ("issue", "command"):
        with pytest.raises(BadInput, match="not among these drafts"):
            merge(drafts(), [{"kind": kind, "index": 9, "on": True, "fields": {}}])


def test_an_issue_change_holds_only_what_was_sent() -> None:
    change = issue_change({"assignee": "", "due_date": "2026-04-01", "components": ["web"]})
    assert change.changes() == {"assignee": None, "due_date": date(2026, 4, 1), "components": ("web",)}
