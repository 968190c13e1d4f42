"""Activations by name: what they are, as text, and which results of the book speak of them."""

from dataclasses import dataclass
from fractions import Fraction

SELU_ALPHA = "sqrt(2/pi)/(1 - exp(1/2)*erfc(1/sqrt(2)))"
SELU_SCALE = (
    "(1 - exp(1/2)*erfc(1/sqrt(2)))*sqrt(2*pi)"
    "/sqrt(2*exp(2)*erfc(sqrt(2)) + pi*exp(1)*erfc(1/sqrt(2))^2"
    " - 2*(2 + pi)*exp(1/2)*erfc(1/sqrt(2)) + pi + 2)"
)


@dataclass(frozen=True)
class Parameter:
    """A number in a formula: its name there, the option that sets it, and its usual value."""

    symbol: str
    option: str
    usual: Fraction


SLOPE = Parameter("a", "slope", Fraction(1, 100))
LEARNED_SLOPE = Parameter("a", "slope", Fraction(1, 4))
ALPHA = Parameter("alpha", "alpha", Fraction(1))

Result = tuple[str, str, str]  # quantity, theorem, part; the parts of a bound are PART-from-below and PART-from-above


@dataclass(frozen=True)
class Named:
    """An activation with a name.

    formula: an expression in x, and in its parameter if it has one.
    closed: results that state a closed form.  enclosed: results that state 32 decimals, for the usual parameter.
    """

    formula: str
    parameter: Parameter | None = None
    closed: tuple[Result, ...] = ()
    enclosed: tuple[Result, ...] = ()


def _quantities(theorem: str) -> tuple[Result, ...]:
    return tuple(
        (quantity, theorem, quantity.replace("_", "-"))
        for quantity in ("second_moment", "slope_second_moment", "forward_gain", "backward_gain")
    )


_LEAKY = (
    ("mean", "leaky-relu-moments", "leaky-mean"),
    ("second_moment", "leaky-relu-moments", "leaky-second-moment"),
)

ACTIVATIONS: dict[str, Named] = {
    "relu": Named(
        "max(x, 0)",
        closed=(
            ("mean", "leaky-relu-moments", "right-mean"),
            ("second_moment", "relu-gain", "relu-second-moment"),
            ("slope_second_moment", "elu-moments", "right-slope"),
        ),
    ),
    "leaky-relu": Named("x if x > 0 else a*x", SLOPE, _LEAKY),
    "prelu": Named("x if x > 0 else a*x", LEARNED_SLOPE, _LEAKY),
    "elu": Named(
        "x if x > 0 else alpha*(exp(x) - 1)",
        ALPHA,
        (
            ("mean", "elu-moments", "mean"),
            ("second_moment", "elu-moments", "second-moment"),
            ("slope_second_moment", "elu-moments", "slope-second-moment"),
        ),
        _quantities("elu-gains"),
    ),
    "selu": Named(
        f"{SELU_SCALE}*(x if x > 0 else {SELU_ALPHA}*(exp(x) - 1))",
        closed=(("mean", "selu-fixed-point", "mean"), ("second_moment", "selu-fixed-point", "second-moment")),
    ),
    "gelu": Named(
        "x*normcdf(x)",
        closed=(("mean", "gelu-moments", "gelu-mean"), ("second_moment", "gelu-moments", "gelu-second-moment")),
    ),
    "erf": Named(
        "erf(x/sqrt(2))",
        closed=(("mean", "erf-moments", "erf-mean"), ("second_moment", "erf-moments", "erf-second-moment")),
    ),
    "sigmoid": Named(
        "sigmoid(x)", closed=(("mean", "sigmoid-moments", "mean"),), enclosed=_quantities("sigmoid-moments")
    ),
    "tanh": Named("tanh(x)", closed=(("mean", "tanh-moments", "mean"),), enclosed=_quantities("tanh-moments")),
    "silu": Named("x*sigmoid(x)", enclosed=_quantities("silu-moments")),
    "softplus": Named("log(1 + exp(x))", enclosed=_quantities("softplus-moments")),
}
