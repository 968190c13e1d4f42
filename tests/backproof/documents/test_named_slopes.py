"""Slopes of activations that the words beside a formula name, and the gradient at an output unit that words describe."""

import pytest

from backproof.documents.check import check_document

LAYERS = r"""# Backpropagation

$\mathbf{z}^{(l)} = \mathbf{W}^{(l)} \mathbf{y}^{(l-1)} + \mathbf{b}^{(l)}$ and $\mathbf{y}^{(l)} = \varphi(\mathbf{z}^{(l)})$.

"""
HEAD = LAYERS + r"Define $\delta^{(l)} = \nabla_{\mathbf{z}^{(l)}} Loss_i$." + "\n\n"


def last(text: str) -> str:
    """What is said of the last claim of a page."""
    return check_document(text).claims[-1].verdict


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"We have $\varphi'(z) = 1 - \varphi(z)^2$ (tanh).", r"We have $\varphi'(z) = 1 - \varphi(z)$ (tanh)."),
        (r"For the sigmoid $g' = g(1 - g)$.", r"For the sigmoid $g' = g(1 + g)$."),
        (r"- softplus: $f'(z_j) = \frac{1}{1+e^{-z_j}}$", r"- softplus: $f'(z_j) = \frac{1}{1+e^{z_j}}$"),
        (
            r"$$\varphi'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases} \quad \text{for ReLU}$$",
            r"$$\varphi'(z) = \begin{cases} 0 & z > 0 \\ 1 & z < 0 \end{cases} \quad \text{for ReLU}$$",
        ),
        (
            r"Since $\varphi'(u) \leq \frac{1}{4}$ for the logistic function.",
            r"So $\varphi'(u) \leq \frac{1}{5}$ (sigmoid).",
        ),
    ],
)
def test_words_beside_a_slope_say_of_which_activation_it_is(right, wrong):
    assert (last(LAYERS + right), last(LAYERS + wrong)) == ("proved", "refuted")


def test_an_activation_that_is_not_followed_leaves_the_claim_open():
    assert last(LAYERS + r"$\varphi'(z) = 1 - \varphi(z)^2$ (leaky ReLU)") == "undecided"


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_letters_that_are_not_in_bold_are_those_of_one_output_unit(sign, verdict):
    words = r"Sigmoid output with binary cross entropy: "
    formula = (
        rf"$\delta^{{(L)}} = \frac{{y^{{(L)}} {sign} t}}{{y^{{(L)}}(1 - y^{{(L)}})}} \cdot y^{{(L)}}(1 - y^{{(L)}})$."
    )
    assert last(HEAD + words + formula) == verdict
    assert last(HEAD + formula) != "refuted"
