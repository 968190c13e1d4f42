"""The other contracts of `threes-nines`: parameters, the logistic loss, the network's own gradient check.

Alphabet as in `layered`: layer_dims = [d_0, ..., d_L]; g is n x 1 with entries in (0, 1), y has n labels 0 or 1.
"""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.channel import Raised
from backproof.submissions.compare import (
    GUARDED,
    NOT_FINITE,
    Anything,
    Array,
    Close,
    Difference,
    Expectation,
    Judged,
    as_array,
    difference,
    plain,
)  # fmt: skip
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Bench, Contract, Kind, Misconception, Property
from backproof.submissions.contracts.initializers import repeated_defect
from backproof.submissions.contracts.layered import LAYOUTS, Stack, canonical, layout, pass_arguments, show, stacks
from backproof.submissions.contracts.layered_backward import own_loss_form, sums
from numerics.network import Network

# Parameters.


def _widths() -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(1, 6), min_size=2, max_size=5)


def _observe_shapes(bench: Bench, widths: list[int]) -> Any:
    found = bench.call(widths)
    arrays = [as_array(item) for item in found] if isinstance(found, list | tuple) else [None]
    shapes = [item.shape for item in arrays if item is not None]
    if len(shapes) < len(arrays):
        raise Raised("TypeError", f"expected a list of arrays, got {plain(found)}")
    chosen = layout(bench)
    if bench.name == "create_weight_matrices" and chosen.transposed:
        shapes = [shape[::-1] for shape in shapes]
    if bench.name == "create_bias_vectors":
        wanted = {"flat": 1, "row": 2, "column": 2}[chosen.bias]
        if all(len(shape) == wanted for shape in shapes) and all(
            chosen.bias == "flat" or shape[0 if chosen.bias == "row" else 1] == 1 for shape in shapes
        ):
            shapes = [(int(np.prod(shape)),) for shape in shapes]
    return [np.array(shape) for shape in shapes]


def _show_widths(name: str) -> Callable[[list[int]], str]:
    return lambda widths: f"{name}({widths})"


def _expect_weight_shapes(widths: list[int]) -> Expectation:
    pairs = itertools.pairwise(widths)
    return tuple(Close(np.array(pair, float), name=f"shape of weights[{l}]") for l, pair in enumerate(pairs))


def _independent(observed: Any) -> Difference | None:
    for l, item in enumerate(observed):
        array = as_array(item)
        if array is None or not np.isfinite(array.astype(float)).all():
            return Difference(f"weights[{l}]", "finite numbers", plain(item), "not finite numbers")
        if array.dtype.kind != "f":
            return Difference(f"weights[{l}]", "floats", str(array.dtype), "whole numbers: a float draw was truncated")
        values = array.astype(float)
        found = repeated_defect(values, f"weights[{l}]")
        if found is not None:
            return found
        # Self-normalized, as in two_layer_parts: P <= 2 exp(-7.6^2 / 2) < 1e-12 for symmetric entries.
        if abs(float(values.sum())) > 7.6 * float(np.sqrt((values**2).sum())):
            got = float(values.mean())
            return Difference(f"weights[{l}]", "mean 0", got, "the mean differs from 0 by more than chance (1e-12)")
    return None


def _observe_values(bench: Bench, widths: list[int]) -> Any:
    found = bench.call(widths)
    return found if isinstance(found, list | tuple) else [found]


def _one_value(observed_widths: list[int]) -> Expectation:
    def check(observed: Any) -> Difference | None:
        arrays = [as_array(item) for item in observed]
        same = all(a is not None and a.dtype.kind == "f" and np.unique(a).size == 1 and a.any() for a in arrays)
        return None if same else Difference("weights", "one value a matrix", "several", "")

    return Judged(check)


def _whole_numbers(widths: list[int]) -> Expectation:
    def check(observed: Any) -> Difference | None:
        arrays = [as_array(item) for item in observed]
        whole = all(array is not None and array.dtype.kind in "iu" for array in arrays)
        return None if whole else Difference("weights", "integers", "floats", "")

    return Judged(check)


def _zeros(widths: list[int]) -> Expectation:
    def check(observed: Any) -> Difference | None:
        arrays = [as_array(item) for item in observed]
        zero = all(array is not None and array.dtype.kind == "f" and not array.any() for array in arrays)
        return None if zero else Difference("weights", "zeros", "others", "")

    return Judged(check)


