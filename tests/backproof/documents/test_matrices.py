"""Claims about whole matrices: every right one is proved for all sizes, every wrong one is refuted."""

import pytest

from backproof.documents.check import check_document

ROWS = r"""Softmax regression. $X \in \mathbb{R}^{N \times d}$ (rows are samples), $W \in \mathbb{R}^{d \times K}$,
$Z = XW$, $P = \text{softmax}(Z)$ row by row, $Y$ one-hot,
$$ J = -\frac{1}{N} \sum_{n=1}^{N} \sum_{k=1}^{K} Y_{nk} \log P_{nk} $$
"""
LAYERS = r"""Backpropagation with columns. $\mathbf{W}^{[1]} \in \mathbb{R}^{256 \times 784}$,
$\mathbf{W}^{[2]} \in \mathbb{R}^{10 \times 256}$, $\mathbf{x} \in \mathbb{R}^{784}$, $\mathbf{h}^{[0]} = \mathbf{x}$,
$$\mathbf{a}^{[\ell]} = \mathbf{W}^{[\ell]} \mathbf{h}^{[\ell-1]} + \mathbf{b}^{[\ell]}$$
$$\mathbf{h}^{[\ell]} = \varphi(\mathbf{a}^{[\ell]})$$
with $\varphi$ the logistic sigmoid, and $\boldsymbol{\delta}^{[\ell]} := \frac{\partial C}{\partial \mathbf{a}^{[\ell]}}$.
"""
SIDE_BY_SIDE = (
    LAYERS
    + r"""The samples stand side by side: $\mathbf{X} \in \mathbb{R}^{784 \times N}$,
$\boldsymbol{\Delta}^{[\ell]} = (\boldsymbol{\delta}_1^{[\ell]}, \ldots, \boldsymbol{\delta}_N^{[\ell]})$,
$\mathbf{H} = \mathbf{H}^{[1]}$. The cost is $J = \frac{1}{N} \sum_{n=1}^{N} C_n$.
"""
)
ROW_VECTORS = r"""Backpropagation with rows. For $x \in \mathbb{R}^{1 \times n}$, $W \in \mathbb{R}^{n \times m}$, $b \in \mathbb{R}^{1 \times m}$
put $s = x W + b$ and $\bar{s} := \frac{\partial E}{\partial s}$. With $h = \varphi(s)$, for any activation $\varphi$:
"""
NIELSEN = r"""Backpropagation. $z^l = w^l a^{l-1} + b^l$, $a^l = \sigma(z^l)$ with the sigmoid $\sigma$, $\delta^l = \frac{\partial C}{\partial z^l}$."""
UPSTREAM = r"""Backpropagation, one sample per row: $X \in \mathbb{R}^{N \times D}$, $W_1 \in \mathbb{R}^{D \times H}$, $b_1 \in \mathbb{R}^{H}$,
$W_2 \in \mathbb{R}^{H \times C}$. $Z_1 = X W_1 + b_1$, $A_1 = \max(0, Z_1)$, $S = A_1 W_2$, $dS = \frac{\partial L}{\partial S}$."""
SQUARES = r"""$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $b \in \mathbb{R}^m$."""
ONE_BY_ONE = r"""Linear regression: $x_i \in \mathbb{R}^d$, $\hat y_i = w^\top x_i + c$,
$L = \frac{1}{n} \sum_{i=1}^n (\hat y_i - y_i)^2$, and $X \in \mathbb{R}^{n \times d}$ has the rows $x_i^\top$."""
CODE = """Backpropagation with the sigmoid and one output, $L = \\frac{1}{2}(\\hat{y} - t)^2$.

```
z = W x + b
h = sigmoid(z)
yhat = v . h + c
```

With $e = \\hat{y} - t$:
"""


