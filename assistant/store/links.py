"""Relations between issues, read from either end."""

from sqlmodel import Session, col, or_, select

from assistant.errors import BadInput, Conflict, UnknownName
from assistant.schema.jira import IssueLink
from assistant.store.history import Item, record
from assistant.store.people import Stamp
from assistant.store.rows import chunks, id_of
from assistant.store.tables import IssueRow, LinkRow, LinkTypeRow

#: What people say beside the phrases of the link types, and the phrase it stands for.
_ALSO_SAID = {
    "blocked by": "is blocked by",
    "depends on": "is blocked by",
    "relates": "relates to",
    "related to": "relates to",
    "is related to": "relates to",
    "duplicate of": "duplicates",
    "is a duplicate of": "duplicates",
    "cloned by": "is cloned by",
    "duplicated by": "is duplicated by",
}


def links_of(session: Session, ids: list[int]) -> dict[int, list[IssueLink]]:
    """Return the links of issues as each issue reads them, by issue id."""
    types = {row.id: row for row in session.exec(select(LinkTypeRow))}
    found: dict[int, list[IssueLink]] = {}
    for part in chunks(ids):
        wanted = set(part)
        clause = or_(col(LinkRow.source_id).in_(part), col(LinkRow.target_id).in_(part))
        rows = session.exec(select(LinkRow).where(clause).order_by(col(LinkRow.id))).all()
        ends = _ends(session, {i for row in rows for i in (row.source_id, row.target_id)})
        for row in rows:
            kind = types[row.link_type_id]
            for own, other, phrase in (
                (row.source_id, row.target_id, kind.outward),
                (row.target_id, row.source_id, kind.inward),
            ):
                if own in wanted:
                    key, summary = ends[other]
                    link = IssueLink(type=kind.name, phrase=phrase, key=key, summary=summary)
                    found.setdefault(own, []).append(link)
    return found


def _ends(session: Session, ids: set[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for part in chunks(ids):
        query = select(IssueRow.id, IssueRow.key, IssueRow.summary).where(col(IssueRow.id).in_(part))
        found.update({own: (key, summary) for own, key, summary in session.exec(query) if own is not None})
    return found


def find_type(session: Session, phrase: str) -> tuple[LinkTypeRow, bool]:
    """Return the link type a phrase or name means, and whether it is read from the source. Raises `UnknownName`."""
    said = " ".join(phrase.lower().split())
    said = _ALSO_SAID.get(said, said)
    types = session.exec(select(LinkTypeRow).order_by(col(LinkTypeRow.id))).all()
    for row in types:
        if said in (row.outward.lower(), row.name.lower()):
            return row, True
        if said == row.inward.lower():
            return row, False
    raise UnknownName("link type", phrase, {phrase for row in types for phrase in (row.outward, row.inward)})


def add(session: Session, issue: IssueRow, phrase: str, other: IssueRow, stamp: Stamp) -> LinkRow:
    """Link `issue` to `other`; `phrase` is how `issue` reads it. Raises `Conflict` when they are linked so already."""
    if issue.id == other.id:
        raise BadInput(f"{issue.key} cannot be linked to itself.")
    kind, outward = find_type(session, phrase)
    source, target = (issue, other) if outward else (other, issue)
    if _exists(session, kind, source, target):
        raise Conflict(f"{source.key} {kind.outward} {target.key} already.")
    row = LinkRow(
        link_type_id=id_of(kind),
        source_id=id_of(source),
        target_id=id_of(target),
        created=stamp.at,
        review_id=stamp.review_id,
    )
    session.add(row)
    session.flush()
    record(session, source, [_item(kind.outward, target)], stamp)
    record(session, target, [_item(kind.inward, source)], stamp)
    return row


def remove(session: Session, row: LinkRow, stamp: Stamp, but: set[int]) -> None:
    """Remove a link and tell it in the history of both ends, except of issues in `but`."""
    kind = session.get_one(LinkTypeRow, row.link_type_id)
    source, target = session.get_one(IssueRow, row.source_id), session.get_one(IssueRow, row.target_id)
    session.delete(row)
    session.flush()
    for own, phrase, other in ((source, kind.outward, target), (target, kind.inward, source)):
        if own.id not in but:
            added = _item(phrase, other)
            record(session, own, [Item(added.field, added.after_id, added.after_text, None, None)], stamp)


def _exists(session: Session, kind: LinkTypeRow, source: IssueRow, target: IssueRow) -> bool:
    pairs = [(source.id, target.id)]
    if kind.outward == kind.inward:
        pairs.append((target.id, source.id))
    for source_id, target_id in pairs:
        query = select(LinkRow).where(
            LinkRow.link_type_id == kind.id, LinkRow.source_id == source_id, LinkRow.target_id == target_id
        )
        if session.exec(query).first():
            return True
    return False


def _item(phrase: str, other: IssueRow) -> Item:
    return Item("link", None, None, other.key, f"This issue {phrase} {other.key}")
