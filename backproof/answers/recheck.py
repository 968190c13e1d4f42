"""The second evaluator: mpmath at high precision, written apart from the first, to confirm a counterexample.

It computes with exact fractions as long as it can, and with mpmath beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any as Anything

import mpmath

from backproof.answers import syntax as s

NOTHING = object()  # undefined here
UNSURE = object()  # not decided by this evaluator


_CONTEXT: Anything = mpmath.mp.clone()  # a context of its own: mpmath.mp belongs to the user; the judge holds a lock


class _Stop(Exception):
    def __init__(self, outcome: object) -> None:
        super().__init__()
        self.outcome = outcome


class Rechecker:
    """Values at one point."""

    def __init__(self, point: Mapping[str, Fraction], digits: int) -> None:
        self.mp = _CONTEXT
        self.mp.dps = digits
        self.point = dict(point)
        self.tiny = self.mp.mpf(10) ** (-digits // 2)

    def outcome(self, expr: s.Expr) -> Anything:
        """A number, `NOTHING` or `UNSURE`."""
        try:
            return self.of(expr)
        except _Stop as stop:
            return stop.outcome
        except (OverflowError, ValueError, ZeroDivisionError, KeyError, MemoryError):
            return UNSURE

    def real(self, x: Anything) -> Anything:
        """A fraction as a floating number."""
        return self.mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x

    def sign(self, x: Anything) -> int:
        """The sign; unsure close to zero."""
        if isinstance(x, Fraction):
            return (x > 0) - (x < 0)
        if abs(x) < self.tiny:
            raise _Stop(UNSURE)
        return 1 if x > 0 else -1

    def add(self, x: Anything, y: Anything) -> Anything:
        """The sum; a number added to a vector is added to each entry."""
        return x + y if isinstance(x, Fraction) and isinstance(y, Fraction) else self.real(x) + self.real(y)

    def mul(self, x: Anything, y: Anything) -> Anything:
        """The product."""
        return x * y if isinstance(x, Fraction) and isinstance(y, Fraction) else self.real(x) * self.real(y)

    def inverse(self, x: Anything) -> Anything:
        """The inverse, by cofactors."""
        if self.sign(x) == 0:
            raise _Stop(NOTHING)
        return 1 / x

    def of(self, expr: s.Expr) -> Anything:
        """The value of an expression."""
        match expr:
            case s.Num(value):
                return value
            case s.Const():
                return +self.mp.pi
            case s.Sym(name):
                return self.point[name]
            case s.Add(terms):
                total: Anything = Fraction(0)
                for term in terms:
                    total = self.add(total, self.of(term))
                return total
            case s.Mul(factors):
                total = Fraction(1)
                for factor in factors:
                    total = self.mul(total, self.of(factor))
                return total
            case s.Div(over, under):
                return self.mul(self.of(over), self.inverse(self.of(under)))
            case s.Pow(base, exponent):
                return self.power(self.of(base), self.of(exponent))
            case s.Call(name, args):
                return self.call(name, [self.of(a) for a in args])
            case s.Truth(condition):
                return Fraction(int(self.true(condition)))
            case s.Cases(branches, otherwise):
                for condition, branch in branches:
                    if self.true(condition):
                        return self.of(branch)
                if otherwise is None:
                    raise _Stop(NOTHING)
                return self.of(otherwise)
            case s.Fold(kind, var, low, high, _, body) if low is not None and high is not None:
                first, last = self.of(low), self.of(high)
                if not isinstance(first, Fraction) or not isinstance(last, Fraction) or last - first > 500:
                    raise _Stop(UNSURE)
                total = Fraction(0 if kind == "sum" else 1)
                for n in range(int(first), int(last) + 1):
                    self.point[var] = Fraction(n)
                    term = self.of(body)
                    total = self.add(total, term) if kind == "sum" else self.mul(total, term)
                return total
            case _:
                raise _Stop(UNSURE)

    def true(self, cond: s.Cond) -> bool:
        """Whether the condition holds."""
        match cond:
            case s.Compare(relation, left, right):
                sign = self.sign(self.add(self.of(left), self.mul(Fraction(-1), self.of(right))))
                return {
                    "<": sign < 0, "<=": sign <= 0, "=": sign == 0, "!=": sign != 0, ">=": sign >= 0, ">": sign > 0,
                }[relation]  # fmt: skip
            case s.All(parts):
                return all([self.true(p) for p in parts])
            case s.Any(parts):
                return any([self.true(p) for p in parts])
            case s.Not(part):
                return not self.true(part)
            case s.Always(value):
                return value

    def power(self, base: Anything, exponent: Anything) -> Anything:
        """base^exponent, by what is known of both."""
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            n = exponent.numerator
            if (
                isinstance(base, Fraction)
                and base != 0
                and abs(n) * base.numerator.bit_length() < 10_000
                and abs(n) < 10_000
            ):
                return base**n
            if self.sign(base) == 0:
                if n == 0:
                    raise _Stop(UNSURE)
                if n < 0:
                    raise _Stop(NOTHING)
                return Fraction(0)
            return self.mp.power(self.real(base), n)
        sign = self.sign(base)
        if sign < 0:
            even = isinstance(exponent, Fraction) and exponent.denominator % 2 == 0
            raise _Stop(NOTHING if even else UNSURE)
        if sign == 0:
            if self.sign(exponent) < 0:
                raise _Stop(NOTHING)
            return Fraction(0)
        return self.mp.power(self.real(base), self.real(exponent))

    def call(self, name: str, args: list[Anything]) -> Anything:
        """A known function at its arguments."""
        mp = self.mp
        match name:
            case "max" | "min":
                best = args[0]
                for other in args[1:]:
                    ahead = self.sign(self.add(other, self.mul(Fraction(-1), best)))
                    best = other if (ahead > 0) == (name == "max") and ahead else best
                return best
            case "mod":
                return self.add(args[0], self.mul(Fraction(-1) * args[1], self.call("floor", [args[0] / args[1]])))
            case "abs":
                return abs(args[0])
            case "sign":
                return Fraction(self.sign(args[0]))
            case "step":
                return Fraction(int(self.sign(args[0]) > 0))
            case "relu":
                return args[0] if self.sign(args[0]) > 0 else Fraction(0)
            case "floor" | "ceil":
                x = args[0]
                if isinstance(x, Fraction):
                    return Fraction(x.__floor__() if name == "floor" else x.__ceil__())
                if abs(x - mp.nint(x)) < self.tiny:
                    raise _Stop(UNSURE)
                return Fraction(int(mp.floor(x) if name == "floor" else mp.ceil(x)))
            case "log" | "log1p" | "logit":
                if name == "logit":
                    x = self.mul(args[0], self.inverse(self.add(Fraction(1), self.mul(Fraction(-1), args[0]))))
                else:
                    x = args[0] if name == "log" else self.add(Fraction(1), args[0])
                if self.sign(x) <= 0:
                    raise _Stop(NOTHING)
                return Fraction(0) if x == 1 else mp.log(self.real(x))
            case "sqrt":
                if self.sign(args[0]) < 0:
                    raise _Stop(NOTHING)
                return mp.sqrt(self.real(args[0])) if args[0] != 0 else Fraction(0)
            case "factorial":
                return mp.factorial(self.real(args[0]))
            case "artanh" | "arcsin" | "arccos":
                if self.sign(1 - args[0] * args[0]) <= 0:
                    raise _Stop(NOTHING if abs(args[0]) > 1 or name == "artanh" else UNSURE)
                return getattr(mp, {"artanh": "atanh", "arcsin": "asin", "arccos": "acos"}[name])(self.real(args[0]))
            case "arcosh":
                if self.sign(args[0] - 1) < 0:
                    raise _Stop(NOTHING)
                return mp.acosh(self.real(args[0]))
            case "coth" | "csch" | "cot" | "csc":
                if args[0] == 0:
                    raise _Stop(NOTHING)
                return getattr(mp, name)(self.real(args[0]))
            case _:
                if name in ("sin", "sinh", "tanh", "tan", "erf", "expm1") and args[0] == 0:
                    return Fraction(0)
                if name in ("exp", "cos", "cosh", "sech") and args[0] == 0:
                    return Fraction(1)
                return TABLE[name](mp, self.real(args[0]))


TABLE: dict[str, Callable[[Anything, Anything], Anything]] = {
    "exp":        lambda mp, x: mp.exp(x),
    "sin":        lambda mp, x: mp.sin(x),
    "cos":        lambda mp, x: mp.cos(x),
    "tan":        lambda mp, x: mp.tan(x),
    "sec":        lambda mp, x: mp.sec(x),
    "sinh":       lambda mp, x: mp.sinh(x),
    "cosh":       lambda mp, x: mp.cosh(x),
    "tanh":       lambda mp, x: mp.tanh(x),
    "sech":       lambda mp, x: mp.sech(x),
    "arctan":     lambda mp, x: mp.atan(x),
    "arsinh":     lambda mp, x: mp.asinh(x),
    "sigmoid":    lambda mp, x: 1 / (1 + mp.exp(-x)),
    "softplus":   lambda mp, x: mp.log(1 + mp.exp(x)),
    "logsigmoid": lambda mp, x: -mp.log(1 + mp.exp(-x)),
    "expm1":      lambda mp, x: mp.exp(x) - 1,
    "erf":        lambda mp, x: mp.erf(x),
    "erfc":       lambda mp, x: mp.erfc(x),
    "Phi":        lambda mp, x: mp.erfc(-x / mp.sqrt(2)) / 2,
    "phi":        lambda mp, x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi),
    "cbrt":       lambda mp, x: mp.cbrt(x) if x >= 0 else mp.nan,
}  # fmt: skip


def confirms_difference(
    left: s.Expr, right: s.Expr, point: Mapping[str, Fraction], digits: int, candidate_undefined: bool
) -> bool:
    """Whether the second evaluator sees the same difference."""
    checker = Rechecker(point, digits)
    a, b = checker.outcome(left), checker.outcome(right)
    if a is NOTHING or a is UNSURE or b is UNSURE:
        return False
    if candidate_undefined:
        return b is NOTHING
    if b is NOTHING:
        return False
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a != b
    x, y = checker.real(a), checker.real(b)
    return bool(abs(x - y) > checker.mp.mpf(10) ** (10 - digits) * (1 + abs(x) + abs(y)))
