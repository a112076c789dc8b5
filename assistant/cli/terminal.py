"""The console of every command: what talk and file names hold can be read on it but never steers the terminal."""

from collections.abc import Iterable

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment

#: Everything that a terminal may take for an order instead of a character, but for the line feed and the tab.
_ORDERS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}


class Console(RichConsole):
    """A console that shows control characters as a mark; its own colours and bars pass."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield what is to be printed, without anything that would steer the terminal."""
        for segment in super().render(renderable, options):
            if segment.control or segment.text.isprintable():
                yield segment
            else:
                yield Segment(segment.text.translate(_ORDERS), segment.style)
