"""Activations of a standard normal pre-activation: means, second moments, gains.

    z ~ N(0, 1),     gain^2 E[f(z)^2] = 1

A gain is the factor of the weights' standard deviation that keeps the second moment of the layers.
"""

from sympy import Expr, Integer, Integral, Rational, Symbol, erf, exp, oo, pi, sqrt

from .kernel.derivations import Derivation, Part, Theorem, derive, step
from .kernel.rules import antiderivative, density, lemma, linearity, split_at_zero
from .kernel.settings import Normal, Setting
from .kernel.terms import E, real, relu

z = real("z")  # the pre-activation
a = real("a")  # the slope on the negative side
t = Symbol("t", real=True)  # a variable of integration

STANDARD = Normal(z, Integer(0), Integer(1), "the pre-activation is normal with mean 0 and variance 1")
Z = (z, "pre-activation, random")
A = (a, "slope on the negative side, real")

standard = Setting("activations", (Z,), (), (STANDARD,), random=(z,))
sloped = Setting("activations", (Z, A), (), (STANDARD,), random=(z,))
bell = exp(-(t**2) / 2) / sqrt(2 * pi)  # the density of N(0, 1)
bell_moment = -t * bell + erf(t / sqrt(2)) / 2  # an antiderivative of t^2 times the density


def Phi(x: Expr) -> Expr:
    """The distribution function of N(0, 1)."""
    return (1 + erf(x / sqrt(2))) / 2


def leaky(x: Expr) -> Expr:
    """Leaky ReLU: x on the right, a x on the left."""
    return relu(x) - a * relu(-x)


def by_antiderivative(f: Expr, found: Expr, value: Expr, why: str) -> Derivation:
    """E[f(z)] as an integral over the line, by one antiderivative."""
    return derive(
        E(f),
        step(Integral(f.subs(z, t) * bell, (t, -oo, oo)), density, "the density of `N(0, 1)`", of=z, variable=t),
        step(value, antiderivative, why, antiderivative=found, variable=t),
    )


# Theorem.  E[leaky(z)] = (1 - a)/sqrt(2 pi),   E[leaky(z)^2] = (1 + a^2)/2.


def one_side(f: Expr, cut: Expr, value: Expr, found: Expr, why: str) -> Derivation:
    """E[f(z)] for an f that is 0 on one side."""
    return derive(
        E(f),
        step(Integral(f.subs(z, t) * bell, (t, -oo, oo)), density, "the density of `N(0, 1)`", of=z, variable=t),
        step(cut, split_at_zero, "one of the two sides is 0"),
        step(value, antiderivative, why, antiderivative=found, variable=t),
    )


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


# Theorem.  E[Phi(z)] = 1/2,   E[Phi(z)^2] = 1/3,   E[erf(z/sqrt(2))^2] = 1/3.

F = Phi(t)
phi_mean = Part(
    name="normal-cdf-mean",
    words="the mean of the normal distribution function",
    setting=standard,
    derivation=by_antiderivative(Phi(z), F**2 / 2, Rational(1, 2), "the density is the derivative of `Phi`"),
)
phi_second_moment = Part(
    name="normal-cdf-second-moment",
    words="its second moment",
    setting=standard,
    derivation=by_antiderivative(Phi(z) ** 2, F**3 / 3, Rational(1, 3), "the density is the derivative of `Phi`"),
)
normal_cdf_moments = Theorem(
    name="normal-cdf-moments",
    title="The normal distribution function as an activation",
    idea="`Phi(z)` is uniform on (0, 1): its density times a power of it is the derivative of the next power.",
    parts=(phi_mean, phi_second_moment),
    sources=("G. Casella, R. L. Berger, Statistical Inference, 2002, theorem 2.1.10",),
)

erf_mean = Part(
    name="erf-mean",
    words="the mean of erf",
    setting=standard,
    derivation=by_antiderivative(
        erf(z / sqrt(2)), erf(t / sqrt(2)) ** 2 / 4, Integer(0), "the density is half the derivative of erf"
    ),
)
erf_second_moment = Part(
    name="erf-second-moment",
    words="the second moment of erf",
    setting=standard,
    derivation=by_antiderivative(
        erf(z / sqrt(2)) ** 2, erf(t / sqrt(2)) ** 3 / 6, Rational(1, 3), "the density is half the derivative of erf"
    ),
)
erf_moments = Theorem(
    name="erf-moments",
    title="The error function as an activation",
    idea="`erf(z/sqrt(2))` is uniform on (-1, 1), whose variance is 1/3.",
    parts=(erf_mean, erf_second_moment),
    sources=("C. K. I. Williams, Computing with infinite networks, 1997, section 3.1",),
)


# Theorem.  E[z Phi(z)] = 1/(2 sqrt(pi)),   E[(z Phi(z))^2] = 1/3 + 1/(2 sqrt(3) pi).

gelu_mean_part = Part(
    name="gelu-mean",
    words="the mean of GELU",
    setting=standard,
    derivation=by_antiderivative(
        z * Phi(z),
        -bell * F + erf(t) / (4 * sqrt(pi)),
        1 / (2 * sqrt(pi)),
        "integrate by parts: `t exp(-t^2/2)` has the antiderivative `-exp(-t^2/2)`",
    ),
)
gelu_second_moment = Part(
    name="gelu-second-moment",
    words="the second moment of GELU",
    setting=standard,
    derivation=by_antiderivative(
        (z * Phi(z)) ** 2,
        -t * bell * F**2 + F**3 / 3 - bell**2 * F + Phi(sqrt(3) * t) / (2 * sqrt(3) * pi),
        Rational(1, 3) + 1 / (2 * sqrt(3) * pi),
        "integrate by parts three times",
    ),
)
gelu_moments = Theorem(
    name="gelu-moments",
    title="The moments of GELU",
    idea=(
        "GELU is `z Phi(z)`. Integrating by parts moves z onto the density, and what is left are powers of the "
        "distribution function and a narrower normal density."
    ),
    parts=(gelu_mean_part, gelu_second_moment),
    sources=("D. Hendrycks, K. Gimpel, Gaussian error linear units (GELUs), 2016, section 2",),
)

THEOREMS = (leaky_relu_moments, relu_gain, normal_cdf_moments, erf_moments, gelu_moments)
