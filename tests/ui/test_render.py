"""Templates, escaping, and errors in words."""

import logging
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnknownName
from assistant.schema.jira import User
from assistant.schema.transcript import Segment
from assistant.ui.cards import Choices, cards
from assistant.ui.jobs import JobState
from assistant.ui.render import clock, day, error_notice, initials, notice, number, render, tint
from tests.ui.talk import drafts

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def test_every_template_escapes() -> None:
    assert EVIL not in notice(EVIL, hint=EVIL)
    segment = Segment(id=0, start=0, end=1, text=EVIL)
    html = render("work.html", job=JobState(1, EVIL, message=EVIL, segments=(segment,)))
    assert html.count("&lt;script&gt;") == 3
    assert "<script" not in html


@given(st.text(max_size=60))
def test_no_text_ever_opens_a_tag(text: str) -> None:
    bare = notice("x", hint="y").count("<")
    assert notice(text or "x", hint="y").count("<") == bare


def test_errors_are_told_with_their_hint() -> None:
    html = error_notice(UnknownName("status", "Lost", ["Done", "To Do"]))
    assert "There is no status &#39;Lost&#39;." in html
    assert "Choose one of: Done, To Do." in html
    assert 'role="alert"' in html


def test_what_nobody_foresaw_is_logged_but_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        html = error_notice(RuntimeError("secret path /x"))
    assert "secret" not in html
    assert "secret path /x" in caplog.text


def test_values_are_written_as_people_write_them() -> None:
    assert [clock(s) for s in (0, 7.9, 75, 3671)] == ["0:00", "0:07", "1:15", "1:01:11"]
    assert (day(date(2026, 3, 7)), day(None)) == ("7 Mar 2026", "")
    assert [number(n) for n in (3.0, 0.5, None, 0.0)] == ["3", "0.5", "", "0"]
    assert initials(User(account_id="a", display_name="Priya van Natarajan")) == "PN"
    assert initials(User(account_id="a", display_name="cher")) == "C"
    assert 0 <= tint("any") < 8


def test_a_field_without_words_is_flagged_and_one_with_words_is_not() -> None:
    first, second, *_ = cards(drafts(), Choices(components=("web", "api")))
    assert not first.field("assignee").flagged
    assert [e.text for e in first.field("assignee").evidence] == ["Priya takes it"]
    assert first.field("story_points").flagged
    assert second.field("summary").flagged
    assert not second.field("priority").flagged, "an empty field claims nothing"


def test_commands_are_sentences_and_keep_what_the_store_does_not_know() -> None:
    move = cards(drafts(), Choices(statuses=("To Do", "Done")))[2]
    assert move.heading == "Move DEMO-4 to In Progress"
    assert [value for value, _ in move.field("value").options] == ["To Do", "Done", "In Progress"]
