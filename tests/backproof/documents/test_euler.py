r"""The letter e as the name of an error beside e^{z_i}, Euler's number to a power."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.euler import is_name, with_exponentials

PAGE = r"""# Softmax

Let $y = \text{softmax}(z)$, $y_i = e^{z_i} / \sum_{l=1}^K e^{z_l}$ and the error $e = \frac12 \|y - t\|^2$. Then """


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_y e = y - t", "proved"),
        (r"\frac{\partial e}{\partial z_j} = y_j (y_j - t_j) - y_j \sum_i y_i (y_i - t_i)", "proved"),
        (r"\nabla_z e = (y - t) \odot y \odot (1 - y)", "refuted"),
        (r"y_1 = e^{z_1} / \sum_{l=1}^K e^{z_l}", "proved"),
    ],
)
def test_an_error_called_e_beside_exponentials(claim, verdict):
    assert check_document(PAGE + f"${claim}$.").claims[-1].verdict == verdict


def test_a_power_with_a_letter_is_an_exponential():
    assert with_exponentials(r"e^{z_{i}} e^x + e^2 + e") == r"\exp\left(z_{i}\right) \exp\left(x\right) + e^2 + e"
    assert with_exponentials(r"\theta^e_{e} e^{2}") == r"\theta^e_{e} e^{2}"


def test_what_is_said_to_be_e_is_a_name():
    assert is_name([("e", "y - t")], "e ; y - t ; e^{x}")
    assert is_name([("y", "e")], "y ; e ; 2")
    assert not is_name([("y", "e")], "y ; e ; e^{x}")
    assert not is_name([("y", "e x")], "y ; e x")
    assert is_name([("e^{(n)}", "o^{(n)} - t^{(n)}")], "e^{(n)} ; o^{(n)} - t^{(n)} ; e^{x}")
    assert is_name([("e_n", "o_n - t_n")], "e_n ; o_n - t_n ; e^{x}")
    assert not is_name([("e_k", "(0, 1, 0)")], "e_k ; (0, 1, 0) ; e^{x}")
    assert not is_name([("e^{n}", "o - t")], "e^{n} ; o - t")
