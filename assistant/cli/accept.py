"""`assistant accept`: write waiting drafts to the store."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import Json
from assistant.cli.terminal import Console
from assistant.errors import AssistantError, BadInput

if TYPE_CHECKING:
    from assistant.schema.draft import DraftSet

Numbers = Annotated[list[int] | None, typer.Argument(metavar="[REVIEW...]", help="Numbers of waiting reviews.")]
All = Annotated[bool, typer.Option("--all", help="Accept every waiting review.")]
Edited = Annotated[
    Path | None, typer.Option("--edited", help="A draft set (JSON) to write instead of the proposed one; - is stdin.")
]


def accept(reviews: Numbers = None, every: All = False, edited: Edited = None, as_json: Json = False) -> None:
    """Accept waiting reviews: each is one atomic write and can be undone."""
    from assistant.cli.show import show_applied
    from assistant.pipeline import Assistant

    assistant = Assistant()
    numbers = [r.id for r in assistant.store.reviews(status="waiting")] if every else list(reviews or ())
    if not numbers:
        _nothing_to_accept(every)
        return
    if edited and len(numbers) != 1:
        raise BadInput("--edited goes with exactly one review.")
    drafts = _read_drafts(edited) if edited else None
    rows, failed = [], 0
    for number in numbers:
        try:
            applied = assistant.accept(number, drafts)
        except AssistantError as error:
            failed += 1
            Console(stderr=True).print(f"Review {number}: {error} {error.hint}", markup=False)
            continue
        rows.append(applied.model_dump(mode="json"))
        if not as_json:
            show_applied(Console(), applied)
    if as_json:
        from assistant.cli.output import print_json

        print_json(rows)
    assistant.close()
    if failed:
        raise typer.Exit(1)


def _nothing_to_accept(every: bool) -> None:
    if not every:
        raise BadInput("Name a review or give --all.", hint="See them with `assistant reviews list --status waiting`.")
    Console(stderr=True).print("No review is waiting.")


def _read_drafts(path: Path) -> "DraftSet":
    from pydantic import ValidationError

    from assistant.schema.draft import DraftSet

    try:
        return DraftSet.model_validate_json(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"{path} is not a draft set: {first['msg']}{f' at {where!r}' if where else ''}.",
            hint="Start from `assistant reviews show N --json`.",
        ) from error
    except (ValueError, OSError) as error:
        raise BadInput(
            f"{path} cannot be read: {error}", hint="Start from `assistant reviews show N --json`."
        ) from error
