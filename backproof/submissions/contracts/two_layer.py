"""Contracts of `two-layer`: one hidden sigmoid layer, samples in columns; binary with a sigmoid, K classes with softmax.

Alphabet: X is d x N, W1 h x d, b1 h x 1, W2 k x h, b2 k x 1; Z1 = W1 X + b1, Y1 = sigma(Z1), Z2 = W2 Y1 + b2,
Y2 = sigma(Z2) or softmax of each column; labels are 1 x N; the loss is the mean over the N columns.

Promised for a batch of no samples: forward gives arrays without columns. Nothing is promised of the losses and of
backward there: the mean over no samples is 0/0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.compare import GUARDED, PROBABILITY_FLOOR, Array, Close, Expectation, as_array, plain
from backproof.submissions.contracts import consistency, drawing
from backproof.submissions.contracts.core import Bench, Contract, Edge, Kind, Misconception, Property, Raises
from numerics import functions
from numerics.network import Cache, Dense, Gradients, Network

FORWARD_LAW = "Z1 = W1 X + b1, Y1 = sigma(Z1), Z2 = W2 Y1 + b2, the bias added to every column"
BATCH_LAW = "dL/dW = (1/N) sum_i delta_i a_i', dL/db = (1/N) sum_i delta_i: the mean over the samples"
DELTA_LAW = "delta_2 = Y2 - Y, delta_1 = (W2' delta_2) * sigma'(Z1) elementwise"


@dataclass(frozen=True)
class Batch:
    """Parameters, inputs in columns, and one label a column."""

    parameters: tuple[Array, Array, Array, Array]
    x: Array
    labels: Array  # (N,), integers
    classes: int  # 1: binary

    @property
    def targets(self) -> Array:
        """One row a sample, as the reference network has them."""
        return self.labels[:, None].astype(float) if self.classes == 1 else np.eye(self.classes)[self.labels]

    def network(self) -> Network:
        """The reference network with the same parameters."""
        w1, b1, w2, b2 = self.parameters
        head, loss = ("sigmoid", "binary-cross-entropy") if self.classes == 1 else ("softmax", "cross-entropy")
        return Network((Dense(w1, b1[:, 0], "sigmoid"), Dense(w2, b2[:, 0], head)), loss)

    def cache(self) -> Cache:
        """The reference's forward pass, samples in rows."""
        return self.network().forward(self.x.T)

    def intermediate(self) -> list[Array]:
        """[X, Z1, Y1, Z2], samples in columns."""
        cache = self.cache()
        return [self.x, *(a.T.copy() for a in (cache.preactivations[0], cache.activations[0], cache.logits))]

    def row_labels(self, dtype: Any) -> Array:
        """The labels as 1 x N."""
        return self.labels[None, :].astype(dtype)


def batches(
    classes: st.SearchStrategy[int], limit: float = 1.0, samples: tuple[int, int] = (1, 4)
) -> st.SearchStrategy[Batch]:
    """Small networks and batches; the output stays away from 0 and 1."""

    def parameters(d: int, h: int, k: int) -> st.SearchStrategy[Any]:
        shapes = ((h, d), (h, 1), (k, h), (k, 1))
        return st.tuples(*(drawing.array(shape, drawing.eighths(limit)) for shape in shapes))

    def build(k: int, d: int, h: int, n: int) -> st.SearchStrategy[Batch]:
        label = st.integers(0, max(1, k - 1))
        labels = st.lists(label, min_size=n, max_size=n).map(lambda values: np.array(values, dtype=np.int64))
        x = drawing.array((d, n), drawing.eighths(2))
        return st.builds(Batch, parameters(d, h, k), x, labels, st.just(k))

    size = st.integers(1, 3)
    return st.tuples(classes, size, size, st.integers(*samples)).flatmap(lambda sizes: build(*sizes))


BINARY, MULTICLASS = st.just(1), st.integers(2, 4)
_HEADS = frozenset({"sigmoid", "softmax", "stable_softmax"})


