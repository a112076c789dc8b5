"""Score the predictions of a run: each against its item, by the metrics of the suite."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.clips import Clip
from assistant.evaluation.command_scores import score_commands
from assistant.evaluation.dataset import origins
from assistant.evaluation.hearing_scores import score_hearing, score_silence
from assistant.evaluation.issue_scores import score_issues
from assistant.evaluation.metrics import Counts, values
from assistant.evaluation.page_scores import score_page
from assistant.evaluation.rewriting import align, rewritten
from assistant.evaluation.runs import Prediction, Run
from assistant.evaluation.scored import Finding, Scored
from assistant.evaluation.work import Work, work_of
from assistant.schema.draft import DraftInfo, DraftSet
from assistant.schema.transcript import Transcript, TranscriptInfo

_NOTHING = DraftSet(info=DraftInfo(engine="none"))
#: An engine that failed on an item of these metrics did not do it right, although it proposed nothing wrong.
_LOST_BY_FAILING = ("negatives_clean", "commands_exact")
#: Of these it has no say: proposing nothing would look good.
_WON_BY_FAILING = ("commands_invented", "compression", "invented_words")


@dataclass(frozen=True)
class ScoredRun:
    """A run with every item scored: counts and findings by id, and the document each item belongs to."""

    run: Run
    items: Mapping[str, Scored]
    works: Mapping[str, Work]

    @property
    def counts(self) -> dict[str, Counts]:
        """The counts of every item, by id."""
        return {name: scored.counts for name, scored in self.items.items()}

    @property
    def documents(self) -> dict[str, str]:
        """The document of every item, by id."""
        return {name: self.works[name].document for name in self.items}

    def metrics(self) -> dict[str, float]:
        """Return every metric over all items."""
        return values(self.counts.values())


def score_run(run: Run) -> ScoredRun:
    """Score a run against the labelled items as they are now. Raises `BadInput` if they are not those of the run."""
    works = {work.id: work for work in work_of(run.info)}
    items = {each.id: score(works[each.id], each) for each in run.predictions if each.id in works}
    return ScoredRun(run, items, works)


def score(work: Work, prediction: Prediction) -> Scored:
    """Score one prediction; an engine that failed is scored as one that proposed nothing, and is never left out."""
    scored = _hearing(work.clip, prediction) if work.suite == "hearing" else _drafts(work, prediction)
    failed = bool(prediction.error)
    counts = dict(scored.counts) | _efficiency(work, prediction) | {"failed": (float(failed), 1.0)}
    findings: tuple[Finding, ...] = scored.findings
    if failed:
        counts |= {name: (0.0, counts[name][1]) for name in _LOST_BY_FAILING if name in counts}
        counts = {name: vector for name, vector in counts.items() if name not in _WON_BY_FAILING}
        findings = (Finding(what="failed", where="engine", field="all", predicted=prediction.error), *findings)
    return Scored(counts=counts, findings=findings)


def _drafts(work: Work, prediction: Prediction) -> Scored:
    case, drafts = work.case, prediction.drafts or _NOTHING
    assert case is not None
    if prediction.transcript is not None:  # the gold's evidence is where its words went
        case = rewritten(case, align(case.text, prediction.transcript.text))
    if work.suite == "pages":
        return score_page(case, drafts)
    if work.suite == "commands":
        return score_commands(case, drafts)
    return score_issues(case, drafts, origins())


def _hearing(clip: Clip | None, prediction: Prediction) -> Scored:
    assert clip is not None
    heard = prediction.transcript or Transcript(text="", segments=(), info=TranscriptInfo())
    if clip.text:
        return score_hearing(clip.text, heard, clip.context, clip.voice)
    return score_silence(heard)


def _efficiency(work: Work, prediction: Prediction) -> dict[str, tuple[float, ...]]:
    counts: dict[str, tuple[float, ...]] = {"seconds": (prediction.seconds, 1.0)}
    if work.suite == "hearing" and prediction.transcript and prediction.transcript.info.duration:
        counts["rtf"] = (prediction.seconds, prediction.transcript.info.duration)
    if prediction.drafts is not None:
        options = prediction.drafts.info.options
        if options.get("tokens"):
            counts["tokens_per_second"] = (options["tokens"], options["seconds"])
    return counts


def summarise(scored: ScoredRun, peak_gb: float) -> dict[str, Any]:
    """Return what a run's last line says: metrics, how many items, and the peak memory of its process."""
    seconds = sorted(each.seconds for each in scored.run.predictions)
    return {
        "items": len(scored.items),
        "failed": [each.id for each in scored.run.predictions if each.error],
        "metrics": {name: round(value, 4) for name, value in scored.metrics().items()},
        "median_seconds": round(seconds[len(seconds) // 2], 4) if seconds else 0.0,
        "longest_seconds": round(seconds[-1], 4) if seconds else 0.0,
        "peak_gb": round(peak_gb, 2),
    }


def broken_down(scored: ScoredRun) -> dict[str, dict[str, dict[str, float]]]:
    """Return the metrics by kind, form and domain of the items."""
    groups: dict[str, dict[str, list[Counts]]] = {"kind": {}, "form": {}, "domain": {}}
    for name, item in scored.items.items():
        case = scored.works[name].case
        for by, group in (("kind", case.kind), ("form", case.form), ("domain", case.domain)) if case else ():
            groups[by].setdefault(group, []).append(item.counts)
    return {by: {group: values(items) for group, items in found.items()} for by, found in groups.items()}


def findings(scored: ScoredRun) -> Iterable[tuple[str, Finding]]:
    """Yield what was wrong, with the id of its item."""
    return ((name, finding) for name, item in scored.items.items() for finding in item.findings)
