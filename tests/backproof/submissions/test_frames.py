import math
import random
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.submissions import frames
from backproof.submissions.frames import BadFrame, Definition, Handle, Remote


def _same(a: object, b: object) -> bool:
    match a, b:
        case np.ndarray(), np.ndarray():
            return type(b) is np.ndarray and a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
        case (list(), list()) | (tuple(), tuple()):
            return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
        case dict(), dict():
            return list(a) == list(b) and all(_same(a[k], b[k]) for k in a)
        case float(), float():
            return struct.pack("d", a) == struct.pack("d", b)
        case _:
            return type(a) is type(b) and a == b


def _decoded(frame: bytes) -> object:
    assert frames.body_length(frame[:4]) == len(frame) - 4
    return frames.decode(frame[4:])


_ARRAYS = st.tuples(
    st.sampled_from(("bool", "int8", "uint64", "float16", "float32", "float64", "complex128")),
    st.lists(st.integers(0, 3), max_size=4),
).map(lambda drawn: np.arange(int(np.prod(drawn[1]))).reshape(drawn[1]).astype(drawn[0]))
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(), st.binary(), _ARRAYS,
    st.builds(Handle, st.integers(-9, 9), st.text(max_size=5)), st.builds(Remote, st.integers(0, 9)),
    st.builds(Definition, st.text(max_size=5), st.integers(-1, 3)),
)  # fmt: skip
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=4), inner, max_size=3),
    ),
    max_leaves=10,
)


@given(_TREES)
def test_what_is_written_is_read(value: object) -> None:
    assert _same(_decoded(frames.encode(value)), value)


def test_arrays_arrive_as_writable_base_arrays_that_own_their_memory() -> None:
    sent = np.arange(12.0).reshape(3, 4).T[::2]
    got = _decoded(frames.encode(sent))
    assert type(got) is np.ndarray
    assert got.flags.owndata
    assert got.flags.writeable
    assert (got == sent).all()


def test_big_endian_arrays_are_converted() -> None:
    got = _decoded(frames.encode(np.array([1.5, -2.0], dtype=">f8")))
    assert isinstance(got, np.ndarray)
    assert got.tolist() == [1.5, -2.0]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (object(), "a value of type object cannot cross"),
        (np.ma.masked_array([1.0]), "a value of type MaskedArray cannot cross"),
        (np.float64(1.0), "a value of type float64 cannot cross"),
        (np.array([None]), "an array of dtype object with 1 axes cannot cross"),
        (2**63, "an integer does not fit in 64 bits"),
        ({1: 2}, "a dict's keys must be strings"),
        ([None] * (frames.MAX_ITEMS + 1), "a list has more than 20000 items"),
        (np.zeros(frames.MAX_FRAME // 8 + 1), "exceeds the limit"),
    ],
)
def test_what_cannot_cross_is_refused_with_a_reason(value: object, message: str) -> None:
    with pytest.raises(BadFrame, match=message):
        frames.encode(value)


def test_a_list_that_contains_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(BadFrame, match="nested deeper than 12"):
        frames.encode(loop)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "1 bytes are announced, 0 are left"),
        (b"Z", "unknown tag b'Z'"),
        (b"NN", "1 bytes follow the value"),
        (b"S\xff\xff\xff\xff", "a count of 4294967295 exceeds the limit"),
        (b"S\x02\0\0\0\xff\xff", "a text is not UTF-8"),
        (b"L\xff\xff\0\0", "a count of 65535 exceeds the limit"),
        (b"A\x0b\x02" + struct.pack("<2I", 2**31, 2**31), "exceeds the limit"),
        (b"A\x0b\x02" + struct.pack("<2I", 0, 2**32 - 1), "exceeds the limit"),
        (b"A\x0b\x04" + struct.pack("<4I", 0, 2**25, 2**25, 2**25), "exceeds the limit"),
        (b"A\x0b\x01" + struct.pack("<I", 3) + b"1234", "24 bytes are announced, 4 are left"),
        (b"A\xff\x00", "dtype code 255 with 0 axes is not allowed"),
        (b"A\x00\x40", "dtype code 0 with 64 axes is not allowed"),
        (b"A\x00\x01" + struct.pack("<I", 2) + b"\x01\x07", "a byte of a boolean array is neither 0 nor 1"),
        (b"L\x01\0\0\0" * 40 + b"N", "nested deeper than 12"),
        (b"M\x01\0\0\0NN", "a text is expected"),
    ],
)
def test_bytes_that_are_not_a_frame_are_refused_with_a_reason(body: bytes, message: str) -> None:
    with pytest.raises(BadFrame, match=message):
        frames.decode(body)


def test_a_long_frame_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadFrame, match="announces 4294967295 bytes; the limit is 33554432"):
        frames.body_length(b"\xff\xff\xff\xff")
    with pytest.raises(BadFrame, match="a frame's header has 4 bytes, not 2"):
        frames.body_length(b"\xff\xff")


_SEEDS = (
    {"is": "value", "value": [np.arange(6.0).reshape(2, 3), (True, None, -3, math.nan), "text", b"bytes"]},
    {"is": "loaded", "defined": {"f": {"parameters": ["x"], "versions": 1}}, "problems": [], "skippable": [1]},
    [Handle(1, "Cache"), Remote(2), Definition("f", 0), np.zeros((0, 2, 2, 2), dtype=np.int8)],
)


def _fuzz(count: int) -> None:
    rng = random.Random(0)
    bodies = [frames.encode(value)[4:] for value in _SEEDS]
    refused = 0
    for _ in range(count):
        body = bytearray(rng.choice(bodies))
        for _ in range(rng.randint(1, 6)):
            where = rng.randrange(len(body) + 1)
            match rng.randrange(4):
                case 0 if where < len(body):
                    body[where] = rng.randrange(256)
                case 1:
                    body[where:where] = rng.randbytes(rng.randint(1, 9))
                case 2:
                    del body[where : where + rng.randint(1, 9)]
                case _:
                    body[where : where + 4] = struct.pack("<I", rng.choice((0, 1, 2**25, 2**31, 2**32 - 1, 12, 255)))
            if not body:
                body = bytearray(b"N")
        try:
            frames.decode(bytes(body))
        except BadFrame:
            refused += 1
    assert count / 2 < refused < count


def test_mutated_frames_raise_nothing_but_badframe() -> None:
    _fuzz(10_000)


@pytest.mark.slow
def test_a_million_mutated_frames_raise_nothing_but_badframe() -> None:
    _fuzz(1_000_000)
