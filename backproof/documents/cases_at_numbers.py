r"""Cases at a number: of psi(r) = r for r > 0, s r for r <= 0, the branch of psi(-3) is s (-3)."""

from __future__ import annotations

import operator

from backproof.answers.syntax import All, Always, Any, Cases, Compare, Cond, Expr, Not, map_expr
from backproof.documents.rationals import rational

_HOLDS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def at_numbers(expr: Expr) -> Expr:
    """The expression with the branch in the place of cases whose conditions are about rational numbers alone."""
    expr = map_expr(expr, at_numbers)
    if not isinstance(expr, Cases):
        return expr
    for condition, branch in expr.branches:
        holds = _truth(condition)
        if holds is None:
            return expr
        if holds:
            return branch
    return expr if expr.otherwise is None else expr.otherwise


def _truth(condition: Cond) -> bool | None:
    """Whether a condition holds; None where that is not known."""
    match condition:
        case Compare(relation, left, right):
            one, other = rational(left), rational(right)
            return None if one is None or other is None else bool(_HOLDS[relation](one, other))
        case All(parts):
            known = [_truth(each) for each in parts]
            return False if False in known else None if None in known else True
        case Any(parts):
            known = [_truth(each) for each in parts]
            return True if True in known else None if None in known else False
        case Not(part):
            found = _truth(part)
            return None if found is None else not found
        case Always(value):
            return value
