"""Read a GGUF file: its metadata at once, its tensors as views of the file.

The reader that comes with the format's own package makes an array of every word of the vocabulary, which takes most
of a minute on a slow machine. This one takes about a second; unpacking is left to that package.
"""

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from assistant.errors import WeightsDamaged

if TYPE_CHECKING:
    import numpy as np

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_ALIGNMENT = 32

# Value types of the format, as struct codes; the remaining two are made of others.
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True)
class Tensor:
    """One tensor: its shape with the slowest-running side first, and its bytes, still packed, a line per row.

    A tensor with one side only is a single row.
    """

    name: str
    shape: tuple[int, ...]
    kind: int
    data: "np.ndarray"

    @property
    def count(self) -> int:
        """How many values it holds."""
        return math.prod(self.shape)

    @property
    def rows(self) -> int:
        """How many rows can be unpacked apart from each other."""
        return int(self.data.shape[0])

    def unpack(self, rows: slice) -> "np.ndarray":
        """Return ``rows`` as float32."""
        import numpy as np
        from gguf import GGMLQuantizationType, dequantize

        values: np.ndarray = dequantize(np.asarray(self.data[rows]), GGMLQuantizationType(self.kind))
        return values.astype(np.float32, copy=False).reshape(-1, *self.shape[1:])


@dataclass(frozen=True)
class GgufFile:
    """What a GGUF file says about itself, and its tensors in the file's order."""

    metadata: dict[str, Any]
    tensors: tuple[Tensor, ...]

    @classmethod
    def open(cls, path: Path) -> "GgufFile":
        """Read ``path``. Raises `WeightsDamaged`."""
        try:
            with path.open("rb") as file:
                return cls._read(file, path)
        except (struct.error, ValueError, KeyError, MemoryError, OverflowError) as error:
            raise WeightsDamaged(f"{path.name} is not a readable GGUF file: {error}.") from error

    @classmethod
    def _read(cls, file: BinaryIO, path: Path) -> "GgufFile":
        magic, version, tensors, pairs = _unpack(file, "4sIQQ")
        if magic != _MAGIC or version not in _VERSIONS:
            raise ValueError("unknown kind or version")
        metadata = dict(_pair(file) for _ in range(pairs))
        headers = [_tensor_header(file) for _ in range(tensors)]
        alignment = metadata.get("general.alignment", _ALIGNMENT)
        start = -(-file.tell() // alignment) * alignment
        return cls(metadata, tuple(_tensor(path, start, header) for header in headers))


def _unpack(file: BinaryIO, codes: str) -> tuple[Any, ...]:
    """Read little-endian values of the struct ``codes``."""
    size = struct.calcsize("<" + codes)
    return struct.unpack("<" + codes, file.read(size))


def _text(file: BinaryIO) -> str:
    """Read a string: its length, then its bytes."""
    (size,) = _unpack(file, "Q")
    data = file.read(size)
    if len(data) != size:
        raise ValueError("it ends too early")
    return data.decode("utf-8")


def _pair(file: BinaryIO) -> tuple[str, Any]:
    """Read a name and its value."""
    name = _text(file)
    (kind,) = _unpack(file, "I")
    return name, _value(file, kind)


def _value(file: BinaryIO, kind: int) -> Any:
    """Read a value of ``kind``."""
    if kind == _STRING:
        return _text(file)
    if kind != _ARRAY:
        return _unpack(file, _NUMBERS[kind])[0]
    inner, count = _unpack(file, "IQ")
    if inner in _NUMBERS:
        return list(_unpack(file, f"{count}{_NUMBERS[inner]}"))
    return [_value(file, inner) for _ in range(count)]


def _tensor_header(file: BinaryIO) -> tuple[str, tuple[int, ...], int, int]:
    """Read name, shape, kind and offset of a tensor."""
    name = _text(file)
    (sides,) = _unpack(file, "I")
    shape = _unpack(file, f"{sides}Q")[::-1]  # stored with the fastest-running side first
    kind, offset = _unpack(file, "IQ")
    return name, shape, kind, offset


def _tensor(path: Path, start: int, header: tuple[str, tuple[int, ...], int, int]) -> Tensor:
    """Return a tensor as a view of the file."""
    import numpy as np
    from gguf import GGMLQuantizationType, quant_shape_to_byte_shape

    name, shape, kind, offset = header
    sides = quant_shape_to_byte_shape(shape, GGMLQuantizationType(kind))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=start + offset, shape=sides)
    return Tensor(name, shape, kind, data.reshape(-1, sides[-1]))
