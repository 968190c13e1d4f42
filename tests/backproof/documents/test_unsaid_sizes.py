r"""Sums without an end, and a letter for how many terms they have."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
Softmax $p_c = \frac{e^{o_c}}{\sum_{k} e^{o_k}}$ with one-hot $y$ and $\ell = - \sum_{c} y_c \log p_c$.
BATCH
If all logits are equal then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "batch", "expected"),
    [
        (r"p_c = 1/K", "", "proved"),
        (r"p_c = 2/K", "", "refuted"),
        (r"\ell = \log K", "", "proved"),
        (r"\ell = K", "", "refuted"),
        (r"p_c = 1/N", r"For a batch $L = \frac1N \sum_{i=1}^N \ell_i$.", "refuted"),  # N counts the samples
    ],
)
def test_the_letter_counts_the_terms(claim, batch, expected):
    page = PAGE.replace("BATCH", batch).replace("CLAIM", claim)
    assert check_document(page).claims[-1].verdict == expected


SUM = r"""
# Initialization

With $a_j = \sum_i w_{ji} x_i$, independent, $n_{in}$ inputs and $n_{out}$ outputs, $\text{var}(x_i) = v^2$, all means zero,
and $z_j = \max(0, a_j)$ behind it,

$$\text{var}(a_j) = \sum_i \mathbb{E}[w_{ji}^2] v^2 = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\sum_{i=1}^{n_{in}} \sigma^2 v^2", "proved"),
        (r"\sum_{i=1}^{n_{out}} \sigma^2 v^2", "refuted"),  # w_ji is summed with the inputs x_i
        (r"\sum_{i=1}^{n_{in}} \sigma v^2", "refuted"),
        (r"n_{out} \sigma^2 v^2", "refuted"),
    ],
)
def test_an_end_that_is_written_once_is_that_of_every_sum(claim, expected):
    assert check_document(SUM.replace("CLAIM", claim)).claims[-1].verdict == expected


DRAWN = "# Initialization\n\nThe weights have mean 0 and $\\text{Var}(w) = 10^{-4}$, the inputs variance 1. "


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        ("With 500 inputs", r"\text{Var}(a) = 500 \cdot 10^{-4}", "undecided"),
        ("With 500 inputs", r"\text{Var}(a) = 0.05", "undecided"),
        ("With $a = \\sum_{i=1}^n w_i x_i$ and $n = 500$", r"\text{Var}(a) = 500 \cdot 10^{-4}", "proved"),
        ("So", r"\text{Var}(a) = n_{in} \cdot 10^{-2}", "refuted"),
    ],
)
def test_a_number_of_inputs_that_stands_in_words_refutes_nothing(words, claim, expected):
    assert check_document(DRAWN + f"{words} ${claim}$.").claims[-1].verdict == expected


GIVEN = r"""
# Initialization

Let $z = \sum_i w_i x_i$ with independent weights of mean zero and $\text{Var}(w_i) = \frac{\sigma^2}{n}$ and inputs of
mean zero and variance $v^2$. Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\text{Var}(z) = n \text{Var}(w_i) v^2", "proved"),
        (r"\text{Var}(z) = \sigma^2 v^2", "proved"),
        (r"\text{Var}(z) = n \sigma^2 v^2", "refuted"),
        (r"\text{Var}(z) = n^2 \text{Var}(w_i) v^2", "refuted"),
    ],
)
def test_a_size_that_a_variance_is_given_in_is_how_many_terms_there_are(claim, expected):
    assert check_document(GIVEN.replace("CLAIM", claim)).claims[-1].verdict == expected
