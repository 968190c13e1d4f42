r"""Every sum runs over as many terms as the page says that there are."""

import pytest

from backproof.documents.check import check_document

LINEAR = r"""
Let $W \in \mathbb{R}^{q \times p}$ and $y = Wx$ with $x \in \mathbb{R}^p$, and let L be a loss of y. Then

$$CLAIM$$
"""
NUMBERS = LINEAR.replace("q", "10").replace("p}$ and", "784}$ and").replace("R}^p", "R}^{784}")
TURNED = LINEAR.replace(r"{q \times p}", r"{p \times q}")  # a declaration that does not fit y = Wx
SOFTMAX = r"""
Let $z = Wx + b$ with $W \in \mathbb{R}^{K \times d}$, $x \in \mathbb{R}^d$, and $p = \text{softmax}(z)$.

$$CLAIM$$
"""
LAYER = r"""
# Initialization

A layer has $n_{in}$ inputs and $n_{out}$ outputs, the weights are drawn from $N(0, \sigma^2)$, the inputs are independent,
zero-mean with $\text{var}(x_i) = v^2$.

$$a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$$

Let $g_j = \partial L / \partial a_j$ be the gradient at output j.

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("page", "claim", "expected"),
    [
        (LINEAR, r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^q W_{ji} \frac{\partial L}{\partial y_j}", "proved"),
        (LINEAR, r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^p W_{ji} \frac{\partial L}{\partial y_j}", "refuted"),
        (LINEAR, r"y_j = \sum_{i=1}^q W_{ji} x_i", "refuted"),
        (LINEAR, r"\|y\|^2 = \sum_{j=1}^p y_j^2", "refuted"),
        (
            TURNED,
            r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^q W_{ji} \frac{\partial L}{\partial y_j}",
            "not refuted",
        ),
        (NUMBERS, r"y_j = \sum_{i=1}^{784} W_{ji} x_i", "proved"),
        (NUMBERS, r"y_j = \sum_{i=1}^{10} W_{ji} x_i", "not proved"),
        (SOFTMAX, r"p_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}", "proved"),
        (SOFTMAX, r"p_i = \frac{e^{z_i}}{\sum_{k=1}^d e^{z_k}}", "refuted"),
        (SOFTMAX, r"\sum_{k=1}^d p_k = 1", "refuted"),
        (SOFTMAX, r"\sum_{k=1}^C p_k = 1", "not refuted"),  # another letter for K, or a mistake
        (LAYER, r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^{n_{out}} w_{ji} g_j", "proved"),
        (LAYER, r"\frac{\partial L}{\partial x_i} = \sum_{j=1}^{n_{in}} w_{ji} g_j", "refuted"),
        (LAYER, r"\text{var}(a_j) = \sum_{i=1}^{n_{out}} \text{var}(w_{ji} x_i)", "refuted"),
    ],
)
def test_a_sum_runs_over_all_entries_and_no_more(page, claim, expected):
    verdict = check_document(page.replace("CLAIM", claim)).claims[-1].verdict
    assert verdict != expected.removeprefix("not ") if "not " in expected else verdict == expected


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"h_i = \sum_{j=1}^{n_{out}} w_{ji} q_j", "definition"),
        (r"h_i = \sum_{j=1}^{n_{in}} w_{ji} q_j", "refuted"),
        (r"h_i = \sum_{j=1}^{n_{out}} w_{ij} q_j", "definition"),  # other indices than in a_j, which may be meant
        (r"h_k = \sum_{i=1}^{n_{out}} w_{ki} q_i", "definition"),
    ],
)
def test_a_definition_whose_sum_runs_along_the_wrong_side(claim, verdict):
    assert check_document(LAYER.replace("CLAIM", claim)).claims[-1].verdict == verdict


def test_what_follows_a_sum_with_the_wrong_range_is_judged_with_the_right_one():
    law = "The $q_j$ are independent of the weights, with mean zero and variance $\\tau^2$."
    page = (
        LAYER.replace("CLAIM", r"h_i = \sum_{j=1}^{n_{in}} w_{ji} q_j") + f"\n{law} So $\\text{{var}}(h_i) = VALUE$.\n"
    )
    right, wrong = (page.replace("VALUE", rf"n_{{{side}}} \sigma^2 \tau^2") for side in ("out", "in"))
    assert check_document(right).claims[-1].verdict in ("proved", "conditional")
    assert check_document(wrong).claims[-1].verdict == "refuted"


def test_where_both_sizes_are_equal_there_is_no_wrong_side():
    page = LAYER.replace("CLAIM", r"h_i = \sum_{j=1}^{n_{in}} w_{ji} q_j")
    square = page.replace("# Initialization\n", "# Initialization\n\nAssume $n_{in} = n_{out}$.\n")
    assert not any(each.verdict == "refuted" for each in check_document(square).claims)


@pytest.mark.parametrize(("end", "expected"), [("n_{out}", "definition"), ("n_{in}", "refuted")])
def test_a_range_behind_a_sum_says_where_it_ends(end: str, expected: str) -> None:
    """Of w_ji, i runs over the inputs then, and j over the outputs."""
    page = (
        "# Initialization\n\nThe weights $w_{ji}$ have mean 0 and variance $\\sigma^2$.\n\n"
        "$$a_j = \\sum_i w_{ji} x_i, \\quad i = 1, \\ldots, n_{in}$$\n\n"
        f"Backwards it is\n\n$$d_i = \\sum_{{j=1}}^{{{end}}} w_{{ji}} g_j$$\n\nso we want $n_{{out}} \\sigma^2 = 1$.\n"
    )
    found = check_document(page).claims
    assert next(each.verdict for each in found if each.latex.startswith("d_i")) == expected
