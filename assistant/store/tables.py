"""The tables. Rows never leave this package: readers turn them into the values of `assistant.schema`."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept as UTC without a zone: SQLite would lose the zone, and every database then sorts alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Drop the zone after turning to UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Row(SQLModel):
    """What every table shares. Constraints are named, because SQLite can only drop or change one by its name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Ids are shown to REST clients, so one that was deleted must never come back for something else.
_KEEP_IDS = {"sqlite_autoincrement": True}


class UserRow(Row, table=True):
    """A person."""

    __tablename__ = "users"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    account_id: str = Field(unique=True, sa_type=String(64))
    display_name: str = Field(index=True)
    email: str = Field(default="", index=True)
    active: bool = True
    admin: bool = False


class ProjectRow(Row, table=True):
    """A project; `last_number` only grows, so that no issue number is used twice."""

    __tablename__ = "projects"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    description: str = Field(default="", sa_type=Text)
    lead_id: int | None = Field(default=None, foreign_key="users.id")
    last_number: int = 0


class IssueTypeRow(Row, table=True):
    """A kind of issue; `level` is 1 for epics, 0, or -1 for sub-tasks: a parent is exactly one level up."""

    __tablename__ = "issue_types"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    level: int = 0
    description: str = ""


class PriorityRow(Row, table=True):
    """A priority; position 0 is the most urgent."""

    __tablename__ = "priorities"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    position: int


class StatusRow(Row, table=True):
    """A step of a workflow; its category is one of To Do, In Progress, Done."""

    __tablename__ = "statuses"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    category: str


class ResolutionRow(Row, table=True):
    """Why an issue is closed."""

    __tablename__ = "resolutions"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class ProjectStatusRow(Row, table=True):
    """A column of a project's board; the first is where new issues start."""

    __tablename__ = "project_statuses"

    project_id: int = Field(foreign_key="projects.id", primary_key=True)
    status_id: int = Field(foreign_key="statuses.id", primary_key=True)
    position: int


class TransitionRow(Row, table=True):
    """A move a project's workflow allows; without `from_id` it may be made from every other status."""

    __tablename__ = "transitions"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    number: int
    name: str
    from_id: int | None = Field(default=None, foreign_key="statuses.id")
    to_id: int = Field(foreign_key="statuses.id")


class ComponentRow(Row, table=True):
    """A part of a project."""

    __tablename__ = "components"
    __table_args__ = (UniqueConstraint("project_id", "name"), _KEEP_IDS)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    name: str
    description: str = Field(default="", sa_type=Text)
    lead_id: int | None = Field(default=None, foreign_key="users.id")


class ReviewRow(Row, table=True):
    """A proposal with where it came from, what the person left of it, and what accepting it wrote."""

    __tablename__ = "reviews"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    status: str = Field(default="waiting", index=True)
    project_key: str
    space_key: str
    source: str
    recording: str | None = None
    fingerprint: str = Field(default="", index=True)
    text: str = Field(sa_type=Text)
    transcript: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    drafts: dict[str, Any] = Field(sa_type=JSON)
    accepted: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    applied: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    decided: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="users.id")


class IssueRow(Row, table=True):
    """An issue. `key` repeats project and number so that a look-up by key needs no join."""

    __tablename__ = "issues"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_issues_board", "project_id", "status_id", "rank"),
        _KEEP_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="projects.id")
    number: int
    key: str = Field(unique=True)
    summary: str
    description: str = Field(default="", sa_type=Text)
    issue_type_id: int = Field(foreign_key="issue_types.id", index=True)
    status_id: int = Field(foreign_key="statuses.id", index=True)
    priority_id: int | None = Field(default=None, foreign_key="priorities.id", index=True)
    resolution_id: int | None = Field(default=None, foreign_key="resolutions.id")
    assignee_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    reporter_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    creator_id: int | None = Field(default=None, foreign_key="users.id")
    parent_id: int | None = Field(default=None, foreign_key="issues.id", index=True)
    due_date: date | None = Field(default=None, index=True)
    story_points: float | None = None
    rank: float = Field(default=0.0, index=True)
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    updated: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    resolved: datetime | None = Field(default=None, sa_type=UtcDateTime)
    review_id: int | None = Field(default=None, foreign_key="reviews.id", index=True)


