"""Word lists as plain text, so that they read as what they are."""


def wordlist(text: str) -> tuple[str, ...]:
    """Return the words of `text`, which are parted by white space."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of `text`, which are parted by commas or line ends."""
    return tuple(part.strip() for line in text.splitlines() for part in line.split(",") if part.strip())
