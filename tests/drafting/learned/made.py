"""Readings, layouts and an untrained network for tests."""

from datetime import date

import torch

from assistant.drafting.learned.layout import Layout, lay_out
from assistant.drafting.learned.network import Network, Shape
from assistant.drafting.reading import read
from assistant.schema.draft import DraftContext, KnownIssue

CONTEXT = DraftContext(
    reference_date=date(2026, 3, 11),
    project_key="PAY",
    people=("Priya Natarajan", "Tom Becker", "Freya Lund", "Chidi Eze"),
    components=("web", "screen 2"),
    known_issues=(
        KnownIssue(key="PAY-12", summary="Recalibrate the old scanner"),
        KnownIssue(key="PAY-130", summary="Receipts in French"),
    ),
)


def layout_of(text: str, context: DraftContext = CONTEXT) -> Layout:
    """Lay a text out."""
    return lay_out(read(text, context))


def network(states: int = 16, seed: int = 0) -> Network:
    """Return a small network with random weights."""
    torch.manual_seed(seed)
    return Network(Shape(states, width=32, pair=8, drop=0.0)).eval()
