r"""Letters that are always applied: \sigma(x) is a value of a function, also where the setting knows a number \sigma."""

import pytest

from backproof.documents.applied_letters import applied
from backproof.documents.check import check_document

BY_HAND = r"""
## Q1 (initialization)

A layer has $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with weights of variance $\sigma^2$.

## Q2 (one neuron)

$z = w x + b$, $h = s(z)$, $\hat{y} = v h + c$, $L = \frac{1}{2} (\hat{y} - y)^2$. WORDS

"""
SIGMOID = "Here s is the sigmoid, $s'(z) = s(z) (1 - s(z))$."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (r"H_1 = \sigma(x) ; \sigma(\delta - x)", [r"\sigma"]),
        (r"s'(z) = s(z) (1 - s(z))", ["s"]),
        (r"h (1 - h) ; n (n + 1) ; f_n(x)", []),
        (r"\sigma(x) ; \sigma^2 (x)", []),  # sigma^2 is the square of a number
        (r"s(1 - x)", []),  # before a bracket around a letter nowhere
    ],
)
def test_what_is_always_applied(text: str, names: list[str]) -> None:
    assert list(applied(text)) == names


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        (SIGMOID, r"\frac{\partial L}{\partial w} = (\hat{y} - y) v h (1 - h) x", "proved"),
        (SIGMOID, r"\frac{\partial L}{\partial w} = (\hat{y} - y) h (1 - h) x", "refuted"),
        (SIGMOID, r"\frac{\partial L}{\partial w} = (\hat{y} - y) v h x", "refuted"),
        ("", r"\frac{\partial L}{\partial w} = (\hat{y} - y) v s'(z) x", "proved"),  # whatever s is
        ("", r"\frac{\partial L}{\partial w} = (\hat{y} - y) s'(z) x", "refuted"),
    ],
)
def test_gradients_through_a_letter_that_is_applied(words: str, claim: str, verdict: str) -> None:
    page = BY_HAND.replace("WORDS", words) + f"$${claim}$$\n"
    assert check_document(page).claims[-1].verdict == verdict


def test_a_function_is_no_number_of_the_setting() -> None:
    page = (
        "## Q1\n\nNeuron 1 has the weight 1 and the bias 0, its output is $H_1 = \\sigma(x)$. Neuron 2 has the weight -1,"
        " $H_2 = \\sigma(\\delta - x)$.\n\n## Q2 Initialization\n\nThe weights have variance $\\sigma^2$ and the inputs"
        " $v^2$, so $a_j = \\sum_{i=1}^n w_{ji} x_i$ has $\\text{var}(a_j) = n \\sigma v^2$.\n"
    )
    assert [each.verdict for each in check_document(page).claims] == [
        "definition",
        "definition",
        "definition",
        "refuted",
    ]


@pytest.mark.parametrize(("slope", "verdict"), [(r"h \odot (1 - h)", ("proved", "conditional")), ("h", ("refuted",))])
def test_a_letter_that_is_applied_is_a_function_of_arrays(slope: str, verdict: tuple[str, ...]) -> None:
    page = (
        "# 3\n\nNet with $W_1 \\in \\mathbb{R}^{3 \\times 2}$, $b_1, w_2 \\in \\mathbb{R}^3$, all vectors are columns:"
        " $z = W_1 x + b_1$, $h = s(z)$, $\\hat{y} = w_2^T h + b_2$, $L = \\frac{1}{2} (\\hat{y} - t)^2$ with the sigmoid"
        f" $s(u) = 1/(1 + e^{{-u}})$.\n\n$$\\frac{{\\partial L}}{{\\partial z}} = (\\hat{{y}} - t) w_2 \\odot {slope}$$\n"
    )
    assert check_document(page).claims[-1].verdict in verdict
