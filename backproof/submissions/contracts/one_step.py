"""The contract of `train_one_sample`: one step of gradient descent, judged by the gradient it used.

Two signatures are read from the parameters: (sample, y, learning_rate) updates the module's globals;
(sample, y, weights, biases, learning_rate) returns the new lists or updates the given ones.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

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
    difference,
)  # fmt: skip
from backproof.submissions.contracts.core import Bench, Contract, Kind, Misconception, Property
from backproof.submissions.contracts.three_layers import (
    DENSE,
    HELPERS,
    RATE,
    SATURATED,
    SPARSE,
    Example,
    install,
    network,
    show,
)  # fmt: skip
from numerics import functions

Gradients = tuple[Array, ...]  # W1, W2, W3 of shape (n_in, n_out), then b1, b2, b3
NAMES = tuple(f"gradient of {kind}{k}" for kind in ("weights", "biases") for k in (1, 2, 3))
WEIGHT_LAW = "dL/dW_l = delta_l a_(l-1)', an outer product"
BIAS_LAW = "dL/db_l = delta_l, entry by entry, with delta_l = (W_(l+1)' delta_(l+1)) * sigma'(z_l) elementwise"
DELTA_LAW = "delta_l = (W_(l+1)' delta_(l+1)) * sigma'(z_l), and delta_L = y - t for softmax with cross-entropy"
STEP_LAW = "W <- W - eta dL/dW, b <- b - eta dL/db, every gradient taken at the old parameters"


def reference(case: Example) -> Gradients:
    """The gradient of the loss, from the reference network."""
    whole = network(case)
    found = whole.backward(whole.forward(case.sample.reshape(1, -1)), np.eye(10)[[case.label]])
    return (*(w.T for w in found.weights), *found.biases)


def expect(case: Example) -> Expectation:
    """Every layer's weight and bias gradient."""
    return tuple(Close(g, name=name) for g, name in zip(reference(case), NAMES, strict=True))


def _takes_parameters(bench: Bench) -> bool:
    names = bench.parameters()
    return len(names) >= 4 or any(name.startswith(("weight", "bias")) for name in names)


def _sample(bench: Bench, case: Example) -> Array:
    return case.sample.ravel() if bench.convention == "flat" else case.sample


def _step(bench: Bench, case: Example) -> list[Array]:
    """The six parameters after one step, in the reference's layout."""
    before = (*case.weights, *case.biases)
    found = install(bench, case)
    if not _takes_parameters(bench):
        bench.call(_sample(bench, case), case.label, RATE)
        after = []
        for group, old in zip(found, before, strict=True):
            readings = [(place, bench.worker.read_global(list(place.path))) for place in group]
            values = [_canonical(place.canonical, value, old) for place, value in readings]
            changed = [value for value in values if not np.array_equal(value, old)]
            after.append((changed or values)[0])
        return after
    laid_out = [group[0].laid_out(value) for group, value in zip(found, before, strict=True)]
    weights, biases = bench.worker.store(laid_out[:3]), bench.worker.store(laid_out[3:])
    returned = bench.call(_sample(bench, case), case.label, weights, biases, RATE)
    if returned is None:
        returned = (bench.worker.fetch(weights), bench.worker.fetch(biases))
    lists = (
        [item for item in returned if isinstance(item, list | tuple) and len(item) == 3]
        if isinstance(returned, list | tuple)
        else []
    )
    if len(lists) != 2:
        raise Raised("ValueError", "train_one_sample must return the new weights and biases, two lists of three arrays")
    new = [*lists[0], *lists[1]]
    return [_canonical(group[0].canonical, value, old) for group, value, old in zip(found, new, before, strict=True)]


def _canonical(turn: Callable[[Array, Array], Array], value: Any, like: Array) -> Array:
    array = as_array(value)
    if array is None or array.size != like.size:
        shape = "an object" if array is None else f"shape {array.shape}"
        raise Raised("ValueError", f"after the step a parameter has {shape}, where {like.size} numbers were")
    turned = turn(array.astype(float), like)
    if turned.shape != like.shape:
        raise Raised("ValueError", f"after the step a parameter has shape {array.shape}")
    return turned


def _observe(bench: Bench, case: Example) -> Any:
    after = _step(bench, case)
    return tuple((old - new) / RATE for old, new in zip((*case.weights, *case.biases), after, strict=True))


def _observe_evaluation(bench: Bench, case: Example) -> Any:
    """The loss after the step; None where the globals are not what is trained, or the forward pass is not sound."""
    if _takes_parameters(bench) or "feed_forward_sample" not in bench.sound:
        return None
    _step(bench, case)
    found = bench.call(_sample(bench, case), case.label, name="feed_forward_sample")
    return found[0] if isinstance(found, list | tuple) and found else found


def stepped(case: Example) -> Example:
    """The case after one right step."""
    gradients = reference(case)
    new = [old - RATE * g for old, g in zip((*case.weights, *case.biases), gradients, strict=True)]
    return replace(case, weights=tuple(new[:3]), biases=tuple(new[3:]))


def _expect_evaluation(case: Example) -> Expectation:
    loss = float(network(stepped(case)).mean_loss(case.sample.reshape(1, -1), np.eye(10)[[case.label]]))
    right = Number(loss, relative=GUARDED, absolute=GUARDED, name="loss after the step")

    def check(got: Any) -> Difference | None:
        return None if got is None else difference(got, right)

    return Judged(check)


