"""Scores of whole runs: by suite, by group, on talk that was heard, and what failing costs."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.evaluation.clips import Clip
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.plots import reliability
from assistant.evaluation.runs import Prediction, Run
from assistant.evaluation.scoring import broken_down, findings, score, score_run, summarise
from assistant.evaluation.work import Work
from assistant.schema.draft import DraftInfo, DraftSet
from assistant.schema.transcript import Transcript, TranscriptInfo
from tests.evaluation.made import CONTEXT, answer_of, case, drafts, gold_issue, issue_of, made_run

TALK = case(
    "Tom, please fix the login page by Friday.",
    issues=(gold_issue("Fix the login page", ("summary", "fix the login page"), ("due_date", "by Friday"),
                       due_date="2026-03-13"),),
)  # fmt: skip


def heard(text: str, duration: float = 60.0) -> Transcript:
    return Transcript(text=text, segments=(), info=TranscriptInfo(duration=duration))


@pytest.mark.parametrize("suite", ["issues", "pages", "commands"])
@pytest.mark.parametrize("known", [True, False])
def test_who_knows_the_gold_is_right_and_who_says_nothing_is_not(tmp_path: Path, suite: str, known: bool) -> None:
    cases = load_cases(suite, "dev")
    answers = {each.id: answer_of(each) if known else drafts() for each in cases}
    found = score_run(made_run(tmp_path / "x.run.jsonl", answers, suite=suite))
    main = {"issues": "issue_f1", "pages": "key_points_recall", "commands": "commands_exact"}[suite]
    assert found.metrics()[main] == float(known)
    assert [*findings(found)] == [] or not known
    with_gold = [
        each for each in cases if {"issues": each.issues, "pages": each.page, "commands": each.commands}[suite]
    ]
    assert {name for name, _ in findings(found)} == (set() if known else {each.id for each in with_gold})


def test_seconds_and_tokens_are_counted() -> None:
    info = DraftInfo(engine="model", options={"tokens": 30, "seconds": 1.5})
    counts = score(Work("issues", TALK), Prediction(id="x", seconds=2.0, drafts=DraftSet(info=info))).counts
    assert (counts["seconds"], counts["tokens_per_second"], counts["failed"]) == ((2.0, 1.0), (30, 1.5), (0.0, 1.0))
    silent = score(Work("issues", TALK), Prediction(id="x", seconds=2.0, drafts=drafts())).counts
    assert "tokens_per_second" not in silent


def test_evidence_of_heard_talk_is_where_its_words_went() -> None:
    text = "um tom please fix the log in page by friday"
    gold = gold_issue("Fix the login page", ("summary", "fix the log in page"), ("due_date", "by friday"),
                      due_date="2026-03-13")  # fmt: skip
    found = score(
        Work("issues", TALK),
        Prediction(id="x", seconds=1, drafts=drafts((issue_of(gold, text),)), transcript=heard(text)),
    )
    assert found.findings == ()
    assert (found.counts["evidence_exact"], found.counts["evidence_supports"]) == ((2, 2), (1, 1))
    nothing = score(Work("issues", TALK), Prediction(id="x", seconds=1, drafts=drafts(), transcript=heard(text)))
    (missed,) = nothing.findings
    assert [text[slice(*span)] for span in missed.gold_spans] == ["fix the log in page"]


def clip(text: str) -> Clip:
    return Clip(name="x", path=Path("x.flac"), text=text, language="en", voice="Indian", split="dev", context=CONTEXT)


def test_hearing_is_scored_by_what_was_said() -> None:
    spoken = score(
        Work("hearing", clip=clip("Tom fixes it.")), Prediction(id="x", seconds=6, transcript=heard("Tom fix it"))
    )
    assert (spoken.counts["wer"], spoken.counts["wer@Indian"], spoken.counts["rtf"]) == ((1, 3), (1, 3), (6, 60))
    silent = score(Work("hearing", clip=clip("")), Prediction(id="x", seconds=6, transcript=heard("Thank you.")))
    assert silent.counts["invented_words"] == (2, 1)
    assert "wer" not in silent.counts


def test_a_recogniser_that_fails_heard_nothing() -> None:
    failed = score(Work("hearing", clip=clip("Tom fixes it.")), Prediction(id="x", seconds=6, error="Boom"))
    assert (failed.counts["wer"], failed.counts["failed"], failed.counts["heard_names"]) == ((3, 3), (1, 1), (0, 1))
    assert failed.findings[0].what == "failed"


def test_groups_have_the_metrics_of_their_items(rules_run: Run) -> None:
    scored = score_run(rules_run)
    found = broken_down(scored)
    for by, of in (("kind", "kind"), ("form", "form"), ("domain", "domain")):
        groups = Counter(getattr(each, of) for each in load_cases("issues", "train"))
        assert set(found[by]) == set(groups)
        # Seconds are a mean over items: those of the groups, by their size, are those of the whole.
        assert sum(found[by][group]["seconds"] * count for group, count in groups.items()) == pytest.approx(
            scored.metrics()["seconds"] * len(scored.items)
        )
    assert found["kind"]["negative"].keys() & {"issue_recall", "all_five"} == set()


def test_the_reliability_of_scores_sums_to_their_error(rules_run: Run) -> None:
    scored = score_run(rules_run)
    bins = reliability(scored)
    assert sum(share for *_, share in bins) == pytest.approx(1)
    error = sum(share * abs(mean - right) for mean, right, _, share in bins)
    assert error == pytest.approx(scored.metrics()["calibration_error"])
    assert [mean for mean, *_ in bins] == sorted(mean for mean, *_ in bins)


def test_a_summary_of_nothing(tmp_path: Path) -> None:
    found = summarise(score_run(made_run(tmp_path / "x.run.jsonl", {})), 0.5)
    assert found == {"items": 0, "failed": [], "metrics": {}, "median_seconds": 0, "longest_seconds": 0, "peak_gb": 0.5}
