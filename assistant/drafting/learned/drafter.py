"""The engine that has learned: a network finds work, fields and changes; rules find searches, undo and the page."""

import time

from assistant.drafting.base import Drafter
from assistant.drafting.evidence import verify
from assistant.drafting.learned.drafts import draft_commands, draft_issues
from assistant.drafting.learned.reader import Reader
from assistant.drafting.reading import read
from assistant.drafting.rules import RulesDrafter
from assistant.schema.base import Progress, no_progress
from assistant.schema.draft import DraftContext, DraftSet

#: What the rules find as well as can be: these stand in few words.
_BY_RULE = ("search", "undo")
_RULES_SHARE = 0.2


class LearnedDrafter:
    """Drafts issues and commands with a trained reader; searches, undo and the page come from `base`.

    Values come from candidate mentions only, so that each has the words that say it.
    """

    name = "learned"

    def __init__(self, reader: Reader, base: Drafter | None = None) -> None:
        self._reader = reader
        self._base = base or RulesDrafter()

    def draft(self, text: str, context: DraftContext, on_progress: Progress = no_progress) -> DraftSet:
        """Propose what `text` asks for; text that `base` refuses stays refused."""
        started = time.perf_counter()
        base = self._base.draft(text, context, lambda part, words: on_progress(_RULES_SHARE * part, words))
        if any(question.field == "text" for question in base.questions) or not text.strip():
            return base
        layout, found = self._reader.find(
            read(text, context), lambda part, words: on_progress(_RULES_SHARE + (1 - _RULES_SHARE) * part, words)
        )
        issues, asked = draft_issues(layout, found, self._reader.limits)
        commands, unclear = draft_commands(layout, found)
        commands += [command for command in base.commands if command.action in _BY_RULE]
        made = {"issues": tuple(issues), "commands": tuple(commands), "questions": (*asked, *unclear)}
        drafts = verify(base.model_copy(update=made), text)
        info = base.info.model_copy(update={"engine": self.name, "seconds": round(time.perf_counter() - started, 4)})
        on_progress(1.0, "Drafted")
        return drafts.model_copy(update={"info": info})
