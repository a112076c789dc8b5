"""The Evaluate tab in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Served, Watched, keep_runs
from tests.ui.runs import QUIET, RULES

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def there(served: Served, made_runs: tuple[Path, Path]) -> None:
    keep_runs(made_runs, served.home)


def choose(page: Any) -> None:
    """Open the tab and choose both runs."""
    page.locator(".wa.waiting").wait_for(state="attached")  # what the address names is shown; nothing follows unasked
    page.get_by_role("tab", name="Evaluate").click()
    for name in (RULES, QUIET):
        page.locator(f".runs input[value='{name}']").check()
    assert page.locator("[data-tally]").inner_text() == "2 runs chosen"


def standing(page: Any) -> tuple[int, int]:
    """Return how many items were judged, and how many are left."""
    page.locator("[data-judging][data-ready]").wait_for()
    found = re.fullmatch(r"(\d+) judged, (\d+) left", page.locator(".judge .tally").inner_text())
    assert found
    return int(found[1]), int(found[2])


def item(page: Any) -> str:
    return str(page.locator("[data-side=left]").get_attribute("data-item"))


def test_a_report_opens_in_a_page_of_its_own(browse: Callable[..., Watched]) -> None:
    page = browse().open()
    choose(page)
    assert page.url.endswith("?tab=evaluate")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Report").click()
    report = popup.value
    report.locator("h2", has_text="Verdict").wait_for()
    report.locator("summary").first.click()
    assert report.locator("details[open]").count() == 1
    report.close()


def test_two_runs_are_judged_with_buttons_and_keys(browse: Callable[..., Watched]) -> None:
    page = browse().open()
    choose(page)
    page.get_by_role("button", name="Judge").click()
    judged, left = standing(page)
    assert page.url.endswith(f"?judge={RULES}&with={QUIET}")
    page.locator(".fact.heard:visible").first.hover()
    assert page.locator("mark.lit").count() > 0
    page.evaluate("const b = document.querySelector('[data-side=left]'); b.click(); b.click()")  # twice counts once
    page.get_by_text(f"{judged + 1} judged, {left - 1} left").wait_for()
    second = item(page)
    page.keyboard.press("3")
    page.get_by_text(f"{judged + 2} judged, {left - 2} left").wait_for()
    page.get_by_role("link", name="Back").click()
    page.locator(f"[data-item={second}]").first.wait_for()

    page.get_by_role("link", name="Stop").click()
    told = page.get_by_text(f"{judged + 2} verdicts, {left - 2} left to judge")
    told.wait_for()
    assert page.locator(".counts th").all_inner_texts() == ["rules", "quiet", "Both alike"]
    assert page.locator(".counts .n").all_inner_texts()[2] == "1"
    assert re.search(r"Kappa\s+-?\d\.\d\d", page.locator(".verdicts dl").inner_text())
    page.reload()
    told.wait_for()
    page.get_by_role("link", name="Go on judging").click()
    assert standing(page) == (judged + 2, left - 2)


def test_only_runs_that_fit_can_be_chosen_together(browse: Callable[..., Watched]) -> None:
    page = browse().open("?tab=evaluate")
    boxes = page.locator(".runs input")
    boxes.first.wait_for()
    boxes.first.check()
    judge = page.get_by_role("button", name="Judge")
    assert judge.is_disabled()
    assert page.get_by_role("button", name="Report").is_enabled()
    boxes.nth(1).check()
    assert judge.is_enabled()
    boxes.first.uncheck()
    assert judge.is_disabled()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_judge_screen_fits_its_window(browse: Callable[..., Watched], width: int) -> None:
    page = browse(width=width, height=740).open(f"?judge={RULES}&with={QUIET}")
    page.locator("[data-judging][data-ready]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#tabs > .tab-wrapper [role=tablist] button").count() == 5
    assert page.get_by_role("button", name="Both alike").is_visible()
