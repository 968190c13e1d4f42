r"""Formulas that stand beside others: cases in bold print, examples one by one, values given to several names."""

import pytest

from backproof.documents.check import check_document


def last(page, begins=""):
    return next(each for each in reversed(check_document(page).claims) if each.latex.startswith(begins)).verdict


SOFTMAX = r"""
# Softmax

$q_c = \frac{\exp(u_c)}{\sum_k \exp(u_k)}$ for M scores $u \in \mathbb{R}^M$, and $S = \sum_k \exp(u_k)$.

**for i ≠ j** the numerator does not depend on $u_j$:

$$\frac{\partial q_i}{\partial u_j} = \frac{0 \cdot S SIGN \exp(u_i) \exp(u_j)}{S^2}$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_a_case_in_bold_print(sign, verdict):
    assert last(SOFTMAX.replace("SIGN", sign)) == verdict


EXAMPLES = r"""
# Step functions

*Examples.*

1. $f(x) = x^2$ on $[0, 2]$. $|f'(x)| = |2x|$.
2. $f(x) = |x - 1|$ on [0, 2] has a kink. Its value there is $f(1) = VALUE$.
"""


@pytest.mark.parametrize(("value", "verdicts"), [("0", {"proved"}), ("1", {"refuted"})])
def test_each_item_of_a_list_has_a_function_of_its_own(value, verdicts):
    assert last(EXAMPLES.replace("VALUE", value)) in verdicts


BITS = r"""
# Gates

$\sigma(u) = 1$ for $u > 0$ and $\sigma(u) = 0$ for $u \le 0$.

For $x_1, x_2 \in \{0, 1\}$:
XOR is: $x_1 \oplus x_2 = \sigma\big(\sigma(x_1 + x_2 - 0.5) - \sigma(x_1 + x_2 - LAST) - 0.5\big)$. With $x_1 = x_2 = 1$ this is
$\sigma(1 - 1 - 0.5) = 0$ and with $x_1 = 1, x_2 = 0$ it is 1.
"""


@pytest.mark.parametrize(("threshold", "verdict"), [("1.5", "proved"), ("0.5", "refuted")])
def test_the_bits_of_an_example_are_none_of_the_gate(threshold, verdict):
    assert last(BITS.replace("LAST", threshold), r"x_1 \oplus") == verdict


def test_several_names_get_one_value():
    page = r"""
# Step networks

The border is the line $w_1 x_1 + w_2 x_2 + b = 0$. For $w = (3, 4)$ and $b = -10$ the distance is $10/\sqrt{9 + 16} = 2$.

In the drawing: hidden weights $w_1 = w_2 = 1$.
"""
    assert last(page, "w_2") == "definition"


@pytest.mark.parametrize(("other", "refuted"), [("p_2", False), ("p_3", True)])
def test_entries_that_are_equal_in_an_example(other, refuted):
    page = rf"""
# Example

With $z = (0, 0, \log 2)$ the softmax is $p_k = e^{{z_k}}/\sum_j e^{{z_j}}$, so $p_1 = {other}$.
"""
    assert (last(page, "p_1") == "refuted") is refuted


LAYER = r"""
# Initialization

The layer is $s_k = \sum_{i=1}^m u_{ki} h_i$, the weights $u_{ki}$ are independent with mean zero and variance $\alpha^2$, the
inputs $h_i$ have mean zero and variance $\rho^2$, independent of the weights.

If there is also a bias $b_k$ with variance $\beta^2$ (independent of everything else, mean zero) then $\text{var}(s_k) = CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [(r"m\alpha^2\rho^2 + \beta^2", "conditional"), (r"m\alpha^2\rho^2 + m\beta^2", "refuted")],
)
def test_a_bias_that_a_sentence_adds(claim, verdict):
    assert last(LAYER.replace("CLAIM", claim)) == verdict


@pytest.mark.parametrize(("sign", "proved"), [("+", True), ("-", False)])
def test_a_bold_greek_bias_is_a_vector(sign, proved):
    page = rf"""
# One hidden layer

$\mathbf{{r}} = A\mathbf{{x}} + \boldsymbol{{\alpha}}$ with $A \in \mathbb{{R}}^{{H \times D}}$ and $\mathbf{{c}} \in \mathbb{{R}}^H$.

Without nonlinearity $\mathbf{{c}}^T(A\mathbf{{x}} + \boldsymbol{{\alpha}}) = (A^T\mathbf{{c}})^T\mathbf{{x}} {sign} \mathbf{{c}}^T\boldsymbol{{\alpha}}$.
"""
    assert (last(page) == "proved") is proved


def test_a_slope_at_a_letter_is_no_array():
    page = r"""
# One hidden layer

In vectors: $\mathbf{r} = A\mathbf{x}$ with $A \in \mathbb{R}^{H \times D}$.

For the derivative use the quotient rule with $u = e^r - e^{-r}$, $v = e^r + e^{-r}$. Then $u' = v$ and $v' = u$, so
$$\tanh'(r) = \frac{u'v - uv'}{v^2}$$
"""
    assert last(page) != "refuted"


@pytest.mark.parametrize(("supposed", "verdict"), [("would be", "definition"), ("is", "refuted")])
def test_a_loss_under_another_supposition(supposed, verdict):
    page = rf"""
# Example

With $z = (2, 1, 0)$ and the first class as the correct one, $t = (1, 0, 0)$, the loss is $L = -\log y_1$ with
$y_k = e^{{z_k}}/\sum_j e^{{z_j}}$, so $L = 0.408$. If the third class was the correct one the loss {supposed} $L = 2.408$.
"""
    assert last(page, "L") == verdict


def test_bits_of_an_example_beside_points_of_a_grid():
    page = r"""
# Step networks

With $n = 4$ and $\delta = 0.5$ the edges are $x_i = -1 + i \delta$, so $x_1 = -0.5$ and $x_2 = 0$.

Gates: with $x_1 = 1, x_2 = 1$ it is $1 + 1 = 2$.
"""
    assert last(page, "x_2") == "undecided"