def verdict(page: str, claim: str) -> str:
    return check_document(f"{page}\nThen ${claim}$.").claims[-1].verdict


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        pytest.param(
            ROWS, r"\nabla_Z J = \frac{1}{N} (P - Y)", r"\nabla_Z J = P - Y", marks=pytest.mark.slow, id="softmax"
        ),
        (ROWS, r"X^\top (P - Y) \in \mathbb{R}^{d \times K}", r"\nabla_W J = \frac{1}{N} (P - Y)^\top X"),
        (
            LAYERS,
            r"\boldsymbol{\delta}^{[\ell]} = \left(\mathbf{W}^{[\ell+1]\top} \boldsymbol{\delta}^{[\ell+1]}\right) \odot \varphi'(\mathbf{a}^{[\ell]})",
            r"\boldsymbol{\delta}^{[\ell]} = \left(\mathbf{W}^{[\ell+1]\top} \boldsymbol{\delta}^{[\ell+1]}\right) \odot \varphi'(\mathbf{h}^{[\ell]})",
        ),
        (
            LAYERS,
            r"\boldsymbol{\delta}^{[\ell]} = \operatorname{diag}\left(\varphi'(\mathbf{a}^{[\ell]})\right) \mathbf{W}^{[\ell+1]\top} \boldsymbol{\delta}^{[\ell+1]}",
            r"\nabla_{\mathbf{W}^{[\ell]}} C = \boldsymbol{\delta}^{[\ell]} \mathbf{h}^{[\ell]\top}",
        ),
        (
            LAYERS,
            r"\nabla_{\mathbf{W}^{[1]}} C = \boldsymbol{\delta}^{[1]} \mathbf{x}^\top",
            r"\nabla_{\mathbf{W}^{[1]}} C = \mathbf{x} \boldsymbol{\delta}^{[1]\top}",
        ),
        (
            LAYERS,
            r"\boldsymbol{\delta}^{[1]} \mathbf{x}^\top \in \mathbb{R}^{256 \times 784}",
            r"\boldsymbol{\delta}^{[1]} \mathbf{x}^\top \in \mathbb{R}^{784 \times 256}",
        ),
        (
            SIDE_BY_SIDE,
            r"\nabla_{\mathbf{W}^{[1]}} J = \frac{1}{N} \boldsymbol{\Delta}^{[1]} \mathbf{X}^\top",
            r"\nabla_{\mathbf{W}^{[1]}} J = \boldsymbol{\Delta}^{[1]} \mathbf{X}^\top",
        ),
        (
            SIDE_BY_SIDE,
            r"\nabla_{\mathbf{b}^{[2]}} J = \frac{1}{N} \boldsymbol{\Delta}^{[2]} \mathbf{1}_N",
            r"\boldsymbol{\Delta}^{[1]} = \left(\mathbf{W}^{[2]} \boldsymbol{\Delta}^{[2]}\right) \odot \mathbf{H} \odot (1 - \mathbf{H})",
        ),
        (
            ROW_VECTORS,
            r"\frac{\partial E}{\partial W} = x^{\mathsf T} \bar{s}",
            r"\frac{\partial E}{\partial x} = \bar{s} W",
        ),
        (
            ROW_VECTORS,
            r"\frac{\partial E}{\partial x} = \bar{s} W^{\mathsf T}",
            r"\frac{\partial E}{\partial W} = \bar{s}^{\mathsf T} x",
        ),
        (
            NIELSEN,
            r"\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_k \delta^l_j",
            r"\frac{\partial C}{\partial w^l} = a^{l-1} (\delta^l)^T",
        ),
        (UPSTREAM, r"\frac{\partial L}{\partial W_2} = A_1^T dS", r"\frac{\partial L}{\partial A_1} = W_2^T dS"),
        (
            SQUARES,
            r"\nabla_x \|Ax - b\|^2 = 2 A^T (Ax - b)",
            r"\nabla_x \|Ax - b\|^2 = A^T (Ax - b)",
        ),
        (SQUARES, r"\operatorname{tr}(A^T A) = \|A\|_F^2", r"x x^T = x^T x"),
        pytest.param(CODE, r"\nabla_v L = e h", r"\nabla_W L = x (\nabla_z L)^\top", marks=pytest.mark.slow, id="code"),
        (ROW_VECTORS, r"\bar{s} = \bar{h} \odot \varphi'(s)", r"\bar{s} = \bar{h} \odot \varphi'(h)"),
    ],
)
def test_a_gradient_by_a_matrix(page, right, wrong):
    assert (verdict(page, right), verdict(page, wrong)) == ("proved", "refuted")


