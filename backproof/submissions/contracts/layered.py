"""Contracts of `threes-nines`: layers of any number and width, samples in rows, activations that return their slope.

Alphabet: X is n x d_0; layer l computes z = x W + b, (out, grad) = activation(z); g is the last output, n x 1.
Harmless choices are conventions: W is d_in x d_out or its transpose, b is (d_out,), 1 x d_out or d_out x 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.compare import Array, Close, Expectation, as_array, plain
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Bench, Contract, Misconception, Property
from backproof.submissions.contracts.lending import numbers
from backproof.submissions.frames import Definition, Remote
from numerics import functions
from numerics.activations import activation
from numerics.network import Cache, Dense, Network

LAYER_LAW = "a_l = f_l(W_l a_(l-1) + b_l)"
BATCH_LAW = "dL/dW = mean over the samples of delta a', dL/db = mean of delta"
DELTA_LAW = "delta_(l-1) = (W_l' delta_l) * f'(z_(l-1)) elementwise"
KINK = 1e-3  # preactivations of a ReLU stay this far from 0, where it has no derivative


@dataclass(frozen=True)
class Layout:
    """How a course stores W and b."""

    transposed: bool
    bias: str  # "flat", "row" or "column"

    def weight(self, w: Array) -> Array:
        """A d_in x d_out matrix as the submission has it."""
        return w.T.copy() if self.transposed else w

    def offset(self, b: Array) -> Array:
        """A bias vector as the submission has it."""
        return {"flat": b, "row": b[None, :], "column": b[:, None]}[self.bias]


LAYOUTS = tuple(Layout(transposed, bias) for transposed in (False, True) for bias in ("row", "flat", "column"))


@dataclass(frozen=True)
class Stack:
    """A network, a batch, and the slope of the loss at its output."""

    weights: tuple[Array, ...]  # d_in x d_out
    biases: tuple[Array, ...]
    names: tuple[str, ...]
    x: Array
    slope: Array  # n x d_L, per sample

    def network(self) -> Network:
        """The reference network."""
        layers = (Dense(w.T, b, name) for w, b, name in zip(self.weights, self.biases, self.names, strict=True))
        return Network(tuple(layers), "squared-error")

    def cache(self) -> Cache:
        """Its forward pass."""
        return self.network().forward(self.x)

    def smooth(self) -> bool:
        """Whether no ReLU is near its kink."""
        pairs = zip(self.cache().preactivations, self.names, strict=True)
        return all(name != "relu" or bool((np.abs(z) > KINK).all()) for z, name in pairs)


def stacks(depth: st.SearchStrategy[int]) -> st.SearchStrategy[Stack]:
    """Small networks that end in one sigmoid unit, with a batch of one to four samples."""

    def build(widths: list[int], n: int) -> st.SearchStrategy[Stack]:
        shapes = list(zip(widths, [*widths[1:], 1], strict=True))
        weights = st.tuples(*(drawing.array(shape, drawing.eighths(2)) for shape in shapes))
        biases = st.tuples(*(drawing.array(shape[1:], drawing.eighths(1)) for shape in shapes))
        hidden = st.lists(st.sampled_from(("sigmoid", "relu")), min_size=len(shapes) - 1, max_size=len(shapes) - 1)
        names = hidden.map(lambda found: (*found, "sigmoid"))
        x = drawing.array((n, widths[0]), drawing.eighths(2))
        slope = drawing.array((n, 1), drawing.eighths(4))
        return st.builds(Stack, weights, biases, names, x, slope).filter(Stack.smooth)

    widths = depth.flatmap(lambda d: st.lists(st.integers(1, 3), min_size=d, max_size=d))
    return st.tuples(widths, st.integers(1, 4)).flatmap(lambda drawn: build(*drawn))


def _derivative(name: str, z: Array) -> Array:
    """The slope of an elementwise activation: its pullback of ones."""
    entry = activation(name)
    return entry.pullback(z, entry.function(z), np.ones_like(z))


def own_activation(bench: Bench, name: str) -> Definition | Remote:
    """The submission's own activation if it was found sound, else a stub of the judge's."""
    own = f"{name}_activation"
    if own in bench.sound:
        return Definition(own)
    entry = activation(name)

    def stub(arguments: list[Any]) -> Any:
        z = numbers(arguments[0] if arguments else None, "the activation's argument")
        return entry.function(z), _derivative(name, z)

    return bench.lend(stub)


def layout(bench: Bench) -> Layout:
    """The convention in force."""
    return bench.convention if isinstance(bench.convention, Layout) else LAYOUTS[0]


def show(case: Stack) -> str:
    """The case in full: it is small."""
    layers = "; ".join(
        f"W{l} = {plain(w)}, b{l} = {plain(b)}, {name}"
        for l, (w, b, name) in enumerate(zip(case.weights, case.biases, case.names, strict=True), 1)
    )
    return f"X = {plain(case.x)}; {layers}; dL_dg = {plain(case.slope)}"


# One layer, and all of them.


def _first_of_pair(found: Any) -> Any:
    return found[0] if isinstance(found, tuple | list) and len(found) == 2 else found


def _observe_layer(bench: Bench, case: Stack) -> Any:
    chosen = layout(bench)
    w, b = chosen.weight(case.weights[0]), chosen.offset(case.biases[0])
    return _first_of_pair(bench.call(case.x, w, b, own_activation(bench, case.names[0])))


def _observe_pass(bench: Bench, case: Stack) -> Any:
    return _first_of_pair(bench.call(*pass_arguments(bench, case)))


def pass_arguments(bench: Bench, case: Stack) -> list[Any]:
    """X, weights, biases, activations as the submission wants them."""
    chosen = layout(bench)
    weights, biases = [chosen.weight(w) for w in case.weights], [chosen.offset(b) for b in case.biases]
    return [case.x, weights, biases, [own_activation(bench, name) for name in case.names]]


def _expect_output(case: Stack) -> Expectation:
    return Close(case.cache().output, name="output")


def _output_wrong(name: str, says: str, change: Callable[[Stack], Array]) -> Misconception:
    return Misconception(name, says, LAYER_LAW, lambda case: Close(change(case)))


def _without_bias(case: Stack) -> Array:
    return Stack(case.weights, tuple(0 * b for b in case.biases), case.names, case.x, case.slope).cache().output


_OUTPUT_WRONGS = (
    _output_wrong("layer-no-bias", "the bias is not added", _without_bias),
    _output_wrong("layer-linear", "the last activation is not applied", lambda case: case.cache().logits),
    _output_wrong("layer-slope", "the activation's slope is returned instead of its value", lambda case: functions.sigmoid_derivative(case.cache().logits)),
    _output_wrong("layer-twice", "the last activation is applied twice", lambda case: functions.sigmoid(case.cache().output)),
)  # fmt: skip


def _forward_contract(name: str, depth: st.SearchStrategy[int], observe: Callable[[Bench, Stack], Any]) -> Contract:
    values = Property("values", stacks(depth), _expect_output, observe=observe, show=show, examples=30)
    return Contract(name, (values,), _OUTPUT_WRONGS, conventions=LAYOUTS)


LAYER_FORWARD = _forward_contract("layer-forward", st.just(1), _observe_layer)
FORWARD_PASS = _forward_contract("forward-pass", st.integers(1, 3), _observe_pass)


# Backward.


def _scale_of_own_loss(bench: Bench) -> bool:
    """Whether the submission's own logistic_loss already divides its slope by n; then backward_pass has to sum."""
    if "logistic_loss" not in bench.sound:
        return False
    found = bench.call(np.array([[0.25], [0.5]]), np.array([1.0, 0.0]), name="logistic_loss")
    slope = as_array(found[1]) if isinstance(found, tuple | list) and len(found) == 2 else None
    return slope is not None and slope.size == 2 and bool(np.allclose(slope.ravel(), [-2.0, 1.0]))


