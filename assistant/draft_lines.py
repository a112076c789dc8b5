"""Drafting a file of items, a line each: engines are loaded once and every line is written as soon as it is ready."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from assistant.errors import AssistantError, BadInput
from assistant.pipeline import Assistant
from assistant.schema.draft import DraftItem


def draft_lines(
    assistant: Assistant, lines: Iterable[str], *, engine: str | None = None, done: Iterable[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield the draft set of each item as plain JSON; a line that fails yields its id and an ``error`` instead.

    Blank lines are passed over, and so is, for each id in `done`, one item of that id. An item without an id gets its
    line number.
    """
    finished = Counter(done)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        fields = _row(line)
        item_id = _id(fields) or str(number)
        try:
            item = _parse(fields, number)
            if finished[item_id]:
                finished[item_id] -= 1
                continue
            drafts = assistant.draft(item.text, assistant.complete_context(item.context), engine=engine)
        except AssistantError as error:
            yield {"id": item_id, "error": f"{error} {error.hint}".strip()}
        else:
            yield drafts.model_copy(update={"id": item_id}).model_dump(mode="json")


def split_lines(text: str) -> list[str]:
    """Split JSON lines. Only a line feed ends one: the other ends that Python knows may stand inside JSON's strings."""
    return text.removesuffix("\n").split("\n") if text else []


def finished_rows(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return ids and lines of an earlier, perhaps interrupted, output that need no second try."""
    rows = ((line, _row(line)) for line in lines)
    return [(str(row["id"]), line) for line, row in rows if "id" in row and "error" not in row]


def _row(line: str) -> dict[str, Any]:
    """Read one line; what is no JSON object, as a line cut off by an interruption, counts as an empty one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _id(fields: dict[str, Any]) -> str:
    """Return the id as text, also of an item that counts its own, and of one that is wrong elsewhere."""
    given = fields.get("id")
    return str(given) if isinstance(given, (str, int, float)) else ""


def _parse(fields: dict[str, Any], number: int) -> DraftItem:
    try:
        known = {name: fields[name] for name in ("text", "context") if fields.get(name) is not None}
        return DraftItem.model_validate(known)
    except ValidationError as error:
        raise BadInput(
            f"Line {number} is not a draft item.", hint='Each line is {"id": "...", "text": "...", "context": {...}}.'
        ) from error
