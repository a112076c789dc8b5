"""Creating and editing issues."""

from collections.abc import Mapping

from sqlmodel import Session, col, func, select

from assistant.errors import AssistantError, BadInput
from assistant.schema.draft import IssueDraft
from assistant.schema.jira import IssueChange
from assistant.store import issues, links, workflow
from assistant.store.fields import FIELDS, Value, change, resolve
from assistant.store.people import Stamp
from assistant.store.rows import id_of
from assistant.store.tables import IssueRow, IssueTypeRow, ProjectRow

#: The fields of a draft that become fields of the issue, as they are named in both.
DRAFT_FIELDS = (
    "summary",
    "description",
    "issue_type",
    "priority",
    "assignee",
    "due_date",
    "story_points",
    "components",
    "labels",
    "parent_key",
)


def create(session: Session, project: ProjectRow, draft: IssueDraft, stamp: Stamp) -> IssueRow:
    """Create an issue; every name in the draft must be known."""
    values = {name: resolve(session, id_of(project), name, getattr(draft, name)) for name in DRAFT_FIELDS}
    row = insert(session, project, values, stamp)
    for link in draft.links:
        links.add(session, row, link.type, issues.get(session, link.key), stamp)
    return row


def insert(session: Session, project: ProjectRow, values: Mapping[str, Value], stamp: Stamp) -> IssueRow:
    """Write a new issue with field values as columns hold them, under the project's next number."""
    check_parent(session, values["issue_type"], values.get("parent_key"))
    session.refresh(project, with_for_update=True)
    project.last_number += 1
    session.add(project)
    row = IssueRow(
        project_id=id_of(project),
        number=project.last_number,
        key=f"{project.key}-{project.last_number}",
        summary=values["summary"],
        issue_type_id=values["issue_type"],
        status_id=id_of(workflow.initial_status(session, id_of(project))),
        reporter_id=stamp.author_id,
        creator_id=stamp.author_id,
        rank=(session.exec(select(func.max(IssueRow.rank))).one() or 0.0) + 1.0,
        created=stamp.at,
        updated=stamp.at,
        review_id=stamp.review_id,
    )
    session.add(row)
    session.flush()
    for name, value in values.items():
        if value not in (None, ()):
            FIELDS[name].write(session, row, value)
    session.flush()
    return row


def edit(session: Session, issue: IssueRow, wanted: IssueChange, stamp: Stamp) -> None:
    """Change the fields that are set, as one change; a status is moved to along the workflow."""
    said = wanted.changes()
    status = said.pop("status", None)
    values = {name: resolve(session, issue.project_id, name, said[name]) for name in DRAFT_FIELDS if name in said}
    if "issue_type" in values or "parent_key" in values:
        type_id = values.get("issue_type", issue.issue_type_id)
        check_parent(session, type_id, values.get("parent_key", issue.parent_id))
        _check_children(session, issue, type_id)
    change(session, issue, values, stamp)
    if status is not None:
        workflow.transition(session, issue, str(status), stamp)


def check_parent(session: Session, type_id: int, parent_id: int | None) -> None:
    """Refuse a parent that is not exactly one level up, and a sub-task without a parent. Raises `BadInput`."""
    kind = session.get_one(IssueTypeRow, type_id)
    if parent_id is None:
        if kind.level < 0:
            raise BadInput(f"A {kind.name} needs a parent.", hint="Name the issue it belongs to.")
        return
    parent = session.get_one(IssueRow, parent_id)
    parent_kind = session.get_one(IssueTypeRow, parent.issue_type_id)
    if parent_kind.level != kind.level + 1:
        raise BadInput(
            f"{parent.key}, of type {parent_kind.name}, cannot be the parent of a {kind.name}.",
            hint="Epics have stories, tasks and bugs; these have sub-tasks.",
        )


def _check_children(session: Session, issue: IssueRow, type_id: int) -> None:
    query = select(IssueRow.key, IssueTypeRow.level).join(IssueTypeRow, col(IssueTypeRow.id) == IssueRow.issue_type_id)
    kind = session.get_one(IssueTypeRow, type_id)
    for key, level in session.exec(query.where(IssueRow.parent_id == issue.id)):
        if level + 1 != kind.level:
            raise BadInput(f"{issue.key} has the child {key}, which a {kind.name} cannot have.")


def in_words(error: AssistantError) -> str:
    """Return an error with its hint as one note."""
    return f"{error} {error.hint}".strip()
