"""What every screen shares: where the person is, and what an answer changes on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from assistant.pipeline import Assistant
from assistant.ui.jobs import Jobs
from assistant.ui.shelf import Shelf

Tab = Literal["capture", "board", "issue", "pages", "evaluate"]
Stage = Literal["start", "work", "review"]

#: Parts of the page by name, with their new content: "tab" and "stage" take a name, the others take HTML.
Changes = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """What the person has chosen around an action: project, space and the board's filter."""

    project_key: str
    space_key: str
    filter: str = ""


@dataclass(frozen=True)
class Desk:
    """What every screen works with. `given_runs` are files of runs that are kept elsewhere and may be shown too."""

    assistant: Assistant
    jobs: Jobs = field(default_factory=Jobs)
    given_runs: tuple[Path, ...] = ()

    @cached_property
    def shelf(self) -> Shelf:
        """The runs of evaluations that the page may name."""
        return Shelf(self.assistant.settings, self.given_runs)

    def place(self, project_key: str | None = None, space_key: str | None = None, text: str | None = None) -> Place:
        """Return a place; what is not given comes from the settings, or is the first there is."""
        store, settings = self.assistant.store, self.assistant.settings
        projects = [project.key for project in store.projects()]
        spaces = [space.key for space in store.spaces()]
        return Place(
            _known(project_key, settings.project, projects), _known(space_key, settings.space, spaces), text or ""
        )


def _known(chosen: str | None, default: str, names: list[str]) -> str:
    if chosen in names:
        return str(chosen)
    return default if default in names or not names else names[0]


def whole(data: Mapping[str, Any], name: str) -> int:
    """Return a number that the page sent, or -1 where it sent none."""
    try:
        return int(data.get(name, -1))
    except (TypeError, ValueError):
        return -1
