r"""Labels as indices: log p_{n,y_n} is sum_k 1[k = y_n] log p_{n,k}, and 1[k = y_n] is an entry of a one-hot matrix.

The matrix is the Y of the page, or one that has no other name; all that is made use of is that its rows sum to 1.
"""

from __future__ import annotations

from backproof.answers.syntax import Call, Compare, Entry, Expr, Fold, Mul, Sym, Truth, map_expr

_CLASS = "k·h"  # the index of the sum over the classes


def with_one_hot(tree: Expr, written: frozenset[str], columns: bool = False) -> Expr:
    """The tree with entries of one-hot matrices for labels.

    written: the names that the page writes;  columns: whether samples are columns.
    """
    tree = map_expr(tree, lambda each: with_one_hot(each, written, columns))
    match tree:
        case Call("log", (Entry(family, indices),)):
            labels = [each for each in indices if _is_label(each)]
            if len(labels) != 1 or not isinstance(labels[0], Entry):
                return tree
            at = tuple(Sym(_CLASS) if each is labels[0] else each for each in indices)
            place = at if labels[0].indices[0] in at else (labels[0].indices[0], *at)
            term = Mul((Entry(_hot(labels[0].family, written), place), Call("log", (Entry(family, at),))))
            return Fold("sum", _CLASS, None, None, None, term)
        case Truth(Compare("=", Sym() as index, Entry() as label)) | Truth(
            Compare("=", Entry() as label, Sym() as index)
        ):
            if not _is_label(label):
                return tree
            (sample,) = label.indices
            return Entry(_hot(label.family, written), (index, sample) if columns else (sample, index))
        case _:
            return tree


def _is_label(index: Expr) -> bool:
    """y_n as an index: the class of the sample n."""
    return isinstance(index, Entry) and len(index.indices) == 1 and isinstance(index.indices[0], Sym)


def _hot(label: str, written: frozenset[str]) -> str:
    """The one-hot matrix of a label."""
    return next((each for each in (label.upper(), "Y", "T") if each in written), f"{label}·hot")
