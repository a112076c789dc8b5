"""What the network is taught by an example, and the steps by which it learns."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from assistant.drafting.learned.choose import spans_of
from assistant.drafting.learned.layout import Span
from assistant.drafting.learned.network import (
    ACTIONS,
    HELPERS,
    LINKS,
    RELATIONS,
    SPANS,
    STATUSES,
    TAGS,
    TYPES,
    Network,
    Shape,
    peers_of,
)
from assistant.evaluation.cases import GoldIssue
from assistant.training.examples import Change, Example

#: What is rare counts for more: words of changes, and above all words that something begins with. [tags, 2] each:
#: how much a word counts that has a tag, and how much the tag counts at all.
_RARE = torch.tensor([[1.0, 3.0]] + [[4.0, 10.0]] * len(ACTIONS) + [[1.0, 3.0]] * len(HELPERS))
_WEIGHT = torch.tensor([[3.0]] + [[1.5]] * len(ACTIONS) + [[0.7]] * len(HELPERS))
_TAGS, _FIELD, _SET, _SIDE = 10.0, 0.3, 0.1, 0.3
_VALUES = {"assign": "to_person", "set_due": "to_day", "set_priority": "to_priority"}


@dataclass(frozen=True)
class Course:
    """How long and how hard to train."""

    epochs: int = 14
    batch: int = 16
    rate: float = 2.5e-3
    decay: float = 0.02
    seed: int = 0


def train(
    examples: Sequence[Example], shape: Shape, course: Course, told: Callable[[int, float, Network], None]
) -> Network:
    """Train a network from nothing; `told` hears the mean loss after each epoch."""
    torch.manual_seed(course.seed)
    order = random.Random(course.seed)
    network: Network = Network(shape)
    optimiser = torch.optim.AdamW(network.parameters(), course.rate, weight_decay=course.decay)
    steps = course.epochs * ((len(examples) + course.batch - 1) // course.batch)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, course.rate, total_steps=steps)
    for epoch in range(course.epochs):
        network.train()
        total = 0.0
        for batch in _batches(examples, course.batch, order):
            optimiser.zero_grad()
            loss = loss_of(network, batch)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            pace.step()
            total += loss.item()
        told(epoch, total / len(examples) * course.batch, network)
    network.eval()
    return network


def _batches(examples: Sequence[Example], size: int, order: random.Random) -> list[list[Example]]:
    """Shuffle into batches of like length, so that little is padded."""
    shuffled = sorted(examples, key=lambda each: len(each.layout.words) * order.uniform(0.7, 1.3))
    batches = [list(shuffled[at : at + size]) for at in range(0, len(shuffled), size)]
    order.shuffle(batches)
    return batches


def loss_of(network: Network, batch: Sequence[Example]) -> Tensor:
    """Return the mean loss of a batch."""
    read = network(
        [torch.from_numpy(each.states).float() for each in batch],
        [torch.from_numpy(each.layout.features) for each in batch],
    )
    losses = [_one(network, each, *found) for each, found in zip(batch, read, strict=True)]
    return torch.stack(losses).mean()


def _one(network: Network, example: Example, words: Tensor, tags: Tensor) -> Tensor:
    gold = torch.from_numpy(example.tags)
    loss = _TAGS * F.binary_cross_entropy_with_logits(tags, gold, _WEIGHT, pos_weight=_RARE)
    loss = loss + _worth(network, example, words, tags)
    if example.issues:
        loss = loss + _issues(network, example, words)
    if example.changes:
        loss = loss + _changes(network, example, words)
    return loss


def _worth(network: Network, example: Example, words: Tensor, tags: Tensor) -> Tensor:
    """Teach which spans are real by those that the tags propose now, beside those that gold has."""
    chances = torch.sigmoid(tags.detach()).numpy()
    loss = words.new_zeros(())
    for name in SPANS:
        gold = [span for _, span in example.issues] if name == "issue" else []
        gold = gold or [change.span for change in example.changes if change.action == name]
        proposed = spans_of(chances[:, TAGS.index(name)], *_PROPOSED)
        spans = gold + [span for span in proposed if span not in gold]
        if not spans:
            continue
        right = [_is_one_of(span, gold) for span in spans]
        wanted = torch.tensor([float(each or 0) for each in right])
        counts = torch.tensor([float(each is not None) for each in right])
        loss = loss + _FIELD * F.binary_cross_entropy_with_logits(
            network.worth(name, words, spans), wanted, counts, reduction="sum"
        )
    return loss


#: Chances from which on tags propose spans to learn from: low, peak, split.
_PROPOSED = (0.2, 0.25, 0.5)


def _is_one_of(span: Span, gold: list[Span]) -> bool | None:
    """Tell whether a span is a gold one, by half of the longer one; None where that is not clear."""
    best = 0.0
    for first, last in gold:
        shared = min(last, span[1]) - max(first, span[0])
        best = max(best, shared / max(last - first, span[1] - span[0]))
    return True if best >= 0.5 else None if best >= 0.25 else False


def _issues(network: Network, example: Example, words: Tensor) -> Tensor:
    golds = [gold for gold, _ in example.issues]
    spans = [span for _, span in example.issues]
    pooled = network.spans(words, spans)
    types = torch.tensor([TYPES.index(gold.issue_type) for gold in golds])
    loss = _SIDE * F.cross_entropy(network.types(network.drop(pooled)), types, reduction="sum")
    for field in ("assignee", "due_date", "priority", "story_points"):
        wanted = [_wanted(gold, field) for gold in golds]
        loss = loss + _choice(network, example, words, field, spans, wanted)
    for field, name in (("components", "components"), ("labels", "labels")):
        sets = [set(getattr(gold, name)) for gold in golds]
        loss = loss + _set(network, example, words, field, spans, sets)
    return loss + _relations(network, example, words, golds, spans)


def _wanted(gold: GoldIssue, field: str) -> str | None:
    value = getattr(gold, field)
    if value is None:
        return None
    return value.isoformat() if field == "due_date" else f"{value:g}" if field == "story_points" else str(value)


def _choice(
    network: Network, example: Example, words: Tensor, field: str, spans: list[Span], wanted: list[str | None]
) -> Tensor:
    """One mention or none: any mention of the right value is right, and so is none where nothing was said."""
    peers = peers_of(field, example.layout)
    nothing = network.nothing(field, words, spans)[:, None]
    scored = network.scores(field, words, spans, example.layout, peers) if peers else nothing[:, :0]
    likely = torch.log_softmax(torch.cat([nothing, scored], 1), 1)
    loss = likely.new_zeros(())
    for row, value in enumerate(wanted):
        right = [1 + n for n, place in enumerate(peers) if example.layout.mentions[place].value == value]
        right += [0] if value is None else []
        if right:
            loss = loss - _FIELD * torch.logsumexp(likely[row, right], 0)
    return loss


def _set(
    network: Network, example: Example, words: Tensor, field: str, spans: list[Span], sets: list[set[str]]
) -> Tensor:
    peers = peers_of(field, example.layout)
    if not peers:
        return words.new_zeros(())
    scored = network.scores(field, words, spans, example.layout, peers)
    values = [example.layout.mentions[place].value for place in peers]
    gold = torch.tensor([[float(value in wanted) for value in values] for wanted in sets])
    return _SET * F.binary_cross_entropy_with_logits(scored, gold, reduction="sum")


def _relations(network: Network, example: Example, words: Tensor, golds: list[GoldIssue], spans: list[Span]) -> Tensor:
    peers = peers_of("relation", example.layout)
    if not peers:
        return words.new_zeros(())
    scored = network.scores("relation", words, spans, example.layout, peers)
    gold = torch.zeros(len(golds), len(peers), dtype=torch.long)
    for row, issue in enumerate(golds):
        said = {link.key: link.type for link in issue.links} | (
            {issue.parent_key: "parent"} if issue.parent_key else {}
        )
        for column, place in enumerate(peers):
            gold[row, column] = RELATIONS.index(said.get(example.layout.mentions[place].value or "", ""))
    return _SET * F.cross_entropy(scored.flatten(0, 1), gold.flatten(), reduction="sum")


def _changes(network: Network, example: Example, words: Tensor) -> Tensor:
    spans = [change.span for change in example.changes]
    pooled = network.drop(network.spans(words, spans))
    loss = _set(network, example, words, "key", spans, [set(change.keys) for change in example.changes])
    loss = 3 * loss + _sides(network, example.changes, pooled)
    for action, field in _VALUES.items():
        chosen = [change for change in example.changes if change.action == action]
        if chosen:
            rows = [change.span for change in chosen]
            loss = loss + _choice(network, example, words, field, rows, [change.value for change in chosen])
    links = [change for change in example.changes if change.action == "link"]
    if links:
        others = [change.value.rpartition(" ")[2] for change in links]
        loss = loss + _choice(network, example, words, "other", [change.span for change in links], list(others))
    return loss


def _sides(network: Network, changes: list[Change], pooled: Tensor) -> Tensor:
    """What is chosen from a fixed list: statuses and kinds of link."""
    loss = pooled.new_zeros(())
    for row, change in enumerate(changes):
        if change.action == "transition" and change.value in STATUSES:
            gold = torch.tensor([STATUSES.index(change.value)])
            loss = loss + _SIDE * F.cross_entropy(network.statuses(pooled[row : row + 1]), gold)
        kind = change.value.rpartition(" ")[0]
        if change.action == "link" and kind in LINKS:
            loss = loss + _SIDE * F.cross_entropy(
                network.links(pooled[row : row + 1]), torch.tensor([LINKS.index(kind)])
            )
    return loss