DRAW_LAW = "Var(a_j) = n_in sigma^2 v^2 needs n_in independent weights; one draw repeated gives n_in^2 sigma^2 v^2"
WEIGHT_MATRICES = Contract(
    "weight-matrices",
    (
        Property("shapes", _widths(), _expect_weight_shapes, observe=_observe_shapes, show=_show_widths("create_weight_matrices"), examples=15),
        Property("independence", st.sampled_from(([40, 30, 20], [50, 10, 30])), lambda case: Judged(_independent), observe=_observe_values, show=_show_widths("create_weight_matrices"), examples=2),
        Property("one draw", st.integers(4, 12).map(lambda k: [k, k + 1, k + 2]), lambda case: Judged(_independent), observe=_observe_values, show=_show_widths("create_weight_matrices"), kind=Kind.PROBE),
    ),
    (
        Misconception("one-draw", "one random draw fills the whole matrix", DRAW_LAW, _one_value, "one draw"),
        Misconception("whole-draws", "the draws are cut to whole numbers: the array's dtype is an integer", DRAW_LAW, _whole_numbers, "one draw"),
        Misconception("zero-weights", "every weight is 0: all units of a layer stay the same", DRAW_LAW, _zeros, "one draw"),
    ),
    conventions=(LAYOUTS[0], LAYOUTS[3]),
)  # fmt: skip
BIAS_VECTORS = Contract(
    "bias-vectors",
    (
        Property(
            "shapes",
            _widths(),
            lambda widths: tuple(
                Close(np.array([d], float), name=f"shape of biases[{l}]") for l, d in enumerate(widths[1:])
            ),
            observe=_observe_shapes,
            show=_show_widths("create_bias_vectors"),
            examples=15,
        ),
    ),
    conventions=LAYOUTS[:3],
)


# The loss. It may come as one number or as one a sample; its slope with or without the 1/n of the mean (a convention).

LOSS_LAW = "L = -y log g - (1 - y) log(1 - g), dL/dg = (g - y) / (g - g^2), sample by sample"
GY = tuple[Array, Array]


def _pairs() -> st.SearchStrategy[GY]:
    def build(n: int) -> st.SearchStrategy[GY]:
        g = drawing.array((n, 1), drawing.probability())
        return st.tuples(g, drawing.array((n,), st.sampled_from((0.0, 1.0))))

    return st.integers(1, 4).flatmap(build)


def _loss(g: Array, y: Array) -> Array:
    return np.asarray(-np.where(y == 1, np.log(g), np.log(1 - g)))


def _slope(g: Array, y: Array) -> Array:
    return np.asarray((g - y) / (g - g * g))


def _observe_loss(bench: Bench, case: GY) -> Any:
    """The returned pair, its slope multiplied by n under the convention that it carries the 1/n of the mean."""
    found = bench.call(*case)
    if not isinstance(found, tuple | list) or len(found) != 2:
        return found
    slope = as_array(found[1])
    if bench.convention != "slope of the mean" or slope is None:
        return found
    return [found[0], slope.astype(float) * len(case[1])]


def _right_loss(case: GY) -> Expectation:
    g, y = case
    losses = _loss(g[:, 0], y)
    forms = (Close(losses, GUARDED, GUARDED, ((len(y), 1),)), Close(losses.mean(), GUARDED, GUARDED, ((1,), (1, 1))))

    def check(got: Any) -> Difference | None:
        if any(difference(got, form) is None for form in forms):
            return None
        return difference(got, forms[0], "loss")

    return Judged(check), Close(_slope(g, y[:, None]), GUARDED, GUARDED, name="dL_dg")


def _edge_loss(case: GY) -> Expectation:
    return Judged(lambda got: _finite(got)), Anything()


def _finite(got: Any) -> Difference | None:
    array = as_array(got)
    values = np.array([np.inf]) if array is None or not array.size else array.astype(float)
    if not np.isfinite(values).all():
        return Difference("loss", 0.0, plain(got), NOT_FINITE)
    fine = bool((np.abs(values) <= GUARDED).all())
    return None if fine else Difference("loss", 0.0, plain(got), "the loss of a certain, right prediction is 0")


def _observe_form(bench: Bench, case: None) -> Any:
    """The form of the own loss, and whether backward_pass leaves the 1/n of the mean to it."""
    there = {"forward_pass", "backward_pass"} <= set(bench.loaded.defined)
    return *own_loss_form(bench), there and sums(bench)


def _unscaled(got: Any) -> Difference | None:
    mean, scaled, summing = got
    if not (mean and not scaled and summing):
        return None
    text = "the loss is a mean and its slope that of the sum: the factor 1/n is missing (backward_pass has none either)"
    return Difference("dL_dg", [[-2.0], [1.0]], [[-4.0], [2.0]], text)


def _loss_wrong(name: str, says: str, change: Callable[[Array, Array], tuple[Any, Any]]) -> Misconception:
    def variant(case: GY) -> Expectation:
        loss, slope = change(*case)
        return (Anything() if loss is None else Close(loss)), (Anything() if slope is None else Close(slope))

    return Misconception(name, says, LOSS_LAW, variant)


def _show_loss(case: GY) -> str:
    return f"logistic_loss({plain(case[0])}, {plain(case[1])})"


