"""Spaces, the tree of pages, their bodies and versions."""

import pytest

from assistant.errors import BadInput, Conflict, NotFound
from assistant.store import Store


def test_the_seeded_tree_reads_from_top_to_bottom(store: Store) -> None:
    pages = store.pages("demo")
    assert [(len(page.ancestors), page.title) for page in pages] == [
        (0, "Demo space"),
        (1, "Engineering handbook"),
        (2, "How we release"),
        (1, "Meeting notes"),
        (2, "Portal kick-off"),
    ]
    (space,) = store.spaces()
    assert (space.key, space.homepage_id) == ("DEMO", pages[0].id)
    assert pages[2].ancestors == (pages[0].id, pages[1].id)
    assert pages[2].parent_id == pages[1].id


def test_versions_are_numbered_and_kept(store: Store) -> None:
    page = store.create_page("DEMO", " Release   notes ", "<p>One</p>", parent_id=1, author="Mei Chen")
    assert (page.title, page.version, page.storage) == ("Release notes", 1, "<p>One</p>")
    renamed = store.edit_page(page.id, version=1, title="Release diary", message="better name")
    assert (renamed.title, renamed.version, renamed.storage) == ("Release diary", 2, "<p>One</p>")
    last = store.edit_page(page.id, version=2, storage="<p>Two</p>", author="Tom Becker")
    assert (last.title, last.version, last.storage) == ("Release diary", 3, "<p>Two</p>")
    assert last.author is not None
    assert last.author.display_name == "Mei Chen"
    versions = store.page_versions(page.id)
    assert [(v.number, v.title, v.storage, v.message) for v in versions] == [
        (3, "Release diary", "<p>Two</p>", ""),
        (2, "Release diary", "<p>One</p>", "better name"),
        (1, "Release notes", "<p>One</p>", ""),
    ]
    assert versions[0].author is not None
    assert versions[0].author.display_name == "Tom Becker"


def test_a_stale_edit_is_a_conflict_and_changes_nothing(store: Store) -> None:
    store.edit_page(2, version=1, storage="<p>first</p>")
    with pytest.raises(Conflict, match="version 2, not 1"):
        store.edit_page(2, version=1, storage="<p>second</p>")
    assert store.page(2).storage == "<p>first</p>"
    assert len(store.page_versions(2)) == 2


def test_bodies_are_kept_byte_for_byte(store: Store) -> None:
    body = '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body>\n  &nbsp;'
    assert store.create_page("DEMO", "Raw", body).storage == body


def test_titles_are_unique_in_a_space_in_any_case(store: Store) -> None:
    with pytest.raises(Conflict, match="already a page"):
        store.create_page("DEMO", "MEETING NOTES", "")
    with pytest.raises(Conflict):
        store.edit_page(2, version=1, title="Meeting notes")
    assert store.edit_page(2, version=1, title="engineering handbook").title == "engineering handbook"
    other = store.create_space("OPS", "Operations")
    assert store.create_page("OPS", "Meeting notes", "", other.homepage_id).space_key == "OPS"
    assert {page.space_key for page in store.pages()} == {"DEMO", "OPS"}
    assert len(store.pages("OPS")) == 2


def test_what_cannot_be_a_page(store: Store) -> None:
    store.create_space("OPS", "Operations")
    for title, parent in (("", None), (" ", None), ("x" * 256, None)):
        with pytest.raises(BadInput):
            store.create_page("DEMO", title, "", parent)
    with pytest.raises(BadInput, match="not in the space"):
        store.create_page("OPS", "x", "", parent_id=1)
    for missing in (
        lambda: store.create_page("NOPE", "x", ""),
        lambda: store.create_page("DEMO", "x", "", parent_id=99),
        lambda: store.page(99),
        lambda: store.pages("NOPE"),
        lambda: store.edit_page(99, version=1, title="x"),
    ):
        with pytest.raises(NotFound):
            missing()
    with pytest.raises(Conflict):
        store.create_space("demo", "x")
