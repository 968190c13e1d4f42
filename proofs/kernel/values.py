"""Values of the first engine: exact rationals as long as they can be, else Arb balls; and what may stand for one."""

from collections.abc import Iterable
from typing import Any

from flint import fmpq

Value = Any  # fmpq, arb, acb or arb_series: python-flint has no type hints


class CannotEvaluate(ValueError):
    """The point lies outside the domain of the term, or its evaluation is not supported."""


def added(values: Iterable[Value]) -> Value:
    """Sum; of nothing, 0."""
    result: Value = fmpq(0)
    for value in values:
        result = result + value
    return result


def multiplied(values: Iterable[Value]) -> Value:
    """Multiply; of nothing, 1."""
    result: Value = fmpq(1)
    for value in values:
        result = result * value
    return result
