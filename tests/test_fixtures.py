"""The recordings, their gold answers and their recorded transcripts fit together, and fit the store's seed."""

import importlib.util
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any, get_args

import numpy as np
import pytest

from assistant.audio.load import load
from assistant.schema.draft import CommandAction, CommandDraft, DraftContext, Evidence, IssueDraft, PageDraft
from assistant.schema.transcript import Transcript
from assistant.store import seed
from tests.conftest import CLIPS, read_expected

SCRIPTS = {
    script["name"]: script for script in map(json.loads, (CLIPS / "scripts.jsonl").read_text("utf-8").splitlines())
}
NAMES = sorted(SCRIPTS)
SPOKEN = [name for name in NAMES if read_expected(name)["speech"]]
KEYS = {f"DEMO-{number}" for number in range(1, len(seed.ISSUES) + 1)}
PEOPLE = {person.name for person in seed.PEOPLE}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KINDS = {"dictation", "standup", "meeting", "command", "negative", "noise", "other-language"}

#: Fields that are gold without words of their own: a task is what nobody called anything else.
DEFAULTS = {"issue_type": "Task"}


def make_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_fixtures", CLIPS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MAKE = make_module()


def read_recorded(name: str) -> Transcript:
    return Transcript.model_validate_json((CLIPS / f"{name}.transcript.json").read_bytes())


def grounded(item: dict[str, Any], text: str) -> tuple[Evidence, ...]:
    places = [(quote["field"], text.index(quote["text"]), quote["text"]) for quote in item["evidence"]]
    return tuple(Evidence(field=field, start=at, end=at + len(quote), text=quote) for field, at, quote in places)


def gold_issue(item: dict[str, Any], text: str) -> IssueDraft:
    return IssueDraft.model_validate({**item, "evidence": grounded(item, text)})


ISSUES = [
    pytest.param(item, gold["text"], id=f"{name}-{number}")
    for name in NAMES
    for gold in [read_expected(name)]
    for number, item in enumerate(gold["issues"])
]
COMMANDS = [
    pytest.param(item, gold["text"], id=f"{name}-{number}")
    for name in NAMES
    for gold in [read_expected(name)]
    for number, item in enumerate(gold["commands"])
]


def test_there_are_enough_clips_of_every_kind() -> None:
    kinds = [read_expected(name)["kind"] for name in NAMES]
    assert set(kinds) == KINDS
    assert len(NAMES) >= 28
    assert kinds.count("dictation") >= 10
    assert kinds.count("standup") >= 4
    assert kinds.count("meeting") >= 2
    assert kinds.count("command") >= 3
    assert kinds.count("noise") >= 5


def test_nothing_is_missing_or_left_over() -> None:
    for suffix in (".flac", ".expected.json", ".transcript.json"):
        assert sorted(file.name.removesuffix(suffix) for file in CLIPS.glob(f"*{suffix}")) == NAMES, suffix


def test_readme_names_every_clip() -> None:
    readme = (CLIPS / "README.md").read_text("utf-8")
    assert [name for name in NAMES if f"`{name}`" not in readme] == []


def test_recordings_stay_small() -> None:
    sizes = [(CLIPS / f"{name}.flac").stat().st_size for name in NAMES]
    assert max(sizes) < 3_000_000
    assert sum(sizes) < 25_000_000


@pytest.mark.parametrize("name", NAMES)
def test_clip_is_as_long_as_it_should_be(name: str) -> None:
    waveform = load(CLIPS / f"{name}.flac")
    assert 8 <= waveform.duration <= 90
    assert read_recorded(name).info.duration == pytest.approx(waveform.duration, abs=0.1)
    turns = read_expected(name).get("speakers", [])
    times = [second for turn in turns for second in (turn["start"], turn["end"])]
    assert times == sorted(times)
    assert all(0 < second <= waveform.duration for second in times)


@pytest.mark.parametrize("name", NAMES)
def test_gold_is_whole(name: str) -> None:
    gold = read_expected(name)
    assert gold["speech"] == bool(gold["text"]) == (gold["kind"] != "noise")
    assert gold["speech"] == bool(gold["language"]) == bool(gold["voice"])
    context = DraftContext.model_validate(gold["context"])
    assert (context.reference_date, context.project_key) == (date(2026, 3, 11), "DEMO")
    if gold["page"] is not None:
        assert set(gold["page"]) == {"decisions", "open_questions", "key_points"}
        PageDraft.model_validate({"title": name, **gold["page"]})
    if gold["kind"] in ("negative", "noise"):
        assert not gold["issues"]
        assert not gold["commands"]
        assert gold["page"] is None


