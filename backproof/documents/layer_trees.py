r"""Layers in trees: their numbers, entries such as n_{l-1}, and what stands beside a moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import (
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
    children,
    map_expr,
    walk,
)
from backproof.documents.environment import is_size_name

LAYER = re.compile(r"(?P<base>[^^]+)\^\((?P<letter>[a-zA-Z]?)(?P<offset>[+-]?\d+)?\)")
DEPTHS = frozenset(("l", "L", "D", "ell"))
ONE = Num(Fraction(1))


@dataclass(frozen=True)
class Moment:
    """A moment of a layer, or the entry of a sequence: `name` at the layer `letter + offset`."""

    name: str
    letter: str
    offset: int

    @property
    def layer(self) -> Expr:
        """The number of the layer."""
        shift = Num(Fraction(self.offset))
        if not self.letter:
            return shift
        return Add((Sym(self.letter), shift)) if self.offset else Sym(self.letter)


def sequence(left: Expr, right: Expr) -> str | None:
    """v, of v_l = n sigma^2 v_{l-1}."""
    match left:
        case Entry(family, (layer,)) if not is_size_name(family) and family != "sigma":
            first = place(layer)
            entries = [node for node in walk(right) if isinstance(node, Entry) and node.family == family]
            others = [place(each.indices[0]) for each in entries]
            return family if first and first[0] and others and None not in others else None
        case _:
            return None


def flat(expr: Expr) -> Expr:
    """Entries of layers and moments as names of their own: n_(l-1) is a number like any other."""
    match expr:
        case Entry(family, (index,)):
            return Sym(f"{family}_({plain(sorted_layer(index)).replace(' ', '')})")
        case Call("Var", (inside,)):
            return Sym(f"Var({plain(flat(inside))})".replace("^(l)", ""))
        case _:
            return map_expr(expr, flat)


def sorted_layer(index: Expr) -> Expr:
    """l - 1, however it is written."""
    found = place(index)
    return index if found is None else Moment("", *found).layer


def place(layer: Expr) -> tuple[str, int] | None:
    """(l, -1) for l - 1, ("", 0) for 0; None for anything else."""
    match layer:
        case Num(value) if value.denominator == 1:
            return "", int(value)
        case Sym(name) if name in DEPTHS:
            return name, 0
        case Add(terms):
            known = [one for each in terms if (one := place(each)) is not None]
            letters = [each[0] for each in known if each[0]]
            if len(known) < len(terms) or len(letters) > 1:
                return None
            return "".join(letters), sum(each[1] for each in known)
        case _:
            return None


def at_layer(expr: Expr, change: Mapping[str, Expr]) -> Expr:
    """The expression at another layer, in its indices too."""
    match expr:
        case Sym(name) if name in change:
            return change[name]
        case Entry(family, (index,)):
            return Entry(family, (sorted_layer(at_layer(index, change)),))
        case _:
            return map_expr(expr, lambda each: at_layer(each, change))


def with_letter_l(expr: Expr) -> Expr:
    r"""The expression where \ell is l."""
    if isinstance(expr, Fold) and expr.var == "ell":
        expr = replace(expr, var="l")
    return Sym("l") if expr == Sym("ell") else map_expr(expr, with_letter_l)


def constant_products(expr: Expr) -> Expr:
    """A product of equal factors is a power."""
    expr = map_expr(expr, constant_products)
    match expr:
        case Fold("prod", var, low, high, None, body) if low == ONE and high is not None and Sym(var) not in walk(body):
            return Pow(body, high)
        case _:
            return expr


def without(expr: Expr, is_it: Callable[[Expr], bool]) -> Expr | None:
    """What an expression multiplies one of its factors by; None where that is no factor."""
    if is_it(expr):
        return ONE
    match expr:
        case Mul(factors):
            inside = [n for n, each in enumerate(factors) if any(map(is_it, walk(each)))]
            rest = without(factors[inside[0]], is_it) if len(inside) == 1 else None
            if rest is None:
                return None
            left = [each for each in (*factors[: inside[0]], rest, *factors[inside[0] + 1 :]) if each != ONE]
            return left[0] if len(left) == 1 else Mul(tuple(left)) if left else ONE
        case Div(over, under) if not any(map(is_it, walk(under))):
            rest = without(over, is_it)
            return None if rest is None else Div(rest, under)
        case _:
            return None


def outside_moments(expr: Expr) -> Iterator[Expr]:
    """The nodes of a tree, without those in indices and in moments."""
    yield expr
    if not isinstance(expr, Entry) and not (isinstance(expr, Call) and expr.function in ("Var", "E")):
        for child in children(expr):
            yield from outside_moments(child)


def unindexed(expr: Expr, same: Mapping[str, Expr]) -> Expr:
    """The expression where the entries of some families are one number each."""
    if isinstance(expr, Entry) and expr.family in same:
        return same[expr.family]
    return map_expr(expr, lambda each: unindexed(each, same))


def with_value(expr: Expr, value: Compare) -> Expr:
    """The expression with a number, or its square, replaced by its value: 2/n for sigma^2."""
    return value.right if expr == value.left else map_expr(expr, lambda each: with_value(each, value))


def is_index_free(factor: Expr, name: str) -> bool:
    """Whether a factor is the same for all layers."""
    return not any(isinstance(node, Entry | Fold | Call) or node == Sym(name) for node in walk(factor))
