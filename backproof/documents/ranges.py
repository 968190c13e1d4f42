r"""Inequalities between one term of a sum and the whole: $p_c < 1$ for a softmax.

A sum of n terms is one of them, or, for n > 1, that one and n - 1 others.  Where nothing else is said of the terms,
the others are any numbers, and both cases together are the claim.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import ONE, Add, Call, Cond, Entry, Expr, Fold, Mul, Num, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.inlining import inlined
from backproof.documents.inner_sums import with_inner_numbers
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import free_indices, mentioned
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.scanning import is_said

_TURNED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_REST = "n_rest"
_SEVERAL = re.compile(
    r"[KCnMN]\s*(?:\\geq?(?:slant)?|>=|≥)\s*2(?!\d)|[KCnMN]\s*>\s*1(?!\d)"
    r"|\b(?:two or more|at least two|more than one|several) (?:classes|logits|categories|outputs|entries)\b",
)


def says_several(words: str) -> bool:
    """Whether a page says that there are two or more classes."""
    return is_said(_SEVERAL, words)


def judge_range(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, several: bool
) -> Outcome | None:
    """Judge an inequality between a term and a sum of such terms; None where nothing comes of it.

    several: whether the page says that there are two or more terms.
    """
    if relation not in ("<", "<=", ">", ">="):
        return None
    left, right = with_inner_numbers((inlined(left, env), inlined(right, env)))
    parts = _one_and_all((left, right), env)
    if parts is None:
        return None
    chosen, families, size = parts
    positive = frozenset(f"others({name})" for name in families if name in env.positive)
    wide = replace(env, positive=env.positive | positive)
    count: dict[str, Expr] = {} if size is None else {size: Add((Sym(_REST), ONE))}

    def whole(expr: Expr) -> Expr:
        match expr:
            case Fold("sum", var, _, _, None, body):
                mine = replaced(body, {var: Sym(chosen)})
                others = _renamed(replaced(body, count), families, var)
                return Add((mine, Fold("sum", var, ONE, Sym(_REST), None, others)))
            case _:
                return map_expr(expr, whole)

    def single(expr: Expr) -> Expr:
        match expr:
            case Fold("sum", var, _, _, None, body):
                return replaced(body, {var: Sym(chosen)})
            case _:
                return map_expr(expr, single)

    at_one: dict[str, Expr] = {} if size is None else {size: ONE}
    many = [replaced(whole(side), count) for side in (left, right)]
    found = judge_relation((many[0],), relation, (many[1],), conditions, wide)
    if found.verdict != "proved":
        return None
    one = [replaced(single(side), at_one) for side in (left, right)]
    alone = judge_relation((one[0],), relation, (one[1],), conditions, env)
    if alone.verdict == "proved" or several:
        return Outcome("proved", f"one term and the others: {found.reason}")
    return lacking(f"{size or 'n'} >= 2")


def judge_bounds(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, several: bool
) -> Outcome | None:
    """Judge by `judge_range`, also where the terms are made of others, which may be any numbers, or under a logarithm.

    -log p_c >= 0 is p_c <= 1, where p_c = softmax(W x)_c.
    """
    left, relation, right = _without_logarithm(left, relation, right, env)
    free = [
        replace(env, definitions={name: each for name, each in env.definitions.items() if name != vector})
        for vector in sorted(mentioned((left, right), env))
        if vector in env.definitions and env.definitions[vector].indices
    ]
    for some in (env, *free):
        found = judge_range(left, relation, right, conditions, some, several)
        if found is not None:
            return found
    return None


def _without_logarithm(left: Expr, relation: str, right: Expr, env: Environment) -> tuple[Expr, str, Expr]:
    """p <= 1 for -log p >= 0; any other inequality as it is."""
    known = env.definitions.get(left.name) if isinstance(left, Sym) else None
    match left if known is None else known.body, right:
        case Mul((Num(sign), Call("log", (inside,)))), Num(value) if sign == -1 and value == 0 and relation in _TURNED:
            return inside, _TURNED[relation], ONE
        case _:
            return left, relation, right


def _one_and_all(sides: tuple[Expr, ...], env: Environment) -> tuple[str, frozenset[str], str | None] | None:
    """The index of the one term, the families of which the terms are made, and the name of the number of terms."""
    folds = [node for side in sides for node in walk(side) if isinstance(node, Fold)]
    free = frozenset(name for side in sides for name in free_indices(side))
    if not folds or len(free) != 1:
        return None
    (chosen,) = free
    bound = {each.var for each in folds}
    sizes = {each.high for each in folds} - {None}
    if len(sizes) > 1 or any(each.kind != "sum" or each.where is not None for each in folds):
        return None
    if any(each.low not in (None, ONE) or not isinstance(each.high, Sym | None) for each in folds):
        return None
    if any(isinstance(node, Fold) for each in folds for node in walk(each.body)):
        return None
    entries = [node for side in sides for node in walk(side) if isinstance(node, Entry)]
    families = frozenset(each.family for each in entries)
    plain = all(len(each.indices) == 1 and isinstance(each.indices[0], Sym) for each in entries)
    if not plain or families & (env.laws.keys() | env.definitions.keys()):
        return None
    if any(each.indices[0] not in (Sym(chosen), *map(Sym, bound)) for each in entries):
        return None
    numbers = [node.name for side in sides for node in walk(side) if isinstance(node, Sym)]
    if numbers.count(chosen) > sum(each.indices == (Sym(chosen),) for each in entries):
        return None  # the index is used as a number
    size = next(iter(sizes), None)
    return chosen, families, size.name if isinstance(size, Sym) else None


def _renamed(expr: Expr, families: frozenset[str], var: str) -> Expr:
    """The entries over which a sum runs as entries of others; what else stands in it stays what it is."""
    match expr:
        case Entry(name, (Sym(index),)) if name in families and index == var:
            return Entry(f"others({name})", (Sym(index),))
        case _:
            return map_expr(expr, lambda each: _renamed(each, families, var))
