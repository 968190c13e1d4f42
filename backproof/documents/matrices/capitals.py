r"""Entries in small letters of matrices in capitals: u_nj = \sum_i X_ni W_ij + b_j is that of U = X W + 1 b^T.

So it is where words say it: "each row of $Z_2$ (call an entry $z_{nk}$)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from backproof.answers.syntax import Call, Entry, Expr, Mul, Sym, Transpose, children, map_expr, walk
from backproof.documents.matrices.names import UPPER
from backproof.documents.matrices.network import LOSSES, PARAMETERS

_OF_MATRIX = 2  # indices
_NAMED = re.compile(
    r"\$(?P<whole>[A-Z](?:\s*[_^]\s*(?:\{[^{}$]*\}|\w))?)\$[^$.;:]{0,30}\bentr(?:y|ies)\b[^$.;:]{0,20}"
    r"\$(?P<small>[a-z])\s*_\s*\{\s*[a-z]\s*,?\s*[a-z]\s*\}\$"
)


def capitals(trees: Iterable[Expr], equations: Iterable[tuple[Expr, Expr]]) -> dict[str, str]:
    """Which small letters are those of entries of a matrix that the page writes in a capital.

    Such a letter is defined entry by entry, and stands for no vector: it is no u in W u, and u_n is none of its rows.
    Or it is that of weights w_jk, of which a page that writes W has no entries in a capital.
    """
    trees, equations = list(trees), list(equations)
    nodes = [node for tree in trees for node in walk(tree)]
    written = {node.name for node in nodes if isinstance(node, Sym)}
    vectors = {name for tree in trees for name in _outside_functions(tree)}
    vectors |= {name for node in nodes for name in _rows(node)}
    longer = {node.family for node in nodes if isinstance(node, Entry) and len(node.indices) > _OF_MATRIX}
    defined = {left.family for left, _ in equations if isinstance(left, Entry) and _is_entry(left)}
    families = {node.family for node in nodes if isinstance(node, Entry)}
    short = {node.family for node in nodes if isinstance(node, Entry) and not _is_entry(node)}
    weights = {each for each in families & PARAMETERS - short if _capital(each) not in families}
    whole = {left.name for left, _ in equations if isinstance(left, Sym)}
    vectors -= {each for each in vectors & defined if _capital(each) in whole}  # a_n of one part, A = H V of the next
    return {
        small: large
        for small in sorted((defined | weights) - vectors - longer)
        if small[:1].islower() and (large := _capital(small)) in written - LOSSES
    }


def _capital(small: str) -> str:
    return UPPER.get(small, small[:1].upper() + small[1:])


def entries_called(text: str) -> dict[str, str]:
    """The letters of entries as words call them, and how the matrix is written."""
    return {found["small"]: found["whole"] for found in _NAMED.finditer(text)}


def _is_entry(node: Entry) -> bool:
    return len(node.indices) == _OF_MATRIX and all(isinstance(each, Sym) for each in node.indices)


def _outside_functions(tree: Expr) -> Iterator[str]:
    """The names that stand alone, but for the variable u of tanh(u)."""
    match tree:
        case Sym(name):
            yield name
        case Entry() | Call(_, (Sym(),)):
            return
        case _:
            for each in children(tree):
                yield from _outside_functions(each)


def _rows(node: Expr) -> Iterator[str]:
    """u of u_n where that is a vector: in a product of arrays, transposed, or under a softmax."""
    match node:
        case Transpose(Entry(name, (_,))) | Call("softmax", (Entry(name, (_,)),)):
            yield name
        case Mul(factors) if any(isinstance(each, Transpose) or _is_capital(each) for each in factors):
            yield from (each.family for each in factors if isinstance(each, Entry) and len(each.indices) == 1)
        case _:
            pass


def _is_capital(factor: Expr) -> bool:
    return isinstance(factor, Sym) and factor.name[:1].isupper()


def in_capitals(tree: Expr, known: dict[str, str]) -> Expr:
    """The tree with the entries of a matrix under its own name."""
    if not known:
        return tree
    tree = map_expr(tree, lambda each: in_capitals(each, known))
    if isinstance(tree, Entry) and tree.family in known and _is_entry(tree):
        return Entry(known[tree.family], tree.indices)
    return tree
