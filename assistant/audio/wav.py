"""The wav container: what its header promises."""

import struct
from pathlib import Path

#: Recorders that do not know the length yet write one of these for it.
_UNKNOWN = (0, 0xFFFFFFFF)


def wav_duration(path: Path) -> float | None:
    """Return the seconds that a wav file's header promises, or None when it does not say.

    FFmpeg corrects the promise to what is there, which hides that a file is cut off.
    """
    bytes_per_second = 0
    with path.open("rb") as file:
        if file.read(4) != b"RIFF" or file.read(8)[4:] != b"WAVE":
            return None
        while len(header := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", header)
            if name == b"data":
                return size / bytes_per_second if bytes_per_second and size not in _UNKNOWN else None
            start = file.tell()
            if name == b"fmt ":
                bytes_per_second = struct.unpack("<8xI", file.read(12))[0]
            file.seek(start + size + size % 2)
    return None
