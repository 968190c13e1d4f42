"""A proof that forgets something, and a refutation of what may be right, are both left open, with the reason."""

import pytest

from backproof.answers.syntax import Sym
from backproof.documents.check import check_document
from backproof.documents.matrices.bypass import is_reached
from backproof.documents.matrices.network import Body, Network
from backproof.documents.matrices.words import (
    activation_of,
    layout,
    softmax_differs,
    special_letters,
    targets_may_not_sum_to_one,
)

RESIDUAL = r"""Backpropagation. $a^{(l)} = W^{(l)} h^{(l-1)} + b^{(l)}$ and $h^{(l)} = h^{(l-1)} + \varphi(a^{(l)})$,
$\delta^{(l)} = \frac{\partial L}{\partial a^{(l)}}$."""
BRANCHES = r"""$x \in \mathbb{R}^n$, $A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{k \times m}$, $C \in \mathbb{R}^{k \times m}$,
$h = A x$, $s = B h$, $r = C h$, $q = s + r$, and $L$ is a function of $q$."""
TIED = r"""Tied weights. $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $a = W x$, $h = \tanh(a)$, $r = W^\top h$,
$\delta = \frac{\partial L}{\partial a}$, $\rho = \frac{\partial L}{\partial r}$."""
SHARED = r"""Backpropagation with shared weights. $a^{(l)} = W h^{(l-1)} + b$ and $h^{(l)} = \varphi(a^{(l)})$,
$\delta^{(l)} = \frac{\partial L}{\partial a^{(l)}}$."""
HOT = r"""Softmax. $z \in \mathbb{R}^K$, $p = \text{softmax}(z)$, $y$ is %s, and $L = -\sum_k y_k \log p_k$."""
COLUMNS = r"$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $w \in \mathbb{R}^n$, $z = w^\top x$, $L = \frac{1}{2} z^2$."
SQUARE = (
    r"$A \in \mathbb{R}^{n \times n}$ %s, $B \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$, $u \in \mathbb{R}^n$."
)
ATTENTION = r"""Attention. $X \in \mathbb{R}^{N \times d}$ (rows are samples), $W \in \mathbb{R}^{d \times K}$, $Z = XW$,
$P = \text{softmax}(Z)$, %s."""
LAYOUT = r"""%s $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $h = W x$, and $L$ is a function of $h$."""


def claim(page, latex):
    return check_document(f"{page}\nThen ${latex}$.").claims[-1]


@pytest.mark.parametrize(
    ("page", "wrong", "named"),
    [
        (RESIDUAL, r"\nabla_{h^{(l)}} L = W^{(l+1)\top} \delta^{(l+1)}", "loss may depend on"),
        (BRANCHES, r"\nabla_h L = B^\top \nabla_s L", "q, r"),
        (TIED, r"\nabla_W L = \delta x^\top", "loss may depend on r"),
        pytest.param(
            SHARED, r"\nabla_b L = \delta^{(l)}", "b stands in every layer", marks=pytest.mark.slow, id="shared"
        ),
        (HOT % "a multi-hot vector", r"\nabla_z L = p - y", "targets need not sum to 1"),
        (COLUMNS, r"(A x)^\top = A x", "left side is 1 x m"),
        (COLUMNS, r"\nabla_w L = z x^\top", "one side is a row"),
        (COLUMNS, r"\mathbf{1}^\top \mathbf{1} = 1", "how many they are"),
        (LAYOUT % "We use the numerator layout.", r"\nabla_x L = W^\top \nabla_h L", "numerator layout"),
    ],
)
def test_what_a_wrong_claim_forgets_keeps_it_from_being_proved(page, wrong, named):
    found = claim(page, wrong)
    assert found.verdict == "undecided"
    assert named in found.reason


@pytest.mark.parametrize(
    ("page", "right"),
    [
        (RESIDUAL, r"\nabla_{W^{(l)}} L = \delta^{(l)} h^{(l-1)\top}"),
        (BRANCHES, r"\nabla_h L = B^\top \nabla_s L + C^\top \nabla_r L"),
        (HOT % "one-hot", r"\nabla_z L = p - y"),
        (COLUMNS, r"(A x)^\top = x^\top A^\top"),
        (LAYOUT % "We use the denominator layout.", r"\nabla_x L = W^\top \nabla_h L"),
        (SQUARE % r"with $m = n$", r"\operatorname{tr}(A + B) = \operatorname{tr}(A) + \operatorname{tr}(B)"),
    ],
)
def test_what_forgets_nothing_is_proved(page, right):
    assert claim(page, right).verdict == "proved"


@pytest.mark.parametrize(
    ("page", "right", "named"),
    [
        (SQUARE % "", r"|A B| = |A| |B|", "bars around an array"),
        (LAYOUT % "", r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial h} W", "gradients are rows"),
        (LAYOUT % "In denominator layout,", r"\frac{\partial h}{\partial x} = W^\top", "denominator layout"),
        (ATTENTION % "applied to each column", r"\mathbf{1}^\top P = \mathbf{1}^\top", ""),
    ],
)
def test_what_may_be_right_is_not_refuted(page, right, named):
    found = claim(page, right)
    assert found.verdict == "undecided"
    assert named in found.reason


def test_a_gradient_by_a_bias_that_is_added_to_rows_may_be_a_row():
    page = r"""$X \in \mathbb{R}^{N \times d}$ (one sample per row), $W \in \mathbb{R}^{d \times k}$, $b \in \mathbb{R}^k$,
    $Z = X W + b$, $G = \frac{\partial L}{\partial Z}$."""
    assert claim(page, r"\nabla_b L = \mathbf{1}^\top G").verdict == "proved"


