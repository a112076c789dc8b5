"""What a person did to the cards of a review, merged into its draft set."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from assistant.errors import BadInput
from assistant.schema.draft import CommandDraft, DraftSet, Evidence, IssueDraft, PageDraft
from assistant.schema.jira import IssueChange

#: A card as the page sends it: {"kind": "issue", "index": 0, "on": true, "fields": {"summary": "..."}}.
Card = Mapping[str, Any]

_T = TypeVar("_T")
_V = TypeVar("_V", IssueDraft, CommandDraft, PageDraft, IssueChange)

_LINK = re.compile(r"^(?P<type>[A-Za-z][A-Za-z ]*?)\s+(?P<key>[A-Za-z][A-Za-z0-9_]*-\d+)$")
_LINES = ("decisions", "open_questions", "key_points")
_OPTIONAL = ("priority", "assignee", "due_date", "story_points", "parent_key", "key", "value")
_EMPTY: dict[str, Any] = {"description": "", "components": (), "labels": (), "links": ()}


def merge(drafts: DraftSet, cards: Sequence[Card]) -> DraftSet:
    """Return the draft set as the person left it: only the chosen cards, with their edits.

    Evidence and scores stay with the fields that were not changed. Raises `BadInput` naming the card.
    """
    chosen = [card for card in cards if card.get("on")]
    if not chosen:
        raise BadInput("Nothing is chosen.", hint="Switch on what should be written, or reject the drafts.")
    page = next((_page(drafts, card) for card in chosen if card["kind"] == "page"), None)
    return drafts.model_copy(
        update={
            "issues": tuple(_issue(drafts, card) for card in chosen if card["kind"] == "issue"),
            "commands": tuple(_command(drafts, card) for card in chosen if card["kind"] == "command"),
            "page": page,
            "questions": (),
        }
    )


def issue_change(fields: Mapping[str, Any]) -> IssueChange:
    """Return the update form for the fields that a form sent. Raises `BadInput`."""
    values = {name: _value(name, raw) for name, raw in fields.items()}
    _require(values, "summary", "The issue")
    return _build(IssueChange, values, "The issue")


def _issue(drafts: DraftSet, card: Card) -> IssueDraft:
    where = f"Issue {card['number']}" if card.get("number") else "The issue"
    values = {name: _value(name, raw, where) for name, raw in card["fields"].items()}
    _require(values, "summary", where)
    index = card.get("index")
    if index is None:
        return _build(IssueDraft, values, where)
    before = _pick(drafts.issues, index, where)
    after = _build(IssueDraft, before.model_dump() | values, where)
    kept = _kept(before, after)
    scores = {name: score for name, score in before.scores.items() if name not in _changed(before, after)}
    return after.model_copy(update={"evidence": kept, "scores": scores})


def _command(drafts: DraftSet, card: Card) -> CommandDraft:
    before = _pick(drafts.commands, card["index"], "The change")
    values = {name: _value(name, raw) for name, raw in card["fields"].items()}
    after = _build(CommandDraft, before.model_dump() | values, "The change")
    return after.model_copy(update={"evidence": _kept(before, after)})


def _page(drafts: DraftSet, card: Card) -> PageDraft:
    if drafts.page is None:
        raise BadInput("There is no page among these drafts.")
    values = {name: _value(name, raw) for name, raw in card["fields"].items()}
    _require(values, "title", "The page")
    after = _build(PageDraft, drafts.page.model_dump() | values, "The page")
    return after.model_copy(update={"evidence": _kept(drafts.page, after)})


def _value(name: str, raw: Any, where: str = "The issue") -> Any:
    """Turn what a form field holds into what its value takes."""
    if isinstance(raw, list):
        return tuple(dict.fromkeys(item.strip() for item in raw if item.strip()))
    text = str(raw).replace("\r\n", "\n").strip()
    if name in _LINES:
        return tuple(line.strip(" \t-*•") for line in text.splitlines() if line.strip(" \t-*•"))
    if name == "labels":
        return tuple(dict.fromkeys(re.sub(r"\s+", "-", part.strip()) for part in text.split(",") if part.strip()))
    if name == "links":
        return tuple(_link(part.strip(), where) for part in text.split(",") if part.strip())
    if name in ("parent_key", "key"):
        text = text.upper()
    return None if not text and name in _OPTIONAL else text


def _link(text: str, where: str) -> dict[str, str]:
    found = _LINK.match(text)
    if not found:
        raise BadInput(f"{where}: {text!r} is not a link.", hint='Write links as "blocks DEMO-3, relates to DEMO-7".')
    return {"type": found["type"].lower(), "key": found["key"].upper()}


def _require(values: Mapping[str, Any], name: str, where: str) -> None:
    if name in values and not values[name]:
        raise BadInput(f"{where} needs a {name}.", hint=f"Write the {name}, or switch the card off.")


def _pick(items: Sequence[_T], index: int, where: str) -> _T:
    if not 0 <= index < len(items):
        raise BadInput(f"{where} is not among these drafts.", hint="Open the review again.")
    return items[index]


def _build(kind: type[_V], values: Mapping[str, Any], where: str) -> _V:
    try:
        return kind.model_validate({name: _EMPTY.get(name) if v is None else v for name, v in values.items()})
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]).replace("_", " ") if first["loc"] else "form"
        raise BadInput(f"{where}: the {field} {first['input']!r} cannot be used.", hint=f"{first['msg']}.") from error


def _changed(before: IssueDraft | CommandDraft | PageDraft, after: IssueDraft | CommandDraft | PageDraft) -> set[str]:
    return {name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)}


def _kept(
    before: IssueDraft | CommandDraft | PageDraft, after: IssueDraft | CommandDraft | PageDraft
) -> tuple[Evidence, ...]:
    changed = _changed(before, after)
    return tuple(e for e in before.evidence if e.field.split("[")[0] not in changed)
