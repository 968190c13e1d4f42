"""Lies about networks of steps, for the tables of `lies`: a wrong end point, a missing half, a cell too few."""

from sympy import Expr, Rational

from proofs.kernel.claims import Claim
from proofs.step_networks import boxes, dimensions, shared_bias, staircase
from proofs.step_networks.boxes import CLOSED, HALF_ENDS, LEFT_END, OPEN, RIGHT_END
from proofs.step_networks.units import HALF, ONE, ZERO, H, a, at, d, h, x, y

_S, _D, _B = staircase, dimensions, shared_bias
f, q, w, j, L, B, N, eps = _S.f, _S.q, _S.w, _S.j, _S.L, _S.B, _S.N, _S.eps

WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("step-box", "open"): {"closed": CLOSED, "right end": RIGHT_END, "left end": LEFT_END, "height 1": OPEN / h},
    ("step-box", "closed"): {"open": OPEN, "left end": LEFT_END, "right end": RIGHT_END},
    ("step-box", "half"): {"open": OPEN, "closed": CLOSED, "one end only": OPEN + h * at(x) / 2},
    ("step-box", "any"): {"one end only": OPEN + a * h * at(x), "closed": CLOSED, "1 - a at d": boxes.difference(a)},
    ("step-box-difference", "right-end"): {"open": OPEN, "closed": CLOSED, "the other end": LEFT_END},
    ("step-box-difference", "left-end"): {"open": OPEN, "closed": CLOSED, "the other end": RIGHT_END},
    ("step-box-difference", "half"): {"open": OPEN, "closed": CLOSED, "right end": RIGHT_END},
    ("step-box-difference", "any"): {"facing": boxes.two_sided(a), "mirrored": boxes.mirrored(a), "open": OPEN},
    ("step-box-difference", "gap"): {
        "none": ZERO,
        "a for 2 a": (1 - a) * h * at(x - d),
        "at the other end": (1 - 2 * a) * h * at(x),
        "for H(0) = 1 only": -h * at(x - d),
    },
    ("step-box-mirrored", "left-end"): {"the other end": RIGHT_END, "open": OPEN},
    ("step-box-mirrored", "right-end"): {"the other end": LEFT_END, "closed": CLOSED},
    ("step-box-mirrored", "half"): {"open": OPEN, "twice": 2 * HALF_ENDS - OPEN},
    ("step-box-mirrored", "any"): {"not mirrored": boxes.difference(a), "facing": boxes.two_sided(a)},
    ("step-box-outside", "closed"): {"open": OPEN, "right end": RIGHT_END},
    ("step-box-outside", "open"): {"closed": CLOSED, "left end": LEFT_END},
    ("step-box-outside", "half"): {"closed": CLOSED, "nothing at the ends": OPEN},
    ("step-box-outside", "any"): {"facing": boxes.two_sided(a), "difference": boxes.difference(a)},
    ("step-box-weights", "facing-first"): {"second weight": boxes.v2, "with the bias": boxes.v1 + boxes.c},
    ("step-box-weights", "facing-second"): {"first weight": boxes.v1, "sign": -boxes.v2},
    ("step-box-weights", "facing-bias"): {"no bias": ZERO, "sign": -boxes.c, "a weight": boxes.v1},
    ("step-box-weights", "aligned-first"): {"both": boxes.v1 + boxes.v2, "sign": -boxes.v1},
    ("step-box-weights", "aligned-second"): {"both": boxes.v1 + boxes.v2, "sign": -boxes.v2},
    ("step-box-weights", "aligned-bias"): {"none": ZERO, "a weight": boxes.v1},
    ("no-box-from-a-shared-bias", "bias"): {"the bias": _B.b, "one": ONE},
    ("no-box-from-a-shared-bias", "no-bias"): {"a weight": _B.v1, "one": ONE},
    ("no-box-from-a-shared-bias", "around"): {
        "closed": h * H(x + _B.beta, ONE) * H(_B.beta - x, ONE),
        "right of 0": h * H(x, ZERO) * H(_B.beta - x, ZERO),
        "twice the height inside": 2 * h * H(x + _B.beta, ZERO) * H(_B.beta - x, ZERO),
    },
    ("staircase-value", "telescope"): {
        "a cell less": f(q + (_S.n - 1) * w) - f(q),
        "a cell more": f(q + (_S.n + 1) * w) - f(q),
        "first value kept": f(q + _S.n * w),
    },
    ("staircase-value", "on"): {"a cell less": f(q + (j - 1) * w) - f(q), "a cell more": f(q + (j + 1) * w) - f(q)},
    ("staircase-value", "cell"): {"all units on": f(q + (j + _S.m) * w) - f(q), "next cell": f(q + (j + 1) * w) - f(q)},
    ("staircase-value", "value"): {
        "next cell": f(q + (j + 1) * w),
        "last cell": f(q + (j + _S.m) * w),
        "no first value": f(q + j * w) - f(q),
        "the function itself": f(x),
    },
    ("staircase-value", "left-end"): {"all units on": f(q + _S.n * w) - f(q), "the first unit on": f(q + w) - f(q)},
    ("staircase-error", "left-attained"): {"half": L * w / 2, "slope forgotten": w, "whole interval": L * w * (j + 1)},
    ("staircase-error", "midpoint-attained"): {"whole": L * w, "quarter": L * w / 4, "slope forgotten": w / 2},
    ("no-sum-is-a-corner", "sum"): {"one": ONE},
    ("no-sum-is-a-corner", "others"): {"off": ZERO, "how many": _D.n},
    ("no-sum-is-a-corner", "corner"): {"none": ZERO, "twice": 2 * h, "once for each": h * (_D.n + 2)},
    ("threshold-of-gates", "both"): {
        "one of them": H(x, ZERO),
        "either": H(x, ZERO) + H(y, ZERO) - H(x, ZERO) * H(y, ZERO),
        "closed": H(x, ONE) * H(y, ONE),
        "half": H(x, ZERO) / 2,
    },
    ("threshold-of-gates", "zero-or-one"): {"always on": ONE, "always off": ZERO, "twice": 2 * _D.product[_D.k]},
    ("threshold-of-gates", "product"): {
        "one gate less": _D.product[_D.k + 1],
        "the last gate alone": H(_D.xs[_D.k + 1], ZERO),
        "always": ONE,
        "any of them": 1 - _D.product[_D.k],
    },
    ("cells-of-a-grid", "count"): {"product": N * _D.n, "n^N": _D.n**N, "one less": (N - 1) ** _D.n},
    ("cells-of-a-grid", "halved"): {"twice": 2 * N**_D.n, "n^2": _D.n**2 * N**_D.n, "squared": N ** (2 * _D.n)},
}


