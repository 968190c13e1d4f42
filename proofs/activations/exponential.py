"""Exponential linear units: ELU with any alpha, and SELU, which keeps mean 0 and variance 1.

    elu(z) = z  for z > 0,   alpha (exp(z) - 1)  for z <= 0;       c = e^(1/2) erfc(1/sqrt(2)),   d = e^2 erfc(sqrt(2))

    E[elu(z)] = 1/sqrt(2 pi) - alpha (1 - c)/2            E[elu(z)^2] = 1/2 + alpha^2 (d - 2 c + 1)/2

A Gaussian times an exponential is a shifted Gaussian: exp(t) exp(-t^2/2) = e^(1/2) exp(-(t - 1)^2/2).
"""

from sympy import Expr, Integer, Integral, Rational, erf, erfc, exp, oo, pi, sqrt

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.enclosures import enclosure
from ..kernel.hypotheses import Definition
from ..kernel.rules import definition, density, lemma, linearity, split_at_zero, variance
from ..kernel.settings import Setting
from ..kernel.terms import E, Var, heaviside, real, relu
from .enclosed import BOTH, LAST_PLACE
from .leaky import relu_second, right_mean
from .standard import STANDARD, Z, bell, one_side, standard, t, z

alpha = real("alpha")
c, d, scale = real("c"), real("d"), real("lambda")

half = Rational(1, 2)
left = exp(-relu(-z)) - 1  # exp(z) - 1 on the left, 0 on the right
C = exp(half) * erfc(1 / sqrt(2))
DD = exp(2) * erfc(sqrt(2))

alphas = Setting("activations", (Z, (alpha, "scale of the left side, real")), (), (STANDARD,), random=(z,))


def elu(x: Expr) -> Expr:
    """ELU: x on the right, alpha (exp(x) - 1) on the left."""
    return relu(x) + alpha * (exp(-relu(-x)) - 1)


def shifted(rate: int) -> Expr:
    """An antiderivative of exp(rate t) times the density."""
    return exp(Rational(rate**2, 2)) * erf((t - rate) / sqrt(2)) / 2


SQUARE = "complete the square: a shifted Gaussian"
left_mean = Part(
    "left-mean",
    "the mean of the left side",
    standard,
    one_side(left, Integral((exp(t) - 1) * bell, (t, -oo, 0)), (C - 1) / 2, shifted(1) - shifted(0), SQUARE),
)
left_second = Part(
    "left-second-moment",
    "the second moment of the left side",
    standard,
    one_side(
        left**2,
        Integral((exp(t) - 1) ** 2 * bell, (t, -oo, 0)),
        (DD - 2 * C + 1) / 2,
        shifted(2) - 2 * shifted(1) + shifted(0),
        SQUARE,
    ),
)
apart = Part(
    "no-overlap",
    "the two sides never meet",
    standard,
    derive(
        E(relu(z) * left),
        step(
            Integral(relu(t) * left.subs(z, t) * bell, (t, -oo, oo)),
            density,
            "the density of `N(0, 1)`",
            of=z,
            variable=t,
        ),
        step(Integer(0), split_at_zero, "one factor is 0 on either side"),
    ),
)
elu_mean = Part(
    "mean",
    "the mean",
    alphas,
    derive(
        E(elu(z)),
        step(E(relu(z)) + alpha * E(left), linearity, "linearity of E"),
        step(1 / sqrt(2 * pi) + alpha * E(left), lemma, "the mean of ReLU", part=right_mean),
        step(1 / sqrt(2 * pi) + alpha * (C - 1) / 2, lemma, "the left side", part=left_mean),
    ),
)
elu_second = Part(
    "second-moment",
    "the second moment",
    alphas,
    derive(
        E(elu(z) ** 2),
        step(
            E(relu(z) ** 2) + 2 * alpha * E(relu(z) * left) + alpha**2 * E(left**2),
            linearity,
            "multiply out",
        ),
        step(E(relu(z) ** 2) + alpha**2 * E(left**2), lemma, "the sides never meet", part=apart),
        step(half + alpha**2 * E(left**2), lemma, "the right half", part=relu_second),
        step(half + alpha**2 * (DD - 2 * C + 1) / 2, lemma, "the left half", part=left_second),
    ),
)

# The slope: 1 on the right and at 0, alpha exp(z) on the left.