def test_the_average_of_a_product_is_no_product_of_averages():
    page = SIDE_BY_SIDE + r"Write $\bar{\mathbf{x}} = \frac{1}{N} \sum_{n=1}^N \mathbf{x}_n$."
    mean = r"\frac{1}{N} \sum_{n=1}^N \boldsymbol{\delta}_n^{[1]}"
    assert (
        verdict(page, rf"\nabla_{{\mathbf{{W}}^{{[1]}}}} J = \left({mean}\right) \bar{{\mathbf{{x}}}}^\top")
        == "refuted"
    )


def test_the_slope_of_a_relu_is_an_indicator():
    claim = r"\frac{\partial L}{\partial Z_1} = (dS W_2^T) \odot \mathbb{1}[Z_1 > 0]"
    assert verdict(UPSTREAM, claim) == "proved"


def test_nothing_is_refuted_where_a_letter_is_not_explained():
    assert verdict(ONE_BY_ONE, r"\nabla_w L = \frac{1}{n} X^\top D X w") == "undecided"


def test_a_wrong_shape_of_a_weight_makes_no_other_claim_wrong():
    page = UPSTREAM.replace(r"W_2 \in \mathbb{R}^{H \times C}", r"W_2 \in \mathbb{R}^{C \times H}")
    assert verdict(page, r"\frac{\partial L}{\partial W_2} = A_1^T dS") != "refuted"


@pytest.mark.slow
def test_what_is_a_number_for_each_sample_is_a_vector_beside_a_matrix():
    right = r"\nabla_w L = \frac{2}{n} X^\top (\hat y - y)"
    assert verdict(ONE_BY_ONE, right) == "proved"
    assert verdict(ONE_BY_ONE, right.replace("2}{n", "1}{n")) == "refuted"


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        ("For the sigmoid", r"\bar{s} = \bar{h} \odot h \odot (1 - h)", "proved"),
        ("For tanh", r"\bar{s} = \bar{h} \odot h \odot (1 - h)", "refuted"),
        ("Then", r"\bar{s} = \bar{h} \odot (1 - h \odot h)", "conditional"),
    ],
)
def test_a_sentence_says_for_which_activation(words, claim, expected):
    assert check_document(f"{ROW_VECTORS}\n{words} ${claim}$.").claims[-1].verdict == expected


def test_a_rank_is_bounded_by_the_factors():
    page = SIDE_BY_SIDE
    assert verdict(page, r"\operatorname{rank}(\boldsymbol{\Delta}^{[2]} \mathbf{H}^\top) \le \min(N, 10)") == "proved"
    assert verdict(page, r"\operatorname{rank}(\boldsymbol{\delta}^{[2]} \mathbf{x}^\top) \le 1") == "proved"
    assert verdict(page, r"\operatorname{rank}(\boldsymbol{\Delta}^{[2]} \mathbf{H}^\top) \le 9") != "proved"


def test_shapes_in_a_table_are_claims_about_what_is_known():
    page = LAYERS.replace(r"\mathbf{x} \in \mathbb{R}^{784}", r"\mathbf{x} \in \mathbb{R}^{784 \times 1}")
    table = "\n\n| symbol | shape |\n|---|---|\n| $\\mathbf{a}^{[1]}$ | $%s$ |\n"
    for written, expected in ((r"256 \times 1", "proved"), (r"784 \times 1", "refuted")):
        found = check_document(page + table % written).claims[-1]
        assert found.verdict == expected


def test_a_claim_of_which_the_loss_is_not_said_is_left_open():
    page = r"Backpropagation. $Z = XW$ with $X \in \mathbb{R}^{N \times d}$, $P = \text{softmax}(Z)$ row by row."
    assert verdict(page, r"\nabla_Z L = P - Y") == "undecided"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        pytest.param(r"\frac{\partial C}{\partial W_{ij}} = (y_j - t_j) x_i", "refuted", marks=pytest.mark.slow),
        (r"\frac{\partial C}{\partial b} = y - t", "proved"),
    ],
)
def test_a_layer_under_what_is_defined_by_entries(claim, verdict):
    page = r"Softmax $y_i = e^{z_i} / \sum_{k=1}^n e^{z_k}$ with one-hot $t$ and loss $C = -\sum_i t_i \log y_i$. With a linear layer $z = Wx + b$ we get"
    assert check_document(f"{page} ${claim}$.").claims[-1].verdict == verdict
