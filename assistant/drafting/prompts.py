"""Prompt templates: versioned files of turns, the last of which is filled with the talk at hand."""

import re
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from assistant.errors import UnknownName
from assistant.nlp.generator import Message, Prompt

_TURN = re.compile(r"^--- (system|user|assistant)\n", re.MULTILINE)


def fill(template: str, **talk: str) -> Prompt:
    """Return the prompt of a template such as ``title.v2``; each value of `talk` is put on one line.

    Raises `UnknownName` for a template that is not there.
    """
    prefix, task = _parse(template)
    lines = {name: " ".join(words.split()) for name, words in talk.items()}
    environment = Environment(autoescape=False, undefined=StrictUndefined)  # a prompt is no page
    return Prompt(prefix, environment.from_string(task).render(lines).strip())


@lru_cache(maxsize=8)
def _parse(template: str) -> tuple[tuple[Message, ...], str]:
    """Cut a template file into its fixed turns and the source of the last, before any talk is put in."""
    known = {path.name.removesuffix(".jinja"): path for path in (files("assistant.drafting") / "templates").iterdir()}
    if template not in known:
        raise UnknownName("template", template, known)
    source = known[template].read_text(encoding="utf-8")
    _, *parts = _TURN.split(source)
    turns = [Message(role, body.strip()) for role, body in zip(parts[::2], parts[1::2], strict=True)]  # type: ignore[arg-type]
    return tuple(turns[:-1]), turns[-1].content
