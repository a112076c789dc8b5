"""Safe HTML to markdown that reads back as the same HTML."""

import re
from typing import Any

from bs4 import Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

from assistant.markup.escape import escape


def write_markdown(html: str) -> str:
    """Return HTML as markdown."""
    return str(_Writer(heading_style=ATX, bullets="-", newline_style=BACKSLASH).convert(html)).strip()


class _Writer(MarkdownConverter):  # type: ignore[misc]
    """Escapes no more than must be, keeps the language of code, and lets code hold what would end it."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what would read as markup; a bar only where it would end a table cell."""
        text = escape(text)
        return text.replace("|", r"\|") if parent_tags & {"td", "th"} else text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link; an address with spaces or brackets goes between angle brackets."""
        address = str(el.get("href") or "")
        if not address or not text.strip() or "_noformat" in parent_tags:
            return text
        if re.search(r"[\s()\\]", address):
            address = f"<{address.replace('<', '%3C').replace('>', '%3E')}>"
        if title := str(el.get("title") or ""):
            address += ' "' + title.replace("\\", "\\\\").replace('"', r"\"") + '"'
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{lead}[{' '.join(text.split())}]({address}){trail}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a fence that is longer than any in the code."""
        code = el.find("code")
        classes: Any = code.get("class") if isinstance(code, Tag) else None
        language = str(classes[0]).removeprefix("language-") if classes else ""
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{language}\n{text}\n{fence}\n\n"
