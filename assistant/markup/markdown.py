"""Markdown to Confluence's storage format, and to HTML that is safe to show."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from assistant.markup import storage

#: What XML 1.0 cannot hold: control characters, lone surrogates and two non-characters.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_storage(markdown: str) -> str:
    """Turn markdown into storage format. HTML in the markdown is text, not markup."""
    return str(_renderer().render(_NOT_XML.sub("", markdown))).strip()


def to_html(markdown: str) -> str:
    """Turn markdown into HTML that is safe to show, by the same rules as a page."""
    return storage.to_html(to_storage(markdown))


@cache
def _renderer() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}, renderer_cls=_StorageRenderer)
    return parser.enable(["table", "strikethrough"])


class _StorageRenderer(RendererHTML):
    """Renders code and images as the macros that Confluence keeps them in."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render a fenced block as a code macro with its language."""
        info = tokens[idx].info.split()
        return code_macro(tokens[idx].content, info[0] if info else "")

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render an indented block as a code macro."""
        return code_macro(tokens[idx].content)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Render an image by its address."""
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env)
        source: Any = token.attrs.get("src", "")
        return f'<ac:image ac:alt="{escape(alt)}"><ri:url ri:value="{escape(str(source))}" /></ac:image>'


def code_macro(code: str, language: str = "") -> str:
    """Return code as Confluence keeps it. A CDATA section cannot hold its own end, so that is split over two."""
    parameter = f'<ac:parameter ac:name="language">{escape(language)}</ac:parameter>' if language else ""
    body = code.removesuffix("\n").replace("]]>", "]]]]><![CDATA[>")
    return (
        f'<ac:structured-macro ac:name="code">{parameter}'
        f"<ac:plain-text-body><![CDATA[{body}]]></ac:plain-text-body></ac:structured-macro>\n"
    )
