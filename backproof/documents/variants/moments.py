"""Mistakes with means and variances."""

from __future__ import annotations

from collections.abc import Iterator

from backproof.answers.syntax import TWO, Add, Call, Div, Expr, Mul, Num, Pow, Sym
from backproof.documents.rewriting import below, nodes, number, replaced, swapped, times
from backproof.documents.variants.claimed import Claimed, Pair, on_the_left


def _var(inside: Expr) -> Expr:
    return Call("Var", (inside,))


def _mean(inside: Expr) -> Expr:
    return Call("E", (inside,))


def second_moment(claimed: Claimed) -> Iterator[Pair]:
    """Var(X) computed as E[X^2]."""

    def change(node: Expr) -> Iterator[Expr]:
        if isinstance(node, Call) and node.function == "Var":
            yield _mean(Pow(node.args[0], TWO))

    return on_the_left(claimed, change)


def variance(claimed: Claimed) -> Iterator[Pair]:
    """E[X^2] computed as Var(X)."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("E", (Pow(inside, Num(value)),)) if value == 2:
                yield _var(inside)

    return on_the_left(claimed, change)


def standard_deviation(claimed: Claimed) -> Iterator[Pair]:
    """Var(X) = s, where s^2 is right."""
    if claimed.mentions("Var"):
        yield claimed.left, Pow(claimed.right, TWO)
        squared = claimed.right
        for name in claimed.scales:
            squared = replaced(squared, Sym(name), Pow(Sym(name), TWO))
        yield claimed.left, squared


def width(claimed: Claimed) -> Iterator[Pair]:
    """Var of U[-a, a] as a^2/12."""
    if claimed.uniform and claimed.mentions("Var", "E"):
        yield claimed.left, times(number(4), claimed.right)


def linear(claimed: Claimed) -> Iterator[Pair]:
    """Var(c X) as c Var(X), for any factor c."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("Var", (Mul(factors),)):
                for position, factor in enumerate(factors):
                    rest = factors[:position] + factors[position + 1 :]
                    yield times(factor, _var(times(*rest)))
            case Call("Var", (Div(over, under),)):
                yield Div(_var(over), under)

    return on_the_left(claimed, change)


def difference(claimed: Claimed) -> Iterator[Pair]:
    """Var(X - Y) as Var(X) - Var(Y)."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("Var", (Add(terms),)):
                parts = [
                    Mul((Num(term.factors[0].value), _var(times(*term.factors[1:]))))
                    if isinstance(term, Mul) and isinstance(term.factors[0], Num) and term.factors[0].value == -1
                    else _var(term)
                    for term in terms
                ]
                yield Add(tuple(parts))

    return on_the_left(claimed, change)


def product(claimed: Claimed) -> Iterator[Pair]:
    """Var(X Y) as Var(X) Var(Y)."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("Var", (Mul(factors),)):
                yield Mul(tuple(_var(each) for each in factors))

    return on_the_left(claimed, change)


def inside(claimed: Claimed) -> Iterator[Pair]:
    """E[f(X)] as f(E[X])."""

    def change(node: Expr) -> Iterator[Expr]:
        match node:
            case Call("E", (Call(function, (argument,)),)) if function not in ("E", "Var", "D"):
                yield Call(function, (_mean(argument),))
            case Call("E", (Pow(base, Num() as exponent),)):
                yield Pow(_mean(base), exponent)
            case Call("E", (Mul(factors),)):
                yield Mul(tuple(_mean(each) for each in factors))
            case Call("E", (Div(over, under),)):
                yield Div(_mean(over), _mean(under))

    return on_the_left(claimed, change)


def fans(claimed: Claimed) -> Iterator[Pair]:
    """n_in for n_out."""
    names = {node.name for side in claimed.sides for node in nodes(side) if isinstance(node, Sym)}
    for first, second in (("n_in", "n_out"), ("fan_in", "fan_out"), ("n", "m")):
        if names & {first, second}:
            yield claimed.left, swapped(claimed.right, Sym(first), Sym(second))


def relu_half(claimed: Claimed) -> Iterator[Pair]:
    """E[relu(a)^2] = Var(a), or a quarter of it."""
    if claimed.mentions("relu", "ReLU"):
        yield claimed.left, Div(claimed.right, TWO)
        yield claimed.left, times(TWO, claimed.right)


def repeated(claimed: Claimed) -> Iterator[Pair]:
    """Var of a sum of n terms as n^2 times the variance of one."""
    if claimed.mentions("Var", "E"):
        yield from ((claimed.left, Div(claimed.right, size)) for size in _sizes(claimed) if _has(claimed.right, size))


def one_term(claimed: Claimed) -> Iterator[Pair]:
    """Var of a sum as the variance of one of its terms."""
    if claimed.mentions("Var", "E"):
        yield from ((claimed.left, times(size, claimed.right)) for size in _sizes(claimed))


def mean(claimed: Claimed) -> Iterator[Pair]:
    """The gradient of a mean without 1/N."""
    if claimed.mentions("D"):
        yield from ((claimed.left, Div(claimed.right, size)) for size in _sizes(claimed))


def _sizes(claimed: Claimed) -> tuple[Sym, ...]:
    return tuple(Sym(name) for name in claimed.sizes)


def _has(expr: Expr, part: Expr) -> bool:
    return expr == part or any(_has(each, part) for each in below(expr))
