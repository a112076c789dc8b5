"""Small things about rows that every reader and writer needs."""

from collections.abc import Iterable, Iterator
from typing import Protocol

#: Databases bound the number of parameters of one statement; SQLite's bound is 32,766, others are lower.
_CHUNK = 5_000


class _HasId(Protocol):
    id: int | None


def id_of(row: _HasId) -> int:
    """Return the id of a row that was written."""
    if row.id is None:
        raise ValueError("the row was not written yet")
    return row.id


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield the ids in lists short enough for one statement."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
