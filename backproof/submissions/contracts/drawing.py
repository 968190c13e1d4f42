"""Inputs that a person can follow by hand: eighths, small sizes, few nonzero entries; and some dense random ones."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.compare import PROBABILITY_FLOOR, Array


def eighths(limit: float) -> st.SearchStrategy[float]:
    """Multiples of 1/8 between -limit and limit, which floating point represents exactly. Shrinks to 0."""
    return st.integers(-int(8 * limit), int(8 * limit)).map(lambda k: k / 8)


def nonzero(limit: float) -> st.SearchStrategy[float]:
    """The same without 0."""
    return st.integers(1, int(8 * limit)).flatmap(lambda k: st.sampled_from((k / 8, -k / 8)))


def array(shape: tuple[int, ...], entries: st.SearchStrategy[float]) -> st.SearchStrategy[Array]:
    """An array of a fixed shape."""
    size = int(np.prod(shape))
    return st.lists(entries, min_size=size, max_size=size).map(lambda values: np.array(values, float).reshape(shape))


def logits(shape: tuple[int, ...], limit: float = 20.0) -> st.SearchStrategy[Array]:
    """Ordinary preactivations."""
    return array(shape, eighths(limit))


def vector(least: int = 1, most: int = 6, limit: float = 20.0) -> st.SearchStrategy[Array]:
    """A vector of ordinary numbers."""
    return st.integers(least, most).flatmap(lambda n: logits((n,), limit))


def matrix(
    rows: tuple[int, int] = (1, 4), columns: tuple[int, int] = (1, 4), limit: float = 20.0
) -> st.SearchStrategy[Array]:
    """A matrix of ordinary numbers, its numbers of rows and columns within the given bounds."""
    return st.tuples(st.integers(*rows), st.integers(*columns)).flatmap(lambda shape: logits(shape, limit))


def huge(shape: tuple[int, ...]) -> st.SearchStrategy[Array]:
    """Entries among -1e4, 0 and 1e4, at least one of them not 0."""
    entries = st.sampled_from((0.0, 1e4, -1e4, 800.0, -800.0))
    return array(shape, entries).filter(lambda z: bool(np.any(z != 0)))


def probability() -> st.SearchStrategy[float]:
    """A probability away from 0 and 1, in 64ths."""
    return st.integers(1, 63).map(lambda k: k / 64)


def distribution(size: int) -> st.SearchStrategy[Array]:
    """A probability vector with every entry at least PROBABILITY_FLOOR."""

    def normalized(weights: list[int]) -> Array:
        share = np.array(weights, float) / sum(weights)
        return PROBABILITY_FLOOR + (1 - size * PROBABILITY_FLOOR) * share

    return st.lists(st.integers(1, 16), min_size=size, max_size=size).map(normalized)


def sparse(shape: tuple[int, ...], most: int, limit: float, window: int = 3) -> st.SearchStrategy[Array]:
    """Zeros except for at most `most` entries within the first `window` indices of every axis."""
    index = st.tuples(*(st.integers(0, min(size, window) - 1) for size in shape))

    def filled(entries: list[tuple[Any, float]]) -> Array:
        out = np.zeros(shape)
        for position, value in entries:
            out[position] = value
        return out

    return st.lists(st.tuples(index, nonzero(limit)), max_size=most).map(filled)
