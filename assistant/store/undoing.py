"""Taking back what accepting a review wrote, unless somebody built on it since.

What was written is found by its review id; what fields were before stands in the history.
"""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, or_, select

from assistant.errors import Conflict
from assistant.schema.review import Applied
from assistant.store import links, remarks, reviews
from assistant.store.fields import FIELDS, Value, change
from assistant.store.history import items_of
from assistant.store.people import Stamp
from assistant.store.rows import id_of
from assistant.store.tables import (
    ChangeRow,
    CommentRow,
    ContentRow,
    IssueRow,
    LinkRow,
    ReviewRow,
    WorklogRow,
)


def undo(session: Session, review: ReviewRow, stamp: Stamp) -> Applied:
    """Remove and restore what the review wrote. Raises `Conflict` that names everything changed since."""
    reviews.expect(review, "accepted")
    wrote = _Written(session, review)
    obstacles = [*_built_on_issues(session, wrote), *_built_on_pages(session, wrote), *_edited(wrote)]
    restored = {id_of(issue): _before(session, issue, wrote, obstacles) for issue in wrote.changed}
    if obstacles:
        raise Conflict(
            f"Review {review.id} cannot be undone: {'; '.join(dict.fromkeys(obstacles))}.",
            hint="Take these changes back first, or change the issues by hand.",
        )
    for issue in wrote.changed:
        change(session, issue, restored[id_of(issue)], stamp)
    _remove_remarks(session, wrote, stamp)
    for row in [*wrote.issues, *wrote.pages]:
        session.delete(row)
    reviews.decide(review, "undone", stamp)
    session.add(review)
    session.flush()
    return Applied(
        review_id=id_of(review),
        issue_keys=tuple(row.key for row in wrote.issues),
        changed_keys=tuple(row.key for row in wrote.changed),
        page_ids=tuple(id_of(row) for row in wrote.pages),
    )


class _Written:
    """The rows that accepting a review made, and the older issues it changed."""

    def __init__(self, session: Session, review: ReviewRow) -> None:
        self.review_id = id_of(review)
        own = self.review_id
        self.issues = session.exec(select(IssueRow).where(IssueRow.review_id == own).order_by(col(IssueRow.id))).all()
        self.pages = session.exec(select(ContentRow).where(ContentRow.review_id == own)).all()
        self.comments = session.exec(select(CommentRow).where(CommentRow.review_id == own)).all()
        self.worklogs = session.exec(select(WorklogRow).where(WorklogRow.review_id == own)).all()
        self.links = session.exec(select(LinkRow).where(LinkRow.review_id == own)).all()
        self.issue_ids = {id_of(row) for row in self.issues}
        touched = set(session.exec(select(ChangeRow.issue_id).where(ChangeRow.review_id == own)))
        touched |= {row.issue_id for row in self.comments}
        query = select(IssueRow).where(col(IssueRow.id).in_(touched - self.issue_ids)).order_by(col(IssueRow.id))
        self.changed = session.exec(query).all()


def _built_on_issues(session: Session, wrote: _Written) -> Iterable[str]:
    """Tell what others did to the new issues."""
    keys = {id_of(row): row.key for row in wrote.issues}
    undone = select(ReviewRow.id).where(ReviewRow.status == "undone")
    by_others = or_(
        col(ChangeRow.review_id).is_(None),
        col(ChangeRow.review_id).notin_([*session.exec(undone), wrote.review_id]),
    )
    for issue_id in session.exec(select(ChangeRow.issue_id).where(col(ChangeRow.issue_id).in_(keys), by_others)):
        yield f"{keys[issue_id]} was changed since"
    for table, what in ((CommentRow, "commented on"), (WorklogRow, "worked on")):
        query = select(table.issue_id).where(col(table.issue_id).in_(keys), _not_of(table.review_id, wrote))
        for issue_id in session.exec(query):
            yield f"{keys[issue_id]} was {what} since"
    for key, parent in session.exec(
        select(IssueRow.key, IssueRow.parent_id).where(
            col(IssueRow.parent_id).in_(keys), _not_of(IssueRow.review_id, wrote)
        )
    ):
        yield f"{key} is a child of {keys[parent or 0]}"


def _not_of(column: Any, wrote: _Written) -> Any:
    return or_(col(column).is_(None), col(column) != wrote.review_id)


def _built_on_pages(session: Session, wrote: _Written) -> Iterable[str]:
    """Tell what others did to the new pages."""
    titles = {id_of(row): row.title for row in wrote.pages}
    for row in wrote.pages:
        if row.version != 1:
            yield f"the page {row.title!r} was edited since"
    query = select(ContentRow).where(col(ContentRow.parent_id).in_(titles), _not_of(ContentRow.review_id, wrote))
    for child in session.exec(query):
        yield f"the page {child.title!r} is below {titles[child.parent_id or 0]!r}"


def _edited(wrote: _Written) -> Iterable[str]:
    """Tell which new comments and work logs on older issues were edited."""
    keys = {id_of(row): row.key for row in wrote.changed}
    added: list[CommentRow | WorklogRow] = [*wrote.comments, *wrote.worklogs]
    for row in added:
        if row.updated != row.created and row.issue_id in keys:
            yield f"what was added to {keys[row.issue_id]} was edited since"


def _before(session: Session, issue: IssueRow, wrote: _Written, obstacles: list[str]) -> dict[str, Value]:
    """Return what the changed fields of an issue were before; add to `obstacles` what is no longer as it was left."""
    before: dict[str, Value] = {}
    left: dict[str, Value] = {}
    for item in items_of(session, issue, wrote.review_id):
        if item.field in FIELDS:
            parse = FIELDS[item.field].parse
            before.setdefault(item.field, parse(item.before_id, item.before_text))
            left[item.field] = parse(item.after_id, item.after_text)
    for name, value in left.items():
        if FIELDS[name].read(session, issue) != value:
            obstacles.append(f"the {name.removesuffix('_key').replace('_', ' ')} of {issue.key} was changed since")
    return before


def _remove_remarks(session: Session, wrote: _Written, stamp: Stamp) -> None:
    """Remove comments, links and work logs; what leaves an older issue is told in its history."""
    for comment in wrote.comments:
        session.delete(comment)
    for link in wrote.links:
        links.remove(session, link, stamp, wrote.issue_ids)
    spent = {id_of(issue): remarks.time_spent(session, issue) for issue in wrote.changed}
    for worklog in wrote.worklogs:
        session.delete(worklog)
    session.flush()
    for issue in wrote.changed:
        if any(worklog.issue_id == issue.id for worklog in wrote.worklogs):
            remarks.record_time(session, issue, spent[id_of(issue)], stamp)
        issue.updated = stamp.at
        session.add(issue)
    session.flush()
