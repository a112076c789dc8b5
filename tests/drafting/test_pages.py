"""Pages: only for talk about work, titled by what it was about, every line quoted from it."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.drafting.evidence import is_exact
from assistant.drafting.rules import RulesDrafter
from assistant.schema.draft import DraftContext, PageDraft

FIXTURES = Path(__file__).parents[2] / "fixtures" / "audio"
CONTEXT = DraftContext(
    reference_date=date(2026, 3, 11),
    project_key="DEMO",
    people=("Priya Natarajan", "Tom Becker", "Emma Clarke", "Mei Chen", "Luis Ortega", "Amara Okafor", "Jonas Weber"),
)
DRAFTER = RulesDrafter()
CLIPS = {
    path.name.removesuffix(".expected.json"): json.loads(path.read_text()) for path in FIXTURES.glob("*.expected.json")
}


def page_of(clip: str) -> PageDraft | None:
    return DRAFTER.draft(CLIPS[clip]["text"], CONTEXT).page


@pytest.mark.parametrize("clip", sorted(CLIPS))
def test_only_talk_about_work_has_a_page(clip: str) -> None:
    assert (page_of(clip) is not None) == bool(CLIPS[clip].get("page"))


@pytest.mark.parametrize(
    ("clip", "title"),
    [
        ("meeting-outage", "Meeting: last night's outage"),
        ("meeting-pricing", "Meeting: pricing page"),
        ("standup-portal", "Stand-up: patient portal"),
        ("standup-release", "Stand-up: release"),
        ("standup-board", "Stand-up: board"),
    ],
)
def test_the_title_says_what_it_was_about(clip: str, title: str) -> None:
    page = page_of(clip)
    assert page is not None
    assert page.title == title


@pytest.mark.parametrize(
    ("clip", "words"),
    [
        ("meeting-outage", ("we won't do that", "clean-up, decided", "thirty days")),
        ("meeting-pricing", ("euros only is out", "No pop-ups")),
        ("standup-portal", ()),
        ("standup-release", ()),
        ("standup-warehouse", ()),
    ],
)
def test_decisions_settle_something(clip: str, words: tuple[str, ...]) -> None:
    page = page_of(clip)
    assert page is not None
    assert all(any(word in item for item in page.decisions) for word in words), page.decisions
    assert bool(page.decisions) == bool(words)


@pytest.mark.parametrize(
    ("clip", "words"),
    [
        ("meeting-outage", ("whether any orders got lost",)),
        ("meeting-pricing", ("who pays the bank fees",)),
        ("standup-warehouse", ("night delivery",)),
        ("standup-board", ()),
        ("standup-portal", ()),
        ("standup-release", ()),
    ],
)
def test_only_unanswered_questions_are_open(clip: str, words: tuple[str, ...]) -> None:
    page = page_of(clip)
    assert page is not None
    assert len(page.open_questions) == len(words), page.open_questions
    assert all(word in item for word, item in zip(words, page.open_questions, strict=True))


@pytest.mark.parametrize("clip", sorted(name for name, gold in CLIPS.items() if gold.get("page")))
def test_every_line_has_its_evidence(clip: str) -> None:
    page = page_of(clip)
    assert page is not None
    assert page.key_points
    assert all(is_exact(item, CLIPS[clip]["text"]) for item in page.evidence)
    for field in ("decisions", "open_questions", "key_points"):
        assert sum(item.field == field for item in page.evidence) >= len(getattr(page, field))


def test_questions_answered_later_by_others_are_not_open() -> None:
    text = (
        "Tom: Good morning everyone, welcome to the planning for the summer fair. Emma, how's the stage?\n"
        "Emma: The stage arrives on Monday, the company confirmed it. Who brings the chairs?\n"
        "Mei: The school lends us two hundred chairs. But nobody knows yet who pays for the electricity.\n"
        "Tom: We decided against fireworks, by the way. Let's keep it short today. Anything else?\n"
        "Emma: No, that was all from my side, thanks."
    )
    page = DRAFTER.draft(text, CONTEXT).page
    assert page is not None
    assert page.title == "Planning: summer fair"
    assert [item for item in page.open_questions if "electricity" in item] == list(page.open_questions)
    assert len(page.decisions) == 1
    assert "fireworks" in page.decisions[0]
