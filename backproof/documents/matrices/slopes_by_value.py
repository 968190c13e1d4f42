r"""Slopes of layers, written by what the layer gives: with a = tanh(z), 1 - a^2 is tanh'(z).

A claim in which every slope is so written holds for any function in the place of tanh if the chain rule is right.  What
is proved then is more than what was claimed, so nothing that is wrong of tanh can be proved in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backproof.answers.syntax import Add, Call, Entry, Expr, Mul, Num, Pow, Sym, map_expr, walk
from backproof.documents.declarations import ANY
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition
from backproof.documents.matrices.names import names_in

Sides = tuple[Expr, Expr]


@dataclass(frozen=True)
class _Layer:
    """a_i = tanh(z_i): the indices, the function, and what it takes."""

    indices: tuple[str, ...]
    function: str
    inside: Sym | Entry

    @property
    def takes(self) -> tuple[str, str]:
        """The function and the name of what it takes."""
        return self.function, self.inside.family if isinstance(self.inside, Entry) else self.inside.name


def with_any_function(
    sides: Sides, definitions: Mapping[str, Definition]
) -> Iterable[tuple[Sides, dict[str, Definition]]]:
    """The claim for any functions in the place of tanh and the sigmoid: of all layers, then of those below the loss."""
    layers = {
        name: _Layer(each.indices, each.body.function, each.body.args[0])
        for name, each in definitions.items()
        if isinstance(each.body, Call)
        and each.body.function in ("tanh", "sigmoid")
        and isinstance(each.body.args[0], Sym | Entry)
    }
    if all(_by_value(side, layers) == side for side in sides):
        return
    yield _general(sides, definitions, layers)
    outputs = {
        name
        for each in definitions.values()
        for node in walk(each.body)
        if isinstance(node, Call) and node.function == "log"
        for name in names_in(node)
    }
    hidden = {name: each for name, each in layers.items() if name not in outputs}
    if 0 < len(hidden) < len(layers):
        yield _general(sides, definitions, hidden)


def _general(
    sides: Sides, definitions: Mapping[str, Definition], layers: Mapping[str, _Layer]
) -> tuple[Sides, dict[str, Definition]]:
    functions = {takes: f"f{n}" for n, takes in enumerate(sorted({each.takes for each in layers.values()}), 1)}

    def change(tree: Expr) -> Expr:
        tree = map_expr(tree, change)
        match tree:
            case Call(function, (Sym(inside) | Entry(inside, _),)):
                bare = function.rstrip("'")
                name = functions.get((bare, inside))
                return tree if name is None else Call(ANY + name + function.removeprefix(bare), tree.args)
            case _:
                return tree

    left, right = (change(_by_value(side, layers)) for side in sides)
    return (left, right), {name: replace(each, body=change(each.body)) for name, each in definitions.items()}


def _by_value(tree: Expr, layers: Mapping[str, _Layer]) -> Expr:
    """The tree with slopes in the place of 1 - a^2, where a = tanh(z), and of a (1 - a), where a = sigmoid(z)."""
    tree = map_expr(tree, lambda each: _by_value(each, layers))
    less = _less_than_one(tree)
    if len(less) == 2 and less[0] == less[1] and (slope := _slope(less[0], "tanh", layers)) is not None:
        return slope
    if not isinstance(tree, Mul):
        return tree
    flat = list(_flat(tree.factors))
    for factor in flat:
        less = _less_than_one(factor)
        if len(less) == 1 and less[0] in flat and (slope := _slope(less[0], "sigmoid", layers)) is not None:
            flat.remove(factor)
            flat.remove(less[0])
            return _by_value(Mul((*flat, slope)), layers) if flat else slope
    return tree


def _less_than_one(tree: Expr) -> tuple[Expr, ...]:
    """The factors of what is subtracted from 1; none if the tree is no such difference."""
    match tree:
        case Add((Num(one), Mul(factors))) if one == 1:
            minus, *others = _flat(factors)
            return tuple(others) if minus == Num(-one) else ()
        case _:
            return ()


def _flat(factors: Iterable[Expr]) -> Iterable[Expr]:
    """The factors of a product of products; a square is two of them."""
    for each in factors:
        match each:
            case Mul(inner):
                yield from _flat(inner)
            case Pow(base, Num(two)) if two == 2:
                yield from (base, base)
            case _:
                yield each


def _slope(value: Expr, function: str, layers: Mapping[str, _Layer]) -> Expr | None:
    """The slope of a layer where it gives this value; None if it is the value of no such layer."""
    match value:
        case Entry(name, indices):
            places = indices
        case Sym(name):
            places = ()
        case _:
            return None
    layer = layers.get(name)
    if layer is None or layer.function != function or len(places) != len(layer.indices):
        return None
    return Call(f"{function}'", (replaced(layer.inside, dict(zip(layer.indices, places, strict=True))),))
