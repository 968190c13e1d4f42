r"""The loss of one sample, J_i, beside what has no index because it is of that sample: p, y, z^(l).

J_i = -\sum_k y_k \log p_k,  J = \frac{1}{N} \sum_i J_i      J_i is a number here; under the sum it is one for each i
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, children, map_expr, walk
from backproof.documents.matrices.names import names_in
from backproof.documents.matrices.network import LOSSES, sample_folds
from backproof.documents.matrices.page import Page


def learn_singles(page: Page, equations: Iterable[tuple[Expr, Expr]]) -> None:
    """Which losses of a page have the index of a sample, of which their definition makes no use."""
    equations = list(equations)
    means = {
        node.family: left.name
        for left, right in equations
        if isinstance(left, Sym)
        for fold in sample_folds(right)
        for node in walk(fold.body)
        if isinstance(node, Entry) and node.family in LOSSES and node.indices == (Sym(fold.var),)
    }
    trees = [tree for equation in equations for tree in equation]
    folds = [node.body for tree in trees for node in walk(tree) if isinstance(node, Fold)]
    summed = {node.family for body in folds for node in walk(body) if isinstance(node, Entry)}
    known = summed | {left.name for left, _ in equations if isinstance(left, Sym)}
    for left, right in equations:
        match left:
            case Entry(family, (Sym(index),)) if family in LOSSES and index not in set(names_in(right)):
                if _is_derived(right):
                    continue
                if family not in means and family in known:
                    continue
                single = f"{family}ₙ" if means.get(family, family) == family else family  # L may be anything else
                page.singles[family] = single
                page.numbers |= {single}
            case _:
                pass


def of_this_sample(page: Page, trees: tuple[Expr, Expr], in_sums: bool = True) -> tuple[Expr, Expr]:
    """The trees with the loss of this sample for J_i, where nothing else outside of sums has the index i.

    in_sums: whether those under a sum get their own name, too.
    """
    if not page.singles:
        return trees
    free = [node for tree in trees for node in _free_entries(tree, frozenset())]
    letters = {each.name for node in free for each in node.indices if isinstance(each, Sym)}
    alone = {
        letter for letter in letters if all(node.family in page.singles for node in free if Sym(letter) in node.indices)
    }

    def put(tree: Expr, bound: frozenset[str]) -> Expr:
        match tree:
            case Fold(var=var):
                return map_expr(tree, lambda each: put(each, bound | {var}))
            case Entry(family, (Sym(index),)) if family in page.singles and index in alone - bound:
                return Sym(page.singles[family])
            case Entry(family, (Sym(index),) as place) if family in page.singles and index in bound and in_sums:
                return Entry(page.singles[family], place)
            case _:
                return map_expr(tree, lambda each: put(each, bound))

    return put(trees[0], frozenset()), put(trees[1], frozenset())


def _free_entries(tree: Expr, bound: frozenset[str]) -> Iterable[Entry]:
    """Entries, without those whose index a sum binds."""
    match tree:
        case Fold(var=var, body=body):
            yield from _free_entries(body, bound | {var})
        case Entry(_, indices) if not any(isinstance(each, Sym) and each.name in bound for each in indices):
            yield tree
        case Entry():
            return
        case _:
            for each in children(tree):
                yield from _free_entries(each, bound)


def _is_derived(tree: Expr) -> bool:
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))
