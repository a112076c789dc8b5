"""Values for what is proposed from talk: the draft set of the contract, and the context it is made in."""

from datetime import date
from typing import Any, Literal

from assistant.schema.base import Value

IssueTypeName = Literal["Bug", "Task", "Story", "Epic", "Sub-task"]
PriorityName = Literal["Highest", "High", "Medium", "Low", "Lowest"]
CommandAction = Literal[
    "transition", "assign", "comment", "set_priority", "set_due", "link", "log_work", "search", "undo"
]

ISSUE_TYPES: tuple[IssueTypeName, ...] = ("Epic", "Story", "Task", "Bug", "Sub-task")
PRIORITIES: tuple[PriorityName, ...] = ("Highest", "High", "Medium", "Low", "Lowest")


class KnownIssue(Value):
    """An existing issue that talk may refer to."""

    key: str
    summary: str


class DraftContext(Value):
    """What is known around the talk: the day it was said, the team, the project's parts."""

    reference_date: date
    timezone: str = "UTC"
    project_key: str = ""
    people: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    known_issues: tuple[KnownIssue, ...] = ()


class Evidence(Value):
    """The words that carry one field: half-open character offsets into the text, and seconds if it was spoken."""

    field: str
    start: int
    end: int
    text: str
    seconds: tuple[float, float] | None = None


class LinkDraft(Value):
    """A proposed relation to an existing issue, read from the new issue: it "blocks" `key`."""

    type: str
    key: str


class IssueDraft(Value):
    """A proposed issue. A field that was not said is None, never guessed."""

    summary: str
    description: str = ""
    issue_type: IssueTypeName = "Task"
    priority: PriorityName | None = None
    assignee: str | None = None
    due_date: date | None = None
    story_points: float | None = None
    components: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    parent_key: str | None = None
    scores: dict[str, float] = {}
    evidence: tuple[Evidence, ...] = ()


class CommandDraft(Value):
    """A proposed change to an existing issue (`key`), or a search or undo without one."""

    action: CommandAction
    key: str | None = None
    value: str | None = None
    evidence: tuple[Evidence, ...] = ()


class PageDraft(Value):
    """A proposed page: what was talked about, decided and left open."""

    title: str
    summary: str = ""
    decisions: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Question(Value):
    """Something the person must settle: which field of which issue, and the answers offered."""

    field: str
    issue: int | None
    text: str
    candidates: tuple[str, ...] = ()


class DraftInfo(Value):
    """What made a draft set and how long it took."""

    engine: str
    weights: dict[str, str] = {}
    seconds: float = 0.0
    options: dict[str, Any] = {}


class DraftSet(Value):
    """Everything proposed from one text."""

    id: str = ""
    issues: tuple[IssueDraft, ...] = ()
    commands: tuple[CommandDraft, ...] = ()
    page: PageDraft | None = None
    questions: tuple[Question, ...] = ()
    info: DraftInfo


class DraftItem(Value):
    """One line of a batch: a text and whatever context is known."""

    id: str = ""
    text: str
    context: dict[str, Any] | None = None
