"""Gradients that do not say by what, where they are zero, and losses that only words name: what is right, and its lies."""

import pytest

from backproof.documents.check import check_document

SQUARES = r"""
# 1 Least squares

Let $C(\mathbf{u}) = \|A \mathbf{u} - \mathbf{b}\|^2 + \lambda \|\mathbf{u}\|^2$ where $A \in \mathbb{R}^{m \times d}$.

CLAIM
"""
RIGHT = (
    r"\nabla C = 2 A^\top (A \mathbf{u} - \mathbf{b}) + 2 \lambda \mathbf{u}",
    r"\nabla^2 C = 2 A^\top A + 2 \lambda I",
    r"\mathbf{u}^* = (A^\top A + \lambda I)^{-1} A^\top \mathbf{b}",
    r"A^\top A \mathbf{u} - A^\top \mathbf{b} = A^\top (A \mathbf{u} - \mathbf{b})",
)
WRONG = (
    r"\nabla C = 2 A^\top (A \mathbf{u} - \mathbf{b}) + \lambda \mathbf{u}",
    r"A^\top A \mathbf{u} - A^\top \mathbf{b} = A^\top (A \mathbf{u} + \mathbf{b})",
)
OPEN = (r"\mathbf{u}^* = (A^\top A + 2 \lambda I)^{-1} A^\top \mathbf{b}",)
WORDS = r"""
# 1 Batch

The rows of $X \in \mathbb{R}^{m \times d}$ are samples and $Y \in \mathbb{R}^{m \times K}$ holds the one-hot labels.
$Z_1 = X W_1 + b_1$, $A_1 = \tanh(Z_1)$, $Z_2 = A_1 W_2 + b_2$, $P = \text{softmax}(Z_2)$, a softmax of each row.
The loss $J$ is the KIND over the batch.

$\frac{\partial J}{\partial Z_2} = \frac{1}{m} (P - Y)$

$\frac{\partial J}{\partial Z_2} = P - Y$
"""


def verdicts(text: str) -> dict[str, str]:
    """The verdict on each claim of a page."""
    return {each.latex: each.verdict for each in check_document(text).claims}


@pytest.mark.slow
def test_gradients_of_a_loss_of_one_name_and_where_they_are_zero():
    found = verdicts(SQUARES.replace("CLAIM", "\n\n".join(f"${each}$" for each in (*RIGHT, *WRONG, *OPEN))))
    assert [found[each] for each in RIGHT] == ["proved"] * len(RIGHT)
    assert [found[each] for each in WRONG] == ["refuted"] * len(WRONG)
    assert [found[each] for each in OPEN] == ["undecided"] * len(OPEN)


def test_a_loss_that_words_name_proves_what_is_right_and_refutes_nothing():
    claims = check_document(WORDS.replace("KIND", "mean cross-entropy")).claims
    right, wrong = claims[-2:]
    assert right.verdict == "proved"
    assert "as the words say" in right.reason
    assert wrong.verdict == "undecided"


def test_a_sum_or_another_loss_is_no_mean_cross_entropy():
    for kind in ("summed cross-entropy", "mean squared error"):
        assert {each.verdict for each in check_document(WORDS.replace("KIND", kind)).claims[-2:]} == {"undecided"}


def test_a_delta_in_the_wrong_order_defines_nothing():
    page = r"""
# 1 Rows

$X \in \mathbb{R}^{B \times 7}$, $V^{(1)} \in \mathbb{R}^{7 \times 6}$, $V^{(2)} \in \mathbb{R}^{6 \times 5}$,
$H^{(1)} \in \mathbb{R}^{B \times 6}$, $\Delta^{(2)} \in \mathbb{R}^{B \times 5}$

$\Delta^{(1)} = (DELTA) \odot (1 - H^{(1)} \odot H^{(1)})$
"""
    assert check_document(page.replace("DELTA", r"\Delta^{(2)} V^{(2)T}")).claims[-1].verdict == "definition"
    assert check_document(page.replace("DELTA", r"V^{(2)T} \Delta^{(2)}")).claims[-1].verdict == "refuted"


def test_what_words_restrict_to_a_special_case_is_not_refuted_in_general():
    page = r"""
# 1 Net

$z = W x + b$, $a = \varphi(z)$ and $L = \frac12 \| a - y \|^2$ with $W \in \mathbb{R}^{4 \times 3}$.

$\nabla_z L = a - y$

If the layer was linear, we would have $\nabla_z L = a - y$.
"""
    assert [each.verdict for each in check_document(page).claims[-2:]] == ["refuted", "undecided"]


def test_a_column_of_ones_in_products_of_a_jacobian():
    page = r"""
# 1 Softmax

$p = \text{softmax}(z)$ with $z \in \mathbb{R}^K$ and $J = \operatorname{diag}(p) - p p^\top$.

$J \mathbf{1} = 0$ and $p^\top \mathbf{1} = 1$, or $J \mathbf{1} = p$. But $J e = 0$ says nothing of a number.
"""
    found = verdicts(page)
    assert found[r"J \mathbf{1} = 0"] == found[r"p^\top \mathbf{1} = 1"] == "proved"
    assert found[r"J \mathbf{1} = p"] == "refuted"
    assert found["J e = 0"] == "undecided"
    known = verdicts(page + "\nHere $e$ is the vector of ones.")
    assert known["J e = 0"] == "proved"


def test_words_that_give_a_name_to_what_was_shown():
    page = r"""
# 1 Error

$h = \tanh(u)$, $o = V h + c$ with $V \in \mathbb{R}^{2 \times 3}$, $\ell = \frac{1}{2} \| o - t \|^2$
and $\frac{\partial \ell}{\partial o} = o - t$. CALL
Then $\frac{\partial \ell}{\partial h} = V^\top r$.
"""
    assert check_document(page.replace("CALL", "We call it $r$.")).claims[-1].verdict == "proved"
    assert check_document(page.replace("CALL", "")).claims[-1].verdict == "undecided"
