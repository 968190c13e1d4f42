"""What the page says and nobody follows is no reason to call a right claim wrong; what is read is."""

import pytest

from backproof.answers.syntax import Call, Sym
from backproof.documents.check import check_document
from backproof.documents.environment import Definition, Environment
from backproof.documents.not_followed import unless_not_followed
from backproof.documents.report import CheckedClaim, Counterexample

NETWORK = r"""The weights are $\mathbf{W}^{(1)} \in \mathbb{R}^{4 \times 5}$ and $\mathbf{W}^{(2)} \in \mathbb{R}^{1 \times 4}$.

$$\mathbf{z}_i^{(1)} = \mathbf{W}^{(1)} \mathbf{x}_i + \mathbf{b}^{(1)}, \quad \mathbf{a}_i^{(1)} = \sigma(\mathbf{z}_i^{(1)}), \quad z_i^{(2)} = \mathbf{W}^{(2)} \mathbf{a}_i^{(1)} + b^{(2)}, \quad \hat{y}_i = \sigma(z_i^{(2)})$$

$$Loss_i = -y_i \log \hat{y}_i - (1 - y_i) \log(1 - \hat{y}_i), \quad Loss = \frac{1}{N} \sum_{i=1}^N Loss_i$$
"""


def verdicts(page):
    return [each.verdict for each in check_document(page).claims]


def test_the_arrays_of_a_batch_leave_those_of_a_sample_their_shape():
    page = (
        NETWORK
        + r"""$$\delta_i^{(1)} = \frac{\partial Loss_i}{\partial \mathbf{z}_i^{(1)}}$$

$$\nabla_{\mathbf{W}^{(1)}} Loss_i = \delta_i^{(1)} \mathbf{x}_i^T$$

For the batch we put the columns next to each other, $\boldsymbol{\delta}^{(1)} \in \mathbb{R}^{4 \times N}$."""
    )
    assert "refuted" not in verdicts(page)


@pytest.mark.parametrize(("at", "expected"), [("z", {"proved", "definition"}), ("a", {"refuted"})])
def test_a_new_error_that_is_a_product_is_held_against_the_gradient(at, expected):
    page = NETWORK + r"$$\delta_i^{(2)} = \frac{\partial Loss_i}{\partial z_i^{(2)}} = \hat{y}_i - y_i$$" + "\n\n"
    page += rf"$$\delta_i^{{(1)}} = \frac{{\partial Loss_i}}{{\partial \mathbf{{a}}_i^{{(1)}}}} \odot \sigma'(\mathbf{{{at}}}_i^{{(1)}})$$"
    assert verdicts(page)[-1] in expected


@pytest.mark.parametrize(
    ("shape", "expected"), [(r"B \times 10", {"proved"}), (r"10 \times B", {"refuted", "undecided"})]
)
def test_sizes_that_one_shape_writes_differently_are_no_number_of_another(shape, expected):
    page = (
        r"For a batch $X \in \mathbb{R}^{B \times 7}$ with one sample per row we have $P = X W$ with "
        rf"$W \in \mathbb{{R}}^{{7 \times 10}}$ and $P \in \mathbb{{R}}^{{{shape}}}$."
    )
    found = verdicts(page)
    assert found[-1] in {*expected, "definition"}
    assert expected == {"proved"} or expected & set(found)


def test_a_neuron_in_plain_text():
    page = r"""Step networks. The output of the first neuron is s1 = step(x), that of the second one s2 = step(x - d).

The output of the network of step functions is $y = h s_1 - h s_2$.

- If $x < 0$ both are off, and $y = h \cdot 0 - h \cdot 0$."""
    assert verdicts(page)[-1] != "refuted"
    read = page.replace("s1 = step(x)", r"$s_1 = \text{step}(x)$").replace(
        "s2 = step(x - d)", r"$s_2 = \text{step}(x - d)$"
    )
    assert verdicts(read + r" If $x < 0$ then $y = h$.")[-1] == "refuted"


@pytest.mark.parametrize(("value", "expected"), [("2", "conditional"), ("3", "refuted")])
def test_a_size_in_words_and_a_variance_that_is_chosen(value, expected):
    page = r"Initialization with the variance $\sigma^2$: let every layer have 100 inputs and take $\sigma^2 = 0.02$, so that "
    assert verdicts(page + rf"$n_{{in}} \sigma^2 = {value}$.")[-1] == expected


@pytest.mark.parametrize(("value", "expected"), [("1/K", "proved"), ("1/2", "refuted")])
def test_with_all_weights_zero_the_classes_are_alike(value, expected):
    page = r"Let $p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$ be the softmax of $z = W x + b$. "
    assert verdicts(page + rf"At the start with all weights zero $p_i = {value}$.")[-1] == expected


@pytest.mark.parametrize(("sign", "expected"), [("-", "conditional"), ("", "refuted")])
def test_signed_labels_that_are_made_of_others(sign, expected):
    page = r"""With the sigmoid $\hat{y} = \sigma(z)$ the logistic loss is $Loss = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})$.

Other books use labels $t = 2 y - 1$. Then the same loss is """
    assert verdicts(page + rf"$Loss = \log(1 + e^{{{sign}t z}})$")[-1] == expected


@pytest.mark.parametrize(("values", "verdict"), [(("1", "1"), "undecided"), (("1/3", "1/3"), "refuted")])
def test_values_that_no_softmax_has_show_nothing(values, verdict):
    env = Environment("softmax").defining(Definition("s", ("i",), Call("softmax", (Sym("o"),)), 3))
    where = (("n", "2"), *((f"s_{n}", each) for n, each in enumerate(values, 1)))
    claim = CheckedClaim(5, "a = b", "refuted", "the two sides differ", counterexample=Counterexample(where, "0", "1"))
    assert unless_not_followed(claim, env, "").verdict == verdict
