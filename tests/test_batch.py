import json
import os
from pathlib import Path

import pytest

from assistant.batch import BatchOptions, find_files, read_source, run_batch
from assistant.errors import BadInput, Cancelled
from assistant.pipeline import Assistant

NOTE = "Please fix the login timeout on the mobile app. Assign it to Tom Becker, due Friday, high priority."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "in" / "broken.wav").write_text("this is no sound", encoding="utf-8")
    (tmp_path / "in" / "deeper" / "b.md").write_text(
        "Update the onboarding guide, Emma should do it.", encoding="utf-8"
    )
    (tmp_path / "in" / "ignored.xyz").write_text("not ours", encoding="utf-8")
    return tmp_path / "in"


def test_finds_known_kinds_in_folders_each_once(folder: Path) -> None:
    found = find_files([folder, folder / "a.txt"])
    assert [path.name for path in found] == ["a.txt", "broken.wav", "b.md"]


def test_a_named_file_is_taken_whatever_its_kind(folder: Path) -> None:
    assert find_files([folder / "ignored.xyz"]) == [folder / "ignored.xyz"]


def test_a_missing_path_is_refused_before_anything_is_done(folder: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        find_files([folder, folder / "nowhere"])


def test_a_bad_file_does_not_stop_the_rest(assistant: Assistant, folder: Path) -> None:
    results = {r.path.name: r for r in run_batch(assistant, find_files([folder]))}
    assert results["broken.wav"].outcome == "failed"
    assert results["broken.wav"].message
    assert results["a.txt"].outcome == results["b.md"].outcome == "drafted"
    assert results["a.txt"].issues == 1
    assert [r.source for r in assistant.store.reviews(status="waiting")] != []
    assert assistant.store.issue("DEMO-1").review_id is None


def test_a_second_run_skips_what_is_done_and_retries_what_failed(assistant: Assistant, folder: Path) -> None:
    list(run_batch(assistant, find_files([folder])))
    before = len(assistant.store.reviews())
    again = {r.path.name: r.outcome for r in run_batch(assistant, find_files([folder]))}
    assert again == {"a.txt": "skipped", "b.md": "skipped", "broken.wav": "failed"}
    assert len(assistant.store.reviews()) == before


def test_accepting_later_accepts_what_waits(assistant: Assistant, folder: Path) -> None:
    list(run_batch(assistant, [folder / "a.txt"]))
    (result,) = run_batch(assistant, [folder / "a.txt"], BatchOptions(accept=True))
    assert result.outcome == "accepted"
    assert len(result.issue_keys) == 1
    assert assistant.store.issue(result.issue_keys[0]).assignee is not None
    (third,) = run_batch(assistant, [folder / "a.txt"], BatchOptions(accept=True))
    assert third.outcome == "skipped"


def test_the_same_bytes_under_two_names_are_done_once(assistant: Assistant, folder: Path) -> None:
    (folder / "copy.txt").write_text(NOTE, encoding="utf-8")
    outcomes = [r.outcome for r in run_batch(assistant, [folder / "a.txt", folder / "copy.txt"])]
    assert outcomes == ["drafted", "skipped"]


def test_cancelling_keeps_what_is_finished(assistant: Assistant, folder: Path) -> None:
    def stop_at_second(path: Path, done: float, text: str) -> None:
        if path.name == "b.md":
            raise Cancelled("stopped")

    run = run_batch(assistant, [folder / "a.txt", folder / "deeper" / "b.md"], on_progress=stop_at_second)
    with pytest.raises(Cancelled):
        list(run)
    assert [r.source for r in assistant.store.reviews()] == ["a.txt"]


def test_reads_saved_transcripts_and_refuses_other_json(assistant: Assistant, tmp_path: Path) -> None:
    bad = tmp_path / "x.json"
    bad.write_text(json.dumps({"text": 3}), encoding="utf-8")
    with pytest.raises(BadInput, match="not a transcript"):
        read_source(assistant, bad)


def test_text_that_is_not_utf8_is_refused(assistant: Assistant, tmp_path: Path) -> None:
    bad = tmp_path / "x.txt"
    bad.write_bytes(b"\xff\xfe\x00broken")
    with pytest.raises(BadInput, match="UTF-8"):
        read_source(assistant, bad)


@pytest.mark.timeout(20)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "talk.wav"
    os.mkfifo(pipe)
    with pytest.raises(BadInput, match="neither a file nor a folder"):
        find_files([pipe])
