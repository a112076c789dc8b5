import errno
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from assistant.config import Settings
from assistant.errors import BadInput, Conflict, NotFound, UnknownName
from assistant.pipeline import Assistant, Origin
from assistant.schema.transcript import Segment, TranscriptInfo, Word, build_transcript

TALK = "Please fix the login timeout on the mobile app. Tom Becker should do it by Friday."


def spoken(text: str):
    words = tuple(
        Word(word=word, start=number * 0.5, end=number * 0.5 + 0.4, probability=0.9)
        for number, word in enumerate(text.split())
    )
    segment = Segment(id=0, start=0.0, end=words[-1].end, text=text, words=words)
    return build_transcript([segment], TranscriptInfo(language="en", duration=words[-1].end))


def test_talk_becomes_an_issue_and_can_be_undone(assistant: Assistant) -> None:
    before = {issue.key for issue in assistant.store.issues()}
    review = assistant.propose(TALK, Origin("typed text"))
    assert review.status == "waiting"
    assert {issue.key for issue in assistant.store.issues()} == before

    applied = assistant.accept(review.id)
    (key,) = applied.issue_keys
    issue = assistant.store.issue(key)
    assert issue.assignee is not None
    assert issue.assignee.display_name == "Tom Becker"
    assert issue.review_id == review.id
    with pytest.raises(Conflict):
        assistant.accept(review.id)

    assistant.undo(review.id)
    assert {issue.key for issue in assistant.store.issues()} == before
    assert assistant.store.review(review.id).status == "undone"


def test_evidence_from_speech_says_when(assistant: Assistant) -> None:
    transcript = spoken(TALK)
    drafts = assistant.draft(transcript)
    evidence = [e for issue in drafts.issues for e in issue.evidence]
    assert evidence
    for item in evidence:
        assert item.seconds is not None
        assert 0 <= item.seconds[0] < item.seconds[1] <= transcript.info.duration
    owner = next(e for e in evidence if e.field == "assignee")
    assert owner.seconds == transcript.seconds(owner.start, owner.end)


def test_rejecting_writes_nothing(assistant: Assistant) -> None:
    before = len(assistant.store.issues())
    review = assistant.propose(TALK, Origin("typed text"))
    assistant.reject(review.id)
    assert len(assistant.store.issues()) == before
    assert assistant.store.review(review.id).status == "rejected"


def test_the_context_is_filled_from_the_store(assistant: Assistant) -> None:
    context = assistant.complete_context({"reference_date": "2026-03-11", "people": ["A B"], "timezone": None})
    assert context.reference_date == date(2026, 3, 11)
    assert context.people == ("A B",)
    assert context.project_key == "DEMO"
    assert "api" in context.components
    assert any(known.key == "DEMO-1" for known in context.known_issues)


def test_a_foreign_project_in_the_context_borrows_no_components(assistant: Assistant) -> None:
    assert assistant.complete_context({"project_key": "PAY"}).components == ()


@pytest.mark.parametrize("bad", [{"reference_date": "soon"}, {"people": 7}, {"nonsense": 1}])
def test_a_wrong_context_is_refused_in_words(assistant: Assistant, bad: dict) -> None:
    with pytest.raises(BadInput, match="context is wrong at"):
        assistant.complete_context(bad)


def test_unknown_names_list_the_good_ones(assistant: Assistant) -> None:
    with pytest.raises(UnknownName, match="magic") as error:
        assistant.draft("x", engine="magic")
    assert "rules" in error.value.hint
    with pytest.raises((UnknownName, NotFound), match="NOPE"):
        assistant.context("NOPE")


def test_kept_recordings_never_overwrite_each_other(assistant: Assistant, tmp_path: Path) -> None:
    clip = tmp_path / "clip.wav"
    clip.write_bytes(b"RIFF")
    kept = {assistant.keep_recording(clip) for _ in range(3)}
    assert len(kept) == 3
    assert all(path.read_bytes() == b"RIFF" for path in kept)


def test_warming_builds_what_the_first_use_needs(home: Path) -> None:
    from tests.ui.talk import KnownDrafter

    built = []

    class Drafter(KnownDrafter):
        def draft(self, *arguments, **options):
            built.append("drafted")
            return super().draft(*arguments, **options)

    assistant = Assistant(Settings(home=home), {("speech", "whisper-base"): object(), ("drafting", "rules"): Drafter()})
    assistant.warm()
    assert built == ["drafted"]
    assert not (home / "store.db").exists()


def test_a_recording_that_cannot_be_copied_leaves_nothing(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(source: object, out: BinaryIO) -> None:
        out.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", fill_up)
    clip = tmp_path / "clip.wav"
    clip.write_bytes(b"sound")
    with pytest.raises(BadInput, match="No space left"):
        assistant.keep_recording(clip)
    assert list(assistant.settings.recordings.iterdir()) == []
