"""At a kink there is no slope, whatever a formula says, unless the page agrees to take one."""

import pytest

from backproof.documents.check import check_document

CASES = r"For $0 < \beta < 1$ let $h(s) = s$ for $s > 0$ and $h(s) = \beta s$ for $s \le 0$. "
MAXIMUM = r"Let $0 < \beta < 1$ and $h(s) = \max(\beta s, s)$. "
BRACE = r"$$h(s) = \begin{cases} s & s > 0 \\ \beta\, s & s \leq 0 \end{cases} \qquad (0 < \beta < 1)$$ "
SMOOTH = r"Let $h(s) = s^2$ for $s > 0$ and $h(s) = 0$ for $s \le 0$. "


def last(page):
    return check_document("# Activations\n\n" + page).claims[-1]


@pytest.mark.parametrize(
    "page", [CASES, MAXIMUM, BRACE, r"The layer has $s = W x$, $s \in \mathbb{R}^m$." + "\n\n" + MAXIMUM]
)
@pytest.mark.parametrize(
    "claim",
    [
        r"The function is differentiable at the origin too, with $h'(0) = \beta$.",
        r"At zero it is the mean of the left and the right one, $h'(0) = \frac{1 + \beta}{2}$.",
        r"The slope is $h'(0) = 1$.",
        r"The slope is $h'(s) = \beta$ for all $s \le 0$.",
        r"The slope is $h'(s) = 1 \text{ for all } s \ge 0$.",
    ],
)
def test_there_is_no_slope_at_a_kink(page, claim):
    found = last(page + "\n\n" + claim)
    assert found.verdict == "refuted"
    assert found.reason == "there is no slope at s = 0, where those of the two sides differ"
    assert found.counterexample.left == "beta on the left, 1 on the right"


@pytest.mark.parametrize("page", [CASES, MAXIMUM])
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"The slope is $h'(s) = \beta$ for all $s < 0$.", "proved"),
        (r"The slope is $h'(-2) = \beta$.", "proved"),
        (r"By convention $h'(0) = \beta$.", "definition"),
        (r"At the kink we set $h'(0) = 1$.", "definition"),
        (r"There one takes $h'(0) = 0$, a subgradient for small $\beta$.", "definition"),
        (r"PyTorch returns $h'(0) = 0$.", "definition"),
        (r"The left derivative is $h'(0) = \beta$.", "definition"),
    ],
)
def test_beside_a_kink_there_are_slopes_and_at_it_one_may_be_agreed(page, claim, verdict):
    assert last(page + "\n\n" + claim).verdict == verdict


@pytest.mark.parametrize("claim", [r"Then $h'(0) = 0$.", r"Then $h'(s) = 0$ for all $s \le 0$."])
def test_where_the_slopes_of_both_sides_meet_there_is_one(claim):
    assert last(SMOOTH + claim).verdict != "refuted"
