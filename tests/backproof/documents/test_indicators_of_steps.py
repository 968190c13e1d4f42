"""Equations between steps and indicators hold at the jumps too, where the page says what the step is there."""

import pytest

from backproof.documents.check import check_document

CLOSED = r"""# Networks of steps

The step is $$H(z) = \begin{cases} 1, & z \ge 0 \\ 0, & z < 0 \end{cases}$$

"""
OPEN = r"""# Networks of steps

A neuron computes $y = \sigma(\langle w, x \rangle + b)$. Here $\sigma$ is the step activation, $\sigma(u) = 1$  for u > 0 and
$\sigma(u) = 0$  for  $u \leq 0$.

"""


def verdict(page, claim):
    found = [each for each in check_document(page).claims if claim in each.latex]
    return found[-1].verdict


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        (CLOSED, r"1 - H(v) = \mathbf 1[v < 0]", r"1 - H(v) = \mathbf 1[v \le 0]"),
        (
            CLOSED,
            r"1 - H(c\cdot x - t) = \mathbf 1[c\cdot x - t < 0]",
            r"1 - H(c\cdot x - t) = \mathbf 1[c\cdot x - t \le 0]",
        ),
        (CLOSED, r"H(t) - H(t - 3) = \mathbf 1[0 \le t < 3]", r"H(t) - H(t - 3) = \mathbf 1[0 \le t \le 3]"),
        (CLOSED, r"H(t) + H(3 - t) - 1 = \mathbf 1[0 \le t \le 3]", r"H(t) + H(3 - t) - 1 = \mathbf 1[0 < t \le 3]"),
        (
            OPEN,
            r"\sigma(t) - \sigma(t - 3) = \mathbf 1[0 < t \le 3]",
            r"\sigma(t) - \sigma(t - 3) = \mathbf 1[0 < t < 3]",
        ),
    ],
)
@pytest.mark.parametrize("vectors", ["", r"The input is $x \in \mathbb{R}^d$."])
def test_an_indicator_says_what_holds_at_the_jump(page, right, wrong, vectors):
    found = [verdict(f"{page}{vectors}\n\n$${each}$$", "mathbf") for each in (right, wrong)]
    assert found == ["proved", "refuted"]


def test_both_ends_of_a_box_count():
    box = (
        CLOSED
        + r"Let $x \in \mathbb{R}^d$. For $p < q$ the difference is $$H(s - p) - H(s - q) = \mathbf 1[p \le s %s q].$$"
    )
    assert [verdict(box % each, "mathbf") for each in ("<", r"\le")] == ["proved", "refuted"]


@pytest.mark.parametrize(
    "words",
    [
        r"Up to the jump we have $1 - H(v) = \mathbf 1[v \le 0]$.",
        r"We have $1 - H(v) = \mathbf 1[v \le 0]$ except at the boundary.",
        r"What happens at the jump does not matter here. We have $1 - H(v) = \mathbf 1[v \le 0]$.",
        r"For random continuous $v$ we have $1 - H(v) = \mathbf 1[v \le 0]$ with probability one.",
        r"In the interior of each region $1 - H(v) = \mathbf 1[v \le 0]$.",
        r"For $v \ne 0$ we have $1 - H(v) = \mathbf 1[v \le 0]$.",
        r"We have $1 - H(v) = H(-v)$.",
    ],
)
def test_jumps_that_the_words_leave_out_do_not_count(words):
    assert verdict(CLOSED + words, "1 - H(v)") == "proved"


def test_for_all_numbers_counts_the_jump_of_a_step_that_is_defined_in_words():
    wrong = OPEN + r"Then $\sigma(-t) = 1 - \sigma(t)$  for all t."
    right = OPEN + r"Then $\sigma(5t) = \sigma(t)$  for all t."
    assert [verdict(each, "t)") for each in (right, wrong)] == ["proved", "refuted"]
    assert verdict(OPEN + r"Then $\sigma(-t) = 1 - \sigma(t)$ for all t up to the jump.", "t)") == "proved"
