"""Plain words as markdown that shows exactly these words."""

import re

#: Punctuation that is markup wherever it stands. A single underscore inside a word is not; a lone tilde is not.
_ANYWHERE = re.compile(r"([\\`*\[\]]|(?<![^\W_])_|_(?![^\W_])|(?<=~)~|~(?=~)|<(?=[\w/!?])|&(?=#|\w+;))")
#: What is markup only at the start of a line: headings, quotes, list items, rules, underlines and table borders.
_AT_START = re.compile(
    r"^([ \t]*)(?:(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+[ \t]*$|[-:|][-:| \t]*$)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE
)


def escape(text: str) -> str:
    """Escape what would read as markup, and no more than that."""
    return _AT_START.sub(_escape_start, _ANYWHERE.sub(r"\\\1", text))


def _escape_start(match: re.Match[str]) -> str:
    indent, mark, number, point = match.groups()
    return f"{indent}\\{mark}" if mark else f"{indent}{number}\\{point}"
