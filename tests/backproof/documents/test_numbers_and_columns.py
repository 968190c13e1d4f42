r"""Numbers p_i, y_i of the samples, and the columns P, y of all of them, in claims about a mean loss."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
Samples are rows, $X \in \mathbb{R}^{M \times 9}$, and $t \in \mathbb{R}^{M \times 1}$.

$$S = X W + \mathbf{1} b, \qquad Q = \sigma(S)$$

with $W \in \mathbb{R}^{9 \times 1}$, $b \in \mathbb{R}$ and $\sigma(s) = \frac{1}{1 + e^{-s}}$. Per sample, with
$q_i = \sigma(s_i)$, $\ell_i = -t_i \log q_i - (1 - t_i) \log (1 - q_i)$, and $L = \frac{1}{M} \sum_{i=1}^M \ell_i$.

$$\frac{\partial q}{\partial s} = q (1 - q)$$

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\nabla_b L = \frac{1}{M} \sum_{i=1}^M (q_i - t_i)", "proved"),
        (r"\nabla_b L = \sum_{i=1}^M (q_i - t_i)", "refuted"),
        (r"\nabla_b L = \frac{1}{M} \sum_{i=1}^M (t_i - q_i)", "refuted"),
        (r"\nabla_W L = \frac{1}{M} X^T (Q - t)", "proved"),
        (r"\nabla_W L = X^T (Q - t)", "refuted"),
    ],
)
def test_the_numbers_of_all_samples_are_entries_of_their_columns(claim, expected):
    of_one, found = check_document(PAGE.replace("CLAIM", claim)).claims[-2:]
    assert (of_one.verdict, found.verdict) == ("proved", expected)


LAYERS = r"""
$$a_j = \sum_i W_{ji} x_i + b_j, \qquad h_j = \sigma(a_j), \qquad z_k = \sum_{j=0}^{H-1} V_{kj} h_j + c_k,
\qquad p_k = \frac{e^{z_k}}{\sum_{l=0}^{K-1} e^{z_l}}, \qquad L = -\sum_{k=0}^{K-1} y_k \log p_k$$

where $\sigma(a) = \frac{1}{1 + e^{-a}}$. In vector notation $z = V h + c$ with $V \in \mathbb{R}^{K \times H}$, and $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [(r"h = \sigma(a)", "proved"), (r"h = \sigma(z)", "refuted")],
)
def test_the_formula_makes_sigma_the_sigmoid_beside_a_softmax(claim, expected):
    assert check_document(LAYERS.replace("CLAIM", claim)).claims[-1].verdict == expected


BOTH = r"""
$$Z = X W + b, \qquad P = \mathrm{softmax}(Z)$$

For one row: $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad L = -\log p_y$$

$$\frac{\partial p}{\partial z} = \mathrm{diag}(NAME) - NAME NAME^T$$
"""


@pytest.mark.parametrize(("name", "expected"), [("p", "proved"), ("P", "undecided")])
def test_a_capital_that_the_page_defines_beside_the_small_letter_is_not_held_against_it(name, expected):
    assert check_document(BOTH.replace("NAME", name)).claims[-1].verdict == expected
