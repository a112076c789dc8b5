"""What an engine is: text and context in, a draft set out."""

from typing import Protocol

from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext, DraftSet


class Drafter(Protocol):
    """An engine that proposes issues, commands, a page and questions from text.

    It never raises over what the text says: talk without work gives an empty draft set. Every field it fills carries
    evidence that is an exact substring of the text.
    """

    name: str

    def draft(self, text: str, context: DraftContext, on_progress: Progress = no_progress) -> DraftSet:
        """Propose what `text` asks for; `on_progress` may raise `Cancelled`."""
        ...
