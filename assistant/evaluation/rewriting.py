"""Change the text of a labelled item and carry its evidence along: what was heard, or what noise made of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case, GoldCommand, GoldIssue, Quote, Span

_WORD = re.compile(r"\S+")
_LABEL = re.compile(r"^[^\W\d_][\w.'’ -]{0,40}:(?!\S)[ \t]*", re.MULTILINE)


@dataclass(frozen=True)
class Edit:
    """Replace ``text[start:end]`` by `new`; edits of one rewriting are in order and do not overlap."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Rewriting:
    """A text after its edits, and where the old text's characters are in it."""

    old: str
    text: str
    edits: tuple[Edit, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where ``old[start:end]`` stands now; what an edit replaced counts as its whole replacement."""
        return self._place(start, last=False), self._place(end, last=True)

    def _place(self, at: int, *, last: bool) -> int:
        shift = 0
        for edit in self.edits:
            if edit.end <= at and not (last and edit.start == at):  # what is put in at an end comes after it
                shift += len(edit.new) - (edit.end - edit.start)
            elif edit.start >= at:
                break
            else:  # the place lies in what was replaced
                return edit.start + shift + (len(edit.new) if last else 0)
        return at + shift


def rewrite(old: str, edits: Iterable[Edit]) -> Rewriting:
    """Apply edits to a text."""
    kept = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
    parts, at = [], 0
    for edit in kept:
        parts += [old[at : edit.start], edit.new]
        at = edit.end
    return Rewriting(old, "".join([*parts, old[at:]]), kept)


def align(old: str, new: str) -> Rewriting:
    """Return the rewriting of one text into another with the fewest changed words, capitals and marks aside.

    Both are seen as words; equal words anchor the alignment (Levenshtein distance over words, by RapidFuzz).
    """
    from rapidfuzz.distance import Levenshtein

    olds, news = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    edits: list[Edit] = []
    for code in Levenshtein.opcodes([_bare(w[0]) for w in olds], [_bare(w[0]) for w in news]):
        a, b, c, d = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            edits += [Edit(o.start(), o.end(), n[0]) for o, n in zip(olds[a:b], news[c:d], strict=True) if o[0] != n[0]]
        else:
            edits.append(_block(old, olds, (a, b), new[news[c].start() : news[d - 1].end()] if d > c else ""))
    return rewrite(old, edits)


def _block(old: str, olds: Sequence["re.Match[str]"], between: tuple[int, int], new: str) -> Edit:
    """Return the edit that puts `new` for some words; words put in or left out bring or take a blank."""
    a, b = between
    if a < b and new:
        return Edit(olds[a].start(), olds[b - 1].end(), new)
    if a < b:
        after = olds[b].start() if b < len(olds) else len(old)
        return Edit(olds[a].start(), after, "")
    at = olds[a].start() if a < len(olds) else len(old)
    return Edit(at, at, f"{new} " if a < len(olds) else f" {new}")


def _bare(word: str) -> str:
    return re.sub(r"[^\w]", "", word.lower())


def labels(text: str) -> list[Span]:
    """Return where speakers' names stand before their turns; a single paragraph ("New story: ...") has none."""
    return [match.span() for match in _LABEL.finditer(text)] if "\n" in text.strip() else []


def without_labels(text: str) -> Rewriting:
    """Return talk as it sounds: turns one after another, without the speakers' names before them."""
    edits = [Edit(start, end, "") for start, end in labels(text)]
    edits += [Edit(match.start(), match.end(), " ") for match in re.finditer(r"\s*\n\s*", text)]
    return rewrite(text, edits)


def rewritten(case: Case, rewriting: Rewriting) -> Case:
    """Return a case with its new text; quotes stand where their words went, and those that are gone are left out."""
    if rewriting.text == case.text:
        return case

    def moved(evidence: tuple[Quote, ...]) -> tuple[Quote, ...]:
        spans = ((quote.field, quote.span(case.text)) for quote in evidence)
        quotes = (_quote(field, rewriting.span(*span), rewriting.text) for field, span in spans if span)
        return tuple(quote for quote in quotes if quote)

    def each(items: Sequence[GoldIssue | GoldCommand]) -> tuple[GoldIssue | GoldCommand, ...]:
        return tuple(item.model_copy(update={"evidence": moved(item.evidence)}) for item in items)

    return case.model_copy(
        update={"text": rewriting.text, "issues": each(case.issues), "commands": each(case.commands)}
    )


def _quote(field: str, span: Span, text: str) -> Quote | None:
    start, end = span
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
    if end <= start:
        return None
    nth = len(re.findall(f"(?={re.escape(text[start:end])})", text[: end - 1])) + 1
    return Quote(field=field, text=text[start:end], nth=nth)
