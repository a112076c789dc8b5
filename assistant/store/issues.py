"""Reading issues: rows are found first, then everything around them is loaded in bulk, never row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from assistant.errors import NotFound
from assistant.schema.draft import IssueTypeName, PriorityName
from assistant.schema.jira import Issue
from assistant.store import people, projects
from assistant.store.links import links_of
from assistant.store.rows import chunks, id_of
from assistant.store.tables import (
    ComponentRow,
    IssueComponentRow,
    IssueLabelRow,
    IssueRow,
    IssueTypeRow,
    PriorityRow,
    ProjectRow,
    ResolutionRow,
    Row,
    StatusRow,
)

#: What `assignee` filters by to find issues that nobody has.
UNASSIGNED = "unassigned"


@dataclass(frozen=True)
class IssueFilter:
    """Which issues to list; None does not filter. `text` is looked for in key, summary and description."""

    project_key: str | None = None
    status: str | None = None
    text: str | None = None
    assignee: str | None = None
    limit: int | None = None


def issues(session: Session, wanted: IssueFilter) -> list[Issue]:
    """Return the matching issues by rank. An unknown project, status or person is an error that lists the good ones."""
    query = select(IssueRow).order_by(col(IssueRow.rank), col(IssueRow.id))
    if wanted.project_key is not None:
        query = query.where(IssueRow.project_id == id_of(projects.get(session, wanted.project_key)))
    if wanted.status is not None:
        status = projects.named(session, StatusRow, "status", wanted.status)
        query = query.where(IssueRow.status_id == status.id)
    if wanted.assignee is not None:
        query = _by_assignee(session, query, wanted.assignee)
    if wanted.text and wanted.text.strip():
        query = _by_text(query, wanted.text.strip())
    if wanted.limit is not None:
        query = query.limit(wanted.limit)
    # Plain result rows carry the same names as the objects of the ORM and cost half as much to make.
    plain = session.connection().execute(query.with_only_columns(*Row.metadata.tables["issues"].columns))
    return to_issues(session, cast("Sequence[IssueRow]", plain.all()))


def _by_assignee(session: Session, query: SelectOfScalar[IssueRow], name: str) -> SelectOfScalar[IssueRow]:
    if name.strip().lower() == UNASSIGNED:
        return query.where(col(IssueRow.assignee_id).is_(None))
    return query.where(col(IssueRow.assignee_id).in_(people.matching(session, name)))


def _by_text(query: SelectOfScalar[IssueRow], text: str) -> SelectOfScalar[IssueRow]:
    return query.where(
        or_(
            IssueRow.key == text.upper(),
            col(IssueRow.summary).icontains(text, autoescape=True),
            col(IssueRow.description).icontains(text, autoescape=True),
        )
    )


def get(session: Session, key: str) -> IssueRow:
    """Return the issue with this key, in any case. Raises `NotFound`."""
    row = session.exec(select(IssueRow).where(IssueRow.key == key.strip().upper())).first()
    if row is None:
        raise NotFound(f"There is no issue {key!r}.", hint="`assistant issues list` shows what there is.")
    return row


def to_issues(session: Session, rows: Sequence[IssueRow]) -> list[Issue]:
    """Return the public values of rows, with a fixed number of statements for any number of rows."""
    around = _Around(session, rows)
    return [around.value(row) for row in rows]


class _Around:
    """Everything that the values of some rows refer to."""

    def __init__(self, session: Session, rows: Sequence[IssueRow]) -> None:
        ids = [id_of(row) for row in rows]
        self.types = projects.names(session, IssueTypeRow)
        self.statuses = projects.names(session, StatusRow)
        self.priorities = projects.names(session, PriorityRow)
        self.resolutions = projects.names(session, ResolutionRow)
        self.projects = {row.id: row.key for row in session.exec(select(ProjectRow))}
        self.users = people.users(session, (i for row in rows for i in (row.assignee_id, row.reporter_id)))
        self.parents = keys_by_id(session, {row.parent_id for row in rows if row.parent_id is not None})
        self.components = _components(session, ids)
        self.labels = _labels(session, ids)
        self.links = links_of(session, ids)

    def value(self, row: IssueRow) -> Issue:
        """Return one row's value; names were checked when they were written, so they are not checked again."""
        own = id_of(row)
        status = self.statuses[row.status_id]
        fields: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
        return Issue.model_construct(
            **fields,
            project_key=self.projects[row.project_id],
            issue_type=cast(IssueTypeName, self.types[row.issue_type_id].name),
            status=status.name,
            status_category=status.category,
            priority=cast(PriorityName, self.priorities[row.priority_id].name) if row.priority_id else None,
            resolution=self.resolutions[row.resolution_id].name if row.resolution_id else None,
            assignee=self.users.get(row.assignee_id),
            reporter=self.users.get(row.reporter_id),
            parent_key=self.parents.get(row.parent_id),
            components=tuple(self.components.get(own, ())),
            labels=tuple(self.labels.get(own, ())),
            links=tuple(self.links.get(own, ())),
        )


_PLAIN = ("key", "summary", "description", "due_date", "story_points", "created", "updated", "review_id")


def keys_by_id(session: Session, ids: set[int]) -> dict[int | None, str]:
    """Return the keys of issues, by id."""
    found: dict[int | None, str] = {}
    for part in chunks(ids):
        found.update(dict(session.exec(select(IssueRow.id, IssueRow.key).where(col(IssueRow.id).in_(part))).all()))
    return found


def _components(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for part in chunks(ids):
        query = (
            select(IssueComponentRow.issue_id, ComponentRow.name)
            .join(ComponentRow, col(ComponentRow.id) == IssueComponentRow.component_id)
            .where(col(IssueComponentRow.issue_id).in_(part))
            .order_by(ComponentRow.name)
        )
        for issue_id, name in session.exec(query):
            found.setdefault(issue_id, []).append(name)
    return found


def _labels(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for part in chunks(ids):
        query = (
            select(IssueLabelRow.issue_id, IssueLabelRow.label)
            .where(col(IssueLabelRow.issue_id).in_(part))
            .order_by(IssueLabelRow.label)
        )
        for issue_id, label in session.exec(query):
            found.setdefault(issue_id, []).append(label)
    return found
