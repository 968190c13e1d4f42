"""Claims about one case of the indices of which only words speak."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Softmax

We have $y_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$ and the loss $L = -\sum_i t_i \log y_i$ with a one-hot label $t$.

CLAIM
"""
SAID = [
    (
        r"The true class is $c$. By the chain rule $\frac{\partial L}{\partial z_c} = VALUE$.",
        {"y_c - 1": "conditional", "y_c": "refuted"},
    ),
    (
        r"The true class is $c$. For a wrong class $k$ we get $\frac{\partial L}{\partial z_k} = VALUE$.",
        {"y_k": "conditional", "y_k - 1": "refuted"},
    ),
    (
        r"The entry of the true class is $\frac{\partial L}{\partial z_i} = VALUE$.",
        {"y_i - 1": "conditional", "y_i": "refuted"},
    ),
    (
        r"The entries of the other classes are $\frac{\partial L}{\partial z_i} = VALUE$.",
        {"y_i": "conditional", "y_i - 1": "refuted"},
    ),
    (
        r"All remaining entries are $\frac{\partial y_i}{\partial z_j} = VALUE$.",
        {"-y_i y_j": "conditional", "y_i (1 - y_j)": "refuted"},
    ),
]


def verdict(words: str) -> str:
    return check_document(PAGE.replace("CLAIM", words)).claims[-1].verdict


@pytest.mark.parametrize(("words", "expected"), SAID)
def test_what_holds_in_the_case_of_the_words(words: str, expected: dict[str, str]) -> None:
    said = "\n\n".join(words.replace("VALUE", value) for value in expected)
    claims = check_document(PAGE.replace("CLAIM", said)).claims[2:]
    assert [each.verdict for each in claims] == list(expected.values())


@pytest.mark.parametrize(
    "words",
    [
        r"In other words $\frac{\partial y_i}{\partial z_j} = -y_i y_j$.",
        r"For every class the gradient is $\frac{\partial L}{\partial z_i} = y_i - 1$.",
    ],
)
def test_what_is_said_of_all(words: str) -> None:
    assert verdict(words) == "refuted"


def test_a_class_by_its_number() -> None:
    words = r"Say the label is class 2. Then $\frac{\partial L}{\partial z_1} = VALUE$."
    assert verdict(words.replace("VALUE", "y_1")) != "refuted"
