"""The canonical form: a scalar expression, in one case of its switches, as a quotient of polynomials in atoms.

    sigmoid, tanh, softplus, ...   by exp and log           Phi, erfc            by erf
    b^e                            exp(e log b)             max, |x|, cases      the branch that holds in this case
    sums to a symbol               geometric and power sums in closed form

What must hold for the expression to be defined (a denominator is not 0, a log's argument is positive) is collected as
obligations; the form itself is equal to the expression wherever that is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

from flint import fmpq, fmpq_mpoly

from backproof.answers.arrays import TooHard
from backproof.answers.given import Scalar
from backproof.answers.index_arithmetic import integer_valued
from backproof.answers.quotients import Frac, NeedSplit, Sign
from backproof.answers.ring import Ring
from backproof.answers.signs import Signs
from backproof.answers.summation import power_sum
from backproof.answers.syntax import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
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
    negative,
)


class NeverDefined(Exception):
    """The expression has no value anywhere in this case."""


class Obligation(NamedTuple):
    """What must hold where the expression is defined."""

    kind: Literal["nonzero", "positive", "nonnegative"]
    of: Frac


def _f(name: str, x: Expr) -> Expr:
    return Call(name, (x,))


def _plus(*terms: Expr) -> Expr:
    return Add(terms)


HALF = Num(Fraction(1, 2))
ROOT_TWO = _f("sqrt", TWO)
# f(x) in terms of exp, log, sqrt and erf
BY_OTHERS: dict[str, Callable[[Expr], Expr]] = {
    "sigmoid":    lambda x: Div(ONE, _plus(ONE, _f("exp", negative(x)))),
    "tanh":       lambda x: Div(_plus(_f("exp", Mul((TWO, x))), MINUS_ONE), _plus(_f("exp", Mul((TWO, x))), ONE)),
    "coth":       lambda x: Div(_plus(_f("exp", Mul((TWO, x))), ONE), _plus(_f("exp", Mul((TWO, x))), MINUS_ONE)),
    "sinh":       lambda x: Div(_plus(_f("exp", x), negative(_f("exp", negative(x)))), TWO),
    "cosh":       lambda x: Div(_plus(_f("exp", x), _f("exp", negative(x))), TWO),
    "sech":       lambda x: Div(TWO, _plus(_f("exp", x), _f("exp", negative(x)))),
    "csch":       lambda x: Div(TWO, _plus(_f("exp", x), negative(_f("exp", negative(x))))),
    "softplus":   lambda x: _f("log", _plus(ONE, _f("exp", x))),
    "logsigmoid": lambda x: negative(_f("log", _plus(ONE, _f("exp", negative(x))))),
    "log1p":      lambda x: _f("log", _plus(ONE, x)),
    "expm1":      lambda x: _plus(_f("exp", x), MINUS_ONE),
    "logit":      lambda x: _plus(_f("log", x), negative(_f("log", _plus(ONE, negative(x))))),
    "artanh":     lambda x: Mul((HALF, _plus(_f("log", _plus(ONE, x)), negative(_f("log", _plus(ONE, negative(x))))))),
    "arsinh":     lambda x: _f("log", _plus(x, _f("sqrt", _plus(Pow(x, TWO), ONE)))),
    "arcosh":     lambda x: _f("log", _plus(x, _f("sqrt", _plus(Pow(x, TWO), MINUS_ONE)))),
    "erfc":       lambda x: _plus(ONE, negative(_f("erf", x))),
    "Phi":        lambda x: Mul((HALF, _plus(ONE, _f("erf", Div(x, ROOT_TWO))))),
    "phi":        lambda x: Div(_f("exp", Div(negative(Pow(x, TWO)), TWO)), _f("sqrt", Mul((TWO, Const("pi"))))),
    "relu":       lambda x: Call("max", (x, ZERO)),
    "tan":        lambda x: Div(_f("sin", x), _f("cos", x)),
    "cot":        lambda x: Div(_f("cos", x), _f("sin", x)),
    "sec":        lambda x: Div(ONE, _f("cos", x)),
    "csc":        lambda x: Div(ONE, _f("sin", x)),
    "ceil":       lambda x: negative(_f("floor", negative(x))),
}  # fmt: skip
ODD = frozenset({"erf", "arctan", "arcsin"})


@dataclass
class Canonical:
    """The canonical form of expressions in one case."""

    ring: Ring
    signs: Signs
    domains: Mapping[str, Scalar]
    obligations: list[Obligation] = field(default_factory=list)
    step_at_zero: Fraction | None = None  # None: any value
    memo: dict[Expr, Frac] = field(default_factory=dict)

    def form(self, expr: Expr) -> Frac:
        """The canonical form; obligations are noted on the way."""
        found = self.memo.get(expr)
        if found is None:
            try:
                found = self.made(expr)
            except ZeroDivisionError:
                raise NeverDefined("division by zero") from None
            self.memo[expr] = found
        return found

    def made(self, expr: Expr) -> Frac:
        """The form of one node."""
        ring = self.ring
        match expr:
            case Num(value):
                return ring.number(value)
            case Const():
                return ring.pi()
            case Sym(name):
                return ring.symbol(name)
            case Add(terms):
                total = ring.number(Fraction(0))
                for term in terms:
                    total = ring.add(total, self.form(term))
                return total
            case Mul(factors):
                total = ring.number(Fraction(1))
                for factor in factors:
                    total = ring.mul(total, self.form(factor))
                return ring.relations(total)
            case Div(over, under):
                top, bottom = self.form(over), self.form(under)
                return ring.mul(top, self.inverted(bottom))
            case Pow(base, exponent):
                if base == _f("exp", ONE):
                    return ring.exp(self.form(exponent))
                return self.power(base, exponent)
            case Call(name, args):
                return self.call(name, args)
            case Truth(condition):
                return ring.number(Fraction(int(self.true(condition))))
            case Cases(branches, otherwise):
                for condition, branch in branches:
                    if self.true(condition):
                        return self.form(branch)
                if otherwise is None:
                    raise NeverDefined("no case applies")
                return self.form(otherwise)
            case Fold():
                return self.fold(expr)
            case _:
                raise TooHard("this is not decided here")

    def note(self, kind: Literal["nonzero", "positive", "nonnegative"], of: Frac) -> None:
        """Note an obligation, unless it holds on the whole domain or nowhere."""
        sign = self.signs.of_frac(of)
        holds = {"nonzero": self.signs.never_zero(of), "positive": sign == "+", "nonnegative": sign in ("+", ">=", "0")}
        fails = {"nonzero": sign == "0", "positive": sign in ("0", "-", "<="), "nonnegative": sign == "-"}
        if fails[kind]:
            raise NeverDefined(f"not {kind}")
        if not holds[kind]:
            self.obligations.append(Obligation(kind, of))

    def inverted(self, a: Frac) -> Frac:
        """1/a, with the obligation that a is not zero."""
        if self.ring.is_zero(a):
            raise NeverDefined("division by zero")
        self.note("nonzero", a)
        return self.ring.inverse(a)

    # -- powers

    def power(self, base: Expr, exponent: Expr) -> Frac:
        """base^exponent, by what is known of both."""
        ring = self.ring
        b, e = self.form(base), self.form(exponent)
        if e.over.is_constant() and e.under.is_one():
            lead = e.over.leading_coefficient() if e.over != 0 else fmpq(0)
            value = Fraction(int(lead.p), int(lead.q))
            if value.denominator == 1:
                if value <= 0:
                    if ring.is_zero(b):
                        raise NeverDefined("division by zero") if value < 0 else TooHard("0^0")
                    self.note("nonzero", b)
                return ring.relations(ring.integer_power(b, int(value)))
            self.note("positive" if value < 0 else "nonnegative", b)
            return ring.power(b, value)
        sign = self.signs.of_frac(b)
        if sign == "+":
            return ring.exp(ring.mul(e, ring.log(b)))
        if integer_valued(exponent, self.domains):
            whole, more = self.split_exponent(e)
            if more > 0 and self.signs.of_frac(whole) == "+":  # b^(n + 2) = b^n b^2 for n >= 1, whatever b is
                rest = ring.other("power", ring.add(ring.mul(b, ring.symbol("^")), whole))
                return ring.mul(rest, ring.integer_power(b, more))
            if self.signs.of_frac(e) != "+":
                self.note("nonzero", b)
            return ring.other("power", ring.add(ring.mul(b, ring.symbol("^")), e))
        self.note("positive", b)
        return ring.exp(ring.mul(e, ring.log(b)))

    def split_exponent(self, e: Frac) -> tuple[Frac, int]:
        """An exponent as a part that varies and a fixed integer."""
        fixed = e.over.to_dict().get((0,) * len(self.ring.generators), fmpq(0)) if e.under.is_one() else fmpq(0)
        if fixed.q != 1:
            return e, 0
        return self.ring.sub(e, self.ring.number(Fraction(int(fixed.p)))), int(fixed.p)

    # -- calls

    def call(self, name: str, args: tuple[Expr, ...]) -> Frac:
        """A known function at its arguments."""
        ring = self.ring
        if name in ("max", "min"):
            best = self.form(args[0])
            for other in args[1:]:
                value = self.form(other)
                ahead = self.sign_of(ring.sub(value, best), strict=False)
                if (ahead in ("+", ">=")) == (name == "max"):
                    best = value
            return best
        if name == "mod":
            quotient = Div(*args)
            return self.form(_plus(args[0], Mul((MINUS_ONE, args[1], _f("floor", quotient)))))
        if name == "ceil" and (whole := self.whole_ceiling(args[0])) is not None:
            return whole
        if name in BY_OTHERS:
            return self.form(BY_OTHERS[name](args[0]))
        x = self.form(args[0])
        match name:
            case "exp":
                return ring.relations(ring.exp(x))
            case "log":
                self.note("positive", x)
                return ring.log(x)
            case "sqrt" | "cbrt":
                self.note("nonnegative", x)
                return ring.power(x, Fraction(1, 2 if name == "sqrt" else 3))
            case "sin" | "cos":
                return ring.sine_and_cosine(x)[name == "cos"]
            case "abs":
                return x if ring.is_zero(x) else self.times_sign(x, self.sign_of(x, strict=False))
            case "sign":
                sign = self.sign_of(x, strict=True, jump=True)
                return ring.number(Fraction({"+": 1, "-": -1}.get(sign, 0)))
            case "step":
                sign = self.sign_of(x, strict=True, jump=True)
                if sign == "0":
                    return ring.symbol("H(0)") if self.step_at_zero is None else ring.number(self.step_at_zero)
                return ring.number(Fraction(int(sign == "+")))
            case "floor":
                return self.floor(x)
            case "arcsin" | "arccos":
                self.note("nonnegative", ring.sub(ring.number(Fraction(1)), ring.mul(x, x)))
            case "factorial":
                if not integer_valued(args[0], self.domains) or self.signs.of_frac(x) not in ("+", ">=", "0"):
                    raise TooHard("a factorial of this number")
        if x.over == 0 and name in ODD:
            return x
        if name in ODD and x.over.leading_coefficient() < 0:
            return ring.neg(ring.other(name, ring.neg(x)))
        return ring.other(name, x)

    def times_sign(self, x: Frac, sign: Sign) -> Frac:
        """x times the sign."""
        return x if sign in ("+", ">=") else self.ring.neg(x) if sign in ("-", "<=") else self.ring.number(Fraction(0))

    def floor(self, x: Frac) -> Frac:
        """floor(n + rest) = n + floor(rest) for the integer terms n."""
        ring = self.ring
        whole = ring.number(Fraction(0))
        for count, _, term in ring.directions(x):
            if count.denominator == 1 and term.under.is_one() and self.is_integer(term.over):
                whole = ring.add(whole, ring.mul(ring.number(count), term))
            elif term.under.is_one() and term.over.is_one() and count.denominator != 1:
                whole = ring.add(whole, ring.number(Fraction(count.__floor__())))
        rest = ring.sub(x, whole)
        if rest.over == 0:
            return whole
        if rest.over.is_constant() and rest.under.is_one():
            lead = rest.over.leading_coefficient()
            return ring.add(whole, ring.number(Fraction(Fraction(int(lead.p), int(lead.q)).__floor__())))
        return ring.add(whole, ring.other("floor", rest))

    def whole_ceiling(self, arg: Expr) -> Frac | None:
        """ceil(a/s) = floor((a - 1)/s) + 1 for integers a and s > 0."""
        ring = self.ring
        x = self.form(arg)
        if not (self.is_integer(x.over) and self.is_integer(x.under)) or self.signs.of(x.under) != "+":
            return None
        if x.under.is_one():
            return x
        one = ring.number(Fraction(1))
        return ring.add(self.floor(ring.reduced(x.over - 1, x.under)), one)

    def is_integer(self, poly: fmpq_mpoly) -> bool:
        """Whether a polynomial has integer coefficients and integer-valued symbols."""
        if any(c.q != 1 for c in poly.coeffs()):
            return False
        for n, degree in enumerate(poly.degrees()):
            if degree:
                atom = self.ring.atoms[n]
                whole = atom.kind == "other" and atom.name == "floor"
                if not whole and not (atom.kind == "symbol" and integer_valued(Sym(atom.name), self.domains)):
                    return False
        return True

    # -- switches

    def sign_of(self, a: Frac, strict: bool, jump: bool = False) -> Sign:
        """The sign in this case; an open one asks for a case split."""
        if self.ring.is_zero(a):
            return "0"
        sign = self.signs.of_frac(a)
        if sign in ("+", "-", "0") or (sign is not None and not strict):
            return sign
        for poly in a:
            for factor, times in self.ring.factors(poly)[1]:
                found = self.signs.of(factor)
                if found is None and times % 2 and not strict:
                    raise NeedSplit(factor, strict, jump)
                if found in (None, ">=", "<=") and strict:
                    raise NeedSplit(factor, strict, jump)
        for poly in a:
            for factor, _ in self.ring.factors(poly)[1]:
                if self.signs.of(factor) is None:
                    raise NeedSplit(factor, strict, jump)
        raise TooHard("the sign of a switch is not decided")

    def true(self, cond: Cond) -> bool:
        """Whether the condition holds."""
        match cond:
            case Compare(relation, left, right):
                difference = self.ring.sub(self.form(left), self.form(right))
                sign = self.sign_of(difference, strict=True, jump=relation not in ("=", "!="))
                return {
                    "<": sign == "-", "<=": sign in "-0", "=": sign == "0", "!=": sign != "0", ">=": sign in "+0",
                    ">": sign == "+",
                }[relation]  # fmt: skip
            case All(parts):
                return all([self.true(p) for p in parts])
            case Any(parts):
                return any([self.true(p) for p in parts])
            case Not(part):
                return not self.true(part)
            case Always(value):
                return value

    # -- sums to a symbol

    def fold(self, fold: Fold) -> Frac:
        """A sum or product over an index."""
        assert fold.low is not None
        assert fold.high is not None
        ring = self.ring
        low, high = self.form(fold.low), self.form(fold.high)
        count = ring.add(ring.sub(high, low), ring.number(Fraction(1)))
        if self.signs.of_frac(count) not in ("+", ">=", "0"):
            raise TooHard("a sum that may have its bounds in reverse")
        before = len(self.obligations)
        body = self.form(fold.body)
        if len(self.obligations) != before:
            raise TooHard("a sum whose terms may be undefined")
        if fold.kind == "prod":
            if self.uses(body, fold.var) or self.signs.of_frac(body) != "+":
                raise TooHard("this product is not known in closed form")
            return ring.exp(ring.mul(count, ring.log(body)))
        return power_sum(ring, self.signs, body, fold.var, low, high)

    def uses(self, a: Frac, name: str) -> bool:
        """Whether a symbol stands anywhere in a form."""
        at = self.ring.known.get(("symbol", name))
        return at is not None and any(self.ring.depends(poly, at) for poly in a)
