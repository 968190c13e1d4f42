"""Lies about depth, means, the compromise and the truncated normal, for the table of `lies`."""

from sympy import Expr, Integer, Rational, erf, exp, pi, sqrt

from proofs.bernoulli import L, r
from proofs.initialization.depth import q as Q
from proofs.initialization.depth import v, x
from proofs.initialization.means import m
from proofs.initialization.relu import h, i, p
from proofs.initialization.relu import s as deviation
from proofs.initialization.truncated_normal import kept, kept_of_two, s
from proofs.initialization.weights import n_in, n_out, sigma
from proofs.initialization.xavier import XAVIER, g, q
from proofs.kernel.claims import Claim
from proofs.kernel.terms import E, Var, relu

WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("depth", "output-mean"): {"the mean of an input": E(x[i]), "one": Integer(1), "the deviation": sigma},
    ("depth", "linear-layer"): {
        "unchanged": Q[L],
        "two layers": Q[L + 2],
        "divided": Q[L] / r,
        "deviations": sqrt(r) * Q[L],
        "fans exchanged": n_out * sigma**2 * Q[L],
        "n squared": n_in * r * Q[L],
    },
    ("depth", "other-half"): {"the whole": E(p[i] ** 2), "nothing": Integer(0)},
    ("depth", "half"): {
        "the whole": Var(p[i]),
        "a quarter": Var(p[i]) / 4,
        "the variance instead": Var(relu(p[i])),
        "the mean squared": E(relu(p[i])) ** 2,
        "nothing": Integer(0),
    },
    ("depth", "relu-layer"): {
        "unchanged": Q[L],
        "two layers": Q[L + 2],
        "no loss": n_in * sigma**2 * Q[L],
        "a quarter": n_in * sigma**2 * Q[L] / 4,
        "variance for second moment": (1 - 1 / pi) * r * Q[L],
    },
    ("depth", "backward-layer"): {
        "unchanged": Q[L],
        "two layers": Q[L + 2],
        "fans exchanged": n_in * sigma**2 * Q[L],
        "divided": Q[L] / r,
    },
    ("depth", "at-depth"): {
        "one layer too many": r ** (L + 1) * v**2,
        "linear in depth": (1 + L * r) * v**2,
        "added": (r * L + v) ** 2,
        "the input squared as often": (r * v**2) ** L,
        "standard deviations": r**L * v,
        "one layer only": r * v**2,
        "squared": r ** (2 * L) * v**2,
    },
    ("depth", "linear-network"): {
        "deviations": (n_in * sigma) ** L * v**2,
        "fan once": n_in * sigma ** (2 * L) * v**2,
        "deviation once": n_in**L * sigma**2 * v**2,
        "times depth": L * n_in * sigma**2 * v**2,
        "one layer too many": (n_in * sigma**2) ** (L + 1) * v**2,
        "ReLU": (n_in * sigma**2 / 2) ** L * v**2,
    },
    ("depth", "relu-network"): {
        "half once": (n_in * sigma**2) ** L * v**2 / 2,
        "no loss": (n_in * sigma**2) ** L * v**2,
        "a quarter": (n_in * sigma**2 / 4) ** L * v**2,
        "one layer too many": (n_in * sigma**2 / 2) ** (L + 1) * v**2,
    },
    ("depth", "keeps"): {"grows": L * v**2, "the deviation": v, "nothing left": Integer(0), "doubled": 2 * v**2},
    ("truncated-normal", "probability"): {"not divided": kept, "half": Integer(1) / 2},
    ("truncated-normal", "mean"): {"the cut": s, "half a bell": 1 / sqrt(2 * pi)},
    ("truncated-normal", "variance"): {
        "not cut": Integer(1),
        "one tail": 1 - s * exp(-(s**2) / 2) / (sqrt(2 * pi) * kept),
        "density not scaled": 1 - 2 * s * exp(-(s**2) / 2) / sqrt(2 * pi),
        "sign": 1 + 2 * s * exp(-(s**2) / 2) / (sqrt(2 * pi) * kept),
        "erf for the distribution function": 1 - 2 * s * exp(-(s**2) / 2) / (sqrt(2 * pi) * erf(s)),
        "of a uniform weight": s**2 / 3,
    },
    ("truncated-normal", "at-two"): {
        "not cut": Integer(1),
        "the deviation": sqrt(1 - 4 * exp(-2) / (sqrt(2 * pi) * kept_of_two)),
        "one tail": 1 - 2 * exp(-2) / (sqrt(2 * pi) * kept_of_two),
        "of a uniform weight": Integer(4) / 3,
    },
    ("wider-fan-rule", "forward-ratio"): {"upside down": n_out / n_in * v**2, "kept": v**2, "halved": v**2 / 2},
    ("wider-fan-rule", "backward-ratio"): {"upside down": n_in / n_out * g**2, "kept": g**2, "halved": g**2 / 2},
    ("relu-backward", "gate-second-moment"): {
        "the whole": Integer(1),
        "its square": Rational(1, 4),
        "the deviation": deviation / 2,
    },
    ("relu-backward", "gate-mean"): {"always": Integer(1), "a quarter": Rational(1, 4), "the deviation": deviation / 2},
    ("relu-backward", "gate-variance"): {"the mean": Rational(1, 2), "an eighth": Rational(1, 8)},
}

