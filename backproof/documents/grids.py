r"""Entries at calculated places: with t_k = -B + (k-1)\delta, the entry t_{k+1} is -B + k\delta."""

from __future__ import annotations

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment


def with_grid_points(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr]:
    """Both sides with the value of each entry of a grid that the page defines by a formula in the number of the point.

    Only where one of the entries has a calculated index, or a number, or one by which the page defines another.
    """
    points = {
        node.family
        for side in (left, right)
        for node in walk(side)
        if isinstance(node, Entry) and _is_calculated(node.indices[0], env) and _is_grid(node, env)
    }
    if not points:
        return left, right

    def placed(expr: Expr) -> Expr:
        expr = map_expr(expr, placed)
        if not (isinstance(expr, Entry) and expr.family in points):
            return expr
        definition = env.definitions[expr.family]
        return replaced(definition.body, {definition.indices[0]: expr.indices[0]})

    return placed(left), placed(right)


def _is_calculated(index: Expr, env: Environment) -> bool:
    """Whether an index is no letter for any point: k + 1, 0, or the number N of cells."""
    if isinstance(index, Sym):
        return any(index in walk(each.body) for each in env.definitions.values() if not each.indices)
    return isinstance(index, Add | Num)


def _is_grid(node: Entry, env: Environment) -> bool:
    """Whether the page gives every entry of a family by a formula in its index alone."""
    known = env.definition(node.family, 1)
    if known is None or known.line is None:
        return False
    inside = [each for each in walk(known.body) if isinstance(each, Entry | Fold | Call)]
    return not inside and Sym(known.indices[0]) in walk(known.body)
