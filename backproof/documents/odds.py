r"""Families of probabilities: g_i where $\log g_i$ and $\log(1 - g_i)$ are taken, so that 0 < g_i < 1.

With odds o_i > 0, every such family is g_i = o_i / (1 + o_i), and g_i depends on o_i alone, strictly increasing.  By
the chain rule, dL/dg_i is dL/do_i divided by dg_i/do_i = 1/(1 + o_i)^2.  That the odds are positive is all that the
kernel needs to be told.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import ONE, TWO, Add, Call, Div, Entry, Expr, Mul, Num, Pow, Sym, map_expr, walk
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import behind, bound_names, mentioned, reach
from backproof.documents.outcomes import Outcome


def with_odds(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment]:
    """Both sides and the environment, with the odds of a family by which they differentiate."""
    sides = (left, right)
    for name, rank in sorted(_differentiated(sides)):
        if name in env.laws or not _between_zero_and_one(name, behind(sides, env)):
            continue
        known = env.definition(name, rank)
        below = reach(name, env) - bound_names(env)
        if known is not None and mentioned(sides, _without(name, env)) & below:
            continue  # the claim speaks of what the probabilities are computed from
        odds = f"odds({name})"
        indices = tuple(f"i{n}" if rank > 1 else "i" for n in range(rank))
        entry = Entry(odds, tuple(map(Sym, indices)))
        env = replace(_without(name, env), arrays={each: at for each, at in env.arrays.items() if each != name})
        env = env.defining(Definition(name, indices, Div(entry, Add((ONE, entry)))))
        env = replace(env, positive=env.positive | {odds})
        left, right = (_by_odds(side, name, odds) for side in (left, right))
    return left, right, env


def with_probabilities(outcome: Outcome) -> Outcome:
    """A counterexample with probabilities in the place of odds."""
    shown = outcome.counterexample
    if shown is None:
        return outcome
    where = tuple(_probability(*each) for each in shown.where)
    if where == shown.where:
        return outcome
    return replace(outcome, counterexample=replace(shown, where=where), correction=None)


def _probability(name: str, value: str) -> tuple[str, str]:
    found = re.fullmatch(r"odds\((.+)\)(.*)", name)
    if found is None or not re.fullmatch(r"\d+(?:/\d+)?", value):
        return name, value
    odds = Fraction(value)
    return found[1] + found[2], str(odds / (1 + odds))


def _without(name: str, env: Environment) -> Environment:
    return replace(env, definitions={each: known for each, known in env.definitions.items() if each != name})


def _differentiated(sides: tuple[Expr, ...]) -> set[tuple[str, int]]:
    """The families by whose entries the sides differentiate."""
    return {
        (variable.family, len(variable.indices))
        for side in sides
        for node in walk(side)
        if isinstance(node, Call) and node.function == "D" and isinstance(variable := node.args[1], Entry)
    }


def _between_zero_and_one(name: str, trees: tuple[Expr, ...]) -> bool:
    logs = [node.args[0] for tree in trees for node in walk(tree) if isinstance(node, Call) and node.function == "log"]
    direct = any(isinstance(each, Entry) and each.family == name for each in logs)
    return direct and any(_is_complement(each, name) for each in logs)


def _is_complement(expr: Expr, name: str) -> bool:
    """Whether an expression is 1 - g_i."""
    match expr:
        case Add((Num(value), Mul((Num(sign), Entry(family, _))))):
            return value == 1 and sign == -1 and family == name
        case _:
            return False


def _by_odds(expr: Expr, name: str, odds: str) -> Expr:
    expr = map_expr(expr, lambda each: _by_odds(each, name, odds))
    match expr:
        case Call("D", (value, Entry(family, indices))) if family == name:
            by = Entry(odds, indices)
            return Mul((Call("D", (value, by)), Pow(Add((ONE, by)), TWO)))
        case _:
            return expr
