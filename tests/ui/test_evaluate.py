"""The Evaluate tab: the runs that were made, judging two of them, and what the verdicts say."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadInput, NotFound, UnknownName
from assistant.evaluation.judging import Agreement, Judging
from assistant.evaluation.running import runs_folder
from assistant.evaluation.runs import read_run
from assistant.schema.draft import DraftInfo, DraftSet, Evidence, IssueDraft
from assistant.ui import judge as judge_screen
from assistant.ui.actions import act, open_link, told
from assistant.ui.cards import Field
from assistant.ui.screens import Changes, Desk, Place
from assistant.ui.shelf import Shelf, judge_query
from tests.ui.runs import QUIET, RULES, copy_run
from tests.ui.talk import TEXT, drafts

EVIL = "<img src=x onerror=alert(1)>\"'"

Names = tuple[str, str]


def do(desk: Desk, place: Place, action: str, **data: Any) -> Changes:
    *_, last = act(desk, place, json.dumps({"action": action, **data}))
    return last


def opened(desk: Desk, names: Names, **more: Any) -> str:
    """Open the judge screen as a link does."""
    (step,) = open_link(desk, desk.place(), {"judge": names[0], "with": names[1], **more})
    assert step["tab"] == "evaluate"
    return str(step["evaluate"])


def judged(desk: Desk, names: Names, item: str, side: str) -> str:
    """Give a verdict as the page does."""
    return str(
        do(desk, desk.place(), "verdict", judge=names[0], **{"with": names[1]}, item=item, side=side)["evaluate"]
    )


def item_of(html: str) -> str:
    """Return the item that a judge screen is about."""
    (item,) = set(re.findall(r'data-item="([^"]+)"', html))
    return str(item)


def judging(desk: Desk, names: Names) -> Judging:
    return desk.shelf.judging(*names)


def kept(desk: Desk, name: str) -> Path:
    return runs_folder(desk.assistant.settings) / name


def test_without_runs_the_tab_names_the_command(desk: Desk, place: Place) -> None:
    shown = do(desk, place, "open", tab="evaluate")
    assert shown["tab"] == "evaluate"
    assert "<code>assistant evaluate run --suite issues</code>" in shown["evaluate"]


def test_runs_are_listed_with_what_they_are(desk: Desk, place: Place, kept_runs: Names) -> None:
    made = read_run(kept(desk, RULES))
    copy_run(made, kept(desk, "third.run.jsonl"), items=2, engine="hasty")
    copy_run(made, kept(desk, "fourth.run.jsonl"), engine="old", dataset="0" * 64)
    html = do(desk, place, "open", tab="evaluate")["evaluate"]
    assert 'aria-label="Suite commands"' in html
    for name in (RULES, QUIET, "third.run.jsonl", "fourth.run.jsonl"):
        assert html.count(f'value="{name}"') == 1
    assert "Commands (F1)" in html
    assert f"{made.summary['metrics']['command_f1']:.2f}" in html
    assert "6 items" in html
    assert html.count(">cut off<") == 1
    assert html.count("made on other labelled items") == 1
    assert html.count("disabled data-unusable") == 1


def test_odd_run_files_do_not_break_the_list(desk: Desk, place: Place, kept_runs: Names) -> None:
    kept(desk, "letter.run.jsonl").write_text("Dear all,")
    first, *rest = kept(desk, RULES).read_text("utf-8").splitlines()[:-1]
    started = json.loads(first)
    started["info"] |= {"started": "yesterday", "engine": EVIL, "weights": EVIL}
    for metrics in ({"command_f1": EVIL, "nonsense": 1}, [EVIL], None):
        lines = [json.dumps(started), *rest, json.dumps({"summary": {"metrics": metrics, "failed": 5}})]
        kept(desk, f"odd{EVIL.replace('/', '')}.run.jsonl").write_text("\n".join(lines), encoding="utf-8")
        html = do(desk, place, "open", tab="evaluate")["evaluate"]
        assert "letter" not in html
        assert "yesterday" in html
        assert "<img" not in html


def test_an_item_is_shown_blind_with_its_talk_and_two_drafts(desk: Desk, kept_runs: Names) -> None:
    html = opened(desk, kept_runs)
    ballot = judging(desk, kept_runs).ballot(item_of(html))
    assert f"0 judged, {judging(desk, kept_runs).left} left" in html
    assert "quiet" not in html
    said = "".join(re.findall(r"</?mark[^>]*>|([^<]+)", html.split('class="said">')[1].split("</span>")[0]))
    assert said.replace("&#39;", "'").replace("&#34;", '"') == ballot.text
    assert html.count("data-side=") == 3
    assert "Nothing proposed" in html
    full = "left" if ballot.left.issues or ballot.left.commands or ballot.left.page else "right"
    assert re.search(rf'<mark data-for="[^"]*\b{full}-', html)
    assert 'data-for="issue' not in html


def test_a_verdict_is_kept_at_once_and_the_next_item_follows(desk: Desk, kept_runs: Names) -> None:
    first = item_of(opened(desk, kept_runs))
    total = judging(desk, kept_runs).left
    html = judged(desk, kept_runs, first, "left")
    assert item_of(html) != first
    assert f"1 judged, {total - 1} left" in html
    (verdict,) = judging(desk, kept_runs).verdicts
    assert (verdict.item, verdict.run_a, verdict.run_b) == (first, "rules", "quiet")
    assert verdict.choice == judging(desk, kept_runs).ballot(first).choice("left")

    assert f"&amp;item={first}" in html, "the one before can be judged again"
    assert item_of(opened(desk, kept_runs, item=first)) == first
    assert f"1 judged, {total - 1} left" in judged(desk, kept_runs, first, "alike")
    assert judging(desk, kept_runs).verdicts[0].choice == "alike"


def test_the_result_names_the_runs_and_holds_verdicts_against_the_score(desk: Desk, kept_runs: Names) -> None:
    html = opened(desk, kept_runs)
    total = judging(desk, kept_runs).left
    while "data-item" in html:
        item = item_of(html)
        side = "left" if judging(desk, kept_runs).ballot(item).choice("left") == "a" else "right"
        html = judged(desk, kept_runs, item, side)
    found = judging(desk, kept_runs).agreement()
    assert (found.for_a, found.for_b, found.alike) == (total, 0, 0)
    assert f"{total} verdicts, 0 left to judge" in html
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td>', html)
    assert rows == [("rules", str(total)), ("quiet", "0"), ("Both alike", "0")]
    assert f"agrees on {found.agreed} of {total}" in html
    assert f"{found.kappa:.2f}" in html
    assert "Go on judging" not in html
    assert html == opened(desk, kept_runs, show="verdicts") == opened(desk, kept_runs)


def test_a_preference_is_told_where_chance_would_rarely_give_it(desk: Desk, kept_runs: Names) -> None:
    found = judging(desk, kept_runs)

    def told_of(for_a: int, for_b: int, p: float) -> tuple[str, str]:
        counted = Agreement(for_a, for_b, 0, p, 0, for_a + for_b, 0.0)
        return judge_screen._preferred(found, counted), judge_screen._p(p)

    assert told_of(5, 0, 0.0625) == ("", "p = 0.062")
    assert told_of(0, 6, 0.03125) == ("quiet", "p = 0.031")
    assert told_of(20, 1, 0.00002) == ("rules", "p < 0.001")
    assert told_of(2, 2, 1.0) == ("", "p = 1.00")


def test_stopping_without_a_verdict_leads_back_to_the_runs(desk: Desk, kept_runs: Names) -> None:
    assert f'value="{RULES}"' in opened(desk, kept_runs, show="verdicts")


def test_runs_that_drafted_the_same_have_nothing_to_judge(desk: Desk, place: Place, kept_runs: Names) -> None:
    shutil.copy(kept(desk, RULES), kept(desk, "same.run.jsonl"))
    (step,) = open_link(desk, place, {"judge": RULES, "with": "same.run.jsonl"})
    assert "nothing to judge" in step["notice"]


def test_verdicts_are_none_on_drafts_that_came_later(desk: Desk, kept_runs: Names) -> None:
    first = item_of(opened(desk, kept_runs))
    judged(desk, kept_runs, first, "left")
    copy_run(read_run(kept(desk, RULES)), kept(desk, "later.run.jsonl"), engine="quiet", drafts=drafts())
    kept(desk, "later.run.jsonl").replace(kept(desk, QUIET))
    assert judging(desk, kept_runs).verdicts == []
    assert "0 judged" in opened(desk, kept_runs)


@pytest.mark.parametrize("name", ["nope.run.jsonl", "../runs/first.run.jsonl", "/etc/passwd", ""])
def test_names_from_the_page_are_never_paths(desk: Desk, kept_runs: Names, name: str) -> None:
    for names in ((name, RULES), (RULES, name)):
        with pytest.raises(NotFound, match="no run"):
            judging(desk, names)
    (step,) = told(act(desk, desk.place(), json.dumps({"action": "verdict", "judge": name, "side": "left"})))
    assert 'role="alert"' in step["notice"]


def test_wrong_verdicts_are_refused(desk: Desk, kept_runs: Names) -> None:
    item = item_of(opened(desk, kept_runs))
    for side in ("a", "", "LEFT"):
        with pytest.raises(UnknownName, match="side"):
            judged(desk, kept_runs, item, side)
    with pytest.raises(BadInput, match="nothing to judge"):
        judged(desk, kept_runs, "no such item", "left")
    with pytest.raises(BadInput, match="itself"):
        judging(desk, (RULES, RULES))
    assert judging(desk, kept_runs).verdicts == []


def test_hostile_drafts_are_escaped(desk: Desk, kept_runs: Names) -> None:
    text = drafts().model_dump_json().replace("Fix the crash of the login page", json.dumps(EVIL)[1:-1])
    evil = DraftSet.model_validate_json(text)
    copy_run(read_run(kept(desk, RULES)), kept(desk, "evil.run.jsonl"), engine=EVIL, drafts=evil)
    names = (RULES, "evil.run.jsonl")
    html = opened(desk, names)
    assert "&lt;img src=x" in html
    result = judged(desk, names, item_of(html), "left") + opened(desk, names, show="verdicts")
    assert "<img" not in html + result


def test_runs_from_elsewhere_are_known_by_number_alone(desk: Desk, kept_runs: Names, tmp_path: Path) -> None:
    elsewhere = Path(shutil.copy(kept(desk, QUIET), tmp_path / "a b.jsonl"))
    shelf = Shelf(desk.assistant.settings, (elsewhere, kept(desk, RULES)))
    assert shelf.given == ["a b.jsonl (1)", RULES]
    assert set(shelf.runs()) == {"a b.jsonl (1)", RULES, QUIET}
    assert shelf.judging(*shelf.given).left == judging(desk, kept_runs).left
    assert judge_query(*shelf.given) == f"?judge=a%20b.jsonl%20%281%29&with={RULES}"
    with pytest.raises(NotFound):
        desk.shelf.find(["a b.jsonl (1)"])


def test_a_pair_is_compared_again_once_its_files_changed(desk: Desk, kept_runs: Names) -> None:
    first = judging(desk, kept_runs)
    assert judging(desk, kept_runs) is first
    os.utime(kept(desk, QUIET), (1, 1))
    assert judging(desk, kept_runs) is not first


def test_evidence_stands_where_its_words_are() -> None:
    def at(start: int, text: str) -> Evidence:
        return Evidence(field="summary", start=start, end=start + len(text), text=text)

    words = (at(4, "login page"), at(0, "LOGIN"), at(7, "never said"), at(3, ""))
    known = DraftSet(issues=(IssueDraft(summary="x", evidence=words),), info=DraftInfo(engine=""))
    (issue,) = judge_screen.placed(known, TEXT).issues
    assert [TEXT[e.start : e.end] for e in issue.evidence] == ["login page", "login", "", ""]


def test_what_both_drafted_is_folded_as_often_as_both_have_it() -> None:
    twice = drafts().model_copy(update={"issues": (drafts().issues[1],) * 2, "questions": ()})
    once = twice.model_copy(update={"issues": twice.issues[:1]})
    assert judge_screen._draft("left", twice, once).same == {"issue-0", "command-0", "page-0"}
    assert judge_screen._draft("right", once, twice).same == {"issue-0", "command-0", "page-0"}


def test_a_day_is_shown_with_its_weekday() -> None:
    due = Field("due_date", "Due", "date", "2026-03-13")
    assert judge_screen.shown(due) == "Fri 13 Mar 2026"
    assert judge_screen.shown(Field("value", "Due", "date", "soon")) == "soon"
    assert judge_screen.shown(Field("components", "Components", "chips", ["web", "api"])) == "web, api"
