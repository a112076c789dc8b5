"""Prove that labelled items keep the guidelines: exact quotes, dates by the contract, names and keys that exist."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from assistant.evaluation.cases import Case, GoldCommand, GoldIssue, Quote
from assistant.evaluation.contract_dates import days_said
from assistant.evaluation.dataset import origins

PRIORITY_WORDS = {
    "Highest": r"block|critical|outage|drops? everything|highest|top|show[- ]?stopper|number one",
    "High": r"urgent|asap|a\.s\.a\.p|soon as|important|high|urgency",
    "Medium": r"medium|normal",
    "Low": r"\blow\b|low[- ]prio|(?:not|n't|never|nothing) .*(?:urgent|important)|rush|hurry|nice[- ]to[- ]have",
    "Lowest": r"trivial|lowest",
}
STATUSES = ("To Do", "In Progress", "In Review", "Done")
LINKS = ("blocks", "is blocked by", "relates to", "duplicates")
_CLAUSE = re.compile(
    r'project = \w+|issuetype = (?:Bug|Task|Story|Epic|"Sub-task")|statusCategory !?= Done|'
    r'status = (?:Done|"(?:To Do|In Progress|In Review)")|assignee (?:= "[^"]+"|IS EMPTY|= currentUser\(\))|'
    r'priority = (?:Highest|High|Medium|Low|Lowest)|component = "[^"]+"|labels = "[^"]+"|text ~ "[^"]+"|'
    r'due < now\(\)|due <= "\d{4}-\d\d-\d\d"'
)
_DURATION = re.compile(r"(?:\d+w)?\s?(?:\d+d)?\s?(?:\d+h)?\s?(?:\d+m)?")
_LISTS = ("components", "labels", "links")


def problems(cases: Iterable[Case]) -> list[str]:
    """Return what is wrong with the items, a line each; nothing when all keep the guidelines."""
    cases = list(cases)
    found = [f"{name}: the id is used {count} times" for name, count in _repeated(case.id for case in cases)]
    found += [f"{text[:50]!r}: the same text {count} times" for text, count in _repeated(case.text for case in cases)]
    known = origins()
    for case in cases:
        found += [f"{case.id}: {problem}" for problem in _of_case(case, known)]
    return found


def _repeated(values: Iterable[str]) -> list[tuple[str, int]]:
    return [(value, count) for value, count in Counter(values).items() if count > 1]


def _of_case(case: Case, known: dict[str, str]) -> Iterator[str]:
    yield from (f"{name!r} is not in people.json" for name in case.context.people if name not in known)
    if case.text != case.text.strip() or "\n\n\n" in case.text:
        yield "the text has blank ends or gaps"
    if case.kind == "negative" and not case.is_negative:
        yield "a negative has nothing to create"
    if case.kind == "command" and not case.commands:
        yield "a command item has commands"
    for number, issue in enumerate(case.issues, 1):
        yield from (f"issue {number}: {problem}" for problem in _of_issue(case, issue))
    for number, command in enumerate(case.commands, 1):
        yield from (f"command {number}: {problem}" for problem in _of_command(case, command))
    if case.page is not None and case.kind not in ("meeting", "standup"):
        yield f"a page of a {case.kind}; write null"
    if case.page is not None and not any((case.page.decisions, case.page.open_questions, case.page.key_points)):
        yield "the page is empty; write null"


def _of_issue(case: Case, issue: GoldIssue) -> Iterator[str]:
    if not 3 <= len(issue.summary) <= 80 or issue.summary.endswith("."):
        yield f"the summary has {len(issue.summary)} characters, or ends with a full stop"
    yield from _quotes(case.text, issue.evidence)
    quoted = Counter(quote.field for quote in issue.evidence)
    needed = {"summary": 1} | {n: 1 for n in ("priority", "assignee", "due_date", "story_points", "parent_key")
                               if getattr(issue, n) is not None}  # fmt: skip
    needed |= {"issue_type": 1} if issue.issue_type != "Task" else {}
    needed |= {name: len(getattr(issue, name)) for name in _LISTS if getattr(issue, name)}
    yield from (f"no evidence for {name}" for name, count in needed.items() if quoted[name] < count)
    empty = {"summary", "issue_type", *needed}
    yield from (f"evidence for {name}, which is empty or unknown" for name in quoted if name not in empty)
    yield from _names(case, issue)
    yield from _said(case, issue)


def _names(case: Case, issue: GoldIssue) -> Iterator[str]:
    keys = {known.key for known in case.context.known_issues}
    if issue.assignee is not None and issue.assignee not in case.context.people:
        yield f"assignee {issue.assignee!r} is not in the context"
    yield from (f"component {c!r} is not in the context" for c in issue.components if c not in case.context.components)
    yield from (f"label {label!r} is not lower-case-with-hyphens" for label in issue.labels
                if not re.fullmatch(r"[a-z0-9-]+", label))  # fmt: skip
    yield from (f"link to {link.key}, which nobody knows" for link in issue.links if link.key not in keys)
    yield from (f"no link type {link.type!r}" for link in issue.links if link.type not in LINKS)
    if issue.parent_key is not None and issue.parent_key not in keys:
        yield f"parent {issue.parent_key}, which nobody knows"


def _said(case: Case, issue: GoldIssue) -> Iterator[str]:
    """Check priorities by the guidelines' words and dates by their table."""
    if issue.priority and not re.search(PRIORITY_WORDS[issue.priority], _words(issue.evidence, "priority"), re.I):
        yield f"priority {issue.priority} is not in the words {_words(issue.evidence, 'priority')!r}"
    if issue.due_date:
        yield from _date(case, issue.due_date.isoformat(), _words(issue.evidence, "due_date"))


