r"""Slopes of what is defined by cases, or as a maximum: between the kinks those of the pieces, and at a kink none.

f(x) = x for x > 0, a x for x <= 0        f'(x) = 1 for x > 0, a for x < 0
f(x) = \max(x, a x)                       f'(x) = 1 where x > a x, a where x < a x
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from backproof.answers.derivative import differentiate
from backproof.answers.syntax import (
    MINUS_ONE,
    Add,
    All,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Expr,
    Mul,
    Num,
    Sym,
    map_expr,
    sides,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.rewriting import replaced

_KINKS = ("max", "min", "relu", "abs")
_ARGUMENT = "argument·of"  # of a function; its letter may be that of something else on the page
_ZERO = Num(Fraction(0))


def with_slopes(expr: Expr, env: Environment, put_in: Callable[[Expr], Expr]) -> Expr:
    """The expression with the slopes of what has kinks written out by cases; any other is left as it is.

    put_in: an expression with the definitions of the page in it.
    """
    expr = map_expr(expr, lambda each: with_slopes(each, env, put_in))
    match expr:
        case Call("D", (what, Sym(name))) if name not in env.arrays and name not in env.laws:
            return _slope(put_in(what), name) or expr
        case Call(name, (argument,)) if name.endswith("'") and name.count("'") == 1:
            known = env.functions.get(name[:-1])
            if not isinstance(known, FunctionDefinition):
                return expr
            body = put_in(replaced(known.body, Sym(known.parameter), Sym(_ARGUMENT)))
            found = _slope(body, _ARGUMENT)
            return expr if found is None else replaced(found, Sym(_ARGUMENT), argument)
        case _:
            return expr


def _slope(expr: Expr, name: str) -> Expr | None:
    """The slope of an expression with kinks, by cases that leave out where they are; None where it is not followed."""
    expr = _by_cases(expr)
    if not any(isinstance(node, Cases) for node in walk(expr)):
        return None
    try:
        return _derived(expr, name)
    except Unreadable:
        return None


def _by_cases(expr: Expr) -> Expr:
    """Maxima, minima, ReLUs and absolute values of numbers as cases."""
    expr = map_expr(expr, _by_cases)
    match expr:
        case Call("max", (first, second)):
            return Cases(((Compare(">", first, second), first),), second)
        case Call("min", (first, second)):
            return Cases(((Compare("<", first, second), first),), second)
        case Call("relu", (inside,)):
            return Cases(((Compare(">", inside, _ZERO), inside),), _ZERO)
        case Call("abs", (inside,)):
            return Cases(((Compare(">", inside, _ZERO), inside),), Mul((MINUS_ONE, inside)))
        case _:
            return expr


def _derived(expr: Expr, name: str) -> Expr:
    """Raises Unreadable where a slope is not known."""
    match expr:
        case Add(terms):
            return Add(tuple(_derived(each, name) for each in terms))
        case Mul(factors):
            rates = [Mul((*factors[:n], _derived(each, name), *factors[n + 1 :])) for n, each in enumerate(factors)]
            return Add(tuple(rates))
        case Cases(branches, otherwise):
            ends = [each for condition, _ in branches for each in _comparisons(condition)]
            apart = tuple(Compare("!=", each.left, each.right) for each in ends)
            pieces = [(All((condition, *apart)), _derived(value, name)) for condition, value in branches]
            rest = [] if otherwise is None else [(All(apart), _derived(otherwise, name))]
            return Cases((*pieces, *rest), None)
        case _ if any(isinstance(node, Cases) for node in walk(expr)):
            raise Unreadable("the slope of a function of what has kinks", 0, "")
        case _:
            return differentiate(expr, name)


def _comparisons(condition: Cond) -> Iterator[Compare]:
    """Raises Unreadable for a condition whose ends are not where two numbers are equal."""
    match condition:
        case Compare() if not any(isinstance(node, Cases | Call) for side in sides(condition) for node in walk(side)):
            yield condition
        case All(parts) | Any(parts):
            for each in parts:
                yield from _comparisons(each)
        case _:
            raise Unreadable("a condition that is no comparison of numbers", 0, "")
