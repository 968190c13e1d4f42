"""Signs by structure: which of -1, 0, 1 can the sign of a term be?

Only what the declared domains say of the leaves, closed under the obvious rules (a sum of positive terms is
positive, a square is nonnegative ...).  A larger set says less; it is never too small.
"""

from itertools import product

from sympy import (
    Add,
    Expr,
    Integer,
    KroneckerDelta,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Rational,
    Sum,
    Symbol,
    erf,
    exp,
    pi,
    tanh,
)
from sympy.tensor.indexed import Indexed

from .terms import E, Var, bound_variable, fresh_like, heaviside, relu, under_binder

Signs = frozenset[int]

ANY: Signs = frozenset({-1, 0, 1})
POSITIVE: Signs = frozenset({1})
NONNEGATIVE: Signs = frozenset({0, 1})


def is_positive(term: Expr) -> bool:
    """Return True where the term is seen to be > 0 on its whole domain."""
    return signs(term) == POSITIVE


def is_nonnegative(term: Expr) -> bool:
    """Return True where the term is seen to be >= 0 on its whole domain."""
    return signs(term) <= NONNEGATIVE


def is_nonzero(term: Expr) -> bool:
    """Return True where the term is seen to differ from 0 on its whole domain."""
    return 0 not in signs(term)


def is_whole(term: Expr) -> bool:
    """Return True where the term is seen to be an integer."""
    match term:
        case Number() | Symbol() | Indexed():
            return bool(term.is_integer)
        case Add() | Mul():
            return all(map(is_whole, term.args))
        case _:
            return False


def least(term: Expr) -> Rational | None:
    """Return a number that the term is seen never to be below: 0 for n - 1, as a size n is at least 1; else None."""
    match term:
        case Rational():
            return term
        case Symbol() | Indexed():
            known = bool(term.is_integer and term.is_nonnegative)
            return Integer(1 if term.is_positive else 0) if known else None
        case Add() | Mul():
            bounds = [least(each) for each in term.args]
            seen = [each for each in bounds if each is not None and (isinstance(term, Add) or each >= 0)]
            return term.func(*seen) if len(seen) == len(bounds) else None
        case _:
            return None


def signs(term: Expr) -> Signs:
    """Return the signs that a term may have wherever it is defined."""
    match term:
        case Number() | NumberSymbol() | Symbol() | Indexed():
            return _leaf(term)
        case exp():
            return POSITIVE
        case Mul():
            return frozenset(_multiplied(choice) for choice in product(*map(signs, term.args)))
        case Add():
            known = _added([signs(each) for each in term.args]) & _constant_signs(term) & _whole_signs(term)
            return known & NONNEGATIVE if _is_cauchy_schwarz(term) else known
        case Pow():
            return _power(signs(term.base), term.exp)
        case Sum():
            inside = _added([signs(under_binder(term))])
            return inside if _is_nonempty(term) else inside | {0}
        case KroneckerDelta() | relu() | Var():
            return NONNEGATIVE
        case heaviside():
            return signs(term.args[1]) | {0, 1}
        case E() | erf() | tanh():
            return signs(term.args[0])
        case _:
            return ANY


def _leaf(term: Expr) -> Signs:
    excluded = {
        sign for sign, fact in ((1, term.is_nonpositive), (0, term.is_nonzero), (-1, term.is_nonnegative)) if fact
    }
    return ANY - excluded


def _multiplied(choice: tuple[int, ...]) -> int:
    result = 1
    for sign in choice:
        result *= sign
    return result


def _added(parts: list[Signs]) -> Signs:
    """A sum of terms that are all >= 0 is >= 0, and > 0 if one of them is; likewise below 0."""
    possible = frozenset[int]().union(*parts)
    if {-1, 1} <= possible:
        return ANY
    return possible - {0} if any(0 not in part for part in parts) else possible


def _constant_signs(term: Add) -> Signs:
    """The sign of a + b pi for rational a, b, by the bounds 333/106 < pi < 355/113; ANY for every other sum."""
    low = high = Rational(0)
    for each in term.args:
        factor, rest = each.as_coeff_Mul()
        if rest == 1:
            bounds = (factor, factor)
        elif rest == pi:
            bounds = (factor * Rational(333, 106), factor * Rational(355, 113))
        else:
            return ANY
        low, high = low + min(bounds), high + max(bounds)
    return POSITIVE if low > 0 else frozenset({-1}) if high < 0 else ANY


def _whole_signs(term: Add) -> Signs:
    """The sign of a sum like n - 1 of sizes, by the least value of each."""
    bound = least(term)
    return ANY if bound is None or bound < 0 else POSITIVE if bound > 0 else NONNEGATIVE


def _is_cauchy_schwarz(term: Add) -> bool:
    """Whether a sum is k (sum_i a_i) (sum_i b_i) - k (sum_i c_i)^2 with a_i b_i = c_i^2, all a_i, b_i >= 0 and k > 0.

    It is nonnegative by the Cauchy-Schwarz inequality.  A size n stands for the sum of n ones.
    """
    for square in term.args if len(term.args) == 2 else ():
        match (-square).as_coeff_Mul():
            case (factor, Pow(base=Sum() as inner, exp=Integer(p=2))) if factor > 0:
                place = fresh_like(bound_variable(inner)[0])
                summands = [_summand(each, inner, place) for each in Mul.make_args((term - square) / factor)]
                parts = [each for each in summands if each is not None]
                body = under_binder(inner).xreplace({bound_variable(inner)[0]: place})
                if len(parts) == len(summands) == 2 and Mul(*parts) == body**2:
                    return all(map(is_nonnegative, parts))
            case _:
                pass
    return False


def _summand(term: Expr, like: Sum, place: Symbol) -> Expr | None:
    """What a sum over the range of another one adds at a place; 1 of a size that is such a range; else None."""
    _, lower, upper = bound_variable(like)
    if isinstance(term, Sum) and bound_variable(term)[1:] == (lower, upper):
        return under_binder(term).xreplace({bound_variable(term)[0]: place})
    return Integer(1) if term == upper and lower == 1 and term.is_positive and term.is_integer else None


def _power(base: Signs, exponent: Expr) -> Signs:
    if exponent.is_Integer:
        possible = frozenset(sign**2 for sign in base) if exponent % 2 == 0 else base
        return possible - {0} if exponent < 0 else possible
    if base == POSITIVE:
        return POSITIVE
    if exponent.is_Rational or (is_whole(exponent) and base <= NONNEGATIVE):
        return NONNEGATIVE
    return ANY if 0 in base else ANY - {0}


def _is_nonempty(term: Sum) -> bool:
    _, lower, upper = bound_variable(term)
    return is_nonnegative(upper - lower) or (lower == 1 and bool(upper.is_positive and upper.is_integer))
