"""Activations whose moments are enclosed to 32 decimals: tanh, sigmoid, SiLU, softplus, ELU.

    E[f(z)^2]      E[f'(z)^2]      forward gain 1/sqrt(E[f(z)^2])      backward gain 1/sqrt(E[f'(z)^2])

Each number x is stated as two bounds, x >= d and x <= d + 10^-32, where d is x cut off after 32 decimals.
"""

from sympy import Expr, Integer, Rational, exp, log, sqrt, tanh

from ..kernel.derivations import Part, Step, Theorem, derive, step
from ..kernel.enclosures import enclosure
from ..kernel.rules import derivative, derivative_on_each_side, lemma, linearity, odd
from ..kernel.settings import Setting
from ..kernel.terms import D, E, relu
from .standard import Z, standard, z

pointwise = Setting("activations", (Z,), (), (), random=(z,))  # what holds at every z
LAST_PLACE = Rational(1, 10**32)
BOTH = "two enclosures: quadrature on ellipses, and Taylor polynomials with remainder"

sigmoid = 1 / (1 + exp(-z))
elu = relu(z) + exp(-relu(-z)) - 1  # exp(z) - 1 on the left, z on the right


def between(name: str, words: str, term: Expr, decimals: str) -> tuple[Part, Part]:
    """State that a number begins with these 32 decimals."""
    low = Rational(decimals)
    high = low + LAST_PLACE
    return (
        Part(f"{name}-from-below", f"{words}, from below", standard, derive(low, _within(term))),
        Part(f"{name}-from-above", f"{words}, from above", standard, derive(term, _within(high))),
    )


def _within(bound: Expr) -> Step:
    return step(bound, enclosure, BOTH, relation="<=")


def numbers(f: Expr, slope: Expr, second: str, slopes: str, forward: str, backward: str) -> tuple[Part, ...]:
    """The second moments of an activation and of its slope, and both gains."""
    return (
        *between("second-moment", "the second moment", E(f**2), second),
        *between("slope-second-moment", "the second moment of the slope", E(slope**2), slopes),
        *between("forward-gain", "the forward gain", 1 / sqrt(E(f**2)), forward),
        *between("backward-gain", "the backward gain", 1 / sqrt(E(slope**2)), backward),
    )


def slope_part(f: Expr, slope: Expr, step_to: Step) -> Part:
    """The slope of an activation."""
    return Part("slope", "the slope", pointwise, derive(D(f, z), step_to))


# Theorem.  E[tanh(z)] = 0,   E[tanh(z)^2] = 0.3943...,   gains 1.5925... and 1.4675...

tanh_slope = 1 - tanh(z) ** 2
tanh_moments = Theorem(
    name="tanh-moments",
    title="The gains of tanh",
    idea=(
        "tanh is odd, so its mean is 0. No closed form of its second moment is known; it is enclosed. The forward gain "
        "is not the 5/3 that is often used: that is a convention."
    ),
    parts=(
        Part("mean", "the mean", standard, derive(E(tanh(z)), step(Integer(0), odd, "`tanh(-z) = -tanh(z)`"))),
        slope_part(tanh(z), tanh_slope, step(tanh_slope, derivative, "by the table of derivatives")),
        *numbers(
            tanh(z),
            tanh_slope,
            "0.39429449039784117441645977244411",
            "0.46440290244826824197202146111565",
            "1.59253741972283142777043884601859",
            "1.46741359163079514963804741562603",
        ),
    ),
    sources=(
        "F. Johansson, Numerical integration in arbitrary-precision ball arithmetic, 2018",
        "K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, section 2.2",
    ),
)

# Theorem.  E[sigma(z)] = 1/2,   E[sigma(z)^2] = 0.2933...,   gains 1.8462... and 4.7226...

