"""`assistant pages`: list and show."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from assistant.cli.options import Json
from assistant.cli.output import as_markdown, moment, name_of, open_store, print_json, show_facts
from assistant.cli.terminal import Console
from assistant.errors import BadInput, NotFound

if TYPE_CHECKING:
    from assistant.schema.confluence import Page
    from assistant.store import Store

app = typer.Typer(help="See the pages of the store.", no_args_is_help=True)

OfSpace = Annotated[str | None, typer.Option("--space", "-s", help="Only of this space; default: all.")]
Wanted = Annotated[str, typer.Argument(metavar="ID|TITLE", help="The page's number or title.")]
AsMarkdown = Annotated[bool, typer.Option("--markdown", help="Print the body as markdown and nothing else.")]


@app.command("list")
def list_pages(space: OfSpace = None, as_json: Json = False) -> None:
    """List pages as a tree."""
    with open_store() as store:
        if as_json:
            print_json(store.pages(space))
        else:
            show_pages(Console(), store, space)


@app.command()
def show(wanted: Wanted, as_json: Json = False, markdown: AsMarkdown = False) -> None:
    """Show one page with its body."""
    from assistant.markup.storage import to_markdown

    if as_json and markdown:
        raise BadInput("Give --json or --markdown, not both.")
    with open_store() as store:
        page = _find(store, wanted)
        versions = store.page_versions(page.id)
        review = store.review(page.review_id) if page.review_id is not None else None
    if as_json:
        print_json({"page": page, "markdown": to_markdown(page.storage), "versions": versions})
        return
    if markdown:
        typer.echo(to_markdown(page.storage))
        return
    console = Console()
    console.print(Text(page.title, style="bold"))
    facts = {
        "Number": page.id,
        "Space": page.space_key,
        "Version": page.version,
        "By": name_of(page.author),
        "Updated": moment(page.updated),
        "Made from": f"{review.source} (review {review.id})" if review else None,
    }
    show_facts(console, facts)
    console.print(as_markdown(to_markdown(page.storage)))


def show_pages(console: Console, store: "Store", space_key: str | None = None) -> None:
    """Print the pages of one space, or of all, as trees."""
    found = store.pages(space_key)
    for space in store.spaces():
        rows = [page for page in found if page.space_key == space.key]
        if rows:
            tree = Tree(Text(f"{space.name} ({space.key})", style="bold"))
            branches: dict[int | None, Tree] = {None: tree}
            for page in rows:
                label = Text.assemble((f"{page.id} ", "cyan"), page.title, (f"  v{page.version}", "dim"))
                branches[page.id] = branches.get(page.parent_id, tree).add(label)
            console.print(tree)
    if not found:
        console.print("There is no page.")


def _find(store: "Store", wanted: str) -> "Page":
    """Return the page with this number, or else with this title."""
    if wanted.isdecimal():
        return store.page(int(wanted))
    found = [page for page in store.pages() if page.title.casefold() == " ".join(wanted.split()).casefold()]
    if not found:
        raise NotFound(f"There is no page {wanted!r}.", hint="`assistant pages list` shows what there is.")
    if len(found) > 1:
        numbers = ", ".join(f"{page.id} ({page.space_key})" for page in found)
        raise BadInput(f"{len(found)} pages are called {wanted!r}.", hint=f"Give the number of one: {numbers}.")
    return found[0]
