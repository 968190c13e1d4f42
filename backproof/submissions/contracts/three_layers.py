"""Contracts of the network 784-32-32-10 of `backprop-from-scratch`: its module globals, forward pass and one step.

Alphabet: x is the flattened sample, W_l has shape (n_in, n_out), a_l = sigmoid(a_{l-1} W_l + b_l), y = softmax(z_3).
The gradient is recovered from the update, (W before - W after) / learning rate, so every layer's is judged.
"""

import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.channel import Raised
from backproof.submissions.compare import (
    GUARDED,
    Anything,
    Array,
    Choice,
    Difference,
    Expectation,
    Judged,
    Number,
    as_array,
    plain,
)  # fmt: skip
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Bench, Contract, Kind, Misconception, Property
from backproof.submissions.contracts.initializers import normal_defect
from numerics import functions
from numerics.network import Cache, Dense, Network

SIZES = (784, 32, 32, 10)
SHAPES = tuple(itertools.pairwise(SIZES))
RATE = 0.5  # a power of two: dividing the update by it is exact
# The update is W - RATE g in double precision, |W| < 16, so (W before - W after) / RATE is off by at most
# 16 eps / RATE = 8e-15, amplified by nothing: ROUNDING is far above it.


@dataclass(frozen=True)
class Example:
    """A network, a sample and its label."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    sample: Array  # (28, 28)
    label: int


def network(case: Example) -> Network:
    """The same network for the reference, which has weights of shape (n_out, n_in)."""
    names = ("sigmoid", "sigmoid", "softmax")
    layers = (Dense(w.T, b, name) for w, b, name in zip(case.weights, case.biases, names, strict=True))
    return Network(tuple(layers))


def _forward(case: Example) -> tuple[Cache, Array]:
    cache = network(case).forward(case.sample.reshape(1, -1))
    return cache, np.eye(10)[[case.label]]


def _loss(case: Example) -> float:
    return float(network(case).mean_loss(case.sample.reshape(1, -1), np.eye(10)[[case.label]]))


def _sparse_example() -> st.SearchStrategy[Example]:
    weights = st.tuples(*(drawing.sparse(shape, 4, 4.0) for shape in SHAPES))
    biases = st.tuples(*(drawing.sparse((n,), 2, 2.0) for n in SIZES[1:]))
    sample = drawing.sparse((28, 28), 3, 1.0).map(np.abs)
    return st.builds(Example, weights, biases, sample, st.integers(0, 9))


def _dense_example() -> st.SearchStrategy[Example]:
    def build(k: int, label: int) -> Example:
        rng = np.random.default_rng(k)
        weights = tuple(rng.normal(scale=1 / np.sqrt(shape[0]), size=shape) for shape in SHAPES)
        return Example(weights, tuple(0.3 * rng.normal(size=n) for n in SIZES[1:]), rng.random((28, 28)), label)

    return st.builds(build, st.integers(0, 2**32 - 1), st.integers(0, 9))


def _saturated_example(output: st.SearchStrategy[tuple[int, tuple[int, ...], float]]) -> st.SearchStrategy[Example]:
    """Preactivations of +-1e4 in one unit of a hidden layer, or in those units of the output that are drawn."""

    def build(case: Example, layer: int, units: tuple[int, ...], sign: float) -> Example:
        biases = [b.copy() for b in case.biases]
        biases[layer][list(units)] += sign * 1e4
        return replace(case, biases=tuple(biases))

    unit = st.integers(0, 2).map(lambda k: (k,))
    hidden = st.tuples(st.integers(0, 1), unit, st.sampled_from((1.0, -1.0)))
    return st.builds(lambda case, place: build(case, *place), SPARSE, st.one_of(hidden, output))


SPARSE, DENSE = _sparse_example(), _dense_example()
# All outputs moved together leave the softmax as it is; a loss of a certain prediction is asked of cross_entropy_loss.
SHIFTED = _saturated_example(st.tuples(st.just(2), st.just(tuple(range(10))), st.sampled_from((1.0, -1.0))))
SATURATED = _saturated_example(st.tuples(st.just(2), st.integers(0, 9).map(lambda k: (k,)), st.just(1.0)))
HELPERS = frozenset({"sigmoid", "dsigmoid", "softmax", "cross_entropy_loss", "integer_to_one_hot"})


def show(case: Example) -> str:
    """The case, entry by entry where it is sparse."""
    named = [(f"weights{k}", w) for k, w in enumerate(case.weights, 1)]
    named += [(f"biases{k}", b) for k, b in enumerate(case.biases, 1)]
    shown = "; ".join(f"{name}: {plain(value)}" for name, value in named)
    return f"sample: {plain(case.sample)}; y = {case.label}; {shown}; learning_rate = {RATE}"


# Where the submission keeps its parameters.


@dataclass(frozen=True)
class Place:
    """One parameter's global, the shape it has there, and whether that is the transpose of (n_in, n_out)."""

    path: tuple[Any, ...]
    shape: tuple[int, ...]
    transposed: bool = False

    def laid_out(self, value: Array) -> Array:
        """A weight matrix (n_in, n_out) or a bias vector in the submission's layout."""
        return value.T.copy() if self.transposed else value.reshape(self.shape)

    def canonical(self, value: Array, like: Array) -> Array:
        """Back again."""
        return value.T if self.transposed else value.reshape(like.shape)


