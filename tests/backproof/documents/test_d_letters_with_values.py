r"""Gradients that a d names: values that they have somewhere, d\hat y, slopes written as products, entries that words name."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow

PAGE = r"""# Two classes

The rows of $X \in \mathbb{R}^{N \times 9}$ are the samples, $W_1 \in \mathbb{R}^{9 \times 5}$,
$b_1 \in \mathbb{R}^{1 \times 5}$, $W_2 \in \mathbb{R}^{5 \times 1}$ and $b_2 \in \mathbb{R}$.

$$Z_1 = X W_1 + b_1, \quad A_1 = \sigma(Z_1), \quad Z_2 = A_1 W_2 + b_2, \quad \hat{y} = \sigma(Z_2)$$

with the sigmoid. Were $W_2 = 0$, then $dA_1 = 0$ and $dW_1 = 0$, and the hidden units learn nothing.

$$L = -\frac{1}{N} \sum_{n=1}^{N} \left[ y_n \log \hat{y}_n + (1 - y_n) \log (1 - \hat{y}_n) \right]$$

Here $dM$ is $\partial L / \partial M$ and $\circ$ is the product entry by entry.

"""
CLASSES = r"""# Seven classes

The rows of $X \in \mathbb{R}^{N \times 9}$ are the samples, $W_1 \in \mathbb{R}^{9 \times 5}$,
$b_1 \in \mathbb{R}^{1 \times 5}$, $W_2 \in \mathbb{R}^{5 \times 7}$ and $b_2 \in \mathbb{R}^{1 \times 7}$.

$$Z_1 = X W_1 + b_1, \quad A_1 = \sigma(Z_1), \quad Z_2 = A_1 W_2 + b_2$$

The softmax is taken of each row of $Z_2$ (its entries are called $z_{nk}$),

$$P_{nk} = \frac{e^{z_{nk}}}{\sum_{j=1}^{7} e^{z_{nj}}}$$

and with the one-hot rows of $Y \in \mathbb{R}^{N \times 7}$

$$L = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k} Y_{nk} \log P_{nk}$$

Here $dM$ is $\partial L / \partial M$ and $\circ$ is the product entry by entry.

"""


def verdict(page, equation):
    return check_document(f"{page}$${equation}$$").claims[-1].verdict


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"dA_1 = dZ_2 \, W_2^T", "proved"),
        (r"dA_1 = dZ_2 \, W_2", "refuted"),
        pytest.param(r"dA_1 = W_2^T \, dZ_2", "refuted", marks=slow),
        pytest.param(r"dW_1 = X^T dZ_1", "proved", marks=slow),
        (r"dW_1 = dZ_1^T X", "refuted"),
        (r"db_1 = \sum_n (dZ_1)_{n,:}", "proved"),
        pytest.param(r"db_1 = \frac{1}{N} \sum_n (dZ_1)_{n,:}", "refuted", marks=slow),
    ],
)
def test_a_value_that_a_gradient_has_somewhere_is_not_what_it_is(equation, expected):
    assert verdict(PAGE, equation) == expected


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"d\hat{y} = \frac{1}{N} \left( -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}} \right)", "proved"),
        pytest.param(
            r"d\hat{y} = \frac{1}{N} \left( \frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}} \right)",
            "refuted",
            marks=slow,
        ),
        pytest.param(r"d\hat{y} = -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}", "refuted", marks=slow),
        (r"dZ_2 = d\hat{y} \circ \hat{y}(1 - \hat{y})", "proved"),
        pytest.param(r"dZ_2 = d\hat{y} \circ (1 - \hat{y})\hat{y}", "proved", marks=slow),
        (r"dZ_2 = d\hat{y} \circ \hat{y}(1 + \hat{y})", "refuted"),
        pytest.param(r"dZ_2 = d\hat{y} \circ Z_2(1 - Z_2)", "refuted", marks=slow),
        pytest.param(r"dZ_1 = dZ_2 W_2^T \circ A_1(1 - A_1)", "proved", marks=slow),
        pytest.param(r"dZ_1 = dZ_2 W_2^T \circ Z_1(1 - Z_1)", "refuted", marks=slow),
    ],
)
def test_d_with_a_hat_is_a_gradient_and_slopes_beside_a_circle_are_taken_entry_by_entry(equation, expected):
    assert verdict(PAGE, equation) == expected


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"dZ_2 = \frac{1}{N}(P - Y)", "proved"),
        (r"dZ_2 = P - Y", "refuted"),
        pytest.param(r"dZ_2 = \frac{1}{N}(Y - P)", "refuted", marks=slow),
        (r"dZ_1 = (dZ_2 \, W_2) \circ A_1 \circ (1 - A_1)", "refuted"),
        pytest.param(r"dZ_1 = (dZ_2 \, W_2^T) \circ A_1 \circ (1 - A_1)", "proved", marks=slow),
    ],
)
def test_words_say_of_which_matrix_letters_are_the_entries(equation, expected):
    assert verdict(CLASSES, equation) == expected


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        pytest.param(r"dZ_2 = dP \circ P(1 - P)", "refuted", marks=slow),
        pytest.param(r"dZ_2 = \frac{1}{N}(P - Y)", "proved", marks=slow),
        (r"dZ_2 = \frac{1}{N}(P + Y)", "refuted"),
    ],
)
def test_that_the_entries_of_a_label_add_up_to_1_is_made_use_of(equation, expected):
    said = CLASSES.replace(
        r"Y \in \mathbb{R}^{N \times 7}$", r"Y \in \mathbb{R}^{N \times 7}$ with $\sum_k Y_{nk} = 1$"
    )
    assert said != CLASSES
    assert verdict(said, equation) == expected
