"""Lies about the moments of activations, for the table of `lies`."""

from collections.abc import Iterator

from sympy import Expr, Integer, Rational, erf, erfc, exp, pi, sqrt, tanh

from proofs.activations import enclosed as N
from proofs.activations import exponential as X
from proofs.activations.leaky import a
from proofs.initialization import truncated as T
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Theorem
from proofs.kernel.terms import relu

half, third = Rational(1, 2), Rational(1, 3)
alpha, z = X.alpha, N.z
one_shift, two_shifts = X.C, X.DD  # e^(1/2) erfc(1/sqrt(2)), e^2 erfc(sqrt(2))

WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("leaky-relu-moments", "right-mean"): {"root of pi": 1 / sqrt(pi), "one half": half},
    ("leaky-relu-moments", "left-mean"): {"sign": -1 / sqrt(2 * pi), "zero": Integer(0)},
    ("leaky-relu-moments", "right-second-moment"): {"nothing lost": Integer(1), "variance": half - 1 / (2 * pi)},
    ("leaky-relu-moments", "left-second-moment"): {"sign": -half, "zero": Integer(0)},
    ("leaky-relu-moments", "no-overlap"): {"minus the second moment": -half, "one half": half},
    ("leaky-relu-moments", "leaky-mean"): {
        "sign of the slope": (1 + a) / sqrt(2 * pi),
        "slope forgotten": 1 / sqrt(2 * pi),
        "zero": Integer(0),
    },
    ("leaky-relu-moments", "leaky-second-moment"): {
        "slope not squared": (1 + a) / 2,
        "mixed term": (1 - a) ** 2 / 2,
        "slope forgotten": half,
        "one half forgotten": 1 + a**2,
    },
    ("relu-gain", "relu-second-moment"): {"nothing lost": Integer(1), "variance": half - 1 / (2 * pi)},
    ("relu-gain", "relu-forward-gain"): {"no gain": half, "fourth power": Integer(2), "variance": 1 - 1 / pi},
    ("normal-cdf-moments", "normal-cdf-mean"): {"zero": Integer(0), "one third": third},
    ("normal-cdf-moments", "normal-cdf-second-moment"): {"mean squared": Rational(1, 4), "variance": Rational(1, 12)},
    ("erf-moments", "erf-mean"): {"one half": half, "minus one half": -half},
    ("erf-moments", "erf-second-moment"): {"one half": half, "variance of the half range": Rational(1, 12)},
    ("gelu-moments", "gelu-mean"): {"ReLU": 1 / sqrt(2 * pi), "zero": Integer(0), "root of 2 pi": 1 / sqrt(8 * pi)},
    ("gelu-moments", "gelu-second-moment"): {
        "ReLU": half,
        "one third": third,
        "sign": third - 1 / (2 * sqrt(3) * pi),
        "root of pi": third + 1 / (2 * sqrt(3 * pi)),
    },
    ("tanh-moments", "mean"): {"one half": half, "minus one": Integer(-1)},
    ("tanh-moments", "slope"): {"not squared": 1 - tanh(z), "sign": 1 + tanh(z) ** 2, "of the sigmoid": tanh(z)},
    ("sigmoid-moments", "centred-mean"): {"one half": half},
    ("sigmoid-moments", "mean"): {"zero": Integer(0), "the second moment": Rational(293, 1000), "one": Integer(1)},
    ("sigmoid-moments", "slope"): {"of tanh": 1 - N.sigmoid**2, "one factor": N.sigmoid, "sign": -N.sigmoid_slope},
    ("silu-moments", "slope"): {
        "the sigmoid alone": N.sigmoid,
        "z times the slope of the sigmoid": z * N.sigmoid_slope,
        "sign": N.sigmoid * (1 - z * (1 - N.sigmoid)),
    },
    ("softplus-moments", "slope"): {"step": exp(z), "mirrored": 1 / (1 + exp(z)), "squared": N.sigmoid**2},
    ("elu-gains", "slope"): {"growing on the left": exp(relu(-z)), "ELU itself": N.elu, "on the right": exp(-relu(z))},
    ("elu-moments", "left-mean"): {
        "half forgotten": one_shift - 1,
        "not shifted": (exp(half) - 1) / 2,
        "the other side": (1 - one_shift) / 2,
    },
    ("elu-moments", "mean"): {
        "right side alone": 1 / sqrt(2 * pi),
        "alpha forgotten": 1 / sqrt(2 * pi) + (one_shift - 1) / 2,
        "sign of the left side": 1 / sqrt(2 * pi) - alpha * (one_shift - 1) / 2,
    },
    ("elu-moments", "left-second-moment"): {
        "mixed term once": (two_shifts - one_shift + 1) / 2,
        "mean squared": (one_shift - 1) ** 2 / 4,
        "rate not squared": (exp(1) * erfc(sqrt(2)) - 2 * one_shift + 1) / 2,
    },
    ("elu-moments", "no-overlap"): {"one half": half, "minus the mean": -1 / sqrt(2 * pi)},
    ("elu-moments", "second-moment"): {
        "alpha not squared": half + alpha * (two_shifts - 2 * one_shift + 1) / 2,
        "ReLU": half,
        "mixed term once": half + alpha**2 * (two_shifts - one_shift + 1) / 2,
    },
    ("elu-moments", "right-slope"): {"one": Integer(1), "quarter": half**2},
    ("elu-moments", "left-slope"): {"rate 1": one_shift / 2, "half forgotten": two_shifts},
    ("elu-moments", "no-overlap-of-slopes"): {"one half": half},
    ("elu-moments", "slope-second-moment"): {
        "alpha not squared": half + alpha * two_shifts / 2,
        "alpha forgotten": half + two_shifts / 2,
        "slope of ReLU": half,
    },
    ("selu-fixed-point", "mean"): {"mean of ReLU": X.scale / sqrt(2 * pi), "one": Integer(1)},
    ("selu-fixed-point", "second-moment"): {"one half": half, "lambda squared": X.scale**2},
    ("selu-fixed-point", "variance"): {"one half": half, "zero": Integer(0)},
}

