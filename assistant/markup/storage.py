"""Confluence's storage format to HTML that is safe to show, and to markdown.

Page bodies are untrusted. Macros are first turned into plain, readable HTML; then everything passes through nh3, which
keeps only what is listed in `parsing`. Nothing a page shows is loaded from elsewhere: images from the web become links.
"""

import html
import re

import nh3

from assistant.markup.macros import open_macros
from assistant.markup.parsing import ATTRIBUTES, TAGS, parse_storage, text_of
from assistant.markup.writer import write_markdown

_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,40}")


def to_html(storage: str) -> str:
    """Turn a page body into HTML that is safe to show."""
    soup = parse_storage(storage)
    if soup is None:
        return f"<p>{html.escape(text_of(storage))}</p>"
    open_macros(soup)
    return nh3.clean(
        str(soup),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_filter_class,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()


def to_markdown(storage: str) -> str:
    """Turn a page body into markdown; what `to_html` does not show is not in it either."""
    return write_markdown(to_html(storage))


def _filter_class(tag: str, attribute: str, value: str) -> str | None:
    if attribute != "class":
        return value
    if tag == "code":
        return value if _CODE_CLASS.fullmatch(value) else None
    names = [name for name in value.split() if name.startswith("confluence-information-macro")]
    return " ".join(names) or None
