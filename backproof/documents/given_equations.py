r"""Conditions that say what a number is: "if $p = \sigma(z)$ then $z = \log\frac{p}{1-p}$" is a claim about $z$."""

from __future__ import annotations

from functools import partial

from backproof.answers.syntax import Call, Compare, Cond, Div, Entry, Expr, Fold, Sym, map_cond, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment


def with_given_equations(
    lefts: tuple[Expr, ...], rights: tuple[Expr, ...], conditions: tuple[Cond, ...], env: Environment
) -> tuple[tuple[Expr, ...], tuple[Expr, ...], tuple[Cond, ...]]:
    """Both sides with what a condition says in the place of the name of which it says it; the other conditions.

    A condition that only repeats a definition is none.
    """
    conditions = tuple(each for each in conditions if not _repeats_definition(each, env))
    for each in conditions:
        if isinstance(each, Compare) and isinstance(each.left, Sym) and _says_what_is(each.left, each, env):
            change = {each.left.name: each.right}
            rest = tuple(map_cond(other, partial(replaced, names=change)) for other in conditions if other != each)
            lefts, rights = (tuple(replaced(side, change) for side in sides) for sides in (lefts, rights))
            return with_given_equations(lefts, rights, rest, env)
    return lefts, rights, conditions


def _repeats_definition(cond: Cond, env: Environment) -> bool:
    if not (isinstance(cond, Compare) and cond.relation == "="):
        return False
    if isinstance(cond.left, Entry):  # y_i = ...
        entry = env.definition(cond.left.family, len(cond.left.indices))
        letters = entry is not None and tuple(map(Sym, entry.indices)) == cond.left.indices
        return entry is not None and letters and entry.written == cond.right
    known = env.definitions.get(cond.left.name) if isinstance(cond.left, Sym) else None
    return known is not None and (known.written == cond.right or _are_same(known.body, cond.right))


def _says_what_is(name: Sym, cond: Compare, env: Environment) -> bool:
    """Whether a condition gives a name, of which the page says nothing else, the value of a function or a quotient."""
    if cond.relation != "=" or name.name in env.laws or env.arrays.get(name.name, 0):
        return False
    known = env.definition(name.name, 0)
    if known is not None and known.line is not None:
        return False  # only what the setting says gives way
    return isinstance(cond.right, Call | Div | Fold) and name not in walk(cond.right)


def _are_same(one: Expr, other: Expr) -> bool:
    """Whether two bodies are the same, a sum with its ends or without."""
    if isinstance(one, Fold) and isinstance(other, Fold):
        return (one.kind, one.var, one.where, one.body) == (other.kind, other.var, other.where, other.body)
    return one == other
