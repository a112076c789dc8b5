"""Draft sets as cards: every field with its control, its evidence and whether anything was heard for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.schema.draft import (
    ISSUE_TYPES,
    PRIORITIES,
    CommandDraft,
    DraftSet,
    Evidence,
    IssueDraft,
    PageDraft,
    Question,
)
from assistant.ui.highlight import COMMAND_FIELDS
from assistant.ui.render import day, number


@dataclass(frozen=True)
class Choices:
    """What the store offers for the fields of a card."""

    people: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    issues: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Field:
    """One field of a card. `control` names the macro that draws it; `value` is a list for "chips" alone."""

    name: str
    label: str
    control: str
    value: str | list[str]
    options: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    placeholder: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class Card:
    """One proposal as shown. `index` is its place in the draft set; None for a card the person adds."""

    kind: str
    index: int | None
    heading: str
    fields: tuple[Field, ...]
    questions: tuple[Question, ...] = ()

    @property
    def anchor(self) -> str:
        """The name that marks in the text use for this card."""
        return f"{self.kind}-{'new' if self.index is None else self.index}"

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return next(field for field in self.fields if field.name == name)

    def find(self, name: str) -> Field | None:
        """Return a field by its name, if the card has it."""
        return next((field for field in self.fields if field.name == name), None)


def cards(drafts: DraftSet, choices: Choices) -> list[Card]:
    """Return the cards of a draft set: issues, changes to existing issues, then the page."""
    result = [
        issue_card(issue, choices, n, tuple(q for q in drafts.questions if q.issue == n))
        for n, issue in enumerate(drafts.issues)
    ]
    result += [_command_card(command, choices, n) for n, command in enumerate(drafts.commands)]
    return result + ([_page_card(drafts.page)] if drafts.page else [])


def open_questions(drafts: DraftSet) -> list[Question]:
    """Return the questions that belong to no issue card."""
    return [q for q in drafts.questions if q.issue is None or not 0 <= q.issue < len(drafts.issues)]


def issue_card(
    issue: IssueDraft, choices: Choices, index: int | None = None, questions: tuple[Question, ...] = ()
) -> Card:
    """Return the card of a proposed issue."""
    known = tuple(key for key, _ in choices.issues)
    links = ", ".join(f"{link.type} {link.key}" for link in issue.links)
    components = _options((*choices.components, *issue.components))
    raw = (
        Field("summary", "Summary", "line", issue.summary, placeholder="What is to be done"),
        Field("description", "Description", "lines", issue.description, placeholder="Not said"),
        Field("issue_type", "Type", "select", issue.issue_type, _options(ISSUE_TYPES)),
        Field("priority", "Priority", "select", issue.priority or "", _options(PRIORITIES, "Not said")),
        Field("assignee", "Assignee", "select", issue.assignee or "", _people(choices, issue.assignee)),
        Field("due_date", "Due", "date", issue.due_date.isoformat() if issue.due_date else ""),
        Field("story_points", "Points", "number", number(issue.story_points), placeholder="–"),
        Field("components", "Components", "chips", list(issue.components), components),
        Field("labels", "Labels", "line", ", ".join(issue.labels), placeholder="comma, separated"),
        Field("links", "Links", "line", links, placeholder="blocks DEMO-3"),
        Field("parent_key", "Parent", "key", issue.parent_key or "", _options(known), placeholder="DEMO-1"),
    )
    return Card("issue", index, "New issue", _with_evidence(raw, issue.evidence, index is None), questions)


def _command_card(command: CommandDraft, choices: Choices, index: int) -> Card:
    value = command.value or ""
    controls = {
        "transition": ("Move to", "select", _options((*choices.statuses, value))),
        "assign": ("Assign to", "select", _people(choices, value)),
        "set_priority": ("Priority", "select", _options(PRIORITIES)),
        "set_due": ("Due", "date", ()),
        "comment": ("Comment", "lines", ()),
        "link": ("Link", "line", ()),
        "log_work": ("Time spent", "line", ()),
        "search": ("Search (JQL)", "line", ()),
    }
    fields: list[Field] = []
    if command.action not in ("search", "undo"):
        known = _options(key for key, _ in choices.issues)
        fields.append(Field("key", "Issue", "key", command.key or "", known, placeholder="DEMO-1"))
    if command.action in controls:
        label, control, options = controls[command.action]
        fields.append(Field("value", label, control, value, options))
    whole = [e for e in command.evidence if e.field not in COMMAND_FIELDS]
    heard = [e.model_copy(update={"field": name}) for e in whole for name in COMMAND_FIELDS]
    shown = _with_evidence(fields, (*command.evidence, *heard), False)
    return Card("command", index, describe(command, dict(choices.issues)), shown)


def describe(command: CommandDraft, summaries: dict[str, str]) -> str:
    """Return a command as a sentence a person would say."""
    value = command.value or "…"
    if command.action == "set_due" and command.value:
        value = _spoken_day(command.value)
    key = command.key or "an issue"
    return {
        "transition": f"Move {key} to {value}",
        "assign": f"Assign {key} to {value}",
        "comment": f"Comment on {key}",
        "set_priority": f"Set the priority of {key} to {value}",
        "set_due": f"Set the due date of {key} to {value}",
        "link": f"Link: {key} {value}",
        "log_work": f"Log {value} on {key}",
        "search": f"Search: {value}",
        "undo": "Undo the last accepted drafts",
    }[command.action]


def _spoken_day(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def _page_card(page: PageDraft) -> Card:
    raw = (
        Field("title", "Title", "line", page.title),
        Field("summary", "Summary", "lines", page.summary, placeholder="Not said"),
        Field("decisions", "Decisions", "lines", "\n".join(page.decisions), placeholder="One a line"),
        Field("open_questions", "Open questions", "lines", "\n".join(page.open_questions), placeholder="One a line"),
        Field("key_points", "Key points", "lines", "\n".join(page.key_points), placeholder="One a line"),
    )
    return Card("page", 0, "New page", _with_evidence(raw, page.evidence, False))


def _with_evidence(fields: Iterable[Field], evidence: Sequence[Evidence], added: bool) -> tuple[Field, ...]:
    """Give every field its words; a filled field without any is flagged, unless the person added the card."""
    result = []
    for field in fields:
        heard = tuple(e for e in evidence if e.field.split("[")[0] == field.name)
        flagged = bool(field.value) and not heard and not added
        result.append(
            Field(field.name, field.label, field.control, field.value, field.options, heard, field.placeholder, flagged)
        )
    return tuple(result)


def _people(choices: Choices, proposed: str | None) -> tuple[tuple[str, str], ...]:
    return _options((*choices.people, *([proposed] if proposed else [])), "Nobody")


def _options(names: Iterable[str], nothing: str | None = None) -> tuple[tuple[str, str], ...]:
    named = tuple((name, name) for name in dict.fromkeys(names) if name)
    return named if nothing is None else (("", nothing), *named)
