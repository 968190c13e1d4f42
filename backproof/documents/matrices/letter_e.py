r"""The letter e in a product of arrays: J e = 0 is a vector, of ones where the page says so, and no 2.718...

e^{x} stays what it is: only a factor, or what is transposed, is a vector.
"""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.syntax import Call, Expr, Mul, Num, Sym, Transpose, map_expr
from backproof.documents.matrices.names import ONES
from backproof.documents.scanning import is_said

_EULER = Call("exp", (Num(Fraction(1)),))
_VECTOR = "e·v"  # of which nothing is known
_LETTER = r"(?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*e\s*\}|(?<![A-Za-z\\])e)"
_OF_ONES = r"(?:(?:vector|column) of (?:all )?(?:ones|1s)|all-ones)"
_SAID = re.compile(
    rf"{_LETTER}\s*:?=\s*[(\[]\s*1\s*,(?:\s*1\s*,)*\s*\\[lc]?dots\s*,\s*1\s*[)\]]"
    rf"|\$\s*{_LETTER}\s*\$[^.$]{{0,40}}\b{_OF_ONES}|\b{_OF_ONES}(?: vector| column)?\s*\$\s*{_LETTER}\s*\$",
    re.IGNORECASE,
)


def with_vector(tree: Expr, text: str, has_entries: bool = False) -> Expr:
    """The tree where e in a product is a vector; text: the page;  has_entries: whether it says what e_j is.

    What has entries is a vector where it stands alone, too: e \\in R^{1 x N}, of e_n.
    """
    if tree == _EULER and has_entries:
        return Sym("e")
    return _put(tree, Sym("e" if has_entries else ONES if is_said(_SAID, text) else _VECTOR))


def _put(tree: Expr, vector: Sym) -> Expr:
    match tree:
        case Transpose(inside) if inside == _EULER:
            return Transpose(vector)
        case Mul(factors):
            named = any(not isinstance(each, Num) and each != _EULER for each in factors)
            return Mul(tuple(vector if each == _EULER and named else _put(each, vector) for each in factors))
        case _:
            return map_expr(tree, lambda each: _put(each, vector))
