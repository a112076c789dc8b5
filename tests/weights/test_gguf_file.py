"""The reader agrees with the format's own one, and damaged files are told in words."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import WeightsDamaged
from assistant.weights.gguf_file import GgufFile
from tests.weights import tiny_gguf


@cache
def tiny_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.gguf"
        tiny_gguf.write_gguf(path, tiny_gguf.make_tensors(), quantize=True)
        return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "x.gguf"
    path.write_bytes(tiny_bytes())
    return path


def test_metadata_and_tensors_are_those_of_the_formats_own_reader(path: Path) -> None:
    from gguf import GGUFReader, dequantize

    ours, theirs = GgufFile.open(path), GGUFReader(path)
    named = {name: field.contents() for name, field in theirs.fields.items() if not name.startswith("GGUF.")}
    assert ours.metadata == named
    assert [tensor.name for tensor in ours.tensors] == [tensor.name for tensor in theirs.tensors]
    for one, other in zip(ours.tensors, theirs.tensors, strict=True):
        assert one.shape == tuple(int(side) for side in other.shape)[::-1]
        assert one.count == other.n_elements
        np.testing.assert_array_equal(one.unpack(slice(None)), dequantize(other.data, other.tensor_type))


def test_a_vector_is_one_row(path: Path) -> None:
    tensor = next(tensor for tensor in GgufFile.open(path).tensors if tensor.name == "output_norm.weight")
    assert (tensor.rows, tensor.unpack(slice(0, 1)).shape) == (1, (tiny_gguf.HIDDEN,))


def test_rows_are_unpacked_alone(path: Path) -> None:
    tensor = next(tensor for tensor in GgufFile.open(path).tensors if tensor.name == "blk.0.ffn_up.weight")
    np.testing.assert_array_equal(tensor.unpack(slice(5, 9)), tensor.unpack(slice(None))[5:9])


@given(st.integers(0, len(tiny_bytes()) - 1))
def test_a_file_cut_anywhere_is_told_in_words(size: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cut.gguf"
        path.write_bytes(tiny_bytes()[:size])
        with pytest.raises(WeightsDamaged, match="cut.gguf is not a readable GGUF file"):
            GgufFile.open(path)


@pytest.mark.parametrize("data", [b"", b"GGUF", b"\x89PNG" + bytes(60), b"GGUF" + bytes([9, 0, 0, 0]) + bytes(16)])
def test_another_kind_of_file_is_told_in_words(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.gguf").write_bytes(data)
    with pytest.raises(WeightsDamaged, match="not a readable GGUF"):
        GgufFile.open(tmp_path / "x.gguf")
