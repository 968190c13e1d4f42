r"""A name that is given to a part of what was defined before: p = \varphi(w^T x + b), and later z = w^T x + b.

dp/dz is the derivative of \varphi(z) then: the name stands for the part wherever a claim differentiates by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import Add, Call, Expr, Mul, Num, Sym, map_expr, walk
from backproof.documents.environment import Environment
from backproof.documents.mentions import named, reach


def with_named_parts(sides: Iterable[Expr], env: Environment) -> Environment:
    """The environment where what is differentiated by a name rests on it, if its definition has the same part."""
    derivatives = [node for side in sides for node in walk(side) if isinstance(node, Call) and node.function == "D"]
    for value, variable in (each.args for each in derivatives):
        part = env.definition(variable.name, 0) if isinstance(variable, Sym) else None
        if part is None or isinstance(part.body, Num | Sym):
            continue
        direct = {name for node in walk(value) if (name := named(node))}
        behind = direct.union(*(reach(name, env) for name in direct))
        if part.name in behind or not reach(part.name, env) <= behind:
            continue
        changed = {
            name: replace(each, body=_with_name(each.body, part.body, Sym(part.name)))
            for name in behind & env.definitions.keys()
            if name != part.name and (each := env.definitions[name]).line is not None
        }
        named_so = replace(env, definitions={**env.definitions, **changed})
        rests_on = direct.union(*(reach(name, named_so, without=part.name) for name in direct))
        if not rests_on & reach(part.name, env):  # else it is not said what stays as it is
            env = named_so
    return env


def _with_name(expr: Expr, part: Expr, name: Sym) -> Expr:
    """The expression with a name in the place of a part: of a whole term, of some terms or of some factors."""
    if expr == part:
        return name
    expr = map_expr(expr, lambda each: _with_name(each, part, name))
    match expr, part:
        case Add(terms), Add(inner) if (rest := _without(terms, inner)) is not None:
            return Add((name, *rest))
        case Mul(factors), Mul(inner) if (rest := _without(factors, inner)) is not None:
            return Mul((*rest, name))
        case _:
            return expr


def _without(whole: tuple[Expr, ...], inner: tuple[Expr, ...]) -> tuple[Expr, ...] | None:
    """What remains of terms or factors without some of them; None if one of these is not there, or none remains."""
    if Counter(inner) - Counter(whole):
        return None
    rest = tuple((Counter(whole) - Counter(inner)).elements())
    return rest or None
