"""The points of a grid in a row with dots, how far they are apart, and the formula that says where they are."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Step networks

The step is $\theta(t) = 1$ for $t > 0$ and $0$ otherwise. Take points $-B = p_0 < p_1 < \dots < p_M = B$ with
$p_j - p_{j-1} = w = \frac{2B}{M}$, so $p_j = -B + j w$. The staircase is

$$G(x) = f(p_0) + \sum_{j=1}^{M-1} ( f(p_j) - f(p_{j-1}) ) \, \theta(x - p_j)$$

For $p_k < x \le p_{k+1}$ we have $G(x) = f(p_k)$.
"""


def _said(page: str) -> list[tuple[str, str]]:
    return [(each.latex, each.verdict) for each in check_document(page).claims[1:]]


def test_a_list_of_points_names_them_and_a_formula_says_where_they_are():
    verdicts = [verdict for _, verdict in _said(PAGE)]
    assert verdicts == ["definition"] * 9 + ["proved"]
    assert _said(PAGE.replace("= f(p_k)$", "= f(p_{k+1})$"))[-1][1] == "refuted"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("w = \\frac{2B}{M}", "w = \\frac{B}{M}"),
        ("-B + j w", "-B + (j - 1) w"),
        ("-B + j w", "B + j w"),
        ("= B$", "= 2B$"),
    ],
)
def test_the_formula_is_held_against_the_ends_of_the_list(right, wrong):
    assert dict(_said(PAGE.replace(right, wrong)))[wrong.join(("p_j = -B + j w").split(right))] == "refuted"


def test_nothing_is_held_against_them_where_it_is_not_said_how_far_the_points_are_apart():
    page = PAGE.replace(r" = \frac{2B}{M}", "")
    assert "refuted" not in [verdict for _, verdict in _said(page)]
