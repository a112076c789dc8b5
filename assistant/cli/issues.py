"""`assistant issues`: list, show and the board."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.output import add_row, as_markdown, moment, name_of, open_store, print_json, show_facts, table
from assistant.cli.terminal import Console

if TYPE_CHECKING:
    from assistant.schema.draft import Evidence
    from assistant.schema.jira import Change, Comment, Issue, Worklog
    from assistant.store import Store

app = typer.Typer(help="See the issues of the store.", no_args_is_help=True)

OfProject = Annotated[str | None, typer.Option("--project", "-p", help="Only of this project; default: all.")]
OfStatus = Annotated[str | None, typer.Option("--status", help='Only in this status, such as "In Progress".')]
WithText = Annotated[str | None, typer.Option("--text", help="Only with these words in summary or description.")]
OfPerson = Annotated[
    str | None, typer.Option("--assignee", help='Only of this person (part of a name), or "unassigned".')
]
Key = Annotated[str, typer.Argument(help="The issue's key, such as DEMO-4.")]


@app.command("list")
def list_issues(
    project: OfProject = None,
    status: OfStatus = None,
    text: WithText = None,
    assignee: OfPerson = None,
    as_json: Json = False,
) -> None:
    """List issues in board order."""
    with open_store() as store:
        found = store.issues(project, status=status, text=text, assignee=assignee)
    if as_json:
        print_json(found)
        return
    made = table("Key", "Type", "Status", "Priority", "Assignee", "Due", "Summary")
    for issue in found:
        cells = (issue.issue_type, issue.status, issue.priority, name_of(issue.assignee), issue.due_date)
        add_row(made, (issue.key, *cells, issue.summary))
    Console().print(made if found else "No issue matches.")


@app.command()
def show(key: Key, as_json: Json = False) -> None:
    """Show one issue: its fields, the words it was made from, comments, work and history."""
    with open_store() as store:
        issue, evidence = store.issue(key), store.evidence(key)
        comments, worklogs, history = store.comments(key), store.worklogs(key), store.history(key)
        review = store.review(issue.review_id) if issue.review_id is not None else None
    if as_json:
        print_json(
            {
                "issue": issue,
                "source": review and {"review": review.id, "name": review.source, "recording": review.recording},
                "evidence": evidence,
                "comments": comments,
                "worklogs": worklogs,
                "history": history,
            }
        )
        return
    console = Console()
    _show_issue(console, issue)
    if review is not None:
        _show_evidence(console, f"Made from {review.source} (review {review.id})", evidence)
    _show_comments(console, comments)
    _show_work(console, worklogs)
    _show_history(console, history)


@app.command()
def board(project: OfProject = None, as_json: Json = False) -> None:
    """Show the board: a column for each status."""
    with open_store() as store:
        if as_json:
            keys = [project] if project else [each.key for each in store.projects()]
            print_json({key: _columns(store, key) for key in keys})
        else:
            show_board(Console(), store, project)


def show_board(console: Console, store: "Store", project_key: str | None = None) -> None:
    """Print the board of one project, or of every project that has issues."""
    keys = [project_key] if project_key else [project.key for project in store.projects()]
    for key in keys:
        columns = _columns(store, key)
        if not any(columns.values()) and project_key is None:
            continue
        made = Table(title=Text(f"Board of {store.project(key).name}"), expand=True, show_lines=False)
        for status, found in columns.items():
            made.add_column(Text(f"{status} ({len(found)})"), ratio=1)
        made.add_row(*(Group(*map(_card, found)) for found in columns.values()))
        console.print(made)


def _columns(store: "Store", project_key: str) -> "dict[str, list[Issue]]":
    columns: dict[str, list[Issue]] = {status: [] for status in store.statuses(project_key)}
    for issue in store.issues(project_key):
        columns.setdefault(issue.status, []).append(issue)
    return columns


def _card(issue: "Issue") -> Text:
    small = " · ".join(filter(None, (issue.issue_type, issue.priority, name_of(issue.assignee))))
    return Text.assemble((issue.key, "bold cyan"), f" {issue.summary}\n", (small, "dim"), "\n")


def _show_issue(console: Console, issue: "Issue") -> None:
    console.print(Text.assemble((issue.key, "bold cyan"), " ", (issue.summary, "bold")))
    facts: dict[str, object] = {
        "Type": issue.issue_type,
        "Status": issue.status,
        "Resolution": issue.resolution,
        "Priority": issue.priority,
        "Assignee": name_of(issue.assignee),
        "Reporter": name_of(issue.reporter),
        "Due": issue.due_date,
        "Story points": None if issue.story_points is None else f"{issue.story_points:g}",
        "Components": issue.components,
        "Labels": issue.labels,
        "Parent": issue.parent_key,
        "Links": tuple(f"{link.phrase} {link.key} ({link.summary})" for link in issue.links),
        "Created": moment(issue.created),
        "Updated": moment(issue.updated),
    }
    show_facts(console, facts)
    if issue.description:
        console.print(Panel(as_markdown(issue.description), title="Description", title_align="left"))


def _show_evidence(console: Console, title: str, evidence: "tuple[Evidence, ...]") -> None:
    made = table("Field", "Words", "When")
    for each in evidence:
        when = "" if each.seconds is None else f"{each.seconds[0]:.1f}–{each.seconds[1]:.1f} s"
        add_row(made, (each.field.replace("_", " "), f"“{each.text}”", when))
    console.print(Panel(made, title=Text(title), title_align="left"))


def _show_comments(console: Console, comments: "list[Comment]") -> None:
    for comment in comments:
        title = f"{name_of(comment.author) or 'Somebody'}, {moment(comment.created)}"
        console.print(Panel(as_markdown(comment.body), title=Text(title), title_align="left"))


def _show_work(console: Console, worklogs: "list[Worklog]") -> None:
    from assistant.store import format_duration

    for log in worklogs:
        who = name_of(log.author) or "Somebody"
        said = f": {log.comment}" if log.comment else ""
        console.print(Text(f"{who} worked {format_duration(log.seconds_spent)}, {moment(log.started)}{said}"))


def _show_history(console: Console, history: "list[Change]") -> None:
    if not history:
        return
    made = table("When", "Who", "Field", "Before", "After")
    for change in history:
        for item in change.items:
            add_row(
                made,
                (moment(change.created), name_of(change.author), item.field.replace("_", " "), item.before, item.after),
            )
    console.print(Panel(made, title="History", title_align="left"))
