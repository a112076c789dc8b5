"""What the networks say of a text, decided: pieces of work with their fields, and changes to existing issues."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor

from assistant.drafting.learned.layout import Floats, Layout, Span
from assistant.drafting.learned.network import (
    ACTIONS,
    CHOICES,
    HELPERS,
    LINKS,
    REACH,
    RELATIONS,
    STATUSES,
    TAGS,
    TYPES,
    Network,
    peers_of,
)

FIELDS = ("assignee", "due_date", "priority", "story_points")
#: The other issue of a link is the likeliest that is not the first; one less likely than this was not said.
_OTHER = 0.2
_VALUES = {"assign": "to_person", "set_due": "to_day", "set_priority": "to_priority"}


@dataclass(frozen=True)
class Limits:
    """From which probability on things are taken; set on dev items.

    A span has a word of at least `peak`, goes on while words have `low` and ends where another begins with `split`; it
    counts as work from `work` on, as a change from `change` on. `field` fills one field, `ask` is enough to ask about
    it; `several` takes one of many (components, labels, relations); `key` takes an issue of a change.
    """

    peak: float = 0.4
    low: float = 0.3
    split: float = 0.6
    work: float = 0.5
    field: float = 0.5
    ask: float = 0.2
    several: float = 0.5
    change: float = 0.5
    key: float = 0.5


@dataclass(frozen=True)
class Choice:
    """The likeliest value of a field, how likely it is, and the place of the mention that says it best.

    `value` is None where that mention leaves open what is meant.
    """

    value: str | None
    score: float
    place: int


@dataclass
class Work:
    """One piece of work: the span of words that asks for it, and what is likely for each field."""

    span: Span
    score: float
    kind: str
    kind_score: float
    fields: dict[str, Choice] = field(default_factory=dict)
    components: list[Choice] = field(default_factory=list)
    labels: list[Choice] = field(default_factory=list)
    relations: list[tuple[str, Choice]] = field(default_factory=list)


@dataclass
class ChangeFound:
    """One change: its words, what is done, to which issues; `value` where it is chosen from mentions or a list."""

    span: Span
    score: float
    action: str
    keys: list[Choice]
    value: Choice | None = None
    name: str = ""


@dataclass
class Found:
    """Everything found in one text; `helpers` are the probabilities of the words that carry each field."""

    works: list[Work]
    changes: list[ChangeFound]
    helpers: dict[str, Floats]


def choose(networks: Sequence[Network], layout: Layout, states: Floats, limits: Limits = Limits()) -> Found:
    """Return what `networks` find on average."""
    if not layout.words:
        return Found([], [], {})
    with torch.inference_mode():
        given = torch.from_numpy(states).float(), torch.from_numpy(layout.features)
        read = [network([given[0]], [given[1]])[0] for network in networks]
        tags = torch.stack([torch.sigmoid(logits) for _, logits in read]).mean(0).numpy()
        view = _View(networks, [words for words, _ in read], layout)
        works = _works(view, tags[:, 0], limits)
        changes = _all_changes(view, tags, limits)
    helpers = {name: tags[:, TAGS.index(name), 0] for name in HELPERS}
    return Found(works, changes, helpers)


def spans_of(tags: Floats, low: float, peak: float, split: float) -> list[Span]:
    """Return the spans of one tag; `tags` [words, 2] are the chances of inside and begin. See `Limits`."""
    inside, begin = tags[:, 0], tags[:, 1]
    found: list[Span] = []
    start: int | None = None
    for place in range(len(inside) + 1):
        on = place < len(inside) and inside[place] >= low
        if start is not None and (not on or begin[place] >= split):
            if inside[start:place].max() >= peak:
                found.append((start, place))
            start = None
        if on and start is None:
            start = place
    return found


def _worthy(view: "_View", name: str, tags: Floats, limits: Limits, least: float) -> list[tuple[Span, float]]:
    """Return the spans of a tag that the networks hold for real, with how likely they are."""
    spans = spans_of(tags, limits.low, limits.peak, limits.split)
    if not spans:
        return []
    chances = view.mean(lambda n, w: torch.sigmoid(n.worth(name, w, spans))).tolist()
    return [(span, chance) for span, chance in zip(spans, chances, strict=True) if chance >= least]


class _View:
    """The networks over one text, their answers averaged."""

    def __init__(self, networks: Sequence[Network], words: list[Tensor], layout: Layout) -> None:
        self.networks, self.words, self.layout = networks, words, layout
        self.peers = {name: peers_of(name, layout) for name in (*CHOICES, "components", "labels", "relation", "key")}

    def mean(self, answer: Any) -> Tensor:
        """Average ``answer(network, words)`` over the networks."""
        return torch.stack([answer(*each) for each in zip(self.networks, self.words, strict=True)]).mean(0)

    def chunks(self, name: str, spans: list[Span]) -> Iterator[tuple[list[Span], list[int]]]:
        """Yield spans that lie together with the mentions in reach, so that long talk takes no more memory at once."""
        starts = [self.layout.places[place][0] for place in self.peers[name]]
        at = 0
        while at < len(spans):
            last = at + 1
            while last < len(spans) and spans[last][1] - spans[at][0] <= REACH:
                last += 1
            chunk = spans[at:last]
            first = bisect_left(starts, chunk[0][0] - REACH)
            stop = bisect_right(starts, max(end for _, end in chunk) + REACH)
            yield chunk, self.peers[name][first:stop]
            at = last

    def choices(self, name: str, spans: list[Span]) -> list[list[Choice]]:
        """Return for each span the values of a field, the likeliest first; None is one: said, but not clearly."""
        found: list[list[Choice]] = []
        for chunk, peers in self.chunks(name, spans):
            chances = self.mean(partial(_likely, name, chunk, self.layout, peers)).numpy()
            found += [_by_value(self.layout, peers, row[1:]) for row in chances]
        return found

    def several(self, name: str, spans: list[Span]) -> list[list[Choice]]:
        """Return for each span the best mention of each value that any number may carry, the likeliest first."""
        found: list[list[Choice]] = []
        for chunk, peers in self.chunks(name, spans):
            if not peers:
                found += [[] for _ in chunk]
                continue
            scored = self.mean(lambda n, w, c=chunk, p=peers: torch.sigmoid(n.scores(name, w, c, self.layout, p)))
            found += [_best_of_each(self.layout, peers, row) for row in scored.numpy()]
        return found

    def relations(self, spans: list[Span]) -> list[list[tuple[str, Choice]]]:
        """Return for each span the relations to issues that are likelier than none."""
        found: list[list[tuple[str, Choice]]] = []
        for chunk, peers in self.chunks("relation", spans):
            if not peers:
                found += [[] for _ in chunk]
                continue
            scored = self.mean(
                lambda n, w, c=chunk, p=peers: torch.softmax(n.scores("relation", w, c, self.layout, p), -1)
            )
            found += [_related(self.layout, peers, row) for row in scored.numpy()]
        return found


def _likely(name: str, spans: list[Span], layout: Layout, peers: list[int], network: Network, words: Tensor) -> Tensor:
    """Return the chances of none and of each mention, [spans, 1 + peers]."""
    nothing = network.nothing(name, words, spans)[:, None]
    scored = [network.scores(name, words, spans, layout, peers)] if peers else []
    return torch.softmax(torch.cat([nothing, *scored], 1), 1)


def _related(layout: Layout, peers: list[int], chances: Floats) -> list[tuple[str, Choice]]:
    named: dict[str, tuple[str, Choice]] = {}
    for place, likely in zip(peers, chances, strict=True):
        kind = int(likely.argmax())
        value = layout.mentions[place].value
        score = float(likely[kind])
        if kind and value and (value not in named or named[value][1].score < score):
            named[value] = (RELATIONS[kind], Choice(value, score, place))
    return list(named.values())


def _by_value(layout: Layout, peers: list[int], chances: Floats) -> list[Choice]:
    total: dict[str | None, float] = {}
    best: dict[str | None, tuple[float, int]] = {}
    for place, chance in zip(peers, chances.tolist(), strict=True):
        value = layout.mentions[place].value
        total[value] = total.get(value, 0.0) + chance
        best[value] = max(best.get(value, (-1.0, -1)), (chance, place))
    made = [Choice(value, chance, best[value][1]) for value, chance in total.items()]
    return sorted(made, key=lambda choice: -choice.score)


def _best_of_each(layout: Layout, peers: list[int], chances: Floats) -> list[Choice]:
    best: dict[str | None, Choice] = {}
    for place, chance in zip(peers, chances.tolist(), strict=True):
        value = layout.mentions[place].value
        if value not in best or best[value].score < chance:
            best[value] = Choice(value, chance, place)
    return sorted(best.values(), key=lambda choice: -choice.score)


def _works(view: _View, tags: Floats, limits: Limits) -> list[Work]:
    found = _worthy(view, "issue", tags, limits, limits.work)
    if not found:
        return []
    spans = [span for span, _ in found]
    kinds = view.mean(lambda n, w: torch.softmax(n.types(n.spans(w, spans)), -1)).numpy()
    works = [
        Work(span, score, TYPES[int(kind.argmax())], float(kind.max()))
        for (span, score), kind in zip(found, kinds, strict=True)
    ]
    for name in FIELDS:
        for work, choices in zip(works, view.choices(name, spans), strict=True):
            if choices and choices[0].score >= limits.ask:
                work.fields[name] = choices[0]
    for name in ("components", "labels"):
        for work, choices in zip(works, view.several(name, spans), strict=True):
            getattr(work, name).extend(choice for choice in choices if choice.score >= limits.several)
    for work, related in zip(works, view.relations(spans), strict=True):
        work.relations = [(kind, choice) for kind, choice in related if choice.score >= limits.several]
    return works


def _all_changes(view: _View, tags: Floats, limits: Limits) -> list[ChangeFound]:
    """Return the changes of every action in order; which issues they are about is asked of all together, as learned."""
    changes = [
        ChangeFound(span, score, action, [])
        for place, action in enumerate(ACTIONS, 1)
        for span, score in _worthy(view, action, tags[:, place], limits, limits.change)
    ]
    changes.sort(key=lambda change: change.span)
    for change, keys in zip(changes, view.several("key", [change.span for change in changes]), strict=True):
        change.keys = _keys(keys, limits)[: 1 if change.action == "link" else None]
    for action in (*_VALUES, "transition", "link"):
        _say_what(view, action, [change for change in changes if change.action == action], limits)
    return changes


def _say_what(view: _View, action: str, changes: list[ChangeFound], limits: Limits) -> None:
    """Set the value of changes that are of one action."""
    spans = [change.span for change in changes]
    if not spans:
        return
    if action in _VALUES:
        for change, choices in zip(changes, view.choices(_VALUES[action], spans), strict=True):
            change.value = choices[0] if choices and choices[0].score >= limits.field else None
    if action == "transition":
        named = view.mean(lambda n, w: torch.softmax(n.statuses(n.spans(w, spans)), -1)).argmax(-1)
        for change, place in zip(changes, named.tolist(), strict=True):
            change.name = STATUSES[place]
    if action == "link":
        named = view.mean(lambda n, w: torch.softmax(n.links(n.spans(w, spans)), -1)).argmax(-1)
        for change, place, others in zip(changes, named.tolist(), view.choices("other", spans), strict=True):
            change.name = LINKS[place]
            mine = {key.value for key in change.keys}
            fit = (each for each in others if each.value and each.value not in mine and each.score >= _OTHER)
            change.value = next(fit, None)


def _keys(choices: list[Choice], limits: Limits) -> list[Choice]:
    """Take all issues that are likely, or the likeliest if none is likely enough but it is far from unlikely."""
    sure = [choice for choice in choices if choice.score >= limits.key]
    return sure or [choice for choice in choices[:1] if choice.score >= limits.key / 2]
