"""`assistant evaluate judge`: two runs opened in the web page, or told in words why not."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.cli.test_main import assistant
from tests.conftest import ROOT
from tests.ui.runs import make_runs

Runs = tuple[Path, Path]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Two runs that lie outside the folder where this program keeps its own."""
    return make_runs(tmp_path_factory.mktemp("elsewhere"))


def test_it_serves_the_judge_screen_of_two_runs_until_ctrl_c(runs: Runs) -> None:
    command = [sys.executable, "-m", "assistant", "evaluate", "judge", *map(str, runs), "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        line = server.stdout.readline()
        found = re.fullmatch(r"(http://127\.0\.0\.1:\d+/)\?judge=(\S+)&with=(\S+)\n", line)
        assert found, line
        assert found.groups()[1:] == ("first.run.jsonl%20%281%29", "second.run.jsonl%20%282%29")
        assert httpx.get(line.strip(), trust_env=False).status_code == 200
        report = httpx.get(f"{found[1]}evaluation/report?run={found[2]}&run={found[3]}", trust_env=False, timeout=60)
        assert "B is <b>quiet</b>" in report.text
        assert httpx.get(f"{found[1]}evaluation/report?run={runs[0]}", trust_env=False).status_code == 404
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=60)
    finally:
        server.kill()
    assert server.returncode == 0
    assert "Traceback" not in told
    assert "Stopped." in told


def test_runs_that_nobody_can_judge_are_told_in_words(runs: Runs, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,")
    same = tmp_path / "same.run.jsonl"
    same.write_bytes(runs[0].read_bytes())
    for given, words in (
        ((runs[0], runs[0]), "judged against itself"),
        ((runs[0], letter), "letter.txt is no run"),
        ((runs[0], same), "nothing to judge"),
        ((runs[0], cut_off(runs[1], tmp_path)), "answered different items"),
        ((runs[0], of_hearing(runs[1], tmp_path)), "Only drafts can be judged"),
    ):
        done = assistant("evaluate", "judge", *map(str, given), "--port", "0")
        assert done.returncode == 1
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def cut_off(run: Path, folder: Path) -> Path:
    path = folder / "cut.run.jsonl"
    path.write_text("".join(run.read_text("utf-8").splitlines(keepends=True)[:3]), "utf-8")
    return path


def of_hearing(run: Path, folder: Path) -> Path:
    first, *rest = run.read_text("utf-8").splitlines(keepends=True)
    info = json.loads(first)
    info["info"]["suite"] = "hearing"
    path = folder / "hearing.run.jsonl"
    path.write_text(json.dumps(info) + "\n" + "".join(rest), "utf-8")
    return path