class IssueComponentRow(Row, table=True):
    """An issue touches a component."""

    __tablename__ = "issue_components"

    issue_id: int = Field(foreign_key="issues.id", primary_key=True, ondelete="CASCADE")
    component_id: int = Field(foreign_key="components.id", primary_key=True, index=True)


class IssueLabelRow(Row, table=True):
    """An issue carries a label."""

    __tablename__ = "issue_labels"

    issue_id: int = Field(foreign_key="issues.id", primary_key=True, ondelete="CASCADE")
    label: str = Field(primary_key=True, index=True)


class CommentRow(Row, table=True):
    """A remark on an issue, in markdown."""

    __tablename__ = "comments"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issues.id", index=True, ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="users.id")
    body: str = Field(sa_type=Text)
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    review_id: int | None = Field(default=None, foreign_key="reviews.id", index=True)


class WorklogRow(Row, table=True):
    """Time spent on an issue."""

    __tablename__ = "worklogs"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issues.id", index=True, ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="users.id")
    started: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    seconds_spent: int
    comment: str = Field(default="", sa_type=Text)
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    review_id: int | None = Field(default=None, foreign_key="reviews.id", index=True)


class LinkTypeRow(Row, table=True):
    """A kind of relation: the source `outward` the target ("blocks"), the target `inward` the source."""

    __tablename__ = "link_types"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    outward: str
    inward: str


class LinkRow(Row, table=True):
    """A relation between two issues."""

    __tablename__ = "links"
    __table_args__ = (UniqueConstraint("link_type_id", "source_id", "target_id"), _KEEP_IDS)

    id: int | None = Field(default=None, primary_key=True)
    link_type_id: int = Field(foreign_key="link_types.id")
    source_id: int = Field(foreign_key="issues.id", index=True, ondelete="CASCADE")
    target_id: int = Field(foreign_key="issues.id", index=True, ondelete="CASCADE")
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    review_id: int | None = Field(default=None, foreign_key="reviews.id", index=True)


class ChangeRow(Row, table=True):
    """Everything somebody changed on an issue at once."""

    __tablename__ = "changes"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issues.id", index=True, ondelete="CASCADE")
    author_id: int | None = Field(default=None, foreign_key="users.id")
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    review_id: int | None = Field(default=None, foreign_key="reviews.id", index=True)


class ChangeItemRow(Row, table=True):
    """One field of a change: as ids (what undo restores from) and as a person reads it."""

    __tablename__ = "change_items"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    change_id: int = Field(foreign_key="changes.id", index=True, ondelete="CASCADE")
    field: str
    before_id: str | None = Field(default=None, sa_type=Text)
    before_text: str | None = Field(default=None, sa_type=Text)
    after_id: str | None = Field(default=None, sa_type=Text)
    after_text: str | None = Field(default=None, sa_type=Text)


class SpaceRow(Row, table=True):
    """A container of pages."""

    __tablename__ = "spaces"
    __table_args__ = (_KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str


class ContentRow(Row, table=True):
    """A page at its latest version; its body is the version row of that number. `title_key` is the title in lower case.

    The table is called contents because Confluence numbers everything in a space from one sequence.
    """

    __tablename__ = "contents"
    __table_args__ = (
        Index(
            "ix_contents_title",
            "space_id",
            "title_key",
            unique=True,
            sqlite_where=text("type = 'page' AND status = 'current'"),
            postgresql_where=text("type = 'page' AND status = 'current'"),
        ),
        _KEEP_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    space_id: int = Field(foreign_key="spaces.id", index=True)
    type: str = "page"
    status: str = "current"
    title: str
    title_key: str
    parent_id: int | None = Field(default=None, foreign_key="contents.id", index=True)
    position: int = 0
    homepage: bool = False
    version: int = 1
    author_id: int | None = Field(default=None, foreign_key="users.id")
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    updated: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    review_id: int | None = Field(default=None, foreign_key="reviews.id", index=True)


class ContentVersionRow(Row, table=True):
    """One numbered edit of a page."""

    __tablename__ = "content_versions"
    __table_args__ = (UniqueConstraint("content_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    content_id: int = Field(foreign_key="contents.id", ondelete="CASCADE")
    number: int
    title: str
    storage: str = Field(sa_type=Text)
    author_id: int | None = Field(default=None, foreign_key="users.id")
    created: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    message: str = ""
