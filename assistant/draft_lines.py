"""Drafting a file of items, a line each: engines are loaded once and every line is written as soon as it is ready."""

import json
from collections.abc import Container, Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from assistant.errors import AssistantError, BadInput
from assistant.pipeline import Assistant
from assistant.schema.draft import DraftItem


def draft_lines(
    assistant: Assistant, lines: Iterable[str], *, engine: str | None = None, done: Container[str] = ()
) -> Iterator[dict[str, Any]]:
    """Yield the draft set of each item as plain JSON; a line that fails yields its id and an ``error`` instead.

    Blank lines are passed over, and so are items whose id is in `done`. An item without an id gets its line number.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        item_id = str(number)
        try:
            item = _parse(line, number)
            item_id = item.id or item_id
            if item_id in done:
                continue
            drafts = assistant.draft(item.text, assistant.complete_context(item.context), engine=engine)
        except AssistantError as error:
            yield {"id": item_id, "error": f"{error} {error.hint}".strip()}
        else:
            yield drafts.model_copy(update={"id": item_id}).model_dump(mode="json")


def finished_rows(lines: Iterable[str]) -> dict[str, str]:
    """Return, by id, the lines of an earlier, perhaps interrupted, output that need no second try."""
    rows = ((line, _row(line)) for line in lines)
    return {str(row["id"]): line for line, row in rows if "id" in row and "error" not in row}


def _row(line: str) -> dict[str, Any]:
    """Read one output line; a line cut off by an interruption counts as absent."""
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _parse(line: str, number: int) -> DraftItem:
    try:
        fields = json.loads(line)
        known = {name: fields[name] for name in ("id", "text", "context") if fields.get(name) is not None}
        return DraftItem.model_validate(known)
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise BadInput(
            f"Line {number} is not a draft item.", hint='Each line is {"id": "...", "text": "...", "context": {...}}.'
        ) from error