sigmoid_slope = sigmoid * (1 - sigmoid)
centred = Part(
    "centred-mean",
    "the mean of the centred sigmoid",
    standard,
    derive(E(sigmoid - Rational(1, 2)), step(Integer(0), odd, "`sigma(-z) = 1 - sigma(z)`")),
)
sigmoid_moments = Theorem(
    name="sigmoid-moments",
    title="The gains of the sigmoid",
    idea=(
        "The sigmoid is 1/2 plus an odd function, so its mean is 1/2, and its second moment is more than 1/4. Its "
        "slope is small: a gradient needs weights almost five times as large to keep its second moment."
    ),
    parts=(
        centred,
        Part(
            "mean",
            "the mean",
            standard,
            derive(
                E(sigmoid),
                step(E(sigmoid - Rational(1, 2)) + Rational(1, 2), linearity, "linearity of E"),
                step(Rational(1, 2), lemma, "the mean of the centred sigmoid", part=centred),
            ),
        ),
        slope_part(sigmoid, sigmoid_slope, step(sigmoid_slope, derivative, "by the table of derivatives")),
        *numbers(
            sigmoid,
            sigmoid_slope,
            "0.29337903585809296273764917128190",
            "0.04483624135019437179258265829497",
            "1.84622854533860541296088140966929",
            "4.72264608593797433089525556839536",
        ),
    ),
    sources=("F. Johansson, Numerical integration in arbitrary-precision ball arithmetic, 2018",),
)

# Theorem.  E[(z sigma(z))^2] = 0.3557...,   gains 1.6765... and 1.6233...

silu_slope = sigmoid * (1 + z * (1 - sigmoid))
silu_moments = Theorem(
    name="silu-moments",
    title="The gains of SiLU",
    idea="SiLU, or swish, is z times the sigmoid of z; its moments are enclosed.",
    parts=(
        slope_part(z * sigmoid, silu_slope, step(silu_slope, derivative, "product rule")),
        *numbers(
            z * sigmoid,
            silu_slope,
            "0.35577551981735215623079429233366",
            "0.37948235163282930899628048473732",
            "1.67653247033109115860425754366485",
            "1.62332025795249731697990242649604",
        ),
    ),
    sources=("S. Elfwing, E. Uchibe, K. Doya, Sigmoid-weighted linear units, 2018, section 2",),
)

# Theorem.  E[softplus(z)^2] = 0.9212...,   gains 1.0418... and 1.8462...

softplus_moments = Theorem(
    name="softplus-moments",
    title="The gains of softplus",
    idea="The slope of softplus is the sigmoid, so its backward gain is the forward gain of the sigmoid.",
    parts=(
        slope_part(log(1 + exp(z)), sigmoid, step(sigmoid, derivative, "the slope of softplus is the sigmoid")),
        *numbers(
            log(1 + exp(z)),
            sigmoid,
            "0.92124590885930027867724868682136",
            "0.29337903585809296273764917128190",
            "1.04186683553530170804396059498548",
            "1.84622854533860541296088140966929",
        ),
    ),
    sources=("C. Dugas, Y. Bengio, F. Belisle, C. Nadeau, R. Garcia, Incorporating functional knowledge, 2000",),
)

# Theorem.  E[elu(z)^2] = 0.6449...,   gains 1.2451... and 1.2234...

elu_slope = exp(-relu(-z))
elu_gains = Theorem(
    name="elu-gains",
    title="The gains of ELU",
    idea=(
        "ELU with alpha = 1 is z on the right and `exp(z) - 1` on the left; both sides meet with slope 1 at 0. "
        "As `relu(z) + exp(-relu(-z)) - 1` it is one formula."
    ),
    parts=(
        slope_part(elu, elu_slope, step(elu_slope, derivative_on_each_side, "1 on the right, `exp(z)` on the left")),
        *numbers(
            elu,
            elu_slope,
            "0.64494541749292386306346144033778",
            "0.66810200122317060642714911402908",
            "1.24519830070070655028695235737760",
            "1.22342855755262088082836717356963",
        ),
    ),
    sources=("D.-A. Clevert, T. Unterthiner, S. Hochreiter, Exponential linear units, 2016, section 3",),
)
