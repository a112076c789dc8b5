"""Values to HTML: one escaping environment for every template, and errors in words."""

import logging
from datetime import date, datetime
from functools import cache
from typing import Any
from zlib import crc32

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.errors import AssistantError
from assistant.schema.jira import User
from assistant.schema.review import Review

_log = logging.getLogger(__name__)


@cache
def environment() -> Environment:
    """Return the template environment; whatever is not marked safe in a template is escaped."""
    env = Environment(
        loader=PackageLoader("assistant.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(clock=clock, day=day, moment=moment, initials=initials, number=number, person=person)
    env.filters.update(tint=tint, contents=contents)
    return env


def render(template: str, **values: Any) -> str:
    """Fill a template of this package."""
    return environment().get_template(template).render(**values)


def notice(message: str, *, kind: str = "ok", hint: str = "", **values: Any) -> str:
    """Return a message bar: `kind` is ok or error; `undo` and `reopen` name a review its button acts on."""
    given: dict[str, Any] = {"undo": None, "reopen": None} | values
    return render("notice.html", message=message, kind=kind, hint=hint, **given)


def error_notice(error: Exception) -> str:
    """Tell an error in words; what nobody foresaw is logged and told without its insides."""
    if isinstance(error, AssistantError):
        return notice(str(error), kind="error", hint=error.hint)
    _log.error("unforeseen error", exc_info=error)
    return notice(
        "Something went wrong that nobody foresaw.",
        kind="error",
        hint="Nothing was written. The window that runs the assistant shows the details.",
    )


def clock(seconds: float) -> str:
    """Return seconds as a clock shows them: 0:07, 12:30, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def day(value: date | None) -> str:
    """Return a date as people write it: 7 Mar 2026."""
    return f"{value.day} {value:%b %Y}" if value else ""


def moment(value: datetime) -> str:
    """Return a time as people write it, in the local timezone."""
    local = value.astimezone()
    return f"{day(local)}, {local:%H:%M}"


def initials(user: User) -> str:
    """Return the first letters of the first and the last name."""
    names = user.display_name.split() or ["?"]
    return (names[0][0] + (names[-1][0] if len(names) > 1 else "")).upper()


def tint(account_id: str) -> int:
    """Return which of eight colours stands for a person; the same one every time."""
    return crc32(account_id.encode()) % 8


def contents(review: Review) -> str:
    """Return in words what a review proposes: 2 issues, 1 change, a page."""
    drafts = review.drafts
    counts = ((len(drafts.issues), "issue"), (len(drafts.commands), "change"), (int(drafts.page is not None), "page"))
    return ", ".join(f"{count} {noun}{'s' * (count > 1)}" for count, noun in counts if count) or "nothing found"


def person(user: User | None) -> str:
    """Return a display name, or the word for nobody."""
    return user.display_name if user else "Somebody"


def number(value: float | None) -> str:
    """Return a number without a needless fraction: 3, 0.5."""
    return "" if value is None else f"{value:g}"