class NoParameters(Raised):
    """The globals that the assignment asks for are not there."""


def _read(bench: Bench, path: tuple[Any, ...]) -> Array | None:
    try:
        found = as_array(bench.worker.read_global(list(path)))
    except Raised:
        return None
    return None if found is None else found.astype(float)


def _fits(value: Array | None, shape: tuple[int, ...]) -> bool:
    if value is None or value.dtype.kind != "f":
        return False
    if len(shape) == 2:
        return value.shape in (shape, shape[::-1])
    return value.size == shape[0] and value.ndim <= 2


def places(bench: Bench) -> list[list[Place]]:
    """The six parameters, W1..W3 and b1..b3, in every spelling that the module has (`weights[0]`, `weights1`)."""
    found: list[list[Place]] = []
    for name, wanted in (("weights", SHAPES), ("biases", tuple((n,) for n in SIZES[1:]))):
        for k, shape in enumerate(wanted):
            spellings: list[tuple[Any, ...]] = [(f"{name}{k + 1}",), (name, k)]
            values = [(path, _read(bench, path)) for path in spellings]
            fitting = [Place(path, value.shape) for path, value in values if value is not None and _fits(value, shape)]
            if not fitting:
                text = f"no global {name}[{k}] or {name}{k + 1} with shape {shape} (or transposed) is there"
                raise NoParameters("NameError", text)
            found.append(fitting)
    # A square matrix tells nothing about its layout: it is stored like the first layer.
    columns = found[0][0].shape != SHAPES[0]
    for k, shape in enumerate(SHAPES):
        square = shape[0] == shape[1]
        found[k] = [replace(place, transposed=columns if square else place.shape != shape) for place in found[k]]
    return found


def install(bench: Bench, case: Example) -> list[list[Place]]:
    """Give the submission's globals the case's parameters, wherever they are kept."""
    found = places(bench)
    for group, value in zip(found, (*case.weights, *case.biases), strict=True):
        for place in group:
            bench.worker.assign(list(place.path), place.laid_out(value))
    return found


# The contracts.


def _sample(bench: Bench, case: Example) -> Array:
    return case.sample.ravel() if bench.convention == "flat" else case.sample


def _forward_arguments(bench: Bench, case: Example) -> list[Any]:
    install(bench, case)
    return [_sample(bench, case), case.label]


def _observe_forward(bench: Bench, case: Example) -> Any:
    return bench.call(*_forward_arguments(bench, case))


def _expect_forward(case: Example) -> Expectation:
    cache, _ = _forward(case)
    y = cache.output[0]
    best = frozenset(int(k) for k in np.flatnonzero(y >= y.max() * (1 - 1e-9)))
    return Number(_loss(case), relative=GUARDED, absolute=GUARDED, name="loss"), Choice(best, 10, name="guess")


def _forward_variant(formula: Any) -> Any:
    def variant(case: Example) -> Expectation:
        return Number(float(formula(case))), Anything()

    return variant


def _loss_of_logits_variant(case: Example) -> float:
    cache, t = _forward(case)
    return float(-np.sum(t * np.log(functions.sigmoid(cache.logits))))


def _without_biases(case: Example) -> float:
    return _loss(replace(case, biases=tuple(np.zeros_like(b) for b in case.biases)))


FORWARD_LAW = "a_l = f_l(W_l a_(l-1) + b_l), y = softmax(z_L), L = -sum_j t_j log y_j"
_FLAT_OR_IMAGE = ("image", "flat")

