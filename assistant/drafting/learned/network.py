"""The network: which words ask for work or command a change, and which mentions carry the fields of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from assistant.drafting.learned.layout import WIDTH, Layout, Span

#: What words are tagged as: work asked for, and the words of each kind of change to an existing issue.
ACTIONS = ("transition", "assign", "comment", "set_priority", "set_due", "link", "log_work")
#: Tags that only help to learn: the words that carry each field.
HELPERS = ("summary", "assignee", "due_date", "priority", "story_points", "components", "links", "parent_key", "key")
SPANS = ("issue", *ACTIONS)
TAGS = (*SPANS, *HELPERS)
TYPES = ("Task", "Bug", "Story", "Epic", "Sub-task")
STATUSES = ("To Do", "In Progress", "In Review", "Done")
RELATIONS = ("", "blocks", "is blocked by", "relates to", "duplicates", "parent")
LINKS = RELATIONS[1:5]
#: One mention or none carries these; `PEERS` says of which kinds.
CHOICES = ("assignee", "due_date", "priority", "story_points", "to_person", "to_day", "to_priority", "other")
#: Any number of mentions carry these.
SETS = ("components", "labels", "key")
PEERS = {
    "assignee": ("person", "label"), "due_date": ("date",), "priority": ("priority",), "story_points": ("points",),
    "components": ("component",), "labels": ("tag",), "relation": ("key", "described"), "key": ("key", "described"),
    "to_person": ("person", "label"), "to_day": ("date",), "to_priority": ("priority",), "other": ("key", "described"),
}  # fmt: skip
PAIRS = (*CHOICES, *SETS, "relation")
#: Mentions farther from the words in question than this many words are not looked at.
REACH = 400
_DISTANCES, _COUNTS = 24, 9


@dataclass(frozen=True)
class Shape:
    """How large the network is: `states` is the width of what it is fed."""

    states: int
    width: int = 256
    pair: int = 64
    drop: float = 0.4


class Network(nn.Module):  # type: ignore[misc]
    """Two bidirectional LSTM layers over words; a tagger; for each field a score of span and mention together."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, drop = shape.width, shape.drop
        self.shape = shape
        self.words = nn.Sequential(nn.Dropout(0.2), nn.Linear(shape.states, width))
        self.marks = nn.Linear(WIDTH, width)
        self.joined = nn.Sequential(nn.GELU(), nn.LayerNorm(width), nn.Dropout(drop))
        self.context = nn.LSTM(width, width // 2, 2, batch_first=True, bidirectional=True, dropout=drop)
        self.drop = nn.Dropout(drop)
        self.tags = nn.Linear(2 * width, 2 * len(TAGS))
        nn.init.constant_(self.tags.bias, -2.0)  # most words carry no tag
        self.real = nn.ModuleDict({name: _small(4 * width, 1, drop) for name in SPANS})
        self.types = _small(2 * width, len(TYPES), drop)
        self.statuses = _small(2 * width, len(STATUSES), drop)
        self.links = _small(2 * width, len(LINKS), drop)
        self.pairs = nn.ModuleDict(
            {field: _Pair(shape, len(RELATIONS) if field == "relation" else 1) for field in PAIRS}
        )
        self.none = nn.ModuleDict({field: _small(2 * width, 1, drop) for field in CHOICES})

    def forward(self, states: Sequence[Tensor], features: Sequence[Tensor]) -> list[tuple[Tensor, Tensor]]:
        """Return for each text its words in context [n, 2 * width] and the logits of their tags [n, tags, 2]."""
        lengths = torch.tensor([len(each) for each in states])
        padded = pad_sequence(list(states), batch_first=True).float()
        marks = pad_sequence(list(features), batch_first=True).float()
        first = self.joined(self.words(padded) + self.marks(marks))
        packed = pack_padded_sequence(first, lengths, batch_first=True, enforce_sorted=False)
        context, _ = pad_packed_sequence(self.context(packed)[0], batch_first=True)
        whole = torch.cat([first, context], -1)
        tags = self.tags(self.drop(whole)).view(*whole.shape[:2], len(TAGS), 2)
        return [(whole[n, :length], tags[n, :length]) for n, length in enumerate(lengths.tolist())]

    def spans(self, words: Tensor, spans: Sequence[Span]) -> Tensor:
        """Return the mean of the words of each span, [spans, 2 * width]."""
        return torch.stack([words[first:last].mean(0) for first, last in spans])

    def worth(self, name: str, words: Tensor, spans: Sequence[Span]) -> Tensor:
        """Return the logit of each span being what its tag says, as one whole and nothing said twice, [spans]."""
        pooled = self.spans(words, spans)
        edges = torch.stack([(words[first] + words[last - 1]) / 2 for first, last in spans])
        found: Tensor = self.real[name](self.drop(torch.cat([pooled, edges], -1)))[:, 0]
        return found

    def scores(self, field: str, words: Tensor, spans: Sequence[Span], layout: Layout, peers: Sequence[int]) -> Tensor:
        """Return how well each mention of `peers` fits each span as `field`, [spans, peers (, relations)]."""
        own = self.spans(words, spans)
        theirs = self.spans(words, [layout.places[place] for place in peers])
        distance, counts, flags = relate(layout, spans, peers)
        scored = self.pairs[field](self.drop(own), self.drop(theirs), distance, counts, flags)
        return scored if field == "relation" else scored[..., 0]

    def nothing(self, field: str, words: Tensor, spans: Sequence[Span]) -> Tensor:
        """Return how well no mention at all fits each span, [spans]."""
        found: Tensor = self.none[field](self.drop(self.spans(words, spans)))[:, 0]
        return found


class _Pair(nn.Module):  # type: ignore[misc]
    """Scores a span and a mention by what they mean, alone and together, and how they lie to each other."""

    def __init__(self, shape: Shape, out: int) -> None:
        super().__init__()
        self.own = nn.Linear(2 * shape.width, shape.pair)
        self.theirs = nn.Linear(2 * shape.width, shape.pair)
        self.distance = nn.Embedding(2 * _DISTANCES + 1, 16)
        self.counts = nn.ModuleList([nn.Embedding(2 * _COUNTS + 1, 8) for _ in range(3)])
        inner = 3 * shape.pair + 16 + 24 + 3
        self.out = nn.Sequential(nn.Linear(inner, 64), nn.GELU(), nn.Dropout(shape.drop), nn.Linear(64, out))

    def forward(self, own: Tensor, theirs: Tensor, distance: Tensor, counts: Tensor, flags: Tensor) -> Tensor:
        rows, columns = len(own), len(theirs)
        one = self.own(own)[:, None].expand(-1, columns, -1)
        other = self.theirs(theirs)[None].expand(rows, -1, -1)
        lying = [self.distance(distance), *(each(counts[n]) for n, each in enumerate(self.counts)), flags]
        scored: Tensor = self.out(torch.cat([one, other, one * other, *lying], -1))
        return scored


def _small(inner: int, out: int, drop: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inner, 64), nn.GELU(), nn.Dropout(drop), nn.Linear(64, out))


