"""The Issue screen: one issue with everything known about it, and its edit form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.errors import BadInput, NotFound
from assistant.markup.markdown import to_html
from assistant.schema.draft import Evidence, IssueDraft
from assistant.schema.jira import Issue, IssueChange, User
from assistant.schema.review import Review
from assistant.ui.cards import Choices, issue_card
from assistant.ui.edits import issue_change
from assistant.ui.render import notice, render
from assistant.ui.screens import Changes, Desk, Place

_RECENT = 12
_EDITABLE = (
    "summary",
    "description",
    "issue_type",
    "priority",
    "due_date",
    "story_points",
    "components",
    "labels",
    "parent_key",
)


@dataclass(frozen=True)
class CommentView:
    """A comment with its body as HTML."""

    author: User | None
    created: datetime
    html: str


def recent(desk: Desk) -> Changes:
    """Return the screen without an issue: what changed lately."""
    issues = sorted(desk.assistant.store.issues(), key=lambda issue: issue.updated, reverse=True)
    return {"issue": render("issue_none.html", issues=issues[:_RECENT])}


def open_issue(desk: Desk, key: str) -> Changes:
    """Return the screen of one issue. Raises `NotFound`."""
    store = desk.assistant.store
    issue = store.issue(key)
    review = _review(desk, issue)
    html = render(
        "issue.html",
        issue=issue,
        description=to_html(issue.description) if issue.description.strip() else "",
        card=_form(desk, issue),
        known=[(other.key, other.summary) for other in store.issues() if other.key != issue.key],
        review=review,
        evidence=_evidence(desk, issue) if review else [],
        children=[other for other in store.issues(issue.project_key) if other.parent_key == issue.key],
        comments=[CommentView(c.author, c.created, to_html(c.body)) for c in store.comments(issue.key)],
        history=list(reversed(store.history(issue.key))),
        transitions=store.transitions(issue.key),
        time_spent=_time(sum(log.seconds_spent for log in store.worklogs(issue.key))),
    )
    return {"tab": "issue", "issue": html, "notice": ""}


def _form(desk: Desk, issue: Issue) -> Any:
    """Return the issue's fields as a card, drawn like a proposed one but without evidence."""
    store = desk.assistant.store
    values = {name: getattr(issue, name) for name in _EDITABLE}
    draft = IssueDraft(**values, assignee=issue.assignee.display_name if issue.assignee else None)
    choices = Choices(
        people=tuple(user.display_name for user in store.people() if user.active),
        components=tuple(store.components(issue.project_key)),
    )
    return issue_card(draft, choices)


def _review(desk: Desk, issue: Issue) -> Review | None:
    if issue.review_id is None:
        return None
    try:
        return desk.assistant.store.review(issue.review_id)
    except NotFound:
        return None


def _evidence(desk: Desk, issue: Issue) -> list[tuple[str, Evidence]]:
    """Return the words that this issue came from, each with the name of its field."""
    return [(e.field.replace("_", " ").capitalize(), e) for e in desk.assistant.store.evidence(issue.key)]


def _time(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(part for part in (f"{hours}h" if hours else "", f"{minutes}m" if minutes else "") if part)


def edit(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Change the fields that the person changed."""
    key = str(data.get("key", ""))
    before = desk.assistant.store.issue(key)
    wanted = issue_change(data.get("fields", {})).changes()
    changed = {name: value for name, value in wanted.items() if value != _current(before, name)}
    if not changed:
        return open_issue(desk, key) | {"notice": notice("Nothing was changed.")}
    desk.assistant.store.edit_issue(key, IssueChange.model_validate(changed))
    return open_issue(desk, key) | {"notice": notice(f"{key} is saved.")}


def _current(issue: Issue, name: str) -> Any:
    value = getattr(issue, name)
    return value.display_name if isinstance(value, User) else value


def comment(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Add a comment."""
    key = str(data.get("key", ""))
    body = str(data.get("fields", {}).get("body", "")).strip()
    if not body:
        raise BadInput("The comment is empty.", hint="Write something first.")
    desk.assistant.store.add_comment(key, body)
    return open_issue(desk, key)
