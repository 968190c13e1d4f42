r"""Means over samples that are written out: L = -1/N sum_n [y_n log g_n + (1 - y_n) log(1 - g_n)].

The index of such a sum counts samples, and what stands behind it is the loss of one of them, l_n.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from backproof.answers.syntax import Add, Div, Entry, Expr, Fold, Mul, Num, Sym, walk

_LESS = Num(Fraction(-1))


@dataclass(frozen=True)
class Mean:
    """`1/size sum_var body`."""

    var: str
    size: str
    body: Expr


def mean_of(tree: Expr) -> Mean | None:
    """A mean over samples: a sum, over the number of its terms, of what has the index of the sum.

    A sum without ends over n has N terms.
    """
    numbers, size, fold = _parts(tree)
    if fold is None or size is None or (length(fold) or _unsaid(fold)) != size:
        return None
    body = Mul((*numbers, fold.body)) if numbers else fold.body
    return Mean(fold.var, size, body)


def families(mean: Mean) -> list[Entry]:
    """What has the index of the sample in a mean."""
    return [node for node in walk(mean.body) if isinstance(node, Entry) and Sym(mean.var) in node.indices]


_NOTHING: tuple[tuple[Expr, ...], str | None, Fold | None] = ((), None, None)


def _parts(tree: Expr) -> tuple[tuple[Expr, ...], str | None, Fold | None]:
    """A product as numbers, the size by which it is divided, and a sum."""
    match tree:
        case Fold("sum", _, _, _, None, _):
            return (), None, tree
        case Div(Num(value) as over, Sym(size)):
            return ((over,) if value != 1 else ()), size, None
        case Div(Num(value), Mul((Num(other), Sym(size)))):
            return (Num(value / other),), size, None
        case Div(over, Sym(size)):
            inside = _parts(over)
            return (inside[0], size, inside[2]) if inside[1] is None else _NOTHING
        case Num():
            return (tree,), None, None
        case Mul(factors):
            found = _NOTHING
            for factor in factors:
                own = _parts(factor)
                if own == _NOTHING or (found[1] and own[1]) or (found[2] and own[2]):
                    return _NOTHING
                found = ((*found[0], *own[0]), found[1] or own[1], found[2] or own[2])
            return found
        case _:
            return _NOTHING


def _unsaid(fold: Fold) -> str | None:
    """The large letter of the index, where a sum has no ends."""
    return fold.var.upper() if fold.low is None and fold.high is None else None


def length(fold: Fold) -> str | None:
    """How many terms a sum has: n for 1..n and for 0..n-1."""
    match fold.low, fold.high:
        case Num(low), Sym(high) if low == 1:
            return high
        case None, Sym(high):
            return high
        case Num(low), Add((Sym(high), less)) if low == 0 and less == _LESS:
            return high
        case _:
            return None
