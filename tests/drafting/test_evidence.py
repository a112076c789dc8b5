"""The verifier: quotes found again, what has no support dropped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.evidence import locate, quote, verify
from assistant.schema.draft import DraftInfo, DraftSet, Evidence, IssueDraft, LinkDraft, PageDraft, Question

TEXT = "Priya should fix the login page by Friday, it's urgent, three points, it blocks PAY-12."


def issue(**fields: object) -> IssueDraft:
    evidence = (quote("summary", 13, 31, TEXT), *fields.pop("evidence", ()))  # type: ignore[misc]
    return IssueDraft(summary="Fix the login page", evidence=evidence, **fields)  # type: ignore[arg-type]


def verified(draft: IssueDraft) -> IssueDraft:
    return verify(DraftSet(issues=(draft,), info=DraftInfo(engine="test")), TEXT).issues[0]


def test_supported_fields_stay() -> None:
    evidence = (
        quote("assignee", 0, 12, TEXT),
        quote("due_date", 32, 41, TEXT),
        quote("priority", 43, 54, TEXT),
        quote("story_points", 56, 68, TEXT),
        quote("links", 73, 86, TEXT),
    )
    draft = issue(
        assignee="Priya Natarajan", due_date=date(2026, 3, 13), priority="High", story_points=3,
        links=(LinkDraft(type="blocks", key="PAY-12"),), evidence=evidence,
    )  # fmt: skip
    assert verified(draft) == draft


@pytest.mark.parametrize(
    ("field", "value", "span"),
    [
        ("assignee", "Tom Becker", (13, 31)),
        ("due_date", date(2026, 3, 13), (13, 31)),
        ("priority", "High", (0, 12)),
        ("story_points", 5.0, (56, 68)),
        ("assignee", "Priya Natarajan", None),
    ],
)
def test_unsupported_fields_go(field: str, value: object, span: tuple[int, int] | None) -> None:
    evidence = (quote(field, *span, TEXT),) if span else ()
    assert getattr(verified(issue(**{field: value}, evidence=evidence)), field) is None


def test_an_inexact_quote_is_no_evidence() -> None:
    wrong = Evidence(field="priority", start=43, end=54, text="it's URGENT")
    assert verified(issue(priority="High", evidence=(wrong,))).priority is None


def test_questions_follow_their_issues() -> None:
    bad = IssueDraft(summary="Invented")
    questions = (Question(field="assignee", issue=0, text="?"), Question(field="assignee", issue=1, text="?"))
    drafts = verify(DraftSet(issues=(bad, issue()), questions=questions, info=DraftInfo(engine="test")), TEXT)
    assert [question.issue for question in drafts.questions] == [0]
    assert len(drafts.issues) == 1


def test_a_page_keeps_only_what_is_quoted() -> None:
    page = PageDraft(title="T", decisions=("a", "b"), evidence=(quote("decisions", 0, 12, TEXT),))
    drafts = verify(DraftSet(page=page, info=DraftInfo(engine="test")), TEXT)
    assert drafts.page is not None
    assert drafts.page.decisions == ("a",)


@pytest.mark.parametrize(
    "words", ["fix the login page", "Fix  the login-page", "fix the logn page", "FIX THE LOGIN PAGE"]
)
def test_quotes_are_found_again(words: str) -> None:
    assert locate(words, TEXT) == (13, 31)


def test_what_was_not_said_is_not_found() -> None:
    assert locate("order forty chairs", TEXT) is None
    assert locate("", TEXT) is None


@given(st.text(max_size=120), st.text(max_size=40))
def test_a_place_lies_inside(text: str, words: str) -> None:
    place = locate(words, text)
    assert place is None or 0 <= place[0] < place[1] <= len(text)
