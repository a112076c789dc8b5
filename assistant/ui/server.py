"""Runs the web app until the person stops it."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from assistant.config import Settings
from assistant.errors import AssistantError, BadInput
from assistant.pipeline import Assistant
from assistant.ui.app import create_app

#: Open pages hold a connection; on Ctrl-C they get this long.
_GOODBYE_SECONDS = 1


def serve(settings: Settings, on_ready: Callable[[str], None], given_runs: tuple[Path, ...] = ()) -> None:
    """Serve until Ctrl-C, telling `on_ready` the address once the page answers. Raises `BadInput` for a taken port."""
    with _bind(settings.host, settings.port) as listener:
        assistant = Assistant(settings)
        try:
            app = create_app(assistant, given_runs)
            threading.Thread(target=_warm, args=(assistant,), name="warm", daemon=True).start()
            _Server(app, on_ready, _address(settings.host, listener)).run_on(listener)
        except KeyboardInterrupt:
            pass  # uvicorn raises it again once everything is closed
        finally:
            assistant.close()


def _warm(assistant: Assistant) -> None:
    """Load the engines while the person looks at the page; whoever uses one that cannot be loaded is told then."""
    with suppress(AssistantError):
        assistant.warm()


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            f"Port {port} of {host} cannot be used: {why}.",
            hint=f"Choose another one, for example --port {port + 1}; --port 0 takes any free one.",
        ) from error
    return listener


def _address(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


class _Server(uvicorn.Server):
    """A server that says when it is ready and stops its jobs before it closes."""

    def __init__(self, app: FastAPI, on_ready: Callable[[str], None], address: str) -> None:
        super().__init__(
            uvicorn.Config(
                app, log_level="error", access_log=False, timeout_graceful_shutdown=_GOODBYE_SECONDS, lifespan="on"
            )
        )
        self._jobs = app.state.jobs
        self._on_ready = on_ready
        self._address = address

    def run_on(self, listener: socket.socket) -> None:
        """Serve on a socket that is bound already."""
        self.run(sockets=[listener])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell the address."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready(self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the jobs, then close. Streams of open pages are cut off, which is nothing to report."""
        self._jobs.stop_all()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets=sockets)
