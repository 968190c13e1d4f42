r"""Sums over the steps of a grid, as terms of the kernel, and what they come to where it is known which steps are on.

A step up at the point e, sigma(x - x_e), stands in a term as the value of a sequence at e, and a step down,
sigma(x_e - x), as that of another.  Where x is, the steps up are on at the points up to some e and the steps down
beyond some e, so that a sum over the points is a sum up to there, a few terms, and a sum from there on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr as Term
from sympy import Integer, Poly, Rational, Sum, Symbol, expand

from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Fold, Mul, Num, Pow, Sym, walk
from backproof.documents.declarations import ANY
from backproof.documents.dimensions import replaced
from backproof.documents.entries_apart import cut_at_ends
from backproof.documents.environment import Definition, Environment, is_size_name
from proofs.kernel.signs import is_nonnegative
from proofs.kernel.terms import Applied, bound_variable, function, index, real, size, substitute, under_binder
from proofs.kernel.terms import positive as positive_number

UP, DOWN = function("step up"), function("step down")
FUNCTIONS = ("f", "g", "F")  # letters that nothing defines and that stand before a point: f(x_k)
_MOST_BETWEEN = 4


class NoStaircase(ValueError):
    """A term that is no sum of steps at the points of a grid, or of which it is not seen which steps are on."""


@dataclass(frozen=True)
class Place:
    """Where x is: a step up at the point e is on exactly if e <= up, a step down exactly if e > down."""

    up: Term
    down: Term


@dataclass
class Reader:
    """The trees of one claim as terms: its definitions are opened but for the steps and the grids.

    variable: the name of x;  inner: letters that stand for the number of a cell.
    """

    grid: Definition
    variable: str
    steps: Mapping[str, int]
    env: Environment
    inner: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Measure the grid."""
        at = Symbol("at", real=True)
        body = Poly(self.term(replaced(self.grid.body, {self.grid.indices[0]: Sym("at·")}), {"at·": at}), at)
        if body.degree() != 1:
            raise NoStaircase("no grid of equal cells")
        self.first, self.distance = body.coeff_monomial(1), body.coeff_monomial(at)

    def term(self, expr: Expr, bound: Mapping[str, Term]) -> Term:
        """A tree as a term; bound: what stands for the indices.  Raises NoStaircase."""
        match expr:
            case Num(value):
                return Rational(value.numerator, value.denominator)
            case Sym(name):
                return bound[name] if name in bound else self._symbol(name)
            case Entry(name, (at,)) if name in self.env.apart and at in self.env.apart[name]:
                return self.term(self.env.apart[name][at], bound)
            case Entry(name, (_,)) if name in self.env.apart:
                raise NoStaircase(f"which entry of {name} is meant is not seen")
            case Entry(name, (at,)) if (known := self.env.definition(name, 1)) is not None:
                return self.term(replaced(known.body, {known.indices[0]: at}), bound)
            case Entry(name, (at,)):
                return function(name)(self.term(at, bound))
            case Add(terms):
                return sum((self.term(each, bound) for each in terms), Integer(0))
            case Mul(factors):
                return self._product(factors, bound)
            case Div(over, under):
                return self.term(over, bound) / self.term(under, bound)
            case Pow(base, Num(value)) if value.denominator == 1 and value > 0:
                return self.term(base, bound) ** int(value)
            case Call(name, (argument,)) if name in self.steps:
                return self._step(self.term(argument, bound))
            case Call(name, (argument,)) if name.startswith(ANY) or name in FUNCTIONS:
                return function(name.removeprefix(ANY))(self.term(argument, bound))
            case Fold("sum", var, low, high, None, body) if low is not None and high is not None:
                if self.env.apart.keys() & {node.family for node in walk(body) if isinstance(node, Entry)}:
                    return self._cut(expr, bound)
                start, end = self.term(low, bound), self.term(high, bound)
                counted = index(f"{var}·{sum(isinstance(each, Fold) for each in walk(body))}")
                inside = self.term(body, {**bound, var: counted + start - 1})
                return Sum(inside, (counted, 1, expand(end - start + 1)))
            case _:
                raise NoStaircase(f"{type(expr).__name__} is not followed")

    def _cut(self, fold: Fold, bound: Mapping[str, Term]) -> Term:
        """A sum over entries of which those at its ends are given apart."""
        found = cut_at_ends(fold, self.inner, self.env)
        if found is None:
            raise NoStaircase("which entries a sum has is not seen")
        ends, between = found
        return sum((self.term(each, bound) for each in ends), self.term(between, bound))

    def _symbol(self, name: str) -> Symbol:
        if name in self.env.sizes or is_size_name(name):
            return size(name)
        return positive_number(name) if name in self.env.positive else real(name)

    def _product(self, factors: tuple[Expr, ...], bound: Mapping[str, Term]) -> Term:
        """A product; f before a point of a grid is a function."""
        value: Term = Integer(1)
        waiting = list(factors)
        while waiting:
            first = waiting.pop(0)
            if waiting and isinstance(first, Sym) and self._is_function(first.name, waiting[0]):
                value *= function(first.name)(self.term(waiting.pop(0), bound))
            else:
                value *= self.term(first, bound)
        return value

    def _is_function(self, name: str, argument: Expr) -> bool:
        points = [node for node in walk(argument) if isinstance(node, Entry)]
        if name not in FUNCTIONS or not any(self.env.definition(node.family, 1) is not None for node in points):
            return False
        if self.env.definition(name, 0) is not None:
            raise NoStaircase(f"{name} before a bracket may be a function, or the number that the page has given")
        return name not in self.env.laws

    def _step(self, argument: Term) -> Term:
        """The step at a point of the grid."""
        x = self._symbol(self.variable)
        argument = expand(argument)
        sign = argument.coeff(x, 1)
        at = expand(-sign * (argument - sign * x))
        if sign not in (1, -1) or at.has(x):
            raise NoStaircase("a step that is scaled")
        number = expand(((at - self.first) / self.distance).cancel())
        names = sorted(number.free_symbols, key=str)
        whole = not names or all(each.is_integer for each in Poly(number, *names).coeffs())
        if not (whole and all(each.is_integer for each in names)) or (not names and not number.is_integer):
            raise NoStaircase("a step that stands at no point of the grid")
        return (UP if sign == 1 else DOWN)(number)


