"""The IDX format of the MNIST files: one array, plain or gzip-compressed.

    bytes 0-3     0, 0, a code for the type, the number of dimensions d
    4 d bytes     the sizes, big-endian unsigned 32-bit integers
    the rest      the entries, big-endian, last index fastest

Source: Y. LeCun, "The MNIST database of handwritten digits", section FILE FORMATS.
"""

import gzip
import math
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from numerics.arrays import Array

TYPES: dict[int, np.dtype[Any]] = {
    0x08: np.dtype("u1"),
    0x09: np.dtype("i1"),
    0x0B: np.dtype(">i2"),
    0x0C: np.dtype(">i4"),
    0x0D: np.dtype(">f4"),
    0x0E: np.dtype(">f8"),
}
"""Type of the entries by its code in byte 2."""

GZIP_MAGIC = b"\x1f\x8b"


class IDXError(ValueError):
    """A file that is not a complete IDX file; the message names the file and what is wrong with it."""


def read_idx(path: Path) -> Array:
    """Read one IDX file, decompressing it if its first bytes say gzip; a read-only array in native byte order.

    Raises IDXError for a wrong magic number, a truncated file, trailing bytes, or damaged compression; OSError if the
    file cannot be opened.
    """
    content = _decompressed(path)
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in TYPES:
        raise IDXError(
            f"{path}: not an IDX file: expected two zero bytes and a type code 0x08 to 0x0e, "
            f"found {content[:4].hex(' ') or 'nothing'}; download it again"
        )
    dtype, dimensions = TYPES[content[2]], content[3]
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise IDXError(
            f"{path}: truncated: the header promises {dimensions} sizes ({start} bytes), "
            f"the file has {len(content)} bytes; download it again"
        )
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", dimensions, offset=4))
    expected, found = math.prod(shape) * dtype.itemsize, len(content) - start
    if found != expected:
        problem = "truncated" if found < expected else "trailing bytes"
        raise IDXError(
            f"{path}: {problem}: the header promises shape {shape}, {expected} bytes of entries, "
            f"but {found} follow it; download it again"
        )
    array = np.frombuffer(content, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))
    array.setflags(write=False)
    return array


def _decompressed(path: Path) -> bytes:
    content = path.read_bytes()
    if not content.startswith(GZIP_MAGIC):
        return content
    try:
        return gzip.decompress(content)
    except EOFError:
        raise IDXError(f"{path}: truncated: the compressed data end early; download it again") from None
    except (zlib.error, gzip.BadGzipFile) as error:
        raise IDXError(f"{path}: damaged compression ({error}); download it again") from None
