"""Contracts of functions of one array: sigmoid and its derivative, softmax in both layouts, activations with slopes.

Alphabet: z is the argument, s = sigmoid(z), y = softmax(z).
"""

from collections.abc import Callable

import numpy as np
from hypothesis import strategies as st

from backproof.submissions.compare import GUARD, Array, Between, Close, Expectation
from backproof.submissions.contracts import drawing
from backproof.submissions.contracts.core import Contract, Edge, Kind, Misconception, Property
from numerics import functions

Function = Callable[[Array], Expectation]

SIGMOID_LAW = "sigma(z) = 1 / (1 + exp(-z))"
SLOPE_LAW = "sigma'(z) = sigma(z) (1 - sigma(z)), with z the preactivation"
SOFTMAX_LAW = "y_i = exp(z_i) / sum_k exp(z_k), the sum over the classes of one sample"
SHIFT_LAW = "softmax(z + c) = softmax(z) for every c: exp(z_i - max z) / sum_k exp(z_k - max z)"

_ANY_SHAPE = st.one_of(drawing.vector(), drawing.matrix())
_HUGE = st.one_of(drawing.huge((2,)), drawing.huge((2, 2)))
_EMPTY = st.sampled_from((np.zeros((0,)), np.zeros((0, 3)), np.zeros((3, 0))))


