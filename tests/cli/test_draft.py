import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.config import Settings
from assistant.errors import BadInput
from assistant.schema.draft import DraftSet
from assistant.store import Store

NOTE = "Please fix the login timeout on the mobile app. Tom Becker should do it by Friday."

runner = CliRunner()


def run(*arguments: str, text: str | None = None):
    done = runner.invoke(app, list(arguments), input=text, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def reviews() -> list:
    store = Store.open(Settings().store_url)
    try:
        return store.reviews()
    finally:
        store.close()


def test_json_is_a_draft_set_and_saves_nothing(note: Path) -> None:
    drafts = DraftSet.model_validate_json(run("draft", str(note), "--json", "--date", "2026-03-11").stdout)
    (issue,) = drafts.issues
    assert (issue.assignee, str(issue.due_date)) == ("Tom Becker", "2026-03-13")
    for evidence in issue.evidence:
        assert NOTE[evidence.start : evidence.end] == evidence.text
    assert reviews() == []


def test_a_draft_is_kept_accepted_and_undone(note: Path) -> None:
    shown = run("draft", str(note)).stdout
    (review,) = reviews()
    assert review.status == "waiting"
    assert f"assistant accept {review.id}" in shown

    (applied,) = json.loads(run("accept", str(review.id), "--json").stdout)
    (key,) = applied["issue_keys"]
    issue = json.loads(run("issues", "show", key, "--json").stdout)
    assert "Tom Becker" in json.dumps(issue)

    run("reviews", "undo", str(review.id))
    keys = [row["key"] for row in json.loads(run("issues", "list", "--json").stdout)]
    assert key not in keys


def test_stdin_and_yes_accept_at_once() -> None:
    shown = run("draft", "-", "--yes", text=NOTE).stdout
    assert "Created: DEMO-" in shown
    assert [review.status for review in reviews()] == ["accepted"]


def test_an_edited_draft_set_is_what_is_written(note: Path, tmp_path: Path) -> None:
    run("draft", str(note))
    (review,) = reviews()
    edited = review.drafts.model_copy(
        update={"issues": (review.drafts.issues[0].model_copy(update={"summary": "Mend the login"}),)}
    )
    file = tmp_path / "edited.json"
    file.write_text(edited.model_dump_json(), encoding="utf-8")
    run("accept", str(review.id), "--edited", str(file))
    assert "Mend the login" in run("issues", "list", "--json").stdout
    assert reviews()[0].drafts == review.drafts


def test_a_file_of_items_gives_a_line_each(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "deep" / "out.jsonl"
    given.write_text("".join(json.dumps({"id": f"n{n}", "text": NOTE}) + "\n" for n in range(3)), encoding="utf-8")
    run("draft", "--batch", str(given), "--out", str(out))
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["n0", "n1", "n2"]
    assert all(DraftSet.model_validate(row).issues for row in rows)

    out.write_text(json.dumps(rows[0]) + "\n" + '{"id": "n1", "iss', encoding="utf-8")
    run("draft", "--batch", str(given), "--out", str(out), "--resume")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["n0", "n1", "n2"]


def test_failed_lines_are_written_and_the_exit_says_so(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text('{"id": "good", "text": "hello"}\nbroken\n', encoding="utf-8")
    done = runner.invoke(app, ["draft", "--batch", str(given), "--out", str(out)])
    assert done.exit_code == 1
    good, bad = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert good["id"] == "good"
    assert "not a draft item" in bad["error"]


def test_batch_prints_a_line_per_file_and_skips_the_second_time(note: Path) -> None:
    (first,) = map(json.loads, run("batch", str(note), "--json").stdout.splitlines())
    assert (first["outcome"], first["issues"]) == ("drafted", 1)
    (second,) = map(json.loads, run("batch", str(note.parent), "--json").stdout.splitlines())
    assert second["outcome"] == "skipped"


def test_the_output_of_a_batch_is_never_put_in_place_of_a_device_or_link(tmp_path: Path) -> None:
    items, real, link = tmp_path / "in.jsonl", tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    items.write_text(json.dumps({"id": "\ud800", "text": NOTE}) + "\n", encoding="utf-8")
    link.symlink_to(real)
    run("draft", "--batch", str(items), "--out", str(link))
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["id"] == "\ud800"

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run("draft", "--batch", str(items), "--out", str(pipe))
    assert pipe.is_fifo()
    assert b"Fix the login timeout" in os.read(reader, 65536)
    os.close(reader)


@pytest.mark.parametrize("out", ["", "in.jsonl/out.jsonl"])
def test_an_output_that_cannot_be_written_is_told(tmp_path: Path, out: str) -> None:
    items = tmp_path / "in.jsonl"
    items.write_text(json.dumps({"text": NOTE}) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        run("draft", "--batch", str(items), "--out", str(tmp_path / out))


def test_an_empty_text_is_not_kept_for_review() -> None:
    assert "assistant accept" not in run("draft", text=" \n").stdout
    assert reviews() == []


def test_yes_accepts_even_when_nobody_reads_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang_up(*arguments: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("assistant.cli.show.show_drafts", hang_up)
    runner.invoke(app, ["draft", "--yes"], input=NOTE)
    assert [review.status for review in reviews()] == ["accepted"]


def test_nonsense_given_as_edited_drafts_is_refused_in_words(note: Path, tmp_path: Path) -> None:
    run("draft", str(note))
    file = tmp_path / "edited.json"
    file.write_text('{"issues": 3}', encoding="utf-8")
    with pytest.raises(BadInput, match="is not a draft set") as error:
        runner.invoke(app, ["accept", "1", "--edited", str(file)], catch_exceptions=False)
    assert "pydantic" not in str(error.value)
    assert [review.status for review in reviews()] == ["waiting"]
