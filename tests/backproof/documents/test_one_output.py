"""Layered networks with one output, as only the loss shows, and what delta^(2) says of delta^(l)."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow
PAGE = r"""Backpropagation. $z^{(1)} = W^{(1)} x + b^{(1)}$, $a^{(1)} = \sigma(z^{(1)})$, $z^{(2)} = W^{(2)} a^{(1)} + b^{(2)}$,
$a^{(2)} = \sigma(z^{(2)})$ with the sigmoid $\sigma$. The loss of sample $i$ is $J_i = -y_i \log a_i^{(2)} - (1 - y_i) \log(1 - a_i^{(2)})$,
and $J = \frac{1}{m} \sum_{i=1}^m J_i$. Let $\delta^{(2)} = \nabla_{z^{(2)}} J_i$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_{a^{(1)}} J_i = W^{(2)T} \delta^{(2)}", "proved"),
        pytest.param(r"\nabla_{a^{(1)}} J_i = W^{(2)T} \delta^{(2)} \odot a^{(1)}", "refuted", marks=slow),
        (r"\delta^{(2)} = a_i^{(2)} - y_i", "proved"),
        pytest.param(r"\delta^{(2)} = y_i - a_i^{(2)}", "refuted", marks=slow),
        pytest.param(r"\frac{\partial J_i}{\partial W^{(l)}_{jk}} = \delta^{(l)}_j a^{(l-1)}_k", "proved", marks=slow),
        pytest.param(r"\frac{\partial J_i}{\partial W^{(l)}_{jk}} = \delta^{(l)}_j a^{(l)}_k", "refuted", marks=slow),
        pytest.param(r"\delta^{(l)} = W^{(l+1)T} \delta^{(l+1)} \odot \sigma'(z^{(l)})", "proved", marks=slow),
        (r"\delta^{(l)} = W^{(l+1)} \delta^{(l+1)} \odot \sigma'(z^{(l)})", "refuted"),
        pytest.param(r"\nabla_{a^{(l)}} J_i = \delta^{(l)}", "refuted", marks=slow),
    ],
)
def test_one_output_behind_a_hidden_layer(claim, verdict):
    assert check_document(f"{PAGE}\n\n$${claim}$$\n").claims[-1].verdict == verdict


def test_a_loss_that_came_out_as_an_array_refutes_nothing():
    page = PAGE.replace(r"a_i^{(2)}", r"y_i^{(2)}").replace("a^{(2)} =", "y^{(2)} =")
    claim = r"\nabla_{a^{(1)}} J_i = W^{(2)T} \nabla_{z^{(2)}} J_i"
    assert check_document(f"{page}\n\n$${claim}$$\n").claims[-1].verdict == "proved"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_{W^{(2)}} J = \frac{1}{m} D_2 A_1^T", "proved"),
        pytest.param(r"\nabla_{W^{(2)}} J = D_2 A_1^T", "refuted", marks=slow),
    ],
)
def test_the_errors_of_all_samples_are_called_as_in_code(claim, verdict):
    said = "With all samples in the columns of $D_2$ and $A_1$,"
    assert check_document(f"{PAGE}\n{said}\n$${claim}$$\n").claims[-1].verdict == verdict


CHAIN = r"""Backpropagation. $z^{(1)} = W^{(1)} x + b^{(1)}$, $a^{(1)} = \sigma(z^{(1)})$ with the sigmoid $\sigma$,
$z^{(2)} = W^{(2)} a^{(1)} + b^{(2)}$ and $p = a^{(2)} = \text{softmax}(z^{(2)})$. The loss is $J = -\sum_k t_k \log p_k$
with a one-hot $t$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\nabla_{W^{(2)}} J = (a^{(2)} - t) a^{(1)T}", "proved"),
        pytest.param(r"\nabla_{W^{(2)}} J = (t - a^{(2)}) a^{(1)T}", "refuted", marks=slow),
    ],
)
def test_a_chain_defines_what_stands_in_its_middle(claim, verdict):
    assert check_document(f"{CHAIN}\n\n$${claim}$$\n").claims[-1].verdict == verdict


def test_an_error_may_be_the_gradient_by_something_else_in_another_layer():
    said = r"Let $\delta^{(1)} = \frac{\partial J_i}{\partial a^{(1)}}$."
    claim = r"\delta^{(1)} = W^{(2)T} \delta^{(2)}"
    assert check_document(f"{PAGE}\n{said}\n\n$${claim}$$\n").claims[-1].verdict == "proved"


SAMPLES = r"""# Two layers

$$\mathbf{z}^{(1)} = \mathbf{U}^{(1)} \mathbf{x} + \mathbf{b}^{(1)}, \quad \mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)}), \quad
z^{(2)} = \mathbf{U}^{(2)} \mathbf{y}^{(1)} + b^{(2)}, \quad y^{(2)} = \varphi(z^{(2)})$$

with $\mathbf{U}^{(1)} \in \mathbb{R}^{5 \times 8}$, $\mathbf{U}^{(2)} \in \mathbb{R}^{1 \times 5}$ and the sigmoid
$\varphi(z) = \frac{1}{1 + e^{-z}}$.

$$Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)}), \qquad Loss = \frac{1}{N} \sum_{i=1}^N Loss_i$$

$$\delta_i^{(2)} = \frac{\partial Loss_i}{\partial y_i^{(2)}} \varphi'(z_i^{(2)}) = y_i^{(2)} - y_i$$

"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(
            r"\nabla_{b^{(2)}} Loss = \frac{1}{N} \sum_{i=1}^N \delta_i^{(2)}",
            r"\sum_{i=1}^N \delta_i^{(2)}",
            marks=slow,
        ),
        pytest.param(
            r"\delta_k^{(1)} = U_{1k}^{(2)} \delta_i^{(2)} y_k^{(1)} (1 - y_k^{(1)})",
            r"U_{1k}^{(2)} \delta_i^{(2)} y_k^{(1)}",
            marks=slow,
        ),
        pytest.param(
            r"\frac{\partial Loss_i}{\partial y_k^{(1)}} = U_{1k}^{(2)} \delta_i^{(2)}",
            r"U_{1k}^{(2)} \delta_i^{(2)} y_k^{(1)}",
            marks=slow,
        ),
    ],
)
def test_the_number_of_sample_i_has_its_index_below_the_layer(right, wrong):
    for each, verdict in ((right, "proved"), (f"{right.split('=')[0]} = {wrong}", "refuted")):
        found = check_document(f"{SAMPLES}$${each}$$\n").claims
        assert [claim.verdict for claim in found[-2:]] == ["proved", verdict]
