"""Checksums of files too large to hold in memory."""

import hashlib
from collections.abc import Callable
from pathlib import Path

CHUNK = 1 << 20


def sha256(path: Path, on_bytes: Callable[[int], None] = lambda count: None) -> str:
    """Return the SHA-256 of ``path`` in hexadecimal; ``on_bytes`` hears the size of each chunk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            on_bytes(len(chunk))
    return digest.hexdigest()
