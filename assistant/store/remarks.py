"""Comments and work logs."""

from sqlmodel import Session, col, func, select

from assistant.errors import BadInput
from assistant.schema.jira import Comment, Worklog
from assistant.store.durations import format_duration
from assistant.store.history import Item, record
from assistant.store.people import Stamp, users
from assistant.store.rows import id_of
from assistant.store.tables import CommentRow, IssueRow, WorklogRow


def add_comment(session: Session, issue: IssueRow, body: str, stamp: Stamp) -> CommentRow:
    """Add a remark. Raises `BadInput` when it says nothing."""
    if not body.strip():
        raise BadInput("A comment needs words.")
    row = CommentRow(
        issue_id=id_of(issue),
        author_id=stamp.author_id,
        body=body.strip(),
        created=stamp.at,
        updated=stamp.at,
        review_id=stamp.review_id,
    )
    issue.updated = stamp.at
    session.add_all([row, issue])
    session.flush()
    return row


def comments(session: Session, issue: IssueRow) -> list[Comment]:
    """Return the remarks on an issue, oldest first."""
    query = select(CommentRow).where(CommentRow.issue_id == issue.id).order_by(col(CommentRow.id))
    rows = session.exec(query).all()
    authors = users(session, (row.author_id for row in rows))
    return [
        Comment(id=id_of(row), author=authors.get(row.author_id), created=row.created, body=row.body) for row in rows
    ]


def log_work(session: Session, issue: IssueRow, seconds: int, comment: str, stamp: Stamp) -> WorklogRow:
    """Add time spent, and tell it in the history. Raises `BadInput` when it is no time."""
    if not 0 < seconds < 2**31:
        raise BadInput(f"{seconds} seconds cannot be logged.")
    before = time_spent(session, issue)
    row = WorklogRow(
        issue_id=id_of(issue),
        author_id=stamp.author_id,
        started=stamp.at,
        seconds_spent=seconds,
        comment=comment,
        created=stamp.at,
        updated=stamp.at,
        review_id=stamp.review_id,
    )
    session.add(row)
    session.flush()
    record_time(session, issue, before, stamp)
    return row


def record_time(session: Session, issue: IssueRow, before: int, stamp: Stamp) -> None:
    """Write into the history that the time spent is no longer `before`."""
    after = time_spent(session, issue)
    item = Item("time_spent", str(before), format_duration(before), str(after), format_duration(after))
    record(session, issue, [item], stamp)


def time_spent(session: Session, issue: IssueRow) -> int:
    """Return the seconds logged on an issue."""
    query = select(func.sum(WorklogRow.seconds_spent)).where(WorklogRow.issue_id == issue.id)
    return int(session.exec(query).one() or 0)


def worklogs(session: Session, issue: IssueRow) -> list[Worklog]:
    """Return the time logged on an issue, oldest first."""
    query = select(WorklogRow).where(WorklogRow.issue_id == issue.id).order_by(col(WorklogRow.id))
    rows = session.exec(query).all()
    authors = users(session, (row.author_id for row in rows))
    return [
        Worklog(
            id=id_of(row),
            author=authors.get(row.author_id),
            started=row.started,
            seconds_spent=row.seconds_spent,
            comment=row.comment,
        )
        for row in rows
    ]
