"""IDX files: what is read, and what is refused in which words."""

import gzip
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.idx import TYPES, IDXError, read_idx


def idx(code, shape, entries):
    return bytes([0, 0, code, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + entries


@pytest.fixture
def written(tmp_path):
    def write(content):
        path = tmp_path / "file-idx"
        path.write_bytes(content)
        return path

    return write


@given(code=st.sampled_from(sorted(TYPES)), shape=st.lists(st.integers(0, 4), min_size=1, max_size=3), data=st.data())
def test_every_type_and_shape_survives_writing_plain_or_compressed(tmp_path_factory, code, shape, data):
    count = int(np.prod(shape)) * TYPES[code].itemsize
    entries = data.draw(st.binary(min_size=count, max_size=count))
    path = tmp_path_factory.mktemp("idx") / "file"
    content = idx(code, shape, entries)
    for stored in (content, gzip.compress(content)):
        path.write_bytes(stored)
        array = read_idx(path)
        assert array.shape == tuple(shape)
        assert array.dtype.isnative
        assert array.astype(TYPES[code]).tobytes() == entries


def test_the_first_index_is_the_slowest(written):
    np.testing.assert_array_equal(read_idx(written(idx(8, [2, 3], bytes([1, 2, 3, 4, 5, 6])))), [[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(read_idx(written(idx(0x0C, [2], struct.pack(">2i", -1, 70000)))), [-1, 70000])


def test_the_array_is_read_only(written):
    with pytest.raises(ValueError, match="read-only"):
        read_idx(written(idx(8, [1], b"a")))[0] = 1


PROBLEMS = {
    "empty": (b"", r"file-idx: not an IDX file: .* found nothing; download it again"),
    "a web page": (b"<html>404", r"not an IDX file: expected two zero bytes and a type code .*, found 3c 68 74 6d"),
    "unknown type": (idx(7, [1], b"a"), r"not an IDX file: .* found 00 00 07 01"),
    "half a header": (
        idx(8, [2, 2, 2], b"")[:10],
        r"truncated: the header promises 3 sizes \(16 bytes\), the file has 10",
    ),
    "too few": (
        idx(8, [2, 3], b"12345"),
        r"truncated: the header promises shape \(2, 3\), 6 bytes of entries, but 5 fol",
    ),
    "too many": (
        idx(8, [2, 3], b"1234567"),
        r"trailing bytes: the header promises shape \(2, 3\), 6 bytes .* but 7 fol",
    ),
    "cut gzip": (gzip.compress(idx(8, [3], b"abc"))[:-9], r"truncated: the compressed data end early"),
    "damaged gzip": (gzip.compress(bytes(99))[:10] + b"\xff" * 9, r"damaged compression \(.*\); download it again"),
    "wrong sum": (gzip.compress(idx(8, [3], b"abc"))[:-8] + bytes(8), r"damaged compression \(CRC check failed"),
}


@pytest.mark.parametrize("problem", sorted(PROBLEMS))
def test_a_damaged_file_is_refused_by_name_with_what_is_wrong(written, problem):
    content, message = PROBLEMS[problem]
    with pytest.raises(IDXError, match=message):
        read_idx(written(content))


def test_a_header_that_promises_too_much_is_refused_before_memory_is_taken(written):
    huge = idx(8, [2**32 - 1, 2**32 - 1], b"")
    with pytest.raises(IDXError, match=r"truncated: the header promises shape \(4294967295, 4294967295\), 184467440"):
        read_idx(written(huge))
