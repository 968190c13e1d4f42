r"""The gradients of a linear layer of which the page writes the entries: \nabla_x L = W^T \nabla_a L."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Initialization

A layer has $n_{in}$ inputs and $n_{out}$ outputs, the weights are drawn from $N(0, \sigma^2)$, the inputs are independent,
zero-mean with $\text{var}(x_i) = v^2$.

$$a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$$

SAID

$$CLAIM$$
"""
DEFINED = r"Let $W \in \mathbb{R}^{n_{out} \times n_{in}}$ and let $g_j = \partial L/\partial a_j$, i.i.d. with variance $g^2$."
DELTA = r"Let $\delta_j = \partial L/\partial a_j$ with $\text{var}(\delta_j) = g^2$."
IN_WORDS = r"The gradients $g_j$ at the outputs are i.i.d. with mean zero and variance $g^2$."


@pytest.mark.parametrize(
    ("said", "claim", "expected"),
    [
        (DEFINED, r"\nabla_x L = W^T \nabla_a L", "proved"),
        (DEFINED, r"\nabla_x L = W \nabla_a L", "refuted"),
        (DEFINED, r"\nabla_W L = g x^T", "proved"),
        (DEFINED, r"\nabla_W L = x g^T", "refuted"),
        (DEFINED, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{out} \sigma^2 g^2", "conditional"),  # if E[g] = 0
        (DEFINED, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{in} \sigma^2 g^2", "refuted"),
        (DEFINED, r"\text{var}((\nabla_x L)_i) = n_{out} \sigma^2 \text{var}(g_j)", "conditional"),
        (DEFINED, r"\text{var}((W^T g)_i) = n_{out} \sigma^2 g^2", "conditional"),
        (DELTA, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{out} \sigma^2 g^2", "conditional"),
        (DELTA, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{in} \sigma^2 g^2", "refuted"),
        (DELTA, r"\frac{\partial L}{\partial x_i} = \sum_{j} w_{ji} \delta_j", "proved"),
        (IN_WORDS, r"\nabla_x L = W^T g", "conditional"),  # if g is that gradient
        (IN_WORDS, r"\nabla_x L = W g", "refuted"),
        (
            r"Let the gradient be $g = \nabla_a L$.",
            r"\text{var}((\nabla_x L)_i) = n_{out} \sigma^2 \text{var}(g_j)",
            "conditional",
        ),
    ],
)
def test_a_gradient_at_the_inputs(said, claim, expected):
    assert check_document(PAGE.replace("SAID", said).replace("CLAIM", claim)).claims[-1].verdict == expected


SAID_IN_WORDS = (
    r"The gradients at the outputs are i.i.d. with mean 0 and variance $\gamma^2$, independent of the weights."
)
DRAWN = (
    SAID_IN_WORDS
    + r""" For a Gaussian $a_j \sim N(0, s^2)$ we have $E[\max(0, a_j)] = \frac{s}{\sqrt{2\pi}}$.

Now backwards."""
)
TREATED = SAID_IN_WORDS + "\n\nWe treat the two factors as independent:"


@pytest.mark.parametrize(
    ("said", "claim", "expected"),
    [
        (SAID_IN_WORDS, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{out} \sigma^2 \gamma^2", "proved"),
        (SAID_IN_WORDS, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{in} \sigma^2 \gamma^2", "refuted"),
        (SAID_IN_WORDS, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{out} \sigma^2 \gamma", "refuted"),
        (SAID_IN_WORDS, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{out} \sigma^2 g^2", "undecided"),
        (
            DRAWN,
            r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^{n_{out}} w_{ji} \frac{\partial L}{\partial a_j}",
            "proved",
        ),
        (
            DRAWN,
            r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^{n_{out}} w_{ij} \frac{\partial L}{\partial a_j}",
            "refuted",
        ),
        (DRAWN, r"\text{var}(\frac{\partial L}{\partial x_i}) = n_{out} \sigma^2 \gamma^2", "proved"),
        (DRAWN, r"\text{var}(\frac{\partial L}{\partial x_i}) = \sigma^2 \gamma^2", "refuted"),
        (TREATED, r"\text{var}(\frac{\partial L}{\partial w_{ji}}) = \gamma^2 v^2", "proved"),
        (TREATED, r"\text{var}(\frac{\partial L}{\partial w_{ji}}) = n_{out} \gamma^2 v^2", "refuted"),
        (TREATED, r"\text{var}(\frac{\partial L}{\partial w_{ji}}) = \gamma^2 \sigma^2", "refuted"),
        (SAID_IN_WORDS + "\n\nSo", r"\text{var}(\frac{\partial L}{\partial w_{ji}}) = \gamma^2 v^2", "conditional"),
    ],
)
def test_a_law_of_the_gradients_in_words(said, claim, expected):
    assert check_document(PAGE.replace("SAID", said).replace("CLAIM", claim)).claims[-1].verdict == expected
