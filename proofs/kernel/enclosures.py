"""Bounds of numbers: means of a normal variable, integrals and what is built from them, enclosed twice.

A closed term has no free symbols: `1/sqrt(E[tanh(z)^2])` for a declared z ~ N(0, 1).  Two engines enclose it, to more
than 30 digits, and share no code but the arithmetic of real balls:

    evaluation  complex analysis: Gauss-Legendre quadrature, bounded on ellipses (Arb)
    taylor      real analysis: Taylor polynomials with Lagrange's remainder, and tails by completing the square
"""

from functools import lru_cache

from flint import arb, arb_series, ctx, fmpq
from sympy import Add, Expr, Function, Integral, Mul, Pow, Rational, Symbol, erf, erfc, exp, log, pi, tanh
from sympy import E as EULER

from . import tails
from .agreement import undefined_in
from .claims import Claim
from .counterexamples import counterexample_at
from .evaluation import evaluate
from .hypotheses import Normal, base_of
from .instances import violates
from .point import Point
from .rule import Accepted, Outcome, Refused, rule
from .settings import Setting
from .tails import Bounds, CannotEnclose
from .taylor import Variable, gaussian_mean, integral
from .terms import E, NotATerm, Var, bound_variable, heaviside, relu, under_binder
from .values import CannotEvaluate, Value, differ
from .verdicts import EngineDisagreement, Evidence

_BITS = 140
_ENCLOSED_DIGITS = 36


@rule("enclosure", equational=False)
def enclosure(claim: Claim, setting: Setting) -> Outcome:
    """
    both sides are numbers;  two enclosures of each side, by engines that share nothing, lie in this order
    -------------------------------------------------------------------------------------------------------
                                          a <= b        (a < b)
    """
    if claim.relation not in ("<=", "<"):
        return Refused(f"{claim} is not an inequality")
    undefined = undefined_in(claim, setting)
    if undefined is not None:
        return Refused(undefined)
    try:
        first = [evaluate(side, Point(setting, {})) for side in claim.terms]
        second = [enclosed(side, setting) for side in claim.terms]
    except (CannotEvaluate, CannotEnclose) as error:
        raise NotATerm(f"no enclosure: {error}") from error
    for one, other, side in zip(first, second, claim.terms, strict=True):
        if differ(one, other):
            raise EngineDisagreement(f"{side}: {one} by evaluation, {other} by Taylor polynomials")
    holds, again = (_holds(values, claim) for values in (first, second))
    if {holds, again} == {True, False}:
        raise EngineDisagreement(f"{claim}: one enclosure proves it, the other refutes it: {first}, {second}")
    evidence = tuple(
        Evidence(name, " and ".join(_shown(value) for value in values))
        for name, values in (("evaluation", first), ("Taylor polynomials", second))
    )
    if holds and again:
        return Accepted((evidence[0], evidence[1]))
    if holds is False and again is False:
        found = counterexample_at(Point(setting, {}), *claim.terms, (first[0], first[1]))
        return Refused("the enclosures lie the other way round", None, found, evidence)
    return Refused("the enclosures overlap", evidence=evidence)


def enclosed(term: Expr, setting: Setting) -> arb:
    """Enclose a closed term by the second engine.

    Raises CannotEnclose for a term with free symbols, or where no bound is found.
    """
    with ctx.workprec(_BITS + 60):
        return _number(setting.unfold(term), setting)


def _holds(values: "list[Value]", claim: Claim) -> bool | None:
    """Say whether the values certainly satisfy the inequality, or certainly violate it."""
    if violates(values[0], claim.relation, values[1]):
        return False
    with ctx.workprec(_BITS + 60):
        left, right = (arb(each) for each in values)
    return True if (left <= right if claim.relation == "<=" else left < right) else None


def _shown(value: "Value") -> str:
    return str(value) if isinstance(value, fmpq) else str(arb(value).str(_ENCLOSED_DIGITS))


def _number(term: Expr, setting: Setting) -> arb:
    """The value of a closed term; its means and integrals are where the two engines differ."""
    match term:
        case Rational():
            return arb(fmpq(int(term.p), int(term.q)))
        case Add() | Mul():
            result = _number(term.args[0], setting)
            for each in term.args[1:]:
                value = _number(each, setting)
                result = result + value if isinstance(term, Add) else result * value
            return result
        case Pow():
            base, exponent = _number(term.base, setting), _number(term.exp, setting)
            whole = term.exp.is_Integer
            if (exponent < 0 and base.contains(0)) or not (whole or base >= 0):
                raise CannotEnclose(f"{term} is not seen to be defined")
            return base ** int(term.exp) if whole else base**exponent
        case E():
            return _mean(term.args[0], setting)
        case Var():
            inside = term.args[0]
            return _mean(inside**2, setting) - _mean(inside, setting) ** 2
        case Integral():
            return _integral(term, setting)
        case relu():
            return _number(term.args[0], setting).max(arb(0))
        case heaviside():
            inside = _number(term.args[0], setting)
            if inside.contains(0) and not inside.is_zero():
                raise CannotEnclose(f"the sign of {term.args[0]} is not seen")
            return _number(term.args[1], setting) if inside.is_zero() else arb(int(inside > 0))
        case Function() if isinstance(term, exp | log | erf | erfc | tanh):
            value = _function(term, _number(term.args[0], setting))
            if not value.is_finite():
                raise CannotEnclose(f"{term} is not seen to be defined")
            return value
        case _ if term == pi:
            return arb.pi()
        case _ if term == EULER:
            return arb(1).exp()
        case _:
            raise CannotEnclose(f"{term} is no number")


