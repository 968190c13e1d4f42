r"""Slopes that are written as products, a(1 - a), beside a product entry by entry: \delta \circ a(1 - a).

A number less an array makes sense entry by entry alone, and so does the product of two such functions of one array.
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import Add, Elementwise, Expr, Mul, Num, map_expr
from backproof.documents.matrices.names import names_in


def with_slopes_entrywise(tree: Expr) -> Expr:
    """The tree with a(1 - a) as a product entry by entry, where it is a factor of such a product."""
    tree = map_expr(tree, with_slopes_entrywise)
    match tree:
        case Mul(factors) if any(isinstance(each, Elementwise) for each in factors):  # delta . a (1 - a)
            return _product(factors)
        case Elementwise(left, right):
            one, other = (_product(each.factors) if isinstance(each, Mul) else each for each in (left, right))
            return Elementwise(one, other)
        case _:
            return tree


def _product(factors: Iterable[Expr]) -> Expr:
    """A product in which neighbours are multiplied entry by entry that are functions of one array."""
    out: list[Expr] = []
    for each in factors:
        before = out[-1] if out else None
        last = before.right if isinstance(before, Elementwise) else before
        if before is not None and last is not None and _are_of_one_array(last, each):
            out[-1] = Elementwise(before, each)
        else:
            out.append(each)
    return Mul(tuple(out)) if len(out) > 1 else out[0]


def _are_of_one_array(one: Expr, other: Expr) -> bool:
    """a and 1 - a, or 1 + a and 1 - a."""
    with_number = (isinstance(each, Add) and any(isinstance(term, Num) for term in each.terms) for each in (one, other))
    names = set(names_in(one))
    return any(with_number) and bool(names) and names == set(names_in(other))
