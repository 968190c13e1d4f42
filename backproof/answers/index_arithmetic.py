"""Arithmetic of fixed numbers in indices and bounds: what is constant, what is an integer, which comparisons hold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from backproof.answers.given import REAL, Finite, Scalar
from backproof.answers.syntax import Add, Call, Expr, Mul, Num, Pow, Sym


def integer_valued(expr: Expr, domains: Mapping[str, Scalar]) -> bool:
    """Whether an expression is an integer wherever it is defined."""
    match expr:
        case Num(value):
            return value.denominator == 1
        case Sym(name):
            domain = domains.get(name, REAL)
            if isinstance(domain, Finite):
                return all(v.denominator == 1 for v in domain.values)
            return domain.integer
        case Add(parts) | Mul(parts):
            return all(integer_valued(p, domains) for p in parts)
        case Call("floor" | "ceil", _):
            return True
        case _:
            return False


def constant(expr: Expr) -> Fraction | None:
    """The value of index arithmetic: numbers, sums and products of them."""
    match expr:
        case Num(value):
            return value
        case Add(terms):
            total = Fraction(0)
            for term in terms:
                part = constant(term)
                if part is None:
                    return None
                total += part
            return total
        case Mul(factors):
            total = Fraction(1)
            for factor in factors:
                part = constant(factor)
                if part is None or total.numerator.bit_length() > 200:
                    return None
                total *= part
            return total
        case Pow(base, Num(n)) if n.denominator == 1 and 0 < n <= 60:
            root = constant(base)
            return None if root is None or root.numerator.bit_length() > 200 else root ** int(n)
        case _:
            return None


def holds(relation: str, x: Fraction, y: Fraction) -> bool:
    """Whether a comparison of two rationals is true."""
    match relation:
        case "<":
            return x < y
        case "<=":
            return x <= y
        case "=":
            return x == y
        case "!=":
            return x != y
        case ">=":
            return x >= y
        case _:
            return x > y
