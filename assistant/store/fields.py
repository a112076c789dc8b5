"""The fields of an issue: how each is read, written, put into the history and taken back out of it.

`FIELDS` holds one `Field` per name. A field's value is what its column holds (an id where it refers to something),
so that the history can restore it exactly; `resolve` turns what a person writes into such a value.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from assistant.errors import BadInput
from assistant.store import issues, people, projects
from assistant.store.history import Item, record
from assistant.store.people import Stamp
from assistant.store.rows import id_of
from assistant.store.tables import (
    ComponentRow,
    IssueComponentRow,
    IssueLabelRow,
    IssueRow,
    IssueTypeRow,
    PriorityRow,
    ResolutionRow,
    StatusRow,
    UserRow,
)

MAX_SUMMARY = 255

Value = Any


@dataclass(frozen=True)
class Field:
    """One field: its access, its form in the history (id and text), and the way back from there."""

    read: Callable[[Session, IssueRow], Value]
    write: Callable[[Session, IssueRow, Value], None]
    to_id: Callable[[Value], str | None]
    to_text: Callable[[Session, Value], str | None]
    parse: Callable[[str | None, str | None], Value]


def change(session: Session, issue: IssueRow, values: Mapping[str, Value], stamp: Stamp) -> list[Item]:
    """Write field values and their history; values that are already there are no change. Return what changed."""
    items: list[Item] = []
    for name, value in values.items():
        field = FIELDS[name]
        before = field.read(session, issue)
        if before == value:
            continue
        field.write(session, issue, value)
        items.append(
            Item(
                name,
                field.to_id(before),
                field.to_text(session, before),
                field.to_id(value),
                field.to_text(session, value),
            )
        )
    session.flush()
    record(session, issue, items, stamp)
    return items


def resolve(session: Session, project_id: int, name: str, value: Value) -> Value:
    """Turn what a person writes for a field into what its column holds. Raises `BadInput` or `NotFound`."""
    if name == "summary":
        return check_summary(value)
    if name == "description":
        return value or ""
    if name in ("components", "labels"):
        return _resolve_many(session, project_id, name, value or ())
    if value is not None:
        return _RESOLVERS[name](session, value) if name in _RESOLVERS else value
    if name == "issue_type":
        raise BadInput("An issue needs a type.")
    return None


def _check_points(session: Session, value: float) -> float:
    if not (math.isfinite(value) and value >= 0):
        raise BadInput(f"{value} is not a number of story points.")
    return value


_RESOLVERS: dict[str, Callable[[Session, Value], Value]] = {
    "parent_key": lambda session, value: id_of(issues.get(session, value)),
    "assignee": lambda session, value: id_of(people.find(session, value)),
    "priority": lambda session, value: id_of(projects.named(session, PriorityRow, "priority", value)),
    "issue_type": lambda session, value: id_of(projects.named(session, IssueTypeRow, "issue type", value)),
    "story_points": _check_points,
}


def _resolve_many(session: Session, project_id: int, name: str, values: tuple[str, ...]) -> tuple[int | str, ...]:
    if name == "labels":
        return tuple(sorted({"-".join(label.split()) for label in values} - {""}))
    return tuple(sorted({id_of(projects.find_component(session, project_id, each)) for each in values}))


def check_summary(text: str | None) -> str:
    """Return a summary in one line. Raises `BadInput`."""
    summary = " ".join((text or "").split())
    if not summary:
        raise BadInput("An issue needs a summary.")
    if len(summary) > MAX_SUMMARY:
        raise BadInput(f"The summary has {len(summary)} characters.", hint=f"Shorten it to {MAX_SUMMARY}.")
    return summary


def _column(
    name: str,
    to_id: Callable[[Value], str | None] = lambda value: None,
    to_text: Callable[[Session, Value], str | None] = lambda session, value: value,
    parse: Callable[[str | None, str | None], Value] = lambda key, text: text,
) -> Field:
    """Return a field that is one column of the issue."""

    def write(session: Session, issue: IssueRow, value: Value) -> None:
        setattr(issue, name, value)
        session.add(issue)

    return Field(lambda session, issue: getattr(issue, name), write, to_id, to_text, parse)


def _reference(name: str, table: type[Any], label: str = "name") -> Field:
    """Return a field that is the id of a row of another table."""

    def to_text(session: Session, value: int | None) -> str | None:
        return None if value is None else str(getattr(session.get_one(table, value), label))

    def parse(key: str | None, text: str | None) -> int | None:
        return None if key is None else int(key)

    return _column(name, lambda value: None if value is None else str(value), to_text, parse)


def _read_components(session: Session, issue: IssueRow) -> tuple[int, ...]:
    query = select(IssueComponentRow.component_id).where(IssueComponentRow.issue_id == issue.id)
    return tuple(sorted(session.exec(query)))


def _write_components(session: Session, issue: IssueRow, value: tuple[int, ...]) -> None:
    session.exec(delete(IssueComponentRow).where(col(IssueComponentRow.issue_id) == issue.id))
    session.add_all(IssueComponentRow(issue_id=id_of(issue), component_id=each) for each in value)


def _component_names(session: Session, value: tuple[int, ...]) -> str | None:
    rows = session.exec(select(ComponentRow.name).where(col(ComponentRow.id).in_(value)).order_by(ComponentRow.name))
    return ", ".join(rows) or None


def _read_labels(session: Session, issue: IssueRow) -> tuple[str, ...]:
    return tuple(sorted(session.exec(select(IssueLabelRow.label).where(IssueLabelRow.issue_id == issue.id))))


def _write_labels(session: Session, issue: IssueRow, value: tuple[str, ...]) -> None:
    session.exec(delete(IssueLabelRow).where(col(IssueLabelRow.issue_id) == issue.id))
    session.add_all(IssueLabelRow(issue_id=id_of(issue), label=each) for each in value)


def _number_text(session: Session, value: float | None) -> str | None:
    return None if value is None else repr(float(value)).removesuffix(".0")


def _moment_text(session: Session, value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()


FIELDS: dict[str, Field] = {
    "summary": _column("summary"),
    "description": _column("description", parse=lambda key, text: text or ""),
    "issue_type": _reference("issue_type_id", IssueTypeRow),
    "status": _reference("status_id", StatusRow),
    "priority": _reference("priority_id", PriorityRow),
    "resolution": _reference("resolution_id", ResolutionRow),
    "resolved": _column(
        "resolved", to_text=_moment_text, parse=lambda key, text: text and datetime.fromisoformat(text)
    ),
    "assignee": _reference("assignee_id", UserRow, "display_name"),
    "parent_key": _reference("parent_id", IssueRow, "key"),
    "due_date": _column("due_date", to_text=_moment_text, parse=lambda key, text: text and date.fromisoformat(text)),
    "story_points": _column("story_points", to_text=_number_text, parse=lambda key, text: text and float(text)),
    "components": Field(
        _read_components,
        _write_components,
        lambda value: ",".join(map(str, value)) or None,
        _component_names,
        lambda key, text: tuple(map(int, key.split(","))) if key else (),
    ),
    "labels": Field(
        _read_labels,
        _write_labels,
        lambda value: None,
        lambda session, value: " ".join(value) or None,
        lambda key, text: tuple(text.split()) if text else (),
    ),
}
