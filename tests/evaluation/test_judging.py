"""A person judges blind: nothing tells the runs apart, no verdict is lost, and the score is held against them."""

from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.evaluation.cases import Case
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.judging import Judging, Verdict
from assistant.evaluation.runs import Run
from assistant.schema.draft import DraftInfo, DraftSet, IssueDraft
from tests.evaluation.made import answer_of, drafts, made_run

CASES = [case for case in load_cases("issues", "dev") if case.issues][:30]
IDS = {case.id for case in CASES}


def emptied(case: Case) -> DraftSet:
    return answer_of(case).model_copy(update={"issues": ()})


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Run, Run]:
    """A run that is right and one that proposes nothing, on thirty items."""
    return (
        made_run(tmp_path / "a.run.jsonl", {case.id: answer_of(case) for case in CASES}, weights="one"),
        made_run(tmp_path / "b.run.jsonl", {case.id: emptied(case) for case in CASES}, weights="two"),
    )


@pytest.fixture
def judging(runs: tuple[Run, Run], tmp_path: Path) -> Judging:
    return Judging(*runs, tmp_path / "verdicts")


def sides(judging: Judging) -> dict[str, bool]:
    return {name: judging.ballot(name).swapped for name in IDS}


def judge_all(judging: Judging, wanted: dict[str, str]) -> None:
    """Give each item the verdict "a", "b" or "alike" by choosing the side on which that run stands."""
    for item, choice in wanted.items():
        sides = {judging.ballot(item).choice(side): side for side in ("left", "right", "alike")}
        assert judging.judge(item, sides[choice]).choice == choice  # type: ignore[index]


def test_sides_are_shuffled_and_repeatably(judging: Judging, runs: tuple[Run, Run], tmp_path: Path) -> None:
    swapped = sides(judging)
    assert 5 <= sum(swapped.values()) <= 25
    assert sides(Judging(*runs, tmp_path / "elsewhere")) == swapped
    for case in CASES:
        ballot = judging.ballot(case.id)
        full, empty = (ballot.right, ballot.left) if ballot.swapped else (ballot.left, ballot.right)
        assert (len(full.issues), len(empty.issues)) == (len(case.issues), 0)
        assert ballot.choice("left") == ("b" if ballot.swapped else "a")
        assert ballot.choice("right") == ("a" if ballot.swapped else "b")
        assert ballot.choice("alike") == "alike"
        assert ballot.text == case.text


def test_nothing_on_a_ballot_tells_the_runs_apart(tmp_path: Path) -> None:
    def told(case: Case, engine: str) -> DraftSet:
        issues = tuple(issue.model_copy(update={"scores": {"summary": 0.5}}) for issue in answer_of(case).issues)
        info = DraftInfo(engine=engine, weights={"text": engine}, seconds=3, options={"tokens": 9, "seconds": 1})
        return DraftSet(issues=issues if engine == "one" else issues[1:], info=info)

    runs = [
        made_run(tmp_path / f"{engine}.run.jsonl", {case.id: told(case, engine) for case in CASES}, weights=engine)
        for engine in ("one", "two")
    ]
    judging = Judging(*runs, tmp_path)
    for case in CASES:
        ballot = judging.ballot(case.id)
        assert ballot.left.info == ballot.right.info == DraftInfo(engine="")
        assert all(issue.scores == {} for issue in (*ballot.left.issues, *ballot.right.issues))


def test_every_item_comes_once_until_all_are_judged(judging: Judging, runs: tuple[Run, Run], tmp_path: Path) -> None:
    seen = []
    while ballot := judging.next():
        assert judging.left == len(IDS) - len(seen)
        seen.append(ballot.item)
        judging.judge(ballot.item, "left")
    assert sorted(seen) == sorted(IDS)
    assert seen != sorted(seen)
    assert judging.left == 0
    assert Judging(*runs, tmp_path / "verdicts").next() is None


def test_a_verdict_is_on_disk_at_once_and_the_last_one_counts(
    judging: Judging, runs: tuple[Run, Run], tmp_path: Path
) -> None:
    first = CASES[0].id
    verdict = judging.judge(first, "left")
    assert Judging(*runs, tmp_path / "verdicts").verdicts == [verdict]
    assert (verdict.run_a, verdict.run_b, verdict.item) == ("rules one", "rules two", first)
    judging.judge(CASES[1].id, "alike")
    changed = judging.judge(first, "right")
    assert {each.item: each.choice for each in judging.verdicts} == {first: changed.choice, CASES[1].id: "alike"}
    assert changed.choice != verdict.choice
    lines = (tmp_path / "verdicts" / "verdicts.jsonl").read_text("utf-8").splitlines()
    assert [Verdict.model_validate_json(line).item for line in lines] == [first, CASES[1].id, first]


