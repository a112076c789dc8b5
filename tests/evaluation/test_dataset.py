"""The labelled items that are shipped: enough of them, well formed, split once and for all."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import BadInput, UnknownName
from assistant.evaluation.cases import KINDS, SPLITS, SUITES
from assistant.evaluation.check import problems
from assistant.evaluation.dataset import all_cases, dataset_hash, load_cases, origins, read_split

LEAST = {"dictation": 120, "standup": 60, "meeting": 40, "command": 40, "typed": 20, "negative": 20}


def test_the_items_keep_the_guidelines() -> None:
    assert problems(all_cases()) == []


def test_there_are_as_many_as_were_asked_for() -> None:
    cases = all_cases()
    kinds = Counter(case.kind for case in cases)
    assert set(kinds) == set(KINDS)
    assert all(kinds[kind] >= least for kind, least in LEAST.items())
    assert len(cases) >= 300
    assert len({case.domain for case in cases}) >= 10
    assert len(load_cases("issues", "test")) >= 100
    spoken = [case for case in cases if case.kind in ("dictation", "standup", "meeting", "command")]
    assert sum(case.form == "raw" for case in spoken) >= len(spoken) / 3


def test_meetings_are_as_long_as_meetings() -> None:
    assert all(300 <= case.words <= 900 for case in all_cases() if case.kind == "meeting")


def test_items_vary_as_the_guidelines_ask() -> None:
    cases = all_cases()
    assert {case.context.reference_date.weekday() for case in cases} >= {0, 1, 2, 3, 4}
    assert {case.context.reference_date.year for case in cases} == {2025, 2026, 2027}
    heard = {origins()[name] for case in cases for name in case.context.people}
    assert heard == set(origins().values())
    (_, most), *_ = Counter(case.context.project_key for case in cases).most_common()
    assert most < len(cases) / 10
    fields = ("priority", "assignee", "due_date", "story_points", "parent_key", "components", "labels", "links")
    gold = [issue for case in cases for issue in case.issues]
    for field in fields:
        said = sum(bool(getattr(issue, field)) for issue in gold)
        assert 20 <= said <= len(gold) - 20, field
    assert {command.action for case in cases for command in case.commands} >= {"transition", "search", "undo", "link"}


def test_items_have_the_shape_of_their_kind() -> None:
    for case in all_cases():
        assert re.fullmatch(rf"{case.kind}-[a-z-]+-[a-z]?\d+", case.id), case.id
        assert (case.form == "typed") >= (case.kind == "typed"), case.id
        assert case.page is None or case.kind in ("meeting", "standup"), case.id
        assert case.kind != "dictation" or case.issues or case.commands, case.id


def test_the_split_is_by_document_disjoint_and_complete() -> None:
    by_split = {split: load_cases("issues", split) for split in SPLITS}
    ids = [case.id for cases in by_split.values() for case in cases]
    assert sorted(ids) == sorted(case.id for case in all_cases())
    documents = [{case.document for case in cases} for cases in by_split.values()]
    assert sum(map(len, documents)) == len(set.union(*documents))
    assert set(read_split()) == set.union(*documents)
    assert [len(by_split[split]) for split in SPLITS] == [105, 75, 120]


def test_every_kind_and_form_is_in_every_split() -> None:
    whole = Counter((case.kind, case.form) for case in all_cases())
    for split in SPLITS:
        share = len(load_cases("issues", split)) / len(all_cases())
        found = Counter((case.kind, case.form) for case in load_cases("issues", split))
        for group, count in whole.items():
            assert found[group] == pytest.approx(count * share, abs=2), (split, group)


def test_a_suite_has_the_items_it_is_about() -> None:
    assert load_cases("issues", "all") == list(all_cases())
    assert load_cases("pages", "all") == [case for case in all_cases() if case.page]
    commands = load_cases("commands", "all")
    assert {case.id for case in commands} == {
        case.id for case in all_cases() if case.commands or case.kind == "negative"
    }
    for suite in SUITES:
        assert sum(len(load_cases(suite, split)) for split in SPLITS) == len(load_cases(suite, "all"))


@pytest.mark.parametrize(("suite", "split"), [("songs", "dev"), ("issues", "tests"), ("", "dev"), ("issues", "")])
def test_unknown_names_are_refused(suite: str, split: str) -> None:
    with pytest.raises(UnknownName) as error:
        load_cases(suite, split)
    assert error.value.known in (sorted(SUITES), sorted((*SPLITS, "all")))


@pytest.mark.parametrize(
    ("old", "new"), [("forty", "fifty"), ('"High"', '"Low"'), ('"nth": 2', '"nth": 1'), ("2026-0", "2027-0")]
)
def test_a_changed_item_changes_the_hash_and_is_refused(data_copy: Path, old: str, new: str) -> None:
    before = dataset_hash(all_cases())
    file = next(path for path in sorted(data_copy.glob("*.jsonl")) if old in path.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert dataset_hash(all_cases()) == before, "the items of a process do not change under it"
    all_cases.cache_clear()
    assert dataset_hash(all_cases()) != before
    with pytest.raises(BadInput, match="not those that were split"):
        load_cases("issues", "dev")


def test_an_item_more_or_less_is_refused(data_copy: Path) -> None:
    file = data_copy / "typed.jsonl"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(lines[1:]), encoding="utf-8")
    all_cases.cache_clear()
    with pytest.raises(BadInput, match="not those that were split"):
        read_split()
    file.write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    all_cases.cache_clear()
    with pytest.raises(BadInput, match="broken"):
        all_cases()


def test_how_lines_are_kept_does_not_change_the_hash(data_copy: Path) -> None:
    before = dataset_hash(all_cases())
    for path in data_copy.glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
        lines = [json.dumps(dict(reversed(row.items()))) for row in reversed(rows)]
        path.write_text("\n\n".join(lines), encoding="utf-8")
    all_cases.cache_clear()
    assert dataset_hash(all_cases()) == before
    assert len(load_cases("issues", "dev")) == 75