@pytest.mark.parametrize("name", NAMES)
def test_gold_text_is_what_the_script_says(name: str) -> None:
    gold, script = read_expected(name), SCRIPTS[name]
    markup = re.sub(r"\[\[[^]]*\]\]", " ", re.sub(r"\[([^\]\[]+)\]\(/[^)]*/\)", r"\1", script.get("text", "")))
    lines = [line.split(": ", 1)[1] for line in markup.splitlines()] if "cast" in script else [markup]
    assert gold["text"] == " ".join(" ".join(lines).split())
    assert gold["voice"] == (script.get("voice") or list(script.get("cast", {}).values()) or None)
    if "cast" in script:
        assert [turn["text"] for turn in gold["speakers"]] == [" ".join(line.split()) for line in lines]
        assert {turn["speaker"] for turn in gold["speakers"]} == set(script["cast"])


@pytest.mark.parametrize(("item", "text"), ISSUES)
def test_gold_issue_is_valid_and_every_field_has_its_words(item: dict[str, Any], text: str) -> None:
    issue = gold_issue(item, text)
    said = {quote.field for quote in issue.evidence}
    given = {
        field
        for field, value in item.items()
        if field != "evidence" and value not in (None, []) and value != DEFAULTS.get(field)
    }
    assert given <= said
    assert said <= given | set(DEFAULTS)


@pytest.mark.parametrize(("item", "text"), ISSUES)
def test_gold_issue_names_what_the_seed_has(item: dict[str, Any], text: str) -> None:
    issue = gold_issue(item, text)
    assert issue.assignee is None or issue.assignee in PEOPLE
    assert set(issue.components) <= set(seed.COMPONENTS)
    assert {link.key for link in issue.links} <= KEYS
    assert issue.parent_key is None or issue.parent_key in KEYS


@pytest.mark.parametrize(("item", "text"), ISSUES)
def test_gold_date_is_the_weekday_that_was_said(item: dict[str, Any], text: str) -> None:
    issue = gold_issue(item, text)
    if issue.due_date is None:
        return
    assert issue.due_date >= date(2026, 3, 11)
    said = {
        day
        for quote in issue.evidence
        if quote.field == "due_date"
        for day in WEEKDAYS
        if day.casefold() in quote.text.casefold()
    }
    assert said <= {WEEKDAYS[issue.due_date.weekday()]}


@pytest.mark.parametrize(("item", "text"), COMMANDS)
def test_gold_command_is_valid(item: dict[str, Any], text: str) -> None:
    command = CommandDraft.model_validate({**item, "evidence": grounded(item, text)})
    assert command.action in get_args(CommandAction)
    assert command.key in KEYS
    assert {quote.field for quote in command.evidence} == {"key", "value"}
    checks: dict[str, Callable[[str], object]] = {
        "transition": lambda value: value in {issue.status for issue in seed.ISSUES},
        "assign": lambda value: value in PEOPLE,
        "set_due": lambda value: date.fromisoformat(value).isoformat() == value,
        "link": lambda value: value.rsplit(" ", 1)[1] in KEYS,
        "log_work": lambda value: re.fullmatch(r"\d+h( \d+m)?|\d+m", value),
        "set_priority": lambda value: value in {"Highest", "High", "Medium", "Low", "Lowest"},
        "comment": lambda value: value in text,
    }
    assert checks[command.action](command.value or "")


@pytest.mark.parametrize("name", NAMES)
def test_recorded_transcript_fits_the_clip(name: str) -> None:
    gold, transcript = read_expected(name), read_recorded(name)
    assert transcript.info.weights == "whisper-base"
    assert transcript.info.source == f"{name}.flac"
    assert bool(transcript.text) == gold["speech"]
    assert bool(transcript.segments) == gold["speech"]
    if gold["speech"]:
        assert transcript.info.language == gold["language"]
        for word in transcript.words:
            assert transcript.text[word.start_char : word.end_char] == word.word


@pytest.mark.parametrize("name", SPOKEN)
def test_recorded_transcript_is_close_to_the_gold_text(name: str) -> None:
    import jiwer

    texts = (read_expected(name)["text"], read_recorded(name).text)
    words = [" ".join(re.findall(r"\w+", MAKE.keys_joined(text).casefold())) for text in texts]
    # Numbers are written otherwise than said, and accents cost words; a wrong clip costs nearly all.
    assert jiwer.wer(*words) < 0.35


def test_noises_are_made_the_same_again() -> None:
    noises = [script for script in MAKE.scripts([]) if script.noise]
    assert len(noises) >= 5
    for script in noises:
        again = MAKE.NOISES[script.noise](round(script.seconds * MAKE.SAMPLE_RATE), script.seed)
        np.testing.assert_allclose(load(script.clip).samples, again, atol=2 / 32768)
