"""`assistant reviews`: what was proposed and what became of it; reject and undo."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.panel import Panel
from rich.text import Text

from assistant.cli.options import Json
from assistant.cli.output import add_row, moment, open_store, print_json, show_facts, table
from assistant.cli.terminal import Console
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.schema.review import Review

app = typer.Typer(help="See what was proposed; reject it or undo what accepting it wrote.", no_args_is_help=True)

STATUSES = ("waiting", "accepted", "rejected", "undone")

OfStatus = Annotated[str | None, typer.Option("--status", help=f"Only {', '.join(STATUSES[:-1])} or {STATUSES[-1]}.")]
Number = Annotated[int, typer.Argument(metavar="REVIEW", help="The review's number.")]


@app.command("list")
def list_reviews(status: OfStatus = None, as_json: Json = False) -> None:
    """List reviews, oldest first."""
    if status is not None and status not in STATUSES:
        raise BadInput(f"{status!r} is not a status of a review.", hint=f"Choose one of: {', '.join(STATUSES)}.")
    with open_store() as store:
        found = store.reviews(status)
    if as_json:
        print_json([_short(review) for review in found])
        return
    made = table("Review", "Status", "Created", "From", "Project", "Proposed", "Written")
    for review in found:
        proposed = f"{len(review.drafts.issues)} issues, {len(review.drafts.commands)} commands"
        proposed += ", a page" if review.drafts.page else ""
        cells = (review.id, review.status, moment(review.created), review.source, review.project_key, proposed)
        add_row(made, (*cells, ", ".join(review.issue_keys)))
    Console().print(made if found else "There is no such review.")


def _short(review: "Review") -> object:
    """Return a review without its texts."""
    return review.model_dump(mode="json", exclude={"text", "transcript", "drafts", "accepted"})


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show one review: the text, the drafts with their evidence, and what was written."""
    from assistant.cli.show import show_drafts

    with open_store() as store:
        review, applied = store.review(number), store.applied(number)
    if as_json:
        print_json(review)
        return
    console = Console()
    facts = {
        "Review": review.id,
        "Status": review.status,
        "Created": moment(review.created),
        "From": review.source,
        "Recording": review.recording,
        "Project": review.project_key,
        "Space": review.space_key,
        "Issues": review.issue_keys,
        "Pages": tuple(map(str, review.page_ids)),
    }
    show_facts(console, facts)
    console.print(Panel(Text(review.text), title="Text", title_align="left"))
    show_drafts(console, review.accepted or review.drafts)
    for note in applied.notes:
        console.print(Text(f"Note: {note}", style="yellow"))


@app.command()
def undo(number: Number, as_json: Json = False) -> None:
    """Take back what accepting a review wrote, unless it was changed since."""
    with open_store() as store:
        applied = store.undo(number)
    if as_json:
        print_json(applied)
        return
    console = Console()
    for label, names in (
        ("Removed", applied.issue_keys),
        ("Restored", applied.changed_keys),
        ("Removed pages", tuple(map(str, applied.page_ids))),
    ):
        if names:
            console.print(Text(f"{label}: {', '.join(names)}"))
    console.print(Text(f"Review {number} is undone."))


@app.command()
def reject(number: Number) -> None:
    """Put a waiting review away; nothing is written."""
    with open_store() as store:
        store.reject(number)
    Console().print(Text(f"Review {number} is rejected."))
