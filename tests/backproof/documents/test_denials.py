"""Formulas that a page denies, quotes as a mistake or asks about are none of its claims."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = r"Let $y_i = e^{z_i}/\sum_{k=1}^K e^{z_k}$ be the softmax of $K \geq 2$ classes." + "\n\n"
WRONG = r"\frac{\partial y_i}{\partial z_i} = y_i"
RIGHT = r"\frac{\partial y_i}{\partial z_i} = y_i - y_i^2"


def last(sentence: str) -> str:
    return check_document(SOFTMAX + sentence).claims[-1].verdict


@pytest.mark.parametrize(
    "words",
    [
        "It is not true that $%s$.",
        "It is wrong to write $%s$.",
        "We do not have $%s$.",
        "$%s$ does not hold.",
        "$%s$ would be wrong.",
        "Is $%s$? No.",
    ],
)
def test_what_is_denied_is_right_if_the_formula_is_not(words):
    assert last(words % WRONG) == "out-of-scope"
    assert last(words % RIGHT) == "refuted"


@pytest.mark.parametrize(
    "words",
    [
        "A common mistake is $%s$.",
        "One might think that $%s$.",
        "Many students forget the square and write $%s$.",
        "**Wrong:** $%s$.",
        "At first I thought that $%s$.",
        "Is $%s$?",
    ],
)
def test_what_is_quoted_is_no_claim(words):
    assert last(words % WRONG) == "out-of-scope"


@pytest.mark.parametrize(
    "words",
    [
        "It is not only true that $%s$.",
        "A common mistake is to forget the second term: $%s$.",
        "One might think that it is $y_i$, but $%s$.",
        "Is $%s$? Yes.",
        "Contrary to what I first thought, $%s$.",
        "It is not obvious that $%s$.",
    ],
)
def test_what_is_claimed_beside_a_mistake_is_judged(words):
    assert last(words % RIGHT) == "proved"
    assert last(words % WRONG) == "refuted"


def test_a_quoted_mistake_defines_nothing():
    page = r"With $L = -\sum_k t_k \log y_k$ and one-hot $t$, a common mistake is to use $\delta_j = y_j$. "
    page += r"The right error is $\delta_j = y_j - t_j$. Then "
    assert last(page + r"$\frac{\partial L}{\partial z_j} = \delta_j$.") == "proved"
    assert last(page + r"$\frac{\partial L}{\partial z_j} = -\delta_j$.") == "refuted"


def test_a_hypothesis_that_is_denied_is_no_wrong_denial():
    page = r"Let $L = -\sum_k t_k \log y_k$. We do not have $\sum_k t_k = 1$. "
    assert last(page) == "out-of-scope"
    assert last(page + r"Then $\frac{\partial L}{\partial z_j} = y_j - t_j$.") == "conditional"


@pytest.mark.parametrize(("end", "verdict"), [("But for the ReLU", "refuted"), ("Then", "out-of-scope")])
def test_what_is_supposed_for_a_moment_is_no_claim(end, verdict):
    page = r"Let $f(u) = \max(0, u)$. Suppose for a moment that the slope were 1, $f'(u) = 1$. "
    claims = check_document(page + end + " $u f'(u) = u$.").claims
    assert [each.verdict for each in claims[1:]] == ["out-of-scope", verdict]


@pytest.mark.parametrize(("end", "is_claim"), [("Then", False), ("But for the ReLU,", True)])
def test_what_follows_from_a_supposition_that_is_not_read_is_no_claim(end, is_claim):
    page = r"Let $a = \sum_{i=1}^n w_i x_i$ with independent $w_i$, $x_i$ of mean zero, $\text{Var}(w_i) = \sigma^2$, "
    page += r"$\text{Var}(x_i) = v^2$. Suppose the slope of the activation were 1 everywhere, $f'(a) = 1$. "
    found = check_document(
        page + end + r" $\text{Var}(f(a)) = n \sigma^2 v^2$." + "\n\nLater $f(a) = \\max(0, a)$."
    ).claims
    assert (found[-2].verdict != "out-of-scope") == is_claim


def test_two_rules_are_two_choices():
    page = r"A layer has $n$ inputs and $m$ outputs. The forward rule $\text{Var}(w) = 1/n$ and the backward rule "
    assert check_document(page + r"$\text{Var}(w) = 1/m$ differ.").claims[-1].verdict == "conditional"
    assert check_document(page + r"differ. Above $\text{Var}(w) = 1/m$.").claims[-1].verdict == "refuted"
