r"""Short names for the numbers of a layer: "with $z = z_i^{(2)}$ we have $\varphi(z) = y_i^{(2)}$".

The letter means the number for which it stands: where the clause says so, and below an equation that has said it.
And \frac{\partial L}{\partial z_j}, where the page has L_i and no L: the loss of the sample, without its index.
"""

from __future__ import annotations

import re

from backproof.answers.syntax import Call, Compare, Cond, Div, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import LOSSES
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.errors_of_samples import with_losses
from backproof.documents.sides import Reading, name_of


def in_full(
    readings: list[Reading], clause: tuple[Cond, ...], env: Environment
) -> tuple[list[Reading], tuple[Cond, ...]]:
    """The sides of a statement with what short names stand for, and the rest of its clause."""
    known = {name: each.written or each.body for name, each in env.definitions.items() if each.line is not None}
    short = {name: body for name, body in known.items() if "^(" not in name and _is_of_layer(body, env)}
    rest: list[Cond] = []
    for each in clause:
        if isinstance(each, Compare) and each.relation == "=" and _names(each.left, each.right, short, env):
            assert isinstance(each.left, Sym)
            short[each.left.name] = each.right
        else:
            rest.append(each)
    first = readings[0]
    readings = _with_losses(readings, env)
    if not short or (not isinstance(first, Unreadable) and isinstance(first[0], Sym) and first[0].name in short):
        return readings, clause  # it says what a name stands for
    found = [
        each if isinstance(each, Unreadable) else tuple(replaced(tree, short) for tree in each) for each in readings
    ]
    return found, tuple(rest)


def _with_losses(readings: list[Reading], env: Environment) -> list[Reading]:
    """The sides with L_i for L in derivatives by numbers of a sample, where L is no name of the page; not of means."""
    nodes = [node for each in readings if not isinstance(each, Unreadable) for tree in each for node in walk(tree)]
    slopes = [node.args for node in nodes if isinstance(node, Call) and node.function == "D"]
    losses = {
        value.name for value, _ in slopes if isinstance(value, Sym) and value.name in LOSSES - env.definitions.keys()
    }
    of_one = {name: [each for each in env.definitions if re.fullmatch(rf"{name}_[a-z]", each)] for name in losses}
    change = {
        name: _without_sample(env.definitions[known[0]].body, known[0][-1])
        for name, known in of_one.items()
        if len(known) == 1
    }
    letters = {known[0][-1] for known in of_one.values() if known}
    averaged = any(isinstance(node, Div) and isinstance(node.under, Sym) for node in nodes)
    summed = any(isinstance(node, Fold) and node.var in letters for node in nodes)
    of_weights = any(not name_of(variable)[:1].islower() for _, variable in slopes)
    if not change or averaged or summed or of_weights:
        return readings
    return [
        each if isinstance(each, Unreadable) else tuple(with_losses(tree, change) for tree in each) for each in readings
    ]


def _without_sample(expr: Expr, letter: str) -> Expr:
    """An expression with p_c for p_c^{(i)}, where i numbers samples."""
    match expr:
        case Sym(name):
            return Sym(name.removesuffix(f"^({letter})"))
        case Entry(name, indices):
            return Entry(name.removesuffix(f"^({letter})"), indices)
        case _:
            return map_expr(expr, lambda each: _without_sample(each, letter))


def _names(left: Expr, right: Expr, short: dict[str, Expr], env: Environment) -> bool:
    """Whether an equation gives a letter, which means nothing else, to a number of a layer."""
    if not isinstance(left, Sym) or "^(" in left.name or not _is_of_layer(right, env):
        return False
    known = env.definition(left.name, 0)
    return left.name not in env.laws and (known is None or known.line is None or left.name in short)


def _is_of_layer(value: Expr, env: Environment) -> bool:
    """Whether a tree is a name that the page has defined for a layer, or an entry of it."""
    name = value.name if isinstance(value, Sym) else value.family if isinstance(value, Entry) else ""
    return "^(" in name and name in env.definitions
