"""Creating, editing, listing and linking issues."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from assistant.errors import AssistantError, BadInput, Conflict, NotFound, UnknownName
from assistant.schema.draft import ISSUE_TYPES, PRIORITIES, IssueDraft, LinkDraft
from assistant.schema.jira import IssueChange
from assistant.store import Store

FULL = IssueDraft(
    summary="  Fix the\n login ",
    description="It **fails**.",
    issue_type="Bug",
    priority="High",
    assignee="priya natarajan",
    due_date=date(2026, 3, 20),
    story_points=2.5,
    components=("WEB", "api"),
    labels=("needs review", "login", "login"),
    links=(LinkDraft(type="blocks", key="demo-3"), LinkDraft(type="depends on", key="DEMO-9")),
    parent_key="demo-1",
)


def test_a_created_issue_has_everything_it_was_made_with(store: Store) -> None:
    issue = store.create_issue("demo", FULL, author="tom.becker@example.com")
    assert issue == store.issue("demo-13")
    assert (issue.key, issue.project_key, issue.summary) == ("DEMO-13", "DEMO", "Fix the login")
    assert (issue.status, issue.status_category, issue.resolution) == ("To Do", "To Do", None)
    assert (issue.issue_type, issue.priority, issue.story_points) == ("Bug", "High", 2.5)
    assert issue.assignee is not None
    assert issue.assignee.display_name == "Priya Natarajan"
    assert issue.reporter is not None
    assert issue.reporter.display_name == "Tom Becker"
    assert issue.due_date == date(2026, 3, 20)
    assert issue.components == ("api", "web")
    assert issue.labels == ("login", "needs-review")
    assert issue.parent_key == "DEMO-1"
    assert [(link.phrase, link.key) for link in issue.links] == [("blocks", "DEMO-3"), ("is blocked by", "DEMO-9")]
    assert abs((datetime.now(UTC) - issue.created).total_seconds()) < 60
    assert store.evidence("DEMO-13") == ()


def test_people_have_account_ids_as_clients_expect(store: Store) -> None:
    people = store.people()
    assert len(people) == 9
    assert all(len(user.account_id) == 24 and int(user.account_id, 16) >= 0 for user in people)
    added = store.add_person("  Ada   Novak ")
    assert (added.display_name, len(added.account_id)) == ("Ada Novak", 24)


@pytest.mark.parametrize(
    "wrong",
    [
        {"summary": " \n "},
        {"summary": "x" * 256},
        {"assignee": "Nobody"},
        {"components": ("nope",)},
        {"parent_key": "DEMO-99"},
        {"links": (LinkDraft(type="eats", key="DEMO-1"),)},
        {"links": (LinkDraft(type="blocks", key="DEMO-99"),)},
        {"story_points": -1.0},
        {"story_points": float("inf")},
        {"issue_type": "Sub-task"},
        {"issue_type": "Sub-task", "parent_key": "DEMO-1"},
        {"issue_type": "Epic", "parent_key": "DEMO-1"},
        {"parent_key": "DEMO-2"},
    ],
    ids=str,
)
def test_a_wrong_draft_is_refused_whole(store: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(AssistantError):
        store.create_issue("DEMO", IssueDraft(summary="x").model_copy(update=wrong))
    assert len(store.issues()) == 12
    assert store.create_issue("DEMO", IssueDraft(summary="next")).key == "DEMO-13"


def test_unknown_names_list_the_good_ones(store: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        store.create_issue("DEMO", IssueDraft(summary="x", components=("nope",)))
    assert "infrastructure" in caught.value.hint
    with pytest.raises(NotFound) as missing:
        store.project("NOPE")
    assert "DEMO" in missing.value.hint


def test_two_people_of_one_name_are_not_mixed_up(store: Store) -> None:
    store.add_person("Tom Becker", "tom@elsewhere.example")
    with pytest.raises(BadInput, match="2 people") as caught:
        store.edit_issue("DEMO-8", IssueChange(assignee="Tom Becker"))
    assert "tom@elsewhere.example" in caught.value.hint
    changed = store.edit_issue("DEMO-8", IssueChange(assignee="tom@elsewhere.example"))
    assert changed.assignee is not None
    assert changed.assignee.email == "tom@elsewhere.example"


def test_filters(store: Store) -> None:
    def keys(**wanted: str) -> list[str]:
        return [issue.key.removeprefix("DEMO-") for issue in store.issues(**wanted)]

    assert keys(status="done") == ["7", "10"]
    assert keys(assignee="Jonas") == ["7", "10"]
    assert keys(assignee="unassigned") == ["8", "11"]
    assert keys(text="PAYMENT") == ["6", "11"]
    assert keys(text="demo-5") == ["5"]
    assert keys(text="100%") == keys(text="a_b") == []
    assert keys(status="In Progress", assignee="mei", text="retr", project_key="demo") == ["6"]
    assert [issue.key for issue in store.issues(limit=2)] == ["DEMO-1", "DEMO-2"]
    for wrong in ({"status": "nope"}, {"assignee": "nobody"}):
        with pytest.raises(UnknownName):
            keys(**wrong)


def test_text_is_found_in_any_case_beyond_ascii(store: Store) -> None:
    store.create_issue("DEMO", IssueDraft(summary="Übergröße prüfen"))
    assert [issue.key for issue in store.issues(text="ÜBERGRÖ")] == ["DEMO-13"]


def test_hostile_text_is_only_text(store: Store) -> None:
    summary = "'; DROP TABLE issues; -- \" % _ \\"
    assert store.create_issue("DEMO", IssueDraft(summary=summary)).summary == summary
    assert [issue.summary for issue in store.issues(text="'; DROP TABLE")] == [summary]


def test_projects_count_their_own_numbers(store: Store) -> None:
    store.create_project("PAY", "Payments")
    assert store.create_issue("PAY", IssueDraft(summary="x")).key == "PAY-1"
    assert store.create_issue("DEMO", IssueDraft(summary="x")).key == "DEMO-13"
    assert store.components("PAY") == []
    store.add_component("PAY", "ledger")
    assert store.components("PAY") == ["ledger"]
    for again in (lambda: store.create_project("pay", "x"), lambda: store.add_component("PAY", "Ledger")):
        with pytest.raises(Conflict):
            again()
    with pytest.raises(BadInput):
        store.create_project("no key", "x")


def test_every_field_change_is_in_the_history(store: Store) -> None:
    change = IssueChange(
        summary="New words",
        description="New text",
        issue_type="Task",
        priority=None,
        assignee="Tom Becker",
        due_date=date(2026, 5, 1),
        story_points=3.0,
        components=("api",),
        labels=("b", "a"),
        parent_key="DEMO-1",
    )
    described = store.issue("DEMO-4").description
    store.edit_issue("DEMO-4", change, author="Emma Clarke")
    (entry,) = store.history("DEMO-4")
    assert entry.author is not None
    assert entry.author.display_name == "Emma Clarke"
    assert entry.created == store.issue("DEMO-4").updated
    assert [item.field for item in entry.items] == list(IssueChange.model_fields)[:-1]
    assert {item.field: (item.before, item.after) for item in entry.items} == {
        "summary": ("Login page times out on slow networks", "New words"),
        "description": (described, "New text"),
        "issue_type": ("Bug", "Task"),
        "priority": ("High", None),
        "assignee": ("Priya Natarajan", "Tom Becker"),
        "due_date": (None, "2026-05-01"),
        "story_points": (None, "3"),
        "components": ("web", "api"),
        "labels": ("login", "a b"),
        "parent_key": (None, "DEMO-1"),
    }
    store.edit_issue("DEMO-4", change)
    assert len(store.history("DEMO-4")) == 1


def test_an_edit_that_cannot_be_done_changes_nothing(store: Store) -> None:
    before = store.issue("DEMO-4")
    for wrong in (
        IssueChange(summary="x", assignee="Nobody"),
        IssueChange(summary="x", status="nope"),
        IssueChange(issue_type=None),
        IssueChange(issue_type="Epic", parent_key="DEMO-1"),
    ):
        with pytest.raises(BadInput):
            store.edit_issue("DEMO-4", wrong)
    with pytest.raises(BadInput, match="has the child"):
        store.edit_issue("DEMO-1", IssueChange(issue_type="Task"))
    assert store.issue("DEMO-4") == before
    assert store.history("DEMO-4") == []


def test_links_are_read_from_both_ends(store: Store) -> None:
    store.link("DEMO-4", "is blocked by", "DEMO-5", author="Mei Chen")
    assert [(x.type, x.phrase, x.key) for x in store.issue("DEMO-4").links] == [("Blocks", "is blocked by", "DEMO-5")]
    assert [(x.type, x.phrase, x.key) for x in store.issue("DEMO-5").links] == [("Blocks", "blocks", "DEMO-4")]
    for key, words in (("DEMO-4", "This issue is blocked by DEMO-5"), ("DEMO-5", "This issue blocks DEMO-4")):
        assert store.history(key)[-1].items[0].after == words
    with pytest.raises(Conflict):
        store.link("DEMO-5", "Blocks", "DEMO-4")
    with pytest.raises(BadInput):
        store.link("DEMO-4", "blocks", "DEMO-4")
    store.link("DEMO-4", "relates to", "DEMO-5")
    with pytest.raises(Conflict):
        store.link("DEMO-5", "relates to", "DEMO-4")


def test_comments_and_work(store: Store) -> None:
    store.add_comment("DEMO-4", " It *still* fails. ", author="Sofia Rossi")
    (comment,) = store.comments("DEMO-4")
    assert comment.author is not None
    assert (comment.body, comment.author.display_name) == ("It *still* fails.", "Sofia Rossi")
    store.log_work("DEMO-4", 3600, "looked into it")
    store.log_work("DEMO-4", 1800)
    assert [log.seconds_spent for log in store.worklogs("DEMO-4")] == [3600, 1800]
    spent = [item for entry in store.history("DEMO-4") for item in entry.items]
    assert [(item.field, item.before, item.after) for item in spent] == [
        ("time_spent", "0m", "1h"),
        ("time_spent", "1h", "1h 30m"),
    ]
    for wrong in (lambda: store.add_comment("DEMO-4", "  "), lambda: store.log_work("DEMO-4", 0)):
        with pytest.raises(BadInput):
            wrong()


@contextmanager
def _count_statements(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(store._engine, "before_cursor_execute", note)
    yield statements
    event.remove(store._engine, "before_cursor_execute", note)


def test_listing_takes_the_same_number_of_statements_for_any_number_of_issues(store: Store) -> None:
    with _count_statements(store) as few:
        store.issues(limit=1)
    with store.atomic():
        for _ in range(40):
            store.create_issue("DEMO", FULL.model_copy(update={"summary": "x"}))
    with _count_statements(store) as many:
        assert len(store.issues()) == 52
    assert len(many) <= len(few) + 4
    with _count_statements(store) as pages:
        store.pages()
    assert len(pages) < 8


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)
_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "summary": _WORDS,
        "description": st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
        "issue_type": st.sampled_from([name for name in ISSUE_TYPES if name not in ("Epic", "Sub-task")]),
        "priority": st.sampled_from([*PRIORITIES, None]),
        "assignee": st.sampled_from(["Tom Becker", "Mei Chen", None]),
        "due_date": st.dates() | st.none(),
        "story_points": st.floats(0, 1e6) | st.none(),
        "components": st.lists(st.sampled_from(["api", "web", "mobile"]), unique=True).map(tuple),
        "labels": st.lists(_WORDS, max_size=3).map(tuple),
        "parent_key": st.sampled_from(["DEMO-1", None]),
        "status": st.sampled_from(["To Do", "In Progress", "Done"]),
    },
)


@settings(max_examples=15, deadline=None)
@given(st.lists(_CHANGES, min_size=1, max_size=5))
def test_the_history_leads_from_the_first_state_to_the_last(fresh: Callable, changes: list[dict[str, object]]) -> None:
    """The items of each field chain: what one left is what the next found, and the last is what the issue holds."""
    with fresh() as store:
        for change in changes:
            store.edit_issue("DEMO-4", IssueChange.model_validate(change))
        issue = store.issue("DEMO-4")
        last: dict[str, str | None] = {"summary": "Login page times out on slow networks", "status": "To Do"}
        for entry in store.history("DEMO-4"):
            assert entry.items
            for item in entry.items:
                assert item.before != item.after
                assert last.get(item.field, item.before) == item.before
                last[item.field] = item.after
    assert (last["summary"], last["status"]) == (issue.summary, issue.status)
    assert (issue.status == "Done") == (issue.resolution == "Done") == (last.get("resolved") is not None)
