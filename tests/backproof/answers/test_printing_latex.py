from __future__ import annotations

import pytest

from backproof import equal
from backproof.answers.given import declare
from backproof.answers.printing_latex import latex, name
from backproof.answers.reading import read

GIVEN = {
    "x": "real", "y": "real", "n_in": "integer >= 1", "yhat": "positive", "z": "vector(3)", "W": "matrix(3,3)",
    "v": "column(3)", "k": "index(3)", "i": "index(3)", "delta": "kronecker", "H": "step", "a": "positive",
}  # fmt: skip
SHOWN = [
    "-(x - y)/(2*x)", "x^(-2)", "(-x)^2", "-x^2", "2*(1/3)*x", "sqrt(2/pi)*x", "exp(-x)/(1+exp(-x))^2",
    "log(x^2+1)/2", "sum_k exp(z_k)", "(sum_k z_k)^2", "x*(y - 1)*(-2)", "abs(x - y)", "max(x, 0)", "W@v", "(W@W).T",
    "x if x > 0 else 0",
    "n_in*yhat^2", "delta_ik*x", "H(x) + H(y - x)", "tanh(x)^2", "(x/y)^3", "x/(y/2)", "1/x/y", "(x+1)!",
    "floor(x/2)",
    "U[-a, a]", "N(0, 2/n_in)", "2^(x+1)", "(2^x)^2", "3*10^2", "Var(x)*E[y]^2", "cbrt(x)", "x - (y - 1)", "x - (-2)",
]  # fmt: skip


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_printed_is_read_back_as_the_same(text: str) -> None:
    tree = read(text, declare(GIVEN), "text").readings[0]
    printed = latex(tree)
    again = read(printed, declare(GIVEN), "latex").readings
    assert len(again) == 1
    assert latex(again[0]) == printed
    if "!" not in text:
        assert equal(text, printed, GIVEN).verdict == "equal"


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("n_in", r"n_{\text{in}}"), ("yhat_3", r"\hat{y}_{3}"), ("W^(2)", "W^{(2)}"), ("sigma", r"\sigma"),
        ("y'", "y'"), ("cost", r"\text{cost}"), ("xbar", r"\bar{x}"),
    ],
)  # fmt: skip
def test_names(word: str, shown: str) -> None:
    assert name(word) == shown


def test_a_name_cannot_smuggle_markup() -> None:
    assert "<" not in name("a<script>")
    assert "\\input" not in name("a\\input")
