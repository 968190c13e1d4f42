"""What libraries document: the laws of their initializers and their tables of gains.  Data; nothing is judged here.

Read in the documentation and the source of PyTorch 2 (torch.nn.init, torch.nn.Linear) and JAX (jax.nn.initializers,
flax.linen.Dense).  NumPy documents no initializers: its entries are what courses and tutorials write.
"""

from dataclasses import dataclass
from typing import Literal

from sympy import Expr, Integer, Rational, sqrt

from proofs.activations.leaky import a
from proofs.initialization.weights import n_in, n_out

Library = Literal["numpy", "torch", "jax"]
LIBRARIES: tuple[Library, ...] = ("numpy", "torch", "jax")
Origin = Literal["convention", "empirical"]


@dataclass(frozen=True)
class Normal:
    """N(0, variance)."""

    variance: Expr


@dataclass(frozen=True)
class Uniform:
    """U(low, high)."""

    low: Expr
    high: Expr


@dataclass(frozen=True)
class Truncated:
    """N(0, 1) cut at two standard deviations, divided by a constant (a decimal), times the root of the variance."""

    variance: Expr
    divisor: str


Law = Normal | Uniform | Truncated


@dataclass(frozen=True)
class Initializer:
    """An initializer as it is documented.

    promise: the rule that it is named or recommended for, as (theorem, part); None if nothing is promised.
    origin: what a law is that follows from no rule.
    """

    library: Library
    name: str
    law: Law
    promise: tuple[str, str] | None = None
    origin: Origin = "convention"
    note: str = ""


@dataclass(frozen=True)
class Gain:
    """A number that a library recommends for an activation, or a formula in the slope a of leaky ReLU.

    source: the part of a theorem that knows the second moment of the activation, or the rule for its weights.
    """

    library: Library
    activation: str
    value: Expr
    source: tuple[str, str] | None = None
    origin: Origin = "convention"
    note: str = ""


KEEPS_FORWARD = "xavier-rule", "forward-rule"
KEEPS_BACKWARD = "xavier-rule", "backward-rule"
KEEPS_RELU = "relu-factor", "relu-rule"
KEEPS_RELU_BACKWARD = "relu-backward", "gated-rule"
COMPROMISE = "xavier-rule", "harmonic-mean"

_XAVIER = 2 / (n_in + n_out)
_CUT = "0.87962566103423978"  # as printed in jax, flax and keras


def _symmetric(limit: Expr) -> Uniform:
    return Uniform(-limit, limit)


INITIALIZERS: tuple[Initializer, ...] = (
    Initializer("numpy", "randn(n_out, n_in) / sqrt(n_in)", Normal(1 / n_in), KEEPS_FORWARD),
    Initializer("numpy", "randn(n_out, n_in) * sqrt(2 / n_in)", Normal(2 / n_in), KEEPS_RELU),
    Initializer("numpy", "randn(n_out, n_in) * sqrt(2 / (n_in + n_out))", Normal(_XAVIER), COMPROMISE),
    Initializer(
        "numpy",
        "randn(n_out, n_in) * 0.01",
        Normal(Rational(1, 10_000)),
        KEEPS_FORWARD,
        note="folklore for deep networks: a deviation that does not know the fan",
    ),
    Initializer("numpy", "randn(n_out, n_in)", Normal(Integer(1)), KEEPS_FORWARD, note="a first attempt"),
    Initializer("numpy", "rand(n_out, n_in)", Uniform(Integer(0), Integer(1)), KEEPS_FORWARD, note="a first attempt"),
    Initializer(
        "numpy",
        "uniform(-1, 1, (n_out, n_in)) / sqrt(n_in)",
        _symmetric(1 / sqrt(n_in)),
        note="the older heuristic that Glorot and Bengio, 2010, eq. (1), argue against",
    ),
    Initializer("torch", "xavier_uniform_", _symmetric(sqrt(6 / (n_in + n_out))), COMPROMISE),
    Initializer("torch", "xavier_normal_", Normal(_XAVIER), COMPROMISE),
    Initializer("torch", "kaiming_uniform_(nonlinearity='relu')", _symmetric(sqrt(6 / n_in)), KEEPS_RELU),
    Initializer("torch", "kaiming_normal_(nonlinearity='relu')", Normal(2 / n_in), KEEPS_RELU),
    Initializer(
        "torch",
        "kaiming_normal_(mode='fan_out', nonlinearity='relu')",
        Normal(2 / n_out),
        KEEPS_RELU_BACKWARD,
    ),
    Initializer("torch", "kaiming_normal_(nonlinearity='linear')", Normal(1 / n_in), KEEPS_FORWARD),
    Initializer(
        "torch",
        "nn.Linear: kaiming_uniform_(a=sqrt(5))",
        _symmetric(sqrt(6 / ((1 + 5) * n_in))),
        note="the default, by history: it has the name of the He rule and a sixth of its variance",
    ),
    Initializer("jax", "lecun_normal (default of flax.linen.Dense)", Truncated(1 / n_in, _CUT), KEEPS_FORWARD),
    Initializer("jax", "lecun_uniform", _symmetric(sqrt(3 / n_in)), KEEPS_FORWARD),
    Initializer("jax", "glorot_normal", Truncated(_XAVIER, _CUT), COMPROMISE),
    Initializer("jax", "glorot_uniform", _symmetric(sqrt(3 * _XAVIER)), COMPROMISE),
    Initializer("jax", "he_normal", Truncated(2 / n_in, _CUT), KEEPS_RELU),
    Initializer("jax", "he_uniform", _symmetric(sqrt(6 / n_in)), KEEPS_RELU),
    Initializer("jax", "normal()", Normal(Rational(1, 10_000)), note="the default stddev is 0.01"),
    Initializer("jax", "uniform()", Uniform(Integer(0), Rational(1, 100)), note="the default scale is 0.01"),
    Initializer(
        "jax",
        "truncated_normal()",
        Truncated(Rational(1, 10_000), "1"),
        note="the default stddev 0.01 is that before the cut: nothing is divided by",
    ),
)

GAINS: tuple[Gain, ...] = (
    Gain("torch", "linear", Integer(1), KEEPS_FORWARD),
    Gain("torch", "relu", sqrt(2), KEEPS_RELU),
    Gain(
        "torch",
        "leaky-relu",
        sqrt(2 / (1 + a**2)),
        ("leaky-relu-moments", "leaky-second-moment"),
        note="a is the slope on the negative side",
    ),
    Gain("torch", "sigmoid", Integer(1), note="1 for want of a better number: the sigmoid has a mean"),
    Gain("torch", "tanh", Rational(5, 3), origin="empirical"),
    Gain(
        "torch",
        "selu",
        Rational(3, 4),
        origin="empirical",
        note="given for stable gradients; its own documentation says that it gives up the fixed point",
    ),
)