def test_a_hypothesis_is_no_claim():
    page = SQUARE % r"where $A = A^\top$"
    assert [each.verdict for each in check_document(page).claims if "A^" in each.latex] == ["definition"]


def test_a_name_with_a_new_meaning_has_lost_the_old_one():
    page = r"""$x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$, $h = W x$.

## Any hidden layer
In this section $h \in \mathbb{R}^m$ is any differentiable function of $x$."""
    assert claim(page, r"\nabla_x L = W^\top \nabla_h L").verdict == "undecided"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("For the sigmoid ", "sigmoid"),
        ("With tanh as activation we get ", "tanh"),
        ("For tanh, unlike for the sigmoid, ", None),
        ("If the activation is not the sigmoid, ", None),
        ("With tanh instead of the sigmoid ", None),
        ("For an activation other than the sigmoid ", None),
        ("In contrast to the sigmoid we have ", None),
        ("The sigmoid is one choice; for any activation ", None),
        ("Then ", None),
    ],
)
def test_a_sentence_names_one_activation_or_none(sentence, expected):
    assert activation_of(sentence) == expected


def test_a_sentence_ends_in_a_formula_that_has_a_full_stop():
    page = r"""Backpropagation with rows. For $x \in \mathbb{R}^{1 \times n}$, $W \in \mathbb{R}^{n \times m}$ put $s = x W$,
$\bar{s} := \frac{\partial E}{\partial s}$ and $h = \varphi(s)$, for any activation $\varphi$.
For the sigmoid the forward pass is $$h = \varphi(s).$$ In general"""
    found = check_document(page + r" $\bar{s} = \bar{h} \odot h \odot (1 - h)$.").claims[-1]
    assert found.verdict != "proved"


def test_words_about_targets_letters_layouts_and_axes():
    assert targets_may_not_sum_to_one("The entries of $y$ need not add up to one.")
    assert not targets_may_not_sum_to_one("The label $y$ is one-hot.")
    assert special_letters(r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric, $x \in \mathbb{R}^n$.") == {"A"}
    assert special_letters(r"orthogonal matrices $U$ and $V$, and $x$") == {"U", "V"}
    assert layout("gradients are row vectors") == "numerator"
    assert layout("the rows of the gradient are summed") is None
    assert softmax_differs("Z, with a softmax over each column.", rows_are_samples=True)
    assert not softmax_differs("The softmax goes row by row.", rows_are_samples=True)


def test_the_layers_below_the_last_one_come_to_an_end():
    network = Network()
    network.bodies["C"] = Body("C", (), Sym("a^(L)"))
    network.bodies["a^(l)"] = Body("a^(l)", (), Sym("z^(l)"))
    network.bodies["z^(l)"] = Body("z^(l)", (), Sym("a^(l-1)"))
    assert {"a^(L)", "z^(L)"} <= network.closure(["C", "W^(1)"]).keys()
    assert not is_reached(network, "C", "W^(1)")


def test_a_row_is_not_added_to_a_column_of_letters_that_nothing_declares():
    assert claim("We get", r"X^T X w - y^T X = X^T (X w - y)").verdict != "proved"
    assert claim("We get", r"X^T X w - X^T y = X^T (X w - y)").verdict == "proved"


def test_what_needs_targets_that_add_up_to_one_is_conditional_where_any_are_meant():
    page = r"$y = \text{softmax}(z)$ and $L = -\sum_k t_k \log y_k$ for any target vector $t$. "
    claims = (
        r"$\frac{\partial L}{\partial z_j} = y_j - t_j$",
        r"$\frac{\partial L}{\partial z_j} = y_j \sum_k t_k - t_j$",
    )
    assert [check_document(page + each).claims[-1].verdict for each in claims] == ["conditional", "proved"]


ROW = r"""# Two layers

The network is $\mathbf{z}^{(1)} = W^{(1)}\mathbf{x} + \mathbf{b}^{(1)}$, $\mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)})$,
$\mathbf{z}^{(2)} = W^{(2)}\mathbf{y}^{(1)} + \mathbf{b}^{(2)}$ and $\mathbf{y}^{(2)} = \varphi(\mathbf{z}^{(2)})$,
where $\mathbf{x} \in \mathbb{R}^{30}$, $W^{(1)} \in \mathbb{R}^{64 \times 30}$, $W^{(2)} \in \mathbb{R}^{1 \times 64}$ and $\mathbf{b}^{(2)} \in \mathbb{R}$.
The loss is $Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)})$, and the errors are
$\delta^{(2)} = \nabla_{\mathbf{z}^{(2)}} Loss_i = y_i^{(2)} - y_i$ and $\delta^{(l)} = \nabla_{\mathbf{z}^{(l)}} Loss_i$:

$$\delta^{(1)} = CLAIM \delta^{(2)} \odot \varphi'(\mathbf{z}^{(1)})$$
"""


@pytest.mark.parametrize(("matrix", "expected"), [("W^{(2)T}", "proved"), ("W^{(2)}", "refuted")])
def test_a_row_is_no_column(matrix: str, expected: str) -> None:
    claim = check_document(ROW.replace("CLAIM", matrix)).claims[-1]
    assert claim.verdict == expected
    assert expected == "proved" or "1 x 64" in claim.reason


def test_columns_side_by_side_are_no_row_beside_a_column() -> None:
    page = r"""# Logistic regression
Let $X \in \mathbb{R}^{N \times d}$, $w \in \mathbb{R}^{d \times 1}$ and $s = X w$, so $s \in \mathbb{R}^{N \times 1}$.
The sigmoid is $\sigma(s) = 1/(1+e^{-s})$, and so $\sigma'(s) = \sigma(s)(1 - \sigma(s))$.
"""
    assert check_document(page).claims[-1].verdict in ("proved", "undecided")