LOGISTIC_LOSS = Contract(
    "logistic-loss",
    (
        Property("values", _pairs(), _right_loss, observe=_observe_loss, held=lambda bench, case: [*case], show=_show_loss, examples=40),
        Property("the slope of its own loss", st.just(None), lambda case: Judged(_unscaled), observe=_observe_form, show=lambda case: "logistic_loss([[0.25], [0.5]], [1.0, 0.0])", examples=1),
        Property(
            "saturation",
            st.sampled_from((0.0, 1.0)).map(lambda y: (np.array([[y]]), np.array([y]))),
            _edge_loss,
            observe=_observe_loss,
            show=_show_loss,
            kind=Kind.EDGE,
            examples=2,
            remark="0 * log(0) is NaN once a prediction is exactly 0 or 1",
        ),
    ),
    (
        _loss_wrong("logistic-broadcast", "y is not reshaped: (n, 1) against (n,) broadcasts to n x n", lambda g, y: (_loss(g, y), _slope(g, y))),
        _loss_wrong("logistic-broadcast-slope", "y is not reshaped in the slope: (n, 1) against (n,) broadcasts to n x n", lambda g, y: (None, _slope(g, y))),
        _loss_wrong("logistic-broadcast-mean", "y is not reshaped: every label is paired with every prediction before the mean", lambda g, y: (_loss(g, y).mean(), None)),
        _loss_wrong("logistic-slope-sign", "the slope has the wrong sign", lambda g, y: (None, -_slope(g, y[:, None]))),
        _loss_wrong("logistic-slope-logit", "the slope is g - y: that is dL/dz, not dL/dg", lambda g, y: (None, g - y[:, None])),
        _loss_wrong("logistic-slope-half", "the slope lacks the term (1 - y) / (1 - g)", lambda g, y: (None, -y[:, None] / g)),
        _loss_wrong("logistic-slope-plus", "g + g^2 in the denominator", lambda g, y: (None, (g - y[:, None]) / (g + g * g))),
        _loss_wrong("logistic-sign", "the loss has the wrong sign", lambda g, y: (-_loss(g, y[:, None]), None)),
        _loss_wrong("logistic-sign-flat", "the loss has the wrong sign", lambda g, y: (-_loss(g[:, 0], y), None)),
        _loss_wrong("logistic-sign-mean", "the loss has the wrong sign", lambda g, y: (-_loss(g[:, 0], y).mean(), None)),
        _loss_wrong("logistic-half", "the loss lacks the term (1 - y) log(1 - g)", lambda g, y: (-y[:, None] * np.log(g), None)),
        _loss_wrong("logistic-half-mean", "the loss lacks the term (1 - y) log(1 - g)", lambda g, y: (np.mean(-y[:, None] * np.log(g)), None)),
    ),
    conventions=("slope a sample", "slope of the mean"),
)  # fmt: skip


# The network's own gradient check has no fixed signature: its arguments are told by their names.

_ROLES = {
    "x": "X", "xs": "X", "inputs": "X", "data": "X", "x_train": "X",
    "y": "y", "labels": "y", "targets": "y", "y_train": "y",
    "weights": "weights", "ws": "weights", "weight_matrices": "weights",
    "biases": "biases", "bs": "biases", "bias_vectors": "biases",
    "activations": "activations", "activation_fns": "activations", "activation_functions": "activations",
}  # fmt: skip


def _labels(case: Stack) -> Array:
    return (case.slope[:, 0] > 0).astype(float)


def _observe_check(bench: Bench, case: Stack) -> Any:
    roles = [_ROLES.get(name.lower()) for name in bench.parameters()]
    if not roles or None in roles or len(set(roles)) != len(roles):
        return None
    x, weights, biases, activations = pass_arguments(bench, case)
    given = {"X": x, "y": _labels(case), "weights": weights, "biases": biases, "activations": activations}
    found = bench.call(*[given[role] for role in roles if role])
    if not isinstance(found, tuple | list) or len(found) != 2 or not isinstance(found[0], list | tuple):
        return None
    return [canonical(item, layout(bench).transposed) for item in found[0]], found[1]


def _expect_check(case: Stack) -> Expectation:
    network = Network(case.network().layers, "binary-cross-entropy")
    gradients = network.backward(network.forward(case.x), _labels(case)[:, None])
    # A difference quotient with any step from 1e-7 to 1e-3 is right to 1e-4 on these small networks.
    right = (
        tuple(Close(w.T, relative=1e-4, absolute=1e-4) for w in gradients.weights),
        tuple(Close(b, 1e-4, 1e-4, ((1, len(b)), (len(b), 1))) for b in gradients.biases),
    )

    def check(got: Any) -> Difference | None:
        return None if got is None else difference(got, right)

    return Judged(check)


NETWORK_CHECK = Contract(
    "network-finite-difference",
    (Property("values", stacks(st.integers(1, 2)), _expect_check, observe=_observe_check, show=show, examples=5),),
    conventions=LAYOUTS,
    caveat="its gradients are compared only if its parameters' names tell what they are",
)
