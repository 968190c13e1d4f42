"""Upper bounds of the rank of a matrix that its making shows.

rank(u v^T) <= 1        rank(A B) <= min(rank A, rank B)        rank(A + B) <= rank A + rank B
"""

from __future__ import annotations

from itertools import pairwise

from backproof.answers.syntax import Add, Call, Div, Expr, Fold, Mul, Num, Sym, Transpose
from backproof.documents.matrices.shapes import Shapes
from backproof.documents.matrices.sizes import ONE


def bounds(tree: Expr, shapes: Shapes) -> frozenset[str]:
    """Sizes, as numbers or names, that the rank of an array does not exceed.  Raises Misfit or NotFollowed."""
    shape = shapes.shape(tree)
    if shape.rank < 2:
        return frozenset(("1",))
    found = {value for size in (shape.rows, shape.columns) if (value := shapes.sizes.value(size)) is not None}
    match tree:
        case Transpose(array):
            return frozenset(found) | bounds(array, shapes)
        case Mul(factors):
            arrays = [each for each in factors if not shapes.shape(each).is_number]
            for each in arrays:
                found |= bounds(each, shapes)
            for one, other in pairwise(arrays):
                if shapes.shape(one).columns == ONE or shapes.shape(other).rows == ONE:
                    found.add("1")
        case Div(over, under) if shapes.shape(under).is_number:
            found |= bounds(over, shapes)
        case Fold("sum", _, Num(low), Sym(high), None, body) if low == 1 and "1" in bounds(body, shapes):
            found.add(high)
        case Add(terms):
            each_of = [bounds(term, shapes) for term in terms]
            numbers = [min((int(value) for value in each if value.isdigit()), default=None) for each in each_of]
            if all(each is not None for each in numbers):
                found.add(str(sum(each for each in numbers if each is not None)))
        case _:
            pass
    return frozenset(found)


def is_bounded(left: Expr, right: Expr, shapes: Shapes) -> bool | None:
    """Whether rank(A) <= k is seen; None where it is not.  Raises Misfit or NotFollowed."""
    if not isinstance(left, Call) or left.function != "rank" or len(left.args) != 1:
        return None
    known = bounds(left.args[0], shapes)
    wanted = right.args if isinstance(right, Call) and right.function == "min" else (right,)
    return True if all(_is_at_most(known, each) for each in wanted) else None


def _is_at_most(known: frozenset[str], wanted: Expr) -> bool:
    if isinstance(wanted, Sym):
        return wanted.name in known or "1" in known
    if isinstance(wanted, Num) and wanted.value.denominator == 1:
        return any(int(each) <= wanted.value for each in known if each.isdigit())
    return False
