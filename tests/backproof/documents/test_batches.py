"""Batches of samples, gradients of an unknown loss, macros and spellings."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.macros import expanded, macros_of
from backproof.documents.spelling import respelled

LOGISTIC = r"Logistic regression. With $x \in \mathbb{R}^d$, $w \in \mathbb{R}^d$, $b \in \mathbb{R}$, $z = w^\top x + b$, $\hat y = \sigma(z)$ and $\ell(y,\hat y) = -y\ln\hat y-(1-y)\ln(1-\hat y)$, let $J(w,b) = \frac1m\sum_{i=1}^m \ell(y_i,\hat y_i)$."
SOFTMAX = r"Softmax: $p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$. For a one-hot vector $\mathbf{y}$ with $y_t = 1$ the loss is $L = - \sum_{i=1}^K y_i \log p_i = - \log p_t$."
LAYER = r"Xavier initialization. $\mathbb{E}[w_{ij}] = 0$, $\text{Var}(w_{ij}) = \sigma^2$, $a_j = \sum_{i=1}^{n_{in}} w_{ij} x_i$. Gradients:"


def last(text: str):
    return check_document(text).claims[-1]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^m(\hat y_i-y_i)", "proved"),
        (r"\frac{\partial J}{\partial b} = \sum_{i=1}^m(\hat y_i-y_i)", "refuted"),
    ],
)
def test_the_gradient_of_a_mean_over_samples(claim, verdict):
    assert last(f"{LOGISTIC} Then ${claim}$.").verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial z_j} = p_j - y_j", "proved"),
        (r"\frac{\partial L}{\partial z_j} = p_j + y_j", "refuted"),
    ],
)
def test_a_one_hot_vector_has_its_class(claim, verdict):
    assert last(f"{SOFTMAX} Then ${claim}$.").verdict == verdict


@pytest.mark.parametrize(("factor", "verdict"), [("n_{out}", "conditional"), ("n_{in}", "refuted")])
def test_the_variance_of_a_gradient(factor, verdict):
    claim = rf"\text{{Var}}\left(\frac{{\partial L}}{{\partial x_i}}\right) = {factor} \sigma^2 g^2"
    found = last(
        rf"{LAYER} $\frac{{\partial L}}{{\partial x_i}} = \sum_{{j=1}}^{{n_{{out}}}} w_{{ij}} \frac{{\partial L}}{{\partial a_j}}$, so ${claim}$."
    )
    assert found.verdict == verdict or (verdict == "refuted" and found.verdict == "undecided")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [("g(1-g) x_j x_k", "proved"), ("-g(1-g) x_j x_k", "refuted"), ("g(1-g) x_j x_j", "refuted")],
)
def test_second_derivatives(claim, verdict):
    text = r"Logistic: $g(z)=\frac{1}{1+e^{-z}}$, $\ell = -y \log g - (1-y)\log(1-g)$ with $z = \sum_j w_j x_j + b$."
    assert last(rf"{text} Then $\frac{{\partial^2 \ell}}{{\partial w_j \partial w_k}} = {claim}$.").verdict == verdict


def test_macros_are_put_in():
    page = r"\newcommand{\diff}[2]{\frac{\partial #1}{\partial #2}} \newcommand{\vp}{\bm{p}} \DeclareMathOperator{\diag}{diag}"
    macros = macros_of(page)
    assert expanded(r"\diff{p_i}{z_j} \vp \vpx \diag(x)", macros) == (
        r"\frac{\partial p_i}{\partial z_j} \bm{p} \vpx \operatorname{diag}(x)"
    )


def test_a_macro_that_grows_without_end_is_left():
    assert len(expanded(r"\a", macros_of(r"\newcommand{\a}{\a\a\a\a\a\a\a\a\a\a}"))) <= 4000


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\partial S / \partial z_j", r"\frac{\partial S}{\partial z_j}"),
        (r"\ell(y_i, \hat y_i)", r"\ell_{i} "),
        (r"J(w, b)", "J "),
        ("L(z + h)", "L(z + h)"),
        ("L(x)", "L(x)"),
        (r"\ell(y_i, z_j)", r"\ell(y_i, z_j)"),
        ("0{,}88", "0.88"),
    ],
)
def test_spellings(written, read):
    assert respelled(written) == read


@pytest.mark.parametrize(
    ("last_layer", "verdict"),
    [("", "proved"), (r", and $\hat{\mathbf{y}} = \operatorname{softmax}(\mathbf{a}^{[L]})$", "conditional")],
)
def test_the_elementwise_rule_is_for_layers_that_end_elementwise(last_layer, verdict):
    text = (
        r"Back-propagation. The layers are $\mathbf{a}^{[\ell]} = \mathbf{W}^{[\ell]} \mathbf{h}^{[\ell-1]}$ and "
        rf"$\mathbf{{h}}^{{[\ell]}} = \varphi(\mathbf{{a}}^{{[\ell]}})${last_layer}. "
        r"With $\boldsymbol{\delta}^{[\ell]} = \frac{\partial C}{\partial \mathbf{a}^{[\ell]}}$ we have "
        r"$\boldsymbol{\delta}^{[\ell]} = \frac{\partial C}{\partial \mathbf{h}^{[\ell]}} \odot \varphi'(\mathbf{a}^{[\ell]})$."
    )
    assert last(text).verdict == verdict


@pytest.mark.parametrize(
    ("hessian", "verdict"), [(r"\hat y (1 - \hat y) x x^\top", "proved"), (r"0 x x^\top", "refuted")]
)
def test_a_hessian_is_not_that_of_a_linear_function(hessian, verdict):
    page = (
        r"Logistic regression: $\hat y = \sigma(w^\top x)$ and $\ell = -y \log \hat y - (1 - y) \log(1 - \hat y)$,"
        r" $w, x \in \mathbb{R}^d$." "\n\n" rf"Then $\nabla_w^2 \ell = {hessian}$."
    )  # fmt: skip
    assert check_document(page).claims[-1].verdict == verdict


def test_a_loss_of_which_nothing_is_said_is_not_taken_for_its_gradient_times_its_argument():
    page = r"Back-propagation: $z = W x$ with $W \in \mathbb{R}^{m \times n}$, a loss $L$. Then $L = z^\top \nabla_z L$, and $\nabla_z^2 L = 0 z z^\top$."
    assert not any(each.verdict == "proved" for each in check_document(page).claims)
