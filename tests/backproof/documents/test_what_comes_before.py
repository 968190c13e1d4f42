r"""What earlier words and sections say of a claim: the layer of a model, the case that is left, indices of a matrix."""

import pytest

from backproof.documents.check import check_document

MODEL = r"""# Network

$$a_j = \sum_{d=1}^{D} w_{jd} x_d, \qquad h_j = \tanh(a_j), \qquad o = \sigma(\sum_{j=1}^{M} v_j h_j + c)$$

where $\sigma$ is the logistic sigmoid.

# Initialization

The $w_{jd}$ are independent with mean 0 and variance $\tau^2$, the inputs have mean 0 and variance 1.

$$\text{Var}(a_j) = CLAIM$$
"""


@pytest.mark.parametrize(("claim", "verdict"), [(r"D \tau^2", "proved"), (r"2 D \tau^2", "refuted")])
def test_the_layer_of_a_model_is_the_one_that_is_initialized(claim: str, verdict: str) -> None:
    assert check_document(MODEL.replace("CLAIM", claim)).claims[-1].verdict == verdict


CASES = r"""# Initialization

Both rules hold only if $n_{in} = n_{out}$. Otherwise I average the two variances:

$$\frac{1}{2} \left( \frac{1}{n_{in}} + \frac{1}{n_{out}} \right) = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{n_{in} + n_{out}}{2 n_{in} n_{out}}", "proved"),
        (r"\frac{2}{n_{in} + n_{out}}", "refuted"),  # the harmonic mean
    ],
)
def test_the_case_that_is_left(claim: str, verdict: str) -> None:
    assert check_document(CASES.replace("CLAIM", claim)).claims[-1].verdict == verdict


CLASSES = r"""# Softmax

$$s_k = \sum_{j=1}^{M} V_{kj} h_j + c_k, \qquad p_k = \frac{e^{s_k}}{\sum_{i=1}^{K} e^{s_i}}, \qquad
\ell = -\sum_{k=1}^K t_k \log p_k$$

with one-hot $t$. Then

$$\frac{\partial \ell}{\partial h_j} = \sum_{k=1}^{K} (p_k - t_k) CLAIM$$
"""


@pytest.mark.parametrize(("claim", "verdict"), [("V_{kj}", "proved"), ("V_{jk}", "refuted")])
def test_indices_of_a_matrix_that_are_exchanged(claim: str, verdict: str) -> None:
    assert check_document(CLASSES.replace("CLAIM", claim)).claims[-1].verdict == verdict


BACKWARD = r"""# Initialization

$E[w_{ji}] = 0$, $E[x_i] = 0$ and $\text{var}(a_j) = \text{var}(\sum_{i=1}^{n_{in}} w_{ji} x_i) = n_{in} \sigma^2 v^2$.

$z_j = \max(0, a_j)$. SAID

$$\text{var}\left( \sum_{j=1}^{n_{out}} w_{ji} \frac{\partial \ell}{\partial a_j} \right) = CLAIM$$
"""


@pytest.mark.parametrize(
    ("said", "claim", "verdict"),
    [
        ("", r"n_{out} \sigma^2 g^2", "conditional"),
        ("", r"n_{in} \sigma^2 g^2", "refuted"),
        (
            r"Let $\text{var}\left( \frac{\partial \ell}{\partial z_j} \right) = g^2$.",
            r"n_{out} \sigma^2 g^2",
            "undecided",
        ),
    ],
)
def test_gradients_before_an_activation(said: str, claim: str, verdict: str) -> None:
    assert check_document(BACKWARD.replace("SAID", said).replace("CLAIM", claim)).claims[-1].verdict == verdict
