"""Closed terms to 50 digits by mpmath: what float64 can't see, a lie in the thirtieth digit, this can.

Means of a standard normal variable are integrals by the tanh-sinh rule, cut at 0, where ReLU has its kink.  It shares
nothing with the kernel, whose enclosures come from Arb.  Source: D. H. Bailey, K. Jeyabalan, X. S. Li, A comparison of
three high-precision quadrature schemes, 2005.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import mpmath
from sympy import Add, Expr, Integral, Mul, Pow, Rational, Symbol, erf, erfc, exp, log, pi, tanh
from sympy import E as EULER

from proofs.kernel.terms import E, NotATerm, Var, bound_variable, heaviside, relu, under_binder

Number = Any  # mpmath's numbers have no type hints
Values = Mapping[str, Number]

DIGITS = 50
TOLERANCE = "1e-38"  # of a quadrature that is asked to be right to 1e-40, and of the rounding of a few operations
_CUT = 18  # exp(-18^2/2) < 1e-70

_FUNCTIONS = {exp: mpmath.exp, log: mpmath.log, tanh: mpmath.tanh, erf: mpmath.erf, erfc: mpmath.erfc}


def precise(term: Expr, values: Values | None = None) -> Number:
    """Return the value of a term whose only random variable is standard normal and named z.

    values: numbers by the name of a symbol.  Raises KeyError for a name without a value, NotATerm for what has no
    value, ValueError where a quadrature does not settle.
    """
    with mpmath.workdps(DIGITS):
        value = _value(term, values or {})
        if not isinstance(value, mpmath.mpf) or not mpmath.isfinite(value):
            raise ValueError(f"{term} has no real value here")
        return +value


def _value(term: Expr, values: Values) -> Number:
    match term:
        case Rational():
            return mpmath.mpf(term.p) / term.q
        case Symbol():
            return mpmath.mpf(values[term.name])
        case Add():
            return mpmath.fsum(_value(each, values) for each in term.args)
        case Mul():
            return mpmath.fprod(_value(each, values) for each in term.args)
        case Pow():
            base, exponent = _value(term.base, values), _value(term.exp, values)
            if abs(base) < mpmath.mpf(TOLERANCE) and not (term.exp.is_Integer and exponent > 0):
                raise ValueError(f"{term.base} is 0 to {DIGITS - 12} digits: no quotient and no root of it is taken")
            return base**exponent
        case relu():
            return max(_value(term.args[0], values), mpmath.mpf(0))
        case heaviside():
            inside = _value(term.args[0], values)
            return _value(term.args[1], values) if inside == 0 else mpmath.mpf(int(inside > 0))
        case E():
            return _mean(term.args[0], tuple(sorted(values.items())))
        case Var():
            return _value(E(term.args[0] ** 2) - E(term.args[0]) ** 2, values)
        case Integral():
            variable, low, high = bound_variable(term)
            body = under_binder(term)
            ends = [_end(low, values), _end(high, values)]
            return _integral(lambda x: _value(body, {**values, variable.name: x}), ends)
        case _ if type(term) in _FUNCTIONS:
            return _FUNCTIONS[type(term)](_value(term.args[0], values))
        case _ if term == pi:
            return +mpmath.pi
        case _ if term == EULER:
            return +mpmath.e
        case _:
            raise NotATerm(f"{term} ({type(term).__name__}) has no value here")


def _end(limit: Expr, values: Values) -> Number:
    """An end of an integral; an infinite one of a Gaussian is cut."""
    return _value(limit, values) if not limit.is_infinite else _CUT if limit > 0 else -_CUT


@lru_cache(maxsize=512)
def _mean(body: Expr, values: tuple[tuple[str, Number], ...]) -> Number:
    """E of a function of z ~ N(0, 1)."""
    known = dict(values)

    def weighted(z: Number) -> Number:
        return _value(body, {**known, "z": z}) * mpmath.npdf(z)

    return _integral(weighted, [-_CUT, -6, 0, 6, _CUT])


def _integral(function: Any, ends: list[Number]) -> Number:
    value, error = mpmath.quad(function, ends, error=True)
    if not error < mpmath.mpf("1e-40"):
        raise ValueError(f"the quadrature does not settle: its error is about {mpmath.nstr(error, 3)}")
    return value
