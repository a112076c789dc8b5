"""The Board screen: issues in columns by status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.schema.jira import Issue
from assistant.ui import issue as issue_screen
from assistant.ui.render import notice, render
from assistant.ui.screens import Changes, Desk, Place


@dataclass(frozen=True)
class Column:
    """One status with its issues."""

    status: str
    issues: tuple[Issue, ...]


def show(desk: Desk, place: Place) -> Changes:
    """Return the board of the chosen project, narrowed by the filter."""
    store = desk.assistant.store
    found = store.issues(place.project_key, text=place.filter.strip() or None)
    columns = [
        Column(status, tuple(issue for issue in found if issue.status == status))
        for status in store.statuses(place.project_key)
    ]
    html = render(
        "board.html",
        columns=columns,
        today=date.today(),
        filtered=bool(place.filter.strip()),
        url="?tab=board",
    )
    return {"board": html}


def open_board(desk: Desk, place: Place) -> Changes:
    """Go to the board."""
    return {"tab": "board"} | show(desk, place)


def move(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Move an issue along the workflow, from the board or from its own screen."""
    key = str(data.get("key", ""))
    moved = desk.assistant.store.transition(key, str(data.get("status", "")))
    told = notice(f"{moved.key} is {moved.status} now.")
    if data.get("on") == "board":
        return show(desk, place) | {"notice": told}
    return issue_screen.open_issue(desk, key) | {"notice": told}
