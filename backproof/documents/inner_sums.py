r"""Sums inside the terms of a sum, as numbers of their own: exp(w_k^T x) for any k is exp(u_k).

What holds for any numbers u_k holds for these.
"""

from __future__ import annotations

from backproof.answers.syntax import Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.mentions import free_indices

_PLACE, _BOUND = Sym("place"), "bound"


def with_inner_numbers(sides: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    """Both sides with u_k in the place of each sum that stands inside a sum and has one index besides its own."""
    inside = [node for side in sides for outer in walk(side) if isinstance(outer, Fold) for node in walk(outer.body)]
    keys = dict.fromkeys(key for node in inside if (key := _key(node)) is not None)
    names = {key: f"u{number + 1}" for number, key in enumerate(keys)}

    def change(expr: Expr) -> Expr:
        key = _key(expr) if isinstance(expr, Fold) else None
        if key in names:
            (index,) = free_indices(expr)
            return Entry(names[key], (Sym(index),))
        return map_expr(expr, change)

    return (change(sides[0]), change(sides[1])) if names else sides


def _key(expr: Expr) -> Expr | None:
    """A sum with one free index, whatever this and its own index are called; None for anything else."""
    match expr:
        case Fold("sum", var, low, high, None, body) if len(free_indices(expr)) == 1:
            (index,) = free_indices(expr)
            return Fold("sum", _BOUND, low, high, None, replaced(body, {index: _PLACE, var: Sym(_BOUND)}))
        case _:
            return None
