"""First engine on a half-line: which signs a term may have there, and how it grows far out.

The line is x > 0 or x < 0; r stands for |x|.  A term without the variable is a number, which the caller evaluates.
A set of signs is never too small, a bound never too low; what is not seen raises CannotEvaluate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod

from flint import acb, arb
from sympy import Add, Expr, Mul, Pow, Symbol, erf, erfc, exp, log, tanh
from sympy.tensor.indexed import Indexed

from .terms import heaviside, relu
from .values import CannotEvaluate, Value, added, multiplied

Signs = frozenset[int]

ANY: Signs = frozenset({-1, 0, 1})
_MOST_COEFFICIENTS = 17  # of an exponent that is a polynomial


@dataclass(frozen=True)
class HalfLines:
    """The variables with the sign that each keeps, and how to evaluate a term without them."""

    sign: Mapping[Expr, int]
    number: Callable[[Expr], Value]

    def moves(self, term: Expr) -> bool:
        """Say whether one of the variables stands in the term."""
        return any(each in self.sign for each in term.atoms(Symbol, Indexed))


def signs(term: Expr, line: HalfLines) -> Signs:
    """Return the signs that a term may have at the points of the half-lines."""
    if term in line.sign:
        return frozenset({line.sign[term]})
    if not line.moves(term):
        return _signs_of_number(line.number(term))
    match term:
        case Add():
            return _signs_of_sum([signs(each, line) for each in term.args])
        case Mul():
            return frozenset(prod(choice) for choice in product(*(signs(each, line) for each in term.args)))
        case Pow() if term.exp.is_Integer:
            base = signs(term.base, line)
            whole = frozenset(sign * sign for sign in base) if term.exp % 2 == 0 else base
            return whole if term.exp > 0 else whole - {0} or ANY
        case exp():
            return frozenset({1})
        case erf() | tanh():
            return signs(term.args[0], line)
        case relu():
            return frozenset(max(sign, 0) for sign in signs(term.args[0], line))
        case heaviside():
            inside = signs(term.args[0], line)
            at_zero = signs(term.args[1], line) if 0 in inside else frozenset[int]()
            return frozenset(max(sign, 0) for sign in inside - {0}) | at_zero
        case _:
            return ANY


def _signs_of_number(value: Value) -> Signs:
    if isinstance(value, acb):  # it moves with a variable of another integral
        return ANY
    seen = ((1, not value <= 0), (0, not (value > 0 or value < 0)), (-1, not value >= 0))
    return frozenset(sign for sign, possible in seen if possible)


def _signs_of_sum(parts: list[Signs]) -> Signs:
    """Terms that are all >= 0 have a sum >= 0, and > 0 if one of them is; likewise below 0."""
    possible = frozenset[int]().union(*parts)
    if {-1, 1} <= possible:
        return ANY
    return possible - {0} if any(0 not in part for part in parts) else possible


@dataclass(frozen=True)
class Decay:
    """|f(x)| <= factor r^degree exp(slope r - rate r^2) for r >= 1, with slope >= 0."""

    factor: Value
    degree: int = 0
    rate: Value = field(default_factory=lambda: arb(0))
    slope: Value = field(default_factory=lambda: arb(0))

    @property
    def is_slow(self) -> bool:
        """Say whether it is a bound by a constant times r."""
        return self.degree <= 1 and bool(self.rate >= 0 and self.slope == 0)


@dataclass(frozen=True)
class Reach:
    """Beyond `radius`, the tail of an integral is at most the ball `tail` around 0."""

    radius: Value
    tail: Value


def reach(integrand: Expr, line: HalfLines, bits: int) -> Reach:
    """Bound the tail on a half-line.  For R^2 >= degree / rate and R >= 1,

    integral over r > R of r^d exp(-c r^2)  <=  R^(d-1) exp(-c R^2) / c,
    because r^(d-1) exp(-c r^2 / 2) decreases there and r exp(-c r^2 / 2) has the antiderivative -exp(-c r^2 / 2) / c.
    A slope gives way to half of the rate:  b r - c r^2 <= b^2 / (2 c) - (c/2) r^2.
    """
    bound = decay(integrand, line)
    factor, rate = bound.factor, bound.rate
    if not rate > 0:
        raise CannotEvaluate(f"the tails of {integrand} are not seen to decay like a Gaussian")
    if bound.slope > 0:
        factor, rate = factor * (bound.slope**2 / (2 * rate)).exp(), rate / 2
    radius = arb(1).max(((arb(bound.degree) + 2 * bits) / rate).sqrt()).upper()
    tail = factor * radius ** (bound.degree - 1) * (-rate * radius**2).exp() / rate
    return Reach(radius, arb(0, tail.upper()))


def decay(term: Expr, line: HalfLines) -> Decay:
    """Bound the growth of a term in the one variable of a half-line."""
    if not line.moves(term):
        return Decay(arb(abs(line.number(term))))
    if term in line.sign:
        return Decay(arb(1), 1)
    match term:
        case Mul():
            parts = [decay(each, line) for each in term.args]
            degree, factor = sum(part.degree for part in parts), multiplied(part.factor for part in parts)
            return Decay(factor, degree, added(part.rate for part in parts), added(part.slope for part in parts))
        case Add():
            parts = [decay(each, line) for each in term.args]
            slowest, steepest = parts[0].rate, parts[0].slope
            for part in parts[1:]:
                slowest, steepest = slowest.min(part.rate), steepest.max(part.slope)
            return Decay(added(part.factor for part in parts), max(part.degree for part in parts), slowest, steepest)
        case Pow() if term.exp.is_Integer and term.exp > 0:
            part, times = decay(term.base, line), int(term.exp)
            return Decay(part.factor**times, part.degree * times, part.rate * times, part.slope * times)
        case Pow() if term.exp.is_Integer:
            return Decay(_least(term.base, line) ** int(term.exp))
        case exp():
            powers = polynomial(term.exp, line)
            if powers is not None:
                return _of_exponential(term, powers)
            part = decay(term.exp, line)  # |u| <= b r, so exp(u) <= exp(b r)
            if not part.is_slow:
                raise CannotEvaluate(f"no bound for the growth of {term} is known")
            return Decay(arb(1), slope=part.factor)
        case log():
            # c <= u <= a r^d exp(b r), so |log u| <= (|log c| + |log a| + d + b) r
            part, low = decay(term.args[0], line), _least(term.args[0], line)
            if not (part.rate >= 0 and part.factor > 0):
                raise CannotEvaluate(f"no bound for the growth of {term} is known")
            return Decay(abs(low.log()) + abs(part.factor.log()) + part.degree + part.slope, 1)
        case relu():
            inside = decay(term.args[0], line)
            return inside if 1 in signs(term.args[0], line) else Decay(arb(0))
        case heaviside():
            return Decay(arb(1) + abs(arb(line.number(term.args[1]))))
        case erf() | tanh():
            return Decay(arb(1))
        case erfc():
            return Decay(arb(2))
        case _:
            raise CannotEvaluate(f"no bound for the growth of {term} is known")


def polynomial(term: Expr, line: HalfLines) -> list[Value] | None:
    """Return the coefficients of the powers of r in a term that is a polynomial on the half-line, else None."""
    if not line.moves(term):
        return [arb(line.number(term))]
    if term in line.sign:
        return [arb(0), arb(line.sign[term])]
    match term:
        case Add() | Mul():
            parts = [polynomial(each, line) for each in term.args]
            known = [each for each in parts if each is not None]
            if len(known) < len(parts):
                return None
            result = known[0]
            for each in known[1:]:
                result = _sum(result, each) if isinstance(term, Add) else _product(result, each)
        case Pow() if term.exp.is_Integer and 0 < term.exp < _MOST_COEFFICIENTS:
            base = polynomial(term.base, line)
            if base is None:
                return None
            result = [arb(1)]
            for _ in range(int(term.exp)):
                result = _product(result, base)
        case relu() | heaviside():
            inside, sign = polynomial(term.args[0], line), signs(term.args[0], line)
            if inside is None:
                return None
            if isinstance(term, relu):
                return inside if -1 not in sign else [arb(0)] if 1 not in sign else None
            return None if len(sign) > 1 else _of_step(next(iter(sign)), term.args[1], line)
        case _:
            return None
    return result if len(result) <= _MOST_COEFFICIENTS else None


def _of_step(sign: int, at_zero: Expr, line: HalfLines) -> list[Value] | None:
    return polynomial(at_zero, line) if sign == 0 else [arb(int(sign > 0))]


def _sum(left: list[Value], right: list[Value]) -> list[Value]:
    size = max(len(left), len(right))
    padded = ([*each, *[arb(0)] * (size - len(each))] for each in (left, right))
    return [a + b for a, b in zip(*padded, strict=True)]


def _product(left: list[Value], right: list[Value]) -> list[Value]:
    result = [arb(0)] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            result[i + j] = result[i + j] + a * b
    return result


def _of_exponential(term: Expr, powers: list[Value]) -> Decay:
    """exp(c_0 + c_1 r + c_2 r^2 + ...): what falls with r beyond the square is at most 1."""
    constant, linear, square, *rest = (*powers, arb(0), arb(0))
    if not all(each <= 0 for each in rest):
        raise CannotEvaluate(f"no bound for the growth of {term} is known")
    return Decay(constant.exp(), 0, -square, linear.max(arb(0)))


def _least(term: Expr, line: HalfLines) -> Value:
    """A positive constant that a sum of a positive constant and positive terms is at least."""
    summands = Add.make_args(term)
    moving = [each for each in summands if line.moves(each)]
    least = arb(added(arb(line.number(each)) for each in summands if each not in moving))
    if not (least > 0 and all(-1 not in signs(each, line) for each in moving)):
        raise CannotEvaluate(f"{term} is not seen to stay away from 0")
    return least