WRONG_TERMS |= {
    ("truncated-normal-constant", "mass"): {"one": Integer(1), "erf of 2": erf(2), "one tail kept": (1 + T.MASS) / 2},
    ("truncated-normal-constant", "mean"): {"the density at 2": T.AT_TWO, "one half": half},
    ("truncated-normal-constant", "second-moment"): {"nothing lost": T.MASS, "one end": T.MASS - 2 * T.AT_TWO},
    ("truncated-normal-constant", "variance"): {
        "mass forgotten": 1 - 4 * T.AT_TWO,
        "one end": 1 - 2 * T.AT_TWO / T.MASS,
        "sign": 1 + 4 * T.AT_TWO / T.MASS,
        "standard deviation": sqrt(T.CLOSED),
        "the mass": T.MASS,
    },
}

#: The last of 30 decimals changed (the kernel and the quadrature see it), and a slip of the pen.
PLACES = {"one unit of the 30th decimal too far": Rational(1, 10**30), "one unit of the third": Rational(1, 10**3)}


def _moved(part: str, claim: Claim) -> Iterator[tuple[str, Claim]]:
    left, right = claim.terms
    for name, unit in PLACES.items():
        if part.endswith("-from-below"):
            yield name, Claim(left + unit, "<=", right)
        else:
            yield name, Claim(left, "<=", right - unit)


def _bounds(*theorems: Theorem) -> dict[tuple[str, str], dict[str, Claim]]:
    """Every bound of a number, moved so far that the number is beyond it."""
    return {
        (theorem.name, part.name): dict(_moved(part.name, part.claim))
        for theorem in theorems
        for part in theorem.parts
        if part.name.endswith(("-from-below", "-from-above"))
    }


WRONG_ORDERS = _bounds(
    N.tanh_moments,
    N.sigmoid_moments,
    N.silu_moments,
    N.softplus_moments,
    N.elu_gains,
    X.selu_fixed_point,
    T.truncated_constant,
)
