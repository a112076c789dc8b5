"""Markdown to storage format and back."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.markup.markdown import to_html, to_storage
from assistant.markup.page import page_markdown
from assistant.markup.storage import to_markdown
from assistant.schema.draft import PageDraft


@pytest.mark.parametrize(
    ("markdown", "storage"),
    [
        ("", ""),
        ("Hello *you*, **there**", "<p>Hello <em>you</em>, <strong>there</strong></p>"),
        ("# One\n\n###### Six", "<h1>One</h1>\n<h6>Six</h6>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'.replace("</ul>", "</ol>")),
        ("[x](https://example.com/?a=1&b=2)", '<p><a href="https://example.com/?a=1&amp;b=2">x</a></p>'),
        ("a  \nb", "<p>a<br />\nb</p>"),
        ("---", "<hr />"),
        ("~~old~~", "<p><s>old</s></p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("<b>bold</b> & <script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;</p>"),
    ],
)
def test_markdown_to_storage(markdown: str, storage: str) -> None:
    assert to_storage(markdown) == storage


def test_code_becomes_a_macro_that_holds_anything() -> None:
    storage = to_storage("```python\nif a < b: x[y[0]]> 1\n```")
    assert storage == (
        '<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">python</ac:parameter>'
        "<ac:plain-text-body><![CDATA[if a < b: x[y[0]]]]><![CDATA[> 1]]></ac:plain-text-body></ac:structured-macro>"
    )
    assert to_html("```python\nif a < b: x[y[0]]> 1\n```") == (
        '<pre><code class="language-python">if a &lt; b: x[y[0]]&gt; 1</code></pre>'
    )
    assert to_html("    indented\n    code") == "<pre><code>indented\ncode</code></pre>"


def test_images_are_not_loaded_from_elsewhere() -> None:
    storage = to_storage("![A <chart>](https://example.com/c.png)")
    assert storage == (
        '<p><ac:image ac:alt="A &lt;chart&gt;"><ri:url ri:value="https://example.com/c.png" /></ac:image></p>'
    )
    html = to_html("![A chart](https://example.com/c.png)")
    assert html == '<p><a href="https://example.com/c.png" rel="noopener noreferrer nofollow">A chart</a></p>'
    assert to_html("![x](data:image/png;base64,AAAA)") == "<p>[x]</p>"


@pytest.mark.parametrize(
    "markdown",
    [
        "# Title\n\nSome *text*, **bold**, `code | more` and ~~old~~.",
        "1. one\n2. two\n   - in\n   - out\n3. three",
        "> quoted\n>\n> twice",
        "| a | b |\n| --- | --- |\n| 1 \\| 2 | `x` |",
        "```sh\necho '```' > x\n```".replace("```sh", "````sh").replace("\n```", "\n````"),
        "[a (b)](<https://example.com/a_(b)>) and [t](https://example.com 'it\"s')",
        "A line\\\nbroken",
        "1986\\. A year\n\n\\# no heading\n\n\\- no item\n\n\\> no quote",
        "snake_case, \\*stars\\*, 5 < 6, R&D, C#, a - b, 1.5, e.g. this",
        "\\<b>text\\</b> and \\&amp; too",
        "before\n\n---\n\nafter",
    ],
)
def test_what_is_written_reads_back_the_same(markdown: str) -> None:
    storage = to_storage(markdown)
    assert to_storage(to_markdown(storage)) == storage


def test_markdown_is_not_escaped_more_than_needed() -> None:
    text = 'snake_case, 5 < 6 > 4, R&D, C#, a - b + c = d, 1.5, e.g. this; (see) "that" ~5 it\'s 100% | more!'
    assert to_markdown(to_storage(text)) == text


_LINE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None)
@given(_LINE.map(lambda text: " ".join(text.split())).filter(bool))
@example("__0__")
def test_any_plain_line_survives(text: str) -> None:
    """Words from anywhere, put on a page as words, are the same words again, in storage and in markdown."""
    storage = to_storage(page_markdown(PageDraft(title="x", summary=text)))
    (paragraph,) = ElementTree.fromstring(f"<r>{storage}</r>").findall("p")
    assert (paragraph.text, list(paragraph)) == (text, [])
    assert to_storage(to_markdown(storage)) == storage


_WORD = st.text(st.sampled_from("abcdefgäß0123456789"), min_size=1, max_size=8)
_PHRASE = st.lists(_WORD, min_size=1, max_size=5).map(" ".join)
_INLINE = st.one_of(
    _PHRASE,
    _PHRASE.map(lambda text: f"**{text}**"),
    _PHRASE.map(lambda text: f"*{text}*"),
    _PHRASE.map(lambda text: f"`{text}`"),
    st.tuples(_PHRASE, st.integers(0)).map(lambda pair: f"[{pair[0]}](https://example.com/{pair[1]})"),
)
_SPAN = st.lists(_INLINE, min_size=1, max_size=4).map(" and ".join)
_BLOCK = st.one_of(
    _SPAN.map(lambda text: f"x {text}"),
    st.tuples(st.integers(1, 6), _SPAN).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    st.lists(_SPAN, min_size=1, max_size=4).map(lambda items: "\n".join(f"- x {item}" for item in items)),
    st.lists(_SPAN, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{number}. x {item}" for number, item in enumerate(items, start=1))
    ),
    _SPAN.map(lambda text: f"> x {text}"),
    st.lists(_PHRASE, min_size=1, max_size=3).map(lambda lines: "```text\n" + "\n".join(lines) + "\n```"),
)


def _separated(blocks: list[str]) -> str:
    """Join blocks; a paragraph keeps two lists from being one."""
    return "\n\nthen\n\n".join(blocks)


@settings(max_examples=200, deadline=None)
@given(st.lists(_BLOCK, min_size=1, max_size=5).map(_separated))
def test_simple_markdown_round_trips_exactly(markdown: str) -> None:
    assert to_markdown(to_storage(markdown)) == markdown


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_markdown_becomes_well_formed_storage_and_html(markdown: str) -> None:
    storage = to_storage(markdown)
    ElementTree.fromstring(f'<r xmlns:ac="ac" xmlns:ri="ri">{storage}</r>')
    assert isinstance(to_html(markdown), str)
    assert isinstance(to_markdown(storage), str)


def test_a_page_says_only_what_there_is() -> None:
    page = PageDraft(
        title="Stand-up", summary="All well.\n\nReally.", decisions=("Ship *it*.", " "), key_points=("- fast",)
    )
    assert page_markdown(page) == (
        "## Summary\n\nAll well.\n\nReally.\n\n## Decisions\n\n- Ship \\*it\\*.\n\n## Key points\n\n- \\- fast\n"
    )
    assert page_markdown(PageDraft(title="Empty")) == ""
    assert "## Open questions\n\n- When?\n" in page_markdown(PageDraft(title="x", open_questions=("When?",)))
