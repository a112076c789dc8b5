"""Score the issues of one draft set against the gold."""

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.evaluation.cases import Case, GoldIssue
from assistant.evaluation.matching import likeness, pairs
from assistant.evaluation.metrics import FIELDS, NULLABLE, bin_counts, f1_counts
from assistant.evaluation.scored import Finding, Scored, gold_spans, grouped, is_exact, spans_of
from assistant.evaluation.text import content, covered, sentences, similarity
from assistant.schema.draft import DraftSet, IssueDraft

#: A sentence is supported when at least this share of its content words stands in the talk.
SUPPORT = 0.7
_LISTS = ("components", "labels", "links")
_SCORED = (*FIELDS, "components", "labels", "links", "parent_key")

Pair = tuple[GoldIssue, IssueDraft]


def score_issues(case: Case, drafts: DraftSet, origins: Mapping[str, str]) -> Scored:
    """Count what the issues of `drafts` got right; `origins` says where each person's name is usual."""
    matched = match_issues(case, drafts)
    both = [(case.issues[g], drafts.issues[p]) for g, p in matched]
    right = [sum(_same(gold, issue, name) for name in FIELDS) == len(FIELDS) for gold, issue in both]
    counts: dict[str, tuple[float, ...]] = {
        "issue_f1": f1_counts(len(both), len(drafts.issues), len(case.issues)),
        "issue_precision": (len(both), len(drafts.issues)),
        "issue_recall": (len(both), len(case.issues)),
        "whole_f1": f1_counts(sum(right), len(drafts.issues), len(case.issues)),
        "all_five": (sum(right), len(both)),
        "parent_right": (sum(g.parent_key == i.parent_key for g, i in both), len(both)),
        "summary_alike": (sum(similarity(g.summary, i.summary) for g, i in both), len(both)),
        **_field_counts(both),
        **_list_counts(both),
        **_evidence_counts(case, drafts, both),
        **_origin_counts(both, origins),
        "description_unsupported": _unsupported((issue.description for issue in drafts.issues), case.text),
        "calibration_error": bin_counts(_scores(both, drafts)),
    }
    if case.is_negative:
        counts["negatives_clean"] = (float(not drafts.issues), 1.0)
    if not case.commands:
        counts["commands_invented"] = (len(drafts.commands), 1.0)
    return Scored(counts=counts, findings=tuple(_findings(case, drafts, matched)))


def match_issues(case: Case, drafts: DraftSet) -> list[tuple[int, int]]:
    """Return which gold issue each proposed one is, as pairs of their places."""
    table = [
        [
            likeness(
                gold.summary, gold_spans(gold.evidence, case.text, "summary"), issue.summary,
                spans_of(issue.evidence, "summary"),
            )
            for issue in drafts.issues
        ]
        for gold in case.issues
    ]  # fmt: skip
    return pairs(table)


def _same(gold: GoldIssue, issue: IssueDraft, field: str) -> bool:
    return bool(_plain(getattr(gold, field)) == _plain(getattr(issue, field)))


def _plain(value: Any) -> Any:
    """Return a field's value as it is compared: lists without order, names of components and labels without case."""
    if isinstance(value, tuple):
        return {(each.type, each.key) if hasattr(each, "key") else each.lower() for each in value}
    return value


def _field_counts(both: list[Pair]) -> dict[str, tuple[float, ...]]:
    counts: dict[str, tuple[float, ...]] = {}
    invented = silent = 0
    for field in FIELDS:
        right = [_same(gold, issue, field) for gold, issue in both]
        counts[f"{field}_right"] = (sum(right), len(both))
        if field not in NULLABLE:
            continue
        stated = [(gold, issue) for gold, issue in both if getattr(gold, field) is not None]
        said_nothing = [issue for gold, issue in both if getattr(gold, field) is None]
        made_up = sum(getattr(issue, field) is not None for issue in said_nothing)
        counts[f"{field}_stated"] = (sum(_same(g, i, field) for g, i in stated), len(stated))
        counts[f"{field}_missed"] = (sum(getattr(i, field) is None for _, i in stated), len(stated))
        counts[f"{field}_invented"] = (made_up, len(said_nothing))
        invented, silent = invented + made_up, silent + len(said_nothing)
    return counts | {"invented": (invented, silent)}


