"""Projects with their components, board columns and moves; and the names that fields refer to."""

import re
from typing import TypeVar

from sqlmodel import Session, col, func, select

from assistant.errors import BadInput, Conflict, NotFound, UnknownName
from assistant.schema.jira import Project
from assistant.store.people import users
from assistant.store.reference import STATUSES, TRANSITIONS
from assistant.store.rows import id_of
from assistant.store.tables import (
    ComponentRow,
    IssueLabelRow,
    IssueTypeRow,
    PriorityRow,
    ProjectRow,
    ProjectStatusRow,
    ResolutionRow,
    StatusRow,
    TransitionRow,
)

_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,9}")

#: The tables of names that issues refer to.
NamedRow = TypeVar("NamedRow", IssueTypeRow, PriorityRow, StatusRow, ResolutionRow)


def projects(session: Session) -> list[Project]:
    """Return every project, by key."""
    rows = session.exec(select(ProjectRow).order_by(ProjectRow.key)).all()
    leads = users(session, (row.lead_id for row in rows))
    return [
        Project(key=row.key, name=row.name, description=row.description, lead=leads.get(row.lead_id)) for row in rows
    ]


def get(session: Session, key: str) -> ProjectRow:
    """Return the project with this key, in any case. Raises `NotFound`."""
    row = session.exec(select(ProjectRow).where(ProjectRow.key == key.strip().upper())).first()
    if row is None:
        known = session.exec(select(ProjectRow.key).order_by(ProjectRow.key)).all()
        raise NotFound(f"There is no project {key!r}.", hint=f"Choose one of: {', '.join(known) or 'none'}.")
    return row


def create(session: Session, key: str, name: str, description: str = "", lead_id: int | None = None) -> ProjectRow:
    """Create a project with the usual three columns and free moves between them. Raises `Conflict`."""
    key = check_key(key)
    if session.exec(select(ProjectRow).where(ProjectRow.key == key)).first():
        raise Conflict(f"There is already a project {key!r}.")
    row = ProjectRow(key=key, name=name, description=description, lead_id=lead_id)
    session.add(row)
    session.flush()
    by_name = {status.name: id_of(status) for status in session.exec(select(StatusRow))}
    for at, (status, _) in enumerate(STATUSES):
        session.add(ProjectStatusRow(project_id=id_of(row), status_id=by_name[status], position=at))
    for number, status in TRANSITIONS:
        session.add(TransitionRow(project_id=id_of(row), number=number, name=status, to_id=by_name[status]))
    session.flush()
    return row


def check_key(key: str) -> str:
    """Return a project or space key in capitals. Raises `BadInput`."""
    key = key.strip().upper()
    if not _KEY.fullmatch(key):
        raise BadInput(f"{key!r} is not a key.", hint="A key is a letter and one to nine more letters or digits.")
    return key


def components(session: Session, project_id: int) -> list[ComponentRow]:
    """Return the project's components, by name."""
    clause = ComponentRow.project_id == project_id
    return list(session.exec(select(ComponentRow).where(clause).order_by(ComponentRow.name)))


def find_component(session: Session, project_id: int, name: str) -> ComponentRow:
    """Return the project's component of this name, in any case. Raises `UnknownName`."""
    rows = components(session, project_id)
    for row in rows:
        if row.name.lower() == name.strip().lower():
            return row
    raise UnknownName("component", name, (row.name for row in rows))


def add_component(session: Session, project_id: int, name: str) -> ComponentRow:
    """Add a component to a project. Raises `Conflict`."""
    name = name.strip()
    if not name:
        raise BadInput("A component needs a name.")
    if any(row.name.lower() == name.lower() for row in components(session, project_id)):
        raise Conflict(f"There is already a component {name!r}.")
    row = ComponentRow(project_id=project_id, name=name)
    session.add(row)
    session.flush()
    return row


def statuses(session: Session, project_id: int) -> list[StatusRow]:
    """Return the project's statuses in board order."""
    query = (
        select(StatusRow)
        .join(ProjectStatusRow, col(ProjectStatusRow.status_id) == StatusRow.id)
        .where(ProjectStatusRow.project_id == project_id)
        .order_by(col(ProjectStatusRow.position))
    )
    return list(session.exec(query))


def labels(session: Session) -> list[str]:
    """Return every label in use."""
    return list(session.exec(select(IssueLabelRow.label).distinct().order_by(IssueLabelRow.label)))


def named(session: Session, table: type[NamedRow], kind: str, name: str) -> NamedRow:
    """Return the row of a reference table with this name, in any case. Raises `UnknownName`."""
    row = session.exec(select(table).where(func.lower(table.name) == name.strip().lower())).first()
    if row is None:
        raise UnknownName(kind, name, session.exec(select(table.name)).all())
    return row


def names(session: Session, table: type[NamedRow]) -> dict[int | None, NamedRow]:
    """Return a whole reference table, by id."""
    return {row.id: row for row in session.exec(select(table))}
