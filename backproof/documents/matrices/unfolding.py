"""Gradients unfolded: what is defined by a derivative, or rests on one, put where it is used."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition
from backproof.documents.matrices.names import names_in


def inlined(
    sides: tuple[Expr, Expr], definitions: dict[str, Definition]
) -> tuple[tuple[Expr, Expr], dict[str, Definition]]:
    """What is defined by a derivative, or is a stack of such, put where it is used."""
    gradients = {name for name, each in definitions.items() if has_derivative(each.body)}
    while more := {
        name
        for name, each in definitions.items()
        if name not in gradients and any(other in gradients for other in names_in(each.body))
    }:
        gradients |= more
    gradients = {name for name in gradients if name in definitions}

    def put(each: Expr, left: int = 12) -> Expr:
        match each:
            case Sym(name) if name in gradients and left:
                return put(_fresh_bound(definitions[name].body), left - 1)
            case Entry(name, indices) if name in gradients and left and len(indices) == len(definitions[name].indices):
                body = _fresh_bound(definitions[name].body)
                return put(replaced(body, dict(zip(definitions[name].indices, indices, strict=True))), left - 1)
            case _:
                return map_expr(each, lambda inner: put(inner, left))

    kept = {name: each for name, each in definitions.items() if name not in gradients}
    return (put(sides[0]), put(sides[1])), kept


_taken = count(1)


def _fresh_bound(tree: Expr) -> Expr:
    """The tree with new names for its bound indices, which may meet others where it is put."""
    tree = map_expr(tree, _fresh_bound)
    if isinstance(tree, Fold):
        fresh = f"b{next(_taken)}"
        return replace(tree, var=fresh, body=replaced(tree.body, {tree.var: Sym(fresh)}))
    return tree


def through_derivatives(sides: tuple[Expr, Expr], definitions: dict[str, Definition]) -> set[str]:
    """The definitions that rest on what is differentiated by."""
    nodes = [node for tree in (*sides, *(each.body for each in definitions.values())) for node in walk(tree)]
    moved = {
        name for node in nodes if isinstance(node, Call) and node.function == "D" for name in names_in(node.args[1])
    }
    found: set[str] = set()
    while more := {
        name for name, each in definitions.items() if name not in found and (found | moved) & set(names_in(each.body))
    }:
        found |= more
    return found


def has_derivative(tree: Expr) -> bool:
    """Whether a derivative stands in a tree."""
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))
