r"""Squared lengths of vectors of random numbers: \mathbb{E}[\|x\|^2] = n v^2, where x_1, ..., x_n have variance v^2."""

from __future__ import annotations

from backproof.answers.syntax import TWO, Entry, Expr, Fold, Norm, Pow, Sym, map_expr, walk
from backproof.documents.environment import Environment

_LETTERS = ("k", "i", "m", "q", "r")


def with_squared_lengths(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr]:
    """Both sides with the sum of the squares of all entries in the place of the squared length of such a vector."""
    bodies = [left, right]  # a claim about \|x\|^2 and sum_k x_k^2 shows itself that x has entries
    if env.setting == "initialization":
        bodies += [each.body for each in env.definitions.values()]
    ranks = {node.family: len(node.indices) for body in bodies for node in walk(body) if isinstance(node, Entry)}
    if env.setting == "initialization":
        ranks |= {name: len(each.indices) for name, each in env.definitions.items() if each.indices}
    taken = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)}
    letter = next((each for each in _LETTERS if each not in taken), None)

    def summed(expr: Expr) -> Expr:
        match expr:
            case Pow(Norm(Sym(name), 2), exponent) if exponent == TWO and letter and ranks.get(name) == 1:
                return Fold("sum", letter, None, None, None, Pow(Entry(name, (Sym(letter),)), TWO))
            case Pow(Norm(Entry(name, (row,)), 2), exponent) if exponent == TWO and letter and ranks.get(name) == 2:
                return Fold("sum", letter, None, None, None, Pow(Entry(name, (row, Sym(letter))), TWO))
            case _:
                return map_expr(expr, summed)

    return summed(left), summed(right)
