"""A page draft as markdown."""

import re

from assistant.markup.escape import escape
from assistant.schema.draft import PageDraft


def page_markdown(page: PageDraft) -> str:
    """Return the body of a page: a heading for each part that says something. Words stay words, never markup."""
    parts = []
    if page.summary.strip():
        parts.append(f"## Summary\n\n{_paragraphs(page.summary)}")
    for heading, items in (
        ("Decisions", page.decisions),
        ("Open questions", page.open_questions),
        ("Key points", page.key_points),
    ):
        said = [" ".join(item.split()) for item in items if item.strip()]
        if said:
            parts.append(f"## {heading}\n\n" + "\n".join(f"- {escape(item)}" for item in said))
    return "\n\n".join(parts) + "\n" if parts else ""


def _paragraphs(text: str) -> str:
    return "\n\n".join(escape(" ".join(part.split())) for part in re.split(r"\n\s*\n", text) if part.strip())
