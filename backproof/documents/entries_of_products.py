r"""Entries of products of a matrix and a vector, where a page writes the entries of the matrix in small letters.

    (W^T g)_i = \sum_j w_{ji} g_j        \text{Var}((W x)_j) = \sum_i \text{Var}(w_{ji} x_i)

On such a page g may be a number as well, the standard deviation of the g_j: only inside the product it is the vector.
"""

from __future__ import annotations

from backproof.answers.syntax import Entry, Expr, Mul, Part, Sym, Transpose, map_expr, walk
from backproof.documents.arrays import Entries, Shapeless
from backproof.documents.environment import Environment
from backproof.documents.opening import other_names


def with_products_opened(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr]:
    """Both sides with such entries as sums; the same where a name in the product is not seen to be an array."""
    if env.setting != "initialization":
        return left, right
    bodies = [left, right, *env.shown, *(each.body for each in env.definitions.values())]
    used: dict[str, set[int]] = {}
    for body in bodies:
        for node in walk(body):
            if isinstance(node, Entry):
                used.setdefault(node.family, set()).add(len(node.indices))
    for name, each in env.definitions.items():
        used.setdefault(name, set()).add(len(each.indices))
    for name in ("g", "delta", "u"):  # gradients of which only words speak have an index for each output
        if name in env.laws:
            used.setdefault(name, {1})
    others = other_names(env)

    def opened(expr: Expr) -> Expr:
        match expr:
            case Part(Mul((matrix, Sym(vector))), (index,)) if used.get(vector) == {1}:
                name = _entries_of(matrix, used, others, env)
                if name is None:
                    return expr
                product = Mul((_named(matrix, name), Sym(vector)))
                try:
                    return Entries({name: 2, vector: 1}).number(Part(product, (index,)))
                except Shapeless:
                    return expr
            case _:
                return map_expr(expr, opened)

    return opened(left), opened(right)


def _entries_of(matrix: Expr, used: dict[str, set[int]], others: dict[str, str], env: Environment) -> str | None:
    """The family of the entries of a matrix, W or W^T: W_{ij}, or w_{ij} where the page has no W_{ij}."""
    match matrix:
        case Transpose(Sym(name)) | Sym(name) if name in others:
            return others[name]
        case Transpose(Sym(name)) | Sym(name) if name not in env.definitions:
            for family in (name, name.lower()):
                if used.get(family) == {2} and family not in env.definitions:
                    return family
            return None
        case _:
            return None


def _named(matrix: Expr, name: str) -> Expr:
    return Transpose(Sym(name)) if isinstance(matrix, Transpose) else Sym(name)
