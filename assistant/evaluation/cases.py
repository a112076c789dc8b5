"""Labelled items of work talk: the values, and loading them by suite and split."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from assistant.errors import BadInput
from assistant.schema.base import Value
from assistant.schema.draft import CommandAction, DraftContext, IssueTypeName, LinkDraft, PriorityName

DATA = Path(__file__).with_name("data")
KINDS = ("dictation", "standup", "meeting", "command", "typed", "negative")
SPLITS = ("train", "dev", "test")
SUITES = ("hearing", "issues", "pages", "commands")

Kind = Literal["dictation", "standup", "meeting", "command", "typed", "negative"]
Form = Literal["clean", "raw", "typed"]
Suite = Literal["hearing", "issues", "pages", "commands"]
Span = tuple[int, int]


class Quote(Value):
    """An exact piece of the talk that carries a field; `nth` says which, where it occurs more than once."""

    field: str
    text: str
    nth: int = 1

    def span(self, talk: str) -> Span | None:
        """Return where the quote stands in `talk`, as half-open character offsets, or None if it does not."""
        found = [match.start() for match in re.finditer(f"(?={re.escape(self.text)})", talk)]
        if not self.text or not 1 <= self.nth <= len(found):
            return None
        start = found[self.nth - 1]
        return start, start + len(self.text)


class GoldIssue(Value):
    """An issue that should be proposed; null and empty are answers too: it was not said."""

    summary: str
    issue_type: IssueTypeName
    priority: PriorityName | None
    assignee: str | None
    due_date: date | None
    story_points: float | None
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    parent_key: str | None = None
    evidence: tuple[Quote, ...] = ()


class GoldCommand(Value):
    """A change that should be proposed."""

    action: CommandAction
    key: str | None
    value: str | None
    evidence: tuple[Quote, ...] = ()


class GoldPage(Value):
    """What somebody who was not there should read."""

    decisions: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()


class Case(Value):
    """One labelled item: a draft item and the answer a careful assistant would give. See data/GUIDELINES.md."""

    id: str
    kind: Kind
    domain: str
    form: Form
    document: str
    text: str
    context: DraftContext
    issues: tuple[GoldIssue, ...] = ()
    commands: tuple[GoldCommand, ...] = ()
    page: GoldPage | None = None
    note: str = ""

    @property
    def words(self) -> int:
        """How many words the talk has."""
        return len(self.text.split())

    @property
    def is_negative(self) -> bool:
        """Whether there is nothing to create or change."""
        return not self.issues and not self.commands


def parse_case(line: str) -> Case:
    """Read one line of a data file. Raises `BadInput` saying what is wrong with it."""
    try:
        row = json.loads(line)
        return Case.model_validate(row)
    except (ValueError, RecursionError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = ".".join(str(part) for part in first["loc"]) if first and first["loc"] else "the line"
        what = first["msg"] if first else str(error)
        raise BadInput(f"{_name(line)}: {where}: {what}") from error


def _name(line: str) -> str:
    found = re.search(r'"id":\s*"([^"]*)"', line)
    return found[1] if found else line[:40]
