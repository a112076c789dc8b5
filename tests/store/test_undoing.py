"""Undoing what accepting a review wrote."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Conflict
from assistant.schema.draft import (
    ISSUE_TYPES,
    PRIORITIES,
    CommandDraft,
    DraftSet,
    IssueDraft,
    LinkDraft,
    PageDraft,
)
from assistant.schema.jira import IssueChange
from assistant.store import Store, undoing
from tests.store.values import command, draft_set, picture, propose

LOGIN = IssueDraft(summary="Fix the login page", links=(LinkDraft(type="blocks", key="DEMO-4"),))
NOTES = PageDraft(title="Stand-up", summary="All well.")
EVERYTHING = (
    command("transition", "DEMO-4", "In Progress"),
    command("transition", "DEMO-4", "Done"),
    command("transition", "DEMO-7", "To Do"),
    command("assign", "DEMO-8", "Tom Becker"),
    command("assign", "DEMO-4", "Mei Chen"),
    command("comment", "DEMO-4", "Seen again."),
    command("set_priority", "DEMO-8", "Highest"),
    command("set_due", "DEMO-3", "2026-04-01"),
    command("link", "DEMO-4", "is blocked by DEMO-9"),
    command("log_work", "DEMO-4", "3h 30m"),
    command("comment", "DEMO-5", "Only a comment."),
)


def _accept(store: Store, drafts: DraftSet) -> int:
    review = propose(store, drafts)
    store.accept(review.id)
    return review.id


def test_undo_leaves_all_as_it_was_but_the_trace(store: Store) -> None:
    before = picture(store)
    number = _accept(store, draft_set(LOGIN, page=NOTES, commands=EVERYTHING))
    undone = store.undo(number, author="Emma Clarke")
    assert picture(store) == before
    assert (undone.issue_keys, len(undone.page_ids)) == (("DEMO-13",), 1)
    assert set(undone.changed_keys) == {f"DEMO-{n}" for n in (3, 4, 5, 7, 8, 9)}
    review = store.review(number)
    assert review.status == "undone"
    assert (review.issue_keys, review.accepted) == (("DEMO-13",), review.drafts)
    history = store.history("DEMO-4")
    statuses = [(item.before, item.after) for entry in history for item in entry.items if item.field == "status"]
    assert statuses == [("To Do", "In Progress"), ("In Progress", "Done"), ("Done", "To Do")]
    links = [(item.before, item.after) for entry in history for item in entry.items if item.field == "link"]
    said = "This issue is blocked by DEMO-9"
    assert (None, said) in links
    assert (said, None) in links
    assert history[-1].author is not None
    assert history[-1].author.display_name == "Emma Clarke"


def test_a_number_is_not_used_again(store: Store) -> None:
    store.undo(_accept(store, draft_set(LOGIN)))
    assert store.create_issue("DEMO", IssueDraft(summary="x")).key == "DEMO-14"


def test_undo_happens_once(store: Store) -> None:
    number = _accept(store, draft_set(LOGIN))
    store.undo(number)
    for again in (store.undo, store.accept):
        with pytest.raises(Conflict, match="already undone"):
            again(number)


def _subtask(store: Store) -> None:
    store.create_issue("DEMO", IssueDraft(summary="x", issue_type="Sub-task", parent_key="DEMO-13"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda store: store.edit_issue("DEMO-13", IssueChange(summary="y")), "DEMO-13 was changed"),
        (lambda store: store.transition("DEMO-13", "Done"), "DEMO-13 was changed"),
        (lambda store: store.add_comment("DEMO-13", "y"), "DEMO-13 was commented on"),
        (lambda store: store.log_work("DEMO-13", 60), "DEMO-13 was changed since; DEMO-13 was worked on"),
        (lambda store: store.link("DEMO-9", "blocks", "DEMO-13"), "DEMO-13 was changed"),
        (_subtask, "DEMO-14 is a child of DEMO-13"),
        (lambda store: _accept(store, draft_set(commands=(command("comment", "DEMO-13", "y"),))), "commented on"),
        (lambda store: store.transition("DEMO-4", "In Progress"), "the status of DEMO-4 was changed"),
        (lambda store: store.edit_issue("DEMO-8", IssueChange(assignee=None)), "the assignee of DEMO-8 was changed"),
        (lambda store: store.edit_page(6, version=1, storage="<p>y</p>"), "the page 'Stand-up' was edited"),
        (lambda store: store.create_page("DEMO", "Below", "", 6), "the page 'Below' is below 'Stand-up'"),
    ],
)
def test_what_was_changed_since_is_named_and_nothing_is_undone(
    store: Store, change: Callable[[Store], object], named: str
) -> None:
    number = _accept(store, draft_set(LOGIN, page=NOTES, commands=EVERYTHING))
    change(store)
    before = picture(store)
    with pytest.raises(Conflict) as caught:
        store.undo(number)
    assert named in str(caught.value)
    assert picture(store) == before
    assert store.review(number).status == "accepted"


def test_changes_of_other_fields_do_not_hinder_and_stay(store: Store) -> None:
    number = _accept(store, draft_set(commands=EVERYTHING))
    store.edit_issue("DEMO-4", IssueChange(summary="Other words"))
    store.add_comment("DEMO-4", "By hand.")
    store.log_work("DEMO-4", 60)
    store.undo(number)
    issue = store.issue("DEMO-4")
    assert (issue.summary, issue.status) == ("Other words", "To Do")
    assert [comment.body for comment in store.comments("DEMO-4")] == ["By hand."]
    assert [log.seconds_spent for log in store.worklogs("DEMO-4")] == [60]


def test_reviews_are_undone_like_a_stack(store: Store) -> None:
    pictures = [picture(store)]
    first = _accept(store, draft_set(LOGIN, commands=(command("transition", "DEMO-4", "In Progress"),)))
    pictures.append(picture(store))
    onto = (
        command("transition", "DEMO-4", "Done"),
        command("comment", "DEMO-13", "x"),
        command("log_work", "DEMO-13", "1h"),
        command("link", "DEMO-13", "relates to DEMO-2"),
        command("assign", "DEMO-13", "Tom Becker"),
    )
    second = _accept(store, draft_set(commands=onto))
    with pytest.raises(Conflict):
        store.undo(first)
    store.undo(second)
    assert picture(store) == pictures[1]
    store.undo(first)
    assert picture(store) == pictures[0]


def test_a_failure_in_the_middle_of_undo_leaves_all_accepted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    number = _accept(store, draft_set(LOGIN, page=NOTES, commands=EVERYTHING))
    before = picture(store)

    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(undoing.reviews, "decide", fail)
    with pytest.raises(ZeroDivisionError):
        store.undo(number)
    assert picture(store) == before
    assert store.review(number).status == "accepted"


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
_KEYS = st.sampled_from([*(f"DEMO-{n}" for n in range(1, 13)), "demo-4", "OPS-1"])
_NAMES = st.sampled_from(["Tom Becker", "mei chen", "Nobody Known"])
_PHRASES = st.sampled_from(["blocks", "is blocked by", "relates to", "duplicates", "eats"])
_VALUES = {
    "transition": st.sampled_from(["To Do", "in progress", "Done", "nope"]),
    "assign": _NAMES,
    "comment": _TEXT,
    "set_priority": st.sampled_from([*PRIORITIES, "huge"]),
    "set_due": st.dates(date(1990, 1, 1)).map(str) | st.just("Friday"),
    "link": st.tuples(_PHRASES, _KEYS).map(" ".join),
    "log_work": st.sampled_from(["3h 30m", "1d", "ages"]),
    "search": _TEXT,
    "undo": st.none(),
}
_COMMANDS = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda action: st.builds(CommandDraft, action=st.just(action), key=_KEYS, value=_VALUES[action])
)
_ISSUES = st.builds(
    IssueDraft,
    summary=_TEXT.filter(str.strip),
    description=_TEXT,
    issue_type=st.sampled_from(ISSUE_TYPES),
    priority=st.sampled_from(PRIORITIES) | st.none(),
    assignee=_NAMES | st.none(),
    due_date=st.dates() | st.none(),
    story_points=st.floats(-1, 100) | st.none(),
    components=st.lists(st.sampled_from(["api", "WEB", "nope"])).map(tuple),
    labels=st.lists(_TEXT, max_size=3).map(tuple),
    links=st.lists(st.builds(LinkDraft, type=_PHRASES, key=_KEYS), max_size=3).map(tuple),
    parent_key=_KEYS | st.none(),
    evidence=st.just(()),
)
_PAGES = st.builds(
    PageDraft,
    title=st.sampled_from(["Meeting notes", "Stand-up"]) | _TEXT.filter(str.strip),
    summary=_TEXT,
    decisions=st.lists(_TEXT, max_size=2).map(tuple),
    open_questions=st.just(()),
    key_points=st.just(()),
    evidence=st.just(()),
)
_SETS = st.builds(
    lambda issues, commands, page: draft_set(*issues, commands=tuple(commands), page=page),
    st.lists(_ISSUES, max_size=3),
    st.lists(_COMMANDS, max_size=8),
    _PAGES | st.none(),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(_SETS, min_size=1, max_size=3))
def test_accepting_and_undoing_in_turn_leads_back(fresh: Callable, sets: list[DraftSet]) -> None:
    """Whatever is proposed: accepting writes all issues, twice changes nothing, undoing in reverse order leads back."""
    with fresh() as store:
        pictures, numbers = [picture(store)], []
        for drafts in sets:
            numbers.append(propose(store, drafts).id)
            applied = store.accept(numbers[-1])
            assert len(applied.issue_keys) == len(drafts.issues)
            assert len(applied.page_ids) == (drafts.page is not None)
            pictures.append(picture(store))
            with pytest.raises(Conflict):
                store.accept(numbers[-1])
        for number in reversed(numbers):
            assert picture(store) == pictures.pop()
            store.undo(number)
        assert picture(store) == pictures.pop()
