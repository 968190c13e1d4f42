"""Small networks with one output, s = w_2^T a + b_2, whose shapes stand beside the equations."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
\begin{align}
v &= A_1 x + c_1, \qquad A_1 \in \mathbb{R}^{m \times d}, \\
g &= \tanh(v), \\
r &= k_2^\top g + c_2 \qquad (k_2 \in \mathbb{R}^{m}), \\
L &= \tfrac{1}{2} (r - t)^2 .
\end{align}

Let $\delta := \partial L/\partial v$.

"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial k_2} = (r - t) g", "proved"),
        (r"\frac{\partial L}{\partial g} = (r - t) k_2", "proved"),
        (r"\delta = (r - t) k_2 \odot (1 - g^2)", "proved"),
        (r"\frac{\partial L}{\partial A_1} = \delta x^\top", "proved"),
        (r"\frac{\partial L}{\partial x} = A_1^\top \delta", "proved"),
        (r"\frac{\partial L}{\partial k_2} = (t - r) g", "refuted"),
        (r"\delta = (r - t) k_2 \odot (1 - \tanh(g)^2)", "refuted"),
        (r"\frac{\partial L}{\partial A_1} = x \delta^\top", "refuted"),
        (r"\frac{\partial L}{\partial x} = A_1 \delta", "refuted"),
    ],
)
def test_a_shape_beside_an_equation_is_a_declaration_and_no_condition(claim, expected):
    assert check_document(PAGE + f"${claim}$").claims[-1].verdict == expected


@pytest.mark.parametrize(("value", "expected"), [("-6", "proved"), ("6", "refuted"), ("-8", "refuted")])
def test_numbers_in_such_a_network_are_judged(value, expected):
    example = r"For $m = d = 1$ take $x = 1$, $A_1 = 0$, $c_1 = 0$, $k_2 = 3$, $c_2 = 0$, $t = 2$. Then "
    assert check_document(PAGE + example + rf"$\delta = {value}$.").claims[-1].verdict == expected


def test_arithmetic_is_the_value_of_an_array_in_an_example_and_no_misfit():
    page = PAGE + r"With one unit and the weights of the table, $\delta = (0 - 2) \cdot 3 \cdot 1$."
    assert check_document(page).claims[-1].verdict == "undecided"


def test_a_small_letter_beside_numbered_capitals_is_a_vector():
    page = r"$v = W_1 x + b_1$, $g = \tanh(v)$, $r = w_2^\top g + b_2$ and $L = \tfrac{1}{2} (r - t)^2$ with $\delta := \partial L/\partial v$."
    lines = {
        r"$\frac{\partial L}{\partial w_2} = (r - t) g$": "proved",
        r"$\delta = (r - t) w_2 \odot (1 - g^2)$": "proved",
        r"$\delta = (r - t) w_2 \odot (1 - \tanh(g)^2)$": "refuted",
        r"$\frac{\partial L}{\partial W_1} = x \delta^\top$": "refuted",
    }
    found = check_document(page + "\n\n" + "\n\n".join(lines)).claims
    assert [each.verdict for each in found][-len(lines) :] == list(lines.values())


UNDECLARED = r"""# Two layers

$$\mathbf{z}^{(1)} = W^{(1)}\mathbf{x} + \mathbf{b}^{(1)}, \quad \mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)}), \quad
\mathbf{z}^{(2)} = W^{(2)}\mathbf{y}^{(1)} + \mathbf{b}^{(2)}, \quad \mathbf{y}^{(2)} = \varphi(\mathbf{z}^{(2)})$$

with $\varphi(z) = 1/(1+e^{-z})$ and $Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)})$. Let

$$\delta^{(l)} = \nabla_{\mathbf{z}^{(l)}} Loss_i = \nabla_{\mathbf{y}^{(l)}} Loss_i \odot \varphi'(\mathbf{z}^{(l)}).$$

Then for $l < L$ we get

$$\delta^{(l)} = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"W^{(l+1)T} \delta^{(l+1)} \odot \varphi'(\mathbf{z}^{(l)})", "proved"),
        (r"W^{(l+1)T} \delta^{(l+1)} \odot \varphi(\mathbf{z}^{(l)})", "refuted"),
        (r"W^{(l+1)} \delta^{(l+1)} \odot \varphi'(\mathbf{z}^{(l)})", "undecided"),  # a row beside a column
    ],
)
def test_the_loss_shows_that_there_is_one_output(claim, expected):
    assert check_document(UNDECLARED.replace("CLAIM", claim)).claims[-1].verdict == expected
