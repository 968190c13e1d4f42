"""Quadratic forms that are 0 for a vector that is not 0 are not positive."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Softmax

Let $q_i = \frac{\exp(u_i)}{\sum_{k=1}^n \exp(u_k)}$ and $J = \operatorname{diag}(q) - q q^T$. Let $v \in \mathbb{R}^n$.

"""


def said(words):
    """The claim about the form."""
    found = [each for each in check_document(PAGE + words).claims if "v^" in each.latex and "0" in each.latex]
    return found[0]


@pytest.mark.parametrize(
    "words",
    [
        r"$$v^T J v > 0 \quad \text{for all } v \neq 0$$",
        r"It is a variance, therefore $v^T J v > 0$ for every vector $v \neq 0$.",
        r"The matrix has $v^T J v > 0 \text{ for all } v \neq 0$ and the loss is convex.",
    ],
)
def test_the_hessian_of_the_cross_entropy_is_not_positive_definite(words):
    found = said(words)
    assert found.verdict == "refuted"
    assert found.reason == "the form is 0 for v = (1, ..., 1)"


@pytest.mark.parametrize(
    "words",
    [
        r"$$v^T J v \ge 0 \quad \text{for all } v \neq 0$$",
        r"It is a variance, therefore $v^T J v \geq 0$ for every vector $v$.",
    ],
)
def test_it_is_positive_semidefinite(words):
    assert said(words).verdict == "proved"


@pytest.mark.parametrize(
    "words",
    [
        r"There is $v^T J v > 0$ for some $v \neq 0$.",
        r"There is $v^T J v > 0$ unless all entries of $v$ are equal.",
        r"We have $v^T J v > 0$ for all $v \neq 0$ with $v^T 1 = 0$.",
        r"We have $v^T (J + I) v > 0$ for all $v \neq 0$.",
        r"We have $v^T v > 0$ for all $v \neq 0$.",
    ],
)
def test_nothing_is_refuted_of_some_vectors_or_of_forms_that_are_positive(words):
    assert said(words).verdict != "refuted"


def test_a_matrix_may_be_named_behind_what_it_is():
    page = PAGE.replace("J = \\operatorname{diag}(q) - q q^T", "\\operatorname{diag}(q) - q q^T =: J")
    for relation, verdict in ((">", "refuted"), (r"\ge", "proved")):
        found = check_document(rf"{page}$$v^T J v {relation} 0 \quad \text{{for all }} v \neq 0$$").claims[-1]
        assert found.verdict == verdict