def test_the_order_of_the_runs_does_not_matter(judging: Judging, runs: tuple[Run, Run], tmp_path: Path) -> None:
    wanted = {case.id: ("a", "b", "alike")[n % 3] for n, case in enumerate(CASES[:9])}
    judge_all(judging, wanted)
    turned = Judging(runs[1], runs[0], tmp_path / "verdicts")
    opposite = {"a": "b", "b": "a", "alike": "alike"}
    assert {each.item: each.choice for each in turned.verdicts} == {i: opposite[c] for i, c in wanted.items()}
    one, other = judging.agreement(), turned.agreement()
    assert (other.for_a, other.for_b, other.alike) == (one.for_b, one.for_a, one.alike)
    assert (other.agreed, other.compared, other.kappa) == (one.agreed, one.compared, pytest.approx(one.kappa))
    assert turned.left == judging.left == len(IDS) - 9
    judge_all(turned, {CASES[0].id: "a"})
    assert {each.item: each.choice for each in judging.verdicts}[CASES[0].id] == "b"


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_line_that_was_cut_off_costs_only_itself(judging: Judging, tmp_path: Path, cut: int) -> None:
    names = [case.id for case in CASES[:3]]
    for name in names:
        judging.judge(name, "left")
    path = tmp_path / "verdicts" / "verdicts.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    whole = names if cut == 1 else names[:2]  # the end of the line alone may be missing
    assert [each.item for each in judging.verdicts] == whole
    judging.judge(CASES[3].id, "right")
    assert [each.item for each in judging.verdicts] == [*whole, CASES[3].id]


def test_nonsense_in_the_file_is_passed_over(judging: Judging, tmp_path: Path) -> None:
    judging.judge(CASES[0].id, "left")
    path = tmp_path / "verdicts" / "verdicts.jsonl"
    path.write_bytes(b'\n{"item": 3}\n\xff\xfe\n[]\n' + path.read_bytes() + b'{"item": "\xc3')
    assert [each.item for each in judging.verdicts] == [CASES[0].id]


def test_verdicts_on_other_runs_do_not_count(judging: Judging, runs: tuple[Run, Run], tmp_path: Path) -> None:
    third = made_run(tmp_path / "c.run.jsonl", {case.id: drafts() for case in CASES}, weights="three")
    Judging(runs[0], third, tmp_path / "verdicts").judge(CASES[0].id, "left")
    assert judging.verdicts == []
    assert judging.agreement().compared == 0


def test_runs_of_the_same_name_go_by_their_files(tmp_path: Path) -> None:
    one = made_run(tmp_path / "a.run.jsonl", {case.id: answer_of(case) for case in CASES})
    other = made_run(tmp_path / "b.run.jsonl", {case.id: emptied(case) for case in CASES})
    judging = Judging(one, other, tmp_path)
    assert judging.names == ("rules (a.run.jsonl)", "rules (b.run.jsonl)")
    judge_all(judging, {CASES[0].id: "a"})
    assert [each.choice for each in Judging(other, one, tmp_path).verdicts] == ["b"]


def test_agreement_and_kappa_by_hand(tmp_path: Path) -> None:
    """The score finds A better on ids[0:4], B on ids[4:7] and nobody on ids[7:10]; see the verdicts below."""
    wrong = DraftSet(issues=(IssueDraft(summary="Feed the cat"),), info=DraftInfo(engine="made"))
    other = DraftSet(issues=(IssueDraft(summary="Walk the dog"),), info=DraftInfo(engine="made"))
    right = {case.id: answer_of(case) for case in CASES[:10]}
    ids = [*right]
    one = made_run(tmp_path / "a.run.jsonl", {**right, **dict.fromkeys(ids[4:], wrong)}, weights="one")
    two = made_run(
        tmp_path / "b.run.jsonl",
        {**right, **dict.fromkeys(ids[:4], wrong), **dict.fromkeys(ids[7:], other)},
        weights="two",
    )
    judging = Judging(one, two, tmp_path)
    assert judging.agreement().kappa == 0
    chosen = ["a", "a", "a", "b", "b", "b", "alike", "alike", "a", "b"]
    judge_all(judging, dict(zip(ids, chosen, strict=True)))
    found = judging.agreement()
    assert (found.for_a, found.for_b, found.alike) == (4, 4, 2)
    # Agreed: three of "a", two of "b", one of "alike"; by chance 4*4 + 4*3 + 2*3 of 100.
    assert (found.agreed, found.compared) == (6, 10)
    assert found.kappa == pytest.approx((0.6 - 0.34) / (1 - 0.34))
    assert found.p_value == 1.0


@pytest.mark.parametrize(
    ("for_a", "for_b", "p_value"),
    [(6, 0, 2 / 64), (0, 6, 2 / 64), (5, 1, 14 / 64), (3, 3, 1.0), (0, 0, 1.0), (1, 0, 1.0)],
)
def test_the_sign_test(judging: Judging, for_a: int, for_b: int, p_value: float) -> None:
    chosen = ["a"] * for_a + ["b"] * for_b + ["alike"] * 2
    judge_all(judging, {case.id: choice for case, choice in zip(CASES, chosen, strict=False)})
    found = judging.agreement()
    assert (found.for_a, found.for_b, found.alike) == (for_a, for_b, 2)
    assert found.p_value == pytest.approx(p_value)


def test_where_the_judge_always_says_what_the_score_says(judging: Judging) -> None:
    judge_all(judging, {case.id: "a" for case in CASES[:5]})
    found = judging.agreement()
    assert (found.agreed, found.compared, found.kappa) == (5, 5, 1.0)


def test_what_cannot_be_judged(judging: Judging, runs: tuple[Run, Run], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="against itself"):
        Judging(runs[0], runs[0], tmp_path)
    with pytest.raises(BadInput, match="Only drafts"):
        Judging(*(made_run(tmp_path / f"{n}.run.jsonl", {}, suite="hearing") for n in "xy"), tmp_path)
    with pytest.raises(BadInput, match="nothing to judge"):
        judging.judge("no-such-item", "left")
    assert judging.verdicts == []
    same = made_run(tmp_path / "c.run.jsonl", {case.id: answer_of(case) for case in CASES}, weights="three")
    assert Judging(runs[0], same, tmp_path).next() is None