def values_at_points(name: Expr, body: Expr, env: Environment) -> Expr | None:
    """f(x_i), of f_i = f(x_i): there are numbers f_i, so the f before the bracket is the function that they are of."""
    match name, body:
        case Entry(family, (Sym(letter),)), Mul((Sym(applied), argument)) if family == applied in FUNCTIONS:
            taken = applied in env.definitions or applied in env.laws or applied in env.arrays
            moves = any(isinstance(node, Sym) and node.name == letter for node in walk(argument))
            return Call(ANY + applied, (argument,)) if moves and not taken else None
        case _:
            return None


def at_place(term: Term, place: Place) -> Term:
    """A term where it is known which steps are on.  Raises NoStaircase."""
    if isinstance(term, Sum):
        return _sum_at(term, place)
    if isinstance(term, Applied) and term.args[0] in (UP, DOWN):
        return _value(term, place)
    if not term.args or isinstance(term, Applied):
        return term
    return term.func(*(at_place(each, place) for each in term.args))


def _value(step: Term, place: Place) -> Term:
    last = place.up if step.args[0] == UP else place.down
    within = Integer(step.args[0] == UP)
    gap = expand(last - step.args[-1])
    if is_nonnegative(gap):
        return within
    if is_nonnegative(expand(-gap - 1)):
        return 1 - within
    raise NoStaircase("it is not seen which steps are on")


def _sum_at(whole: Sum, place: Place) -> Term:
    variable, low, high = bound_variable(whole)
    body = under_binder(whole)
    steps = [each for each in body.atoms(Applied) if each.args[0] in (UP, DOWN) and each.has(variable)]
    if not steps:
        return Sum(at_place(body, place), (variable, low, high))
    lasts: dict[Term, Term] = {}  # of each step, the last index at which it is as it is at the first
    for each in steps:
        lag = expand(each.args[-1] - variable)
        if lag.has(variable):
            raise NoStaircase("points that are not counted one by one")
        lasts[each] = expand((place.up if each.args[0] == UP else place.down) - lag)
    some = next(iter(lasts.values()))
    gaps = {expand(each - some) for each in lasts.values()}
    if not all(each.is_integer and each.is_number for each in gaps) or max(gaps) - min(gaps) > _MOST_BETWEEN:
        raise NoStaircase("steps far apart")
    least, most = some + min(gaps), some + max(gaps)
    if not is_nonnegative(expand(least - low + 1)) or not is_nonnegative(expand(high - most)):
        raise NoStaircase("x may lie outside the grid")
    before = body.xreplace({each: Integer(each.args[0] == UP) for each in steps})
    behind = body.xreplace({each: Integer(each.args[0] == DOWN) for each in steps})
    value = _sum(at_place(expand(before), place), variable, expand(least - low + 1), low)
    for number in range(int(max(gaps) - min(gaps))):
        value += at_place(substitute(body, {variable: expand(least + 1 + number)}), place)
    return value + _sum(at_place(expand(behind), place), variable, expand(high - most), expand(most + 1))


def _sum(body: Term, variable: Symbol, terms: Term, first: Term) -> Term:
    """The sum of so many terms from the first on."""
    body = expand(body)
    if body == 0 or terms == 0:
        return Integer(0)
    return Sum(substitute(body, {variable: variable + first - 1}), (variable, 1, terms))


def written_out(term: Term) -> Term:
    """A term whose sums run over a few numbers, without sums."""
    if isinstance(term, Sum):
        variable, low, high = bound_variable(term)
        if not (low.is_integer and high.is_integer and low.is_number and high.is_number):
            raise NoStaircase("a sum of no certain number of terms")
        body = under_binder(term)
        terms = (written_out(substitute(body, {variable: Integer(n)})) for n in range(int(low), int(high) + 1))
        return sum(terms, Integer(0))
    if not term.args or isinstance(term, Applied):
        return term
    return term.func(*map(written_out, term.args))
