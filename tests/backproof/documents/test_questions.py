"""An answer goes on with the question that has its number; what another question says of a letter is not meant."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.extraction import extract
from backproof.documents.questions import questions

APART = r"""
# Sheet

## Problem 1
The step activation is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise; $w$ and $b$ are numbers.

## Problem 2
Weights $w_{ji} \sim N(0, \sigma^2)$ and independent inputs with $E[x_i] = 0$ and $\text{Var}(x_i) = v^2$.

# Answers

## 1
The first neuron is $h_1 = \sigma(x)$, so $w_1 = 1$. As $x > 0$ is inside, $\sigma(2) = 1$ and $\sigma(2) = 0$.

## 2
With $a_j = \sum_{i=1}^{n} w_{ji} x_i$ we have $E[w_{ji}^2 x_i^2] = \sigma^2 v^2$ and $E[w_{ji}^2 x_i^2] = 0$.
"""
OPENED = (
    APART.replace("## Problem ", "Problem ")
    .replace("\n## 1\n", "\n**Problem 1.** ")
    .replace("\n## 2\n", "\n**Problem 2.** ")
)


@pytest.mark.parametrize(
    "page", [APART, OPENED.replace("Problem 1\n", "Problem 1. ").replace("Problem 2\n", "Problem 2 (4 pts) ")]
)
def test_an_answer_is_read_as_its_question_is(page: str) -> None:
    report = check_document(page)
    found = {claim.latex: claim.verdict for claim in report.claims}
    assert (found["w_1 = 1"], found[r"h_1 = \sigma(x)"]) == ("proved", "definition")
    assert found[r"\sigma(2) = 1"] == found[r"E[w_{ji}^2 x_i^2] = \sigma^2 v^2"] == "proved"
    assert found[r"\sigma(2) = 0"] == found[r"E[w_{ji}^2 x_i^2] = 0"] == "refuted"


@pytest.mark.parametrize(
    ("titles", "of"),
    [
        (["# Homework", "## Problem 1", "## Problem 2", "# Answers", "## 1", "### a", "## 2."], [0, 1, 2, 0, 1, 1, 2]),
        (["# Question 1", "# Question 2", "# Solution 1", "# Answer to question 2"], [1, 2, 1, 2]),
        (["# Problem 2", "## 1", "## 2", "# Problem 3"], [1, 1, 1, 2]),  # parts of a problem
        (["# Part A", "## Problem 1", "# Part B", "## Problem 1"], [0, 1, 1, 2]),
        (["# 1", "# 2 (3 points)"], [1, 2]),
        (["# 1. Step neurons", "# 2. Variances"], [0, 0]),
    ],
)  # fmt: skip
def test_sections_belong_to_questions(titles: list[str], of: list[int]) -> None:
    page = extract("\n\ntext\n\n".join(titles) + "\n\ntext")
    assert [each.number for each in questions(page.parts, page.visible)] == of


def test_a_number_in_running_text_opens_no_question() -> None:
    assert len(extract("We use the result of\nProblem 1. Then $x = 1$.\n\nIn problem 2: no.").parts) == 1


@pytest.mark.parametrize(("term", "verdict"), [(r" + \text{Var}(Y) E[X]^2", "conditional"), ("", "refuted")])
def test_what_the_sentence_before_supposes_counts_in_its_item(term: str, verdict: str) -> None:
    page = r"""(a) "If X and Y are independent, the variance of XY is the product." False. In general

$$\text{Var}(XY) = \text{Var}(X) \text{Var}(Y) + \text{Var}(X) E[Y]^2"""
    assert [each.verdict for each in check_document(page + term + "$$").claims] == [verdict]
