"""Storage format to safe HTML: what is shown, and what never is."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.markup.markdown import to_html as markdown_to_html
from assistant.markup.storage import to_html, to_markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/pixel.gif'>",
    "<p onclick=alert(1) onmouseover='x'>x</p>",
    "<body onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x'></object><embed src='x'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext></table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<style>@import 'https://evil.example'</style><p style='background:url(javascript:x)'>x</p>",
    "<link rel=stylesheet href=//evil><meta http-equiv=refresh content='0;url=javascript:x'><base href=//evil>",
    "<form action='javascript:alert(1)'><input type=submit formaction=x><button>go</button></form>",
    "<video src=x onerror=alert(1)><audio src=x><source onerror=x></video>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--<script>alert(1)</script>--><!--><script>alert(1)</script>-->",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
    "<textarea><script>alert(1)</script></textarea><title><script>alert(1)</script></title>",
    "<ac:structured-macro ac:name='html'><ac:plain-text-body><![CDATA[<script>alert(1)</script>]]>"
    "</ac:plain-text-body></ac:structured-macro>",
    "<ac:structured-macro ac:name='<script>alert(1)</script>'/>",
    "<ac:structured-macro ac:name='code'><ac:parameter ac:name='language'>x\" onclick=\"alert(1)</ac:parameter>"
    "<ac:plain-text-body><![CDATA[</code></pre><script>alert(1)</script>]]></ac:plain-text-body></ac:structured-macro>",
    "<ac:image><ri:url ri:value='javascript:alert(1)'/></ac:image>",
    "<ac:image ac:alt='<script>x</script>'><ri:url ri:value='https://x\" onerror=\"alert(1)'/></ac:image>",
    "<ac:link><ri:page ri:content-title='<img src=x onerror=alert(1)>'/></ac:link>",
    "<ac:link><ac:link-body><script>alert(1)</script><b onclick=x>b</b></ac:link-body></ac:link>",
    "<ac:emoticon ac:emoji-fallback='<script>x</script>'/>",
    "<time datetime='<script>x</script>'/>",
    "<div class='evil confluence-information-macro'>x</div><code class='language-x evil'>y</code>",
]

_ALLOWED_ADDRESS = re.compile(r"https?:|mailto:|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_BAD_TAGS = "script style iframe object embed svg math form input button link meta base img video audio source textarea"


def assert_safe(html: str) -> None:
    """Nothing runs, nothing is loaded, nothing is sent."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find_all(_BAD_TAGS.split()) == []
    for tag in soup.find_all(True):
        assert ":" not in tag.name
        for name, value in tag.attrs.items():
            assert name in {"href", "title", "rel", "class", "start", "colspan", "rowspan"}, (tag.name, name)
            if name == "href":
                assert _ALLOWED_ADDRESS.match(value), value
                assert not re.search(r"[\x00-\x20]", value)
            if name == "class":
                assert all(re.match(r"language-|confluence-information-macro", each) for each in value)


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_bodies_are_harmless(body: str) -> None:
    assert_safe(to_html(body))
    assert_safe(to_html(f"<p>before {body} after</p>"))
    assert_safe(
        to_html(
            f"<ac:structured-macro ac:name='info'><ac:rich-text-body>{body}</ac:rich-text-body></ac:structured-macro>"
        )
    )
    assert_safe(markdown_to_html(body))
    assert_safe(markdown_to_html(to_markdown(body)))


_PIECES = st.sampled_from(
    [
        *HOSTILE,
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "'",
        '"',
        "&",
        "=",
        " ",
        "<p>",
        "</p>",
        "<pre>",
        "<a href=",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=10), max_size=12).map("".join))
def test_any_mixture_is_harmless(body: str) -> None:
    assert_safe(to_html(body))
    assert_safe(markdown_to_html(to_markdown(body)))


