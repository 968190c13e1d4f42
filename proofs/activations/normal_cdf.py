"""Activations that are made of the normal distribution function: erf and GELU.

E[erf(z/sqrt(2))^2] = 1/3      E[z Phi(z)] = 1/(2 sqrt(pi))      E[(z Phi(z))^2] = 1/3 + 1/(2 sqrt(3) pi)
"""

from sympy import Integer, Rational, erf, pi, sqrt

from ..kernel.derivations import Part, Theorem
from .standard import Phi, bell, by_antiderivative, standard, t, z

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
