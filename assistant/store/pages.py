"""Spaces and pages: the tree, the bodies and their numbered versions."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from assistant.errors import NotFound
from assistant.schema.confluence import Page, PageVersion, Space
from assistant.store.people import users
from assistant.store.rows import chunks, id_of
from assistant.store.tables import ContentRow, ContentVersionRow, SpaceRow

_CURRENT = (ContentRow.type == "page", ContentRow.status == "current")


def spaces(session: Session) -> list[Space]:
    """Return every space, by key."""
    query = select(ContentRow.space_id, ContentRow.id).where(col(ContentRow.homepage), *_CURRENT)
    homes = dict(session.exec(query).all())
    rows = session.exec(select(SpaceRow).order_by(SpaceRow.key))
    return [Space(key=row.key, name=row.name, homepage_id=homes.get(id_of(row))) for row in rows]


def get_space(session: Session, key: str) -> SpaceRow:
    """Return the space with this key, in any case. Raises `NotFound`."""
    row = session.exec(select(SpaceRow).where(SpaceRow.key == key.strip().upper())).first()
    if row is None:
        known = session.exec(select(SpaceRow.key).order_by(SpaceRow.key)).all()
        raise NotFound(f"There is no space {key!r}.", hint=f"Choose one of: {', '.join(known) or 'none'}.")
    return row


def home(session: Session, space: SpaceRow) -> ContentRow | None:
    """Return the home page of a space."""
    query = select(ContentRow).where(ContentRow.space_id == space.id, col(ContentRow.homepage), *_CURRENT)
    return session.exec(query).first()


def pages(session: Session, space_key: str | None = None) -> list[Page]:
    """Return the pages of one space or of all, as the tree reads from top to bottom."""
    query = select(ContentRow).where(*_CURRENT).order_by(col(ContentRow.position), col(ContentRow.id))
    if space_key is not None:
        query = query.where(ContentRow.space_id == id_of(get_space(session, space_key)))
    return to_pages(session, _in_tree_order(session.exec(query).all()))


def _in_tree_order(rows: Sequence[ContentRow]) -> list[ContentRow]:
    """Put children after their parent; `rows` come in the order of siblings."""
    known = {row.id for row in rows}
    children: dict[int | None, list[ContentRow]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    roots = sorted(children.get(None, []), key=lambda row: (row.space_id, not row.homepage))
    waiting = roots[::-1]
    ordered: list[ContentRow] = []
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(children.get(row.id, [])))
    return ordered


def find_title(session: Session, space_id: int, title: str) -> ContentRow | None:
    """Return the page of a space with this title, in any case."""
    query = select(ContentRow).where(
        ContentRow.space_id == space_id, ContentRow.title_key == title.casefold(), *_CURRENT
    )
    return session.exec(query).first()


def get(session: Session, page_id: int) -> ContentRow:
    """Return the page with this id. Raises `NotFound`."""
    row = session.get(ContentRow, page_id)
    if row is None or row.type != "page" or row.status != "current":
        raise NotFound(f"There is no page {page_id}.", hint="`assistant pages list` shows what there is.")
    return row


def to_pages(session: Session, rows: Sequence[ContentRow]) -> list[Page]:
    """Return the public values of rows, with a fixed number of statements for any number of rows."""
    authors = users(session, (row.author_id for row in rows))
    space_keys = {row.id: row.key for row in session.exec(select(SpaceRow))}
    parents = _parents(session, {row.space_id for row in rows})
    bodies = _bodies(session, rows)
    return [
        Page(
            id=id_of(row),
            space_key=space_keys[row.space_id],
            title=row.title,
            storage=bodies[id_of(row)],
            parent_id=row.parent_id,
            ancestors=_ancestors(row, parents),
            version=row.version,
            author=authors.get(row.author_id),
            created=row.created,
            updated=row.updated,
            review_id=row.review_id,
        )
        for row in rows
    ]


def _parents(session: Session, space_ids: Iterable[int]) -> dict[int, int | None]:
    query = select(ContentRow.id, ContentRow.parent_id).where(col(ContentRow.space_id).in_(set(space_ids)))
    return {own: parent for own, parent in session.exec(query) if own is not None}


def _ancestors(row: ContentRow, parents: dict[int, int | None]) -> tuple[int, ...]:
    chain: list[int] = []
    above = row.parent_id
    while above is not None and above not in chain:
        chain.append(above)
        above = parents.get(above)
    return tuple(reversed(chain))


def _bodies(session: Session, rows: Sequence[ContentRow]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in chunks(id_of(row) for row in rows):
        query = (
            select(ContentVersionRow.content_id, ContentVersionRow.storage)
            .join(ContentRow, col(ContentRow.id) == ContentVersionRow.content_id)
            .where(col(ContentRow.id).in_(part), ContentVersionRow.number == ContentRow.version)
        )
        found.update(dict(session.exec(query).all()))
    return found


def versions(session: Session, page: ContentRow) -> list[PageVersion]:
    """Return every version of a page, newest first."""
    query = select(ContentVersionRow).where(ContentVersionRow.content_id == page.id)
    rows = session.exec(query.order_by(col(ContentVersionRow.number).desc())).all()
    authors = users(session, (row.author_id for row in rows))
    return [
        PageVersion(
            number=row.number,
            created=row.created,
            author=authors.get(row.author_id),
            message=row.message,
            title=row.title,
            storage=row.storage,
        )
        for row in rows
    ]
