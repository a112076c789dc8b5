import io

from rich.panel import Panel
from rich.text import Text

from assistant.cli.terminal import Console


def shown(renderable: object, **options: object) -> str:
    out = io.StringIO()
    Console(file=out, **options).print(renderable)
    return out.getvalue()


def test_what_a_text_holds_never_steers_the_terminal() -> None:
    bad = "a \x1b[31mred\x1b]0;gone\x07 \x00 \x9b2J \x7f é [b]\n\tc"
    for renderable in (Text(bad), Panel(Text(bad), title=Text(bad))):
        text = shown(renderable)
        assert not {"\x1b", "\x00", "\x07", "\x7f", "\x9b"} & set(text)
        assert "[31mred" in text
        assert "é [b]" in text


def test_its_own_colours_pass() -> None:
    assert shown(Text("words", style="red"), force_terminal=True, color_system="standard") == "\x1b[31mwords\x1b[0m\n"
