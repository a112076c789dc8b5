"""The Capture screen: take talk in, show the work, and review what was drafted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import BadInput, Cancelled, NotFound
from assistant.pipeline import Origin
from assistant.schema.draft import IssueDraft
from assistant.schema.review import Applied, NewReview, Review
from assistant.ui import cards as card_view
from assistant.ui.edits import merge
from assistant.ui.highlight import marks, passages
from assistant.ui.jobs import Job, Outcome
from assistant.ui.render import error_notice, notice, render
from assistant.ui.screens import Changes, Desk, Place, whole

_Name = TypeVar("_Name")
_Found = TypeVar("_Found")

#: Drafting takes about this share of the bar once a recording has been heard.
_DRAFTING_SHARE = 0.15


def start_screen(desk: Desk, **changes: Any) -> Changes:
    """Return the ways in, with what is at work and what waits for review."""
    reviews = desk.assistant.store.reviews("waiting")
    return {"tab": "capture", "stage": "start", "waiting": waiting(desk, reviews)} | changes


def waiting(desk: Desk, reviews: list[Review]) -> str:
    """Return the list of work under way and of reviews that wait."""
    newest = sorted(reviews, key=lambda review: review.id, reverse=True)
    return render("waiting.html", jobs=desk.jobs.running(), reviews=newest)


def draft_text(desk: Desk, place: Place, text: str | None) -> Iterator[Changes]:
    """Draft from typed text, showing the work."""
    said = (text or "").strip()
    if not said:
        raise BadInput("There is no text yet.", hint="Write or paste what is to be done, then press Draft.")
    origin = Origin("Typed text", place.project_key, place.space_key)

    def work(job: Job) -> Outcome:
        return Outcome(desk.assistant.propose(said, origin, on_progress=job.progress))

    yield from watch(desk, desk.jobs.start("Reading your text", work).id)


def draft_recording(desk: Desk, place: Place, path: str | None, name: str) -> Iterator[Changes]:
    """Transcribe and draft a recording, showing the work. The recording is kept first."""
    if not path:
        raise BadInput("There is no recording yet.", hint="Record something or choose a file, then press Draft.")
    shown = name or Path(path).name

    def work(job: Job) -> Outcome:
        return _hear(desk, place, Path(path), shown, job)

    yield from watch(desk, desk.jobs.start(f"Listening to {shown}", work).id)


def _hear(desk: Desk, place: Place, path: Path, name: str, job: Job) -> Outcome:
    from assistant.audio.load import probe

    job.progress(0.0, "Opening the recording")
    probe(path)  # a file without sound is refused before it is kept
    kept = desk.assistant.keep_recording(path)
    share = 1 - _DRAFTING_SHARE
    transcript = desk.assistant.transcribe(
        path,
        on_segment=job.segment,
        on_progress=lambda done, message: job.progress(done * share, message),
    )
    if not transcript.text.strip():
        return Outcome(notice=transcript.info.notice or "No speech was heard in this recording.")
    review = desk.assistant.propose(
        transcript,
        Origin(name, place.project_key, place.space_key, kept),
        on_progress=lambda done, message: job.progress(share + done * _DRAFTING_SHARE, message),
    )
    return Outcome(review)


def watch(desk: Desk, job_id: int) -> Iterator[Changes]:
    """Show a job until it ends, then what came of it. Leaving the page does not stop it."""
    for state in desk.jobs.get(job_id).watch():
        if state.outcome is None:
            yield {"tab": "capture", "stage": "work", "work": render("work.html", job=state), "notice": ""}
        else:
            yield _ended(desk, state.outcome)


def _ended(desk: Desk, outcome: Outcome) -> Changes:
    if outcome.review:
        return open_review(desk, outcome.review.id) | {"work": "", "clear": True}
    if isinstance(outcome.error, Cancelled):
        return start_screen(desk, work="", notice=notice("Stopped.", hint="Nothing was drafted."))
    if outcome.error:
        return start_screen(desk, work="", notice=error_notice(outcome.error))
    hint = "Check the recording by playing it, or type what is to be done."
    return start_screen(desk, work="", notice=notice(outcome.notice, kind="error", hint=hint))


def stop(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Ask the job to stop; the screen follows when it has."""
    desk.jobs.get(whole(data, "job")).stop()
    return {}


def new_capture(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Go back to the ways in."""
    return start_screen(desk, notice="")


def open_review(desk: Desk, review_id: int) -> Changes:
    """Show a review: its cards while it waits, what became of it afterwards."""
    review = desk.assistant.store.review(review_id)
    html = _cards(desk, review) if review.status == "waiting" else _settled(desk, review)
    return {"tab": "capture", "stage": "review", "review": html, "notice": ""}


def _cards(desk: Desk, review: Review) -> str:
    choices = choices_for(desk, review.project_key)
    shown = card_view.cards(review.drafts, choices)
    return render(
        "review.html",
        review=review,
        heading=f"{len(shown)} to check" if shown else "Nothing found",
        seconds=f"{review.drafts.info.seconds:.1f}" if review.drafts.info.seconds else "",
        blocks=passages(review.text, review.transcript, marks(review.drafts)),
        has_evidence=bool(marks(review.drafts)),
        cards=shown,
        questions=card_view.open_questions(review.drafts),
        blank=card_view.issue_card(IssueDraft(summary=""), choices),
        choices=choices,
    )


def choices_for(desk: Desk, project_key: str) -> card_view.Choices:
    """Return what the fields of a project's cards offer."""
    store = desk.assistant.store
    return card_view.Choices(
        people=tuple(user.display_name for user in store.people() if user.active),
        components=tuple(store.components(project_key)),
        statuses=tuple(store.statuses(project_key)),
        issues=tuple((issue.key, issue.summary) for issue in store.issues()),
    )


def _settled(desk: Desk, review: Review) -> str:
    store = desk.assistant.store
    applied = store.applied(review.id) if review.status == "accepted" else Applied(review_id=review.id)
    changed = [key for key in dict.fromkeys(applied.changed_keys) if key not in applied.issue_keys]
    return render(
        "settled.html",
        review=review,
        issues=_found(store.issue, applied.issue_keys),
        changed=_found(store.issue, changed),
        pages=_found(store.page, applied.page_ids),
        notes=applied.notes,
        blocks=passages(review.text, review.transcript, ()),
    )


def _found(read: Callable[[_Name], _Found], names: Iterable[_Name]) -> list[_Found]:
    """Read what a review made and what still exists of it."""
    found = []
    for name in names:
        with suppress(NotFound):
            found.append(read(name))
    return found


def accept(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Write the chosen cards, as edited, in one piece."""
    review = desk.assistant.store.review(whole(data, "review"))
    desk.assistant.accept(review.id, merge(review.drafts, data.get("items", ())))
    return open_review(desk, review.id)


def reject(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Put a review away, with a way back."""
    review_id = whole(data, "review")
    desk.assistant.reject(review_id)
    return start_screen(desk, notice=notice("Rejected. Nothing was written.", reopen=review_id))


def undo(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Take back what accepting wrote."""
    review_id = whole(data, "review")
    applied = desk.assistant.undo(review_id)
    told = notice("Taken back.", hint=" ".join(applied.notes))
    return open_review(desk, review_id) | {"notice": told}


def reopen(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Put a rejected or undone review before the person again, as a new one."""
    old = desk.assistant.store.review(whole(data, "review"))
    copied = {name: getattr(old, name) for name in NewReview.model_fields} | {"drafts": old.accepted or old.drafts}
    again = desk.assistant.store.add_review(NewReview.model_validate(copied))
    return open_review(desk, again.id)
