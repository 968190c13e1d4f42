"""The gallery of lies: wrong variants written by hand, each plausible, each false.

A lie keeps the left side of a claim (or, for a rule, the equation that is to be solved) and changes what it is
said to be equal to.  Every one must be refused twice: by the kernel alone and by the numeric witnesses alone.
"""

from collections.abc import Iterator

from sympy import Expr, Integer, Rational, exp, pi, sqrt

from proofs import softmax as S
from proofs.initialization import linear_layer as L
from proofs.initialization import relu as R
from proofs.initialization import xavier as X
from proofs.initialization.weights import n_in, n_out, sigma
from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part
from proofs.kernel.terms import delta, total
from proofs.logistic import unit as G

from . import (
    activation_lies,
    backpropagation_lies,
    differentiation_lies,
    initialization_lies,
    logistic_lies,
    step_lies,
)

n, i, j, k, y, z, t = S.n, S.i, S.j, S.k, S.y, S.z, S.t
v, s, g, r, q = L.v, R.s, X.g, X.r, X.q
half = Rational(1, 2)


WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("softmax-jacobian", "jacobian"): {
        "sign of the second term": y[i] * (delta(i, j) + y[j]),
        "sign of the whole": y[i] * (y[j] - delta(i, j)),
        "no off-diagonal entries": y[i] * delta(i, j),
        "delta dropped": -y[i] * y[j],
        "delta replaced by 1": y[i] * (1 - y[j]),
        "index i for j": y[i] * (delta(i, j) - y[i]),
        "elementwise sigmoid rule": delta(i, j) * y[i] * (1 - y[i]),
        "y_j squared": y[i] * (delta(i, j) - y[j] ** 2),
        "y_i missing": delta(i, j) - y[j],
        "off by one half": half * y[i] * (delta(i, j) - y[j]),
        "y_i y_j for every entry": y[i] * y[j],
        "off-diagonal entries doubled": y[i] * (delta(i, j) - 2 * y[j]),
        "the denominator forgotten": y[i] * delta(i, j) - y[i] ** 2 * y[j],
    },
    ("stable-softmax", "moved"): {
        "C itself in the exponent": exp(z[i] + S.C),
        "a product": exp(S.c * z[i]),
        "the factor lost": exp(z[i]),
    },
    ("cross-entropy-gradient", "any-targets"): {
        "targets taken to sum to 1": y[j] - t[j],
        "sign": t[j] - y[j] * total(t[k], k, n),
        "target added": y[j] * total(t[k], k, n) + t[j],
        "sum dropped from y": y[j] * t[j] - t[j],
        "divided by n": (y[j] * total(t[k], k, n) - t[j]) / n,
        "n for the sum": n * y[j] - t[j],
        "times y_j": y[j] * (y[j] * total(t[k], k, n) - t[j]),
        "sum of y instead of t": y[j] * total(y[k], k, n) - t[j],
    },
    ("cross-entropy-gradient", "probability-targets"): {
        "sign": t[j] - y[j],
        "sum": y[j] + t[j],
        "target dropped": y[j],
        "squared-error habit": (y[j] - t[j]) * y[j] * (1 - y[j]),
        "factor 2": 2 * (y[j] - t[j]),
        "divided by n": (y[j] - t[j]) / n,
        "only the true class": -t[j] / y[j],
        "times t_j": t[j] * (y[j] - 1),
    },
    ("linear-layer-variance", "forward-variance"): {
        "n squared": n_in**2 * sigma**2 * v**2,
        "fans swapped": n_out * sigma**2 * v**2,
        "n missing": sigma**2 * v**2,
        "standard deviations": n_in * sigma * v,
        "sum for product": n_in * (sigma**2 + v**2),
        "sign": -n_in * sigma**2 * v**2,
        "one half": n_in * sigma**2 * v**2 / 2,
        "factor 2": 2 * n_in * sigma**2 * v**2,
        "root of n": sqrt(n_in) * sigma**2 * v**2,
        "off by one": (n_in + 1) * sigma**2 * v**2,
        "sigma to the fourth": n_in * sigma**4 * v**2,
        "divided by n": sigma**2 * v**2 / n_in,
        "mean of the fans": (n_in + n_out) / 2 * sigma**2 * v**2,
    },
    ("relu-factor", "relu-second-moment"): {
        "nothing lost": s**2,
        "a quarter": s**2 / 4,
        "the variance instead": (half - 1 / (2 * pi)) * s**2,
        "one over pi": s**2 / pi,
        "s for s squared": s / 2,
        "sign": -(s**2) / 2,
        "root of one half": s**2 / sqrt(2),
        "three halves": 3 * s**2 / 2,
    },
    ("relu-factor", "relu-mean"): {
        "zero": Integer(0),
        "root of pi": s / sqrt(pi),
        "root of 2 over pi": s * sqrt(2 / pi),
        "one half": s / 2,
        "one over 2 pi": s / (2 * pi),
        "s squared": s**2 / sqrt(2 * pi),
        "sign": -s / sqrt(2 * pi),
    },
    ("relu-factor", "relu-variance"): {
        "ReLU halves the variance": s**2 / 2,
        "nothing lost": s**2,
        "mean not squared": s**2 / 2 - s / sqrt(2 * pi),
        "mean added": (half + 1 / (2 * pi)) * s**2,
        "one over pi": (half - 1 / pi) * s**2,
        "one minus": (1 - 1 / (2 * pi)) * s**2,
        "absolute value instead": (1 - 2 / pi) * s**2,
    },
    ("relu-factor", "layer-after-relu"): {
        "no factor": n_in * sigma**2 * s**2,
        "variance instead of second moment": n_in * sigma**2 * s**2 * (half - 1 / (2 * pi)),
        "a quarter": n_in * sigma**2 * s**2 / 4,
        "fans swapped": n_out * sigma**2 * s**2 / 2,
        "n squared": n_in**2 * sigma**2 * s**2 / 2,
        "n missing": sigma**2 * s**2 / 2,
        "doubled": 2 * n_in * sigma**2 * s**2,
    },
    ("xavier-rule", "backward-variance"): {
        "fans swapped": n_in * sigma**2 * g**2,
        "n squared": n_out**2 * sigma**2 * g**2,
        "n missing": sigma**2 * g**2,
        "standard deviations": n_out * sigma * g,
        "one half": n_out * sigma**2 * g**2 / 2,
        "sum for product": n_out * (sigma**2 + g**2),
        "divided by n": sigma**2 * g**2 / n_out,
        "mean of the fans": (n_in + n_out) / 2 * sigma**2 * g**2,
    },
    ("xavier-rule", "harmonic-mean"): {
        "arithmetic mean of the rules": (1 / n_in + 1 / n_out) / 2,
        "1 for 2": 1 / (n_in + n_out),
        "geometric mean": 1 / sqrt(n_in * n_out),
        "fans multiplied": 2 / (n_in * n_out),
        "mean of the fans": (n_in + n_out) / 2,
    },
    ("xavier-rule", "uniform-mean"): {"the limit": r, "half the limit": r / 2},
    ("xavier-rule", "uniform-second-moment"): {"one half": r**2 / 2, "one sixth": r**2 / 6, "twelfth": r**2 / 12},
    ("xavier-rule", "uniform-variance"): {
        "width r instead of 2 r": r**2 / 12,
        "width not squared": r / 3,
        "factor 4": 4 * r**2 / 3,
        "nothing lost": r**2,
    },
    **activation_lies.WRONG_TERMS,
    **backpropagation_lies.WRONG_TERMS,
    **differentiation_lies.WRONG_TERMS,
    **initialization_lies.WRONG_TERMS,
    **logistic_lies.WRONG_TERMS,
    **step_lies.WRONG_TERMS,
}