def saturated(ordinary: st.SearchStrategy[Batch]) -> st.SearchStrategy[Batch]:
    """The same networks with preactivations of +-1e4 in the first unit of one layer."""

    def shifted(case: Batch, layer: int, sign: float) -> Batch:
        parameters = list(case.parameters)
        parameters[layer] = parameters[layer] + sign * 1e4 * (np.arange(len(parameters[layer])) == 0)[:, None]
        w1, b1, w2, b2 = parameters
        return replace(case, parameters=(w1, b1, w2, b2))

    return st.builds(shifted, ordinary, st.sampled_from((1, 3)), st.sampled_from((1.0, -1.0)))


def _parameters_text(case: Batch) -> str:
    names = ("W1", "b1", "W2", "b2")
    return ", ".join(f"{name} = {plain(value)}" for name, value in zip(names, case.parameters, strict=True))


def _gradients(found: Gradients) -> tuple[Array, Array, Array, Array]:
    return found.weights[0], found.biases[0][:, None], found.weights[1], found.biases[1][:, None]


GRADIENT_NAMES = ("grad_W1", "grad_b1", "grad_W2", "grad_b2")


def _label_type(bench: Bench) -> Any:
    return np.float64 if bench.convention == "float labels" else np.int64


# forward


def _expect_forward(case: Batch) -> Expectation:
    y2 = Close(case.cache().output.T, relative=1e-7, name="Y2")
    names = ("X", "Z1", "Y1", "Z2")
    return y2, tuple(Close(value, name=name) for name, value in zip(names, case.intermediate(), strict=True))


def _forward_wrong(name: str, says: str, change: Callable[[Batch], tuple[Array, list[Array]]]) -> Misconception:
    def variant(case: Batch) -> Expectation:
        with np.errstate(all="ignore"):
            y2, intermediate = change(case)
        return Close(y2), tuple(Close(value) for value in intermediate)

    return Misconception(name, says, FORWARD_LAW, variant)


def _pass(
    case: Batch, *, biases: bool = True, hidden: Callable[[Array], Array] = functions.sigmoid,
    head: Callable[[Array], Array] | None = None,
) -> tuple[Array, list[Array]]:  # fmt: skip
    w1, b1, w2, b2 = case.parameters
    final = head or (functions.sigmoid if case.classes == 1 else lambda z: functions.softmax(z, axis=0))
    z1 = w1 @ case.x + (b1 if biases else 0)
    y1 = hidden(z1)
    z2 = w2 @ y1 + (b2 if biases else 0)
    return final(z2), [case.x, z1, y1, z2]


def _whole_array_softmax(z: Array) -> Array:
    return np.asarray(np.exp(z) / np.exp(z).sum())


_SOFTMAX_HEADS = (
    _forward_wrong(
        "two-layer-head-sum",
        "the softmax sums over the whole array, not over each column",
        lambda case: _pass(case, head=_whole_array_softmax),
    ),
    _forward_wrong(
        "two-layer-head-rows",
        "the softmax sums over the samples, not over the classes",
        lambda case: _pass(case, head=lambda z: functions.softmax(z, axis=1)),
    ),
    _forward_wrong(
        "two-layer-head-sigmoid",
        "the output is a sigmoid, not a softmax",
        lambda case: _pass(case, head=functions.sigmoid),
    ),
)


