"""The truncated normal distribution, from which libraries draw "normal" weights without outliers.

    p(t) = exp(-t^2/2) / (sqrt(2 pi) erf(s/sqrt 2))  for -s <= t <= s          1 - 2 s p(s) is its variance

Cutting at s = 2 leaves the variance 1 - 4 exp(-2)/(sqrt(2 pi) erf(sqrt 2)) = 0.7737..., the standard deviation
0.8796...: who asks for the variance of a rule must divide by it.
"""

from sympy import Integer, Integral, Symbol, erf, exp, pi, sqrt

from ..kernel.derivations import Part, Theorem, derive, step
from ..kernel.rules import antiderivative
from ..kernel.settings import Setting
from ..kernel.terms import positive

s = positive("s")  # where the density is cut, in standard deviations
t = Symbol("t", real=True)  # a variable of integration

cut = Setting("initialization", ((s, "where the density is cut, in standard deviations, positive"),), ())
two = Setting("initialization", (), ())

bell = exp(-(t**2) / 2) / sqrt(2 * pi)  # the density of N(0, 1)
mass = erf(t / sqrt(2)) / 2  # an antiderivative
squares = -t * bell + mass  # an antiderivative of t^2 times the density
kept = erf(s / sqrt(2))  # the probability of [-s, s]
kept_of_two = erf(sqrt(2))

probability = Part(
    name="probability",
    words="the probability that is left is 1 after division by `erf(s/sqrt 2)`",
    setting=cut,
    derivation=derive(
        Integral(bell / kept, (t, -s, s)),
        step(
            Integer(1),
            antiderivative,
            "the density of `N(0, 1)` has the antiderivative `erf(t/sqrt 2)/2`",
            antiderivative=mass / kept,
            variable=t,
        ),
    ),
)
mean = Part(
    name="mean",
    words="the mean is 0",
    setting=cut,
    derivation=derive(
        Integral(t * bell / kept, (t, -s, s)),
        step(Integer(0), antiderivative, "it is even", antiderivative=-bell / kept, variable=t),
    ),
)
truncated_variance = Part(
    name="variance",
    words="so the second moment is the variance",
    setting=cut,
    derivation=derive(
        Integral(t**2 * bell / kept, (t, -s, s)),
        step(
            1 - 2 * s * exp(-(s**2) / 2) / (sqrt(2 * pi) * kept),
            antiderivative,
            "integrate by parts: t times t `exp(-t^2/2)`",
            antiderivative=squares / kept,
            variable=t,
        ),
    ),
)
at_two = Part(
    name="at-two",
    words="at two standard deviations",
    setting=two,
    derivation=derive(
        Integral(t**2 * bell / kept_of_two, (t, -2, 2)),
        step(
            1 - 4 * exp(-2) / (sqrt(2 * pi) * kept_of_two),
            antiderivative,
            "the same at s = 2",
            antiderivative=squares / kept_of_two,
            variable=t,
        ),
    ),
)

truncated_normal = Theorem(
    name="truncated-normal",
    title="The truncated normal distribution",
    idea=(
        "Cutting the tails takes away the large squares, so the variance falls. What is left is known in closed form, "
        "and its root at two standard deviations is the constant 0.8796... by which libraries divide."
    ),
    parts=(probability, mean, truncated_variance, at_two),
    sources=("N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions, volume 1, 1994, 10.1",),
)