def peers_of(field: str, layout: Layout) -> list[int]:
    """Return the places of the mentions that may carry a field."""
    kinds = PEERS[field]
    return [place for place, mention in enumerate(layout.mentions) if mention.kind in kinds]


def relate(layout: Layout, spans: Sequence[Span], peers: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Return how mentions lie to spans: bucketed distance; other spans, peers and sentences between; three flags."""
    first = np.array([span[0] for span in spans])[:, None]
    last = np.array([span[1] for span in spans])[:, None]
    begin = np.array([layout.places[place][0] for place in peers])[None]
    end = np.array([layout.places[place][1] for place in peers])[None]
    gap = np.where(begin >= last, begin - last + 1, np.where(end <= first, end - first - 1, 0))
    distance = np.sign(gap) * np.minimum(_DISTANCES, np.floor(3 * np.log2(np.abs(gap) + 1)).astype(int))
    starts, places = np.sort(first[:, 0]), np.sort(begin[0])
    between = _between(starts, first, begin)
    rivals = _between(places, begin, first)
    sentences = layout.sentence[begin] - layout.sentence[first]
    counts = np.stack([np.clip(each, -_COUNTS, _COUNTS) + _COUNTS for each in (between, rivals, sentences)])
    own_label = layout.speaker[first] == np.array(list(peers))[None]
    same_turn = layout.turn[first] == layout.turn[begin]
    strength = np.broadcast_to(np.array([layout.mentions[place].strength for place in peers])[None], gap.shape)
    flags = np.stack([own_label, same_turn, strength], -1).astype(np.float32)
    return torch.from_numpy(distance + _DISTANCES), torch.from_numpy(counts), torch.from_numpy(flags)


def _between(sorted_places: "np.ndarray[tuple[int], np.dtype[np.int64]]", one: object, other: object) -> "np.ndarray":
    """Count, with the sign of the direction, how many places lie strictly between two."""
    a, b = np.broadcast_arrays(one, other)  # type: ignore[arg-type]
    low, high = np.minimum(a, b), np.maximum(a, b)
    count = np.searchsorted(sorted_places, high, "left") - np.searchsorted(sorted_places, low, "right")
    signed: np.ndarray = np.sign(b - a) * np.maximum(0, count)
    return signed
