"""What every value shares: frozen, no unknown fields, plain JSON in and out."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; change it with ``model_copy(update=...)``."""

    model_config = ConfigDict(frozen=True, extra="forbid")


#: Called with the share done (0..1) and a short text for a person. Raising `Cancelled` from it stops the work.
Progress = Callable[[float, str], None]


def no_progress(fraction: float, message: str) -> None:
    """Ignore progress."""
