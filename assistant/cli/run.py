"""`assistant run`: the web app."""

import threading
import webbrowser
from typing import Annotated, Any

import typer

from assistant.cli.terminal import Console


def run(
    host: Annotated[str | None, typer.Option(help="The address to listen on; default: this machine alone.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes any free one; default: 7860.")] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Show the page in the browser once it is ready.")
    ] = False,
) -> None:
    """Start the web app; Ctrl-C ends it."""
    from assistant.config import Settings

    given: dict[str, Any] = {"host": host, "port": port}
    settings = Settings().model_copy(update={name: value for name, value in given.items() if value is not None})
    console = Console(stderr=True, highlight=False)

    def ready(address: str) -> None:
        print(address, flush=True)
        console.print("The assistant is ready at the address above. Press Ctrl-C to stop it.")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with console.status("Starting the web app"):
        from assistant.ui.server import serve
    serve(settings, ready)
    console.print("Stopped.")
