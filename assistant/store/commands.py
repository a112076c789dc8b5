"""Carrying out the commands of a draft set on existing issues."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from assistant.errors import BadInput
from assistant.schema.draft import CommandDraft
from assistant.store import issues, links, remarks, workflow
from assistant.store.durations import parse_duration
from assistant.store.fields import change, resolve
from assistant.store.people import Stamp
from assistant.store.tables import IssueRow


def carry_out(session: Session, command: CommandDraft, stamp: Stamp) -> str | None:
    """Apply one command and return the key it changed, None if it was so already.

    Raises `BadInput`, `NotFound` or `Conflict` when it cannot be done.
    """
    if command.action not in _ACTIONS:
        raise BadInput(_ELSEWHERE[command.action].format(value=command.value or ""))
    if not command.key:
        raise BadInput("It names no issue.")
    if not (command.value or "").strip():
        raise BadInput("It says no value.")
    issue = issues.get(session, command.key)
    done = _ACTIONS[command.action](session, issue, (command.value or "").strip(), stamp)
    return issue.key if done else None


_ELSEWHERE = {
    "search": "Searching changes nothing; look for {value!r} in the list of issues.",
    "undo": "Undoing is a step of its own: undo the latest accepted review.",
}


def _assign(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    return _set(session, issue, "assignee", value, stamp)


def _set_priority(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    return _set(session, issue, "priority", value, stamp)


def _set_due(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise BadInput(f"{value!r} is not a date.", hint="Write it as 2026-03-31.") from error
    return _set(session, issue, "due_date", day, stamp)


def _set(session: Session, issue: IssueRow, name: str, value: object, stamp: Stamp) -> bool:
    return bool(change(session, issue, {name: resolve(session, issue.project_id, name, value)}, stamp))


def _transition(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    return bool(workflow.transition(session, issue, value, stamp))


def _comment(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    remarks.add_comment(session, issue, value, stamp)
    return True


def _link(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    phrase, _, key = value.rpartition(" ")
    if not phrase:
        raise BadInput(f"{value!r} is not a link.", hint='Write it as "blocks DEMO-4".')
    links.add(session, issue, phrase, issues.get(session, key), stamp)
    return True


def _log_work(session: Session, issue: IssueRow, value: str, stamp: Stamp) -> bool:
    remarks.log_work(session, issue, parse_duration(value), "", stamp)
    return True


_ACTIONS: dict[str, Callable[[Session, IssueRow, str, Stamp], bool]] = {
    "transition": _transition,
    "assign": _assign,
    "comment": _comment,
    "set_priority": _set_priority,
    "set_due": _set_due,
    "link": _link,
    "log_work": _log_work,
}
