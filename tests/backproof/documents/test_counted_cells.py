"""How many cells a grid has in several dimensions, where words say it."""

import pytest

from backproof.documents.check import check_document

GRID = r"""# Steps

With step neurons, cut $[-B, B]$ into $N$ pieces of width $\delta = 2B/N$. For d-dimensional inputs it is a grid.

"""


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ("The number of boxes is _.", r"$(2B/\delta)^d$", r"$d (2B/\delta)$"),
        ("With $M$ cells per coordinate there are _ cubes.", "$M^d$", "$M d$"),
        ("For $d = 4$ and 5 pieces per axis there would be _ little cubes.", "$5^4$", "$4^5$"),
    ],
)
def test_words_count_the_cells_of_a_grid(words, right, wrong):
    verdicts = [check_document(GRID + words.replace("_", each)).claims[-1].verdict for each in (right, wrong)]
    assert verdicts == ["proved", "refuted"]


@pytest.mark.parametrize(
    "words",
    [
        "Halving the sides, there are $2^d$ cubes in each.",
        "A cube has $2^d$ corners.",
        "With $d = 900$ and 2 pieces per axis there are $2^{900}$ cubes.",
        "There are $2 N$ boxes per coordinate.",
    ],
)
def test_other_counts_are_no_claims_about_the_grid(words):
    assert len(check_document(GRID + words).claims) == len(check_document(GRID).claims)
