r"""A small letter for the entries or the rows of a matrix in a capital."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Initialization

Write the layer as $\mathbf{a} = W \mathbf{x}$ where $\mathbf{x} \in \mathbb{R}^{m}$. With the rows $\mathbf{w}_j^T$ of $W$ and
$w_{ji} \sim N(0, \sigma^2)$ we have

"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$a_j = \mathbf{w}_j^T \mathbf{x}$", "proved"),
        (r"$a_j = 2 \mathbf{w}_j^T \mathbf{x}$", "refuted"),
        (r"$a_j = \sum_{i=1}^m w_{ji} x_i$", "proved"),
        (r"$a_j = -\sum_{i=1}^m w_{ji} x_i$", "refuted"),
    ],
)
def test_a_small_letter_may_be_the_matrix(claim: str, verdict: str) -> None:
    found = check_document(PAGE + claim).claims[-1]
    assert found.verdict == verdict


SECTIONS = r"""
# Variances and init

Layer: $a = W x$, $W \in \mathbb{R}^{m \times n}$, so fan-in $n$, fan-out $m$.
Weights $w_{ij}$ iid, mean 0, variance $v$, independent of $x$. Inputs $x_1, \dots, x_n$ iid, mean $\mu$, variance $s^2$.WHOLE

## One unit

$E[w_{ij}^2] = v$. The terms are uncorrelated, so $CLAIM$.
"""


@pytest.mark.parametrize(
    ("whole", "claim", "verdict"),
    [
        ("", r"\operatorname{Var}(a_i) = n v (s^2 + \mu^2)", "proved"),
        ("", r"\operatorname{Var}(a_i) = n v s^2", "refuted"),
        ("", r"\operatorname{sd}(a_i) = n v (s^2 + \mu^2)", "refuted"),
        (
            " The entries $W_{ij}$ have mean 0 and variance $q$.",
            r"\operatorname{Var}(a_i) = n v (s^2 + \mu^2)",
            "refuted",
        ),
    ],
)
def test_the_entries_are_drawn_as_the_page_says(whole: str, claim: str, verdict: str) -> None:
    """In a later section too, where the claim names neither letter."""
    found = check_document(SECTIONS.replace("WHOLE", whole).replace("CLAIM", claim)).claims[-1]
    assert found.verdict == verdict, found.reason


def test_a_random_number_in_a_capital_is_no_matrix() -> None:
    page = (
        r"The inputs $x_i$ have mean 0 and variance 1. Let $X$ be a random variable. Then $E[X^2] = 1$ and $E[X] = 0$."
    )
    assert "proved" not in [each.verdict for each in check_document(page).claims[2:]]