def _instead(claim: Claim, right: Expr) -> Claim:
    return Claim(claim.left, claim.relation, right)


_LEFT, _MIDDLE = staircase.left_ends.claim, staircase.midpoints.claim
_FEWER, _CELLS, _TOO_FEW = (each.claim for each in staircase.unit_count.parts)

WRONG_RULES: dict[tuple[str, str], dict[str, tuple[Expr, Expr]]] = {
    ("no-sum-is-a-corner", "none"): {"height 1": (h, ONE), "half the side": (h, d)},
}

WRONG_ORDERS: dict[tuple[str, str], dict[str, Claim]] = {
    ("no-box-from-a-shared-bias", "half-line"): {
        "never twice the same way": Claim(shared_bias.monotone.claim.right, "<=", ZERO),
        "strictly": Claim(ZERO, "<", shared_bias.monotone.claim.right),
        "always up": Claim(shared_bias.left, "<=", shared_bias.inside),
        "always down": Claim(shared_bias.inside, "<=", shared_bias.left),
    },
    ("no-box-from-a-shared-bias", "beyond"): {"negative": Claim(h**2, "<", ZERO), "below -1": Claim(h**2, "<=", -ONE)},
    ("staircase-error", "left-ends"): {
        "half the width": _instead(_LEFT, L * w / 2),
        "slope forgotten": _instead(_LEFT, w),
        "strictly below half": Claim(_LEFT.left, "<", L * w / 2),
    },
    ("staircase-error", "midpoints"): {
        "a quarter of the width": _instead(_MIDDLE, L * w / 4),
        "slope forgotten": _instead(_MIDDLE, w / 2),
        "squared": _instead(_MIDDLE, L * w**2),
    },
    ("staircase-units", "left-cells"): {
        "half of epsilon": _instead(_FEWER, eps / 2),
        "any N": _instead(_FEWER, B / N),
    },
    ("staircase-units", "cells"): {"half of epsilon": _instead(_CELLS, eps / 2), "any N": _instead(_CELLS, B / N)},
    ("staircase-units", "too-few"): {
        "twice epsilon": Claim(2 * eps, "<", _TOO_FEW.right),
        "the other way": Claim(_TOO_FEW.right, "<=", eps),
    },
    ("threshold-of-gates", "at-most"): {
        "one fewer": _instead(dimensions.at_most.claim, _D.k - 1),
        "half of them": _instead(dimensions.at_most.claim, _D.k * HALF),
        "strictly": Claim(dimensions.at_most.claim.left, "<", _D.k),
        "a number": _instead(dimensions.at_most.claim, Rational(3)),
    },
}
