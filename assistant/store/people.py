"""The directory: who there is, and who is meant by a name."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from assistant.errors import BadInput, UnknownName
from assistant.schema.jira import User
from assistant.store.rows import chunks, id_of
from assistant.store.tables import UserRow, now


@dataclass(frozen=True)
class Stamp:
    """Who writes, on behalf of which review, and when: one for each transaction."""

    author_id: int | None
    review_id: int | None
    at: datetime


def stamp(session: Session, author: str | None, review_id: int | None = None) -> Stamp:
    """Return the stamp of a writer; without a name it is the store's owner."""
    row = find(session, author) if author else _owner(session)
    return Stamp(None if row is None else row.id, review_id, now())


def _owner(session: Session) -> UserRow | None:
    """Return the administrator: whoever sits at this machine."""
    return session.exec(select(UserRow).where(UserRow.admin).order_by(col(UserRow.id))).first()


def people(session: Session) -> list[User]:
    """Return everybody, by name."""
    return [to_user(row) for row in session.exec(select(UserRow).order_by(UserRow.display_name, col(UserRow.id)))]


def to_user(row: UserRow) -> User:
    """Return the public value of a row."""
    return User(account_id=row.account_id, display_name=row.display_name, email=row.email, active=row.active)


def users(session: Session, ids: Iterable[int | None]) -> dict[int | None, User]:
    """Return the people with these ids, by id; None stays nobody."""
    found: dict[int | None, User] = {}
    for part in chunks({i for i in ids if i is not None}):
        rows = session.exec(select(UserRow).where(col(UserRow.id).in_(part)))
        found.update({row.id: to_user(row) for row in rows})
    return found


def find(session: Session, name: str) -> UserRow:
    """Return the one person with this display name (case does not matter), e-mail or account id."""
    wanted = " ".join(name.split()).lower()
    rows = session.exec(
        select(UserRow).where(
            or_(
                func.lower(UserRow.display_name) == wanted,
                func.lower(UserRow.email) == wanted,
                UserRow.account_id == name,
            )
        )
    ).all()
    active = [row for row in rows if row.active]
    if len(active) == 1:
        return active[0]
    if active:
        addresses = ", ".join(row.email or row.account_id for row in active)
        raise BadInput(f"There are {len(active)} people called {name!r}.", hint=f"Say which: {addresses}.")
    known = session.exec(select(UserRow.display_name).where(UserRow.active)).all()
    raise UnknownName("person", name, known)


def matching(session: Session, name: str) -> list[int]:
    """Return the ids of people whose name or e-mail contains `name`, for filters."""
    part = " ".join(name.split())
    clause = or_(
        col(UserRow.display_name).icontains(part, autoescape=True),
        col(UserRow.email).icontains(part, autoescape=True),
        UserRow.account_id == name,
    )
    ids = session.exec(select(UserRow.id).where(clause)).all()
    if not part or not ids:
        raise UnknownName("person", name, session.exec(select(UserRow.display_name)).all())
    return [i for i in ids if i is not None]


def add(session: Session, name: str, email: str = "", *, admin: bool = False, account_id: str = "") -> UserRow:
    """Add a person; the account id is 24 hexadecimal digits, as in Jira Cloud."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("A person needs a name.")
    row = UserRow(account_id=account_id or secrets.token_hex(12), display_name=name, email=email, admin=admin)
    session.add(row)
    session.flush()
    id_of(row)
    return row