WRONG_RULES: dict[tuple[str, str], dict[str, tuple[Expr, Expr]]] = {
    ("relu-factor", "relu-rule"): {
        "no factor 2": (sigma**2, 1 / n_in),
        "factor 4": (sigma**2, 4 / n_in),
        "fan-out": (sigma**2, 2 / n_out),
        "n squared": (sigma**2, 2 / n_in**2),
        "variance instead of second moment": (sigma**2, 2 * pi / ((pi - 1) * n_in)),
        "root": (sigma**2, sqrt(2 / n_in)),
    },
    ("xavier-rule", "forward-rule"): {
        "fan-out": (sigma**2, 1 / n_out),
        "factor 2": (sigma**2, 2 / n_in),
        "root": (sigma**2, 1 / sqrt(n_in)),
        "compromise": (sigma**2, 2 / (n_in + n_out)),
    },
    ("xavier-rule", "backward-rule"): {
        "fan-in": (sigma**2, 1 / n_in),
        "factor 2": (sigma**2, 2 / n_out),
        "n squared": (sigma**2, 1 / n_out**2),
        "compromise": (sigma**2, 2 / (n_in + n_out)),
    },
    ("xavier-rule", "both-rules"): {
        "twice as wide": (n_in, 2 * n_out),
        "one more": (n_in, n_out + 1),
    },
    ("xavier-rule", "only-minimizer"): {
        "1 for 2": (q, 1 / (n_in + n_out)),
        "forward rule": (q, 1 / n_in),
        "arithmetic mean of the rules": (q, (1 / n_in + 1 / n_out) / 2),
        "geometric mean": (q, 1 / sqrt(n_in * n_out)),
    },
    ("xavier-rule", "uniform-limit"): {
        "3 for 6": (r, sqrt(3 / (n_in + n_out))),
        "no root": (r, 6 / (n_in + n_out)),
        "the standard deviation": (r, sqrt(2 / (n_in + n_out))),
        "12 for 6": (r, sqrt(12 / (n_in + n_out))),
        "fan-in alone": (r, sqrt(6 / n_in)),
    },
    **differentiation_lies.WRONG_RULES,
    **initialization_lies.WRONG_RULES,
    **logistic_lies.WRONG_RULES,
    **step_lies.WRONG_RULES,
}

