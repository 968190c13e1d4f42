"""The factor of a layer in words, and the value for which it is 1."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Initialization

Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ with independent zero-mean weights of variance $\sigma^2$.

CLAIM
"""
SAID = [
    (
        r"With ReLU the factor is $\frac{1}{2} n_{in} \sigma^2$ and setting it to 1 we get $VALUE$.",
        "2/n_{in}",
        "1/n_{in}",
    ),
    (
        r"Then the factor is $\frac{1}{2} n_{out} \sigma^2$ and the rule is $VALUE$.",
        "2/n_{out}",
        r"\frac{1}{2 n_{out}}",
    ),
    (r"The variance is multiplied by $n_{in} \sigma^2$ per layer, and the rule is $VALUE$.", "1/n_{in}", "1/n_{in}^2"),
]


def verdict(claim: str) -> str:
    return check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict


@pytest.mark.parametrize(("words", "right", "wrong"), SAID)
def test_value_for_which_the_factor_is_one(words: str, right: str, wrong: str) -> None:
    assert verdict(words.replace("VALUE", rf"\sigma^2 = {right}")) == "conditional"
    assert verdict(words.replace("VALUE", rf"\sigma^2 = {wrong}")) == "refuted"


def test_value_of_another_rule() -> None:
    words = r"The factor is $\frac{1}{2} n_{in} \sigma^2$ and not the one of the usual rule $\sigma^2 = 1/n_{in}$."
    assert verdict(words) == "conditional"


def test_in_order_to_have() -> None:
    words = r"In order to have $\text{var}(a_j) = \text{var}(x_i)$ we need $\sigma^2 = 1/n_{in}$."
    claims = check_document(PAGE.replace("CLAIM", words)).claims
    assert [each.verdict for each in claims[-2:]] == ["conditional", "conditional"]


def test_unless_is_no_condition() -> None:
    words = r"""Both hold only in one case. You cannot have both unless $n_{in} = n_{out}$, so take the average of the two:
$$\sigma^2 = \frac{1}{2} \left( \frac{1}{n_{in}} + \frac{1}{n_{out}} \right) = \frac{2}{n_{in} + n_{out}}$$"""
    assert verdict(words) == "refuted"


def test_square_behind_a_section_with_layers() -> None:
    page = r"""# Initialization

## Part a

Let $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with independent zero-mean weights and inputs, $\text{Var}(w_{ji}) = \sigma^2$.
For L layers $\text{Var}(a^{(L)}) = (n \sigma^2)^L \text{Var}(x)$.

## Part b

With ReLU the output is $y_j = \max(0, a_j)$. The distribution of $a_j$ is symmetric around 0, so
$$E[y_j^2] = \frac{1}{2} E[a_j^2] .$$
"""
    assert check_document(page).claims[-1].verdict == "proved"


KEPT = r"""# Initialization

Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ with independent $w_{ji} \sim N(0, \sigma^2)$ and independent $x_i$ with mean 0 and
variance $v^2$.

$$Var(a_j) = n_{in} \sigma^2 v^2$$

"""


@pytest.mark.parametrize(
    "words", ["The variance stays the same for", "A constant variance asks for", "It is preserved by"]
)
def test_value_with_which_a_moment_is_kept(words: str) -> None:
    found = [
        check_document(f"{KEPT}{words} $\\sigma^2 = 1/{fan}$.").claims[-1].verdict for fan in ("n_{in}", "n_{out}")
    ]
    assert found == ["conditional", "refuted"]


@pytest.mark.parametrize("words", ["With ReLU it is kept by", "Others take", "The scale of PyTorch is"])
def test_value_that_is_no_answer_to_the_equation_before(words: str) -> None:
    assert check_document(f"{KEPT}{words} $\\sigma^2 = 2/n_{{in}}$.").claims[-1].verdict == "conditional"
