"""A bias that is called a_0 beside the weights a_h is a name of its own, and no entry."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

PAGE = r"""# One hidden layer

$$r_h = \sum_{i=1}^{p} V_{hi} u_i + c_h, \qquad s_h = \tanh(r_h), \qquad o = \sum_{h=1}^{H} a_h s_h + a_0.$$

The loss is $E = \frac{1}{2} (o - y)^2$.

"""
NUMBERS = r"""### The same with numbers

Take $u = (1, 2)^T$, $c = 0$, $a = (2, -1)^T$, $a_0 = 0.5$, $y = 0.5$ and

$$V = \begin{pmatrix} 0.5 & -0.25 \\ 0.5 & 0.25 \end{pmatrix}.$$

"""


def verdict(page: str) -> str:
    return str(check_document(page).claims[-1].verdict)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial E}{\partial a_0} = o - y", "proved"),
        (r"\frac{\partial E}{\partial a_0} = y - o", "refuted"),
        (r"\frac{\partial E}{\partial a_h} = (o - y) s_h", "proved"),
        (r"\frac{\partial E}{\partial a_h} = (o - y) s_h + a_0", "refuted"),
        (r"\frac{\partial E}{\partial s_h} = (o - y) a_h", "proved"),
        (r"\frac{\partial E}{\partial s_h} = (o - y) a_0", "refuted"),
    ],
)
def test_gradients_beside_a_bias(claim: str, expected: str) -> None:
    assert verdict(PAGE + f"Then ${claim}$.") == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"r_1 = 0", "proved"),
        (r"r_2 = 1", "proved"),
        (r"r_2 = 0.5", "refuted"),
        (r"r_2 = 0.5 \cdot 1 + 0.25 \cdot 2", "proved"),
        (r"r_2 = 0.5 \cdot 1 - 0.25 \cdot 2", "refuted"),
    ],
)
def test_a_vector_of_zeros_has_every_entry(claim: str, expected: str) -> None:
    found = check_document(PAGE + NUMBERS + f"Forward: ${claim}$.").claims[-1]
    assert str(found.verdict) == expected, found.reason


@pytest.mark.parametrize("index", ["h", "j", "a"])
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial u_i} = \sum_{h=1}^{H} \delta_h V_{hi}", "proved"),
        (r"\frac{\partial L}{\partial u_i} = \sum_{h=1}^{H} \delta_h", "refuted"),
        (r"\frac{\partial L}{\partial c_h} = \delta_h", "proved"),
        (r"\frac{\partial L}{\partial V_{hi}} = \delta_h u_i", "proved"),
        (r"\frac{\partial L}{\partial V_{hi}} = \delta_i u_h", "refuted"),
    ],
)
def test_a_letter_over_which_a_page_sums_is_an_index_of_delta(index: str, claim: str, expected: str) -> None:
    page = PAGE.replace("E =", "L =").replace("a_", "v_") + r"Let $\delta_h := \frac{\partial L}{\partial r_h}$."
    page = f"{page}\n\nThen ${claim}$."
    page = page.replace("_h", f"_{index}").replace("{h", "{" + index)
    assert verdict(page) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial E}{\partial u_i} = (o - y) \sum_{h=1}^{H} a_h (1 - s_h^2) V_{hi}", "proved"),
        (r"\frac{\partial E}{\partial u_i} = (o - y) \sum_{h=1}^{H} a_h s_h (1 - s_h) V_{hi}", "refuted"),
    ],
)
def test_a_letter_to_which_a_sum_runs_is_no_probability(claim: str, expected: str) -> None:
    head = r"**Sigmoid.** The logistic function is $\varphi(r) = \frac{1}{1 + e^{-r}}$, and $\varphi(-r) = 1 - \varphi(r)$."
    assert verdict(f"# Activations\n\n{head}\n\n{PAGE}Then ${claim}$.") == expected