WRONG_ORDERS: dict[tuple[str, str], dict[str, Claim]] = {
    ("softmax-distribution", "positive"): {
        "more than its share": Claim(1 / n, "<", y[i]),
        "the wrong way round": Claim(y[i], "<", Integer(0)),
    },
    ("xavier-rule", "least-squares"): {
        "minimum at the forward rule": Claim(X.squared_errors(1 / n_in), "<=", X.squared_errors(q)),
        "minimum at the arithmetic mean": Claim(
            X.squared_errors((1 / n_in + 1 / n_out) / 2), "<=", X.squared_errors(q)
        ),
        "minimum at 1/(n_in + n_out)": Claim(X.squared_errors(1 / (n_in + n_out)), "<=", X.squared_errors(q)),
    },
    ("sigmoid-derivative", "largest-slope"): {
        "at most 1/5": Claim(G.g * (1 - G.g), "<=", Rational(1, 5)),
        "at most 1/8": Claim(G.g * (1 - G.g), "<=", Rational(1, 8)),
    },
    ("xavier-rule", "between"): {
        "the wrong way round": Claim(1 / n_in, "<=", 1 / n_out),
        "strictly below": Claim(1 / n_out, "<", 1 / n_out),
    },
    **activation_lies.WRONG_ORDERS,
    **step_lies.WRONG_ORDERS,
    **differentiation_lies.WRONG_ORDERS,
    **initialization_lies.WRONG_ORDERS,
}


def lies_about(theorem: str, part: Part) -> Iterator[tuple[str, Claim]]:
    """Yield the lies about a part of a theorem, each with its name."""
    place = theorem, part.name
    for name, term in WRONG_TERMS.get(place, {}).items():
        yield name, equal(part.claim.terms[0], term)
    for name, sides in WRONG_RULES.get(place, {}).items():
        yield name, Claim(part.claim.claims[0], "iff", equal(*sides))
    yield from WRONG_ORDERS.get(place, {}).items()
