r"""A letter that is the class of a sample: the loss -log p_y."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
For scores $\mathbf{s} = W \mathbf{x}$ the loss of an example of class $y$ is $\ell = -\log p_y$ with
$p_k = \frac{e^{s_k}}{\sum_j e^{s_j}}$. CLAIM
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$\frac{\partial \ell}{\partial s_k} = p_k - \mathbf{1}(k = y)$", "proved"),
        (r"$\frac{\partial \ell}{\partial s_k} = \mathbf{1}(k = y) - p_k$", "refuted"),
        (r"$\frac{\partial \ell}{\partial s_y} = p_y - 1$", "proved"),
        (r"If $k \neq y$, then $\frac{\partial \ell}{\partial s_k} = p_k$.", "proved"),
        (r"If $k = y$, then $\frac{\partial \ell}{\partial s_k} = p_k$.", "refuted"),
        (r"$\nabla_W \ell = (\mathbf{p} - \mathbf{e}_y) \mathbf{x}^T$", "proved"),
        (r"$\ell \geq 0$", "proved"),
        (r"$\ell > 0$", "conditional"),  # of one class it is 0
        (r"If all scores are near 0 then $\ell \approx \log n$", "proved"),
        (r"$\nabla_{\mathbf{s}} \ell = p - y$", "undecided"),  # y is no vector here
    ],
)
def test_the_class_of_an_example(claim, expected):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == expected


def test_a_case_ends_where_an_equation_has_both():
    both = r"$\frac{\partial \ell}{\partial s_k} = p_k - \mathbf{1}(k = y)$"
    case = r"If $k \neq y$, then $\frac{\partial \ell}{\partial s_k} = p_k$."
    claims = check_document(
        PAGE.replace("CLAIM", rf"{case} Then {both}, so $\frac{{\partial \ell}}{{\partial s_k}} = p_k$")
    )
    assert [each.verdict for each in claims.claims[-3:]] == ["proved", "proved", "refuted"]


def test_an_entry_of_what_the_question_has_defined_is_not_defined():
    page = r"""# Problem 1

The softmax is $p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$.

# Problem 2

The loss is $L = -\sum_k t_k \log p_k$ for a softmax. The gradient is zero at $p = t$. The
best probability of the true class is $p_c = 1 - \varepsilon$.
"""
    assert check_document(page).claims[-1].verdict == "undecided"
