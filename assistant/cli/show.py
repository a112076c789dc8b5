"""Draft sets, boards and pages as a person reads them in a terminal."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.cli.terminal import Console
from assistant.schema.draft import CommandDraft, DraftSet, Evidence, IssueDraft, PageDraft
from assistant.schema.review import Applied

#: The fields of an issue draft in the order a person asks for them.
_FIELDS = (
    "issue_type", "priority", "assignee", "due_date", "story_points", "components", "labels", "links", "parent_key",
)  # fmt: skip


def show_drafts(console: Console, drafts: DraftSet) -> None:
    """Print what is proposed, each field beside the words that carry it."""
    for number, issue in enumerate(drafts.issues, start=1):
        console.print(Panel(_issue(issue), title=Text(f"Issue {number}: {issue.summary}"), title_align="left"))
    for command in drafts.commands:
        console.print(Panel(_command(command), title="Command", title_align="left"))
    if drafts.page:
        console.print(Panel(_page(drafts.page), title=Text(f"Page: {drafts.page.title}"), title_align="left"))
    for question in drafts.questions:
        offered = f" ({', '.join(question.candidates)})" if question.candidates else ""
        where = f"Issue {question.issue + 1}: " if question.issue is not None else ""
        console.print(Text(f"? {where}{question.text}{offered}", style="yellow"))
    if not (drafts.issues or drafts.commands or drafts.page):
        console.print("Nothing to create was found.")


def show_applied(console: Console, applied: Applied) -> None:
    """Print what accepting wrote."""
    for label, names in (
        ("Created", applied.issue_keys),
        ("Changed", applied.changed_keys),
        ("Pages", tuple(str(page_id) for page_id in applied.page_ids)),
    ):
        if names:
            console.print(Text(f"{label}: {', '.join(names)}"))
    for note in applied.notes:
        console.print(Text(f"Note: {note}", style="yellow"))
    console.print(Text(f"Undo with: assistant reviews undo {applied.review_id}", style="dim"))


def _issue(issue: IssueDraft) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_column(style="dim")
    for field in _FIELDS:
        value = getattr(issue, field)
        if value not in (None, ()):
            table.add_row(field.replace("_", " "), Text(_plain(value)), Text(_quotes(issue.evidence, field)))
    return Group(table, Text(issue.description)) if issue.description else table


def _command(command: CommandDraft) -> RenderableType:
    parts = (command.action.replace("_", " "), command.key, command.value)
    table = Table(box=None, show_header=False, pad_edge=False)
    quotes = "; ".join(dict.fromkeys(f"“{e.text}”" for e in command.evidence))
    table.add_row(Text(" ".join(part for part in parts if part)), Text(quotes, style="dim"))
    return table


def _page(page: PageDraft) -> RenderableType:
    lines = [page.summary] if page.summary else []
    for title, rows in (
        ("Decisions", page.decisions),
        ("Open questions", page.open_questions),
        ("Key points", page.key_points),
    ):
        if rows:
            lines += [f"{title}:", *(f"  • {row}" for row in rows)]
    return Text("\n".join(lines))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{v.type} {v.key}" if hasattr(v, "key") else str(v) for v in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _quotes(evidence: tuple[Evidence, ...], field: str) -> str:
    return "; ".join(dict.fromkeys(f"“{e.text}”" for e in evidence if e.field == field))
