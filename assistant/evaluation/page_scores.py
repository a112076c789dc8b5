"""Score a proposed page against what somebody who was not there should read."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.evaluation.cases import Case, GoldPage
from assistant.evaluation.issue_scores import SUPPORT
from assistant.evaluation.matching import pairs
from assistant.evaluation.metrics import f1_counts
from assistant.evaluation.scored import Finding, Scored
from assistant.evaluation.text import content, covered, sentences, similarity
from assistant.schema.draft import DraftSet, PageDraft

#: Two sentences at least this alike (Dice of content stems) say the same.
SAME = 0.4
#: A key point is on the page when at least this share of its content words stands in one of the page's sentences.
ON_PAGE = 0.6
_NO_PAGE = PageDraft(title="")


def score_page(case: Case, drafts: DraftSet) -> Scored:
    """Count what the page of `drafts` holds of the gold page; a case without a gold page is not scored."""
    if case.page is None:
        return Scored(counts={})
    page = drafts.page or _NO_PAGE
    said = page_sentences(page)
    found = [any(covered(point, content(s)) >= ON_PAGE for s in said) for point in case.page.key_points]
    talk = set(content(case.text))
    counts: dict[str, tuple[float, ...]] = {
        "key_points_recall": (sum(found), len(found)),
        "decisions_f1": _list_counts(case.page.decisions, page.decisions),
        "open_questions_f1": _list_counts(case.page.open_questions, page.open_questions),
        "page_unsupported": (sum(covered(s, talk) < SUPPORT for s in said), len(said)),
        "compression": (sum(len(s.split()) for s in said), case.words),
        **_rouge(case.page, said),
    }
    return Scored(counts=counts, findings=tuple(_findings(case.page, page, found)))


def page_sentences(page: PageDraft) -> list[str]:
    """Return every sentence that a page would show, the same one only once."""
    parts = (*sentences(page.summary), *page.decisions, *page.open_questions, *page.key_points)
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _list_counts(gold: Sequence[str], predicted: Sequence[str]) -> tuple[float, float]:
    return f1_counts(len(_same(gold, predicted)), len(predicted), len(gold))


def _same(gold: Sequence[str], predicted: Sequence[str]) -> list[tuple[int, int]]:
    return pairs([[similarity(one, other) for other in predicted] for one in gold], least=SAME)


@lru_cache(maxsize=1)
def _scorer():  # type: ignore[no-untyped-def]
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)


def _rouge(gold: GoldPage, said: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return ROUGE F measures (Lin 2004) of the whole page; each item counts once, so that sums give the mean."""
    reference = "\n".join((*gold.decisions, *gold.open_questions, *gold.key_points))
    scores = _scorer().score(reference, "\n".join(said))
    return {name: (score.fmeasure, 1.0) for name, score in scores.items()}


def _findings(gold: GoldPage, page: PageDraft, found: Sequence[bool]) -> Iterable[Finding]:
    for point, there in zip(gold.key_points, found, strict=True):
        if not there:
            yield Finding(what="missed", where="page", field="key point", gold=point)
    for field in ("decisions", "open_questions"):
        expected, predicted = getattr(gold, field), getattr(page, field)
        same = _same(expected, predicted)
        right, used = {g for g, _ in same}, {p for _, p in same}
        for number, text in enumerate(expected):
            if number not in right:
                yield Finding(what="missed", where="page", field=field, gold=text)
        for number, text in enumerate(predicted):
            if number not in used:
                yield Finding(what="invented", where="page", field=field, predicted=text)