def _observe_backward(bench: Bench, case: Stack) -> Any:
    kept = bench.worker.new_handle()
    bench.call(*pass_arguments(bench, case), name="forward_pass", keep=kept)
    caches = bench.worker.item(kept, 1)
    slope = case.slope / len(case.x) if _scale_of_own_loss(bench) else case.slope
    found = bench.call(slope, caches)
    if not isinstance(found, tuple | list) or len(found) != 2:
        return found
    if not isinstance(found[0], list | tuple):
        return found
    return [canonical(item, layout(bench).transposed) for item in found[0]], found[1]


def canonical(value: Any, transposed: bool) -> Any:
    """A returned matrix as d_in x d_out."""
    array = as_array(value)
    return array.T.copy() if transposed and array is not None and array.ndim == 2 else value


Pair = tuple[tuple[Array, ...], tuple[Array, ...]]


def _leaves(gradients: Pair) -> Expectation:
    weights, biases = gradients
    return (
        tuple(Close(w, name=f"grad_Ws[{l}]") for l, w in enumerate(weights)),
        tuple(Close(b, shapes=((1, len(b)), (len(b), 1)), name=f"grad_bs[{l}]") for l, b in enumerate(biases)),
    )


def reference(case: Stack) -> Pair:
    """The gradient of the mean over the samples, from the reference network."""
    found, n = case.network().pullback(case.cache(), case.slope), len(case.x)
    return tuple(w.T / n for w in found.weights), tuple(b / n for b in found.biases)


