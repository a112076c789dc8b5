"""Moving issues."""

import pytest
from sqlmodel import select

from assistant.errors import BadInput, UnknownName
from assistant.store import Store
from assistant.store.tables import ProjectStatusRow, StatusRow, TransitionRow


def test_the_usual_workflow_allows_every_move(store: Store) -> None:
    assert store.statuses("DEMO") == ["To Do", "In Progress", "Done"]
    assert store.transitions("DEMO-4") == ["In Progress", "Done"]
    assert store.transitions("DEMO-7") == ["To Do", "In Progress"]


@pytest.mark.parametrize("name", ["Done", "done", " DONE "])
def test_a_done_issue_is_resolved_and_a_reopened_one_is_not(store: Store, name: str) -> None:
    done = store.transition("DEMO-4", name)
    assert (done.status, done.status_category, done.resolution) == ("Done", "Done", "Done")
    again = store.transition("DEMO-4", "todo")
    assert (again.status, again.resolution) == ("To Do", None)
    assert [[item.field for item in entry.items] for entry in store.history("DEMO-4")] == [
        ["status", "resolution", "resolved"]
    ] * 2


def test_staying_is_no_change(store: Store) -> None:
    before = store.issue("DEMO-4")
    assert store.transition("DEMO-4", "To Do") == before
    assert store.history("DEMO-4") == []


def test_an_unknown_status_lists_the_known(store: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        store.transition("DEMO-4", "nope")
    assert caught.value.known == ["Done", "In Progress", "To Do"]


def _stepwise(store: Store, moves: list[tuple[str, str]]) -> None:
    """Give DEMO a fourth status and only these moves."""
    with store.atomic() as session:
        for row in session.exec(select(TransitionRow)):
            session.delete(row)
        review = StatusRow(name="In Review", category="In Progress")
        session.add(review)
        session.flush()
        session.add(ProjectStatusRow(project_id=1, status_id=review.id, position=3))
        ids = {row.name: row.id for row in session.exec(select(StatusRow))}
        for number, (here, there) in enumerate(moves):
            row = TransitionRow(project_id=1, number=number, name=there, from_id=ids[here], to_id=ids[there])
            session.add(row)


def test_a_far_status_is_reached_by_the_shortest_way(store: Store) -> None:
    _stepwise(
        store,
        [("To Do", "In Progress"), ("In Progress", "To Do"), ("In Progress", "In Review"), ("In Review", "Done")],
    )
    assert store.transitions("DEMO-4") == ["In Progress"]
    assert store.transition("DEMO-4", "done").status == "Done"
    passed = [item.after for entry in store.history("DEMO-4") for item in entry.items if item.field == "status"]
    assert passed == ["In Progress", "In Review", "Done"]
    assert store.statuses("DEMO") == ["To Do", "In Progress", "Done", "In Review"]
    with pytest.raises(BadInput, match="No move leads DEMO-4 to 'To Do'") as caught:
        store.transition("DEMO-4", "To Do")
    assert "none" in caught.value.hint
