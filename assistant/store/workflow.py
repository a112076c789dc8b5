"""Moving issues along their project's workflow."""

from collections import deque

from sqlmodel import Session, col, select

from assistant.errors import BadInput, UnknownName
from assistant.store import projects
from assistant.store.fields import change
from assistant.store.people import Stamp
from assistant.store.reference import DONE
from assistant.store.rows import id_of
from assistant.store.tables import IssueRow, ResolutionRow, StatusRow, TransitionRow


def reachable(session: Session, issue: IssueRow) -> list[StatusRow]:
    """Return the statuses that one move leads to now, in board order."""
    moves = _moves(session, issue.project_id)
    return [row for row in projects.statuses(session, issue.project_id) if _allows(moves, issue.status_id, id_of(row))]


def initial_status(session: Session, project_id: int) -> StatusRow:
    """Return the status that new issues of a project start in."""
    return projects.statuses(session, project_id)[0]


def transition(session: Session, issue: IssueRow, name: str, stamp: Stamp) -> list[str]:
    """Move an issue to the named status along the shortest way and return the statuses passed.

    An issue that is there already does not move. Raises `UnknownName`, or `BadInput` when no way leads there.
    """
    target = _find(session, issue.project_id, name)
    passed = _path(session, issue, target)
    for status in passed:
        _enter(session, issue, status, stamp)
    return [status.name for status in passed]


def _find(session: Session, project_id: int, name: str) -> StatusRow:
    rows = projects.statuses(session, project_id)
    wanted = _squeeze(name)
    for row in rows:
        if _squeeze(row.name) == wanted:
            return row
    raise UnknownName("status", name, (row.name for row in rows))


def _squeeze(name: str) -> str:
    """Leave out what people write differently: "todo", "to-do" and "To Do" are one status."""
    return "".join(char for char in name.lower() if char.isalnum())


def _path(session: Session, issue: IssueRow, target: StatusRow) -> list[StatusRow]:
    """Return the statuses on the shortest way to the target, breadth first."""
    moves = _moves(session, issue.project_id)
    board = projects.statuses(session, issue.project_id)
    ways: dict[int, list[StatusRow]] = {issue.status_id: []}
    waiting = deque([issue.status_id])
    while waiting:
        here = waiting.popleft()
        if here == target.id:
            return ways[here]
        for status in board:
            if id_of(status) not in ways and _allows(moves, here, id_of(status)):
                ways[id_of(status)] = [*ways[here], status]
                waiting.append(id_of(status))
    known = ", ".join(status.name for status in reachable(session, issue)) or "none"
    raise BadInput(
        f"No move leads {issue.key} to {target.name!r}.", hint=f"From where it is now it can go to: {known}."
    )


def _moves(session: Session, project_id: int) -> set[tuple[int | None, int]]:
    query = select(TransitionRow).where(TransitionRow.project_id == project_id).order_by(col(TransitionRow.number))
    return {(row.from_id, row.to_id) for row in session.exec(query)}


def _allows(moves: set[tuple[int | None, int]], here: int, there: int) -> bool:
    return here != there and ((here, there) in moves or (None, there) in moves)


def _enter(session: Session, issue: IssueRow, status: StatusRow, stamp: Stamp) -> None:
    """Take one step; an issue is resolved exactly while it is in a status of the category Done."""
    values: dict[str, object] = {"status": id_of(status)}
    if status.category != DONE:
        values |= {"resolution": None, "resolved": None}
    elif issue.resolution_id is None:
        resolution = projects.named(session, ResolutionRow, "resolution", "Done")
        values |= {"resolution": id_of(resolution), "resolved": stamp.at}
    change(session, issue, values, stamp)
