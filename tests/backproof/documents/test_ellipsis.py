r"""Sums with dots are sums where one index runs."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.ellipsis import without_dots


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"x_1 + x_2 + \dots + x_n", r"(\sum_{k=1}^{n} x_{k})"),
        (r"w_1 x_1 + w_2 x_2 + \cdots + w_n x_n", r"(\sum_{k=1}^{n} w_{k}x_{k})"),
        (r"b + w_{j1} x_1 + \ldots + w_{jn} x_n", r"b +(\sum_{k=1}^{n} w_{jk}x_{k})"),
        (r"\frac{1}{e^{z_1} + \dots + e^{z_K}}", r"\frac{1}{(\sum_{k=1}^{K} e^{z_{k}})}"),
        (r"w_1 x_1 + \dots + w_{n_{in}} x_{n_{in}}", r"(\sum_{k=1}^{n_{in}} w_{k}x_{k})"),
    ],
)
def test_a_dotted_sum_is_a_sum(written, read):
    assert without_dots(written) == read


@pytest.mark.parametrize(
    "written",
    [
        r"x_1 + x_3 + \dots + x_n",
        r"x_1 - x_2 + \dots + x_n",
        r"1 + 2 + \dots + n",
        r"x_1 + \dots + y_n",
        r"w_1 x_1 + \dots + w_n x_m",
        r"i = 1, \dots, n",
    ],
)
def test_dots_that_are_not_understood_stay(written):
    assert without_dots(written) == written


@pytest.mark.parametrize(("claim", "verdict"), [(r"n \sigma^2 v^2", "proved"), (r"n^2 \sigma^2 v^2", "refuted")])
def test_the_variance_of_a_dotted_sum(claim, verdict):
    text = rf"Initialization. Let $w_i$, $x_i$ be independent with $E[w_i]=0$, $Var(w_i) = \sigma^2$, $E[x_i]=0$, $Var(x_i)=v^2$ and $a = w_1 x_1 + w_2 x_2 + \dots + w_n x_n$. Then $Var(a) = {claim}$."
    assert check_document(text).claims[-1].verdict == verdict
