r"""Inequalities that follow from others of their paragraph: suppose $b < 0$ ... hence $w + b \geq -b > 0$.

What is implied is a sum of multiples of one or two others, and of a number that is not negative: T = p G + q H + c.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, combinations

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Compare, Expr, negative
from backproof.documents.outcomes import Outcome
from backproof.documents.piecewise import linear_terms

ORDERS = frozenset(("<", "<=", ">", ">="))
_MOST = 8  # inequalities that are looked at, the last ones
_ZERO = Fraction(0)
_Terms = dict[Expr | None, Fraction]


def follows_from(claim: Compare, stated: Sequence[Compare]) -> Outcome | None:
    """What is to be said of an inequality that one or two others imply; None where none do.

    All of them together may contradict each other, as in a proof by contradiction: anything would follow.
    """
    last = tuple(dict.fromkeys(stated))[-_MOST:]
    for given in chain(combinations(last, 1), combinations(last, 2)):
        if _implied(claim, given):
            words = " and ".join(f"{plain(each.left)} {each.relation} {plain(each.right)}" for each in given)
            return Outcome("conditional", f"holds if {words}, as is said before it", condition=words)
    return None


def _implied(claim: Compare, given: Sequence[Compare]) -> bool:
    """Whether a claim is a sum of positive multiples of others and a number that is not negative."""
    wanted, parts = _above(claim), [_above(each) for each in given]
    factors = _factors(wanted, parts)
    if factors is None or any(each <= 0 for each in factors):
        return False
    names = {name for each in (wanted, *parts) for name in each} - {None}
    if any(wanted.get(name, _ZERO) != _combined(parts, factors, name) for name in names):
        return False
    left = wanted.get(None, _ZERO) - _combined(parts, factors, None)
    strict = any(each.relation in ("<", ">") for each in given)
    return left > 0 or (left == 0 and (strict or claim.relation in ("<=", ">=")))


def _above(each: Compare) -> _Terms:
    """What an inequality says to be positive, or not negative, as a sum of multiples of names."""
    more, less = (each.left, each.right) if each.relation in (">", ">=") else (each.right, each.left)
    terms = linear_terms(more)
    turned = Add(tuple(map(negative, less.terms))) if isinstance(less, Add) else negative(less)
    for name, factor in linear_terms(turned).items():
        terms[name] = terms.get(name, _ZERO) + factor
    return terms


def _factors(wanted: _Terms, parts: Sequence[_Terms]) -> list[Fraction] | None:
    """The multiples of one or two sums that may make up another one, from as many names."""
    names = [name for name in dict.fromkeys(name for each in parts for name in each) if name is not None]
    if len(parts) == 1:
        return next(([wanted.get(n, _ZERO) / parts[0][n]] for n in names if parts[0][n]), None)
    one, other = parts
    for n, m in combinations(names, 2):
        a, b, c, d = one.get(n, _ZERO), other.get(n, _ZERO), one.get(m, _ZERO), other.get(m, _ZERO)
        if (determinant := a * d - b * c) != 0:
            p, q = wanted.get(n, _ZERO), wanted.get(m, _ZERO)
            return [(p * d - b * q) / determinant, (a * q - p * c) / determinant]
    return None


def _combined(parts: Sequence[_Terms], factors: Sequence[Fraction], name: Expr | None) -> Fraction:
    return sum((factor * each.get(name, _ZERO) for factor, each in zip(factors, parts, strict=True)), _ZERO)
