"""Mistakes with derivatives.  D(u, x) is the derivative of u with respect to x."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from backproof.answers.syntax import MINUS_ONE, ONE, TWO, Add, Call, Div, Entry, Expr, Mul, Num, Pow, Sym
from backproof.documents.rewriting import factors_of, nodes, replaced, times
from backproof.documents.variants.claimed import Claimed, Pair, on_the_left


def _d(value: Expr, variable: Expr) -> Expr:
    return Call("D", (value, variable))


def elementwise(claimed: Claimed) -> Iterator[Pair]:
    """dL/dz_j as dL/dp_j dp_j/dz_j, for a softmax p of z."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, Entry(_, (*_, index)) as variable)):
                for name in claimed.softmax:
                    output = Entry(name, (index,))
                    if value != output:
                        yield Mul((_d(value, output), _d(output, variable)))

    return on_the_left(claimed, change)


def equal_indices(claimed: Claimed) -> Iterator[Pair]:
    """dy_i/dz_j as y_i (1 - y_i)."""
    if claimed.mentions("D"):
        for first, second in permutations(claimed.indices, 2):
            yield replaced(claimed.left, Sym(second), Sym(first)), replaced(claimed.right, Sym(second), Sym(first))


def different_indices(claimed: Claimed) -> Iterator[Pair]:
    """dy_i/dz_j as -y_i y_j."""
    if claimed.mentions("D"):
        for first, second in permutations(claimed.indices, 2):
            if first < second:
                differ = Add((ONE, Mul((MINUS_ONE, Call("kronecker", (Sym(first), Sym(second)))))))
                yield Mul((differ, claimed.left)), Mul((differ, claimed.right))


def wrong_variable(claimed: Claimed) -> Iterator[Pair]:
    """dL/dz_j as dL/dz_i: an index of the right side is missing on the left."""
    on_the_other = {node.name for node in nodes(claimed.left) if isinstance(node, Sym)}
    meant = [name for name in claimed.indices if name not in on_the_other]

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, Entry(family, indices))):
                for position in range(len(indices)):
                    for name in meant:
                        other = (*indices[:position], Sym(name), *indices[position + 1 :])
                        yield _d(value, Entry(family, other))

    return on_the_left(claimed, change)


def of_logarithm(claimed: Claimed) -> Iterator[Pair]:
    """dy/dz as d log(y)/dz."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, variable)):
                yield _d(Call("log", (value,)), variable)

    return on_the_left(claimed, change)


def inner(claimed: Claimed) -> Iterator[Pair]:
    """d f(u)/dx as f'(u)."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, variable)):
                for each in dict.fromkeys((value, claimed.unfold(value))):
                    outer = _outer(each, variable)
                    if outer is not None:
                        yield outer

    return on_the_left(claimed, change)


def halfway(claimed: Claimed) -> Iterator[Pair]:
    """dL/dz as dL/dp, where p is a function of z."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, Entry(_, (*_, index)))):
                yield from (_d(value, Entry(name, (index,))) for name in claimed.softmax)
            case Call("D", (value, Sym() as variable)):
                yield from (_d(value, Sym(name)) for name in claimed.between if Sym(name) not in (value, variable))

    return on_the_left(claimed, change)


def _outer(value: Expr, variable: Expr) -> Expr | None:
    """f'(u) of f(u), times the number in front."""
    match value:
        case Mul((Num() as scale, *rest)):
            outer = _outer(times(*rest), variable)
            return None if outer is None else Mul((scale, outer))
        case Call("exp", (inside,)):
            return value
        case Call("log", (inside,)):
            return Div(ONE, inside)
        case Call("sigmoid", _):
            return Mul((value, Add((ONE, Mul((MINUS_ONE, value))))))
        case Call("tanh", _):
            return Add((ONE, Mul((MINUS_ONE, Pow(value, TWO)))))
        case Call("sqrt", _):
            return Div(ONE, Mul((TWO, value)))
        case Pow(base, Num(power)):
            return Mul((Num(power), Pow(base, Num(power - 1))))
        case Div(Num() as over, under):
            return Div(Mul((MINUS_ONE, over)), Pow(under, TWO))
        case Call(name, (inside,)) if name not in ("D", "E", "Var") and inside != variable:
            return Call(f"{name}'", (inside,))
        case _:
            return None


def product(claimed: Claimed) -> Iterator[Pair]:
    """(u v)' as u' v'."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, variable)):
                whole = claimed.unfold(value)
                factors = factors_of(whole) if isinstance(whole, Mul) else ()
                if len(factors) > 1:
                    yield Mul(tuple(each if isinstance(each, Num) else _d(each, variable) for each in factors))

    return on_the_left(claimed, change)


def quotient(claimed: Claimed) -> Iterator[Pair]:
    """(u/v)' as (u' v + u v')/v^2."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("D", (value, variable)):
                whole = claimed.unfold(value)
                if isinstance(whole, Div) and not isinstance(whole.over, Num):
                    over, under = whole.over, whole.under
                    top = Add((Mul((_d(over, variable), under)), Mul((over, _d(under, variable)))))
                    yield Div(top, Pow(under, TWO))

    return on_the_left(claimed, change)


def square(claimed: Claimed) -> Iterator[Pair]:
    """(u^2)' as u u'."""
    squares = any(
        isinstance(inside, Pow) and inside.exponent == TWO
        for node in nodes(claimed.left)
        if isinstance(node, Call) and node.function == "D"
        for inside in nodes(claimed.unfold(node.args[0]))
    )
    if squares:
        yield claimed.left, times(TWO, claimed.right)
        yield claimed.left, Div(claimed.right, TWO)
