"""Sizes that are said in words, in equations that are examples in numbers."""

import pytest

from backproof.documents.check import check_document


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (r"We have 784 inputs. With $\sigma = 0.01$ this is $n_{in} \sigma^2 = 784 \cdot 0.01^2$.", "conditional"),
        (r"We have 784 inputs. With $\sigma = 0.01$ this is $n_{in} \sigma^2 = 784 \cdot 0.01$.", "refuted"),
        (r"We have 100 input units. With $\sigma = 0.01$ this is $n_{in} \sigma^2 = 784 \cdot 0.01^2$.", "refuted"),
        (r"For MNIST with $\sigma = 0.01$ this is $n_{in} \sigma^2 = 784 \cdot 0.01^2$.", "conditional"),
    ],
)
def test_an_example_is_judged_with_as_many_as_the_words_say(page, said):
    (claim,) = [each for each in check_document(page).claims if "n_{in}" in each.latex]
    assert claim.verdict == said
    assert claim.verdict == "refuted" or claim.condition == "n_in = 784"


def test_a_value_for_numbers_that_are_not_read_is_never_called_wrong():
    page = r"In a network of steps the width is $\delta = \frac{2B}{N}$ for $N$ pieces. "
    claims = check_document(page + r"On $[-2, 2]$ with 80 of them it is $\delta = \frac{4}{80} = 0.05$.").claims
    assert "refuted" not in [each.verdict for each in claims]


@pytest.mark.parametrize(("number", "expected"), [("10", "conditional"), ("9", "refuted")])
def test_numbers_in_words_of_what_a_sum_runs_over(number: str, expected: str) -> None:
    page = r"""# Softmax

Let $y_i = \frac{e^{z_i}}{\sum_{j=1}^n e^{z_j}}$ and $L = -\sum_i t_i \log y_i$ with a one-hot label $t$.

At the start all logits are equal, so $L = \log n$; with ten classes that is $L = \log NUMBER$.
"""
    assert check_document(page.replace("NUMBER", number)).claims[-1].verdict == expected
