"""Comparing what a submission returned with what is right: exact kinds first, then shapes, then every entry.

An expectation is a tree of tuples whose leaves say what is right and how far rounding may be from it. What arrives
is never trusted to compare itself: it is a plain array or number rebuilt from bytes. NaN fails, infinity fails, an
object, a masked or an empty array fails, and so does a shape that would only fit by broadcasting.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from backproof.submissions.frames import Handle

Array = npt.NDArray[np.float64]

# Course code guards logarithms and quotients with an epsilon; one of at most GUARD is not an error. With
# probabilities kept above PROBABILITY_FLOOR, such a guard moves a quotient by at most GUARD / PROBABILITY_FLOOR.
GUARD = 1e-7
PROBABILITY_FLOOR = 0.01
GUARDED = GUARD / PROBABILITY_FLOOR
# Two orders of a few hundred additions and exponentials differ by some 1e3 eps = 2e-13 relative; the wrong variants
# differ by more than 1e-6 on some generated input. The geometric middle separates both with room on either side.
ROUNDING = 1e-9
RESTORED = 1e-12  # an entry that was moved and moved back is off by a few eps of its size and of the step
NOT_FINITE = "not a finite number"


@dataclass(frozen=True)
class Close:
    """An array of this shape, each entry within relative + absolute tolerance; `shapes`: other accepted shapes."""

    value: Array
    relative: float = ROUNDING
    absolute: float = ROUNDING
    shapes: tuple[tuple[int, ...], ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Number:
    """A single number: a Python number or an array with one entry and at most two axes."""

    value: float
    relative: float = ROUNDING
    absolute: float = ROUNDING
    name: str = ""


@dataclass(frozen=True)
class Between:
    """An array whose entries lie between two bounds (a derivative at a kink: any slope from one side to the other)."""

    low: Array
    high: Array
    name: str = ""


@dataclass(frozen=True)
class Choice:
    """A class: its index, or a one-hot vector for it; any of `indices` where several are equally likely."""

    indices: frozenset[int]
    size: int
    name: str = ""


@dataclass(frozen=True)
class Anything:
    """No demand."""


@dataclass(frozen=True)
class Judged:
    """Anything that this function finds no fault with (statistics of random weights)."""

    check: Callable[[Any], "Difference | None"]


Leaf = Close | Number | Between | Choice | Anything | Judged
Expectation = Leaf | tuple[Any, ...]


@dataclass(frozen=True)
class Threw:
    """Observed: the function raised."""

    type_name: str
    text: str


@dataclass(frozen=True)
class Difference:
    """What is wrong: where in the result, what was expected, what came."""

    where: str
    expected: Any
    got: Any
    reason: str


def difference(got: Any, expected: Expectation, where: str = "result") -> Difference | None:
    """The first disagreement, or None."""
    if isinstance(got, Threw):
        return Difference(where, plain(expected), f"{got.text}", "it raised an exception")
    match expected:
        case tuple():
            return _sequence(got, expected, where)
        case Anything():
            return None
        case Judged(check=check):
            return check(got)
        case Choice():
            return _choice(got, expected, expected.name or where)
        case Close(value=value, relative=relative, absolute=absolute, shapes=shapes):
            allowed = (np.shape(value), *shapes)
            size = relative * np.abs(value) + absolute
            return _array(got, value - size, value + size, allowed, value, expected.name or where)
        case Between(low=low, high=high):
            return _array(got, low - ROUNDING, high + ROUNDING, (np.shape(low),), low, expected.name or where)
        case Number(value=number, relative=relative, absolute=absolute):
            right = np.asarray(number, dtype=float)
            size = relative * np.abs(right) + absolute
            one = ((), (1,), (1, 1))
            return _array(got, right - size, right + size, one, right, expected.name or where)


def agrees(got: Any, expected: Expectation) -> bool:
    """Whether nothing differs."""
    return difference(got, expected) is None


def _sequence(got: Any, expected: tuple[Any, ...], where: str) -> Difference | None:
    if not isinstance(got, tuple | list) or len(got) != len(expected):
        what = f"{len(got)} values" if isinstance(got, tuple | list) else describe_kind(got)
        return Difference(where, plain(expected), plain(got), f"expected {len(expected)} values, got {what}")
    for position, (item, right) in enumerate(zip(got, expected, strict=True)):
        found = difference(item, right, f"{where}[{position}]")
        if found is not None:
            return found
    return None


def as_array(got: Any) -> npt.NDArray[Any] | None:
    """A number or a plain real array as an array; None for anything else (complex, object, text, nested lists)."""
    if isinstance(got, bool | int | float):
        return np.asarray(got)
    if type(got) is np.ndarray and got.dtype.kind in "biuf" and got.dtype != np.float16:
        return got
    return None


def same_numbers(now: Any, before: Any) -> bool:
    """Whether a value is still what it was: kinds, dtypes and shapes, and numbers to the rounding of x + h - h."""
    match before:
        case list() | tuple():
            alike = type(now) is type(before) and len(now) == len(before)
            return alike and all(same_numbers(a, b) for a, b in zip(now, before, strict=True))
        case np.ndarray():
            alike = type(now) is np.ndarray and now.dtype == before.dtype and now.shape == before.shape
            return alike and bool(np.allclose(now, before, rtol=RESTORED, atol=RESTORED, equal_nan=True))
        case _:
            return type(now) is type(before) and bool(now == before)


def _array(
    got: Any, low: Array, high: Array, shapes: tuple[tuple[int, ...], ...], right: Array, where: str
) -> Difference | None:
    array = as_array(got)
    if array is None:
        return Difference(where, plain(right), plain(got), f"expected numbers, got {describe_kind(got)}")
    if array.shape not in shapes:
        wanted = " or ".join(str(shape) for shape in dict.fromkeys(shapes))
        return Difference(where, plain(right), plain(got), f"expected shape {wanted}, got {array.shape}")
    values = array.astype(np.float64).reshape(low.shape)
    slack = _single_precision(array) * np.maximum(1.0, np.abs(right)) if low.size else np.zeros(low.shape)
    # Written so that NaN is not "in": every entry must be shown to lie inside.
    inside = np.isfinite(values) & (values >= low - slack) & (values <= high + slack)
    if inside.all():
        return None
    index = tuple(int(k) for k in np.argwhere(~inside)[0]) if low.ndim else ()
    spot = f"{where}[{', '.join(map(str, index))}]" if index else where
    value = values[index]
    reason = NOT_FINITE if not np.isfinite(value) else "a wrong value"
    return Difference(spot, plain(right), plain(got), reason)


def _single_precision(array: npt.NDArray[Any]) -> float:
    return 256 * float(np.finfo(np.float32).eps) if array.dtype == np.float32 else 0.0


def _choice(got: Any, expected: Choice, where: str) -> Difference | None:
    array = as_array(got)
    right = f"class {' or '.join(map(str, sorted(expected.indices)))}, as an index or one-hot"
    if array is None:
        return Difference(where, right, plain(got), f"expected a class, got {describe_kind(got)}")
    if array.size == 1:
        chosen = float(array.reshape(()))
    elif (
        array.size == expected.size
        and array.ndim <= 2
        and sorted(array.ravel().tolist())[:-1] == [0] * (expected.size - 1)
    ):
        chosen = float(np.argmax(array)) if array.max() == 1 else -1.0
    else:
        return Difference(where, right, plain(got), "neither an index nor a one-hot vector")
    return None if chosen in expected.indices else Difference(where, right, plain(got), "the wrong class")


def describe_kind(got: Any) -> str:
    """A short name for what came instead of numbers."""
    match got:
        case Handle(type_name=name):
            return f"an object of type {name}"
        case np.ndarray():
            return f"an array of dtype {got.dtype}"
        case None:
            return "None"
        case _:
            return f"a {type(got).__name__}"


def plain(value: Any) -> Any:
    """A value as JSON can hold it, short: NaN and infinities as text, long arrays by their first entries."""
    match value:
        case Close(value=inner) | Number(value=inner):
            return plain(inner)
        case Between(low=low, high=high):
            return {"between": [plain(low), plain(high)]}
        case Choice(indices=indices):
            return sorted(indices)
        case Anything() | Judged():
            return "see the reason"
        case Handle(type_name=name):
            return f"<{name}>"
        case bool() | int() | None:
            return value
        case float() | np.floating():
            number = float(value)
            return number if np.isfinite(number) else str(number)
        case str():
            return value[:300]
        case np.ndarray():
            if value.size > 12 or value.dtype.kind not in "biuf":
                return _summary(value)
            return plain(value.tolist())
        case list() | tuple():
            shown = [plain(item) for item in value[:12]]
            return [*shown, f"... {len(value)} in all"] if len(value) > 12 else shown
        case dict():
            return {str(key)[:40]: plain(item) for key, item in list(value.items())[:12]}
        case _:
            return f"<{type(value).__name__}>"


def _nonzero(flat: npt.NDArray[Any]) -> Iterator[int]:
    """The indices of the entries that are not 0, found piece by piece: an array may be large."""
    for start in range(0, flat.size, 4096):
        yield from (start + int(k) for k in np.flatnonzero(flat[start : start + 4096]))


def _summary(array: npt.NDArray[Any]) -> str:
    if array.dtype.kind not in "biuf":
        return f"array of shape {array.shape} and dtype {array.dtype}"
    count = int(np.count_nonzero(array))
    if count == 0:
        return f"zeros of shape {array.shape}"
    first = [np.unravel_index(k, array.shape) for k in itertools.islice(_nonzero(array.ravel()), 6)]
    entries = ", ".join(f"[{', '.join(map(str, k))}] = {array[k]:.6g}" for k in first)
    rest = f", ... ({count} nonzero entries)" if count > 6 else ", else 0"
    return f"shape {array.shape}: {entries}{rest}"
