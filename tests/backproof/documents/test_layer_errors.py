"""Errors that are passed backwards: what is made of the error above is a gradient, and no definition of any kind."""

import pytest

from backproof.documents.check import check_document

NETWORK = r"""# Backpropagation

The network is $z^{(1)} = W^{(1)} x + b^{(1)}$, $a^{(1)} = \varphi(z^{(1)})$, $z^{(2)} = W^{(2)} a^{(1)} + b^{(2)}$ and
$a^{(2)} = \varphi(z^{(2)})$. """
SIZES = r"Here $W^{(1)} \in \mathbb{R}^{9 \times 4}$ and $W^{(2)} \in \mathbb{R}^{3 \times 9}$. "
ROWS = NETWORK.replace(r"W^{(1)} x", r"x W^{(1)}").replace(r"W^{(2)} a^{(1)}", r"a^{(1)} W^{(2)}")


def last(page, error):
    return check_document(page + rf"The error is $\delta^{{(1)}} = {error}$.").claims[-1].verdict


@pytest.mark.parametrize(
    ("page", "error", "verdict"),
    [
        (NETWORK, r"(W^{(2)})^T \delta^{(2)} \odot \varphi'(z^{(1)})", "proved"),
        (NETWORK, r"(W^{(2)})^T (\delta^{(2)} \odot \varphi'(z^{(2)}))", "proved"),  # the gradients by a
        (NETWORK, r"W^{(2)} \delta^{(2)} \odot \varphi'(z^{(1)})", "refuted"),
        pytest.param(NETWORK, r"(W^{(2)})^T \delta^{(2)} \odot \varphi(z^{(1)})", "refuted", marks=pytest.mark.slow),
        (NETWORK, r"(W^{(2)})^T \delta^{(2)}", "definition"),  # by a here, and by z above
        pytest.param(
            NETWORK + SIZES, r"(W^{(2)})^T \delta^{(2)} \odot \varphi'(z^{(1)})", "proved", marks=pytest.mark.slow
        ),
        (NETWORK + SIZES, r"W^{(2)} \delta^{(2)} \odot \varphi'(z^{(1)})", "refuted"),
        (ROWS, r"\delta^{(2)} (W^{(2)})^T \odot \varphi'(z^{(1)})", "definition"),
    ],
)
def test_an_error_is_made_of_the_one_above_by_the_chain_rule(page, error, verdict):
    assert last(page, error) == verdict


def test_a_wrong_error_makes_no_declared_shape_wrong():
    page = NETWORK + SIZES + r"The error is $\delta^{(1)} = W^{(2)} \delta^{(2)} \odot \varphi'(z^{(1)})$."
    assert [each.verdict for each in check_document(page).claims].count("refuted") == 1
