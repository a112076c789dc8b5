"""Reviews: what was proposed, from what, and what the person decided."""

from typing import Any

from pydantic import BaseModel, ValidationError
from sqlmodel import Session, col, select

from assistant.errors import Conflict, NotFound, StoreError
from assistant.schema.draft import Evidence
from assistant.schema.review import Applied, NewReview, Review
from assistant.store import pages, projects
from assistant.store.people import Stamp
from assistant.store.rows import id_of
from assistant.store.tables import IssueRow, ReviewRow


def add(session: Session, new: NewReview, stamp: Stamp) -> ReviewRow:
    """Keep a proposal, waiting for a person. Raises `NotFound` for an unknown project or space."""
    row = ReviewRow(
        created=stamp.at,
        project_key=projects.get(session, new.project_key).key,
        space_key=pages.get_space(session, new.space_key).key,
        source=new.source,
        recording=new.recording,
        fingerprint=new.fingerprint,
        text=new.text,
        transcript=None if new.transcript is None else as_json(new.transcript),
        drafts=as_json(new.drafts),
    )
    session.add(row)
    session.flush()
    return row


def as_json(value: BaseModel) -> dict[str, Any]:
    """Return a value as plain JSON."""
    return value.model_dump(mode="json")


def reviews(session: Session, status: str | None = None) -> list[Review]:
    """Return reviews, oldest first."""
    query = select(ReviewRow).order_by(col(ReviewRow.id))
    if status is not None:
        query = query.where(ReviewRow.status == status)
    return [to_review(row) for row in session.exec(query)]


def get(session: Session, review_id: int, *, lock: bool = False) -> ReviewRow:
    """Return the review with this id, kept from other deciders if `lock` is set. Raises `NotFound`."""
    row = session.get(ReviewRow, review_id, with_for_update=True if lock else None)
    if row is None:
        raise NotFound(f"There is no review {review_id}.", hint="`assistant reviews list` shows what there is.")
    return row


def expect(row: ReviewRow, status: str) -> None:
    """Refuse a review that is in another status. Raises `Conflict`."""
    if row.status != status:
        was = "is still waiting" if row.status == "waiting" else f"was already {row.status}"
        raise Conflict(f"Review {row.id} {was}.")


def decide(row: ReviewRow, status: str, stamp: Stamp) -> None:
    """Write down what became of a review, when and by whom."""
    row.status = status
    row.decided = stamp.at
    row.decided_by_id = stamp.author_id


def applied(row: ReviewRow) -> Applied:
    """Return what accepting a review wrote."""
    return Applied(review_id=id_of(row)) if row.applied is None else Applied.model_validate(row.applied)


def to_review(row: ReviewRow) -> Review:
    """Return the public value of a row. Raises `StoreError` when what was kept cannot be read any more."""
    wrote = applied(row)
    fields: dict[str, Any] = {name: getattr(row, name) for name in Review.model_fields if hasattr(row, name)}
    try:
        return Review.model_validate(fields | {"issue_keys": wrote.issue_keys, "page_ids": wrote.page_ids})
    except ValidationError as error:
        raise StoreError(f"Review {row.id} cannot be read: {error}") from error


def evidence(session: Session, issue: IssueRow) -> tuple[Evidence, ...]:
    """Return the words an issue was made from; none if it was made by hand."""
    if issue.review_id is None:
        return ()
    review = to_review(get(session, issue.review_id))
    drafts = review.accepted or review.drafts
    by_key = dict(zip(review.issue_keys, drafts.issues, strict=False))
    return by_key[issue.key].evidence if issue.key in by_key else ()
