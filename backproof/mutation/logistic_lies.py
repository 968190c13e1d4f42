"""Lies about the forms of the sigmoid and of softplus, for the table of `lies`."""

from sympy import Expr, Integer, Rational, exp, log

from proofs.kernel.terms import relu
from proofs.logistic.forms import absolute, g, z

WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("sigmoid-derivative", "half-at-0"): {"zero": Integer(0), "one": Integer(1), "a quarter": Rational(1, 4)},
    ("sigmoid-derivative", "only-at-0"): {"one": Integer(1), "the value": g, "log 2": log(2)},
    ("sigmoid-symmetry", "symmetry"): {"itself": 1 / (1 + exp(-z)), "odd": -g, "exponential": exp(-z)},
    ("sigmoid-symmetry", "log-odds"): {"sign": -z, "odds": exp(z), "twice": 2 * z, "zero": z - z},
    ("sigmoid-curvature", "curvature"): {
        "sign": g * (1 - g) * (2 * g - 1),
        "slope again": g * (1 - g),
        "1 - g": g * (1 - g) * (1 - g),
        "squared": (g * (1 - g)) ** 2,
    },
    ("softplus", "slope"): {"other class": 1 - g, "slope of the sigmoid": g * (1 - g), "exponential": exp(z)},
    ("softplus", "symmetry"): {"even": z - z, "absolute value": absolute(z), "sign": -z, "twice": 2 * z},
    ("softplus", "stable"): {
        "relu alone": relu(z),
        "sign inside": relu(z) + log(1 + exp(absolute(z))),
        "relu of -z": relu(-z) + log(1 + exp(-absolute(z))),
        "no relu": log(1 + exp(-absolute(z))),
    },
    ("stable-sigmoid", "value"): {
        "positive branch everywhere": 1 / (1 + exp(-absolute(z))),
        "negative branch everywhere": exp(-absolute(z)) / (1 + exp(-absolute(z))),
        "branches exchanged": exp(-relu(z)) / (1 + exp(-absolute(z))),
    },
    ("stable-sigmoid", "log"): {
        "sign": relu(-z) + log(1 + exp(-absolute(z))),
        "branches exchanged": -relu(z) - log(1 + exp(-absolute(z))),
        "no relu": -log(1 + exp(-absolute(z))),
    },
}

WRONG_RULES: dict[tuple[str, str], dict[str, tuple[Expr, Expr]]] = {
    ("sigmoid-derivative", "steepest"): {
        "at 1": (g, Integer(1)),
        "at 1/4": (g, Rational(1, 4)),
        "at the logit 1": (z, Integer(1)),
        "at the logit 1/2": (z, Rational(1, 2)),
    },
}
