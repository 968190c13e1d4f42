"""The contract of `backward_pass`: the gradient of the mean over the samples, and that of the submission's own loss.

Alphabet as in `layered`: dL_dg is n x 1, one slope a sample; grad_Ws and grad_bs are listed as the layers are.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.channel import Raised
from backproof.submissions.compare import ROUNDING, Array, Close, Expectation, as_array
from backproof.submissions.contracts import consistency
from backproof.submissions.contracts.core import Bench, Contract, Kind, Misconception, Property
from backproof.submissions.contracts.layered import (
    LAYOUTS,
    Stack,
    canonical,
    derivative,
    first_of_pair,
    layout,
    own_activation,
    pass_arguments,
    saturated,
    show,
    stacks,
)  # fmt: skip
from numerics.network import Network

BATCH_LAW = "dL/dW = mean over the samples of delta a', dL/db = mean of delta"
DELTA_LAW = "delta_(l-1) = (W_l' delta_l) * f'(z_(l-1)) elementwise"
# Sums of a few terms as large as 1e5 are off by some 1e5 eps = 2e-11.
HUGE_ROUNDING = 1e-7


def _scale_of_own_loss(bench: Bench) -> bool:
    """Whether backward_pass has to sum over the samples, because the 1/n of the mean is the own logistic_loss's.

    Either its slope has the 1/n, or it returns a mean whose slope should have it and has not, while backward_pass sums:
    then the two do not fit, and it is logistic_loss whose slope is not that of its loss.
    """
    if "logistic_loss" not in bench.sound | bench.unsound:
        return False
    form = own_loss_form(bench)
    return form == (True, True) or (form == (True, False) and sums(bench)) or form == (False, True)


def own_loss_form(bench: Bench) -> tuple[bool, bool]:
    """Whether the own logistic_loss returns one number, and whether its slope has the 1/n of the mean."""
    try:
        found = bench.call(np.array([[0.25], [0.5]]), np.array([1.0, 0.0]), name="logistic_loss")
    except Raised:
        return False, False
    if not isinstance(found, tuple | list) or len(found) != 2:
        return False, False
    loss, slope = as_array(found[0]), as_array(found[1])
    scaled = slope is not None and slope.size == 2 and bool(np.allclose(slope.ravel(), [-2.0, 1.0]))
    return loss is not None and loss.size == 1, scaled


def sums(bench: Bench) -> bool:
    """Whether the own backward_pass sums over the samples: two equal samples have twice the gradient of one."""

    def gradient(n: int) -> float:
        kept = bench.worker.new_handle()
        one = np.ones((1, 1))
        given = [np.ones((n, 1)), [one], [one], [own_activation(bench, "sigmoid")]]
        bench.call(*given, name="forward_pass", keep=kept)
        found = bench.call(np.ones((n, 1)), bench.worker.item(kept, 1), name="backward_pass")
        value = as_array(found[0][0])
        return float("nan") if value is None or value.size != 1 else float(value.reshape(()))

    try:
        return bool(np.isclose(gradient(2), 2 * gradient(1), rtol=1e-6, atol=0.0))
    except (Raised, LookupError, TypeError):
        return False


def _backward_arguments(bench: Bench, case: Stack) -> list[Any]:
    if "forward_pass" in bench.unsound:
        bench.restart()  # what a wrong forward_pass keeps between calls is not backward_pass's fault
    kept = bench.worker.new_handle()
    bench.call(*pass_arguments(bench, case), name="forward_pass", keep=kept)
    caches = bench.worker.item(kept, 1)
    slope = case.slope / len(case.x) if _scale_of_own_loss(bench) else case.slope
    return [slope, caches]


def _observe_backward(bench: Bench, case: Stack) -> Any:
    return in_rows(bench, bench.call(*_backward_arguments(bench, case)))


def in_rows(bench: Bench, found: Any) -> Any:
    """What backward_pass returned, with every weight gradient as d_in x d_out."""
    if not isinstance(found, tuple | list) or len(found) != 2:
        return found
    if not isinstance(found[0], list | tuple):
        return found
    return [canonical(item, layout(bench).transposed) for item in found[0]], found[1]


Pair = tuple[tuple[Array, ...], tuple[Array, ...]]


def _leaves(gradients: Pair, absolute: float = ROUNDING) -> Expectation:
    weights, biases = gradients
    shapes = [((1, len(b)), (len(b), 1)) for b in biases]
    return (
        tuple(Close(w, absolute=absolute, name=f"grad_Ws[{l}]") for l, w in enumerate(weights)),
        tuple(Close(b, absolute=absolute, shapes=shapes[l], name=f"grad_bs[{l}]") for l, b in enumerate(biases)),
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
        at = {"z": derivative(name, z), "a": derivative(name, a), "none": np.ones_like(z)}[slope_at]
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
    return reference(replace(case, x=case.x[:1], slope=case.slope[:1]))


# The gradient of the submission's own loss: larger networks, and predictions that are sure and wrong, whose slopes
# dL/dg = 1/g are far larger than the ones above.

SURE = 4.0


def _dense(seed: int) -> Stack:
    """A network of normal weights whose first prediction is sure (logit -SURE) and wrong."""
    rng = np.random.default_rng(seed)
    widths = [*rng.integers(3, 6, 3).tolist(), 1]
    shapes = list(itertools.pairwise(widths))
    weights = tuple(rng.normal(scale=0.7 / np.sqrt(a), size=(a, b)) for a, b in shapes)
    biases = tuple(0.1 * rng.normal(size=b) for _, b in shapes)
    x = rng.normal(size=(int(rng.integers(5, 9)), widths[0]))
    labels = np.array([1.0, *rng.integers(0, 2, len(x) - 1)])
    case = Stack(weights, biases, ("relu", "sigmoid", "sigmoid"), x, labels[:, None])
    last = biases[-1] - SURE - case.cache().logits[0]
    return replace(case, biases=(*biases[:-1], last))


def _ready(case: Stack) -> bool:
    return case.smooth() and bool((np.abs(case.cache().logits) < SURE + 0.5).all())


OWN_LOSS = st.integers(0, 2**32 - 1).map(_dense).filter(_ready)


def _rebuilt(case: Stack, parameters: Sequence[Array]) -> Stack:
    depth = len(case.weights)
    return replace(case, weights=tuple(parameters[:depth]), biases=tuple(parameters[depth:]))


def observe_own_loss(bench: Bench, case: Stack) -> Any:
    """Slopes of the own loss and of the own gradient; None where forward_pass or logistic_loss is not sound."""
    if not {"forward_pass", "logistic_loss"} <= bench.sound:
        return None
    labels, parameters = case.slope[:, 0], [*case.weights, *case.biases]

    def loss(changed: Sequence[Array]) -> float:
        g = first_of_pair(bench.call(*pass_arguments(bench, _rebuilt(case, changed)), name="forward_pass"))
        value = as_array(first_of_pair(bench.call(g, labels, name="logistic_loss")))
        return float("nan") if value is None else float(value.mean())

    kept = bench.worker.new_handle()
    output = first_of_pair(bench.call(*pass_arguments(bench, case), name="forward_pass", keep=kept))
    pair = bench.call(output, labels, name="logistic_loss")
    slope = pair[1] if isinstance(pair, tuple | list) and len(pair) == 2 else None
    found = in_rows(bench, bench.call(slope, bench.worker.item(kept, 1)))
    arrays = [as_array(item) for part in found for item in part]
    if len(arrays) != len(parameters) or any(
        a is None or a.size != p.size for a, p in zip(arrays, parameters, strict=True)
    ):
        raise Raised("ValueError", "the gradients do not have the sizes of the parameters")
    gradients = [np.reshape(a, p.shape) for a, p in zip(arrays, parameters, strict=True) if a is not None]
    return consistency.Slopes(consistency.along(gradients, parameters), consistency.quotients(loss, parameters))


def expect_own_loss(case: Stack) -> Expectation:
    """The two kinds of slopes agree."""

    def network(parameters: Sequence[Array]) -> Network:
        return Network(_rebuilt(case, parameters).network().layers, "binary-cross-entropy")

    def gradient(x: Array, y: Array) -> list[Array]:
        whole = network(parameters)
        found = whole.backward(whole.forward(x), y)
        return [*(w.T for w in found.weights), *found.biases]

    parameters = [*case.weights, *case.biases]
    names = [f"{kind}[{l}]" for kind in ("grad_Ws", "grad_bs") for l in range(len(case.weights))]
    samples = [gradient(case.x[s : s + 1], case.slope[s : s + 1]) for s in range(len(case.x))]
    return consistency.consistent(names, lambda p: float(network(p).mean_loss(case.x, case.slope)), samples, parameters)


_STACKS = stacks(st.integers(1, 3))
BACKWARD_PASS = Contract(
    "backward-pass",
    (
        Property("values", _STACKS, lambda case: _leaves(reference(case)), observe=_observe_backward, held=_backward_arguments, show=show, examples=40),
        Property("a batch of one", stacks(st.integers(1, 3), samples=(1, 1)), lambda case: _leaves(reference(case)), observe=_observe_backward, show=show, examples=6),
        Property("its own loss", OWN_LOSS, expect_own_loss, observe=observe_own_loss, show=show, examples=4),
        Property("saturation", saturated(_STACKS), lambda case: _leaves(reference(case), HUGE_ROUNDING), observe=_observe_backward, show=show, kind=Kind.EDGE, excused_by=frozenset({"layer_forward", "forward_pass"}), examples=12, remark="overflow or 0/0 where an activation saturates"),
    ),
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