def forward_contract(classes: st.SearchStrategy[int]) -> Contract:
    """`forward(X, params) -> (Y2, [X, Z1, Y1, Z2])`."""

    def arguments(case: Batch) -> list[Any]:
        return [case.x, list(case.parameters)]

    def show(case: Batch) -> str:
        return f"forward(X, [W1, b1, W2, b2]) with X = {plain(case.x)}, {_parameters_text(case)}"

    empty = batches(classes).map(lambda case: Batch(case.parameters, case.x[:, :0], case.labels[:0], case.classes))

    def expect_empty(case: Batch) -> Expectation:
        w1, _, w2, _ = case.parameters
        h, k = np.zeros((len(w1), 0)), np.zeros((len(w2), 0))
        return Close(k), (Close(case.x), Close(h), Close(h), Close(k))

    return Contract(
        "two-layer-forward",
        (
            Property("values", batches(classes), _expect_forward, arguments, show=show, examples=30),
            Property("a batch of one", batches(classes, samples=(1, 1)), _expect_forward, arguments, show=show, examples=5),
            Property("stability", saturated(batches(classes)), _expect_forward, arguments, show=show, kind=Kind.EDGE, excused_by=_HEADS, examples=8, remark="overflow at large preactivations"),
            Property("an empty batch", empty, expect_empty, arguments, show=show, kind=Kind.EDGE, edge=Edge.EMPTY, excused_by=_HEADS, examples=3, remark="a batch of no samples"),
        ),
        (
            _forward_wrong("two-layer-no-bias", "the biases are not added", lambda case: _pass(case, biases=False)),
            _forward_wrong("two-layer-hidden-linear", "the hidden layer has no sigmoid", lambda case: _pass(case, hidden=lambda z: z)),
            _forward_wrong("two-layer-hidden-relu", "the hidden layer is a ReLU, not a sigmoid", lambda case: _pass(case, hidden=functions.relu)),
            _forward_wrong("two-layer-hidden-tanh", "the hidden layer is a tanh, not a sigmoid", lambda case: _pass(case, hidden=np.tanh)),
            *(_SOFTMAX_HEADS if classes is MULTICLASS else ()),
            _forward_wrong("two-layer-head-linear", "the output is Z2: the last activation is missing", lambda case: _pass(case, head=lambda z: z)),
        ),
    )  # fmt: skip


# backward


def _expect_backward(case: Batch) -> Expectation:
    found = case.network().backward(case.cache(), case.targets)
    pairs = zip(_gradients(found), GRADIENT_NAMES, strict=True)
    # A guarded quotient by p (1 - p) moves a gradient by GUARDED, relative to the largest term of the sum.
    return tuple(Close(g, relative=GUARDED, absolute=GUARDED * 0.1, name=name) for g, name in pairs)


def variant(
    case: Batch,
    *,
    scale: float | None = None,
    delta2: Callable[[Array, Array], Array] = lambda y, t: y - t,
    slope: Callable[[Array, Array], Array] = lambda z, a: functions.sigmoid_derivative(z),
    mean_first: bool = False,
    bias_rows: bool = True,
) -> tuple[Array, ...]:
    """The backward pass with one thing changed; with nothing changed it is the reference (a test says so)."""
    x, z1, y1, _ = case.intermediate()
    y2, n = case.cache().output.T, case.x.shape[1]
    factor = 1 / n if scale is None else scale
    d2 = delta2(y2, case.targets.T)
    d1 = (case.parameters[2].T @ d2) * slope(z1, y1)

    def weight(delta: Array, a: Array) -> Array:
        if mean_first:
            return np.outer(delta.mean(axis=1), a.mean(axis=1))
        return np.asarray(factor * delta @ a.T)

    def bias(delta: Array) -> Array:
        if not bias_rows:
            return np.full((len(delta), 1), factor * delta.sum())
        return np.asarray(factor * delta.sum(axis=1, keepdims=True))

    return weight(d1, x), bias(d1), weight(d2, y1), bias(d2)


def _backward_wrong(
    name: str, says: str, law: str, change: Callable[[Batch], tuple[Array, ...]], on: str = "values"
) -> Misconception:
    def outcome(case: Batch) -> Expectation | Raises:
        try:
            return tuple(Close(g) for g in change(case))
        except ValueError:
            return Raises("ValueError")

    return Misconception(name, says, law, outcome, on)


def _short_one_hot(case: Batch) -> tuple[Array, ...]:
    """One-hot vectors with max + 1 entries: raises unless the largest label is the last class (or 0: broadcasts)."""
    present = int(case.labels.max()) + 1
    short = np.eye(present)[case.labels].T
    np.broadcast_shapes(short.shape, (case.classes, case.x.shape[1]))
    return variant(case, delta2=lambda y, t: y - short)


# The gradient of the submission's own loss, on larger networks than the ones above.


