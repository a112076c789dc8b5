"""The Pages screen: the tree, one page, its versions and its edit form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import BadInput, NotFound
from assistant.markup.markdown import to_storage
from assistant.markup.storage import to_html, to_markdown
from assistant.schema.confluence import Page, PageVersion
from assistant.ui.render import notice, render
from assistant.ui.screens import Changes, Desk, Place, whole


@dataclass(frozen=True)
class Node:
    """A page with those below it."""

    page: Page
    children: tuple["Node", ...]


def tree(pages: Sequence[Page]) -> tuple[Node, ...]:
    """Return pages as a tree; one whose parent is not among them stands at the root."""
    ids = {page.id for page in pages}

    def below(parent: int | None) -> tuple[Node, ...]:
        return tuple(
            Node(page, below(page.id))
            for page in pages
            if page.parent_id == parent or (parent is None and page.parent_id not in ids)
        )

    return below(None)


def overview(desk: Desk) -> Changes:
    """Return the tree, with the first page that there is."""
    pages = desk.assistant.store.pages()
    if not pages:
        return {"pages": _render(desk, pages, None)}
    first = tree(pages)[0].page
    return {"pages": _render(desk, pages, first, version=None, url="?tab=pages")}


def open_page(desk: Desk, page_id: int, version: int | None = None) -> Changes:
    """Go to a page, or to an older version of it. Raises `NotFound`."""
    store = desk.assistant.store
    url = f"?page={page_id}" + (f"&version={version}" if version else "")
    html = _render(desk, store.pages(), store.page(page_id), version, url)
    return {"tab": "pages", "pages": html, "notice": ""}


def _render(
    desk: Desk, pages: Sequence[Page], page: Page | None, version: int | None = None, url: str = "?tab=pages"
) -> str:
    spaces = [(space, tree([p for p in pages if p.space_key == space.key])) for space in desk.assistant.store.spaces()]
    return render("pages.html", url=url, spaces=spaces, **_page_values(desk, pages, page, version))


def _page_values(desk: Desk, pages: Sequence[Page], page: Page | None, version: int | None) -> dict[str, Any]:
    if page is None:
        return {"current": None}
    versions = sorted(desk.assistant.store.page_versions(page.id), key=lambda v: v.number, reverse=True)
    shown = _version(versions, version or page.version)
    titles = {p.id: p for p in pages}
    return {
        "current": page,
        "shown": shown,
        "versions": versions,
        "trail": [titles[n] for n in page.ancestors if n in titles],
        "body": to_html(shown.storage),
        "markdown": to_markdown(page.storage),
        "source": _source(desk, page),
    }


def _version(versions: Sequence[PageVersion], number: int) -> PageVersion:
    for version in versions:
        if version.number == number:
            return version
    raise NotFound(f"There is no version {number} of this page.")


def _source(desk: Desk, page: Page) -> str:
    return desk.assistant.store.review(page.review_id).source if page.review_id is not None else ""


def edit(desk: Desk, place: Place, data: Mapping[str, Any]) -> Changes:
    """Save a new version of a page. Raises `Conflict` when somebody else saved one first."""
    page_id, fields = whole(data, "page"), data.get("fields", {})
    title = str(fields.get("title", "")).strip()
    if not title:
        raise BadInput("The page needs a title.", hint="Write the title, then save again.")
    desk.assistant.store.edit_page(
        page_id,
        title=title,
        storage=to_storage(str(fields.get("body", ""))),
        message=str(fields.get("message", "")).strip(),
        version=whole(data, "version"),
    )
    return open_page(desk, page_id) | {"notice": notice(f"{title} is saved.")}
