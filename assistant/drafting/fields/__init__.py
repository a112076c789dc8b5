"""One module per draft field, all with the same `propose` function."""

from assistant.drafting.fields import (
    assignee,
    components,
    due_date,
    issue_type,
    labels,
    links,
    parent_key,
    priority,
    story_points,
)
from assistant.drafting.reading import Proposal, Reading
from assistant.nlp.sentences import Sentence

__all__ = ["propose_all"]


def propose_all(reading: Reading, start: int, end: int, sentence: Sentence | None = None) -> list[Proposal]:
    """Propose every field from a span of the text; `sentence` tells who speaks."""
    found = assignee.propose(reading, start, end, sentence)
    for module in (priority, due_date, story_points, labels, links, parent_key, components, issue_type):
        found += module.propose(reading, start, end)
    return found
