r"""Sums inside the terms of a sum, as numbers of their own: exp(w_k^T x) for any k is exp(u_k).

What holds for any numbers u_k holds for these.
"""

from __future__ import annotations

from backproof.answers.syntax import Entry, Expr, Fold, Sym, map_expr
from backproof.documents.dimensions import replaced
from backproof.documents.mentions import free_indices

_PLACE, _BOUND = Sym("place"), "bound"


def with_inner_numbers(sides: tuple[Expr, Expr]) -> tuple[Expr, Expr]:
    """Both sides with u_k in the place of each sum that has one index besides its own."""
    names: dict[Expr, str] = {}

    def inner(expr: Expr) -> Expr:
        match expr:
            case Fold("sum", var, low, high, None, body) if len(free_indices(expr)) == 1:
                (index,) = free_indices(expr)
                alike = replaced(body, {index: _PLACE, var: Sym(_BOUND)})
                key = Fold("sum", _BOUND, low, high, None, alike)
                return Entry(names.setdefault(key, f"u{len(names) + 1}"), (Sym(index),))
            case _:
                return map_expr(expr, inner)

    def outer(expr: Expr) -> Expr:
        match expr:
            case Fold(kind, var, low, high, where, body) if not free_indices(expr):
                return Fold(kind, var, low, high, where, inner(body))
            case Fold():
                return inner(expr)
            case _:
                return map_expr(expr, outer)

    return outer(sides[0]), outer(sides[1])
