r"""Integrals of a page: polynomials, times a bell $e^{-r x^2}$ or not, over an interval or the line.

The antiderivative is found by the power rule and by parts; that it is one, the kernel proves by differentiation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sympy import (
    Add,
    Expr,
    Integer,
    Integral,
    Mul,
    Poly,
    PolynomialError,
    Symbol,
    cancel,
    erf,
    exp,
    expand,
    oo,
    pi,
    sqrt,
)

from backproof.answers.syntax import Call, Sym
from backproof.answers.syntax import Expr as Tree
from backproof.documents.declarations import NotConverted
from backproof.documents.dimensions import replaced
from backproof.documents.mentions import BOUND
from proofs.kernel.derivations import Part, check, derive, step
from proofs.kernel.integrals import difference_at_ends, on_side
from proofs.kernel.rules import antiderivative, split_at_zero
from proofs.kernel.settings import Setting
from proofs.kernel.terms import NotATerm, relu
from proofs.kernel.verdicts import Proved

_X = Symbol("x_", real=True)  # the variable of integration
_MOST_POWERS = 12
_DIFFERENTIAL = re.compile(
    r"(?:\\[,;:! ]|\s)*(?:(?<![A-Za-z\\])d|\\mathrm\s*\{?\s*d\s*\}?|\\text\s*\{\s*d\s*\})"
    r"\s*(\\[A-Za-z]+|[A-Za-z])(?![A-Za-z])"
)


def differential(text: str) -> tuple[int, int, str] | None:
    """Where the `dx` of an integral begins and ends, and x; outside braces and brackets."""
    level = 0
    for n, char in enumerate(text):
        level += (char in "{([") - (char in "})]")
        if level == 0 and (found := _DIFFERENTIAL.match(text, n)) and (n or found.start(1) > 1):
            return found.start(), found.end(), found[1]
    return None


DENSITIES = ("p", "f", "q", "g")  # letters that may be applied to the variable though nothing defines them
INFINITY = Sym(BOUND + "infinity")


def bound(body: Tree, variable: Sym, low: Tree, high: Tree) -> Call:
    """The integral as a tree; its variable gets a name that nothing else has."""
    name = Sym(BOUND + variable.name)
    low, high = (replaced(end, {"infty": INFINITY}) for end in (low, high))
    return Call("integral", (replaced(body, {variable.name: name}), name, low, high))


@lru_cache(maxsize=256)  # both sides of a link come back in the next one, and in every attempt
def integral(body: Expr, variable: Symbol, low: Expr, high: Expr, setting: Setting) -> Expr:
    """The value of an integral, of which the kernel has proved that it is.  Raises NotConverted."""
    body = body.xreplace({variable: _X})
    whole = Integral(body, (_X, low, high))
    try:
        chain = [] if not body.has(relu) else _split(body, low, high)
        primitive = _primitive(chain[0].function if chain else body)
        ends = chain[0].limits[0][1:] if chain else (low, high)
        value = cancel(difference_at_ends(primitive, _X, *ends))
        steps = [step(each, split_at_zero, "cut at 0") for each in chain]
        last = step(value, antiderivative, "differentiated back", antiderivative=primitive, variable=_X)
        part = Part("integral", "an integral of the page", setting, derive(whole, *steps, last))
        proved = isinstance(check(part).verdict, Proved)
    except (NotATerm, PolynomialError, ValueError) as error:
        raise NotConverted(f"an integral: {error}") from None
    if not proved:
        raise NotConverted("an integral that is not proved to be what the antiderivative says")
    return value


def _split(body: Expr, low: Expr, high: Expr) -> list[Integral]:
    """A ReLU over the whole line is 0 on one side."""
    if (low, high) != (-oo, oo):
        raise NotATerm("a ReLU under an integral over a part of the line")
    below, above = on_side(body, _X, -1), on_side(body, _X, 1)
    if below == 0:
        return [Integral(above, (_X, 0, oo))]
    if above == 0:
        return [Integral(below, (_X, -oo, 0))]
    raise NotATerm("an integrand that differs on both sides of 0")


def _primitive(body: Expr) -> Expr:
    """An antiderivative of a sum of c x^m and c x^m exp(-r x^2)."""
    total: Expr = Integer(0)
    for term in Add.make_args(expand(body, power_base=False, power_exp=False, log=False)):
        bells = [each for each in Mul.make_args(term) if isinstance(each, exp) and each.has(_X)]
        rest = Mul(*(each for each in Mul.make_args(term) if each not in bells))
        powers = {key[0]: value for key, value in Poly(rest, _X).terms()}
        if max(powers) > _MOST_POWERS:
            raise NotATerm("a power that is too high")
        rate = _rate(bells)
        for power, factor in powers.items():
            total += factor * (_X ** (power + 1) / (power + 1) if rate is None else _under_bell(power, rate, bells))
    return total


def _rate(bells: list[Expr]) -> Expr | None:
    """r in exp(-r x^2)."""
    if not bells:
        return None
    exponent = Poly(Add(*(each.args[0] for each in bells)), _X)
    if exponent.degree() != 2 or exponent.coeff_monomial(_X) != 0 or exponent.coeff_monomial(1) != 0:
        raise NotATerm("an exponential that is no bell around 0")
    return -exponent.coeff_monomial(_X**2)


def _under_bell(power: int, rate: Expr, bells: list[Expr]) -> Expr:
    """An antiderivative of x^m exp(-r x^2), by parts."""
    bell = Mul(*bells)
    if power == 0:
        return sqrt(pi) / (2 * sqrt(rate)) * erf(sqrt(rate) * _X)
    if power == 1:
        return -bell / (2 * rate)
    return -(_X ** (power - 1)) * bell / (2 * rate) + Integer(power - 1) / (2 * rate) * _under_bell(
        power - 2, rate, bells
    )
