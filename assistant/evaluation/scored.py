"""What scoring one item gives: counts for the metrics, and what was wrong, for a person to read."""

from typing import Literal

from assistant.evaluation.cases import Quote, Span
from assistant.evaluation.metrics import GROUP
from assistant.schema.base import Value
from assistant.schema.draft import Evidence

#: missed: gold has it, the prediction does not; invented: the other way round; wrong: both have, and differ.
What = Literal["missed", "invented", "wrong", "failed"]


class Finding(Value):
    """One thing that was wrong: where (an issue's summary, a command), which field, and both values."""

    what: What
    where: str
    field: str
    gold: str = ""
    predicted: str = ""
    gold_spans: tuple[Span, ...] = ()
    predicted_spans: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The finding as a line of text."""
        if self.what == "wrong":
            return f"{self.field} of {self.where!r} is {self.predicted!r}, not {self.gold!r}"
        value = self.gold if self.what == "missed" else self.predicted
        what = "left out" if self.what == "missed" else self.what
        return f"{self.field} {what}: {value!r}" + (f" of {self.where!r}" if self.where != value else "")


class Scored(Value):
    """The counts of one item by metric, and its findings."""

    counts: dict[str, tuple[float, ...]]
    findings: tuple[Finding, ...] = ()


def gold_spans(evidence: tuple[Quote, ...], text: str, field: str | None = None) -> tuple[Span, ...]:
    """Return where the quotes of a field (or all of them) stand in `text`."""
    spans = (quote.span(text) for quote in evidence if field in (None, quote.field))
    return tuple(span for span in spans if span)


def spans_of(evidence: tuple[Evidence, ...], field: str | None = None) -> tuple[Span, ...]:
    """Return the spans of a draft's evidence for a field, or all of them."""
    return tuple((e.start, e.end) for e in evidence if field in (None, e.field))


def is_exact(evidence: Evidence, text: str) -> bool:
    """Tell whether evidence is what it says: a piece of the talk at that very place."""
    return 0 <= evidence.start < evidence.end and text[evidence.start : evidence.end] == evidence.text


def grouped(name: str, group: str) -> str:
    """Return the name of a metric that is limited to a group of items."""
    return f"{name}{GROUP}{group}"
