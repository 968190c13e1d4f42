"""Lies about the moments of activations, for the table of `lies`."""

from sympy import Expr, Integer, Rational, pi, sqrt

from proofs.activations.leaky import a

half, third = Rational(1, 2), Rational(1, 3)

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
}
