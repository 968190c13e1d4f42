"""Mistakes with signs, logarithms, sums and indices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from backproof.answers.syntax import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Compare,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    Truth,
)
from backproof.documents.rewriting import (
    everywhere,
    factors_of,
    nodes,
    opposite,
    replaced,
    swapped,
    times,
    with_child,
    with_flipped_terms,
)
from backproof.documents.variants.claimed import Claimed, Pair, on_the_left, on_the_right


def log_of_sum(claimed: Claimed) -> Iterator[Pair]:
    """log(a + b) as log(a) + log(b)."""
    return on_the_left(claimed, lambda node: _spread(node, "log"))


def exp_of_sum(claimed: Claimed) -> Iterator[Pair]:
    """exp(a + b) as exp(a) + exp(b)."""
    return on_the_left(claimed, lambda node: _spread(node, "exp"))


def function_of_sum(claimed: Claimed) -> Iterator[Pair]:
    """f(a + b) as f(a) + f(b)."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call(name, (Add(terms),)) if name not in ("E", "log", "exp"):
                yield Add(tuple(_signed(each, name) for each in terms))

    return on_the_left(claimed, change)


def reciprocal_of_sum(claimed: Claimed) -> Iterator[Pair]:
    """c/(a + b) as c/a + c/b, or as the mean of 1/a and 1/b."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Div(over, Add(terms)):
                yield Add(tuple(Div(over, each) for each in terms))
                square = Num(Fraction(len(terms) ** 2))
                yield Add(tuple(Div(over, Mul((square, each))) for each in terms))

    return on_the_left(claimed, change)


def missing_factor(claimed: Claimed) -> Iterator[Pair]:
    """A term without one of its factors."""
    whole = [*claimed.sides, *(claimed.unfold(side) for side in claimed.sides)]
    names = dict.fromkeys(node for side in whole for node in nodes(side) if isinstance(node, Sym | Entry))

    def change(node: Expr) -> Iterator[Expr]:
        if isinstance(node, Add):
            for position, term in enumerate(node.terms):
                yield from (with_child(node, position, Mul((term, name))) for name in names)

    if not claimed.mentions("D", "E", "Var"):
        yield from on_the_right(claimed, change)


def _spread(node: Expr, function: str) -> Iterator[Expr]:
    match node:
        case Call(name, (Add(terms),)) if name == function:
            yield Add(tuple(_signed(each, function) for each in terms))
        case Call(name, (Fold("sum", var, low, high, where, body),)) if name == function:
            yield Fold("sum", var, low, high, where, Call(function, (body,)))


def _signed(term: Expr, function: str) -> Expr:
    negative = isinstance(term, Mul) and isinstance(term.factors[0], Num) and term.factors[0].value < 0
    return Mul((MINUS_ONE, Call(function, (opposite(term),)))) if negative else Call(function, (term,))


def square_of_sum(claimed: Claimed) -> Iterator[Pair]:
    """(a + b)^2 as a^2 + b^2, (a - b)^2 also as a^2 - b^2."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Pow(Add(terms), exponent) if exponent == TWO:
                yield Add(tuple(Pow(each, TWO) for each in terms))
                yield Add(
                    tuple(
                        Mul((MINUS_ONE, Pow(each, TWO)))
                        if isinstance(each, Mul) and each.factors[0] == MINUS_ONE
                        else Pow(each, TWO)
                        for each in terms
                    )
                )
            case Pow(Fold("sum", var, low, high, where, body), exponent) if exponent == TWO:
                yield Fold("sum", var, low, high, where, Pow(body, TWO))

    return on_the_left(claimed, change)


def sum_for_product(claimed: Claimed) -> Iterator[Pair]:
    """log of a product as a product of logs."""
    logarithms = claimed.mentions("log")

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Fold("sum", var, low, high, where, body):
                yield Fold("prod", var, low, high, where, body)
            case Fold("prod", var, low, high, where, body):
                yield Fold("sum", var, low, high, where, body)
            case Mul(factors) if logarithms:
                yield Add(factors)
            case Add(terms) if logarithms:
                yield Mul(terms)

    return on_the_right(claimed, change)


def step_at_zero(claimed: Claimed) -> Iterator[Pair]:
    """A network of steps that is right if H(0) = 1."""

    def change(node: Expr) -> Expr:
        match node:
            case Call("step", (inside,)):
                return Truth(Compare(">=", inside, ZERO))
            case _:
                return node

    left, right = (everywhere(side, change) for side in claimed.sides)
    if (left, right) != claimed.sides:
        yield left, claimed.right
        yield claimed.left, right
        yield left, right


def left_in_denominator(claimed: Claimed) -> Iterator[Pair]:
    """C x / (C y) with C put elsewhere above and still standing below."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Div(over, under):
                factors = factors_of(under)
                for position, factor in enumerate(factors):
                    if factor != ONE and not isinstance(factor, Pow):
                        rest = factors[:position] + factors[position + 1 :]
                        yield Div(over, times(*rest)) if rest else over

    return on_the_right(claimed, change)


def one_sign(claimed: Claimed) -> Iterator[Pair]:
    """-(a - b) as -a - b."""
    match claimed.right:
        case Add((first, *rest)) if len(rest) > 1:
            yield claimed.left, Add((first, *map(opposite, rest)))
    for repaired in with_flipped_terms(claimed.right):
        yield claimed.left, repaired


def sign(claimed: Claimed) -> Iterator[Pair]:
    """-x as x."""
    yield claimed.left, opposite(claimed.right)


def reciprocal(claimed: Claimed) -> Iterator[Pair]:
    """1/x as x."""
    yield claimed.left, Div(ONE, claimed.right)


def swapped_indices(claimed: Claimed) -> Iterator[Pair]:
    """w_ij as w_ji."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Entry(family, (first, second)) if first != second:
                yield Entry(family, (second, first))

    yield from on_the_right(claimed, change)
    for one, other in combinations(claimed.indices, 2):
        yield claimed.left, swapped(claimed.right, Sym(one), Sym(other))


def off_by_one(claimed: Claimed) -> Iterator[Pair]:
    """A sum from 0 where it begins at 1, n - 1 for n."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Fold(kind, var, low, high, where, body) if low is not None and high is not None:
                for by in (ONE, MINUS_ONE):
                    yield Fold(kind, var, Add((low, by)), high, where, body)
                    yield Fold(kind, var, low, Add((high, by)), where, body)

    yield from on_the_right(claimed, change)
    for name in claimed.sizes:
        for by in (ONE, MINUS_ONE):
            yield claimed.left, replaced(claimed.right, Sym(name), Add((Sym(name), by)))
