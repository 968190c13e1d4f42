"""The certified evaluator: a scalar expression at an exact rational point, as a rational or as an Arb ball.

Undefined (1/0, the log or root of a negative) is an outcome, not an error; what a convention decides (0^0, 0 log 0,
a cube root of a negative) is `Unclear` and never used as evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb, ctx, fmpq

from backproof.answers.syntax import (
    ONE,
    Add,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Const,
    Div,
    Expr,
    Fold,
    Mul,
    Not,
    Num,
    Pow,
    Sym,
    Truth,
    walk,
)
from backproof.answers.values import (
    SCALAR,
    LogOfZero,
    Unclear,
    Undefined,
    Value,
    ball,
    divide,
    exponential,
    is_zero,
    larger,
    power,
    sign,
)

LONGEST_SUM = 400
EULER = Call("exp", (ONE,))


@dataclass
class Evaluator:
    """Evaluates at one point; notes whether a step was evaluated exactly at its jump."""

    point: Mapping[str, fmpq]
    continuous: frozenset[str]
    jumps: list[Expr] = field(default_factory=list)

    def value(self, expr: Expr) -> Value:
        """The value, or `Undefined` or `Unclear`."""
        match expr:
            case Num(value):
                return fmpq(value.numerator, value.denominator)
            case Const():
                return arb.pi()
            case Sym(name):
                return self.point[name]
            case Add(terms):
                total: Value = fmpq(0)
                for term in terms:
                    total = total + self.value(term)
                return total
            case Mul(factors):
                return self.product(factors)
            case Div(over, under):
                return divide(self.value(over), self.value(under))
            case Pow(base, exponent):
                if base == EULER:
                    return exponential(self.value(exponent))
                return power(self.value(base), self.value(exponent))
            case Call(name, args):
                return self.call(name, args)
            case Cases(branches, otherwise):
                for condition, branch in branches:
                    if self.true(condition):
                        return self.value(branch)
                if otherwise is None:
                    raise Undefined("no case applies")
                return self.value(otherwise)
            case Truth(condition):
                return fmpq(1 if self.true(condition) else 0)
            case Fold():
                return self.fold(expr)
            case _:
                raise Unclear(type(expr).__name__)

    def product(self, factors: tuple[Expr, ...]) -> Value:
        """The product of the factors."""
        total: Value = fmpq(1)
        infinite: LogOfZero | None = None
        for factor in factors:
            try:
                total = total * self.value(factor)
            except LogOfZero as error:
                infinite = error
        if infinite is not None:
            if is_zero(total):
                raise Unclear("0 log 0")
            raise infinite
        return total

    def call(self, name: str, args: tuple[Expr, ...]) -> Value:
        """A known function at its arguments."""
        values = [self.value(a) for a in args]
        if name in ("max", "min"):
            best = values[0]
            for other in values[1:]:
                best = larger(best, other) if name == "max" else -larger(-best, -other)
            return best
        if name == "mod":
            a, b = values
            return a - b * self.floor(divide(a, b), args)
        x = values[0]
        if name == "floor":
            return self.floor(x, args)
        if name == "ceil":
            return -self.floor(-x, args)
        if name in ("step", "sign"):
            s = sign(x)
            if s == 0 and not self.jump(args[0]) and name == "step":
                raise Unclear("the value of a step at 0")
            return fmpq(s if name == "sign" else int(s > 0))
        if name in SCALAR:
            found = SCALAR[name](x)
            if isinstance(found, arb) and not found.is_finite():
                raise Unclear("too large, or too close to a singularity")
            return found
        raise Unclear(name)

    def floor(self, x: Value, args: tuple[Expr, ...]) -> Value:
        """The floor."""
        if isinstance(x, fmpq):
            if x.q == 1:
                for arg in args:
                    self.jump(arg)
            return fmpq(x.floor())
        whole = x.floor().unique_fmpz()
        if whole is None:
            raise Unclear("the floor of a number close to an integer")
        return fmpq(whole)

    def jump(self, expr: Expr) -> bool:
        """Note that a step is evaluated exactly at its jump, if it is a jump along a continuous variable."""
        moving = any(isinstance(node, Sym) and node.name in self.continuous for node in walk(expr))
        if moving:
            self.jumps.append(expr)
        return moving

    def true(self, cond: Cond) -> bool:
        """Whether the condition holds."""
        match cond:
            case Compare(relation, left, right):
                s = sign(self.value(left) - self.value(right))
                if relation in ("=", "!="):
                    return (s == 0) == (relation == "=")
                if s == 0:
                    self.jump(Add((left, Mul((Num(Fraction(-1)), right)))))
                return {"<": s < 0, "<=": s <= 0, ">": s > 0, ">=": s >= 0}[relation]
            case All(parts):
                return all([self.true(p) for p in parts])
            case Any(parts):
                return any([self.true(p) for p in parts])
            case Not(part):
                return not self.true(part)
            case Always(value):
                return value

    def fold(self, fold: Fold) -> Value:
        """A sum or product over an index."""
        assert fold.low is not None
        assert fold.high is not None
        low, high = self.value(fold.low), self.value(fold.high)
        if not (isinstance(low, fmpq) and isinstance(high, fmpq)) or low.q != 1 or high.q != 1:
            raise Unclear("the bounds of a sum")
        if high - low > LONGEST_SUM or high < low - 1:
            raise Unclear("a sum of many terms")
        total: Value = fmpq(0 if fold.kind == "sum" else 1)
        for n in range(int(low.p), int(high.p) + 1):
            inner = Evaluator({**self.point, fold.var: fmpq(n)}, self.continuous, self.jumps)
            term = inner.value(fold.body)
            total = total + term if fold.kind == "sum" else total * term
        return total


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression is at a point."""

    kind: str  # "value", "undefined" or "unclear"
    value: Value | None = None
    reason: str = ""
    jumps: tuple[Expr, ...] = ()


def evaluate(expr: Expr, point: Mapping[str, fmpq], continuous: frozenset[str], bits: int) -> Outcome:
    """The outcome at a point, with balls of the given precision."""
    before = ctx.prec
    ctx.prec = bits
    evaluator = Evaluator(point, continuous)
    try:
        found = evaluator.value(expr)
        if isinstance(found, arb) and not found.is_finite():
            return Outcome("unclear", reason="not finite")
        return Outcome("value", found, jumps=tuple(evaluator.jumps))
    except Undefined as error:
        return Outcome("undefined", reason=str(error), jumps=tuple(evaluator.jumps))
    except (Unclear, OverflowError, ZeroDivisionError) as error:
        return Outcome("unclear", reason=str(error))
    finally:
        ctx.prec = before


def differ(left: Value, right: Value, bits: int) -> bool:
    """Whether two values are certainly different."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bool(left != right)
    before, ctx.prec = ctx.prec, bits
    try:
        return not ball(left).overlaps(ball(right))
    finally:
        ctx.prec = before
