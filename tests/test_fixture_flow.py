"""Every fixture from its recorded transcript to the store, and a few from real sound with the real models."""

from pathlib import Path

import pytest

from assistant.batch import BatchOptions, run_batch
from assistant.pipeline import Assistant, Origin
from assistant.schema.transcript import Transcript
from tests.conftest import CLIPS, read_expected

NAMES = sorted(path.name.removesuffix(".expected.json") for path in CLIPS.glob("*.expected.json"))
SILENT = [name for name in NAMES if not read_expected(name)["speech"]]
OTHER_LANGUAGES = [name for name in NAMES if read_expected(name)["kind"] == "other-language"]


def recorded(name: str) -> Transcript:
    return Transcript.model_validate_json((CLIPS / f"{name}.transcript.json").read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_every_clip_ends_in_drafts_that_quote_it_and_can_be_accepted(assistant: Assistant, name: str) -> None:
    transcript = recorded(name)
    review = assistant.propose(transcript, Origin(name))
    drafts = review.drafts
    quotes = [e for item in (*drafts.issues, *drafts.commands) for e in item.evidence]
    for evidence in quotes:
        assert transcript.text[evidence.start : evidence.end] == evidence.text
        assert evidence.seconds is not None
    for issue in drafts.issues:
        carried = {evidence.field for evidence in issue.evidence}
        filled = {f for f in ("priority", "assignee", "due_date", "story_points", "parent_key") if getattr(issue, f)}
        assert filled <= carried
    before = len(assistant.store.issues())
    applied = assistant.accept(review.id)
    assert len(assistant.store.issues()) == before + len(drafts.issues) == before + len(applied.issue_keys)
    assistant.undo(review.id)
    assert len(assistant.store.issues()) == before


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_made_of_noise(assistant: Assistant, name: str) -> None:
    drafts = assistant.draft(recorded(name))
    assert (drafts.issues, drafts.commands, drafts.page) == ((), (), None)


@pytest.mark.parametrize("name", OTHER_LANGUAGES)
def test_another_language_is_said_and_not_guessed_at(assistant: Assistant, name: str) -> None:
    drafts = assistant.draft(recorded(name))
    assert drafts.issues == ()
    assert [question.field for question in drafts.questions] == ["text"]


@pytest.mark.weights
@pytest.mark.parametrize("engine", ["rules", "model"])
def test_real_sound_ends_in_the_store(home: Path, engine: str) -> None:
    assistant = Assistant()
    try:
        clips = [CLIPS / "driver-app.flac", CLIPS / "silence.flac"]
        spoken, silent = run_batch(assistant, clips, BatchOptions(engine=engine, accept=True))
        (key,) = spoken.issue_keys
        issue = assistant.store.issue(key)
        review = assistant.store.review(spoken.review_id or 0)
    finally:
        assistant.close()
    assert (issue.issue_type, issue.priority) == ("Bug", "High")
    assert issue.assignee is not None
    assert issue.assignee.display_name == "Priya Natarajan"
    assert review.drafts.info.engine == engine
    assert review.recording is not None
    assert Path(review.recording).read_bytes() == (CLIPS / "driver-app.flac").read_bytes()
    assert (silent.outcome, silent.issues, silent.message) == ("accepted", 0, "No speech was heard.")