def variant(
    case: Stack,
    *,
    scale: float | None = None,
    mean_first: bool = False,
    slope_at: str = "z",
    skip_last: bool = False,
    bias: str = "units",
) -> Pair:
    """The backward pass with one thing changed; with nothing changed it is the reference (a test says so)."""
    cache, n = case.cache(), len(case.x)
    factor = 1 / n if scale is None else scale
    arriving, weights, biases = case.slope, list[Array](), list[Array]()
    for l in reversed(range(len(case.weights))):
        name, z, a = case.names[l], cache.preactivations[l], cache.activations[l]
        at = {"z": _derivative(name, z), "a": _derivative(name, a), "none": np.ones_like(z)}[slope_at]
        delta = np.asarray(arriving if skip_last and l == len(case.weights) - 1 else arriving * at)
        below = cache.activations[l - 1] if l else case.x
        weights.insert(0, np.outer(below.mean(axis=0), delta.mean(axis=0)) if mean_first else factor * below.T @ delta)
        total = factor * delta.sum(axis=0)
        biases.insert(0, total if bias == "units" else np.full_like(total, total.sum()))
        arriving = delta @ case.weights[l].T
    return tuple(weights), tuple(biases)


def _backward_wrong(name: str, says: str, law: str, change: Callable[[Stack], Pair]) -> Misconception:
    return Misconception(name, says, law, lambda case: _leaves(change(case)))


def _reversed(case: Stack) -> Pair:
    weights, biases = reference(case)
    return weights[::-1], biases[::-1]


def _first_sample(case: Stack) -> Pair:
    return reference(Stack(case.weights, case.biases, case.names, case.x[:1], case.slope[:1]))


BACKWARD_PASS = Contract(
    "backward-pass",
    (Property("values", stacks(st.integers(1, 3)), lambda case: _leaves(reference(case)), observe=_observe_backward, show=show, examples=40),),
    (
        _backward_wrong("batch-sum", "the batch gradient is the sum over the samples, not the mean", BATCH_LAW, lambda case: variant(case, scale=1.0)),
        _backward_wrong("batch-mean-first", "averages before the outer product: mean(a) mean(delta)' is wrong by cov(a, delta)", BATCH_LAW, lambda case: variant(case, mean_first=True)),
        _backward_wrong("batch-twice", "divided by n twice", BATCH_LAW, lambda case: variant(case, scale=len(case.x) ** -2.0)),
        _backward_wrong("batch-first-sample", "only the first sample of the batch is used", BATCH_LAW, _first_sample),
        _backward_wrong("backward-no-slope", "the activations' slopes are missing", DELTA_LAW, lambda case: variant(case, slope_at="none")),
        _backward_wrong("backward-slope-of-activation", "the slope is taken at the activation, not at the preactivation", DELTA_LAW, lambda case: variant(case, slope_at="a")),
        _backward_wrong("backward-last-slope", "the slope of the last activation is missing", DELTA_LAW, lambda case: variant(case, skip_last=True)),
        _backward_wrong("backward-bias-total", "the bias gradient is summed over the units: a dot product, not elementwise", DELTA_LAW, lambda case: variant(case, bias="total")),
        _backward_wrong("backward-sign", "the gradient has the wrong sign", DELTA_LAW, lambda case: variant(case, scale=-1 / len(case.x))),
        _backward_wrong("backward-reversed", "the gradients are listed from the last layer to the first", DELTA_LAW, _reversed),
    ),
    conventions=LAYOUTS,
)  # fmt: skip
