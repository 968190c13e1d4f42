"""Rewriting a tree at one place, or everywhere: how a wrong variant of right mathematics is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count

from backproof.answers.syntax import Add, Div, Elementwise, Expr, Mul, Num, Pow, map_expr, negative

Change = Callable[[Expr], Iterator[Expr]]


def below(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly below a node, in the order in which `map_expr` visits them."""
    found: list[Expr] = []

    def note(each: Expr) -> Expr:
        found.append(each)
        return each

    map_expr(expr, note)
    return tuple(found)


def at_one_place(expr: Expr, change: Change) -> Iterator[Expr]:
    """The trees in which exactly one node is changed, one tree a change."""
    yield from change(expr)
    for position, child in enumerate(below(expr)):
        for new in at_one_place(child, change):
            yield with_child(expr, position, new)


def with_child(expr: Expr, position: int, new: Expr) -> Expr:
    """The node with another child at a position."""
    places = count()
    return map_expr(expr, lambda each: new if next(places) == position else each)


def everywhere(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The tree in which every node is changed, from the leaves up."""
    return change(map_expr(expr, lambda each: everywhere(each, change)))


def swapped(expr: Expr, first: Expr, second: Expr) -> Expr:
    """The tree in which two leaves have changed places."""
    return everywhere(expr, lambda each: second if each == first else first if each == second else each)


def replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The tree in which one subtree is replaced wherever it stands."""
    return new if expr == old else map_expr(expr, lambda each: replaced(each, old, new))


def nodes(expr: Expr) -> Iterator[Expr]:
    """Every node, the root first."""
    yield expr
    for child in below(expr):
        yield from nodes(child)


def factors_of(expr: Expr) -> tuple[Expr, ...]:
    """The factors of a product, the number included; a power counts as its base once more."""
    match expr:
        case Mul(factors):
            return tuple(inner for each in factors for inner in factors_of(each))
        case Elementwise(left, right):
            return (*factors_of(left), *factors_of(right))
        case Pow(base, Num(value)) if value > 0:
            return (base, expr)
        case _:
            return (expr,)


def times(*factors: Expr) -> Expr:
    """A product."""
    return factors[0] if len(factors) == 1 else Mul(factors)


def number(value: int) -> Num:
    """A whole number."""
    return Num(Fraction(value))


def with_flipped_terms(expr: Expr) -> Iterator[Expr]:
    """The sums in which one term has the other sign, wherever the sum stands."""

    def flip(node: Expr) -> Iterator[Expr]:
        if isinstance(node, Add):
            for position, term in enumerate(node.terms):
                yield with_child(node, position, opposite(term))

    return at_one_place(expr, flip)


def opposite(expr: Expr) -> Expr:
    """The expression with the other sign: -x becomes x."""
    match expr:
        case Mul((Num(value), rest)) if value == -1:
            return rest
        case Mul((Num(value), *rest)):
            return Mul((Num(-value), *rest))
        case Div(over, under):
            return Div(opposite(over), under)
        case _:
            return negative(expr)
