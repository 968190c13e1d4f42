r"""Where a gradient is zero: w^* = (X^T X)^{-1} X^T y, where the gradient of the loss is X^T X w - X^T y.

A name with a star is a value of the name, and M^{-1} u is where the gradient is zero if that is c (M w - u).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Div, Expr, Mul, Num, Pow, Sym, walk
from backproof.documents.matrices.judging import Judge
from backproof.documents.matrices.names import base
from backproof.documents.matrices.network import LOSSES
from backproof.documents.outcomes import Outcome

_STAR = re.compile(
    r"^(?P<name>\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?\w+\s*\})\s*\^\s*\{?\s*(?:\*|\\star|\\ast)\s*\}?$"
)
_LESS = Num(Fraction(-1))


def starred(latex: str) -> str | None:
    """The name of which a starred one is a value: w for w^*."""
    found = _STAR.match(latex.strip())
    return found["name"] if found else None


def solves(judge: Judge, variable: Expr | None, value: Expr | None) -> Outcome | None:
    """Whether the gradient of a loss of the page is zero at M^{-1} u; None where that is not seen."""
    match value:
        case Mul((Pow(matrix, Num(power)), *rest)) if power == -1 and rest and isinstance(variable, Sym):
            pass
        case _:
            return None
    inside = Add((Mul((*_factors(matrix), variable)), Mul((_LESS, *rest))))
    for loss in sorted(name for name in judge.network.bodies if base(name) in LOSSES):
        for scale in _scales(judge.network.bodies[loss].tree):
            sides = Call("D", (Sym(loss), variable)), Mul((*scale, inside)) if scale else inside
            found = judge.judge(sides[0], "=", sides[1])
            if found is not None and found.verdict == "proved" and not found.any_loss:
                return Outcome("proved", f"the gradient of {loss} is zero there, if the matrix has an inverse")
    return Outcome("undecided", "no gradient of the page is seen to be zero there")


def _factors(tree: Expr) -> tuple[Expr, ...]:
    return tree.factors if isinstance(tree, Mul) else (tree,)


def _scales(loss: Expr) -> Iterator[tuple[Expr, ...]]:
    """Numbers, none of them 0, by which a gradient may differ from M w - u: 2, or 1/N where the loss is over N."""
    one, two = Num(Fraction(1)), Num(Fraction(2))
    yield from ((), (two,))
    under = {each for node in walk(loss) if isinstance(node, Div) for each in walk(node.under) if isinstance(each, Sym)}
    for size in sorted(under, key=lambda each: each.name):
        yield from ((Div(one, size),), (Div(two, size),))
