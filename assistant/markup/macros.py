"""Confluence's macros, links, images and tasks to plain, readable HTML."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

_PANELS = {"info": "information", "note": "note", "tip": "tip", "warning": "warning", "panel": "panel"}
_EMPTY_MACROS = {"toc", "anchor", "children", "pagetree", "recently-updated"}
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}")


def open_macros(soup: BeautifulSoup) -> None:
    """Replace everything that only Confluence knows."""
    for name, convert in _CONVERTERS.items():
        # From the inside out, so that what a macro holds is readable before the macro is.
        for tag in reversed(soup.find_all(name)):
            convert(tag, soup)


def _structured_macro(tag: Tag, soup: BeautifulSoup) -> None:
    name = str(tag.get("ac:name", "")).lower()
    if name in ("code", "noformat"):
        _replace_code(tag, soup)
    elif name in _PANELS:
        _replace_panel(tag, soup, _PANELS[name])
    elif name in _EMPTY_MACROS:
        tag.decompose()
    elif (body := tag.find("ac:rich-text-body", recursive=False)) is not None:
        tag.replace_with(*_contents(body))
    elif tag.find("ac:plain-text-body", recursive=False) is not None:
        _replace_code(tag, soup)
    else:
        tag.replace_with(_parameter(tag, "title") or _parameter(tag, "key") or f"[{name}]")


def _replace_code(tag: Tag, soup: BeautifulSoup) -> None:
    body = tag.find("ac:plain-text-body", recursive=False)
    pre, code = soup.new_tag("pre"), soup.new_tag("code")
    language = _parameter(tag, "language")
    if _LANGUAGE.fullmatch(language):
        code["class"] = f"language-{language}"
    code.string = body.get_text() if body is not None else ""
    pre.append(code)
    tag.replace_with(pre)


def _replace_panel(tag: Tag, soup: BeautifulSoup, kind: str) -> None:
    body = tag.find("ac:rich-text-body", recursive=False)
    panel = soup.new_tag("div")
    panel["class"] = f"confluence-information-macro confluence-information-macro-{kind}"
    if title := _parameter(tag, "title"):
        heading = soup.new_tag("p")
        strong = soup.new_tag("strong")
        strong.string = title
        heading.append(strong)
        panel.append(heading)
    panel.extend(_contents(body) if body is not None else [])
    tag.replace_with(panel)


def _image(tag: Tag, soup: BeautifulSoup) -> None:
    """Show an image as a link or as its name: loading one would tell somebody that the page was read."""
    address = tag.find("ri:url")
    attached = tag.find("ri:attachment")
    source = str(address.get("ri:value", "")) if address is not None else str(tag.get("src", ""))
    name = str(attached.get("ri:filename", "")) if attached is not None else ""
    label = str(tag.get("ac:alt") or tag.get("alt") or name or source or "image")
    if source.lower().startswith(("http:", "https:")):
        tag.replace_with(_anchor(soup, source, label))
    else:
        tag.replace_with(f"[{label if not label.lower().startswith('data:') else 'image'}]")


def _link(tag: Tag, soup: BeautifulSoup) -> None:
    """Show a link to a page, a file or a person by its text, or else by what it names."""
    body = tag.find(["ac:link-body", "ac:plain-text-link-body"])
    if body is not None and body.get_text(strip=True):
        tag.replace_with(*_contents(body))
        return
    for name, attribute in _LINK_TARGETS:
        target = tag.find(name)
        if target is not None and target.get(attribute):
            tag.replace_with(f"@{target[attribute]}" if name == "ri:user" else str(target[attribute]))
            return
    tag.decompose()


_LINK_TARGETS = (
    ("ri:page", "ri:content-title"),
    ("ri:blog-post", "ri:content-title"),
    ("ri:attachment", "ri:filename"),
    ("ri:user", "ri:account-id"),
    ("ri:space", "ri:space-key"),
)


def _anchor(soup: BeautifulSoup, address: str, label: str) -> Tag:
    anchor = soup.new_tag("a", href=address)
    anchor.string = label
    return anchor


def _task(tag: Tag, soup: BeautifulSoup) -> None:
    status, body = tag.find("ac:task-status"), tag.find("ac:task-body")
    item = soup.new_tag("li")
    item.append(
        "\N{BALLOT BOX WITH CHECK} " if status is not None and status.get_text() == "complete" else "\N{BALLOT BOX} "
    )
    item.extend(_contents(body) if body is not None else [])
    tag.replace_with(item)


def _task_list(tag: Tag, soup: BeautifulSoup) -> None:
    tag.name = "ul"


def _emoticon(tag: Tag, soup: BeautifulSoup) -> None:
    tag.replace_with(str(tag.get("ac:emoji-fallback") or f":{tag.get('ac:name', 'emoji')}:"))


def _time(tag: Tag, soup: BeautifulSoup) -> None:
    tag.replace_with(tag.get_text() or str(tag.get("datetime", "")))


def _drop(tag: Tag, soup: BeautifulSoup) -> None:
    tag.decompose()


def _contents(tag: Tag) -> list[PageElement]:
    """Take the children out of a tag."""
    return [child.extract() for child in list(tag.contents)]


_CONVERTERS: dict[str, Callable[[Tag, BeautifulSoup], None]] = {
    "ac:placeholder": _drop,
    "ac:image": _image,
    "img": _image,
    "ac:link": _link,
    "ac:emoticon": _emoticon,
    "time": _time,
    "ac:task": _task,
    "ac:task-list": _task_list,
    "ac:structured-macro": _structured_macro,
    "ac:macro": _structured_macro,
    "ac:adf-attribute": _drop,
    "ac:parameter": _drop,
}


def _parameter(tag: Tag, name: str) -> str:
    for parameter in tag.find_all("ac:parameter", recursive=False):
        if parameter.get("ac:name") == name:
            return str(parameter.get_text())
    return ""
