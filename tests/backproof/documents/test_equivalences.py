"""Claims about steps that hold everywhere, or where something else holds and nowhere else."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document
from backproof.documents.equivalences import EXCEPT_AT_A_POINT

ONE_AT_0 = r"Step networks: $H(t) = \begin{cases} 1 & t \ge 0 \\ 0 & t < 0 \end{cases}$ is the step." + "\n\n"
ZERO_AT_0 = r"Step networks: $s(v) = \begin{cases} 1 & v > 0 \\ 0 & v \le 0 \end{cases}$ is the step." + "\n\n"
UNSAID = "# Networks of step units\n\nThe step function $H$ is the activation of a step neuron.\n\n"
BOX = r"For $p < q$ let $r(x) = H(x - p) - H(x - q)$. "


def verdict(page: str) -> str:
    return str([each.verdict for each in check_document(page).claims if "H(" in each.latex or "s(" in each.latex][-1])


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$H(t - p) = 1 \iff t \ge p$", "proved"),
        (r"$H(t - p) = 1 \iff t > p$", "refuted"),
        (r"$H(p - t) = 0 \Leftrightarrow t > p$", "proved"),
        (r"$H(p - t) = 0 \Leftrightarrow t \ge p$", "refuted"),
        (r"$1 - H(t - p) = 1 \Longleftrightarrow t < p$", "proved"),
        (r"$$H(t - p) = 1 \iff t \ge p + 1.$$", "refuted"),
        (r"We have $H(x - p) = 1$ exactly when $x \ge p$.", "proved"),
        (r"We have $H(x - p) = 1$ exactly when $x > p$.", "refuted"),
        (r"We have $H(x - p) = 1$ if and only if $x > p$.", "refuted"),
        (r"We have $H(x - p) = 1$ iff $x > p + 2$.", "refuted"),
        (r"We have $H(x - p) = 1$ if $x > p$.", "proved"),  # and at p too
        (r"We have $H(x - p) = 1$ only if $x > p$.", "refuted"),
        (r"We have $H(x - p) = 1$ only if $x > p - 1$.", "proved"),
        (r"We have $H(x - k) = 1$ exactly for the integers $k \le x$.", "proved"),
        (r"We have $H(x - k) = 1$ exactly for the integers $k < x$.", "refuted"),
        (r"For $w > 0$: $$H(wx + b) = 1 \iff wx + b \ge 0 \iff x \ge -\frac{b}{w}.$$", "proved"),
        (r"For $w > 0$: $$H(wx + b) = 1 \iff wx + b > 0 \iff x > -\frac{b}{w}.$$", "refuted"),
    ],
)
def test_an_equivalence_holds_both_ways(claim: str, expected: str) -> None:
    assert verdict(ONE_AT_0 + claim) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$s(v - c) = 1 \iff v > c$", "proved"),
        (r"$s(v - c) = 1 \iff v \ge c$", "refuted"),
        (r"$s(x_1 + x_2 - 1) = 1 \iff x_1 + x_2 > 1$", "proved"),
        (r"$s(x_1 + x_2 - 1) = 1 \iff x_1 + x_2 \ge 1$", "refuted"),
        (r"$s(v) + s(-v) = 1 \quad \text{for all } v \in \mathbb{R}$", "refuted"),
        (r"$s(v) + s(-v) = 1 \quad \text{for all } v \ne 0$", "proved"),
        (r"For every real number $v$ we have $s(v) + s(-v) = 1$.", "refuted"),
        (r"We have $s(v) + s(-v) = 1$ for all real numbers.", "refuted"),
        (r"For all $v$ except $v = 0$ we have $s(v) + s(-v) = 1$.", "proved"),
        (r"$s(v) + s(-v) = 1 \quad \text{for almost all } v$", "proved"),
        (r"$s(v) + s(-v) = 1$", "proved"),
        (r"$s(2 v) = s(v) \quad \forall v$", "proved"),
    ],
)
def test_what_the_step_of_the_page_is_at_its_jump_counts(claim: str, expected: str) -> None:
    assert verdict(ZERO_AT_0 + claim) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (r"p \le x < q", "proved"),
        (r"p \le x \le q", "refuted"),
        (r"p < x < q", "refuted"),
        (r"p < x \le q", "refuted"),
    ],
)
def test_a_box_is_one_exactly_where_it_is(where: str, expected: str) -> None:
    for joined in (rf"$r(x) = 1 \iff {where}$", rf"$r(x) = 1$ exactly for ${where}$."):
        claims = check_document(ONE_AT_0 + BOX + "Then " + joined).claims
        assert [each.verdict for each in claims if each.latex == "r(x) = 1"] == [expected]


def test_the_order_of_the_ends_is_that_of_the_page() -> None:
    claim = r"$H(x - p) - H(x - q) \ne 0 \iff p \le x < q$"
    assert verdict(ONE_AT_0 + "Let $p < q$. Then " + claim) == "proved"
    assert verdict(ONE_AT_0 + "Let $p > q$. Then " + claim) == "refuted"


def test_a_condition_elsewhere_is_no_order_of_names() -> None:
    before = "Left of it, that is if $x < p$, the unit is silent. "
    assert verdict(ONE_AT_0 + before + r"$H(x - p) = 1 \iff x > p - 1$") == "refuted"


def test_the_refutation_names_the_point() -> None:
    claims = check_document(ONE_AT_0 + r"$H(-t) = 1 - H(t) \quad \text{for all } t \in \mathbb{R}$").claims
    (wrong,) = (each for each in claims if each.verdict == "refuted")
    assert wrong.misconception == EXCEPT_AT_A_POINT
    assert wrong.counterexample is not None
    assert wrong.counterexample.where == (("t", "0"),)


def test_nothing_is_refuted_by_a_jump_of_which_the_page_says_nothing() -> None:
    assert verdict(UNSAID + r"$H(t - p) = 1 \iff t \ge p$") != "refuted"
    assert verdict(UNSAID + r"$H(-t) = 1 - H(t) \quad \text{for all } t$") != "refuted"


def test_errors_at_the_jump_do_not_clear_each_other() -> None:
    wrong = [r"$H(t - p) = 1$ exactly when $t > p$.", r"$H(t - q) = 1$ exactly when $t > q$.", r"$H(0) = 0$."]
    claims = check_document(ONE_AT_0 + "\n\n".join(wrong)).claims
    assert [each.verdict for each in claims[1:]] == ["refuted"] * 3


def test_what_is_compared_is_a_number_whatever_it_was_before() -> None:
    before = (
        r"A neuron has weights $w \in \mathbb{R}^d$, $v = w^\top x + b$ and the output $g(x) = H(w^\top x + b)$."
        + "\n\n"
    )
    assert verdict(ONE_AT_0 + before + r"$H(x - a) = 1 \iff x \ge a$") == "proved"
    assert verdict(ONE_AT_0 + before + r"$H(x - a) = 1 \iff x > a$") == "refuted"
    assert verdict(ONE_AT_0 + before + r"$H(-v) = 1 - H(v) \quad \text{for all } v \in \mathbb{R}$") == "refuted"