def _list_counts(both: list[Pair]) -> dict[str, tuple[float, ...]]:
    counts: dict[str, tuple[float, ...]] = {}
    for field in _LISTS:
        sets = [(_plain(getattr(gold, field)), _plain(getattr(issue, field))) for gold, issue in both]
        right = sum(len(g & p) for g, p in sets)
        counts[f"{field}_f1"] = f1_counts(right, sum(len(p) for _, p in sets), sum(len(g) for g, _ in sets))
    return counts


def _evidence_counts(case: Case, drafts: DraftSet, both: list[Pair]) -> dict[str, tuple[float, ...]]:
    filled = [(issue, name) for issue in drafts.issues for name in ("summary", *_SCORED) if _needs_proof(issue, name)]
    proven = sum(
        any(e.field == name for e in issue.evidence)
        and all(is_exact(e, case.text) for e in issue.evidence if e.field == name)
        for issue, name in filled
    )
    told = [
        (gold_spans(gold.evidence, case.text, name), spans_of(issue.evidence, name))
        for gold, issue in both
        for name in _SCORED
        if _needs_proof(issue, name) and _same(gold, issue, name)
    ]
    told = [(gold, predicted) for gold, predicted in told if gold]
    supports = sum(any(a < d and c < b for a, b in gold for c, d in predicted) for gold, predicted in told)
    return {"evidence_exact": (proven, len(filled)), "evidence_supports": (supports, len(told))}


def _needs_proof(issue: IssueDraft, field: str) -> bool:
    """Tell whether a field says something: a plain Task, the kind of an issue when nothing was said, does not."""
    value = getattr(issue, field)
    return bool(value) if field != "issue_type" else value != "Task"


def _origin_counts(both: list[Pair], origins: Mapping[str, str]) -> dict[str, tuple[float, ...]]:
    counts: dict[str, tuple[float, ...]] = {}
    for gold, issue in both:
        if gold.assignee is not None and gold.assignee in origins:
            name = grouped("assignee_stated", origins[gold.assignee])
            right, chances = counts.get(name, (0.0, 0.0))
            counts[name] = (right + (gold.assignee == issue.assignee), chances + 1)
    return counts


def _unsupported(texts: Iterable[str], talk: str) -> tuple[float, float]:
    there = set(content(talk))
    said = [sentence for text in texts for sentence in sentences(text)]
    return sum(covered(sentence, there) < SUPPORT for sentence in said), len(said)


def _scores(both: list[Pair], drafts: DraftSet) -> Iterable[tuple[float, bool]]:
    """Return each field's score with whether the field is right; nothing of an issue that is none is right."""
    partner = {id(issue): gold for gold, issue in both}
    for issue in drafts.issues:
        gold = partner.get(id(issue))
        for name, score in issue.scores.items():
            if name == "summary":
                yield score, gold is not None
            elif name in _SCORED and _needs_proof(issue, name):
                yield score, gold is not None and _same(gold, issue, name)


def _findings(case: Case, drafts: DraftSet, matched: list[tuple[int, int]]) -> Iterable[Finding]:
    found, used = {g for g, _ in matched}, {p for _, p in matched}
    for number, gold in enumerate(case.issues):
        if number not in found:
            spans = gold_spans(gold.evidence, case.text, "summary")
            yield Finding(what="missed", where=gold.summary, field="issue", gold=gold.summary, gold_spans=spans)
    for number, issue in enumerate(drafts.issues):
        if number not in used:
            spans = spans_of(issue.evidence, "summary")
            yield Finding(
                what="invented", where=issue.summary, field="issue", predicted=issue.summary, predicted_spans=spans
            )
    for g, p in matched:
        yield from _field_findings(case, case.issues[g], drafts.issues[p])


def _field_findings(case: Case, gold: GoldIssue, issue: IssueDraft) -> Iterable[Finding]:
    for field in _SCORED:
        if _same(gold, issue, field):
            continue
        expected, predicted = getattr(gold, field), getattr(issue, field)
        yield Finding(
            what="missed" if not predicted else "invented" if not expected else "wrong",
            where=gold.summary,
            field=field,
            gold=_words(expected),
            predicted=_words(predicted),
            gold_spans=gold_spans(gold.evidence, case.text, field),
            predicted_spans=spans_of(issue.evidence, field),
        )


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{each.type} {each.key}" if hasattr(each, "key") else str(each) for each in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