@pytest.mark.parametrize(
    ("storage", "html"),
    [
        ("<p>a&nbsp;b &rarr; c</p>", "<p>a&nbsp;b → c</p>"),
        ("<p>one<br/>two</p>", "<p>one<br>two</p>"),
        (
            '<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">java</ac:parameter>'
            "<ac:plain-text-body><![CDATA[\n  a <b> & c\n]]></ac:plain-text-body></ac:structured-macro>",
            '<pre><code class="language-java">\n  a &lt;b&gt; &amp; c\n</code></pre>',
        ),
        (
            '<ac:structured-macro ac:name="noformat"><ac:plain-text-body><![CDATA[x]]></ac:plain-text-body>'
            "</ac:structured-macro>",
            "<pre><code>x</code></pre>",
        ),
        (
            '<ac:structured-macro ac:name="info"><ac:parameter ac:name="title">Mind</ac:parameter>'
            "<ac:rich-text-body><p>this</p></ac:rich-text-body></ac:structured-macro>",
            '<div class="confluence-information-macro confluence-information-macro-information">'
            "<p><strong>Mind</strong></p><p>this</p></div>",
        ),
        (
            '<ac:structured-macro ac:name="expand"><ac:rich-text-body><p>more</p></ac:rich-text-body>'
            "</ac:structured-macro>",
            "<p>more</p>",
        ),
        ('<p>x<ac:structured-macro ac:name="toc" />y</p>', "<p>xy</p>"),
        (
            '<ac:structured-macro ac:name="status"><ac:parameter ac:name="title">DONE</ac:parameter>'
            '<ac:parameter ac:name="colour">Green</ac:parameter></ac:structured-macro>',
            "DONE",
        ),
        (
            '<ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">PAY-1</ac:parameter>'
            "</ac:structured-macro>",
            "PAY-1",
        ),
        ('<ac:structured-macro ac:name="gallery" />', "[gallery]"),
        ('<ac:link><ri:page ri:content-title="Home" /></ac:link>', "Home"),
        (
            '<ac:link><ri:page ri:content-title="Home" /><ac:plain-text-link-body><![CDATA[a <b>]]>'
            "</ac:plain-text-link-body></ac:link>",
            "a &lt;b&gt;",
        ),
        ('<ac:link><ri:attachment ri:filename="a.pdf" /></ac:link>', "a.pdf"),
        ('<ac:link><ri:user ri:account-id="12ab" /></ac:link>', "@12ab"),
        ("<ac:link />", ""),
        ('<ac:image><ri:attachment ri:filename="a.png" /></ac:image>', "[a.png]"),
        (
            "<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status>"
            "<ac:task-body>one</ac:task-body></ac:task><ac:task><ac:task-status>incomplete</ac:task-status>"
            "<ac:task-body><b>two</b></ac:task-body></ac:task></ac:task-list>",
            "<ul><li>☑ one</li><li>☐ <b>two</b></li></ul>",
        ),
        ('<p><ac:emoticon ac:name="smile" ac:emoji-fallback="🙂" /></p>', "<p>🙂</p>"),
        ('<p>by <time datetime="2026-03-01" /></p>', "<p>by 2026-03-01</p>"),
        (
            '<ac:layout><ac:layout-section ac:type="single"><ac:layout-cell><p>in</p></ac:layout-cell>'
            "</ac:layout-section></ac:layout>",
            "<p>in</p>",
        ),
        ("<p>a<ac:placeholder>type here</ac:placeholder></p>", "<p>a</p>"),
        ('<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',) * 2,
    ],
)
def test_macros_degrade_to_readable_text(storage: str, html: str) -> None:
    assert to_html(storage) == html


def test_macros_inside_macros() -> None:
    inner = (
        '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[x = 1]]></ac:plain-text-body>'
        "</ac:structured-macro>"
    )
    for name in ("info", "expand", "note", "somebody-elses"):
        body = f"<ac:rich-text-body>{inner}</ac:rich-text-body>"
        outer = f'<ac:structured-macro ac:name="{name}">{body}</ac:structured-macro>'
        assert "<pre><code>x = 1</code></pre>" in to_html(outer)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000,
        "<div>" * 50_000 + "</div>" * 50_000,
        "<ac:structured-macro ac:name='info'><ac:rich-text-body>" * 20_000,
        "<![CDATA[" * 50_000,
        "<!--" * 50_000,
        "<a href='" * 50_000,
        "<ri:page " * 50_000,
        "&#" * 100_000,
        "<b><i>" * 900 + "<p>" * 100,
        "".join(f"<b class='{number}'>" for number in range(900)) + "<p>x" * 900,
        "<p>a &amp; b</p>" * 5_000,
        "<p>x<br>" * 1_500,
    ],
    ids=lambda body: body[:20],
)
def test_bodies_made_to_be_slow_are_not(body: str) -> None:
    start = time.monotonic()
    assert_safe(to_html(body))
    assert isinstance(to_markdown(body), str)
    # Quadratic time would be minutes; the bound is wide because machines differ.
    assert time.monotonic() - start < 40


def test_text_of_a_body_nested_too_deep_is_kept() -> None:
    assert to_html("<div>" * 1000 + "a &lt; b" + "</div>" * 1000) == "<p>a &lt; b</p>"
    assert to_html("<div>" * 5000 + "a &lt; b") == "<p>a &lt; b</p>"
    assert "deep" in to_html("<ul><li>" * 40 + "deep" + "</li></ul>" * 40)


def test_tag_soup_is_read_as_a_browser_would() -> None:
    assert to_html("<p>one<p>two <b>bold") == "<p>one</p><p>two <b>bold</b></p>"
    macro = "<ac:link><ri:page ri:content-title='Home'/></ac:link> & <ac:image><ri:url ri:value='https://x.example'/>"
    assert to_html(f"<p>{macro}") == (
        '<p>Home &amp; <a href="https://x.example" rel="noopener noreferrer nofollow">https://x.example</a></p>'
    )
    assert to_html("<p>a\ud800b</p>") == "<p>a?b</p>"