gate, left_slope = heaviside(z, Integer(1)), heaviside(-z, Integer(0)) * exp(-relu(-z))
right_slopes = Part(
    "right-slope",
    "the slope on the right",
    standard,
    one_side(gate**2, Integral(bell, (t, 0, oo)), half, shifted(0), "half of the density"),
)
left_slopes = Part(
    "left-slope",
    "the slope on the left",
    standard,
    one_side(left_slope**2, Integral(exp(2 * t) * bell, (t, -oo, 0)), DD / 2, shifted(2), SQUARE),
)
slopes_apart = Part(
    "no-overlap-of-slopes",
    "the two slopes never meet",
    standard,
    derive(
        E(gate * left_slope),
        step(
            Integral((gate * left_slope).subs(z, t) * bell, (t, -oo, oo)),
            density,
            "the density of `N(0, 1)`",
            of=z,
            variable=t,
        ),
        step(Integer(0), split_at_zero, "one factor is 0 on either side"),
    ),
)
elu_slopes = Part(
    "slope-second-moment",
    "the second moment of the slope",
    alphas,
    derive(
        E((gate + alpha * left_slope) ** 2),
        step(
            E(gate**2) + 2 * alpha * E(gate * left_slope) + alpha**2 * E(left_slope**2),
            linearity,
            "multiply out",
        ),
        step(E(gate**2) + alpha**2 * E(left_slope**2), lemma, "the slopes never meet", part=slopes_apart),
        step(half + alpha**2 * E(left_slope**2), lemma, "the right half", part=right_slopes),
        step(half + alpha**2 * DD / 2, lemma, "the left half", part=left_slopes),
    ),
)
elu_moments = Theorem(
    name="elu-moments",
    title="The moments of ELU, for every alpha",
    idea=(
        "ELU is `relu(z)` plus alpha times a function of the left side alone. A Gaussian times an exponential is a "
        "shifted Gaussian, so what is left are values of the error function."
    ),
    parts=(
        left_mean,
        elu_mean,
        left_second,
        apart,
        elu_second,
        right_slopes,
        left_slopes,
        slopes_apart,
        elu_slopes,
    ),
    sources=("D.-A. Clevert, T. Unterthiner, S. Hochreiter, Exponential linear units, 2016, section 3",),
)


# Theorem.  At alpha = sqrt(2/pi)/(1 - c) and the lambda below, E[selu(z)] = 0 and Var(selu(z)) = 1.

ALPHA = sqrt(2 / pi) / (1 - c)
SCALE = (1 - c) * sqrt(2 * pi) / sqrt(2 * d + pi * c**2 - 2 * (2 + pi) * c + pi + 2)
DEFINED = (
    Definition(c, C, "c is `e^(1/2) erfc(1/sqrt(2))`"),
    Definition(d, DD, "d is `e^2 erfc(sqrt(2))`"),
    Definition(alpha, ALPHA, "alpha of SELU"),
    Definition(scale, SCALE, "lambda of SELU"),
)
ALPHABET = (Z, (c, "a constant"), (d, "a constant"), (alpha, "scale of the left side"), (scale, "scale of the whole"))
fixed = Setting("activations", ALPHABET, (), (STANDARD, *DEFINED), random=(z,))
selu = scale * elu(z)

selu_mean = Part(
    "mean",
    "the mean is 0",
    fixed,
    derive(
        E(selu),
        step(scale * E(relu(z)) + scale * alpha * E(left), linearity, "linearity of E"),
        step(scale / sqrt(2 * pi) + scale * alpha * E(left), lemma, "the mean of ReLU", part=right_mean),
        step(scale / sqrt(2 * pi) + scale * alpha * (C - 1) / 2, lemma, "the left side", part=left_mean),
        step(Integer(0), definition, "the definition of alpha"),
    ),
)
selu_second = Part(
    "second-moment",
    "the second moment is 1",
    fixed,
    derive(
        E(selu**2),
        step(
            scale**2 * (E(relu(z) ** 2) + 2 * alpha * E(relu(z) * left) + alpha**2 * E(left**2)),
            linearity,
            "multiply out",
        ),
        step(scale**2 * (E(relu(z) ** 2) + alpha**2 * E(left**2)), lemma, "the sides never meet", part=apart),
        step(scale**2 * (half + alpha**2 * E(left**2)), lemma, "the right half", part=relu_second),
        step(scale**2 * (half + alpha**2 * (DD - 2 * C + 1) / 2), lemma, "the left half", part=left_second),
        step(Integer(1), definition, "the definitions of alpha and lambda"),
    ),
)
selu_variance = Part(
    "variance",
    "the variance is 1",
    fixed,
    derive(
        Var(selu),
        step(E(selu**2) - E(selu) ** 2, variance, "definition of the variance"),
        step(E(selu**2), lemma, "the mean is 0", part=selu_mean),
        step(Integer(1), lemma, "the second moment is 1", part=selu_second),
    ),
)


def _digits(name: str, words: str, symbol: Expr, decimals: str) -> tuple[Part, Part]:
    low = Rational(decimals)
    return (
        Part(
            f"{name}-from-below",
            f"{words}, from below",
            fixed,
            derive(low, step(symbol, enclosure, BOTH, relation="<=")),
        ),
        Part(
            f"{name}-from-above",
            f"{words}, from above",
            fixed,
            derive(symbol, step(low + LAST_PLACE, enclosure, BOTH, relation="<=")),
        ),
    )


selu_fixed_point = Theorem(
    name="selu-fixed-point",
    title="SELU keeps mean 0 and variance 1",
    idea=(
        "SELU is lambda times ELU. Its alpha makes the mean 0, and then lambda sets the variance to 1: a normal "
        "pre-activation with mean 0 and variance 1 gives outputs with mean 0 and variance 1."
    ),
    parts=(
        selu_mean,
        selu_second,
        selu_variance,
        *_digits("alpha", "alpha", alpha, "1.67326324235437728481704299167165"),
        *_digits("lambda", "lambda", scale, "1.05070098735548049341933498529460"),
    ),
    sources=("G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, Self-normalizing neural networks, 2017, eq. (14)",),
)
