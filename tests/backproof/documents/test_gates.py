"""Gates and boxes of step neurons that words name, with their thresholds held against the words."""

import pytest

from backproof.documents.check import check_document

STEPS = r"""# Step networks

Step activation $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. $\beta_i = \sigma(x_i) - \sigma(x_i - \delta)$ is a bit.

"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            r"The AND is $$g(x) = \sigma\left( \sum_{i=1}^d \beta_i - d + \frac{1}{2} \right)$$",
            r"The AND is $$g(x) = \sigma\left( \sum_{i=1}^d \beta_i - d - \frac{1}{2} \right)$$",
        ),
        (
            r"Take $y = \sigma(\sum_{j=1}^n \beta_j - (n - 1))$, which fires only if all $n$ neurons are on.",
            r"Take $y = \sigma(\sum_{j=1}^n \beta_j - n)$, which fires only if all $n$ neurons are on.",
        ),
        (
            r"Let $p_j = \sigma(x_j)$ and $q_j = \sigma(\delta - x_j)$. As an AND, the indicator $I(x)$ of the box is "
            r"$I(x) = \sigma( \sum_{j=1}^d (p_j + q_j) - 2d + \frac{1}{2} )$.",
            r"Let $p_j = \sigma(x_j)$ and $q_j = \sigma(\delta - x_j)$. As an AND, the indicator $I(x)$ of the box is "
            r"$I(x) = \sigma( \sum_{j=1}^d (p_j + q_j) - 2d )$.",
        ),
        (
            r"Let $g_j(x_j) = \sigma(x_j) - \sigma(x_j - \delta)$. The box is an AND of these, "
            r"$b(\mathbf{x}) = h \, \sigma( \sum_{j=1}^d g_j(x_j) - d + \frac{1}{2} )$.",
            r"Let $g_j(x_j) = \sigma(x_j) - \sigma(x_j - \delta)$. The box is an AND of these, "
            r"$b(\mathbf{x}) = h \, \sigma( \sum_{j=1}^d g_j(x_j) - d )$.",
        ),
        (
            r"For an image $d = 784$. A neuron that does an AND: $$\sigma\left( \sum_{i=1}^d \left[ \sigma(x_i - l_i)"
            r" + \sigma(u_i - x_i) \right] - 2d + \frac{1}{2} \right). \tag{3}$$",
            r"For an image $d = 784$. A neuron that does an AND: $$\sigma\left( \sum_{i=1}^d \left[ \sigma(x_i - l_i)"
            r" + \sigma(u_i - x_i) \right] - d + \frac{1}{2} \right). \tag{3}$$",
        ),
        (
            r"On $[-B, B]$ let $$B_j(x_j) = \sigma(x_j - l_j) - \sigma(x_j - r_j).$$ The AND of these is "
            r"$$c(x) = \sigma\left( \sum_{j=1}^d B_j(x_j) - d + \frac{1}{2} \right)$$",
            r"On $[-B, B]$ let $$B_j(x_j) = \sigma(x_j - l_j) - \sigma(x_j - r_j).$$ The AND of these is "
            r"$$c(x) = \sigma\left( \sum_{j=1}^d B_j(x_j) - d \right)$$",
        ),
        (r"OR of two bits is $\sigma(u_1 + u_2 - 0.5)$.", r"OR of two bits is $\sigma(u_1 + u_2 - 1.5)$."),
        (
            r"General box on (a, b] with a < b: $h [ \sigma (x - a) - \sigma (x - b) ]$.",
            r"General box on (a, b] with a < b: $h [ \sigma (x - a) + \sigma (x - b) ]$.",
        ),
    ],
)
def test_a_neuron_is_held_against_the_gate_or_the_box_that_words_say_it_is(right, wrong):
    found = [check_document(STEPS + each).claims[-1].verdict for each in (right, wrong)]
    assert found == ["proved", "refuted"]


@pytest.mark.parametrize(
    "words", ["The NAND is", "Neither AND nor OR is", "With a threshold between AND and OR we have", "The neuron is"]
)
def test_other_words_make_no_gate(words):
    page = STEPS + rf"{words} $g(x) = \sigma\left( \sum_{{i=1}}^d \beta_i - d - \frac{{1}}{{2}} \right)$."
    assert check_document(page).claims[-1].verdict == "definition"


@pytest.mark.parametrize(
    "words", ["Every $q_i$ is 0 or 1.", "Let $q_i(x_i)$ be the one-dimensional box of height 1 along coordinate $i$."]
)
def test_the_product_of_bits_is_their_and(words):
    page = r"""# Steps

The step activation is $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. WORDS

$$Q(x) = \prod_{i=1}^{d} q_i(x_i) = \sigma\left( \sum_{i=1}^{d} q_i(x_i) - {} \right)$$
"""

    def said(threshold):
        return check_document(page.replace("WORDS", words).replace("{}", threshold)).claims[-1].verdict

    assert said(r"d + \frac{1}{2}") == said("d + 0.9") == "proved"
    assert said("d") == said("d + 1.5") == said("0.5") == "refuted"
