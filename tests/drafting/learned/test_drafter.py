"""The engine with a network that knows nothing: whatever it claims to find, drafts stay valid and quote the text."""

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.drafting.evidence import is_exact
from assistant.drafting.learned.choose import Limits
from assistant.drafting.learned.drafter import LearnedDrafter
from assistant.drafting.learned.layout import Floats, Layout
from assistant.drafting.learned.reader import Reader
from assistant.errors import BadInput
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext, KnownIssue
from tests.drafting.learned.made import CONTEXT, network

WORDS = [
    "Tom", "pria", "fix", "the", "scanner", "by", "Friday", "PAY-12", "pay twelve", "close", "to", "done", "urgent",
    "no", "three", "points", ".", ",", "?", "\n", "Tom:", "Priya:", "- ", "web", "label", "it", "as a user I want",
    "log two hours", "İ", "ß", "é", "under", "the tenth", "I'll", "blocks", "…", "—", "*", "#", "“", "2026-02-30", "0",
    "\u2028", "\t",
]  # fmt: skip


class Noise:
    """States without meaning."""

    width = 16

    def read(self, layout: Layout, on_progress: Progress = no_progress) -> Floats:
        on_progress(0.5, "Reading")
        return np.random.default_rng(len(layout.words)).normal(size=(len(layout.words), 16)).astype(np.float32)


LOOSE = Limits(peak=0.1, low=0.1, split=0.12, work=0.1, field=0.1, ask=0.05, several=0.3, change=0.1, key=0.2)


@pytest.fixture(scope="module")
def drafter() -> LearnedDrafter:
    return LearnedDrafter(Reader(Noise(), [network(), network(seed=1)], LOOSE))  # type: ignore[arg-type]


def check(drafter: LearnedDrafter, text: str, context: DraftContext = CONTEXT) -> None:
    drafts = drafter.draft(text, context)
    for issue in drafts.issues:
        assert 0 < len(issue.summary) <= 80
        assert all(is_exact(each, text) for each in issue.evidence)
        assert issue.assignee is None or issue.assignee in context.people
        assert set(issue.components) <= set(context.components)
        keys = {known.key for known in context.known_issues}
        assert {link.key for link in issue.links} | ({issue.parent_key} - {None}) <= keys
    for command in drafts.commands:
        assert all(is_exact(each, text) for each in command.evidence)
    assert all(question.issue is None or question.issue < len(drafts.issues) for question in drafts.questions)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@example("")
@example("…")
@example("Tom:\nPriya:\n")
@example("**Tom**: fix it\n\n## Heading\n")
def test_any_talk_gives_a_valid_draft_set(drafter: LearnedDrafter, text: str) -> None:
    check(drafter, text)


@settings(max_examples=40)
@given(st.text(max_size=120))
def test_any_text_gives_a_valid_draft_set(drafter: LearnedDrafter, text: str) -> None:
    check(drafter, text)


def test_odd_contexts_do_no_harm(drafter: LearnedDrafter) -> None:
    context = DraftContext(
        reference_date=date(2026, 3, 11),
        people=("", " ", "-", "Tom Becker", "Tom Becker", "İpek Şahin", "Tom Stone"),
        components=("", "*", "web"),
        known_issues=(KnownIssue(key="NOKEY", summary=""), KnownIssue(key="PAY-12", summary="the of and")),
    )
    check(drafter, "Tom should fix the web page, İPEK closes NOKEY and pay twelve by the 31st.", context)


def test_an_hour_of_talk_is_drafted(drafter: LearnedDrafter) -> None:
    talk = "\n".join(
        f"Tom: We should paint door {n} by Friday.\nPriya: I'll log two hours on PAY-12." for n in range(150)
    )
    check(drafter, talk)


def test_what_the_rules_refuse_stays_refused(drafter: LearnedDrafter) -> None:
    refused = drafter.draft("\x00\x01\x02" * 40, CONTEXT)
    assert not refused.issues
    with pytest.raises(BadInput, match="characters"):
        drafter.draft("a" * 1_000_000, CONTEXT)
