"""Piecewise linear activations: ReLU, leaky ReLU, PReLU.

    E[leaky(z)] = (1 - a)/sqrt(2 pi)      E[leaky(z)^2] = (1 + a^2)/2      E[(sqrt(2) relu(z))^2] = 1

The two sides never meet, so that their second moments add up.
"""

from sympy import Expr, Integer, Integral, Rational, oo, pi, sqrt

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.rules import antiderivative, density, lemma, linearity, split_at_zero
from ..kernel.settings import Setting
from ..kernel.terms import E, real, relu
from .standard import STANDARD, Z, bell, bell_moment, one_side, standard, t, z

a = real("a")  # the slope on the negative side
A = (a, "slope on the negative side, real")

sloped = Setting("activations", (Z, A), (), (STANDARD,), random=(z,))


def leaky(x: Expr) -> Expr:
    """Leaky ReLU: x on the right, a x on the left."""
    return relu(x) - a * relu(-x)


# Theorem.  E[leaky(z)] = (1 - a)/sqrt(2 pi),   E[leaky(z)^2] = (1 + a^2)/2.

FIRST = "`t exp(-t^2/2)` has the antiderivative `-exp(-t^2/2)`"
SECOND = "integrate by parts: t times t `exp(-t^2/2)`"
right_mean = Part(
    "right-mean",
    "the mean of the right side",
    sloped,
    one_side(relu(z), Integral(t * bell, (t, 0, oo)), 1 / sqrt(2 * pi), -bell, FIRST),
)
left_mean = Part(
    "left-mean",
    "the mean of the left side",
    sloped,
    one_side(relu(-z), Integral(-t * bell, (t, -oo, 0)), 1 / sqrt(2 * pi), bell, FIRST),
)
right_second_moment = Part(
    "right-second-moment",
    "the right half of the second moment",
    sloped,
    one_side(relu(z) ** 2, Integral(t**2 * bell, (t, 0, oo)), Rational(1, 2), bell_moment, SECOND),
)
left_second_moment = Part(
    "left-second-moment",
    "the left half of the second moment",
    sloped,
    one_side(relu(-z) ** 2, Integral(t**2 * bell, (t, -oo, 0)), Rational(1, 2), bell_moment, SECOND),
)
no_overlap = Part(
    name="no-overlap",
    words="the two sides never meet",
    setting=sloped,
    derivation=derive(
        E(relu(z) * relu(-z)),
        step(Integral(relu(t) * relu(-t) * bell, (t, -oo, oo)), density, "the density of `N(0, 1)`", of=z, variable=t),
        step(Integer(0), split_at_zero, "one factor is 0 on either side"),
    ),
)
leaky_mean = Part(
    name="leaky-mean",
    words="the mean of leaky ReLU",
    setting=sloped,
    derivation=derive(
        E(leaky(z)),
        step(E(relu(z)) - a * E(relu(-z)), linearity, "linearity of E"),
        step(1 / sqrt(2 * pi) - a * E(relu(-z)), lemma, "the mean of the right side", part=right_mean),
        step((1 - a) / sqrt(2 * pi), lemma, "the mean of the left side", part=left_mean),
    ),
)
leaky_second_moment = Part(
    name="leaky-second-moment",
    words="each side gives half of its slope squared",
    setting=sloped,
    derivation=derive(
        E(leaky(z) ** 2),
        step(E(relu(z) ** 2) - 2 * a * E(relu(z) * relu(-z)) + a**2 * E(relu(-z) ** 2), linearity, "multiply out"),
        step(E(relu(z) ** 2) + a**2 * E(relu(-z) ** 2), lemma, "the sides never meet", part=no_overlap),
        step(Rational(1, 2) + a**2 * E(relu(-z) ** 2), lemma, "the right half", part=right_second_moment),
        step((1 + a**2) / 2, lemma, "the left half", part=left_second_moment),
    ),
)
leaky_relu_moments = Theorem(
    name="leaky-relu-moments",
    title="Leaky ReLU and PReLU",
    idea=(
        "The two halves of a symmetric density carry half of the second moment each; leaky ReLU scales the left half "
        "by a. It is `relu(z) - a relu(-z)`, so a = 0 is ReLU and a = 1 is the identity."
    ),
    parts=(
        right_mean,
        left_mean,
        leaky_mean,
        right_second_moment,
        left_second_moment,
        no_overlap,
        leaky_second_moment,
    ),
    sources=("K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2, eq. (15)",),
)


# Theorem.  E[(sqrt(2) relu(z))^2] = 1.

relu_second = Part(
    name="relu-second-moment",
    words="ReLU keeps half of the second moment",
    setting=standard,
    derivation=derive(
        E(relu(z) ** 2),
        step(Integral(relu(t) ** 2 * bell, (t, -oo, oo)), density, "the density of `N(0, 1)`", of=z, variable=t),
        step(Integral(t**2 * bell, (t, 0, oo)), split_at_zero, "relu(t) is 0 on the left and t on the right"),
        step(Rational(1, 2), antiderivative, "integrate by parts", antiderivative=bell_moment, variable=t),
    ),
)
relu_forward = Part(
    name="relu-forward-gain",
    words="the gain sqrt(2) keeps the second moment",
    setting=standard,
    derivation=derive(
        E((sqrt(2) * relu(z)) ** 2),
        step(2 * E(relu(z) ** 2), linearity, "linearity of E"),
        step(Integer(1), lemma, "the second moment is 1/2", part=relu_second),
    ),
)
relu_gain = Theorem(
    name="relu-gain",
    title="The gain of ReLU",
    idea="Half of the second moment is left after ReLU, so weights that are sqrt(2) times as large keep it.",
    parts=(relu_second, relu_forward),
    sources=("K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2",),
)
