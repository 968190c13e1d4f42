"""Rational numbers that are written as arithmetic: 1 - 10^{-5}, 60000/64."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from backproof.answers.syntax import Add, Div, Expr, Mul, Num, Pow

_LONGEST = 4000  # bits of a power


def rational(expr: Expr) -> Fraction | None:
    """The value of an expression of rational numbers; None for any other, and for what has too many digits."""
    match expr:
        case Num(value):
            return value
        case Add(terms) | Mul(terms):
            values = [rational(each) for each in terms]
            known = [each for each in values if each is not None]
            if len(known) < len(values):
                return None
            return sum(known, Fraction(0)) if isinstance(expr, Add) else prod(known, start=Fraction(1))
        case Div(over, under):
            top, bottom = rational(over), rational(under)
            return top / bottom if top is not None and bottom else None
        case Pow(base, exponent):
            root, power = rational(base), rational(exponent)
            if root is None or power is None or power.denominator != 1 or (power < 0 and not root):
                return None
            longest = max(root.numerator.bit_length(), root.denominator.bit_length())
            return root ** int(power) if longest * abs(power) <= _LONGEST else None
        case _:
            return None