WRONG_RULES: dict[tuple[str, str], dict[str, tuple[Expr, Expr]]] = {
    ("input-means", "needs-centred-inputs"): {"mean one": (m, Integer(1)), "the deviation": (m, v)},
    ("gradient-means", "needs-zero-mean-gradients"): {"mean one": (m, Integer(1)), "the deviation": (m, g)},
    ("xavier-compromise", "meets-forward"): {"twice as wide": (n_in, 2 * n_out), "one more": (n_in, n_out + 1)},
    ("xavier-compromise", "meets-backward"): {"twice as wide": (n_in, 2 * n_out), "one more": (n_in, n_out + 1)},
    ("xavier-compromise", "unique-minimum"): {
        "forward rule": (q, 1 / n_in),
        "1 for 2": (q, 1 / (n_in + n_out)),
        "nothing": (q, Integer(0)),
    },
}

WRONG_ORDERS: dict[tuple[str, str], dict[str, Claim]] = {
    ("relu-factor", "more-than-a-third"): {
        "a half": Claim(Var(p[i]) / 2, "<", Var(h[i])),
        "the wrong way round": Claim(Var(h[i]), "<", Var(p[i]) / 3),
        "two fifths": Claim(2 * Var(p[i]) / 5, "<", Var(h[i])),
    },
    ("relu-factor", "less-than-half"): {
        "a third": Claim(Var(h[i]), "<", Var(p[i]) / 3),
        "more than half": Claim(Var(p[i]) / 2, "<", Var(h[i])),
    },
    ("depth", "explodes"): {
        "one layer more": Claim(1 + (L + 1) * (r - 1), "<=", Q[L] / v**2),
        "deviations": Claim(1 + L * (r - 1), "<=", Q[L] / v),
        "the wrong way round": Claim(Q[L] / v**2, "<=", 1 + L * (r - 1)),
        "quadratic": Claim(1 + L**2 * (r - 1), "<=", Q[L] / v**2),
        "strictly": Claim(1 + L * (r - 1), "<", Q[L] / v**2),
        "without the input": Claim(1 + L * (r - 1), "<=", Q[L]),
    },
    ("depth", "vanishes"): {
        "one layer more": Claim(Q[L] / v**2 * (1 + (L + 1) * (1 / r - 1)), "<=", Integer(1)),
        "the wrong way round": Claim(Integer(1), "<=", Q[L] / v**2 * (1 + L * (1 / r - 1))),
        "the factor for its inverse": Claim(Q[L] / v**2 * (1 + L * (r - 1)), "<=", Integer(1)),
        "strictly": Claim(Q[L] / v**2 * (1 + L * (1 / r - 1)), "<", Integer(1)),
        "without the input": Claim(Q[L] * (1 + L * (1 / r - 1)), "<=", Integer(1)),
    },
    ("xavier-compromise", "between-narrowing"): {
        "the wrong way round": Claim(1 / n_out, "<=", 1 / n_in),
        "strictly below": Claim(1 / n_in, "<", XAVIER),
    },
}