def _date(case: Case, value: str, words: str) -> Iterator[str]:
    today = case.context.reference_date
    days = sorted(day.isoformat() for day in days_said(words, today))
    if value not in days:
        yield f"{value} is not among {days}, the days in {words!r} said on {today:%A} {today}"
    elif not today.isoformat() <= value <= (today + timedelta(500)).isoformat():
        yield f"{value} is past or too far away"


def _words(evidence: Iterable[Quote], field: str) -> str:
    return " | ".join(quote.text for quote in evidence if quote.field == field)


def _quotes(talk: str, evidence: Iterable[Quote]) -> Iterator[str]:
    for quote in evidence:
        count = len(re.findall(f"(?={re.escape(quote.text)})", talk))
        if quote.span(talk) is None:
            yield f"{quote.text!r} (nth {quote.nth}) is not in the text"
        elif count > 1 and "nth" not in quote.model_fields_set:
            yield f"{quote.text!r} occurs {count} times; say which with nth"
        elif quote.text != quote.text.strip():
            yield f"{quote.text!r} has blank ends"


def _of_command(case: Case, command: GoldCommand) -> Iterator[str]:
    yield from _quotes(case.text, command.evidence)
    keys = {known.key for known in case.context.known_issues}
    fields = {quote.field for quote in command.evidence}
    needed = {"undo": set(), "search": {"value"}}.get(command.action, {"key", "value"})
    if not needed <= fields or fields - {"key", "value"}:
        yield f"evidence for {sorted(fields)}, not {sorted(needed)}"
    if (command.key is None) != (command.action in ("undo", "search")):
        yield f"key {command.key!r} with {command.action}"
    if command.key is not None and command.key not in keys:
        yield f"{command.key} is not a known issue"
    if (command.value is None) != (command.action == "undo"):
        yield f"value {command.value!r} with {command.action}"
    elif command.value is not None:
        yield from _value(case, command, command.value, keys)


def _value(case: Case, command: GoldCommand, value: str, keys: set[str]) -> Iterator[str]:
    if command.action == "set_due":
        yield from _date(case, value, _words(command.evidence, "value"))
    elif not _is_value(case, command.action, value, keys):
        yield f"{value!r} is no value for {command.action}"
    if command.action == "search" and f"project = {case.context.project_key}" not in value.split(" AND "):
        yield f"{value!r} does not say its project"


def _is_value(case: Case, action: str, value: str, keys: set[str]) -> bool:
    if action == "link":
        link = re.fullmatch(r"(.+) (\S+-\d+)", value)
        return bool(link and link[1] in LINKS and link[2] in keys)
    if action == "log_work":
        return bool(value and _DURATION.fullmatch(value))
    if action == "search":
        return all(_CLAUSE.fullmatch(part) for part in value.split(" AND "))
    if action == "comment":
        return value in case.text
    known = {"transition": STATUSES, "assign": case.context.people, "set_priority": tuple(PRIORITY_WORDS)}
    return value in known[action]
