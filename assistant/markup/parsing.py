"""Storage format to a tree, in time that grows with its length even where somebody made it to be slow."""

import html
import re
from html.entities import html5
from xml.parsers import expat

import nh3
from bs4 import BeautifulSoup

#: No real page is nested deeper, and what walks the tree later does so by recursion.
MAX_DEPTH = 100

#: Tag soup may open this many tags without closing them before it is taken for text.
_MAX_OPEN = 2_000

#: Closing what was left open makes a body longer, but never a page's by this much.
_MAX_GROWTH = 4

_ENTITY = re.compile(r"&(\w{1,40};)")
_XML_ENTITIES = {"lt;", "gt;", "amp;", "quot;", "apos;"}
_OPEN_OR_CLOSE = re.compile(r"<(/?)[a-zA-Z]")
_SELF_CLOSED = re.compile(r"<((?:ac|ri):[\w-]{1,60})((?:\s[^<>]{0,2000})?)/>")
_TAG = re.compile(r"<[^<>]*>")

#: What is shown; everything else is dropped, its text kept.
TAGS = {
    *("a", "abbr", "b", "br", "code", "del", "em", "i", "ins", "kbd", "q", "s", "small", "span", "strong"),
    *("blockquote", "div", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "sub", "sup", "u", "ul"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "code": {"class"},
    "div": {"class"},
}

_MACRO_TAGS = {
    *("ac:structured-macro", "ac:macro", "ac:parameter", "ac:rich-text-body", "ac:plain-text-body", "ac:placeholder"),
    *("ac:link", "ac:link-body", "ac:plain-text-link-body", "ac:image", "ac:emoticon", "ac:layout"),
    *("ac:task-list", "ac:task", "ac:task-id", "ac:task-status", "ac:task-body"),
    *("ri:url", "ri:page", "ri:blog-post", "ri:attachment", "ri:user", "ri:space"),
}


def parse_storage(storage: str) -> BeautifulSoup | None:
    """Return the body as a tree; None if it is nested too deep to be a page."""
    body = open_cdata(_without_surrogates(storage))
    depth = _depth_of_xml(body)
    if depth is not None:
        return BeautifulSoup(body, "html.parser") if depth <= MAX_DEPTH else None
    repaired = _repair(body)
    if repaired is None:
        return None
    soup = BeautifulSoup(repaired, "html.parser")
    return soup if _depth_of_tree(soup) <= MAX_DEPTH else None


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def open_cdata(storage: str) -> str:
    """Turn CDATA sections into text; HTML parsers do not know them."""
    parts: list[str] = []
    at = 0
    while (start := storage.find("<![CDATA[", at)) >= 0 and (end := storage.find("]]>", start)) >= 0:
        parts += storage[at:start], html.escape(storage[start + 9 : end], quote=False)
        at = end + 3
    return "".join(parts) + storage[at:]


def text_of(storage: str) -> str:
    """Return the words of a body that cannot be parsed."""
    words = _TAG.sub(" ", open_cdata(_without_surrogates(storage)))
    return " ".join(html.unescape(words).split())


def _depth_of_xml(body: str) -> int | None:
    """Return how deep the tags of a well-formed body are nested; None if it is not well-formed."""
    deepest = now = 0

    def start(name: str, attributes: object) -> None:
        nonlocal deepest, now
        now += 1
        deepest = max(deepest, now)

    def end(name: str) -> None:
        nonlocal now
        now -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(f"<body>{_ENTITY.sub(_as_characters, body)}</body>", True)
    except (expat.ExpatError, UnicodeEncodeError):
        return None
    return deepest - 1


def _as_characters(match: re.Match[str]) -> str:
    """Return a named entity of HTML as XML can hold it."""
    name = match[1]
    if name in _XML_ENTITIES or name not in html5:
        return match[0]
    return "".join(f"&#{ord(char)};" for char in html5[name])


def _repair(body: str) -> str | None:
    """Return tag soup as a browser would read it; None if that would take long or grow out of hand."""
    open_now = most = 0
    for match in _OPEN_OR_CLOSE.finditer(body):
        open_now = max(0, open_now - 1) if match[1] else open_now + 1
        most = max(most, open_now)
    if most > _MAX_OPEN:
        return None
    repaired = nh3.clean(
        _SELF_CLOSED.sub(r"<\1\2></\1>", body),
        tags=TAGS | _MACRO_TAGS | {"img", "time"},
        attributes=ATTRIBUTES | {"img": {"src", "alt"}, "time": {"datetime"}},
        generic_attribute_prefixes={"ac:", "ri:"},
        link_rel=None,
    )
    return repaired if len(repaired) <= _MAX_GROWTH * len(body) + 1_000 else None


def _depth_of_tree(soup: BeautifulSoup) -> int:
    deepest = 0
    depths: dict[int, int] = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depths[id(tag.parent)] + 1
        deepest = max(deepest, depths[id(tag)])
    return deepest
