"""Values against what is printed: equal, right to the printed digits, right but for earlier roundings, or wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from flint import arb, fmpq

from backproof.answers.values import Value, ball
from backproof.documents.decimals import Printed
from backproof.documents.numeric.arrays import Array, shaped, transposed
from backproof.documents.numeric.duals import Dual

Likeness = Literal["equal", "rounded", "unclear", "wrong"]
_WORST: tuple[Likeness, ...] = ("wrong", "unclear", "rounded", "equal")
Entries = tuple[tuple[Printed | None, ...], ...]


def alike(value: Array, other: Array, entries: Entries, relation: str) -> Likeness:
    """How like an array is to another; entries: how that one is printed, empty where it is not.

    Two vectors are compared whether they are rows or columns.
    """
    if value.shape != other.shape and not (
        value.is_vector and other.is_vector and len(value.entries) == len(other.entries)
    ):
        return "wrong"
    seen = [each for row in entries for each in row] or [None] * len(other.entries)
    units = [each.unit for each in seen if each is not None]
    finest = min(units, default=Fraction(1))
    found = [
        _entry(one, two, number, finest, relation)
        for one, two, number in zip(value.entries, other.entries, seen, strict=True)
    ]
    return next(each for each in _WORST if each in found)


def _entry(one: Dual, two: Dual, number: Printed | None, finest: Fraction, relation: str) -> Likeness:
    value, other = one.value, two.value
    if isinstance(value, fmpq) and isinstance(other, fmpq) and value == other:
        return "equal"
    if one.log_of is not None and one.log_of == two.log_of:
        return "equal"
    if number is None:
        return "unclear" if ball(value).overlaps(ball(other)) else "wrong"
    unit = _rational(min(number.unit, finest) if number.unit >= 1 else number.unit)
    if unit >= 1 and relation != "approx":
        return "unclear" if not isinstance(value, fmpq) and ball(value).overlaps(ball(other)) else "wrong"
    printed = _rational(number.value)
    low, high = printed - unit / 2, printed + unit / 2
    if value >= low and value <= high:
        return "rounded"
    size, near = (value, printed) if printed >= 0 else (-value, -printed)
    if printed != 0 and size >= near and size < near + unit:
        return "rounded"  # its digits begin with those printed
    return "wrong" if value < low or value > high else "unclear"


def widened(array: Array, entries: Entries) -> Array:
    """Balls around all that rounds to the printed entries; whole numbers are exact."""
    seen = [each for row in entries for each in row] or [None] * len(array.entries)
    found = []
    for one, number in zip(array.entries, seen, strict=True):
        half = arb(0) if number is None or number.unit >= 1 else arb(_rational(number.unit)) / 2
        found.append(Dual((ball(one.value) - half).union(ball(one.value) + half)))
    return shaped(tuple(found), array)


def may_be(value: Array, other: Array, entries: Entries) -> bool:
    """Whether an array of balls may be what is printed: every entry meets what rounds to the printed number."""
    if value.shape != other.shape and not (
        value.is_vector and other.is_vector and len(value.entries) == len(other.entries)
    ):
        return False
    seen = [each for row in entries for each in row] or [None] * len(other.entries)
    for one, two, number in zip(value.entries, other.entries, seen, strict=True):
        if number is not None and number.unit < 1:
            half = arb(_rational(number.unit)) / 2
            target = (ball(two.value) - half).union(ball(two.value) + half)
        else:
            target = ball(two.value)
        if not ball(one.value).overlaps(target):
            return False
    return True


def misconception(value: Array, other: Array, entries: Entries, relation: str) -> tuple[str, str] | None:
    """The slip that leads from the right array to the wrong one: its name, and words for it."""
    if value.shape[0] > 1 and value.shape[1] > 1 and right(transposed(value), other, entries, relation):
        return "transposed", "right when it is transposed"
    return None


def right(value: Array, other: Array, entries: Entries, relation: str) -> bool:
    """Whether an array is what is printed, to the printed digits."""
    return alike(value, other, entries, relation) in ("equal", "rounded")


def written(array: Array) -> str:
    """An array for a person: six decimals at most."""
    if array.is_number:
        return _written(array.number.value)
    if array.is_vector:
        return "[" + ", ".join(_written(each.value) for each in array.entries) + "]"
    return "[" + ", ".join("[" + ", ".join(_written(each.value) for each in row) + "]" for row in array.rows) + "]"


def _written(value: Value) -> str:
    """Six decimals, rounded; a rational that needs no more is exact."""
    scaled = (ball(value) * 10**6 + arb(1) / 2).floor()
    whole = scaled.unique_fmpz()
    if whole is None:
        middle = fmpq(*_middle(value))
        whole = (middle * 10**6 + fmpq(1, 2)).floor()
    sign = "-" if whole < 0 else ""
    digits = str(abs(int(whole))).rjust(7, "0")
    text = f"{sign}{digits[:-6]}.{digits[-6:]}"
    return text.rstrip("0").rstrip(".")


def _middle(value: Value) -> tuple[int, int]:
    found = ball(value).mid().fmpq()
    return int(found.p), int(found.q)


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
