r"""Arrays that a clause sets to zero: "with $W = 0$ and $b = 0$, $p_k = 1/K$"; every entry of such an array is 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import ZERO, Compare, Cond, Entry, Expr, Sym, map_expr
from backproof.documents.environment import Environment


def zero_arrays(given: Iterable[Cond], env: Environment) -> frozenset[str]:
    """The arrays that conditions set to zero."""
    return frozenset(
        each.left.name
        for each in given
        if isinstance(each, Compare) and each.relation == "=" and each.right == ZERO and isinstance(each.left, Sym)
        if env.arrays.get(each.left.name) and each.left.name not in env.values
    )


def without(names: frozenset[str], given: Iterable[Cond]) -> tuple[Cond, ...]:
    """The conditions without those that set these arrays to zero."""
    return tuple(
        each
        for each in given
        if not (isinstance(each, Compare) and isinstance(each.left, Sym) and each.left.name in names)
    )


def at_zero(names: frozenset[str], expr: Expr) -> Expr:
    """The expression with 0 for each entry of these arrays."""
    if isinstance(expr, Entry) and expr.family in names:
        return ZERO
    return map_expr(expr, lambda each: at_zero(names, each))


def environment_at_zero(names: frozenset[str], env: Environment) -> Environment:
    """The environment where each entry of these arrays is 0, whatever the page has defined them as."""
    env = env.rewritten(lambda body: at_zero(names, body))
    changed = {name: replace(each, body=ZERO) for name, each in env.definitions.items() if name in names}
    return replace(env, definitions={**env.definitions, **changed})