FEED_FORWARD_SAMPLE = Contract(
    "feed-forward-sample",
    (
        Property("values", SPARSE, _expect_forward, observe=_observe_forward, held=_forward_arguments, show=show, examples=25),
        Property("dense values", DENSE, _expect_forward, observe=_observe_forward, show=show, examples=5),
        Property("stability", SHIFTED, _expect_forward, observe=_observe_forward, show=show, kind=Kind.EDGE, excused_by=HELPERS, examples=8, remark="overflow at large preactivations"),
    ),
    (
        Misconception("forward-no-bias", "the biases are not added", FORWARD_LAW, _forward_variant(_without_biases)),
        Misconception("forward-sigmoid-output", "the last layer is a sigmoid, not a softmax", FORWARD_LAW, _forward_variant(_loss_of_logits_variant)),
        Misconception("forward-loss-sign", "the loss has the wrong sign", FORWARD_LAW, _forward_variant(lambda case: -_loss(case))),
        Misconception("forward-loss-mean", "the loss is divided by the 10 classes", FORWARD_LAW, _forward_variant(lambda case: _loss(case) / 10)),
    ),
    conventions=_FLAT_OR_IMAGE,
)  # fmt: skip


def _dataset_cases() -> st.SearchStrategy[tuple[Example, Array, Array]]:
    def build(case: Example, k: int, count: int) -> tuple[Example, Array, Array]:
        rng = np.random.default_rng(k)
        return case, rng.random((count, 28, 28)), rng.integers(0, 10, count).astype(float)

    return st.builds(build, _dense_example(), st.integers(0, 2**32 - 1), st.integers(1, 3))


def _observe_dataset(bench: Bench, case: tuple[Example, Array, Array]) -> Any:
    example, samples, labels = case
    install(bench, example)
    samples = samples.reshape(len(samples), -1) if bench.convention == "flat" else samples
    bench.call(samples, labels.astype(np.int64))


# It prints; printed text is never parsed. So this asks only that it runs, and is worth no points in what is shipped.
FEED_FORWARD_DATASET = Contract(
    "feed-forward-dataset",
    (
        Property(
            "runs",
            _dataset_cases(),
            lambda case: Anything(),
            observe=_observe_dataset,
            show=lambda case: f"feed_forward_dataset(x, y) with x of shape {case[1].shape}",
            examples=5,
        ),
    ),
    conventions=_FLAT_OR_IMAGE,
    caveat="it runs: what it prints is not read",
)


def _initial(bench: Bench, case: Any) -> Any:
    found = places(bench)
    return [bench.worker.read_global(list(group[0].path)) for group in found[:3]]


def initial_weights_defect(observed: Any) -> Difference | None:
    """Whether three observed matrices are draws from N(0, 1 / max(n_in, n_out))."""
    for k, (value, shape) in enumerate(zip(observed, SHAPES, strict=True), start=1):
        array = as_array(value)
        assert array is not None, "places() only finds numeric arrays"
        values = array.astype(float)
        if not np.isfinite(values).all():
            return Difference(f"weights{k}", "finite numbers", plain(values), "not a finite number")
        found = normal_defect(values, 1 / max(shape), f"weights{k}")
        if found is not None:
            return found
    return None


def _one_value(case: Any) -> Expectation:
    def check(observed: Any) -> Difference | None:
        arrays = [as_array(item) for item in observed]
        same = all(a is not None and np.unique(a).size == 1 and a.any() for a in arrays)
        return None if same else Difference("weights", "one value a matrix", "several", "")

    return Judged(check)


DRAW_LAW = "Var(a_j) = n_in sigma^2 v^2 needs n_in independent weights; one draw repeated gives n_in^2 sigma^2 v^2"
INITIAL_WEIGHTS = Contract(
    "initial-weights",
    (
        Property(
            "distribution",
            st.just("initial weights"),
            lambda case: Judged(initial_weights_defect),
            observe=_initial,
            show=lambda case: "the module globals weights and biases after loading",
            examples=1,
        ),
        Property(
            "one draw",
            st.just("initial weights"),
            lambda case: Judged(initial_weights_defect),
            observe=_initial,
            kind=Kind.PROBE,
        ),
    ),
    (Misconception("one-draw", "one random draw fills the whole matrix", DRAW_LAW, _one_value, "one draw"),),
    needs_definition=False,
)
