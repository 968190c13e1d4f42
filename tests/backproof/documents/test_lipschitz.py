"""Errors of staircases: what a bound rests on, and bounds that rest on nothing."""

import pytest

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
        (r"\|f - \hat f\|_\infty", "<=", r"K\delta"),
    ],
)
def test_other_bounds_are_left_alone(left: str, relation: str, right: str) -> None:
    assert judge_bound(left, relation, right, PAGE) is None
