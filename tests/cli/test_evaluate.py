"""`assistant evaluate`: run, compare, report, runs and check."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.config import Settings
from assistant.errors import BadInput
from assistant.evaluation.cases import Case
from assistant.evaluation.dataset import all_cases, load_cases
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.running import runs_folder
from assistant.evaluation.runs import read_run
from assistant.schema.draft import DraftSet
from tests.evaluation.made import MadeUpDrafter, answer_of, nothing, use

IDS = [case.id for case in load_cases("commands", "dev")]


def evaluate(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["evaluate", *words], env={"COLUMNS": "200"})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[str, str]:
    """The files of a run that is right and of one that gives no command."""
    paths = str(tmp_path / "right.run.jsonl"), str(tmp_path / "nothing.run.jsonl")
    for path, answer in zip(paths, (answer_of, nothing), strict=True):
        use(monkeypatch, MadeUpDrafter(answer))
        evaluate("run", "--suite", "commands", "--engine", "rules", "--out", path)
    return paths


def test_run_and_json(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, MadeUpDrafter())
    told = json.loads(evaluate("run", "--suite", "commands", "--engine", "rules", "--json"))
    kept = read_run(Path(told["run"]))
    assert kept.path.parent == runs_folder(Settings())
    assert [each.id for each in kept.predictions] == IDS
    assert told["info"]["suite"] == "commands"
    assert told["summary"] == kept.summary
    assert told["summary"]["metrics"]["commands_exact"] == 1

    shown = evaluate("run", "--suite", "commands", "--engine", "rules")
    assert METRICS["commands_exact"].title in shown
    assert "1.00 .. 1.00" in shown
    assert f"{len(IDS)} items, 0 failed" in shown
    assert str(kept.path) in shown


def test_options_reach_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, MadeUpDrafter(nothing))
    out = tmp_path / "deep" / "x.run.jsonl"
    words = ("--suite", "issues", "--split", "train", "--noise", "flat", "--limit", "5", "--out", str(out), "--json")
    info = json.loads(evaluate("run", "--engine", "rules", *words))["info"]
    assert (info["suite"], info["split"], info["noise"], info["limit"]) == ("issues", "train", "flat", 5)
    assert len(read_run(out).predictions) == 5


def test_failures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(case: Case) -> DraftSet:
        if case.id == IDS[2]:
            raise ValueError("no")
        return answer_of(case)

    use(monkeypatch, MadeUpDrafter(answer))
    shown = evaluate("run", "--suite", "commands", "--engine", "rules")
    assert f"failed: {IDS[2]}" in shown
    assert "1 failed" in shown


def test_compare_and_json(made: tuple[str, str]) -> None:
    found = json.loads(evaluate("compare", *made, "--json"))
    by_name = {each["metric"]: each for each in found["differences"]}
    exact = by_name["commands_exact"]
    assert (exact["a"], exact["b"], exact["better"]) == (1, 0, "A")
    assert exact["interval"] == [-1, -1]
    assert by_name["commands_invented"]["better"] is None
    assert found["a"]["engine"] == "rules"
    assert all("interval" in line for line in found["verdict"])
    with_commands = {case.id for case in load_cases("commands", "dev") if case.commands}
    assert {item["id"] for item in found["items"]} == with_commands
    assert all(item["only_a"] == [] and item["only_b"] for item in found["items"])

    shown = evaluate("compare", *made, "--items", "2")
    assert "items with all commands exactly right: A is better, 1.00 -> 0.00" in shown
    assert f"{len(with_commands)} items differ." in shown
    assert shown.count("only B wrong") >= 2
    assert sum(f"\n{name}: " in shown for name in with_commands) == 2

    same = json.loads(evaluate("compare", made[0], made[0], "--json"))
    assert {each["better"] for each in same["differences"]} == {None}
    assert same["items"] == []


def test_report(made: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report.html"
    assert str(out) in evaluate("report", *made, "--out", str(out))
    assert "A is better" in out.read_text("utf-8")


def test_runs_and_json(made: tuple[str, str]) -> None:
    assert json.loads(evaluate("runs", "--json")) == []
    evaluate("run", "--suite", "commands", "--engine", "rules")
    (listed,) = json.loads(evaluate("runs", "--json"))
    assert listed["info"]["suite"] == "commands"
    assert listed["summary"]["items"] == len(IDS)
    path = Path(listed["run"])
    path.write_bytes(path.read_bytes()[:-10])
    shown = evaluate("runs")
    assert f"{len(IDS)} (cut off)" in shown
    assert "commands" in shown


def test_check_and_json() -> None:
    assert json.loads(evaluate("check", "--json")) == {"items": len(all_cases()), "problems": []}
    assert f"{len(all_cases())} items, 0 problems" in evaluate("check")


def test_problems_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.evaluation.check.problems", lambda cases: ["x-1: [red]the id[/red]"])
    assert json.loads(evaluate("check", "--json", code=1))["problems"] == ["x-1: [red]the id[/red]"]
    assert "x-1: [red]the id[/red]" in evaluate("check", code=1)


def test_wrong_use_is_told(made: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds another run"):
        evaluate("run", "--suite", "issues", "--engine", "rules", "--out", made[0])
    no_run = tmp_path / "x.txt"
    no_run.write_text("Dear diary", encoding="utf-8")
    for words in (("compare", made[0], str(no_run)), ("report", str(no_run))):
        with pytest.raises(BadInput, match="is no run"):
            evaluate(*words)
    for words in (("run", "--suite", "songs"), ("run", "--suite", "issues", "--split", "x"), ("compare", made[0]),
                  ("compare", made[0], "nowhere"), ("run", "--suite", "issues", "--limit", "-1")):  # fmt: skip
        evaluate(*words, code=2)
