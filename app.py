"""The web app: `python app.py` serves it; another ASGI server takes `app:application` as a factory."""

import sys

from fastapi import FastAPI

from assistant.cli.main import run
from assistant.config import Settings
from assistant.pipeline import Assistant
from assistant.ui.app import create_app


def application() -> FastAPI:
    """Settings -> assistant -> one application with the page at "/"."""
    return create_app(Assistant(Settings()))


if __name__ == "__main__":
    sys.argv.insert(1, "run")
    run()
