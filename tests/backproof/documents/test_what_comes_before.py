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


JACOBIAN = r"""# Softmax

$\mathbf{p} = \text{softmax}(\mathbf{z})$ with $\mathbf{z} \in \mathbb{R}^K$. With $S = \sum_{k=1}^K \exp(\mathbf{z}_k)$,
for $i \neq j$ the numerator does not depend on $\mathbf{z}_j$ and

$$\frac{\partial \mathbf{p}_i}{\partial \mathbf{z}_j} = \frac{0 \cdot S - SIGN \exp(\mathbf{z}_i) \exp(\mathbf{z}_j)}{S^2},$$

for $i = j$

$$\frac{\partial \mathbf{p}_i}{\partial \mathbf{z}_i} = \mathbf{p}_i (1 SIGN - \mathbf{p}_i).$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("", "proved"), ("2", "refuted")])
def test_the_case_between_two_displays_is_that_of_the_second(sign: str, verdict: str) -> None:
    claims = check_document(JACOBIAN.replace("SIGN", sign)).claims
    assert [each.verdict for each in claims if "partial" in each.latex] == [verdict, verdict]


RELU = r"""# Initialization

(a) All w, x are independent with zero mean, $\text{var}(w_{ij}) = \sigma^2$, $\text{var}(x_i) = v^2$.

$$a_j = \sum_{i=1}^{n_{in}} w_{ij} x_i$$

(c) With ReLU the input of the next layer is $x_j = \max(0, a_j)$.

$$CLAIM = \frac{1}{2} \text{var}(a_j)$$

(d) Backward, with $\text{var}(\partial L / \partial a_j) = g^2$:

$$\text{var}\left(\frac{\partial L}{\partial x_i}\right) = SIZE\,\sigma^2 g^2$$
"""


@pytest.mark.parametrize(
    ("claim", "size", "verdicts"),
    [
        ("E[x_j^2]", "n_{out}", ["conditional", "conditional"]),
        (r"\text{var}(x_j)", "n_{in}", ["refuted", "refuted"]),
    ],
)
def test_the_input_of_the_next_layer(claim: str, size: str, verdicts: list[str]) -> None:
    claims = check_document(RELU.replace("CLAIM", claim).replace("SIZE", size)).claims
    assert [claims[-3].verdict, claims[-1].verdict] == verdicts


def test_a_gain_that_vanishes_or_explodes() -> None:
    words = r"# Initialization" + "\n\n" + r"Each layer has the factor $\frac{1}{2} n_{in}\sigma^2$. "
    page = words + r"$n_{in}\sigma^2 < 2$ vanishes, $n_{in}\sigma^2 > 2$ explodes."
    assert "refuted" not in [each.verdict for each in check_document(page).claims]


CONSTANT = r"""# Softmax

$$\mathbf{p}_c(\mathbf{z}) = \frac{C \exp(\mathbf{z}_c)}{C \sum_{k=1}^K \exp(\mathbf{z}_k)}$$

I used $\log C = -\max_k \mathbf{z}_k$, which means $C = CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [(r"\exp(-\max_k \mathbf{z}_k)", "definition"), (r"-\exp(\max_k \mathbf{z}_k)", "refuted")],
)
def test_a_number_whose_logarithm_was_chosen(claim: str, verdict: str) -> None:
    assert check_document(CONSTANT.replace("CLAIM", claim)).claims[-1].verdict == verdict


def test_entries_of_a_function_of_a_vector() -> None:
    page = r"""# Softmax

As a function of $\mathbf{z} \in \mathbb{R}^K$ it is $\mathbf{p} = \text{softmax}(\mathbf{z})$:

$$\mathbf{p}_c(\mathbf{z}) = \frac{\exp(\mathbf{z}_c)}{\sum_{k=1}^K \exp(\mathbf{z}_k)}$$

Here $V \in \mathbb{R}^{10 \times 256}$ is a matrix, $s = Vh + c$ and $q = \text{softmax}(s)$.
"""
    assert "refuted" not in [each.verdict for each in check_document(page).claims]


def test_a_value_that_words_fix_is_a_condition() -> None:
    page = r"""# Initialization

$a_j = \sum_{i=1}^{n} w_{ij} x_i$ with independent zero-mean $w_{ij}$ of variance $\sigma^2$.
$r = \frac{\text{var}(a_j)}{\text{var}(x_i)} = n \sigma^2$. If $\sigma$ was fixed at 0.1 then $r = 400 \cdot 0.01 = 4$.
"""
    assert "refuted" not in [each.verdict for each in check_document(page).claims]