def own_loss_cases(classes: st.SearchStrategy[int]) -> st.SearchStrategy[Batch]:
    """Networks of normal weights with five to eight samples."""

    def build(seed: int, k: int) -> Batch:
        rng = np.random.default_rng(seed)
        d, h, n = (int(rng.integers(low, high)) for low, high in ((4, 7), (4, 6), (5, 9)))
        w1, w2 = rng.normal(scale=0.5, size=(h, d)), rng.normal(scale=0.7, size=(k, h))
        b1, b2 = 0.1 * rng.normal(size=(h, 1)), 0.1 * rng.normal(size=(k, 1))
        labels: Any = rng.integers(0, max(2, k), n)
        return Batch((w1, b1, w2, b2), rng.normal(size=(d, n)), labels, k)

    def unsure(case: Batch) -> bool:
        return bool(case.cache().output.min() >= PROBABILITY_FLOOR)

    return st.builds(build, st.integers(0, 2**32 - 1), classes).filter(unsure)


def observe_own_loss(bench: Bench, case: Batch) -> Any:
    """Slopes of the own loss and of the own gradient; None where forward or the loss is not sound."""
    loss_name = "CrossEntropyLoss" if case.classes == 1 else "MultiClassCrossEntropyLoss"
    if not {"forward", loss_name} <= bench.sound:
        return None
    labels = case.row_labels(_label_type(bench))

    def loss(parameters: Sequence[Array]) -> float:
        found = bench.call(case.x, list(parameters), name="forward")
        y2 = found[0] if isinstance(found, tuple | list) and found else found
        value = as_array(bench.call(labels, y2, name=loss_name))
        return float("nan") if value is None or value.size != 1 else float(value.reshape(()))

    kept = bench.worker.new_handle()
    bench.call(case.x, list(case.parameters), name="forward", keep=kept)
    y2, intermediate = bench.worker.item(kept, 0), bench.worker.item(kept, 1)
    arrays = [as_array(item) for item in bench.call(labels, y2, intermediate, list(case.parameters))]
    shaped = zip(arrays, case.parameters, strict=True)
    gradients = [np.zeros(0) if a is None else np.reshape(a, p.shape) for a, p in shaped]
    slopes = consistency.along(gradients, case.parameters)
    return consistency.Slopes(slopes, consistency.quotients(loss, case.parameters))


def expect_own_loss(case: Batch) -> Expectation:
    """The two kinds of slopes agree."""

    def changed(parameters: Sequence[Array]) -> Batch:
        w1, b1, w2, b2 = parameters
        return replace(case, parameters=(w1, b1, w2, b2))

    def loss(parameters: Sequence[Array]) -> float:
        return float(changed(parameters).network().mean_loss(case.x.T, case.targets))

    def gradient(sample: int) -> Sequence[Array]:
        one = replace(case, x=case.x[:, sample : sample + 1], labels=case.labels[sample : sample + 1])
        return _gradients(one.network().backward(one.cache(), one.targets))

    samples = [gradient(k) for k in range(len(case.labels))]
    return consistency.consistent(GRADIENT_NAMES, loss, samples, case.parameters)


