"""Values on the Jira side of the store."""

from datetime import date, datetime

from assistant.schema.base import Value
from assistant.schema.draft import IssueTypeName, PriorityName


class User(Value):
    """A person of the directory."""

    account_id: str
    display_name: str
    email: str = ""
    active: bool = True


class Project(Value):
    """A container of issues; `key` prefixes their keys."""

    key: str
    name: str
    description: str = ""
    lead: User | None = None


class IssueLink(Value):
    """A typed relation as one end reads it: this issue `phrase` the issue `key` ("blocks", "is blocked by")."""

    type: str
    phrase: str
    key: str
    summary: str


class Comment(Value):
    """A remark on an issue, in markdown."""

    id: int
    author: User | None
    created: datetime
    body: str


class Worklog(Value):
    """Time spent on an issue."""

    id: int
    author: User | None
    started: datetime
    seconds_spent: int
    comment: str = ""


class ChangeItem(Value):
    """One field of one change, as text."""

    field: str
    before: str | None
    after: str | None


class Change(Value):
    """Everything somebody changed at once."""

    id: int
    author: User | None
    created: datetime
    items: tuple[ChangeItem, ...]


class Issue(Value):
    """One tracked record."""

    key: str
    project_key: str
    summary: str
    description: str
    issue_type: IssueTypeName
    status: str
    status_category: str
    priority: PriorityName | None
    assignee: User | None
    reporter: User | None
    due_date: date | None
    story_points: float | None
    components: tuple[str, ...]
    labels: tuple[str, ...]
    links: tuple[IssueLink, ...]
    parent_key: str | None
    resolution: str | None
    created: datetime
    updated: datetime
    review_id: int | None = None


class IssueChange(Value):
    """The update form: only fields that are set are changed; None empties a field.

    People are named by display name or account id; `status` must be reachable by a transition.
    """

    summary: str | None = None
    description: str | None = None
    issue_type: IssueTypeName | None = None
    priority: PriorityName | None = None
    assignee: str | None = None
    due_date: date | None = None
    story_points: float | None = None
    components: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    parent_key: str | None = None
    status: str | None = None

    def changes(self) -> dict[str, object]:
        """Return the fields that were set, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}
