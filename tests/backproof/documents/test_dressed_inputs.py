"""Layers in words with "mean $0$", values that open a list, masks of a set, and inputs that are changed."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Initial weights

- A layer has $n$ inputs $x_1,\dots,x_n$ and $m$ outputs $y_1,\dots,y_m$, $y_i = \sum_{j=1}^{n} w_{ij}x_j$.
- The $w_{ij}$ are iid with mean $0$ and variance $\omega^2$ and independent of the inputs. The $x_j$ are iid with mean $\mu$.

"""
MASK = r"""Dropout on the inputs: $\tilde x_j = \frac{m_j}{q}x_j$, where $m_j\in\{0,1\}$ is $1$ with probability $q$.

"""


def last(page: str) -> str:
    return str(check_document(page).claims[-1].verdict)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbb{V}[y_i] = n\,\omega^2\,\mathbb{E}[x^2]", "proved"),
        (r"\mathbb{V}[y_i] = m\,\omega^2\,\mathbb{E}[x^2]", "refuted"),
        (r"\mathbb{V}[y_i] = n\,\omega\,\mathbb{E}[x^2]", "refuted"),
    ],
)
def test_a_mean_may_be_a_formula(claim: str, expected: str) -> None:
    assert last(PAGE + f"${claim}$") == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbb{V}[y_i] = 300\cdot 0.05^2\cdot 2", "conditional"),
        (r"\mathbb{V}[y_i] = 300\cdot 0.05\cdot 2", "undecided"),  # nothing is given of single weights
        (r"\mathbb{V}[y_i] = 1.5", "conditional"),
        (r"\mathbb{V}[y_i] = 2.5", "undecided"),
    ],
)
def test_values_that_open_a_list(claim: str, expected: str) -> None:
    values = r"Numbers. $n=300$, std of the weights $\omega = 0.05$, $\mathbb{E}[x^2]=2$:" + "\n- "
    assert last(PAGE + values + f"${claim}$") == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbb{E}[\tilde x_j] = \mathbb{E}[x_j]", "proved"),
        (r"\mathbb{E}[\tilde x_j] = q\,\mathbb{E}[x_j]", "refuted"),
        (r"\mathbb{E}[\tilde x_j^2] = \frac1q\,\mathbb{E}[x_j^2]", "proved"),
        (r"\mathbb{E}[\tilde x_j^2] = \mathbb{E}[x_j^2]", "refuted"),
        (r"\mathbb{V}[y_i] = \frac{1}{q}\,n\,\omega^2\,\mathbb{E}[x^2]", "conditional"),  # of the changed inputs
        (r"\mathbb{V}[y_i] = \frac{1}{q^2}\,n\,\omega^2\,\mathbb{E}[x^2]", "refuted"),
        (r"\mathbb{V}[y_i] = n\,\omega^2\,\mathbb{E}[x^2]", "proved"),
    ],
)
def test_a_mask_that_is_one_of_a_set(claim: str, expected: str) -> None:
    assert last(PAGE + MASK + f"${claim}$") == expected
