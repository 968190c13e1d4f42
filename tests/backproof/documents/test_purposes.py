"""What the variance of the weights is chosen for, and values that do not do that."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Initialization

The weights are drawn from $N(0, \sigma^2)$, and the inputs are independent with mean 0 and variance $v^2$.

a. We have $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ and so $\text{var}(a_j) = n_{in} \sigma^2 v^2$.

CLAIM
"""
SAID = [
    ("b. The rule of thumb for the forward pass is $VALUE$.", ("1/n_{in}",), ("1/n_{out}", "2/n_{in}")),
    ("b. To keep $v^2$ forward, the variance should be $1/FAN$.", ("n_{in}",), ("(2 n_{in})",)),
    ("c. With ReLU only half of the signal is left, so $VALUE$.", ("2/n_{in}",), ("1/n_{in}", "1/(2 n_{in})")),
    ("d. For the gradients we choose $VALUE$.", ("1/n_{out}",), ("1/n_{in}",)),
    (
        "e. As a compromise for both directions we take $VALUE$.",
        ("2/(n_{in} + n_{out})", r"1/\sqrt{n_{in} n_{out}}"),
        ("1/(n_{in} + n_{out})", "4/(n_{in} + n_{out})"),
    ),
    (r"b. The weights get the standard deviation $\sigma = VALUE$.", (r"1/\sqrt{n_{in}}",), ("1/n_{in}",)),
]
ASIDE = [
    r"b. If we took $\sigma^2 = 1/n_{in}^2$, the signal would vanish.",
    r"c. Half is lost in a ReLU. The rule of before was $\sigma^2 = 1/n_{in}$.",
    r"c. Half is lost in a ReLU. Without it we need $\sigma^2 = 1/n_{in}$.",
    r"c. With tanh units we choose $\sigma^2 = 25/(9 n_{in})$.",
    r"e. We need $\sigma^2 = 1/n_{in}$ for the forward pass and $\sigma^2 = 1/n_{out}$ for the backward pass.",
    r"b. With $\sigma^2 = 1/n_{in}^2$ a wide layer has a gain near 0.",
    "b. We need a rule.\n\nGradients will need another number ($n_{out}$).\n\nWe want $v^2$ again, so the rule is "
    r"$\sigma^2 = 1/n_{in}$.",
    r"e. For $n_{out} = 3 n_{in}$ it is $\sigma^2 = 1/(2 n_{in})$.",
    r"d. Backward we get $n_{out} \sigma^2$ and choose $\sigma^2 = 2/(n_{in} + n_{out})$ for both.",
]


def verdict(words: str) -> str:
    return check_document(PAGE.replace("CLAIM", words)).claims[-1].verdict


@pytest.mark.parametrize(("words", "right", "wrong"), SAID)
def test_values_and_what_they_are_for(words: str, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    def said(value: str) -> str:
        whole = value if r"\sigma = VALUE" in words else rf"\sigma^2 = {value}"
        return verdict(words.replace("VALUE", whole).replace("FAN", value))

    assert {value: said(value) for value in right} == dict.fromkeys(right, "conditional")
    assert {value: said(value) for value in wrong} == dict.fromkeys(wrong, "refuted")


@pytest.mark.parametrize("words", ASIDE)
def test_what_the_page_does_not_choose(words: str) -> None:
    assert verdict(words) != "refuted"


ASKED = r"""# Initialization

- a. Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$, with weights from $N(0, \sigma^2)$. Which variance does it have?
- b. Which rule do you get?
- c. Which one for the gradients, in the backward pass?

Answers

- a. It has the variance $n_{in} \sigma^2 v^2$.
- b. The rule is $\sigma^2 = 1/n_{in}$.
- c. As in b, the variance should be $1/VALUE$.
"""


@pytest.mark.parametrize(("value", "expected"), [("n_{out}", "conditional"), ("n_{in}", "refuted")])
def test_what_the_question_asks_for(value: str, expected: str) -> None:
    assert check_document(ASKED.replace("VALUE", value)).claims[-1].verdict == expected


def test_laws_and_what_would_be_right() -> None:
    words = r"d. For the gradients we draw $w_{ji} \sim N(0, VALUE)$."
    claims = [
        check_document(PAGE.replace("CLAIM", words.replace("VALUE", each))).claims[-1]
        for each in ("1/n_{out}", "1/n_{in}")
    ]
    assert [each.verdict for each in claims] == ["definition", "refuted"]
    assert (claims[1].correction, claims[1].misconception) == ("the variance 1/n_out", "fan-in and fan-out swapped")
