"""What hearing costs and what understanding."""

from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.evaluation.budget import PARTS, losses
from assistant.evaluation.comparison import compare_runs
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.table import END, START, write_between
from tests.evaluation.made import answer_of, drafts, made_run


def test_losses_are_what_is_missing_of_the_whole(tmp_path: Path) -> None:
    cases = [case for case in load_cases("issues", "dev") if len(case.issues) > 1]
    said = {case.id: answer_of(case) for case in cases}
    heard = {name: drafts(found.issues[:1]) if n % 2 else found for n, (name, found) in enumerate(said.items())}
    found = compare_runs(*(made_run(tmp_path / f"{n}.run.jsonl", each) for n, each in enumerate((said, heard))))
    by_name = {loss.metric: loss for loss in losses(found)}
    assert list(by_name) == list(PARTS)
    f1 = by_name["issue_f1"]
    assert (f1.understanding, f1.hearing) == (0, pytest.approx(1 - f1.heard))
    assert f1.low <= f1.hearing <= f1.high
    assert f1.low > 0
    assert by_name["assignee_right"].hearing == 0


def test_the_table_is_put_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"Before\n{START}\nold\n{END}\nAfter\n", encoding="utf-8")
    for table in ("| a |", "| b |\n| c |"):
        write_between(page, table)
        assert page.read_text("utf-8") == f"Before\n{START}\n{table}\n{END}\nAfter\n"
    for text in ("no markers", END + START, START):
        page.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match="no place for the table"):
            write_between(page, "| a |")
        assert page.read_text("utf-8") == text
