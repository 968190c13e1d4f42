"""The Hessian that words name, diagonal matrices with dots, labels of one value, and what a probability is equal to."""

import pytest

from backproof.documents.check import check_document

MODEL = r"""Logistic regression. The samples are $\mathbf{x}_i \in \mathbb{R}^d$ with labels $y_i \in \{0, 1\}$, the rows of
$X \in \mathbb{R}^{N \times d}$, and $p_i = P(y_i = 1 | \mathbf{x}_i) = \sigma(\mathbf{w}^T \mathbf{x}_i)$ with the sigmoid $\sigma$.

$$L(\mathbf{w}) = -\frac{1}{N} \sum_{i=1}^N [y_i \log p_i + (1 - y_i) \log (1 - p_i)]$$

"""
ONE = r"""Logistic regression with labels $t \in \{-1, 1\}$, the sigmoid $\sigma$ and the loss $L(\mathbf{w}) = -\log \sigma(t \mathbf{w}^T \mathbf{x})$. """


@pytest.mark.parametrize(
    ("formula", "entry", "verdict"),
    [
        (r"\frac{1}{N} X^T S X", "p_1(1 - p_1), \\dots, p_N(1 - p_N)", "proved"),
        pytest.param(r"X^T S X", "p_1(1 - p_1), \\dots, p_N(1 - p_N)", "refuted", marks=pytest.mark.slow),
        (r"\frac{1}{N} X S X^T", "p_1(1 - p_1), \\dots, p_N(1 - p_N)", "refuted"),
        (r"\frac{1}{N} X^T S X", "p_1, \\dots, p_N", "refuted"),
        pytest.param(  # not read: the ends differ
            r"\frac{1}{N} X^T S X", "p_1(1 - p_1), \\dots, p_N(1 + p_N)", "definition", marks=pytest.mark.slow
        ),
    ],
)
def test_the_hessian_that_words_name(formula, entry, verdict):
    page = rf"{MODEL} The Hessian in matrix form is $H = {formula}$ with $S = \text{{diag}}({entry})$."
    assert check_document(page).claims[-2].verdict == verdict


@pytest.mark.parametrize(
    ("value", "claim", "verdict"),
    [
        ("1", r"(\sigma(\mathbf{w}^T \mathbf{x}) - 1) \mathbf{x}", "proved"),
        ("-1", r"\sigma(\mathbf{w}^T \mathbf{x}) \mathbf{x}", "proved"),
        ("-1", r"(\sigma(\mathbf{w}^T \mathbf{x}) - 1) \mathbf{x}", "refuted"),
    ],
)
def test_a_gradient_for_one_value_of_the_label(value, claim, verdict):
    page = rf"{ONE} For $t = {value}$ it must be $\nabla L = {claim}$."
    assert check_document(page).claims[-1].verdict == verdict


JACOBIAN = r"""%s $p = \text{softmax}(z)$, where $p, z \in \mathbb{R}^K$. The Jacobian of the softmax is

$$J = %s .$$
"""


@pytest.mark.parametrize(
    ("words", "formula", "verdict"),
    [
        ("Let", r"\text{diag}(p) - p p^T", "proved"),
        ("Let", r"\text{diag}(p) + p p^T", "refuted"),
        ("Let", r"\text{diag}(p) - p^T p", "refuted"),
        ("Vectors are columns. Let", r"\text{diag}(p) - p^T p", "refuted"),
        ("Vectors are rows. Let", r"\text{diag}(p) - p^T p", "undecided"),
        (
            r"With $W \in \mathbb{R}^{n \times K}$, $x \in \mathbb{R}^n$, $z = x W$,",
            r"\text{diag}(p) - p^T p",
            "undecided",
        ),
        ("Let $h = \\tanh(a)$ and", r"\text{diag}(p) + p p^T", "definition"),  # of which function?
    ],
)
def test_the_jacobian_that_words_name(words, formula, verdict):
    assert check_document(JACOBIAN % (words, formula)).claims[-1].verdict == verdict


@pytest.mark.parametrize("formula", [r"\text{diag}(p) - p p^T", r"\text{diag}(p) - p^T p"])
def test_a_jacobian_leaves_the_shapes_of_its_vectors_known(formula):
    page = JACOBIAN % ("Let", formula) + r"Besides, $\text{softmax}(z + c \mathbf{1}) = \text{softmax}(z)$."
    assert check_document(page).claims[-1].verdict == "proved"
