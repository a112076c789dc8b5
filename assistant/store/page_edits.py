"""Creating and editing pages and spaces."""

from dataclasses import dataclass

from sqlmodel import Session, func, select

from assistant.errors import BadInput, Conflict
from assistant.store import pages
from assistant.store.people import Stamp
from assistant.store.projects import check_key
from assistant.store.rows import id_of
from assistant.store.tables import ContentRow, ContentVersionRow, SpaceRow

MAX_TITLE = 255


def create_space(session: Session, key: str, name: str, home_body: str, stamp: Stamp) -> SpaceRow:
    """Create a space with a home page titled like it. Raises `Conflict`."""
    key = check_key(key)
    if session.exec(select(SpaceRow).where(SpaceRow.key == key)).first():
        raise Conflict(f"There is already a space {key!r}.")
    row = SpaceRow(key=key, name=name)
    session.add(row)
    session.flush()
    home = create(session, row, NewPage(name, home_body), stamp)
    home.homepage = True
    session.add(home)
    session.flush()
    return row


@dataclass(frozen=True)
class NewPage:
    """The create form of a page; without a parent it stands beside the home page."""

    title: str
    storage: str
    parent_id: int | None = None
    message: str = ""


def create(session: Session, space: SpaceRow, new: NewPage, stamp: Stamp) -> ContentRow:
    """Create a page as version 1. Raises `Conflict` when the title is taken in the space."""
    title = check_title(session, id_of(space), new.title)
    if new.parent_id is not None and pages.get(session, new.parent_id).space_id != space.id:
        raise BadInput(f"Page {new.parent_id} is not in the space {space.key!r}.")
    siblings = select(func.max(ContentRow.position)).where(
        ContentRow.space_id == space.id, ContentRow.parent_id == new.parent_id
    )
    last = session.exec(siblings).one()
    row = ContentRow(
        space_id=id_of(space),
        title=title,
        title_key=title.casefold(),
        parent_id=new.parent_id,
        position=0 if last is None else last + 1,
        author_id=stamp.author_id,
        created=stamp.at,
        updated=stamp.at,
        review_id=stamp.review_id,
    )
    session.add(row)
    session.flush()
    _add_version(session, row, new.storage, new.message, stamp)
    return row


@dataclass(frozen=True)
class PageEdit:
    """The update form of a page: `version` is the one the editor saw; None keeps title or body."""

    version: int
    title: str | None = None
    storage: str | None = None
    message: str = ""


def edit(session: Session, page: ContentRow, wanted: PageEdit, stamp: Stamp) -> None:
    """Write the next version of a page. Raises `Conflict` when somebody wrote one meanwhile."""
    if wanted.version != page.version:
        raise Conflict(
            f"Page {page.title!r} is at version {page.version}, not {wanted.version}.",
            hint="Load it again and repeat the change.",
        )
    body = _body(session, page) if wanted.storage is None else wanted.storage
    if wanted.title is not None:
        page.title = check_title(session, page.space_id, wanted.title, but=page.id)
        page.title_key = page.title.casefold()
    page.version += 1
    page.updated = stamp.at
    session.add(page)
    session.flush()
    _add_version(session, page, body, wanted.message, stamp)


def _body(session: Session, page: ContentRow) -> str:
    query = select(ContentVersionRow.storage).where(
        ContentVersionRow.content_id == page.id, ContentVersionRow.number == page.version
    )
    return session.exec(query).one()


def _add_version(session: Session, page: ContentRow, storage: str, message: str, stamp: Stamp) -> None:
    session.add(
        ContentVersionRow(
            content_id=id_of(page),
            number=page.version,
            title=page.title,
            storage=storage,
            author_id=stamp.author_id,
            created=stamp.at,
            message=message,
        )
    )
    session.flush()


def check_title(session: Session, space_id: int, title: str, but: int | None = None) -> str:
    """Return a title that is free in the space. Raises `BadInput` or `Conflict`."""
    title = " ".join(title.split())
    if not title:
        raise BadInput("A page needs a title.")
    if len(title) > MAX_TITLE:
        raise BadInput(f"The title has {len(title)} characters.", hint=f"Shorten it to {MAX_TITLE}.")
    taken = pages.find_title(session, space_id, title)
    if taken is not None and taken.id != but:
        raise Conflict(f"There is already a page {title!r} in this space.", hint="Choose another title.")
    return title


def free_title(session: Session, space_id: int, title: str) -> str:
    """Return the title, or the title with the first number that makes it free: "Stand-up (2)"."""
    title = " ".join(title.split())[:MAX_TITLE].rstrip()
    wanted, number = title, 1
    while pages.find_title(session, space_id, wanted) is not None:
        number += 1
        suffix = f" ({number})"
        wanted = title[: MAX_TITLE - len(suffix)].rstrip() + suffix
    return wanted
