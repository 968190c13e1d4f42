"""The only language between judge and worker: length-prefixed frames holding one typed value.

    frame := length:u32  value
    value := N | T | F | I i64 | D f64 | S u32 utf-8 | B u32 bytes
           | A dtype:u8 ndim:u8 dim:u32*ndim raw     an array, row-major, of an allowed dtype
           | L u32 value* | U u32 value* | M u32 (S value)*    list, tuple, dict with string keys
           | H i64 S                                  something that stays on the other side, and its type's name
           | R i64 | G S i64                          a function of the judge's; a definition of the submission's

Both sides use this file, and each believes nothing of what the other sends: every size is checked before a byte of
it is read, every array is rebuilt as a plain `numpy.ndarray` that owns its memory, and every way in which bytes can
be wrong is one exception, `BadFrame`. Nothing here ever unpickles.
"""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_FRAME = 32 * 1024 * 1024
MAX_DEPTH = 12
MAX_ITEMS = 20_000
MAX_TEXT = 4 * 1024 * 1024
MAX_NDIM = 8
HEADER = struct.Struct("<I")

_DTYPES: tuple[np.dtype[Any], ...] = tuple(
    np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
)
_CODES = {dtype: code for code, dtype in enumerate(_DTYPES)}
_U32, _I64, _F64 = struct.Struct("<I"), struct.Struct("<q"), struct.Struct("<d")


class BadFrame(Exception):
    """Bytes that are not a frame, or a value that no frame can hold."""


@dataclass(frozen=True)
class Handle:
    """A value that stays where it is (a cache, a generator, a masked array): its number and its type's name."""

    number: int
    type_name: str


@dataclass(frozen=True)
class Remote:
    """A function of the judge's that a submission may call; only its number crosses."""

    number: int


@dataclass(frozen=True)
class Definition:
    """A top-level definition of the submission: its name, and which one if it is defined more than once (-1: last)."""

    name: str
    which: int = -1


_EXACT = (type(None), bool, int, float, str, bytes, np.ndarray, list, tuple, dict, Handle, Remote, Definition)


def encode(value: object) -> bytes:
    """One frame, header included. Only exact built-in types, plain arrays and the markers above can be written."""
    parts: list[bytes] = []
    _write(value, parts, 0)
    body = b"".join(parts)
    if len(body) > MAX_FRAME:
        raise BadFrame(f"a frame of {len(body)} bytes exceeds the limit of {MAX_FRAME} bytes")
    return HEADER.pack(len(body)) + body


def body_length(header: bytes, limit: int = MAX_FRAME) -> int:
    """The length that a frame announces, refused if it exceeds the limit."""
    if len(header) != HEADER.size:
        raise BadFrame(f"a frame's header has {HEADER.size} bytes, not {len(header)}")
    (length,) = HEADER.unpack(header)
    if length > limit:
        raise BadFrame(f"a frame announces {length} bytes; the limit is {limit}")
    return int(length)


def decode(body: bytes) -> Any:
    """The value of a frame's body. Raises `BadFrame`, and nothing else, on any bytes that are not one."""
    reader = _Reader(body)
    value = reader.value(0)
    if reader.position != len(body):
        raise BadFrame(f"{len(body) - reader.position} bytes follow the value")
    return value


def _sized(tag: bytes, raw: bytes) -> bytes:
    if len(raw) > MAX_TEXT and tag == b"S":
        raise BadFrame(f"a text of {len(raw)} bytes exceeds the limit of {MAX_TEXT}")
    return tag + _U32.pack(len(raw)) + raw


def _write_array(array: np.ndarray[Any, Any], parts: list[bytes]) -> None:
    code = _CODES.get(array.dtype.newbyteorder("="))
    if code is None or array.ndim > MAX_NDIM:
        raise BadFrame(f"an array of dtype {array.dtype} with {array.ndim} axes cannot cross")
    if array.nbytes > MAX_FRAME:
        raise BadFrame(f"an array of {array.nbytes} bytes exceeds the limit of {MAX_FRAME} bytes")
    native = np.ascontiguousarray(array, dtype=_DTYPES[code])
    parts.append(b"A" + bytes((code, array.ndim)) + struct.pack(f"<{array.ndim}I", *array.shape))
    parts.append(native.tobytes())


