"""The history of an issue: every change with its author, its time and what each field was before and after."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from assistant.schema.jira import Change, ChangeItem
from assistant.store.people import Stamp, users
from assistant.store.rows import id_of
from assistant.store.tables import ChangeItemRow, ChangeRow, IssueRow


@dataclass(frozen=True)
class Item:
    """One field of a change, as ids and as text."""

    field: str
    before_id: str | None
    before_text: str | None
    after_id: str | None
    after_text: str | None


def record(session: Session, issue: IssueRow, items: list[Item], stamp: Stamp) -> None:
    """Write one change and touch the issue; nothing happened without items."""
    if not items:
        return
    issue.updated = max(issue.updated, stamp.at)
    session.add(issue)
    change = ChangeRow(issue_id=id_of(issue), author_id=stamp.author_id, created=stamp.at, review_id=stamp.review_id)
    session.add(change)
    session.flush()
    session.add_all(ChangeItemRow(change_id=id_of(change), **vars(item)) for item in items)
    session.flush()


def history(session: Session, issue: IssueRow) -> list[Change]:
    """Return everything that was changed on an issue, oldest first."""
    rows = session.exec(select(ChangeRow).where(ChangeRow.issue_id == issue.id).order_by(col(ChangeRow.id))).all()
    authors = users(session, (row.author_id for row in rows))
    items: dict[int, list[ChangeItem]] = {}
    query = (
        select(ChangeItemRow)
        .join(ChangeRow, col(ChangeRow.id) == ChangeItemRow.change_id)
        .where(ChangeRow.issue_id == issue.id)
        .order_by(col(ChangeItemRow.id))
    )
    for row in session.exec(query):
        item = ChangeItem(field=row.field, before=row.before_text, after=row.after_text)
        items.setdefault(row.change_id, []).append(item)
    return [
        Change(
            id=id_of(row),
            author=authors.get(row.author_id),
            created=row.created,
            items=tuple(items.get(id_of(row), ())),
        )
        for row in rows
    ]


def items_of(session: Session, issue: IssueRow, review_id: int) -> list[Item]:
    """Return what a review changed on an issue, oldest first."""
    query = (
        select(ChangeItemRow)
        .join(ChangeRow, col(ChangeRow.id) == ChangeItemRow.change_id)
        .where(ChangeRow.issue_id == issue.id, ChangeRow.review_id == review_id)
        .order_by(col(ChangeItemRow.id))
    )
    rows = session.exec(query)
    return [Item(row.field, row.before_id, row.before_text, row.after_id, row.after_text) for row in rows]
