"""Derivatives by the numbers of a page: the number that a name has says nothing of its slope."""

import pytest
from flint import fmpq

from backproof.answers.syntax import Call, Sym
from backproof.documents.lexer import read_side
from backproof.documents.numeric.arrays import single
from backproof.documents.numeric.duals import Dual
from backproof.documents.numeric.example import Example
from backproof.documents.numeric.judging import value_of
from backproof.documents.page_names import PageNames

NAMES = PageNames({}, frozenset(), frozenset(), {}, frozenset(), frozenset())


@pytest.mark.parametrize(("output", "slope"), [("w h", fmpq(6)), ("w h + q", None)])
def test_a_rounded_value_is_no_constant(output: str, slope: fmpq | None) -> None:
    """L = yhat^2 with yhat = w h = 3, w = 3 and h = 1; where q is not known, neither is the slope."""
    givens = {name: single(Dual(fmpq(value))) for name, value in (("w", 3), ("h", 1), ("yhat", 3))}
    formulas = {name: read_side(latex, NAMES)[0] for name, latex in (("yhat", output), ("L", r"\hat{y}^2"))}
    found = value_of(Example(givens=givens, formulas=formulas), Call("D", (Sym("L"), Sym("w"))))
    assert (None if found is None else found.number.value) == slope
