"""Values for the person's decision over a draft set."""

from datetime import datetime
from typing import Literal

from assistant.schema.base import Value
from assistant.schema.draft import DraftSet
from assistant.schema.transcript import Transcript

ReviewStatus = Literal["waiting", "accepted", "rejected", "undone"]


class Review(Value):
    """A draft set with where it came from and what became of it.

    `source` is what a person would call the input (a file name, "microphone", "typed text"); `recording` the path of
    the audio that was kept, if any; `fingerprint` the SHA-256 of a batch file, by which a second run knows it.
    `drafts` is as proposed, `accepted` as the person left it.
    """

    id: int
    created: datetime
    status: ReviewStatus
    project_key: str
    space_key: str
    source: str
    recording: str | None
    text: str
    transcript: Transcript | None
    drafts: DraftSet
    accepted: DraftSet | None = None
    issue_keys: tuple[str, ...] = ()
    page_ids: tuple[int, ...] = ()
    fingerprint: str = ""


class NewReview(Value):
    """The create form of a review."""

    project_key: str
    space_key: str
    source: str
    text: str
    drafts: DraftSet
    transcript: Transcript | None = None
    recording: str | None = None
    fingerprint: str = ""


class Applied(Value):
    """What accepting a draft set wrote: keys of new issues, keys changed by commands, ids of new pages.

    `notes` tells in words what could not be done as proposed (an unknown transition, say) and what was done instead.
    """

    review_id: int
    issue_keys: tuple[str, ...] = ()
    changed_keys: tuple[str, ...] = ()
    page_ids: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
