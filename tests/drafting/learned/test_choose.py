"""Spans, choices and drafts out of what networks say."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assistant.drafting.evidence import is_exact, verify
from assistant.drafting.learned.choose import ChangeFound, Choice, Found, Limits, Work, choose, spans_of
from assistant.drafting.learned.drafts import draft_commands, draft_issues
from assistant.drafting.learned.layout import Layout, Span, word_span
from assistant.drafting.learned.network import HELPERS, relate
from assistant.schema.draft import DraftInfo, DraftSet
from tests.drafting.learned.made import layout_of, network

TALK = "Tom Becker should fix the web scanner by Friday, it's urgent. Move PAY-12 to done."


def tags(*pairs: tuple[float, float]) -> np.ndarray:
    return np.array(pairs, np.float32)


def span(layout: Layout, words: str) -> Span:
    start = layout.reading.text.index(words)
    found = word_span(layout.words, start, start + len(words))
    assert found
    return found


def place(layout: Layout, kind: str, value: str) -> int:
    return next(n for n, mention in enumerate(layout.mentions) if (mention.kind, mention.value) == (kind, value))


def test_a_span_needs_a_peak_and_goes_on_while_words_are_likely() -> None:
    given = tags((0.1, 0), (0.4, 0.9), (0.8, 0.1), (0.35, 0.1), (0.1, 0), (0.4, 0.8))
    assert spans_of(given, low=0.3, peak=0.5, split=0.6) == [(1, 4)]


def test_a_span_ends_where_another_begins() -> None:
    given = tags((0.9, 0.9), (0.9, 0.1), (0.9, 0.8), (0.9, 0.1))
    assert spans_of(given, low=0.3, peak=0.5, split=0.6) == [(0, 2), (2, 4)]


@given(arrays(np.float32, (12, 2), elements=st.floats(0, 1, width=32)))
def test_spans_are_in_order_and_apart(given: np.ndarray) -> None:
    found = spans_of(given, low=0.3, peak=0.5, split=0.6)
    assert all(first < last for first, last in found)
    assert all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))
    assert all(given[first:last, 0].max() >= 0.5 for first, last in found)


def test_choices_of_a_network_are_chances() -> None:
    layout = layout_of(TALK)
    states = np.random.default_rng(0).normal(size=(len(layout.words), 16)).astype(np.float32)
    everything = Limits(peak=0, low=0, split=2, work=0, field=0, ask=0, several=0, change=0, key=0)
    found = choose([network(), network(seed=1)], layout, states, everything)
    assert len(found.works) == 1
    assert {change.action for change in found.changes} >= {"transition", "assign"}
    work = found.works[0]
    assert work.span == (0, len(layout.words))
    assert work.fields["assignee"].value in ("Tom Becker", None)
    assert all(0 <= choice.score <= 1 for choice in work.fields.values())
    assert {choice.value for choice in work.components} == {"web"}


def test_nothing_is_found_in_nothing() -> None:
    layout = layout_of("")
    assert choose([network()], layout, np.zeros((0, 16), np.float32)) == Found([], [], {})


def found_in(layout: Layout, **fields: Choice) -> Found:
    helpers = {name: np.zeros(len(layout.words), np.float32) for name in HELPERS}
    work = Work(span(layout, "fix the web scanner"), 0.9, "Bug", 0.8, fields)
    return Found([work], [], helpers)


def test_an_issue_carries_its_words() -> None:
    layout = layout_of(TALK)
    fields = {
        "assignee": Choice("Tom Becker", 0.9, place(layout, "person", "Tom Becker")),
        "due_date": Choice("2026-03-13", 0.8, place(layout, "date", "2026-03-13")),
        "priority": Choice("High", 0.7, place(layout, "priority", "High")),
    }
    (issue,), questions = draft_issues(layout, found_in(layout, **fields), Limits())
    assert (issue.summary, issue.issue_type, issue.assignee) == ("Fix the web scanner", "Bug", "Tom Becker")
    assert issue.priority == "High"
    assert str(issue.due_date) == "2026-03-13"
    assert all(is_exact(each, TALK) for each in issue.evidence)
    assert {each.field for each in issue.evidence} >= {"summary", "issue_type", "assignee", "due_date", "priority"}
    drafts = DraftSet(issues=(issue,), info=DraftInfo(engine="learned"))
    assert verify(drafts, TALK).issues == (issue,)
    assert not questions


def test_what_is_not_sure_is_asked() -> None:
    layout = layout_of(TALK)
    unsure = Choice("Tom Becker", 0.3, place(layout, "person", "Tom Becker"))
    (issue,), questions = draft_issues(layout, found_in(layout, assignee=unsure), Limits(field=0.5))
    assert issue.assignee is None
    assert [(q.field, q.issue, q.candidates) for q in questions] == [("assignee", 0, ("Tom Becker",))]


@pytest.mark.parametrize(
    ("action", "name", "words", "value"),
    [
        ("transition", "Done", "Move PAY-12 to done", "Done"),
        ("comment", "", "it's urgent", "it's urgent"),
    ],
)
def test_a_command_has_its_value(action: str, name: str, words: str, value: str) -> None:
    layout = layout_of(TALK)
    key = Choice("PAY-12", 0.9, place(layout, "key", "PAY-12"))
    change = ChangeFound(span(layout, words), 0.9, action, [key], name=name)
    (command,), _ = draft_commands(layout, Found([], [change], {}))
    assert (command.action, command.key, command.value) == (action, "PAY-12", value)
    assert all(is_exact(each, TALK) for each in command.evidence)


def test_an_unknown_key_is_asked_about() -> None:
    layout = layout_of("Close PAY-77.")
    key = Choice(None, 0.9, next(n for n, mention in enumerate(layout.mentions) if mention.kind == "key"))
    commands, questions = draft_commands(
        layout, Found([], [ChangeFound((0, 3), 0.9, "transition", [key], name="Done")], {})
    )
    assert not commands
    assert questions[0].field == "key"
    assert "PAY-77" in questions[0].text


def test_how_mentions_lie_to_spans() -> None:
    layout = layout_of("Tom: fix the web page.\nPriya: I'll paint the door by Friday.")
    spans = [span(layout, "fix the web page"), span(layout, "paint the door")]
    day = place(layout, "date", "2026-03-13")
    label = place(layout, "label", "Priya Natarajan")
    distance, counts, flags = relate(layout, spans, [label, day])
    assert distance.shape == (2, 2)
    assert counts.shape == (3, 2, 2)
    assert flags.shape == (2, 2, 3)
    assert distance[0, 1] > distance[1, 1]  # Friday is nearer to the door
    assert flags[1, 0, 0] == 1
    assert flags[0, 0, 0] == 0
    assert flags[1, 1, 1] == 1
    assert flags[0, 1, 1] == 0
    assert torch.all(counts >= 0)
