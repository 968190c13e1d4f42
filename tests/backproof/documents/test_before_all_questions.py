r"""What stands before all questions holds in each of them, until the question says something else."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Homework 2

**Notation.** $o \in \mathbb{R}^K$ are the scores, $s = \operatorname{softmax}(o)$ with components
$$s_k = \frac{e^{o_k}}{S}, \qquad S = \sum_{c=1}^{K} e^{o_c}.$$

## Question 1

CLAIM

## Question 2

Let $s = 3 o$. Then $\frac{\partial s_k}{\partial o_k} = SLOPE$.
"""


@pytest.mark.parametrize(
    ("claim", "slope", "expected"),
    [
        (
            r"$$\frac{\partial s_k}{\partial o_k} = \frac{e^{o_k} S - e^{o_k} e^{o_k}}{S^2}$$",
            "3",
            ["proved", "definition", "proved"],
        ),
        (
            r"$$\frac{\partial s_k}{\partial o_k} = \frac{e^{o_k} S + e^{o_k} e^{o_k}}{S^2}$$",
            "4",
            ["refuted", "definition", "refuted"],
        ),
        (
            r"With $J = \operatorname{diag}(s) - s s^\top$ we have $\operatorname{tr} J = 1 - \sum_k s_k^2$.",
            "3",
            ["proved", "definition", "proved"],
        ),
        (
            r"With $J = \operatorname{diag}(s) - s s^\top$ we have $\operatorname{tr} J = \sum_k s_k^2$.",
            "3",
            ["refuted", "definition", "proved"],
        ),
    ],
)
def test_definitions_of_the_head(claim, slope, expected):
    page = PAGE.replace("CLAIM", claim).replace("SLOPE", slope)
    assert [each.verdict for each in check_document(page).claims][-3:] == expected


SMOOTHED = r"""Scores $o \in \mathbb{R}^K$, $s_k = \frac{e^{o_k}}{\sum_c e^{o_c}}$, $L = -\sum_k t_k \log s_k$.

Label smoothing replaces $t$ by $t' = (1 - \varepsilon)\, t + \frac{\varepsilon}{K} \mathbf 1$. The gradient becomes
CLAIM. With $\varepsilon = 0.1$, $K = 5$ the true class $c$ gets $t'_c = 0.92$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [(r"$\nabla_o L = s - t'$", "conditional"), (r"$\nabla_o L = t' - s$", "refuted")],
)
def test_what_the_page_puts_in_the_place_of_a_name(claim, expected):
    gradient, value = check_document(SMOOTHED.replace("CLAIM", claim)).claims[-2:]
    assert (gradient.verdict, value.verdict) == (expected, "undecided")


def test_a_sentence_that_gives_some_values_and_not_all():
    page = r"Let $v_k = a u_k + \frac{a}{K}$. With $a = 0.1$, $K = 5$ and MORE we get $v_1 = VALUE$."
    full = page.replace("MORE", "$u_1 = 1$")
    assert check_document(full.replace("VALUE", "0.12")).claims[-1].verdict in ("proved", "conditional")
    assert check_document(full.replace("VALUE", "0.13")).claims[-1].verdict == "refuted"
    assert check_document(page.replace("MORE", "the true class").replace("VALUE", "0.12")).claims[-1].verdict == (
        "undecided"
    )
