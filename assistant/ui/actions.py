"""What the page can ask for by name, and the one place where errors become words."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.errors import BadInput, UnknownName
from assistant.ui import board, capture, evaluate, issue, judge, pages
from assistant.ui.render import error_notice
from assistant.ui.screens import Changes, Desk, Place, whole

Action = Callable[[Desk, Place, Mapping[str, Any]], Changes]

ACTIONS: dict[str, Action] = {
    "accept": capture.accept,
    "comment": issue.comment,
    "edit_issue": issue.edit,
    "edit_page": pages.edit,
    "move": board.move,
    "new": capture.new_capture,
    "reject": capture.reject,
    "reopen": capture.reopen,
    "stop": capture.stop,
    "undo": capture.undo,
    "verdict": judge.verdict,
}


def act(desk: Desk, place: Place, message: str) -> Iterator[Changes]:
    """Do what a message of the page asks for: {"action": NAME, ...}."""
    data = _read(message)
    name = str(data.get("action", ""))
    if name == "open":
        yield from open_link(desk, place, data)
    elif name in ACTIONS:
        yield ACTIONS[name](desk, place, data)
    else:
        raise UnknownName("action", name, ACTIONS)


def _read(message: str) -> dict[str, Any]:
    try:
        data = json.loads(message or "{}")
    except json.JSONDecodeError as error:
        raise BadInput("The page sent something unreadable.", hint="Reload the page.") from error
    return data if isinstance(data, dict) else {}


def open_link(desk: Desk, place: Place, query: Mapping[str, Any]) -> Iterator[Changes]:
    """Open what a link names: ?issue=KEY, ?page=ID&version=N, ?review=ID, ?job=ID, ?judge=RUN&with=RUN or ?tab=NAME."""
    if query.get("job"):
        yield from capture.watch(desk, whole(query, "job"))
    elif query.get("issue"):
        yield issue.open_issue(desk, str(query["issue"]).upper())
    elif query.get("page"):
        version = whole(query, "version")
        yield pages.open_page(desk, whole(query, "page"), version if version > 0 else None)
    elif query.get("review"):
        yield capture.open_review(desk, whole(query, "review"))
    elif query.get("judge"):
        yield judge.open_judge(desk, query)
    else:
        yield open_tab(desk, place, str(query.get("tab", "capture")))


def open_tab(desk: Desk, place: Place, name: str) -> Changes:
    """Go to a tab, with fresh content."""
    if name == "board":
        return board.open_board(desk, place)
    if name == "issue":
        return {"tab": "issue"} | issue.recent(desk)
    if name == "pages":
        return {"tab": "pages"} | pages.overview(desk)
    if name == "evaluate":
        return evaluate.overview(desk)
    return capture.start_screen(desk)


def told(steps: Iterator[Changes]) -> Iterator[Changes]:
    """Pass steps on; an error ends them with a message in words."""
    try:
        yield from steps
    except Exception as error:  # the last stop before the person
        yield {"notice": error_notice(error)}
