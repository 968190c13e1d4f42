"""Points of the declared domain at which two answers are compared: a fixed sequence, small numbers first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from flint import fmpq

from backproof.answers.evaluation import Evaluator
from backproof.answers.given import Finite, Interval, Scalar
from backproof.answers.syntax import (
    MINUS_ONE,
    ONE,
    Add,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Div,
    Expr,
    Mul,
    Not,
    Num,
    Pow,
    Sym,
    Truth,
    walk,
)
from backproof.answers.values import Unclear, Undefined

Point = Mapping[str, fmpq]

_STEPS = tuple(map(Fraction, ["1", "1/2", "2", "1/3", "3", "3/2", "1/4", "5", "2/3", "4", "5/2", "1/5", "7"]))
_SHARES = tuple(map(Fraction, ["1/2", "1/3", "3/4", "1/4", "2/3", "2/5", "1/5", "4/5", "3/5", "1/10", "9/10"]))
_SIGNED = tuple(
    map(
        Fraction,
        ["1", "2", "-1", "1/2", "3", "-2", "-1/2", "0", "3/2", "-3", "1/3", "5", "-3/2", "4", "-1/3", "-5", "7"],
    )
)
_FAR = tuple(Fraction(10) ** n for n in (2, -3, 4, -8, 9, -30))


@lru_cache(maxsize=256)
def pool(domain: Scalar) -> tuple[Fraction, ...]:
    """Small numbers of a domain."""
    match domain:
        case Finite(values):
            return values
        case Interval(low, _, high, _, integer):
            if integer:
                found = _integers(low, high)
            elif low is not None and high is not None:
                found = (*(low + (high - low) * s for s in _SHARES), low, high)
            elif low is not None:
                found = (*(low + s for s in _STEPS), low)
            elif high is not None:
                found = (*(high - s for s in _STEPS), high)
            else:
                found = _SIGNED
    return tuple(v for v in found if domain.holds(v))


def _integers(low: Fraction | None, high: Fraction | None) -> tuple[Fraction, ...]:
    if low is None and high is None:
        return tuple(map(Fraction, (1, 2, -1, 3, 0, -2, 4, 5, -3)))
    if low is None:
        assert high is not None
        return tuple(Fraction(high.__floor__() - n) for n in range(9))
    first = Fraction(low.__ceil__())
    last = first + 12 if high is None else Fraction(high.__floor__())
    return tuple(first + n for n in range(min(13, int(last - first) + 1)))


@lru_cache(maxsize=256)
def extremes(domain: Scalar) -> tuple[Fraction, ...]:
    """Tiny and large numbers of a domain."""
    match domain:
        case Finite(values):
            return values
        case Interval(low, _, high, _, integer):
            start = low if low is not None else Fraction(0)
            if low is not None and high is not None:
                found = [low + (high - low) * f for f in _FAR if f < 1] + [
                    high - (high - low) * f for f in _FAR if f < 1
                ]
            elif high is not None and low is None:
                found = [high - f for f in _FAR]
            else:
                found = [start + f for f in _FAR] + ([-f for f in _FAR] if low is None else [])
            if integer:
                found = [Fraction(v.__ceil__()) for v in found]
    return tuple(v for v in found if domain.holds(v))


class Domain:
    """The symbols of one comparison, with the simplexes among them."""

    def __init__(self, domains: Mapping[str, Scalar], simplexes: Sequence[tuple[str, ...]]) -> None:
        self.domains = dict(sorted(domains.items()))
        self.simplexes = tuple(simplexes)
        self.continuous = frozenset(
            name for name, d in self.domains.items() if isinstance(d, Interval) and not d.integer
        )
        self.tied = frozenset(name for group in self.simplexes for name in group)
        self.pools = {name: pool(d) for name, d in self.domains.items()}

    def small(self, count: int) -> Iterator[Point]:
        """Small points in a fixed order; all of them if there are few."""
        if all(self.pools.values()):
            seen: set[tuple[Fraction, ...]] = set()
            for k in range(count):
                picked = {
                    name: values[(k * (2 * n + 1) + n * (k // 7 + 1)) % len(values)]
                    for n, (name, values) in enumerate(self.pools.items())
                }
                key = tuple(picked.values())
                if key not in seen:
                    seen.add(key)
                    yield self.point(picked)

    def far(self, base: int) -> Iterator[Point]:
        """Points with one symbol at a tiny or large value."""
        start = self.picked(base)
        if start is None:
            return
        for name, domain in self.domains.items():
            for value in extremes(domain):
                yield self.point({**start, name: value})
        for n in range(len(_FAR)):
            yield self.point(
                {name: (e[n % len(e)] if (e := extremes(d)) else start[name]) for name, d in self.domains.items()}
            )

    def picked(self, base: int) -> dict[str, Fraction] | None:
        """The `base`-th small point, before simplexes are scaled."""
        if not all(self.pools.values()):
            return None
        return {
            name: values[(base * (2 * n + 1) + n) % len(values)] for n, (name, values) in enumerate(self.pools.items())
        }

    def point(self, picked: Mapping[str, Fraction]) -> Point:
        """The point as rationals, with each simplex scaled to sum 1."""
        scaled = dict(picked)
        for group in self.simplexes:
            total = sum((picked[name] for name in group), Fraction(0))
            for name in group:
                scaled[name] = picked[name] / total
        return {name: fmpq(v.numerator, v.denominator) for name, v in scaled.items()}

    def near(self, critical: Sequence[Expr], bases: int) -> Iterator[Point]:
        """Points on and beside the places where one of the expressions is zero."""
        for base in range(bases):
            start = self.picked(base)
            if start is None:
                return
            for expr in critical:
                names = sorted({n.name for n in walk(expr) if isinstance(n, Sym)} & set(self.domains))
                for name in names:
                    if name in self.tied:
                        continue
                    for value in self.beside(expr, name, start):
                        yield self.point({**start, name: value})

    def beside(self, expr: Expr, name: str, start: Mapping[str, Fraction]) -> list[Fraction]:
        """The zero of the expression along one symbol (found by a secant), and values on both sides of it."""
        values = self.pools[name]
        domain = self.domains[name]
        for first, second in pairwise(values[:3]):
            a, b = (self.exact(expr, {**start, name: v}) for v in (first, second))
            if a is None or b is None or a == b:
                continue
            zero = first - a * (second - first) / (b - a)
            if zero.denominator.bit_length() > 64:
                continue
            eighth = Fraction(1, 8)
            if isinstance(domain, Interval) and domain.integer:
                found = [Fraction(zero.__floor__()), Fraction(zero.__ceil__())]
            else:
                found = [zero, zero + eighth, zero - eighth]
            return [v for v in found if domain.holds(v)]
        return []

    def exact(self, expr: Expr, picked: Mapping[str, Fraction]) -> Fraction | None:
        """The value at a point where it is rational."""
        try:
            found = Evaluator(self.point(picked), frozenset()).value(expr)
        except (Undefined, Unclear, KeyError, OverflowError):
            return None
        return Fraction(int(found.p), int(found.q)) if isinstance(found, fmpq) else None


def critical_of(*exprs: Expr) -> list[Expr]:
    """Where something may happen: denominators, arguments of logs and roots, both sides of comparisons."""
    found: dict[Expr, None] = {}

    def side(left: Expr, right: Expr) -> None:
        found.setdefault(left if right == Num(Fraction(0)) else Add((left, Mul((MINUS_ONE, right)))))

    def conditions(cond: Cond) -> None:
        match cond:
            case Compare(_, left, right):
                side(left, right)
            case All(parts) | Any(parts):
                for part in parts:
                    conditions(part)
            case Not(part):
                conditions(part)
            case Always():
                pass

    for expr in exprs:
        for node in walk(expr):
            match node:
                case Div(_, under):
                    found.setdefault(under)
                case Pow(base, Num(n)) if n < 0 or n.denominator > 1:
                    found.setdefault(base)
                case Pow(base, exponent) if not isinstance(exponent, Num):
                    found.setdefault(base)
                case Call("max" | "min", args):
                    for left, right in pairwise(args):
                        side(left, right)
                case Call("logit" | "artanh" | "arcsin" | "arccos", (x,)):
                    found.setdefault(x)
                    side(x, ONE)
                case Call("log1p", (x,)):
                    side(x, MINUS_ONE)
                case Call("log" | "sqrt" | "abs" | "step" | "sign" | "relu" | "cbrt" | "floor" | "ceil", (x,)):
                    found.setdefault(x)
                case _:
                    for cond in _conditions(node):
                        conditions(cond)
    return [e for e in found if any(isinstance(n, Sym) for n in walk(e))]


def _conditions(node: Expr) -> list[Cond]:
    match node:
        case Truth(condition):
            return [condition]
        case Cases(branches, _):
            return [c for c, _ in branches]
        case _:
            return []
