"""A run's file: line by line, read again, and what is not one."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Settings
from assistant.errors import BadInput
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.running import describe
from assistant.evaluation.runs import Prediction, RunFile, RunInfo, list_runs, read_run
from tests.evaluation.made import answer_of, made_run, options

ANSWERS = [
    Prediction(id="one", seconds=0.5, drafts=answer_of(load_cases("issues", "dev")[0])),
    Prediction(id="zwei – \u2028 ü", seconds=1.25, error="Boom"),
]


@pytest.fixture
def info() -> RunInfo:
    return describe(options(), Settings())


def test_every_line_is_in_the_file_before_the_next_begins(tmp_path: Path, info: RunInfo) -> None:
    path = tmp_path / "deep" / "x.run.jsonl"
    file = RunFile(path, info)
    for count, answer in enumerate(ANSWERS, 1):
        file.add(answer)
        assert read_run(path).predictions == tuple(ANSWERS[:count])
        assert path.read_bytes().endswith(b"\n")
        assert path.read_bytes().count(b"\n") == count + 1
    assert read_run(path).summary == {}
    file.finish({"items": 2})
    file.close()
    assert read_run(path).summary == {"items": 2}
    assert read_run(path).info == info
    assert read_run(path).by_id == {answer.id: answer for answer in ANSWERS}
    assert [*path.parent.iterdir()] == [path]


def test_going_on_keeps_what_was_done_and_who_began(tmp_path: Path, info: RunInfo) -> None:
    path = tmp_path / "x.run.jsonl"
    file = RunFile(path, info)
    file.add(ANSWERS[0])
    file.finish({"items": 1})
    file.close()
    later = info.model_copy(update={"started": "2030-01-01", "versions": {"assistant": "9"}, "machine": {}})
    again = RunFile(path, later)
    assert again.done == ANSWERS[:1]
    assert read_run(path).summary == {}, "a summary of fewer items must not stay"
    again.add(ANSWERS[1])
    again.finish({"items": 2})
    again.close()
    assert read_run(path).info == info
    assert read_run(path).predictions == tuple(ANSWERS)
    assert read_run(path).summary == {"items": 2}


@pytest.mark.parametrize(
    "other",
    [
        {"suite": "pages"}, {"engine": "model"}, {"weights": "w"}, {"split": "test"}, {"noise": "flat"},
        {"source": "spoken"}, {"limit": 5}, {"dataset": "0" * 64}, {"options": {"template": "title.v1"}},
    ],
)  # fmt: skip
def test_a_file_of_other_work_is_refused_and_left_alone(tmp_path: Path, info: RunInfo, other: dict[str, Any]) -> None:
    path = tmp_path / "x.run.jsonl"
    file = RunFile(path, info)
    file.add(ANSWERS[0])
    file.close()
    before = path.read_bytes()
    with pytest.raises(BadInput, match="holds another run") as error:
        RunFile(path, info.model_copy(update=other))
    assert "--out" in error.value.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"{}", b"[]", b"Dear diary", b'{"info": 3}', b'{"info": {"suite": "songs"}}', b"\xff\xfe{", b"\0" * 9],
)
def test_a_file_that_is_no_run_is_refused_and_left_alone(tmp_path: Path, info: RunInfo, data: bytes) -> None:
    path = tmp_path / "x.run.jsonl"
    path.write_bytes(data)
    for use in (read_run, lambda path: RunFile(path, info)):
        with pytest.raises(BadInput, match="is no run"):
            use(path)
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["nowhere.run.jsonl", "."])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"is no run: (No such file|Is a directory)"):
        read_run(tmp_path / name)


def test_a_prediction_of_another_shape_is_refused(tmp_path: Path, info: RunInfo) -> None:
    path = tmp_path / "x.run.jsonl"
    lines = [{"info": info.model_dump(mode="json")}, {"prediction": {"id": "one", "second": 3}}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.raises(BadInput, match="seconds: Field required"):
        read_run(path)


def test_runs_are_listed_the_newest_first(tmp_path: Path, info: RunInfo) -> None:
    assert list_runs(tmp_path / "nowhere") == []
    for day in (2, 3, 1):
        RunFile(tmp_path / f"{day}.run.jsonl", info.model_copy(update={"started": f"2026-03-0{day}"})).close()
    (tmp_path / "4.run.jsonl").write_text("no run", encoding="utf-8")
    made_run(tmp_path / "notes.jsonl", {})
    assert [run.path.name[0] for run in list_runs(tmp_path)] == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"engine": "rules"}, "rules"),
        ({"engine": "model", "weights": "w", "options": {"template": "title.v1"}}, "model w title.v1"),
        ({"engine": "rules", "noise": "flat"}, "rules flat noise"),
        ({"engine": "rules", "source": "whisper-base"}, "rules whisper-base"),
    ],
)
def test_what_a_run_is_called(info: RunInfo, fields: dict[str, Any], name: str) -> None:
    assert info.model_copy(update=fields).name == name


@pytest.mark.parametrize("line", ['{"summary": [1, 2]}', "[" * 200_000])
def test_a_hostile_line_is_no_reason_to_break(tmp_path: Path, info: RunInfo, line: str) -> None:
    file = RunFile(tmp_path / "a.run.jsonl", info)
    file.close()
    with file.path.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
    if line.startswith("["):
        assert read_run(file.path).predictions == ()
    else:
        with pytest.raises(BadInput, match="is no run"):
            read_run(file.path)
    assert len(list_runs(tmp_path)) == line.startswith("[")


def test_a_finished_run_keeps_its_peak_when_it_goes_on(tmp_path: Path, info: RunInfo) -> None:
    first = RunFile(tmp_path / "a.run.jsonl", info)
    first.finish({"peak_gb": 2.5})
    first.close()
    again = RunFile(first.path, info)
    again.close()
    assert again.peak_gb == 2.5
