"""The app's own addresses beside the page: its style and script, recordings by their review, reports of runs."""

import mimetypes
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from assistant.errors import AssistantError, NotFound
from assistant.ui.screens import Desk

STATIC = Path(__file__).parent / "static"

#: Only these are ever given out, by fixed names.
_ASSETS = {
    "app.css": "text/css",
    "app.js": "text/javascript",
    "evaluate.css": "text/css",
    "evaluate.js": "text/javascript",
}

#: A report is words of engines and of talk: it may style itself and show its own plots, and nothing else at all.
_REPORT_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox",
    "cache-control": "no-store",
}


def routes(desk: Desk) -> APIRouter:
    """Return the app's own addresses."""
    router = APIRouter()

    @router.get("/ui/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            return PlainTextResponse("There is no such file.", 404)
        return FileResponse(STATIC / name, media_type=_ASSETS[name], headers={"cache-control": "no-cache"})

    @router.get("/recordings/{review_id}", include_in_schema=False)
    def recording(review_id: int) -> Response:
        try:
            kept = desk.assistant.store.review(review_id).recording
        except NotFound as error:
            return PlainTextResponse(str(error), 404)
        path = Path(kept) if kept else None
        if path is None or not path.is_file() or not _media_type(path):
            return PlainTextResponse("There is no recording of this review.", 404)
        return FileResponse(path, media_type=_media_type(path))

    @router.get("/evaluation/report", include_in_schema=False)
    def report(run: Annotated[list[str] | None, Query()] = None) -> Response:
        try:
            return HTMLResponse(desk.shelf.report(run or ()), headers=_REPORT_HEADERS)
        except AssistantError as error:
            return PlainTextResponse(f"{error}\n{error.hint}", 404 if isinstance(error, NotFound) else 400)

    return router


def _media_type(path: Path) -> str:
    """Return the type of a sound or film file, or nothing: other files are not given out."""
    guess = {".opus": "audio/ogg", ".m4a": "audio/mp4"}.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    return guess if guess and guess.startswith(("audio/", "video/")) else ""
