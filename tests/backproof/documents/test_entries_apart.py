r"""Families whose first and last entries a page gives apart: the coefficients c_0, ..., c_N of a staircase."""

import pytest

from backproof.documents.check import check_document

STAIRCASE = r"""
# Step networks

Let $\sigma(u) = 1$ for $u > 0$ and 0 otherwise, $h = \frac{2B}{N}$ and $t_k = -B + k h$ for $k = 0, \dots, N$.

$$\hat{g}(x) = \sum_{k=0}^{N-1} g(t_k) \left[ \sigma(x - t_k) - \sigma(x - t_{k+1}) \right]$$

Collecting the steps that stand at one point we get

$$\hat{g}(x) = \sum_{k=0}^{N} q_k \sigma(x - t_k)$$

with

$$COEFFICIENTS$$

If $t_m < x \leq t_{m+1}$ then

$$\hat{g}(x) = \sum_{k=0}^{m} q_k = g(t_m).$$
"""
MIDDLE = r"q_k = g(t_k) - g(t_{k-1}) \quad (1 \leq k \leq N-1)"
LISTED = MIDDLE.replace(r"1 \leq k \leq N-1", r"k = 1, \dots, N-1")
FIRST, LAST = r"q_0 = g(t_0)", r"q_N = -g(t_{N-1})"


def _verdicts(coefficients: str) -> list[str]:
    found = check_document(STAIRCASE.replace("COEFFICIENTS", coefficients)).claims
    return [each.verdict for each in found if r"\sum" in each.latex]


@pytest.mark.parametrize(
    "coefficients",
    [
        rf"{FIRST}, \quad {MIDDLE}, \quad {LAST}.",
        rf"{LISTED}, \quad {FIRST}, \quad {LAST}.",
    ],
)
def test_sums_are_cut_at_the_ends(coefficients: str) -> None:
    assert _verdicts(coefficients) == ["definition", "proved", "proved", "proved"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (FIRST, r"q_0 = g(t_1)", ["definition", "refuted", "refuted", "refuted"]),
        (FIRST, r"q_0 = 0", ["definition", "refuted", "refuted", "refuted"]),
        (LAST, r"q_N = g(t_{N-1})", ["definition", "conditional", "proved", "proved"]),  # right for x <= t_N
        ("g(t_k) - g(t_{k-1})", "g(t_k) + g(t_{k-1})", ["definition", "refuted", "refuted", "refuted"]),
    ],
)
def test_a_wrong_end_is_seen(right: str, wrong: str, expected: list[str]) -> None:
    coefficients = rf"{FIRST}, \quad {MIDDLE}, \quad {LAST}."
    assert right in coefficients
    assert _verdicts(coefficients.replace(right, wrong)) == expected


def test_the_first_point_of_a_grid_is_a_claim_and_no_entry_apart() -> None:
    page = STAIRCASE.split("$$")[0] + r"So $t_0 = VALUE$ and $t_N = B$."
    right, wrong = (check_document(page.replace("VALUE", each)).claims for each in ("-B", "0"))
    assert [each.verdict for each in right[-2:]] == ["proved", "proved"]
    assert wrong[-2].verdict != "proved"


def test_numbers_of_which_nothing_is_said_refute_nothing() -> None:
    page = STAIRCASE.split("with\n")[0]
    assert check_document(page).claims[-1].verdict == "undecided"
