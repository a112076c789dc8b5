"""The report: one page that holds everything, and in which nothing that was said is more than text."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from assistant.errors import BadInput
from assistant.evaluation.clips import FIXTURES, load_clips
from assistant.evaluation.comparison import compare_runs
from assistant.evaluation.dataset import load_cases
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.report import make_report, marked, write_report
from assistant.evaluation.runs import Prediction, Run, RunFile, read_run
from assistant.evaluation.scored import Finding
from assistant.evaluation.scoring import score_run
from assistant.schema.draft import Evidence, IssueDraft
from assistant.schema.transcript import Transcript
from tests.evaluation.made import answer_of, drafts, made_run

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\" {{ 7 * 7 }} $\\frac$ ${"
CASES = load_cases("issues", "dev")[::2]
#: What the words of a namespace may begin with; a browser fetches nothing for them.
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def finding(what: str = "wrong", gold: tuple[tuple[int, int], ...] = (), predicted: tuple[tuple[int, int], ...] = ()):
    return Finding(what=what, where="x", field="summary", gold_spans=gold, predicted_spans=predicted)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def right(folder: Path) -> Run:
    return made_run(folder / "a.run.jsonl", {case.id: answer_of(case) for case in CASES}, weights="one")


@pytest.fixture(scope="module")
def hostile(folder: Path) -> Run:
    """A run that leaves an issue out here and there, and proposes one with a hostile summary and owner."""

    def answer(number: int):
        case = CASES[number]
        if number % 7 == 3:
            return None
        start = case.text.index(" ") + 1
        evidence = Evidence(field="summary", start=start, end=start + 8, text=case.text[start : start + 8])
        bad = IssueDraft(summary=HOSTILE, assignee=HOSTILE, evidence=(evidence,), scores={"summary": 0.5})
        return drafts((*answer_of(case).issues[1:], bad))

    answers = {case.id: answer(number) for number, case in enumerate(CASES)}
    return made_run(folder / "b.run.jsonl", answers, weights=HOSTILE)


@pytest.fixture(scope="module")
def page(right: Run, hostile: Run) -> str:
    return make_report([right, hostile])


def test_two_runs_are_compared(page: str, right: Run, hostile: Run) -> None:
    found = compare_runs(right, hostile)
    soup = BeautifulSoup(page, "html.parser")
    assert [line.get_text() for line in soup.select("ul.verdict li")] == found.verdict
    assert any("A is better" in line for line in found.verdict)
    rows = {row.td.get_text(): row for row in soup.select("table tr") if row.td}
    for each in found.differences:
        assert each.metric.title in rows
    assert rows["issues found (F1)"].get_text()
    headings = [heading.get_text() for heading in soup.select("h2")]
    assert headings[:3] == ["Verdict", "Figures", "Every metric, with 95 % intervals"]
    assert headings[3].startswith(f"Where they differ ({len(found.items)} items)")


def test_nothing_is_needed_from_elsewhere(page: str) -> None:
    assert set(re.findall(r"https?://[^\s\"'<>)]+", page)) <= NAMESPACES
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find(["script", "link", "iframe", "object", "embed", "base", "form", "img"]) is None
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            assert not name.startswith("on"), (element.name, name)
            assert name not in ("src", "action", "data"), (element.name, name)
            assert name not in ("href", "xlink:href") or str(value).startswith("#"), value
    assert not re.search(r"@import|url\((?!#)", page)
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'")


def test_hostile_words_are_shown_as_words(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    soup = BeautifulSoup(page, "html.parser")
    shown = soup.get_text()
    assert HOSTILE in shown
    assert f"issue invented: {HOSTILE!r}" in shown
    assert f"rules {HOSTILE}" in soup.select_one("h1 ~ div table").get_text()


def test_the_errors_have_their_words_marked(page: str, hostile: Run) -> None:
    soup = BeautifulSoup(page, "html.parser")
    scored = score_run(hostile)
    faulty = {name: item for name, item in scored.items.items() if item.findings}
    heading = next(h for h in soup.select("h2") if h.get_text().startswith("Errors of"))
    shown = {each.summary.get_text().split()[0]: each for each in heading.find_all_next("details")}
    assert set(shown) == set(faulty)
    for name, item in faulty.items():
        talk = shown[name].select_one("div.talk")
        text = scored.works[name].text
        assert talk.get_text() == text
        gold = {at for each in item.findings for s, e in each.gold_spans for at in range(s, e)}
        predicted = {at for each in item.findings for s, e in each.predicted_spans for at in range(s, e)}
        lengths = {
            kind: sum(len(mark.get_text()) for mark in talk.select(f"mark.{kind}"))
            for kind in ("gold", "predicted", "both")
        }
        assert lengths == {
            "gold": len(gold - predicted), "predicted": len(predicted - gold), "both": len(gold & predicted)
        }  # fmt: skip
        assert len(shown[name].select("ul.findings li")) == len(item.findings)


def test_one_run_is_not_compared(right: Run, tmp_path: Path) -> None:
    written = write_report([right], tmp_path / "deep" / "report.html")
    soup = BeautifulSoup(written.read_text("utf-8"), "html.parser")
    assert soup.select("ul.verdict") == []
    assert "Errors of rules one (0 items)" in soup.get_text()
    assert len(soup.select("svg")) >= 5
    titles = {cell.get_text().removesuffix(" lower is better") for cell in soup.select("td")}
    assert {METRICS[name].title for name in ("issue_f1", "invented", "summary_alike", "seconds")} <= titles


def test_a_report_is_repeatable(right: Run, hostile: Run, page: str) -> None:
    assert make_report([right, hostile]) == page


def test_three_runs_stand_side_by_side(right: Run, hostile: Run, folder: Path) -> None:
    third = made_run(folder / "c.run.jsonl", {case.id: answer_of(case) for case in CASES}, weights="one")
    soup = BeautifulSoup(make_report([right, hostile, third]), "html.parser")
    heads = [cell.get_text() for cell in soup.select("h2 + div table tr:first-child th")]
    assert "rules one (a.run.jsonl)" in heads
    assert "rules one (c.run.jsonl)" in heads
    assert soup.select("ul.verdict") == []


@pytest.mark.parametrize("suite", ["commands", "pages"])
def test_every_drafting_suite_has_a_report(suite: str, tmp_path: Path) -> None:
    cases = load_cases(suite, "dev")
    one = made_run(tmp_path / "a.run.jsonl", {case.id: answer_of(case) for case in cases}, suite=suite)
    other = made_run(tmp_path / "b.run.jsonl", {case.id: drafts() for case in cases}, suite=suite)
    soup = BeautifulSoup(make_report([one, other]), "html.parser")
    assert soup.select_one("h1").get_text() == f"Evaluation: {suite}"
    assert any("A is better" in line.get_text() for line in soup.select("ul.verdict li"))


def test_hearing_has_a_report(right: Run, tmp_path: Path) -> None:
    info = right.info.model_copy(update={"suite": "hearing", "engine": "whisper", "weights": "whisper-base"})
    file = RunFile(tmp_path / "a.run.jsonl", info)
    for clip in load_clips("dev"):
        recorded = FIXTURES / f"{clip.name}.transcript.json"
        if recorded.exists():
            heard = Transcript.model_validate_json(recorded.read_text("utf-8"))
            file.add(Prediction(id=clip.name, seconds=1, transcript=heard))
    file.close()
    made = read_run(file.path)
    assert len(made.predictions) == 36
    soup = BeautifulSoup(make_report([made]), "html.parser")
    assert "By origin of names, or by voice" in [heading.get_text() for heading in soup.select("h3")]
    assert score_run(made).metrics()["wer"] < 0.5
    with pytest.raises(BadInput, match="one suite, not hearing and issues"):
        make_report([made, right])


def test_what_makes_no_report(folder: Path, right: Run) -> None:
    with pytest.raises(BadInput, match="at least one run"):
        make_report([])
    with pytest.raises(BadInput, match="holds no answers yet"):
        make_report([made_run(folder / "empty.run.jsonl", {}), right])
    with pytest.raises(BadInput, match="name of a run"):
        write_report([right], right.path)
    less = made_run(folder / "less.run.jsonl", {CASES[0].id: drafts()})
    with pytest.raises(BadInput, match="different items"):
        make_report([right, less])


@pytest.mark.parametrize(
    ("talk", "findings", "html"),
    [
        ("Tom fixes it.", (), "Tom fixes it."),
        ("", (), ""),
        ("x", (finding(gold=((0, 1),)),), '<mark class="gold">x</mark>'),
        ("Tom fixes it.", (finding(gold=((0, 3),)),), '<mark class="gold">Tom</mark> fixes it.'),
        (
            "Tom fixes it.",
            (finding(gold=((0, 9),), predicted=((4, 12),)),),
            '<mark class="gold">Tom </mark><mark class="both">fixes</mark><mark class="predicted"> it</mark>.',
        ),
        (
            "Tom",
            (finding(predicted=((-5, 1), (2, 99))),),
            '<mark class="predicted">T</mark>o<mark class="predicted">m</mark>',
        ),
        ("Tom", (finding(gold=((3, 1),)), finding(gold=((7, 9),))), "Tom"),
        ("<b> & <i>", (finding(gold=((0, 3),)),), '<mark class="gold">&lt;b&gt;</mark> &amp; &lt;i&gt;'),
        ("a<script>", (finding(gold=((0, 4),)),), '<mark class="gold">a&lt;sc</mark>ript&gt;'),
    ],
)
def test_marked_talk(talk: str, findings: tuple[Finding, ...], html: str) -> None:
    assert marked(talk, findings) == html
