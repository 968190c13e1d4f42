r"""Short names for the numbers of a layer: "with $z = z_i^{(2)}$ we have $\varphi(z) = y_i^{(2)}$".

The letter means the number for which it stands: where the clause says so, and below an equation that has said it.
"""

from __future__ import annotations

from backproof.answers.syntax import Compare, Cond, Entry, Expr, Sym
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.sides import Reading


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
    if not short or (not isinstance(first, Unreadable) and isinstance(first[0], Sym) and first[0].name in short):
        return readings, clause  # it says what a name stands for
    found = [
        each if isinstance(each, Unreadable) else tuple(replaced(tree, short) for tree in each) for each in readings
    ]
    return found, tuple(rest)


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