def _function(term: Expr, value: "Value") -> "Value":
    """A function at a number or a power series."""
    match term:
        case exp():
            return value.exp()
        case log():
            return value.log()
        case erf():
            return value.erf()
        case erfc():
            return 1 - value.erf()
        case tanh():
            return 1 - 2 / ((2 * value).exp() + 1)
        case _:
            raise CannotEnclose(f"{type(term).__name__} is not in the table of the second engine")


@lru_cache(maxsize=512)
def _mean(body: Expr, setting: Setting) -> arb:
    """E of a function of one normal variable, as the mean of f(m + s Z) for Z ~ N(0, 1)."""
    random = setting.random_in(body)
    if not random:
        return _number(body, setting)
    laws = [each for each in setting.hypotheses if isinstance(each, Normal) and {base_of(each.entry)} == random]
    if len(laws) != 1 or laws[0].entry not in random:
        raise CannotEnclose(f"{body} is no function of one normal variable")
    (law,) = laws
    mean, spread = _number(law.mean, setting), _number(law.variance, setting).sqrt()
    size = _far_out(body, law.entry, tails.polynomial(mean, spread, arb(0)), setting).size

    def function(t: Variable) -> arb_series:
        return _series(body, law.entry, t.series * t.constant(spread) + t.constant(mean), t, setting)

    return gaussian_mean(function, size, _BITS)


def _integral(term: Integral, setting: Setting) -> arb:
    variable, lower, upper = bound_variable(term)
    if lower.is_infinite or upper.is_infinite:
        raise CannotEnclose(f"{term} has no finite range")
    body = under_binder(term)

    def integrand(t: Variable) -> arb_series:
        return _series(body, variable, t.series, t, setting)

    low, high = _number(lower, setting), _number(upper, setting)
    if not low < high:
        raise CannotEnclose(f"[{lower}, {upper}] is not seen to be an interval")
    return integral(integrand, low, high, _BITS)


def _series(term: Expr, variable: Expr, value: arb_series, t: Variable, setting: Setting) -> arb_series:
    """The power series of a term whose variable has a given one."""

    def of(part: Expr) -> arb_series:
        return _series(part, variable, value, t, setting)

    match term:
        case _ if term == variable:
            return value
        case _ if not term.has(variable):
            return t.constant(_number(term, setting))
        case Add() | Mul():
            result = of(term.args[0])
            for each in term.args[1:]:
                result = result + of(each) if isinstance(term, Add) else result * of(each)
            return result
        case Pow() if term.exp.is_Integer:
            base, result = of(term.base), t.constant(arb(1))
            for _ in range(abs(int(term.exp))):
                result = result * base
            return result if term.exp > 0 else t.constant(arb(1)) / result
        case Pow() if isinstance(term.exp, Rational):
            return (of(term.base).log() * t.constant(_number(term.exp, setting))).exp()
        case exp() | log() | erf() | erfc() | tanh():
            return _function(term, of(term.args[0]))
        case relu():
            inside = of(term.args[0])
            return t.chosen(inside, inside, t.constant(arb(0)))
        case heaviside():
            return t.stepped(of(term.args[0]), of(term.args[1]))
        case _:
            raise CannotEnclose(f"{type(term).__name__} is not in the table of the second engine")


def _far_out(term: Expr, variable: Symbol, known: Bounds, setting: Setting) -> Bounds:
    """The bounds of a term whose variable has given ones."""

    def of(part: Expr) -> Bounds:
        return _far_out(part, variable, known, setting)

    match term:
        case _ if term == variable:
            return known
        case _ if not term.has(variable):
            return tails.constant(_number(term, setting))
        case Add():
            return tails.added([of(each) for each in term.args])
        case Mul():
            result = of(term.args[0])
            for each in term.args[1:]:
                result = tails.multiplied(result, of(each))
            return result
        case Pow() if term.exp.is_Integer:
            power = tails.whole_power(of(term.base), abs(int(term.exp)))
            return power if term.exp > 0 else tails.reciprocal(power)
        case Pow() if isinstance(term.exp, Rational):
            power = tails.real_power(of(term.base), _number(abs(term.exp), setting))
            return power if term.exp > 0 else tails.reciprocal(power)
        case exp():
            return tails.exponential(of(term.args[0]))
        case log():
            return tails.logarithm(of(term.args[0]))
        case erf() | tanh():
            return tails.within(arb(-1), arb(1))
        case erfc():
            return tails.within(arb(0), arb(2))
        case relu():
            return tails.rectified(of(term.args[0]))
        case heaviside():
            return tails.either(tails.within(arb(0), arb(1)), of(term.args[1]))
        case _:
            raise CannotEnclose(f"{type(term).__name__} is not in the table of the second engine")
