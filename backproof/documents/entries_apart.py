r"""Entries that a page gives apart from the others of a family: the ends of c_0, ..., c_N.

    c_0 = f(x_0),   c_k = f(x_k) - f(x_{k-1})  (1 \leq k \leq N - 1),   c_N = -f(x_{N-1})

The formula for c_k says nothing of c_0 and c_N, so a sum over all of them is cut at its ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import MINUS_ONE, ZERO, Add, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment

_FROM_ZERO = re.compile(r"=\s*0|\b0\s*(?:\\leq?|<)")


def with_entry_apart(left: Expr, right: Expr, env: Environment) -> Environment | None:
    """The environment after `c_0 = ...` or `c_N = ...`, where nothing, or too little, is said of c_0; else None."""
    match left:
        case Entry(name, (at,)) if env.setting == "step-networks" and _is_end(at, env):
            pass
        case _:
            return None
    known = any(name in each for each in (env.definitions, env.laws, env.arrays)) and name not in env.apart
    if known or any(isinstance(each, Entry) and each.family == name for each in walk(right)):
        return None
    given = {**env.apart.get(name, {}), at: right}
    return replace(env, apart={**env.apart, name: given}, unsaid=env.unsaid - {name})


def with_range_said(entry: Entry, conditions: Collection[str], env: Environment) -> Environment:
    """The environment where the formula for the entries of a family is said of some of them: for k = 1, ..., N - 1."""
    index = entry.indices[0]
    if env.setting != "step-networks" or entry.family in env.apart or not isinstance(index, Sym):
        return env
    ranges = [each for each in conditions if re.search(rf"(?<![A-Za-z\\]){re.escape(index.name)}(?![A-Za-z])", each)]
    if not ranges or any(map(_FROM_ZERO.search, ranges)):
        return env
    return replace(env, apart={**env.apart, entry.family: {}})


def _is_end(at: Expr, env: Environment) -> bool:
    """0, 1, or the number of cells: a capital, or a letter by which the page defines another number."""
    if not isinstance(at, Sym):
        return isinstance(at, Num) and at.value in (0, 1)
    numbers = (each.body for each in env.definitions.values() if not each.indices)
    return at.name.isupper() or any(at in walk(each) for each in numbers)


def cut_at_ends(fold: Fold, inner: Collection[str], env: Environment) -> tuple[tuple[Expr, ...], Fold] | None:
    """The terms at the ends of a sum whose entries are given apart, and the sum between; None where that is not seen.

    inner: letters that stand for the number of a cell, which is below N.
    """
    index, families = Sym(fold.var), set[str]()
    for node in walk(fold.body):
        if isinstance(node, Entry) and node.family in env.apart:
            families.add(node.family)
            if node.indices != (index,) or env.definition(node.family, 1) is None:
                return None
    ends: list[Expr] = []
    first = fold.low
    for at in dict.fromkeys(at for name in sorted(families) for at in env.apart[name]):
        if at == first == fold.low and isinstance(at, Num):
            fold = replace(fold, low=Num(at.value + 1))
        elif at == fold.high and first in (fold.low, ZERO):  # one cell is the least: of c_1, ..., c_N both ends are one
            fold = replace(fold, high=Add((at, MINUS_ONE)))
        elif _is_outside(at, fold, inner):
            continue
        else:
            return None
        ends.append(replaced(fold.body, {fold.var: at}))
    return tuple(ends), replace(fold, body=_by_formula(fold.body, families, index, env))


def _by_formula(expr: Expr, families: Collection[str], index: Sym, env: Environment) -> Expr:
    """The expression with the formula for the entries between the ends."""
    if isinstance(expr, Entry) and expr.family in families:
        known = env.definitions[expr.family]
        return replaced(known.body, {known.indices[0]: index})
    return map_expr(expr, lambda each: _by_formula(each, families, index, env))


def _is_outside(at: Expr, fold: Fold, inner: Collection[str]) -> bool:
    """Whether a sum begins behind an entry, or ends before it."""
    match at, fold.low, fold.high:
        case Num(value), Num(low), _ if value < low:
            return True
        case Sym(), _, Add((first, Num(less))) if first == at and less < Fraction(0):
            return True
        case Sym(), _, Sym(high) if high in inner:
            return True
        case _:
            return False
