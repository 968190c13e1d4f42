"""The truncated normal initializer: what cutting N(0, 1) at two standard deviations leaves of its variance.

    v = int_{-2}^{2} t^2 p(t) dt / int_{-2}^{2} p(t) dt = 1 - 4 p(2)/(2 Phi(2) - 1),      sqrt(v) = 0.8796...

An initializer that is to have the standard deviation sigma draws from N(0, (sigma/0.8796...)^2), cut at two of its own.
"""

from sympy import Expr, Integer, Integral, Rational, Symbol, erf, exp, pi, sqrt

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.enclosures import enclosure
from ..kernel.hypotheses import Definition
from ..kernel.rules import antiderivative, definition, lemma
from ..kernel.settings import Setting
from ..kernel.terms import real

t = Symbol("t", real=True)
v = real("v")  # the variance
bell = exp(-(t**2) / 2) / sqrt(2 * pi)  # the density of N(0, 1)
bell_moment = -t * bell + erf(t / sqrt(2)) / 2  # an antiderivative of t^2 times the density


def within(body: Expr) -> Expr:
    """An integral over [-2, 2]."""
    return Integral(body, (t, -2, 2))


MASS = erf(sqrt(2))  # 2 Phi(2) - 1
AT_TWO = exp(-2) / sqrt(2 * pi)  # p(2)
CLOSED = 1 - 4 * AT_TWO / MASS
DECIMALS = Rational("0.87962566103423975041284141957777")

truncated = Setting(
    "initialization",
    ((v, "variance of N(0, 1) truncated to [-2, 2]"),),
    (),
    (
        Definition(
            v, within(t**2 * bell) / within(bell), "v is the second moment on [-2, 2], divided by the mass there"
        ),
    ),
)

mass = Part(
    "mass",
    "the mass on [-2, 2]",
    truncated,
    derive(
        within(bell),
        step(MASS, antiderivative, "erf is an antiderivative", antiderivative=erf(t / sqrt(2)) / 2, variable=t),
    ),
)
mean = Part(
    "mean",
    "the mean is 0",
    truncated,
    derive(
        within(t * bell) / within(bell),
        step(within(t * bell) / MASS, lemma, "the mass on [-2, 2]", part=mass),
        step(
            Integer(0),
            antiderivative,
            "the two ends of `-exp(-t^2/2)` are equal",
            antiderivative=-bell,
            variable=t,
        ),
    ),
)
second_moment = Part(
    "second-moment",
    "the second moment on [-2, 2]",
    truncated,
    derive(
        within(t**2 * bell),
        step(MASS - 4 * AT_TWO, antiderivative, "integrate by parts", antiderivative=bell_moment, variable=t),
    ),
)
variance_part = Part(
    "variance",
    "the variance",
    truncated,
    derive(
        v,
        step(within(t**2 * bell) / within(bell), definition, "the definition of v"),
        step((MASS - 4 * AT_TWO) / within(bell), lemma, "the second moment on [-2, 2]", part=second_moment),
        step(CLOSED, lemma, "the mass on [-2, 2]", part=mass),
    ),
)
truncated_constant = Theorem(
    name="truncated-normal-constant",
    title="The constant of the truncated normal initializer",
    idea=(
        "Cutting the normal density at two standard deviations takes mass from the tails, where the squares are large: "
        "of the variance 0.7737 is left, of the standard deviation 0.8796. `erf(sqrt(2))` is the mass within two "
        "standard deviations, `2 Phi(2) - 1`."
    ),
    parts=(
        mass,
        mean,
        second_moment,
        variance_part,
        Part(
            "deviation-from-below",
            "the standard deviation, from below",
            truncated,
            derive(
                DECIMALS,
                step(sqrt(v), enclosure, "two enclosures: on ellipses, and by Taylor polynomials", relation="<="),
            ),
        ),
        Part(
            "deviation-from-above",
            "the standard deviation, from above",
            truncated,
            derive(
                sqrt(v),
                step(
                    DECIMALS + Rational(1, 10**32),
                    enclosure,
                    "two enclosures: on ellipses, and by Taylor polynomials",
                    relation="<=",
                ),
            ),
        ),
    ),
    sources=("N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous univariate distributions 1, 1994, section 13.10",),
)
