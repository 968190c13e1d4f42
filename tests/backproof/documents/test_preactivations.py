r"""What the sigmoid takes has the name that the setting gives it, where the page has none."""

import pytest

from backproof.documents.check import check_document

SHORT = r"Logistic regression: $\hat{y} = \sigma(\mathbf{w}^T \mathbf{x} + b)$ with the cross-entropy $\ell = -y \log \hat{y} - (1-y) \log(1-\hat{y})$."
LONG = r"Logistic regression: $q = \frac{1}{1 + e^{-(\mathbf{w}^T \mathbf{x} + b)}}$ with the cross-entropy $\ell = -y \log q - (1-y) \log(1-q)$."


@pytest.mark.parametrize(
    ("page", "claim", "expected"),
    [
        (SHORT, r"\frac{\partial \ell}{\partial z} = \hat{y} - y", "proved"),
        (SHORT, r"\frac{\partial \ell}{\partial z} = y - \hat{y}", "refuted"),
        (SHORT, r"\frac{\partial \hat{y}}{\partial z} = \hat{y} (1 - \hat{y})", "proved"),
        (LONG, r"\frac{\partial \ell}{\partial a} = q - y", "proved"),
        (LONG, r"\frac{\partial \ell}{\partial a} = q + y", "refuted"),
    ],
)
def test_a_name_that_nobody_defines(page, claim, expected):
    assert check_document(f"{page} Then ${claim}$.").claims[-1].verdict == expected


LAYERS = r"""A net $\mathbf{h} = \text{ReLU}(W_1 \mathbf{x} + \mathbf{b}_1)$, $\hat{\mathbf{y}} = \text{softmax}(W_2 \mathbf{h} + \mathbf{b}_2)$ with
$W_1 \in \mathbb{R}^{H \times D}$, $W_2 \in \mathbb{R}^{C \times H}$ and $L = -\sum_c y_c \log \hat{y}_c$ with one-hot $\mathbf{y}$.
Let $\mathbf{a}_1 = W_1 \mathbf{x} + \mathbf{b}_1$ and $\mathbf{a}_2 = W_2 \mathbf{h} + \mathbf{b}_2$."""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial \mathbf{a}_2} = \hat{\mathbf{y}} - \mathbf{y}", "proved"),
        (r"\frac{\partial L}{\partial \mathbf{a}_2} = \mathbf{y} - \hat{\mathbf{y}}", "refuted"),
        (r"\frac{\partial L}{\partial \mathbf{b}_1} = \frac{\partial L}{\partial \mathbf{a}_1}", "proved"),
    ],
)
def test_names_given_to_what_layers_take(claim, expected):
    assert check_document(f"{LAYERS} Then ${claim}$.").claims[-1].verdict == expected


def test_an_output_rests_on_its_parameters_in_later_sections_too():
    page = r"""# Logistic regression

For the network $h = \sigma(w_1 x + b_1)$, $y = w_2 h + b_2$ with squared loss $L = \frac{1}{2}(y - t)^2$ find the gradients.

# Answer

a) $\frac{\partial L}{\partial b_1} = (y-t) w_2 h(1-h)$

b) For back-propagation through layers let $z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}$ and $a^{(l)} = \sigma(z^{(l)})$."""
    claims = check_document(page).claims
    assert next(each for each in claims if "b_1}" in each.latex).verdict == "proved"
