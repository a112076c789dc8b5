"""Word lists as plain text, so that they read as what they are."""


def wordlist(text: str) -> tuple[str, ...]:
    """Return the words of `text`, which are parted by white space."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of `text`, which are parted by commas; line ends are spaces."""
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())
