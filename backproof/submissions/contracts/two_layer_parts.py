"""The other contracts of `two-layer`: initial parameters, the two losses, the descent step.

Alphabet as in `two_layer`: labels are 1 x N, probabilities 1 x N or K x N, every loss is a mean over the N columns.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.channel import Raised
from backproof.submissions.compare import (
    GUARDED,
    Array,
    Close,
    Difference,
    Expectation,
    Judged,
    Number,
    as_array,
    plain,
)  # fmt: skip
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Bench, Contract, Kind, Misconception, Property
from backproof.submissions.contracts.initializers import repeated_defect

SHAPE_LAW = "W1 is h x d, b1 h x 1, W2 k x h, b2 k x 1 for layer_dims = [d, h, k]"
LOSS_LAW = "L = (1/N) sum_i -(y_i log p_i + (1 - y_i) log(1 - p_i))"
MULTI_LAW = "L = (1/N) sum_i -log p_(y_i), i"
STEP_LAW = "W <- W - eta dL/dW"
Dims = tuple[int, int, int]

# Initial parameters: only shapes and independence are promised; the sheet leaves the scale open.


def _shapes(dims: Dims) -> tuple[tuple[int, int], ...]:
    d, h, k = dims
    return (h, d), (h, 1), (k, h), (k, 1)


def _observe_shapes(bench: Bench, dims: Dims) -> Any:
    found = bench.call(list(dims))
    candidates = [as_array(item) for item in found] if isinstance(found, list | tuple) else []
    arrays = [item for item in candidates if item is not None]
    if len(candidates) != 4 or len(arrays) != 4:
        raise Raised("TypeError", f"expected a list of four arrays [W1, b1, W2, b2], got {plain(found)}")
    return [np.array(item.shape) for item in arrays]


def _defect(observed: Any) -> Difference | None:
    for name, value in zip(("W1", "b1", "W2", "b2"), observed, strict=True):
        array = as_array(value)
        if array is None or not np.isfinite(array.astype(float)).all():
            return Difference(name, "finite numbers", plain(value), "not finite numbers")
    for name, value in (("W1", observed[0]), ("W2", observed[2])):
        values = np.asarray(value, dtype=float)
        found = repeated_defect(values, name)
        if found is not None:
            return found
        # Self-normalized (de la Pena): P(|sum| > t root(sum of squares)) <= 2 exp(-t^2/2) for symmetric entries; t = 7.6.
        total = abs(float(values.sum()))
        if values.size > 60 and total > 7.6 * float(np.sqrt((values**2).sum())):
            return Difference(
                name, "mean 0", float(values.mean()), "the mean differs from 0 by more than chance (1e-12)"
            )
    return None


def _shapes_wrong(name: str, says: str, change: Callable[[Dims], tuple[tuple[int, ...], ...]]) -> Misconception:
    return Misconception(
        name, says, SHAPE_LAW, lambda dims: tuple(Close(np.array(shape, float)) for shape in change(dims)), "shapes"
    )


def initial_parameters(options: Any) -> Contract:
    """`TwoLayerNetwork(layer_dims) -> [W1, b1, W2, b2]`; `options.default`: the sizes that the sheet works with."""
    d0, h0, k0 = (int(size) for size in options.get("default", (784, 256, 1)))
    dims = st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6))

    def observe_values(bench: Bench, case: Dims) -> Any:
        return bench.call(list(case))

    def show(case: Dims) -> str:
        return f"TwoLayerNetwork({list(case)})"

    def right(case: Dims) -> Expectation:
        pairs = zip(_shapes(case), ("W1", "b1", "W2", "b2"), strict=True)
        return tuple(Close(np.array(shape, float), name=f"shape of {name}") for shape, name in pairs)

    return Contract(
        "two-layer-parameters",
        (
            Property("shapes", dims, right, observe=_observe_shapes, show=show, examples=15),
            Property("independence", st.just((40, 30, 20)), lambda case: Judged(_defect), observe=observe_values, show=show, examples=1),
        ),
        (
            _shapes_wrong("hard-coded-shapes", f"the weights' shapes are hard-coded, ({h0}, {d0}) and ({k0}, {h0}); layer_dims reaches the biases only", lambda dims: ((h0, d0), (dims[1], 1), (k0, h0), (dims[2], 1))),
            _shapes_wrong("hard-coded-all", "all shapes are hard-coded; layer_dims is not used", lambda dims: _shapes((d0, h0, k0))),
            _shapes_wrong("transposed-shapes", "the weights are stored transposed: d x h and h x k", lambda dims: ((dims[0], dims[1]), (dims[1], 1), (dims[1], dims[2]), (dims[2], 1))),
            _shapes_wrong("transposed-rows", "weights and biases are laid out for samples in rows", lambda dims: ((dims[0], dims[1]), (1, dims[1]), (dims[1], dims[2]), (1, dims[2]))),
            _shapes_wrong("bias-rows", "the biases are rows, 1 x h; samples are columns", lambda dims: ((dims[1], dims[0]), (1, dims[1]), (dims[2], dims[1]), (1, dims[2]))),
            _shapes_wrong("bias-flat", "the biases are flat vectors: added to a matrix of columns they broadcast along the wrong axis", lambda dims: ((dims[1], dims[0]), (dims[1],), (dims[2], dims[1]), (dims[2],))),
        ),
    )  # fmt: skip


# The losses.

Pair = tuple[Array, Array]


def _binary_pairs() -> st.SearchStrategy[Pair]:
    def build(n: int) -> st.SearchStrategy[Pair]:
        labels = drawing.array((1, n), st.sampled_from((0.0, 1.0)))
        return st.tuples(labels, drawing.array((1, n), drawing.probability()))

    return st.integers(1, 4).flatmap(build)


def _bce(y: Array, p: Array) -> float:
    return float(np.mean(-np.where(y == 1, np.log(p), np.log(1 - p))))


def _loss_wrong(name: str, says: str, law: str, formula: Any, on: str = "values") -> Misconception:
    def variant(case: Any) -> Expectation:
        with np.errstate(all="ignore"):
            return Number(float(formula(*case)))

    return Misconception(name, says, law, variant, on)


def _right_loss(formula: Callable[..., float]) -> Callable[[Any], Expectation]:
    return lambda case: Number(formula(*case), relative=GUARDED, absolute=GUARDED)


BINARY_LOSS = Contract(
    "binary-cross-entropy",
    (
        Property("values", _binary_pairs(), _right_loss(_bce), lambda case: [*case], examples=40),
        Property(
            "saturation",
            drawing.array((1, 2), st.sampled_from((0.0, 1.0))).map(lambda y: (y, y.copy())),
            lambda case: Number(0.0, absolute=GUARDED),
            lambda case: [*case],
            kind=Kind.EDGE,
            examples=4,
            remark="0 * log(0) is NaN once a prediction is exactly 0 or 1",
        ),
    ),
    (
        _loss_wrong("bce-sum", "the loss is the sum over the samples, not the mean", LOSS_LAW, lambda y, p: y.size * _bce(y, p)),
        _loss_wrong("bce-sign", "the loss has the wrong sign", LOSS_LAW, lambda y, p: -_bce(y, p)),
        _loss_wrong("bce-half", "the term (1 - y) log(1 - p) is missing", LOSS_LAW, lambda y, p: -np.mean(y * np.log(p))),
        _loss_wrong("bce-minus", "a minus between the two terms: y log p - (1 - y) log(1 - p)", LOSS_LAW, lambda y, p: -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))),
        _loss_wrong("bce-same-log", "log p in both terms", LOSS_LAW, lambda y, p: -np.mean(np.log(p))),
        _loss_wrong("bce-swapped", "the two terms are exchanged", LOSS_LAW, lambda y, p: _bce(1 - y, p)),
        _loss_wrong("bce-log2", "logarithm to base 2", LOSS_LAW, lambda y, p: _bce(y, p) / np.log(2)),
        _loss_wrong("bce-squared", "this is the mean squared error", LOSS_LAW, lambda y, p: np.mean((y - p) ** 2)),
        _loss_wrong("bce-broadcast", "labels and predictions are paired every one with every one (broadcast to N x N)", LOSS_LAW, lambda y, p: np.mean([_bce(np.full_like(p, value), p) for value in y.ravel()])),
    ),
)  # fmt: skip


def _multi_pairs() -> st.SearchStrategy[Pair]:
    def build(sizes: tuple[int, int]) -> st.SearchStrategy[Pair]:
        k, n = sizes
        labels = st.lists(st.integers(0, k - 1), min_size=n, max_size=n).map(
            lambda row: np.array([row], dtype=np.int64)
        )
        columns = st.lists(drawing.distribution(k), min_size=n, max_size=n).map(lambda rows: np.array(rows).T.copy())
        return st.tuples(labels, columns)

    return st.tuples(st.integers(2, 4), st.integers(1, 4)).flatmap(build)


def _chosen(y: Array, p: Array) -> Array:
    return np.asarray(p[y.ravel().astype(int), np.arange(p.shape[1])])


def _nll(y: Array, p: Array) -> float:
    return float(-np.mean(np.log(_chosen(y, p))))


def _certain_columns() -> st.SearchStrategy[Pair]:
    """Predictions that are certain and right."""
    return _multi_pairs().map(lambda case: (case[0], np.eye(len(case[1]))[:, case[0][0]]))


def _multi_arguments(bench: Bench, case: Pair) -> list[Any]:
    dtype = np.float64 if bench.convention == "float labels" else np.int64
    return [case[0].astype(dtype), case[1]]


def _observe_multi(bench: Bench, case: Pair) -> Any:
    return bench.call(*_multi_arguments(bench, case))


def _observe_multi_flat(bench: Bench, case: Pair) -> Any:
    dtype = np.float64 if bench.convention == "float labels" else np.int64
    return bench.call(case[0].ravel().astype(dtype), case[1])


def _show_multi(case: Pair) -> str:
    return f"MultiClassCrossEntropyLoss({plain(case[0])}, {plain(case[1])})"


MULTICLASS_LOSS = Contract(
    "multiclass-cross-entropy",
    (
        Property("values", _multi_pairs(), _right_loss(_nll), observe=_observe_multi, held=_multi_arguments, show=_show_multi, examples=40),
        Property("saturation", _certain_columns(), lambda case: Number(0.0, absolute=GUARDED), observe=_observe_multi, show=_show_multi, kind=Kind.EDGE, examples=6, remark="0 * log(0) is NaN once a predicted probability is exactly 0"),
        Property("flat labels", _multi_pairs(), _right_loss(_nll), observe=_observe_multi_flat, show=_show_multi, kind=Kind.PROBE),
    ),
    (
        _loss_wrong("nll-sum", "the loss is the sum over the samples, not the mean", MULTI_LAW, lambda y, p: y.size * _nll(y, p)),
        _loss_wrong("nll-sign", "the loss has the wrong sign", MULTI_LAW, lambda y, p: -_nll(y, p)),
        _loss_wrong("nll-mean-classes", "divided by the number of classes instead of samples", MULTI_LAW, lambda y, p: y.size * _nll(y, p) / len(p)),
        _loss_wrong("nll-all-entries", "divided by K N, the number of entries", MULTI_LAW, lambda y, p: _nll(y, p) / len(p)),
        _loss_wrong("nll-no-log", "the logarithm is missing", MULTI_LAW, lambda y, p: -np.mean(_chosen(y, p))),
        _loss_wrong("nll-log2", "logarithm to base 2", MULTI_LAW, lambda y, p: _nll(y, p) / np.log(2)),
        _loss_wrong("nll-flat-only", "right for labels of shape (N,), wrong for the documented 1 x N", MULTI_LAW, _nll, "flat labels"),
        _loss_wrong("nll-flat-sum", "right for labels of shape (N,) up to a factor N: the sum, not the mean", MULTI_LAW, lambda y, p: y.size * _nll(y, p), "flat labels"),
    ),
    conventions=("integer labels", "float labels"),
)  # fmt: skip


# The step.

Step = tuple[list[Array], list[Array], float]


def _steps() -> st.SearchStrategy[Step]:
    def build(sizes: tuple[int, int, int]) -> st.SearchStrategy[Step]:
        arrays = st.tuples(*(drawing.array(shape, drawing.eighths(4)) for shape in _shapes(sizes))).map(list)
        return st.tuples(arrays, arrays, st.sampled_from((0.5, 0.25, 1.5)))

    return st.tuples(*(st.integers(1, 3) for _ in range(3))).flatmap(build)


def _moved(factor: Callable[[float], float]) -> Callable[[Step], Expectation]:
    return lambda case: tuple(Close(p + factor(case[2]) * g) for p, g in zip(case[0], case[1], strict=True))


GRADIENT_DESCENT = Contract(
    "gradient-descent",
    (Property("values", _steps(), _moved(lambda rate: -rate), lambda case: [*case], pure=False, examples=30),),
    (
        Misconception("gd-ascent", "the step goes up the gradient: W + eta dL/dW", STEP_LAW, _moved(lambda rate: rate)),
        Misconception("gd-no-rate", "the learning rate is not applied", STEP_LAW, _moved(lambda rate: -1.0)),
        Misconception("gd-nothing", "the parameters are returned unchanged", STEP_LAW, _moved(lambda rate: 0.0)),
        Misconception("gd-divides", "the gradient is divided by the learning rate", STEP_LAW, _moved(lambda rate: -1 / rate)),
        Misconception("gd-gradient-only", "the gradient times the rate is returned, not the new parameters", STEP_LAW, lambda case: tuple(Close(case[2] * g) for g in case[1])),
        Misconception("gd-scaled-parameters", "the parameters are scaled: eta (W - dL/dW)", STEP_LAW, lambda case: tuple(Close(case[2] * (p - g)) for p, g in zip(case[0], case[1], strict=True))),
        Misconception("gd-weights-only", "the biases are not updated", STEP_LAW, lambda case: tuple(Close(p - (k % 2 == 0) * case[2] * g) for k, (p, g) in enumerate(zip(case[0], case[1], strict=True)))),
    ),
)  # fmt: skip
