"""Runs of engines over items: whole, cut off, cancelled, failing, and refused."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.errors import AssistantError, BadInput, Cancelled, DraftingError, UnknownName
from assistant.evaluation import dataset
from assistant.evaluation.cases import Case
from assistant.evaluation.dataset import all_cases, load_cases
from assistant.evaluation.noise import worsen
from assistant.evaluation.running import RunOptions, default_path, describe, run, runs_folder
from assistant.evaluation.runs import Prediction, Run, read_run
from assistant.evaluation.scoring import score_run
from assistant.schema.draft import DraftSet, IssueDraft
from tests.evaluation.made import MadeUpDrafter, answer_of, drafts, nothing, options, use

COMMANDS = options("commands")
IDS = [case.id for case in load_cases("commands", "dev")]


def without_seconds(made: Run) -> list[Prediction]:
    return [each.model_copy(update={"seconds": 0.0}) for each in made.predictions]


def metrics_of(made: Run) -> dict[str, float]:
    return {name: value for name, value in made.summary["metrics"].items() if name != "seconds"}


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def gold(monkeypatch: pytest.MonkeyPatch) -> MadeUpDrafter:
    """An engine that knows the gold."""
    drafter = MadeUpDrafter()
    use(monkeypatch, drafter)
    return drafter


def test_a_whole_run(gold: MadeUpDrafter, settings: Settings) -> None:
    made = run(COMMANDS, settings)
    assert [each.id for each in made.predictions] == IDS
    assert gold.asked == ["", *IDS], "the engine is warmed up once, then asked about each item"
    assert made.path.parent == runs_folder(settings)
    assert made == read_run(made.path)
    assert (made.summary["items"], made.summary["failed"]) == (len(IDS), [])
    assert made.summary["metrics"] == {
        name: pytest.approx(value, abs=5e-5) for name, value in score_run(made).metrics().items()
    }
    found = made.summary["metrics"]
    assert (found["commands_exact"], found["command_f1"], found["commands_invented"]) == (1, 1, 0)
    seconds = sorted(each.seconds for each in made.predictions)
    assert seconds[0] <= made.summary["median_seconds"] <= made.summary["longest_seconds"] == seconds[-1]
    assert made.summary["peak_gb"] > 0.05


def test_a_run_that_is_whole_is_not_run_again(gold: MadeUpDrafter, settings: Settings) -> None:
    first = run(COMMANDS, settings)
    gold.asked.clear()
    again = run(COMMANDS, settings)
    assert gold.asked == []
    assert again.predictions == first.predictions
    assert again.summary["metrics"] == first.summary["metrics"]


def cuts(data: bytes) -> list[int]:
    """Return where to cut a file off: at, before and after ends of lines, and inside the first, middle and last one."""
    ends = [at + 1 for at, byte in enumerate(data) if byte == 10]
    middle = ends[len(ends) // 2]
    return [
        ends[0], ends[0] + 1, (ends[0] + ends[1]) // 2, ends[1] - 1, ends[1], middle - 20, middle, middle + 20,
        ends[-2] - 1, ends[-2], ends[-2] + 9, ends[-1] - 1, ends[-1],
    ]  # fmt: skip


def test_a_run_that_was_cut_off_goes_on(gold: MadeUpDrafter, settings: Settings, tmp_path: Path) -> None:
    whole = run(COMMANDS, settings)
    data = whole.path.read_bytes()
    for at in cuts(data):
        path = tmp_path / f"{at}.run.jsonl"
        path.write_bytes(data[:at])
        kept = read_run(path).predictions
        gold.asked.clear()
        again = run(COMMANDS, settings, path)
        assert gold.asked == ([""] * (len(kept) < len(IDS)) + IDS[len(kept) :]), at
        assert without_seconds(again) == without_seconds(whole), at
        assert again.predictions[: len(kept)] == kept
        assert metrics_of(again) == metrics_of(whole), at
        assert path.read_bytes().count(b"\n") == data.count(b"\n"), at


def test_a_run_that_was_cut_off_in_the_middle_of_a_letter_goes_on(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    use(monkeypatch, MadeUpDrafter(lambda case: drafts((IssueDraft(summary=f"{case.id} prüfen"),))))
    whole = run(COMMANDS, settings)
    data = whole.path.read_bytes()
    inside = [at for at, byte in enumerate(data) if byte & 0b1100_0000 == 0b1000_0000]
    assert len(inside) == len(IDS)
    whole.path.write_bytes(data[: inside[len(IDS) // 2]])
    assert without_seconds(run(COMMANDS, settings)) == without_seconds(whole)


@pytest.mark.parametrize("left", [0, 1, 100])
def test_a_file_without_a_whole_first_line_is_refused(gold: MadeUpDrafter, settings: Settings, left: int) -> None:
    path = run(COMMANDS, settings).path
    data = path.read_bytes()[:left]
    path.write_bytes(data)
    with pytest.raises(BadInput, match="is no run"):
        run(COMMANDS, settings)
    assert path.read_bytes() == data


def test_other_work_in_the_same_file_is_refused(gold: MadeUpDrafter, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.run.jsonl"
    made = run(COMMANDS, settings, path)
    for other in (options("pages"), options("commands", "train"), options("commands", noise="flat"),
                  options("commands", limit=3)):  # fmt: skip
        with pytest.raises(BadInput, match="holds another run"):
            run(other, settings, path)
    assert read_run(path) == made


def test_each_work_has_a_file_of_its_own(settings: Settings) -> None:
    works = [
        COMMANDS, options("issues"), options("commands", "test"), options("commands", noise="flat"),
        options("commands", limit=3), options("commands", weights="a/b"), options("commands", engine="model"),
        options("commands", source="spoken"), options("commands", engine="model", template="title.v2"),
    ]  # fmt: skip
    paths = [default_path(describe(each, settings), settings) for each in works]
    assert len(set(paths)) == len(paths)
    assert {path.parent for path in paths} == {runs_folder(settings)}


def test_an_engine_that_fails_is_wrong_there(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    negative = next(case.id for case in load_cases("commands", "dev") if case.kind == "negative")
    bad = {IDS[0]: DraftingError("The model ran dry."), negative: ZeroDivisionError("by zero")}

    def answer(case: Case) -> DraftSet:
        if case.id in bad:
            raise bad[case.id]
        return answer_of(case)

    use(monkeypatch, MadeUpDrafter(answer))
    made = run(COMMANDS, settings)
    assert made.summary["failed"] == [IDS[0], negative]
    errors = {each.id: each.error for each in made.predictions if each.error}
    assert errors == {IDS[0]: "The model ran dry.", negative: "ZeroDivisionError: by zero"}
    wanted = [case for case in load_cases("commands", "dev") if case.commands]
    found = score_run(made)
    assert found.metrics()["commands_exact"] == pytest.approx(1 - 1 / len(wanted))
    assert found.metrics()["failed"] == pytest.approx(2 / len(IDS))
    assert found.items[IDS[0]].findings[0].words == "all failed: 'The model ran dry.' of 'engine'"
    assert len(found.items) == len(IDS)

    use(monkeypatch, MadeUpDrafter())
    again = run(COMMANDS, settings)
    assert again.summary["failed"] == made.summary["failed"], "an answer stays what it was, a failure too"


def test_a_failing_engine_left_nothing_clean(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    def answer(case: Case) -> DraftSet:
        raise DraftingError("Never.")

    use(monkeypatch, MadeUpDrafter(answer))
    failing = run(options("issues"), settings).summary["metrics"]
    use(monkeypatch, MadeUpDrafter(nothing))
    silent = run(options("issues"), settings, settings.home / "x.run.jsonl").summary["metrics"]
    assert (failing["negatives_clean"], silent["negatives_clean"]) == (0, 1)
    assert failing["issue_recall"] == silent["issue_recall"] == 0
    assert (failing["failed"], silent["failed"]) == (1, 0)


def test_cancelling_stops_and_keeps_what_was_done(gold: MadeUpDrafter, settings: Settings) -> None:
    told: list[tuple[float, str]] = []

    def stop(done: float, text: str) -> None:
        told.append((done, text))
        if text == IDS[3]:
            raise Cancelled("Stopped.")

    path = default_path(describe(COMMANDS, settings), settings)
    with pytest.raises(Cancelled):
        run(COMMANDS, settings, None, stop)
    assert [each.id for each in read_run(path).predictions] == IDS[:3]
    assert read_run(path).summary == {}

    told.clear()
    made = run(COMMANDS, settings, None, lambda done, text: told.append((done, text)))
    assert [each.id for each in made.predictions] == IDS
    assert [text for _, text in told] == ["Loading the engine", *IDS[3:], "Scored"]
    shares = [done for done, _ in told]
    assert shares[0] == 0
    assert shares[1:] == sorted(shares[1:])
    assert (shares[1], shares[-1]) == (3 / len(IDS), 1.0)


def test_an_engine_may_cancel(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    def answer(case: Case) -> DraftSet:
        raise Cancelled("Stopped.")

    use(monkeypatch, MadeUpDrafter(answer))
    with pytest.raises(Cancelled):
        run(COMMANDS, settings)
    assert not default_path(describe(COMMANDS, settings), settings).exists()  # nothing was answered, nothing is left


@pytest.mark.parametrize(
    ("field", "name", "known"),
    [
        ("suite", "songs", "hearing"),
        ("split", "tests", "test"),
        ("noise", "loud", "flat"),
        ("engine", "rulez", "rules"),
        ("template", "title.v9", "title.v2"),
    ],
)
def test_names_that_mean_nothing_are_refused(settings: Settings, field: str, name: str, known: str) -> None:
    given = options().model_copy(update={field: name})
    with pytest.raises(UnknownName) as error:
        run(given, settings)
    assert repr(name) in str(error.value)
    assert known in error.value.known


def test_an_unknown_split_of_recordings_is_refused(settings: Settings) -> None:
    with pytest.raises(UnknownName) as error:
        run(RunOptions(suite="hearing", split="tests"), settings)
    assert error.value.known == ["all", "dev", "test", "train"]


def test_weights_that_are_not_there_are_told(settings: Settings) -> None:
    with pytest.raises(AssistantError):
        run(options(engine="model", weights="no-such-weights"), settings)


def test_a_run_of_other_items_is_not_scored(gold: MadeUpDrafter, settings: Settings, data_copy: Path) -> None:
    made = run(COMMANDS, settings)
    file = data_copy / "typed.jsonl"
    file.write_text(file.read_text("utf-8").replace("the", "teh", 1), encoding="utf-8")
    all_cases.cache_clear()
    with pytest.raises(BadInput, match="was made on other labelled items"):
        score_run(made)
    assert dataset.dataset_hash(all_cases()) != made.info.dataset


def test_noise_is_what_the_engine_is_asked(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    asked: list[str] = []

    class Listener(MadeUpDrafter):
        def draft(self, text, context, on_progress=lambda done, text: None):  # type: ignore[no-untyped-def]
            asked.append(text)
            return nothing(all_cases()[0])

    use(monkeypatch, Listener())
    run(options("commands", noise="errors"), settings)
    assert asked[1:] == [worsen(case, "errors").text for case in load_cases("commands", "dev")]


@pytest.mark.parametrize("limit", [1, 6, 40, 75, 500])
def test_a_limit_takes_some_of_every_kind(gold: MadeUpDrafter, settings: Settings, limit: int) -> None:
    made = run(options("issues", limit=limit), settings)
    whole = [case.id for case in load_cases("issues", "dev")]
    found = [each.id for each in made.predictions]
    assert len(found) == min(limit, len(whole))
    assert sorted(found, key=whole.index) == found
    assert max(Counter(found).values()) == 1
    if limit >= 40:
        assert {name.split("-")[0] for name in found} == {name.split("-")[0] for name in whole}
