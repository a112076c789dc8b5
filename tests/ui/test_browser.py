"""The web app in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.schema.draft import DraftSet, IssueDraft, Question
from tests.conftest import CLIPS
from tests.ui.conftest import Watched
from tests.ui.talk import drafts

pytestmark = pytest.mark.browser

Browse = Callable[..., Watched]

CLIP = CLIPS / "driver-app.flac"

TEXT = "The export button crashes in Firefox. This is urgent. Priya, please fix it by next Friday."

#: Runs before anything else on a page; whatever a hostile text starts would call it.
TRAP = "window.alert = () => { window.trapped = true }; window.trapped = false;"
EVIL = "<img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)>"


def write(page: Any, text: str) -> None:
    """Type text into Capture and wait for its drafts."""
    page.get_by_role("tab", name="Write").click()
    page.locator("#say textarea").fill(text)
    page.locator("#draft-text").click()
    drafted(page)


def drafted(page: Any) -> None:
    """Wait for the drafts; engines load on first use, and a busy machine takes its time."""
    page.locator(".review[data-ready], .notice.error").first.wait_for(timeout=180_000)
    assert page.locator(".notice.error").all_inner_texts() == []


def upload(page: Any, path: Path) -> None:
    page.get_by_role("tab", name="Upload").click()
    page.locator("#upload input[type=file]").set_input_files(path)
    page.locator("#upload").get_by_text(path.stem).first.wait_for()
    page.locator("#draft-upload").click()


def accept(page: Any) -> str:
    """Accept the review and return the key of its first new issue."""
    page.locator("[data-action=accept]").click()
    page.locator(".result.accepted").wait_for()
    return str(page.locator(".result a[href^='?issue=']").first.locator("b").inner_text())


def test_typed_text_is_edited_answered_accepted_and_undone(browse: Browse) -> None:
    watched = browse()
    page = watched.open()
    write(page, TEXT)
    assert re.search(r"\?review=\d+$", page.url)

    card = page.locator("[data-kind=issue]").first
    assignee = card.get_by_label("Assignee")
    assert assignee.input_value() == "Priya Natarajan"
    assignee.hover()
    assert "Priya" in page.locator("mark.lit").first.inner_text()
    assert card.locator(".field-assignee .quote").is_visible()

    card.get_by_label("Summary").fill("Export must not crash in Firefox")
    card.get_by_label("Points").fill("5")
    assert card.locator(".field-summary.changed").count() == 1

    page.reload()  # edits and drafts are still there
    page.locator(".review[data-ready]").wait_for()
    assert card.get_by_label("Summary").input_value() == "Export must not crash in Firefox"

    key = accept(page)
    assert "Export must not crash in Firefox" in page.locator(".result").inner_text()
    page.get_by_role("link", name="Show the board").click()
    ticket = page.locator(f".ticket[data-key={key}]")
    ticket.wait_for()
    ticket.click()
    page.locator(".wa.issue").wait_for()
    assert page.url.endswith(f"?issue={key}")
    assert "5" in page.locator(".facts").inner_text()

    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Undo").click()
    page.locator(".result.undone").wait_for()
    page.get_by_role("tab", name="Board").click()
    page.locator(f".ticket[data-key={key}]").wait_for(state="detached")
    assert page.locator(".ticket").count() > 5


def test_questions_are_answered_with_one_click(browse: Browse, waiting: Callable[[DraftSet], int]) -> None:
    page = browse().open(f"?review={waiting(drafts())}")
    page.locator(".review[data-ready]").wait_for()
    assert "2 open questions" in page.locator("[data-tally]").inner_text()
    page.get_by_role("button", name="Emma Clarke").click()
    card = page.locator("[data-kind=issue]").nth(1)
    assert card.get_by_label("Assignee").input_value() == "Emma Clarke"
    page.get_by_role("button", name="DEMO-5").click()
    assert page.locator("[data-kind=command] [name=key]").input_value() == "DEMO-5"
    assert page.locator("[data-question]:not(.answered)").count() == 0
    accept(page)
    page.locator(".result a", has_text="Write the guide").click()
    page.locator(".facts").wait_for()
    assert "Emma Clarke" in page.locator(".facts").inner_text()


def test_an_owner_nobody_named_is_chosen_from_the_people(browse: Browse) -> None:
    page = browse().open()
    write(page, "We need to write a guide for new customers.")
    page.locator("[data-question] select").first.select_option("Tom Becker")
    assert page.locator("[data-kind=issue]").first.get_by_label("Assignee", exact=True).input_value() == "Tom Becker"
    assert page.locator("[data-question]").first.locator("select").is_hidden()


def test_skipping_rejecting_and_coming_back(browse: Browse) -> None:
    page = browse().open()
    write(page, TEXT)
    page.locator("[data-add]").click()
    assert page.locator("[data-item]:not(.off)").count() >= 2
    for switch in page.locator(".switch").all():
        switch.click()
    assert page.locator("[data-action=accept]").is_disabled()
    assert "Nothing chosen" in page.locator("[data-tally]").inner_text()
    page.get_by_role("button", name="Reject").click()
    page.locator(".notice").get_by_role("button", name="Undo").click()
    page.locator(".review[data-ready]").wait_for()
    page.get_by_role("button", name="New capture").click()
    page.locator(".waiting a").filter(has_text="Typed text").first.click()
    page.locator(".review[data-ready]").wait_for()


def test_a_bad_file_is_told_in_words(browse: Browse, tmp_path: Path) -> None:
    bad = tmp_path / "letter.wav"
    bad.write_text("Dear all,")
    page = browse().open()
    upload(page, bad)
    told = page.get_by_role("alert")
    told.wait_for()
    assert "letter" in told.inner_text()
    assert "Traceback" not in page.inner_text("body")
    assert page.locator("#draft-upload").is_visible()


def test_hostile_text_never_runs(browse: Browse, waiting: Callable[[DraftSet], int]) -> None:
    hostile = IssueDraft(summary=f"Mind {EVIL}", description=f"{EVIL} and ${{1+1}} {{{{7*7}}}}", labels=(EVIL,))
    known = drafts()
    review = waiting(known.model_copy(update={"issues": (hostile,), "questions": (asked(EVIL),)}))
    watched = browse()
    watched.page.add_init_script(TRAP)
    page = watched.open(f"?review={review}")
    page.locator(".review[data-ready]").wait_for()
    page.get_by_role("button", name="New capture").click()
    write(page, f"{TEXT} {EVIL}")
    page.get_by_role("button", name="New capture").click()
    page.locator(f".waiting a[href='?review={review}']").click()
    page.locator(f".review[data-review='{review}'][data-ready]").wait_for()
    key = accept(page)
    page.locator(".result a").first.click()
    page.locator(".wa.issue").wait_for()
    assert EVIL in page.locator(".wa.issue h2").inner_text()
    assert "{{7*7}}" in page.locator(".wa.issue .prose").first.inner_text()
    page.get_by_role("tab", name="Board").click()
    page.locator(f".ticket[data-key={key}]").wait_for()

    page.get_by_role("tab", name="Pages").click()
    page.locator(".pages").get_by_role("button", name="Edit").click()
    page.get_by_label("Body, in Markdown").fill(f"{EVIL}\n\n[x](javascript:alert(1))")
    page.get_by_role("button", name=re.compile("Save as version")).click()
    page.locator(".notice.ok").wait_for()
    assert page.locator(".page-body [onerror], .page-body script, .page-body a[href^=javascript]").count() == 0
    page.wait_for_timeout(300)
    assert page.evaluate("window.trapped") is False


def test_an_issue_is_moved_edited_and_commented(browse: Browse) -> None:
    page = browse().open("?tab=board")
    ticket = page.locator(".lane[data-status='To Do'] .ticket").first
    ticket.wait_for()
    key = ticket.get_attribute("data-key")
    ticket.drag_to(page.locator(".lane[data-status='In Progress'] h3"))
    page.locator(f".lane[data-status='In Progress'] .ticket[data-key={key}]").wait_for()
    page.locator(f".ticket[data-key={key}]").click()
    page.locator(".moves button", has_text="To Do").click()
    page.locator(".moves .status", has_text="To Do").wait_for()

    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Summary").fill("A new heading")
    page.get_by_role("button", name="Save").click()
    page.locator(".wa.issue h2", has_text="A new heading").wait_for()
    page.get_by_label("Comment").fill("**Agreed** with Tom")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator(".comment strong", has_text="Agreed").wait_for()
    page.locator("summary", has_text="History").click()
    assert "A new heading" in page.locator(".history").inner_text()


def test_the_board_is_filtered_while_typing(browse: Browse) -> None:
    page = browse().open("?tab=board")
    page.locator(".ticket").first.wait_for()
    total = page.locator(".ticket").count()
    page.locator("#board-filter input").fill("DEMO-7")
    page.wait_for_function("total => document.querySelectorAll('.ticket').length < total", arg=total)
    assert page.locator(".ticket[data-key=DEMO-7]").count() == 1


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_fits_its_window(browse: Browse, width: int, scheme: str) -> None:
    page = browse(width=width, height=844, color_scheme=scheme).open()
    write(page, TEXT)
    assert page.evaluate("document.body.classList.contains('dark')") == (scheme == "dark")
    screens = {"Board": ".board", "Issue": "#issue .wa", "Pages": ".pages", "Evaluate": ".evaluate"}
    for name, shown in (screens | {"Capture": ".review"}).items():
        page.get_by_role("tab", name=name, exact=True).click()
        page.locator(shown).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_two_tabs_work_side_by_side(browse: Browse) -> None:
    watched = browse()
    first = watched.open()
    second = watched.page.context.new_page()
    second.goto(f"{watched.address}/?tab=board")
    write(first, TEXT)
    second.locator(".ticket").first.wait_for()
    second.get_by_role("tab", name="Capture").click()
    second.locator(".waiting a").first.click()
    second.locator(".review[data-ready]").wait_for()
    accept(second)
    first.locator("[data-action=accept]").click()
    told = first.get_by_role("alert")
    told.wait_for()
    assert "already accepted" in told.inner_text()


@pytest.mark.weights
def test_a_recording_is_uploaded_heard_and_played(browse: Browse) -> None:
    page = browse().open()
    upload(page, CLIP)
    drafted(page)
    assert page.locator("mark").count() > 0
    page.locator(".field .play").first.click()
    page.wait_for_function("document.querySelector('#player').currentTime > 0")
    page.wait_for_function("document.querySelector('#player').paused")
    played = page.evaluate("document.querySelector('#player').currentTime")
    assert played < page.evaluate("document.querySelector('#player').duration") - 1


@pytest.mark.weights
def test_work_survives_a_reload_and_can_be_stopped(browse: Browse) -> None:
    watched = browse()
    page = watched.open()
    upload(page, CLIP)
    page.wait_for_url(re.compile(r"\?job=\d+"))
    page.reload()
    page.locator(".work, .review").first.wait_for()
    watched.problems.clear()  # leaving a page while it listens makes gradio's own script complain
    drafted(page)

    page.get_by_role("button", name="New capture").click()
    upload(page, CLIP)
    page.get_by_role("button", name="Stop").click()
    page.locator(".notice", has_text="Stopped").wait_for(timeout=60_000)
    assert page.locator("#draft-upload").is_visible()


@pytest.mark.weights
def test_speech_into_the_page_becomes_an_issue_on_the_board(browse: Browse, tmp_path: Path) -> None:
    """A fake microphone says a clip; the drafts are accepted; the issue stands on the board."""
    spoken, seconds = as_wav(CLIP, tmp_path)
    page = browse(speech=spoken).open()
    page.locator("#microphone >> button:has-text('Record')").click()
    page.wait_for_timeout(int(seconds * 1000) + 1500)
    page.locator("#microphone >> button:has-text('Stop') >> visible=true").click()
    page.locator("#microphone audio, #microphone [data-testid=waveform-controls]").first.wait_for(state="attached")
    page.locator("#draft-speech").click()
    drafted(page)
    assert "driver" in page.locator(".transcript-text").inner_text()
    summary = page.locator("[data-kind=issue]").first.get_by_label("Summary", exact=True).input_value()
    key = accept(page)
    page.get_by_role("tab", name="Board").click()
    ticket = page.locator(f".ticket[data-key={key}]")
    ticket.wait_for()
    assert summary in ticket.inner_text()


def asked(text: str) -> Question:
    return Question(field="assignee", issue=0, text=text, candidates=(text,))


def as_wav(clip: Path, folder: Path) -> tuple[Path, float]:
    """Write a clip as the browser wants it, with a pause at the end; return it and its seconds."""
    import wave

    import numpy as np

    from assistant.audio.load import load

    waveform = load(clip)
    samples = np.concatenate([waveform.samples, np.zeros(waveform.sample_rate, np.float32)])
    path = folder / f"{clip.stem}.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(waveform.sample_rate)
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    return path, waveform.duration
