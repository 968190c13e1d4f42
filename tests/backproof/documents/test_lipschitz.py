"""Errors of staircases: what a bound rests on, and bounds that rest on nothing."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.lipschitz import judge_bound

PAGE = r"If $|f'(x)| \leq M$ on $[-B, B]$, then"


@pytest.mark.parametrize(
    ("left", "relation", "right", "condition"),
    [
        (r"| f ( x ) - f ( t _ k ) |", "<=", r"L\,|x - t_k|", "f is Lipschitz with constant L"),
        (
            r"\left|f(x) - f(t_j)\right|",
            "<=",
            r"\max |f ^ { \prime }|\cdot|t_j-x|",
            r"f is Lipschitz with constant \max|f'|",
        ),
        (r"M\,|x - t_j|", "<=", r"M\delta", r"|x - t_j| <= \delta"),
        (r"|f(x) - f(t_j)|", "<=", r"L\delta", r"f is Lipschitz with constant L, and |x - t_j| <= \delta"),
        (r"|f(x) - g(x)|", "=", r"|f(x) - f(t_j)|", "g(x) = f(t_j)"),
        (
            r"|f(x) - f(t_j)|",
            "=",
            r"|f'(\xi)| \, |x - t_j|",
            r"f is differentiable, and \xi is the point of the mean value theorem between x and t_j",
        ),
        (r"|f'(\xi)| \, |x - t_j|", "<=", r"M \delta", r"|f'| <= M, and |x - t_j| <= \delta"),
        (r"G \|x - x_c\|", "<=", r"G \sqrt{d} \Delta", r"|x - x_c| <= \sqrt{d}\Delta"),
    ],
)
def test_a_bound_names_what_it_rests_on(left: str, relation: str, right: str, condition: str) -> None:
    outcome = judge_bound(left, relation, right, PAGE)
    assert outcome is not None
    assert (outcome.verdict, outcome.condition) == ("conditional", condition)


def test_the_error_of_a_staircase_says_how_far_its_points_may_lie() -> None:
    for left in (r"|f(x) - \hat f(x)|", r"\|f - \hat{f}\|_\infty"):
        outcome = judge_bound(left, "<=", r"\frac{M \delta}{2}", PAGE)
        assert outcome is not None
        assert "no farther away than delta/2" in (outcome.condition or "")


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [
        ("|f(x) - f(t_j)|", "<=", "M|x - t_i|"),
        ("|f(x) - f(t_j)|", "<=", r"\frac{M}{2}|x - t_j|"),
        ("|f(x) - f(t_j)|", ">=", "M|x - t_j|"),
        ("|f(x) - f(t_j)|", "<=", "M|x - t_j|^2"),
        ("|f(x) - g(x)|", "=", "|f(y) - f(t_j)|"),
        ("M|x - t_j|", "<=", r"L\delta"),
        (r"|f(x) - f(t_j)|", "=", r"|f'(\xi)| |x - t_i|"),
        (r"|f'(\xi)| |x - t_j|", "<=", r"M \delta^2"),
        ("M", "=", r"\max |f|"),
        (r"\|f - \hat f\|_\infty", "<=", r"K\delta"),
    ],
)
def test_other_bounds_are_left_alone(left: str, relation: str, right: str) -> None:
    assert judge_bound(left, relation, right, PAGE) is None


def test_the_largest_slope_may_be_given_a_name() -> None:
    page = r"let $M = \max_{|x| \leq B} |f'(x)|$ and $G = \max \|\nabla f(x)\|$. Then"
    for right in (r"\max |f'|", r"\sup_{|x| \leq B} |f'(x)|", r"\max \|\nabla f(x)\|"):
        outcome = judge_bound("M", "=", right, page)
        assert outcome is not None
        assert outcome.verdict == "definition"
    found = judge_bound(r"|f(x) - \hat f(x)|", "<=", r"M \cdot \frac{\Delta}{2}", page)
    assert found is not None
    assert "no farther away than Delta/2, and f has slopes up to M" in (found.condition or "")


def test_the_mean_value_theorem_has_a_sign():
    page = "# Steps\n\nA network of step neurons.\n\nThere is a point c with $f(x) - f(t_k) = f'(c) (_)$."
    found = [check_document(page.replace("_)", each + ")")).claims[-1].verdict for each in ("x - t_k", "t_k - x")]
    assert found == ["conditional", "refuted"]


def test_words_bound_the_derivative():
    page = "# Steps\n\nA network of step neurons.\n\n_ $|f(x) - \\hat f(x)| \\leq M \\delta$."
    words = "The derivative is bounded on the interval, say by M.", "The slope is at most $M$.", "It is bounded by M."
    found = [check_document(page.replace("\n_ ", f"\n{each} ")).claims[-1].verdict for each in words]
    assert found == ["conditional", "conditional", "out-of-scope"]


@pytest.mark.parametrize(
    ("left", "right", "condition"),
    [
        ("|f(x) - f(x_m)|", "L (x - x_m)", "f is Lipschitz with constant L, x >= x_m"),
        ("L (x - x_m)", r"L \Delta", r"x - x_m <= \Delta"),
        ("L (x - x_m)", r"L \Delta^2", None),
        ("|f(x) - f(x_m)|", "L (x - x_k)", None),
    ],
)
def test_a_distance_without_bars_is_one_ahead(left, right, condition):
    found = judge_bound(left, "<=", right, PAGE)
    assert (None if found is None else found.condition) == condition
