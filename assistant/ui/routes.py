"""The app's own addresses beside the page: its style and script, and recordings by the id of their review."""

import mimetypes
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse, Response

from assistant.errors import NotFound
from assistant.pipeline import Assistant

STATIC = Path(__file__).parent / "static"

#: Only these are ever given out, by fixed names.
_ASSETS = {"app.css": "text/css", "app.js": "text/javascript"}


def routes(assistant: Assistant) -> APIRouter:
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
            kept = assistant.store.review(review_id).recording
        except NotFound as error:
            return PlainTextResponse(str(error), 404)
        path = Path(kept) if kept else None
        if path is None or not path.is_file() or not _media_type(path):
            return PlainTextResponse("There is no recording of this review.", 404)
        return FileResponse(path, media_type=_media_type(path))

    return router


def _media_type(path: Path) -> str:
    """Return the type of a sound or film file, or nothing: other files are not given out."""
    guess = {".opus": "audio/ogg", ".m4a": "audio/mp4"}.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    return guess if guess and guess.startswith(("audio/", "video/")) else ""
