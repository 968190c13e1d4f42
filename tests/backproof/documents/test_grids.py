"""Grids of a staircase: their points at calculated places, and what the width of a step is."""

from backproof.documents.check import check_document

PAGE = (
    "# Staircase\n\nLet $\\sigma(x) = 1$ for $x > 0$ and $0$ otherwise, the step function."
    " The grid points are $t_k = -B + (k-1)\\delta$ with $\\delta = 2B/N$.\n\n"
)


def test_points_at_calculated_places_are_the_formula_of_the_grid_there() -> None:
    lines = {
        "$t_{k+1} - t_k = \\delta$": "proved",
        "$t_k + \\delta/2 = \\frac{t_k + t_{k+1}}{2}$": "proved",
        "$t_{N+1} = B$": "proved",
        "$t_{k+1} - t_k = \\frac{2B}{N}$": "proved",
        "$N \\delta = 2B$": "proved",
        "$t_{k+1} = t_k - \\delta$": "refuted",
        "$t_k + \\delta = \\frac{t_k + t_{k+1}}{2}$": "refuted",
        "$t_{N+1} = B - \\delta$": "refuted",
        "$N \\delta = B$": "refuted",
    }
    found = check_document(PAGE + "\n\n".join(lines)).claims
    assert [each.verdict for each in found if each.line > 4] == list(lines.values())


def test_a_hat_names_the_function_that_approximates() -> None:
    written = "$$\\hat f(x) = \\sum_{i=0}^{N-1} f(t_i) [\\sigma(x - t_i) - \\sigma(x - t_{i+1})]$$"
    assert [each.verdict for each in check_document(PAGE + written).claims][-1] == "definition"


def test_how_many_points_are_needed_is_no_claim_that_can_fail() -> None:
    for claim in ("$N \\geq \\frac{2BL}{\\epsilon}$", "$\\frac{2BM}{\\epsilon} \\leq N$"):
        assert [each.verdict for each in check_document(PAGE + claim).claims][-1] == "out-of-scope"


def test_cells_may_be_counted_by_their_right_ends():
    page = (
        "# Steps\n\n"
        r"The step activation is $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. Let $h = 2B/N$."
        r" Piece number $k$ begins at $t_{k-1} = -B + (k-1) h$, its middle is $m_k = \frac{t_{k-1} + t_k}{2}$."
        "\n\n"
        r"$$\hat{f}(x) = \sum_{k=1}^{N} f(m_k) (\sigma(x - t_{k-1}) + \sigma(t_k - x) - 1)$$"
        "\n\n"
    )
    for text, verdict in (
        (r"Its right end is $t_k = -B + k h$.", "proved"),
        (r"Its right end is $t_k = -B + (k - 1) h$.", "refuted"),
        (r"It ends with $t_N = B$.", "proved"),
        (r"Here $\hat{f}(x) = f(m_k)$ for $t_{k-1} < x < t_k$.", "proved"),
        (r"Here $\hat{f}(x) = f(m_k)$ for $t_k < x < t_{k+1}$.", "refuted"),
        (r"Here $\hat{f}(x) = f(t_k)$ for $t_{k-1} < x < t_k$.", "refuted"),
    ):
        assert check_document(page + text).claims[-1].verdict == verdict