def variant(
    case: Example,
    *,
    output: Callable[[Array, Array], Array] = lambda y, t: y - t,
    slope: Callable[[Array, Array], Array] = lambda z, a: functions.sigmoid_derivative(z),
    bias: Callable[[Array, Array], Array] = lambda delta, arriving: delta,
    late: bool = False,
    scale: float = 1.0,
    skip_slope_in_weights: bool = False,
) -> Gradients:
    """Backpropagation with one thing changed; with nothing changed it is the reference (a test says so)."""
    cache = network(case).forward(case.sample.reshape(1, -1))
    inputs = [cache.inputs[0], cache.activations[0][0], cache.activations[1][0]]
    target = np.eye(10)[case.label]
    delta = output(cache.output[0], target)
    weights: list[Array] = [np.outer(inputs[2], delta)]
    biases: list[Array] = [np.asarray(delta, dtype=float)]
    for l in (1, 0):
        above = case.weights[l + 1] - (RATE * scale * weights[0] if late else 0.0)
        arriving = above @ delta
        s = slope(cache.preactivations[l][0], cache.activations[l][0])
        delta = arriving * s
        weights.insert(0, np.outer(inputs[l], arriving if skip_slope_in_weights else delta))
        biases.insert(0, np.asarray(bias(delta, arriving), dtype=float))
    return tuple(scale * g for g in (*weights, *biases))


def _named(name: str, says: str, law: str, change: Callable[[Example], Gradients]) -> Misconception:
    return Misconception(name, says, law, lambda case: tuple(Close(g) for g in change(case)))


def _only(kept: tuple[int, ...]) -> Callable[[Example], Gradients]:
    return lambda case: tuple(g if k in kept else np.zeros_like(g) for k, g in enumerate(reference(case)))


def _dot(delta: Array, arriving: Array) -> Array:
    return np.full_like(delta, delta.sum())


MISCONCEPTIONS = (
    _named("step-bias-dot", "the bias gradient is a dot product, not elementwise: one number for a whole layer", BIAS_LAW, lambda case: variant(case, bias=_dot)),
    _named("step-bias-mean", "the bias gradient is averaged over the units of a layer", BIAS_LAW, lambda case: variant(case, bias=lambda d, a: np.full_like(d, d.mean()))),
    _named("step-bias-no-slope", "sigma' is missing in the bias gradients", BIAS_LAW, lambda case: variant(case, bias=lambda d, a: a)),
    _named("step-weights-no-slope", "sigma' is missing in the weight gradients of the hidden layers", WEIGHT_LAW, lambda case: variant(case, skip_slope_in_weights=True)),
    _named("step-no-slope", "sigma' is missing: delta is carried back as if the hidden layers were linear", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: np.ones_like(z))),
    _named("step-slope-of-activation", "sigma' is taken at the activation a, not at the preactivation z", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: functions.sigmoid_derivative(a))),
    _named("step-slope-is-sigmoid", "sigma is used in place of sigma'", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: a)),
    _named("step-slope-z", "z (1 - z) is used in place of sigma'(z)", DELTA_LAW, lambda case: variant(case, slope=lambda z, a: z * (1 - z))),
    _named("step-ascent", "the step goes up the gradient: W + eta dL/dW", STEP_LAW, lambda case: variant(case, scale=-1.0)),
    _named("step-late", "the weights are updated before the gradient of the layer below is taken", STEP_LAW, lambda case: variant(case, late=True)),
    _named("step-no-bias", "the biases are not updated", STEP_LAW, _only((0, 1, 2))),
    _named("step-no-weights", "the weights are not updated", STEP_LAW, _only((3, 4, 5))),
    _named("step-last-layer", "only the last layer is updated", STEP_LAW, _only((2, 5))),
    _named("step-nothing", "nothing is updated: new arrays are made, the network's stay as they were", STEP_LAW, _only(())),
    _named("step-rate-twice", "the learning rate is applied twice", STEP_LAW, lambda case: variant(case, scale=RATE)),
    _named("step-no-rate", "the learning rate is not applied", STEP_LAW, lambda case: variant(case, scale=1 / RATE)),
    _named("step-doubled", "the gradient is doubled", STEP_LAW, lambda case: variant(case, scale=2.0)),
    _named("step-squared-error", "delta_L is that of the squared error with sigmoid outputs: (y - t) y (1 - y)", DELTA_LAW, lambda case: variant(case, output=lambda y, t: (y - t) * y * (1 - y))),
    _named("step-output-only-y", "the target is not subtracted: delta_L = y", DELTA_LAW, lambda case: variant(case, output=lambda y, t: y)),
    _named("step-loss-slope", "delta_L is dL/dy = -t/y, without the softmax Jacobian", DELTA_LAW, lambda case: variant(case, output=lambda y, t: -t / y)),
)  # fmt: skip


TRAIN_ONE_SAMPLE = Contract(
    "train-one-sample",
    (
        Property("values", SPARSE, expect, observe=_observe, show=show, examples=30),
        Property("dense values", DENSE, expect, observe=_observe, show=show, examples=5),
        Property(
            "the trained network is evaluated",
            DENSE,
            _expect_evaluation,
            observe=_observe_evaluation,
            show=show,
            examples=6,
        ),
        Property(
            "saturation",
            SATURATED,
            expect,
            observe=_observe,
            show=show,
            kind=Kind.EDGE,
            excused_by=HELPERS,
            examples=8,
            remark="0/0 or overflow where a unit saturates: delta_L is y - t, with no quotient by y",
        ),
    ),
    MISCONCEPTIONS,
    conventions=("image", "flat"),
)
