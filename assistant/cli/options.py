"""Options and arguments that several commands share."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else.")]
Project = Annotated[str | None, typer.Option("--project", "-p", help="The project's key; default: the settings'.")]
Engine = Annotated[str | None, typer.Option("--engine", help="What drafts: rules or model; default: the settings'.")]
Weights = Annotated[str | None, typer.Option("--weights", help="The recogniser: a name or a folder.")]
Language = Annotated[str | None, typer.Option("--language", help="The language spoken, such as en; default: heard.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Accept the drafts at once instead of leaving them to review.")]