def _write(value: object, parts: list[bytes], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise BadFrame(f"values are nested deeper than {MAX_DEPTH}")
    if type(value) not in _EXACT:
        raise BadFrame(f"a value of type {type(value).__name__} cannot cross")
    match value:
        case None:
            parts.append(b"N")
        case bool():
            parts.append(b"T" if value else b"F")
        case int():
            if not -(2**63) <= value < 2**63:
                raise BadFrame("an integer does not fit in 64 bits")
            parts.append(b"I" + _I64.pack(value))
        case float():
            parts.append(b"D" + _F64.pack(value))
        case str():
            parts.append(_sized(b"S", value.encode("utf-8", "replace")))
        case bytes():
            parts.append(_sized(b"B", value))
        case np.ndarray():
            _write_array(value, parts)
        case list() | tuple():
            if len(value) > MAX_ITEMS:
                raise BadFrame(f"a {type(value).__name__} has more than {MAX_ITEMS} items")
            parts.append((b"L" if isinstance(value, list) else b"U") + _U32.pack(len(value)))
            for item in value:
                _write(item, parts, depth + 1)
        case dict():
            parts.append(b"M" + _U32.pack(len(value)))
            for key, item in value.items():
                if type(key) is not str:
                    raise BadFrame("a dict's keys must be strings")
                parts.append(_sized(b"S", key.encode("utf-8", "replace")))
                _write(item, parts, depth + 1)
        case Handle():
            name = value.type_name.encode("utf-8", "replace")
            parts.append(b"H" + _I64.pack(value.number) + _sized(b"S", name))
        case Remote():
            parts.append(b"R" + _I64.pack(value.number))
        case Definition():
            parts.append(b"G" + _sized(b"S", value.name.encode("utf-8", "replace")) + _I64.pack(value.which))


class _Reader:
    """Walks a body once, left to right, with every count checked against what is left."""

    def __init__(self, body: bytes) -> None:
        self.body, self.position, self.items = body, 0, 0

    def take(self, count: int) -> bytes:
        if count < 0 or count > len(self.body) - self.position:
            raise BadFrame(f"{count} bytes are announced, {len(self.body) - self.position} are left")
        start = self.position
        self.position += count
        return self.body[start : self.position]

    def count(self, limit: int) -> int:
        (number,) = _U32.unpack(self.take(4))
        if number > limit:
            raise BadFrame(f"a count of {number} exceeds the limit of {limit}")
        return int(number)

    def integer(self) -> int:
        return int(_I64.unpack(self.take(8))[0])

    def text(self) -> str:
        try:
            return self.take(self.count(MAX_TEXT)).decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadFrame("a text is not UTF-8") from error

    def tagged_text(self) -> str:
        if self.take(1) != b"S":
            raise BadFrame("a text is expected")
        return self.text()

    def array(self) -> np.ndarray[Any, Any]:
        code, ndim = self.take(2)
        if code >= len(_DTYPES) or ndim > MAX_NDIM:
            raise BadFrame(f"dtype code {code} with {ndim} axes is not allowed")
        shape = struct.unpack(f"<{ndim}I", self.take(4 * ndim))
        dtype, size = _DTYPES[code], 1
        extent = dtype.itemsize
        for axis in shape:
            size *= axis  # Python integers: no overflow
            extent *= max(axis, 1)  # NumPy refuses a shape for its nonzero axes, even if it has no entries
        if extent > MAX_FRAME:
            raise BadFrame(f"an array of shape {shape} exceeds the limit of {MAX_FRAME} bytes")
        raw = self.take(size * dtype.itemsize)
        if dtype == np.bool_ and raw.translate(None, b"\0\1"):
            raise BadFrame("a byte of a boolean array is neither 0 nor 1")
        return np.frombuffer(raw, dtype=dtype).reshape(shape).copy()

    def value(self, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise BadFrame(f"a value is nested deeper than {MAX_DEPTH} or has more than {MAX_ITEMS} parts")
        match self.take(1):
            case b"N":
                return None
            case b"T":
                return True
            case b"F":
                return False
            case b"I":
                return self.integer()
            case b"D":
                return float(_F64.unpack(self.take(8))[0])
            case b"S":
                return self.text()
            case b"B":
                return self.take(self.count(MAX_FRAME))
            case b"A":
                return self.array()
            case b"L":
                return [self.value(depth + 1) for _ in range(self.count(MAX_ITEMS))]
            case b"U":
                return tuple([self.value(depth + 1) for _ in range(self.count(MAX_ITEMS))])
            case b"M":
                return {self.tagged_text(): self.value(depth + 1) for _ in range(self.count(MAX_ITEMS))}
            case b"H":
                return Handle(self.integer(), self.tagged_text())
            case b"R":
                return Remote(self.integer())
            case b"G":
                return Definition(self.tagged_text(), self.integer())
            case tag:
                raise BadFrame(f"unknown tag {tag!r}")
