"""Every error the assistant raises on purpose, drawn as one tree.

    AssistantError              anything a person can be told in words
    ├── BadInput                what was given cannot be used
    │   ├── AudioError          a file or microphone that gives no usable audio
    │   └── UnknownName         a name that is not in a known list; lists the good ones
    ├── WeightsError            a model's files
    │   ├── WeightsNotFound     not installed under models/
    │   └── WeightsDamaged      a wrong or missing byte
    ├── InstallError            obtaining weights failed: network, disk, checksum
    ├── MissingSystemLibrary    a system package is not there, such as PortAudio
    ├── DraftingError           an engine could not finish a draft
    ├── StoreError              the store refused
    │   ├── NotFound            no such issue, page or review
    │   └── Conflict            somebody changed it first, or it is already done
    └── Cancelled               the person asked to stop

Shells print ``str(error)`` and ``error.hint``; nothing else turns an error into an exit.
"""

from collections.abc import Iterable


class AssistantError(Exception):
    """Anything that went wrong and can be told in words."""

    hint: str = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class BadInput(AssistantError):
    """What was given cannot be used as it is."""


class AudioError(BadInput):
    """A file or microphone that gives no usable audio."""

    hint = "Give a wav, mp3, m4a, ogg, opus, flac, webm or mp4 file that plays elsewhere."


class UnknownName(BadInput):
    """A name that is not among the known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.known = sorted(known)
        choices = ", ".join(self.known) or "none"
        super().__init__(f"There is no {kind} {name!r}.", hint=f"Choose one of: {choices}.")


class WeightsError(AssistantError):
    """Something about a model's files."""


class WeightsNotFound(WeightsError):
    """The named weights are not installed."""

    hint = "Run `assistant weights install`, or `assistant weights list` to see what there is."


class WeightsDamaged(WeightsError):
    """An installed file differs from the manifest."""

    hint = "Run `assistant weights install NAME --force` to obtain it again."


class InstallError(AssistantError):
    """Weights could not be obtained; nothing was left half-installed."""

    hint = "Run the same command again: what was already obtained is kept."


class MissingSystemLibrary(AssistantError):
    """A library that pip cannot install is missing."""


class DraftingError(AssistantError):
    """An engine could not finish a draft; the text is untouched."""


class StoreError(AssistantError):
    """The store refused to read or write."""


class NotFound(StoreError):
    """There is no such issue, page, space, project or review."""


class Conflict(StoreError):
    """It was changed by somebody else first, or was already done."""


class Cancelled(AssistantError):
    """The person asked to stop."""