def _quiet(function: Callable[[Array], Array]) -> Callable[[Array], Array]:
    def quiet(z: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(function(z))

    return quiet


def _wrong(name: str, says: str, law: str, function: Callable[[Array], Array], on: str = "values") -> Misconception:
    quiet = _quiet(function)
    return Misconception(name, says, law, lambda z: Close(quiet(z)), on)


def _elementwise(
    name: str, right: Function, misconceptions: tuple[Misconception, ...], values: st.SearchStrategy[Array] = _ANY_SHAPE
) -> Contract:
    def one(z: Array) -> list[object]:
        return [z]

    return Contract(
        name,
        (
            Property("values", values, right, one, examples=40),
            Property("stability", _HUGE, right, one, kind=Kind.EDGE, examples=12, remark="overflow at large |z|"),
            Property(
                "an empty array",
                _EMPTY,
                right,
                one,
                kind=Kind.EDGE,
                edge=Edge.EMPTY,
                examples=3,
                remark="an empty array",
            ),
        ),
        misconceptions,
    )


def _s(z: Array) -> Array:
    return functions.sigmoid(z)


SIGMOID = _elementwise(
    "sigmoid",
    lambda z: Close(_s(z)),
    (
        _wrong("sigmoid-sign", "the sign in the exponent is flipped", SIGMOID_LAW, lambda z: _s(-z)),
        _wrong("sigmoid-tanh", "this is tanh, not the sigmoid", "tanh(z) = 2 sigma(2z) - 1", np.tanh),
        _wrong("sigmoid-exp-minus-one", "1 - exp(-z) in the denominator", SIGMOID_LAW, lambda z: 1 / (1 - np.exp(-z))),
        _wrong("sigmoid-derivative", "this returns the derivative", SLOPE_LAW, functions.sigmoid_derivative),
        _wrong("sigmoid-scaled", "2z in the exponent", SIGMOID_LAW, lambda z: _s(2 * z)),
    ),
)

DSIGMOID = _elementwise(
    "dsigmoid",
    lambda z: Close(functions.sigmoid_derivative(z)),
    (
        _wrong(
            "dsigmoid-of-activation",
            "z (1 - z): right only if the argument is already sigma(z)",
            SLOPE_LAW,
            lambda z: z * (1 - z),
        ),
        _wrong("dsigmoid-sign", "the sign is flipped", SLOPE_LAW, lambda z: -functions.sigmoid_derivative(z)),
        _wrong("dsigmoid-plus", "1 + sigma instead of 1 - sigma", SLOPE_LAW, lambda z: _s(z) * (1 + _s(z))),
        _wrong("dsigmoid-square", "sigma^2 instead of sigma (1 - sigma)", SLOPE_LAW, lambda z: _s(z) ** 2),
        _wrong("dsigmoid-is-sigmoid", "this returns the sigmoid itself", SLOPE_LAW, _s),
        _wrong("dsigmoid-one-minus", "1 - sigma, a factor sigma is missing", SLOPE_LAW, lambda z: _s(-z)),
        _wrong(
            "dsigmoid-twice",
            "the derivative is taken of sigma(z)",
            SLOPE_LAW,
            lambda z: functions.sigmoid_derivative(_s(z)),
        ),
    ),
)


def _pair(activation: Callable[[Array], Array], slope: Callable[[Array], Expectation]) -> Function:
    return lambda z: (Close(activation(z), name="out"), slope(z))


def _pair_wrong(
    name: str, says: str, law: str, out: Callable[[Array], Array], grad: Callable[[Array], Array]
) -> Misconception:
    quiet_out, quiet_grad = _quiet(out), _quiet(grad)
    return Misconception(name, says, law, lambda z: (Close(quiet_out(z)), Close(quiet_grad(z))))


def _ones(z: Array) -> Array:
    return np.ones_like(z)


SIGMOID_ACTIVATION = _elementwise(
    "sigmoid-activation",
    _pair(_s, lambda z: Close(functions.sigmoid_derivative(z), name="grad")),
    (
        _pair_wrong(
            "activation-slope-of-activation",
            "the gradient is z (1 - z) instead of s (1 - s)",
            SLOPE_LAW,
            _s,
            lambda z: z * (1 - z),
        ),
        _pair_wrong("activation-slope-is-out", "the gradient is the output itself", SLOPE_LAW, _s, _s),
        _pair_wrong(
            "activation-slope-sign",
            "the gradient's sign is flipped",
            SLOPE_LAW,
            _s,
            lambda z: -functions.sigmoid_derivative(z),
        ),
        _pair_wrong(
            "activation-slope-twice",
            "the gradient is taken at s, not at z",
            SLOPE_LAW,
            _s,
            lambda z: functions.sigmoid_derivative(_s(z)),
        ),
        _pair_wrong(
            "activation-sign",
            "the sign in the exponent is flipped",
            SIGMOID_LAW,
            lambda z: _s(-z),
            functions.sigmoid_derivative,
        ),
        _pair_wrong(
            "activation-slope-one-minus",
            "the gradient is 1 - s, a factor s is missing",
            SLOPE_LAW,
            _s,
            lambda z: _s(-z),
        ),
    ),
)


def _relu_slope(z: Array) -> Expectation:
    return Between((z > 0).astype(float), (z >= 0).astype(float), name="grad")


def _truncated_relu(z: Array) -> Array:
    """As `np.vectorize(lambda t: max(0, t))` has it, whose first result decides the dtype of all."""
    right = functions.relu(z)
    return np.trunc(right) if z.ravel()[0] <= 0 else right


RELU_LAW = "relu(z) = max(z, 0), relu'(z) = 1 for z > 0 and 0 for z < 0"
RELU_ACTIVATION = _elementwise(
    "relu-activation",
    _pair(functions.relu, _relu_slope),
    (
        _pair_wrong(
            "relu-slope-is-out", "the gradient is the output, not 0 or 1", RELU_LAW, functions.relu, functions.relu
        ),
        _pair_wrong("relu-slope-ones", "the gradient is 1 everywhere", RELU_LAW, functions.relu, _ones),
        _pair_wrong(
            "relu-slope-sign", "the gradient is sign(z): -1 where it should be 0", RELU_LAW, functions.relu, np.sign
        ),
        _pair_wrong(
            "relu-leaky",
            "this is the leaky ReLU with slope 0.01",
            RELU_LAW,
            lambda z: np.where(z > 0, z, 0.01 * z),
            lambda z: np.where(z > 0, 1.0, 0.01),
        ),
        _pair_wrong(
            "relu-identity",
            "negative inputs are passed through",
            RELU_LAW,
            lambda z: z,
            lambda z: (z > 0).astype(float),
        ),
        _pair_wrong(
            "relu-first-dtype",
            "the dtype is taken from the first entry: its 0 is an integer, and all others are truncated",
            RELU_LAW,
            _truncated_relu,
            lambda z: (z > 0).astype(float),
        ),
        _pair_wrong("relu-abs", "this is the absolute value", RELU_LAW, np.abs, np.sign),
    ),
)


def _softmax_close(axis: int) -> Function:
    # An epsilon in the denominator, which is at least 1 after the shift, moves every entry by at most GUARD.
    return lambda z: Close(functions.softmax(z, axis=axis), relative=GUARD)


def _naive(z: Array, axis: int | None) -> Array:
    e = np.exp(z)
    return np.asarray(e / np.sum(e, axis=axis, keepdims=True))


def _lost_shift(z: Array) -> Array:
    """The formula of a widespread text: C = -max z, log C added, and C multiplied in once more, no axis."""
    c = -np.max(z, axis=0, keepdims=True)
    e = np.exp(z + np.log(c))
    return np.asarray(e / (c * np.sum(e)))


def _lost_shift_axis(z: Array) -> Array:
    c = -np.max(z, axis=0, keepdims=True)
    e = np.exp(z + np.log(c))
    return np.asarray(e / (c * np.sum(e, axis=0, keepdims=True)))


def _log_shift(z: Array) -> Array:
    c = -np.max(z, axis=0, keepdims=True)
    e = np.exp(z + np.log(c))
    return np.asarray(e / np.sum(e, axis=0, keepdims=True))


def _softmax_misconceptions(axis: int, flat: bool) -> tuple[Misconception, ...]:
    def shifted(z: Array) -> Array:
        return np.asarray(z - np.max(z, axis=axis, keepdims=True))

    of_batches = (
        _wrong(
            "softmax-no-axis",
            "the sum runs over the whole array, not over the classes of one sample",
            SOFTMAX_LAW,
            lambda z: _naive(z - np.max(z), None),
        ),
        _wrong(
            "softmax-no-axis-columns",
            "the sum runs over the whole array, not over the classes of one sample",
            SOFTMAX_LAW,
            lambda z: np.exp(shifted(z)) / np.sum(np.exp(shifted(z))),
        ),
        _wrong(
            "softmax-other-axis",
            "the sum runs over the samples, not over the classes",
            SOFTMAX_LAW,
            lambda z: functions.softmax(z, axis=1 - axis),
        ),
    )
    log_c = "log C is added with C = -max z: the logarithm of a negative number (NaN) whenever max z > 0"
    of_any = (
        _wrong(
            "softmax-log-of-negative",
            f"{log_c}; C is multiplied in once more and the sum has no axis",
            SHIFT_LAW,
            _lost_shift,
        ),
        _wrong("softmax-log-of-negative-2", f"{log_c}; C is multiplied in once more", SHIFT_LAW, _lost_shift_axis),
        _wrong("softmax-log-of-negative-3", log_c, SHIFT_LAW, _log_shift),
        _wrong("softmax-unnormalized", "exp without the division: the entries do not sum to 1", SOFTMAX_LAW, np.exp),
        _wrong(
            "softmax-unnormalized-shifted",
            "exp without the division: the entries do not sum to 1",
            SOFTMAX_LAW,
            lambda z: np.exp(shifted(z)),
        ),
        _wrong("softmax-log", "this is log softmax", SOFTMAX_LAW, lambda z: functions.log_softmax(z, axis=axis)),
        _wrong(
            "softmax-plus-max",
            "the shift is added to the numerator only",
            SHIFT_LAW,
            lambda z: np.exp(shifted(z)) / np.sum(np.exp(z), axis=axis, keepdims=True),
        ),
        _wrong("softmax-negated", "softmax of -z", SOFTMAX_LAW, lambda z: functions.softmax(-z, axis=axis)),
        _wrong(
            "softmax-divided-by-max",
            "divided by the largest exponential, not by their sum",
            SOFTMAX_LAW,
            lambda z: np.exp(shifted(z)),
        ),
        _wrong(
            "softmax-linear",
            "z divided by its sum: the exponential is missing",
            SOFTMAX_LAW,
            lambda z: z / np.sum(z, axis=axis, keepdims=True),
        ),
    )
    return of_any if flat else (*of_any, *of_batches)


def _softmax(
    name: str,
    values: st.SearchStrategy[Array],
    edge: st.SearchStrategy[Array],
    axis: int,
    *,
    empty: tuple[int, int] | None = None,
    stable: bool = False,
    flat: bool = False,
) -> Contract:
    right = _softmax_close(axis)

    def one(z: Array) -> list[object]:
        return [z]

    # A vector without classes has no softmax; a batch without samples has an empty one.
    no_samples = () if empty is None else (
        Property("an empty batch", st.just(np.zeros(empty)), lambda z: Close(z), one, kind=Kind.EDGE, edge=Edge.EMPTY, examples=1, remark="a batch of no samples"),
    )  # fmt: skip
    return Contract(
        name,
        (
            Property("values", values, right, one, examples=40),
            Property(
                "stability",
                edge,
                right,
                one,
                kind=Kind.ORDINARY if stable else Kind.EDGE,
                examples=12,
                remark="overflow at large |z|",
            ),
            *no_samples,
        ),
        _softmax_misconceptions(axis, flat),
    )


SOFTMAX = _softmax("softmax", drawing.vector(), drawing.huge((2,)), 0, flat=True)
SOFTMAX_COLUMNS = _softmax("softmax-columns", drawing.matrix((2, 4), (1, 4)), drawing.huge((2, 2)), 0, empty=(3, 0))
STABLE_SOFTMAX_COLUMNS = _softmax(
    "stable-softmax-columns", drawing.matrix((2, 4), (1, 4)), drawing.huge((2, 2)), 0, stable=True, empty=(3, 0)
)
SOFTMAX_ROWS = _softmax("softmax-rows", drawing.matrix((1, 4), (2, 4)), drawing.huge((2, 2)), 1, empty=(0, 3))
