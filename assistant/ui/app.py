"""The web app: one FastAPI application with the page at "/"."""

import os
from pathlib import Path

from fastapi import FastAPI

from assistant.pipeline import Assistant
from assistant.ui.guard import Guard
from assistant.ui.routes import STATIC, routes
from assistant.ui.screens import Desk

_HEAD = "".join(
    f'<link rel="stylesheet" href="/ui/{name}.css"><script src="/ui/{name}.js" defer></script>'
    for name in ("app", "evaluate")
)


def create_app(assistant: Assistant, given_runs: tuple[Path, ...] = ()) -> FastAPI:
    """Return the web app over an assistant. Nothing in it opens a connection to anywhere.

    `given_runs` are files of evaluation runs that the page may show beside those that are kept.
    """
    _keep_gradio_home(assistant)
    import gradio as gr

    from assistant.ui.blocks import build, theme

    desk = Desk(assistant, given_runs=given_runs)
    app = FastAPI(title="Work item assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.jobs = desk.jobs
    app.add_middleware(Guard, host=assistant.settings.host)
    app.include_router(routes(desk))
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build(desk),
        path="/",
        theme=theme(),
        head=_HEAD,
        favicon_path=str(STATIC / "favicon.png"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
    )
    return mounted


def _keep_gradio_home(assistant: Assistant) -> None:
    """Tell gradio to report nothing, and to keep uploads beside the user's other data."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("GRADIO_TEMP_DIR", str(assistant.settings.home / "uploads"))
