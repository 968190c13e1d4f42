"""Contracts of losses and of one-hot vectors.

Alphabet: t or y is a target, p a vector of probabilities, N the number of samples.
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.compare import GUARDED, Array, Close, Number
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Contract, Kind, Misconception, Property

CROSS_ENTROPY_LAW = "L = -sum_j t_j log y_j, the natural logarithm of the prediction weighted by the target"
ONE_HOT_LAW = "e_k has a 1 at index k, counted from 0, and 0 elsewhere"


def _one_hot(k: int, size: int) -> Array:
    return np.asarray(np.eye(size)[k])


def _target_and_prediction() -> st.SearchStrategy[tuple[Array, Array]]:
    return st.integers(2, 10).flatmap(
        lambda n: st.tuples(st.integers(0, n - 1).map(lambda k: _one_hot(k, n)), drawing.distribution(n))
    )


def _saturated() -> st.SearchStrategy[tuple[Array, Array]]:
    def certain(k: int, n: int) -> tuple[Array, Array]:
        return _one_hot(k, n), _one_hot(k, n)

    return st.integers(2, 4).flatmap(lambda n: st.integers(0, n - 1).map(lambda k: certain(k, n)))


def _ce(t: Array, p: Array) -> float:
    return float(-np.sum(np.where(t > 0, t * np.log(np.where(t > 0, p, 1.0)), 0.0)))


def _wrong(name: str, says: str, formula: Any) -> Misconception:
    return Misconception(name, says, CROSS_ENTROPY_LAW, lambda case: Number(float(formula(*case))))


CROSS_ENTROPY = Contract(
    "cross-entropy",
    (
        Property(
            "values",
            _target_and_prediction(),
            # An epsilon up to GUARD inside the logarithm moves -log p by at most GUARD / PROBABILITY_FLOOR.
            lambda case: Number(_ce(*case), relative=GUARDED, absolute=GUARDED),
            lambda case: [case[0], case[1]],
            examples=40,
        ),
        Property(
            "saturation",
            _saturated(),
            lambda case: Number(0.0, absolute=GUARDED),
            lambda case: [case[0], case[1]],
            kind=Kind.EDGE,
            examples=8,
            remark="0 * log(0) is NaN once a predicted probability is exactly 0",
        ),
    ),
    (
        _wrong("ce-sign", "the minus sign is missing", lambda t, p: np.sum(t * np.log(p))),
        _wrong("ce-mean", "divided by the number of classes", lambda t, p: -np.mean(t * np.log(p))),
        _wrong("ce-log2", "logarithm to base 2", lambda t, p: -np.sum(t * np.log2(p))),
        _wrong("ce-log10", "logarithm to base 10", lambda t, p: -np.sum(t * np.log10(p))),
        _wrong("ce-swapped", "y and yHat are exchanged: the logarithm is taken of the target", lambda t, p: -np.sum(p * np.log(np.where(t > 0, t, 1.0)))),
        _wrong("ce-no-log", "the logarithm is missing", lambda t, p: -np.sum(t * p)),
        _wrong("ce-binary", "the binary loss is summed over the classes", lambda t, p: -np.sum(t * np.log(p) + (1 - t) * np.log(1 - p))),
        _wrong("ce-squared", "this is the squared error", lambda t, p: np.sum((t - p) ** 2)),
        _wrong("ce-squared-half", "this is half the squared error", lambda t, p: 0.5 * np.sum((t - p) ** 2)),
        _wrong("ce-squared-mean", "this is the mean squared error", lambda t, p: np.mean((t - p) ** 2)),
        _wrong("ce-entropy", "the entropy of the prediction; the target is not used", lambda t, p: -np.sum(p * np.log(p))),
        _wrong("ce-unweighted", "the target is not used", lambda t, p: -np.sum(np.log(p))),
    ),
)  # fmt: skip


def _one_hot_wrong(name: str, says: str, shift: int) -> Misconception:
    return Misconception(name, says, ONE_HOT_LAW, lambda case: Close(_one_hot((case[0] + shift) % case[1], case[1])))


def one_hot(options: Any) -> Contract:
    """`integer_to_one_hot(x)` or `(x, size)`: the convention is the number of arguments, told by the signature."""
    classes = int(options.get("classes", 10))

    def sizes(case: tuple[int, int]) -> Close:
        return Close(_one_hot(*case))

    def observe(bench: Any, case: tuple[int, int]) -> Any:
        given = len(bench.parameters())
        return bench.call(case[0], case[1]) if given >= 2 else bench.call(case[0])

    return Contract(
        "one-hot",
        (
            Property(
                "values",
                st.integers(0, classes - 1).map(lambda k: (k, classes)),
                sizes,
                observe=observe,
                show=lambda case: f"integer_to_one_hot({case[0]})  # {case[1]} classes",
                examples=20,
            ),
        ),
        (
            _one_hot_wrong("one-hot-from-one", "classes are counted from 1", -1),
            _one_hot_wrong("one-hot-shifted", "the 1 is one place too far", 1),
            Misconception("one-hot-reversed", "the vector is written backwards", ONE_HOT_LAW, lambda case: Close(_one_hot(case[1] - 1 - case[0], case[1]))),
            Misconception("one-hot-column", "a column instead of a vector", ONE_HOT_LAW, lambda case: Close(_one_hot(*case)[:, None])),
            Misconception("one-hot-value", "the entry is the class number, not 1", ONE_HOT_LAW, lambda case: Close(case[0] * _one_hot(*case))),
            Misconception("one-hot-inverted", "0 and 1 are exchanged", ONE_HOT_LAW, lambda case: Close(1 - _one_hot(*case))),
        ),
    )  # fmt: skip
