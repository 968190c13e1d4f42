"""Sides are read with the names of a page: subscripts, layers, moments, derivatives."""

from fractions import Fraction

import pytest

from backproof.answers.syntax import Call, Entry, Num, Pow, Sym, Transpose
from backproof.answers.tokens import Unreadable
from backproof.documents.lexer import read_side
from backproof.documents.page_names import PageNames

NAMES = PageNames({"varphi": "phi", "phi": "phi"}, frozenset(), frozenset("W"))
I, J = Sym("i"), Sym("j")


def read(latex):
    (tree,) = read_side(latex, NAMES)
    return tree


@pytest.mark.parametrize(
    ("latex", "tree"),
    [
        (r"\mathbf{p}_ c", Entry("p", (Sym("c"),))),
        (r"n_{\text{in}}", Sym("n_in")),
        (r"w_{ij}", Entry("w", (I, J))),
        (r"\delta_{ij}", Call("kronecker", (I, J))),
        (r"W^{(l+1)T}", Transpose(Sym("W^(l+1)"))),
        (r"W^1", Sym("W^(1)")),
        (r"\text{Loss}_i", Entry("Loss", (I,))),
        (r"\frac{d \log y_i}{dz_j}", Call("D", (Call("log", (Entry("y", (I,)),)), Entry("z", (J,))))),
        (r"\frac{\partial}{\partial z_j} y_i", Call("D", (Entry("y", (I,)), Entry("z", (J,))))),
        (r"\nabla_{W} L", Call("D", (Sym("L"), Sym("W")))),
        (r"\text{Var}(\text{ReLU}(a_j))", Call("Var", (Call("relu", (Entry("a", (J,)),)),))),
        (r"\mathbb E[w^2]", Call("E", (Pow(Sym("w"), Num(Fraction(2))),))),
        (r"\varphi'(z)", Call("phi'", (Sym("z"),))),
        (r"\mathbf{1}_{y}", Call("onehot", (Sym("y"),))),
    ],
)
def test_what_is_read(latex, tree):
    assert read(latex) == tree


def test_a_square_of_an_expectation_is_not_the_expectation_of_a_square():
    assert read(r"\mathbb{E}[x]^2") == Pow(Call("E", (Sym("x"),)), Num(Fraction(2)))


@pytest.mark.parametrize("latex", [r"\input{x}", r"a + ", r"x_1 + \dots + y_n", r"((("])
def test_what_cannot_be_read_says_why(latex):
    with pytest.raises(Unreadable) as caught:
        read_side(latex, NAMES)
    assert caught.value.reason


def test_deep_nesting_is_refused():
    with pytest.raises(Unreadable, match="deep"):
        read_side("(" * 200 + "x" + ")" * 200, NAMES)
