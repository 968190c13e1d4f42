"""What a section gives another meaning, and what a value that is given leaves open."""

import pytest

from backproof.documents.check import check_document


def last(page: str) -> str:
    return check_document(page).claims[-1].verdict


SECTIONS = r"""## Part one

The loss is the squared error, $L = \frac12 \sum_k (y_k - t_k)^2$ with $y = z$, so $\frac{\partial L}{\partial z_k} = y_k - t_k$.

## Part two

Now the output is the sigmoid, $y_k = \sigma(z_k)$, with the same loss. Then $\frac{\partial L}{\partial z_k} = TWO$.

## Part three

With the cross entropy $L = -\sum_k t_k \log y_k$ and $y = \text{softmax}(z)$, one-hot $t$, $\frac{\partial L}{\partial z_k} = THREE$.
"""
SLOPE, DIFFERENCE = "(y_k - t_k) y_k (1 - y_k)", "y_k - t_k"


@pytest.mark.parametrize(
    ("two", "three", "expected"),
    [(SLOPE, DIFFERENCE, ["proved", "proved"]), (DIFFERENCE, SLOPE, ["refuted", "refuted"])],
)
def test_a_sigmoid_in_a_section_beside_a_softmax(two, three, expected):
    claims = check_document(SECTIONS.replace("TWO", two).replace("THREE", three)).claims
    assert [each.verdict for each in claims if r"\partial" in each.latex][1:] == expected


LAYER = r"""Let $a = \sum_{i=1}^n w_i x_i$ with independent $w_i$, $x_i$ of mean zero, $\text{Var}(w_i) = \sigma^2$,
$\text{Var}(x_i) = v^2$. If we double $n$, the variance of $a$ doubles. """


@pytest.mark.parametrize(("value", "verdict"), [("v^2", "proved"), ("n v^2", "refuted"), ("2 v^2", "refuted")])
def test_a_value_that_is_given_asks_for_no_other(value, verdict):
    assert last(LAYER + rf"With $\sigma^2 = 1/n$ we get $\text{{Var}}(a) = {value}$.") == verdict