def backward_contract(classes: st.SearchStrategy[int]) -> Contract:
    """`backward(Y_true, Y2, intermediate, params) -> [grad_W1, grad_b1, grad_W2, grad_b2]`."""

    def given(case: Batch, labels: Array) -> list[Any]:
        return [labels, case.cache().output.T.copy(), case.intermediate(), list(case.parameters)]

    def held(bench: Bench, case: Batch) -> list[Any]:
        return given(case, case.row_labels(_label_type(bench)))

    def observe(bench: Bench, case: Batch) -> Any:
        return bench.call(*held(bench, case))

    def observe_flat(bench: Bench, case: Batch) -> Any:
        return bench.call(*given(case, case.labels.astype(_label_type(bench))))

    def show(case: Batch) -> str:
        return (
            f"backward(Y_true, Y2, [X, Z1, Y1, Z2], params) after forward, with Y_true = {plain(case.labels[None])}, "
            f"X = {plain(case.x)}, {_parameters_text(case)}"
        )

    def unsure(drawn: st.SearchStrategy[Batch]) -> st.SearchStrategy[Batch]:
        return drawn.filter(lambda case: bool(case.cache().output.min() >= PROBABILITY_FLOOR))

    ordinary = unsure(batches(classes))
    return Contract(
        "two-layer-backward",
        (
            Property("values", ordinary, _expect_backward, observe=observe, held=held, show=show, examples=40),
            Property("a batch of one", unsure(batches(classes, samples=(1, 1))), _expect_backward, observe=observe, show=show, examples=5),
            Property("its own loss", own_loss_cases(classes), expect_own_loss, observe=observe_own_loss, show=show, examples=4),
            Property("saturation", saturated(batches(classes)), _expect_backward, observe=observe, show=show, kind=Kind.EDGE, excused_by=frozenset({"sigmoid"}), examples=12, remark="the quotient (Y2 - Y) / (Y2 (1 - Y2)) is 0/0 once Y2 saturates; Y2 - Y is its product with sigma'"),
            Property("flat labels", ordinary, _expect_backward, observe=observe_flat, show=show, kind=Kind.PROBE),
        ),
        (
            _backward_wrong("batch-sum", "the batch gradient is the sum over the samples, not the mean (dividing by len(Y_true) divides by 1: the labels are 1 x N)", BATCH_LAW, lambda case: variant(case, scale=1.0)),
            _backward_wrong("batch-mean-first", "averages before the outer product: mean(delta) mean(a)' is wrong by cov(a, delta)", BATCH_LAW, lambda case: variant(case, mean_first=True)),
            _backward_wrong("batch-features", "divided by the number of features, not of samples", BATCH_LAW, lambda case: variant(case, scale=1 / len(case.x))),
            _backward_wrong("batch-twice", "divided by N twice", BATCH_LAW, lambda case: variant(case, scale=case.x.shape[1] ** -2.0)),
            _backward_wrong("backward-bias-total", "the bias gradient is summed over the units as well", BATCH_LAW, lambda case: variant(case, bias_rows=False)),
            _backward_wrong("backward-sign", "the gradient has the wrong sign: Y - Y2", DELTA_LAW, lambda case: variant(case, delta2=lambda y, t: t - y)),
            _backward_wrong("backward-no-slope", "sigma'(Z1) is missing in delta_1", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: np.ones_like(z))),
            _backward_wrong("backward-slope-of-activation", "sigma' is taken at Y1 = sigma(Z1), not at Z1", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: functions.sigmoid_derivative(a))),
            _backward_wrong("backward-slope-is-sigmoid", "sigma is used in place of sigma'", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: a)),
            _backward_wrong("backward-slope-z", "z (1 - z) is used in place of sigma'(z)", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: z * (1 - z))),
            _backward_wrong("backward-squared-error", "delta_2 has a factor Y2 (1 - Y2) too many (that of the squared error)", DELTA_LAW, lambda case: variant(case, delta2=lambda y, t: (y - t) * y * (1 - y))),
            _backward_wrong("backward-loss-slope", "delta_2 is dL/dY2; the factor sigma'(Z2) is missing", DELTA_LAW, lambda case: variant(case, delta2=lambda y, t: (y - t) / (y * (1 - y)))),
            _backward_wrong("backward-no-target", "the target is not subtracted", DELTA_LAW, lambda case: variant(case, delta2=lambda y, t: y)),
            _backward_wrong("one-hot-short", "the one-hot vectors have max(Y_true) + 1 entries, not K: a batch without the last class fails, a batch of class 0 only is silently wrong", DELTA_LAW, _short_one_hot),
            _backward_wrong("one-hot-short-flat", "the one-hot vectors have max(Y_true) + 1 entries, not K: a batch without the last class fails, a batch of class 0 only is silently wrong (and 1 x N labels are not handled)", DELTA_LAW, _short_one_hot, "flat labels"),
            _backward_wrong("labels-flat-only", "right for labels of shape (N,), wrong for the documented 1 x N", BATCH_LAW, lambda case: variant(case), "flat labels"),
        ),
        conventions=("integer labels", "float labels"),
    )  # fmt: skip
