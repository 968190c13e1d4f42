"""What begins a sentence with "for" or "with" is a case or a choice: it says nothing of what stands elsewhere."""

from __future__ import annotations

from backproof.documents.check import check_document


def test_equal_fans_of_any_letters_are_a_case() -> None:
    page = (
        "# Initialization\n\nA layer with $d$ inputs and $m$ outputs computes $a_j = \\sum_{i=1}^{d} w_{ji} x_i$.\n\n"
        "For $d = m$ we have $\\frac{2}{d+m} = \\frac{1}{d}$.\n\nIn all cases, $\\frac{2}{d+m} \\le \\frac{1}{d}$.\n"
    )
    verdicts = [each.verdict for each in check_document(page).claims]
    assert verdicts == ["definition", "definition", "conditional", "refuted"]


def test_a_choice_further_down_says_nothing_of_what_stands_above() -> None:
    page = (
        "# Initialization\n\nTake a neuron with $d$ inputs, $a = \\sum_{i=1}^{d} w_i x_i$. The weights are i.i.d. with "
        "mean 0 and variance $s^2$. The inputs are i.i.d. with mean 0 and variance 1, independent of the weights.\n\n"
        "With $s^2 = \\frac{1}{d}$ we have $\\text{Var}(a) = 1$.\n\n"
        "With $s = \\frac{1}{d}$ we get $\\text{Var}(a) = \\frac{1}{d}$.\n"
    )
    claims = check_document(page).claims
    assert "refuted" not in [each.verdict for each in claims]
    assert claims[2].verdict == "proved"


def test_another_grid_further_down_leaves_the_first_one_its_points() -> None:
    page = (
        "# Grid\n\nTake $-B = t_0 < t_1 < \\dots < t_N = B$ with $t_k = -B + k\\delta$, where $N\\delta = 2B$.\n\n"
        "$t_N = -B + N \\delta = B$.\n\nWith $\\delta = B/N$ the last one is $0$.\n"
    )
    found = {each.latex: each.verdict for each in check_document(page).claims}
    assert found["t_N = -B + N \\delta"] == "proved"
    assert found["-B + N \\delta = B"] == "proved"
