r"""Claims in which the maximum of some numbers stands."""

import pytest

from backproof.documents.check import check_document

STABLE = r"Let $x \in \mathbb{R}^K$ and $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$, and let $m = \max_j x_j$. "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"1 \leq \sum_k e^{x_k - m}", "proved"),
        (r"1 < \sum_k e^{x_k - m}", "conditional"),
        (r"\sum_k e^{x_k - m} \leq K", "proved"),
        (r"\log \sum_k e^{x_k} \leq m + \log K", "proved"),
        (r"\log \sum_k e^{x_k} - m \leq \log K", "proved"),
        (r"\log \sum_k e^{x_k - m} \leq 0", "refuted"),
        (r"\log \sum_k e^{x_k} \geq m + \log K", "refuted"),
        (r"\log p_i = x_i - \log \sum_k e^{x_k - m}", "refuted"),
    ],
)
def test_bounds_by_a_maximum(claim, verdict):
    assert check_document(f"{STABLE}Then ${claim}$.").claims[-1].verdict == verdict


def test_a_counterexample_says_which_number_is_the_largest():
    found = check_document(rf"{STABLE}Then $\sum_k e^{{x_k - m}} \leq 1$.").claims[-1]
    assert found.counterexample is not None
    assert found.counterexample.where[:3] == (("K", "2"), ("x_1", "m"), ("x_2", "m - 1"))


LAYER = (
    r"Let $z_k = \sum_j w_{kj} x_j + c_k$ and $p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$, and let $m = \max_j z_j$. "
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"z_k - m \leq 0", "proved"),
        (r"\sum_k e^{z_k - m} \geq 1", "proved"),
        (r"\log \sum_k e^{z_k} = \log \sum_k e^{z_k - m} + m", "proved"),
        (r"\log \sum_k e^{z_k} = \log \sum_k e^{z_k - m} - m", "refuted"),
        (r"\sum_k e^{z_k - m} \leq 1", "refuted"),
        (r"\log C = -\max_k z_k", "definition"),
    ],
)
def test_the_numbers_of_a_layer_can_be_any(claim, verdict):
    assert check_document(f"{LAYER}Then ${claim}$.").claims[-1].verdict == verdict


def test_what_a_layer_without_biases_gives_may_not_be_any_numbers():
    page = r"Let $z_k = w_k^2 + x$ and let $m = \max_j z_j$. Then $\sum_k e^{z_k - m} \leq 1$."
    assert check_document(page).claims[-1].verdict == "undecided"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbf{p}_c(\mathbf{z}) = \frac{\exp(\mathbf{z}_c)}{\sum_k \exp(\mathbf{z}_k)}", "proved"),
        (r"\mathbf{p}_c = \frac{\exp(\mathbf{z}_c - m)}{\sum_k \exp(\mathbf{z}_k - m)}", "proved"),
        (r"\mathbf{p}_c(\mathbf{z}) = \frac{\exp(\mathbf{z}_c)}{1 + \sum_k \exp(\mathbf{z}_k)}", "refuted"),
        (r"\mathbf{p}_c = \frac{\exp(\mathbf{z}_c - m)}{\sum_k \exp(\mathbf{z}_k) - m}", "refuted"),
        (r"\mathbf{p}_c = \frac{\exp(\mathbf{z}_c - m)}{\sum_k \exp(\mathbf{z}_k)}", "refuted"),
    ],
)
def test_scores_without_the_number_of_their_layer_are_those_of_the_softmax(claim, expected):
    page = r"""Let $\mathbf{p} = \text{softmax}(\mathbf{z}^{(2)})$ with $\mathbf{z}^{(2)} = W^{(2)} \mathbf{h} + \mathbf{b}^{(2)}$.

We subtract $m = \max_k \mathbf{z}_k$ for $\mathbf{p}_c$ and $\mathbf{z}_c$:

"""
    assert check_document(page + f"$${claim}$$").claims[-1].verdict == expected


@pytest.mark.parametrize(
    ("below", "verdict"),
    [(r"\sum_{k=1}^K e^{x_k - m}", "proved"), (r"\sum_{k=1}^K e^{x_k}", "refuted")],
)
def test_if_m_is_the_maximum_that_it_was_defined_to_be_it_is_no_restriction(below, verdict):
    page = r"Let $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$. If $m = \max_k x_k$ is the maximum, we have"
    assert check_document(rf"{page} $p_i = \frac{{e^{{x_i - m}}}}{{{below}}}$.").claims[-1].verdict == verdict
