"""Labelled items as what the network learns from: gold spans and gold mentions beside the layout of the talk."""

from dataclasses import dataclass, field

import numpy as np

from assistant.drafting.learned.layout import Floats, Layout, Span, word_span
from assistant.drafting.learned.network import ACTIONS, HELPERS, TAGS
from assistant.evaluation.cases import Case, GoldCommand, GoldIssue, Quote


@dataclass(frozen=True)
class Change:
    """A command as it is learned: the words that say it, and the issues it is about."""

    span: Span
    action: str
    value: str
    keys: tuple[str, ...]


@dataclass
class Example:
    """One item: `tags` [words, tags, 2] say inside and begin."""

    case: Case
    layout: Layout
    states: Floats
    tags: Floats
    issues: list[tuple[GoldIssue, Span]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def example_of(case: Case, layout: Layout, states: Floats) -> Example:
    """Return what one item teaches."""
    made = Example(case, layout, states, np.zeros((len(layout.words), len(TAGS), 2), np.float32))
    for issue in case.issues:
        _learn_issue(made, issue)
    for command in case.commands:
        _learn_command(made, command)
    return made


def _learn_issue(made: Example, issue: GoldIssue) -> None:
    first = True
    for quote in issue.evidence:
        span = _span(made, quote)
        if span is None:
            continue
        if quote.field in HELPERS:
            _tag(made, quote.field, span)
        if quote.field == "summary":
            if first:
                _tag(made, "issue", span)
                made.issues.append((issue, span))
            first = False


def _learn_command(made: Example, command: GoldCommand) -> None:
    spans = {quote.field: span for quote in reversed(command.evidence) if (span := _span(made, quote))}
    if "key" in spans:
        _tag(made, "key", spans["key"])
    said = spans.get("value")
    if command.action not in ACTIONS or said is None or command.key is None:
        return
    _tag(made, command.action, said)
    value = command.value or ""
    for place, change in enumerate(made.changes):
        if (change.span, change.action, change.value) == (said, command.action, value):
            made.changes[place] = Change(said, change.action, value, (*change.keys, command.key))
            return
    made.changes.append(Change(said, command.action, value, (command.key,)))


def _span(made: Example, quote: Quote) -> Span | None:
    chars = quote.span(made.case.text)
    return word_span(made.layout.words, *chars) if chars else None


def _tag(made: Example, name: str, span: Span) -> None:
    tag = TAGS.index(name)
    made.tags[span[0] : span[1], tag, 0] = 1
    made.tags[span[0], tag, 1] = 1
