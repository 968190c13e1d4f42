r"""What holds on a part of the line alone: x > 0:\quad y = h says nothing of y elsewhere."""

import pytest

from backproof.documents.check import check_document

STEP = "# Box functions\n\nHere $\\sigma(u) = 1$ for $u > 0$ and $0$ otherwise, $\\delta > 0$.\n\n"
CHAIN = STEP + (
    "$$y = \\begin{bmatrix} h & -h \\end{bmatrix} \\mathbf{u}(x) = h \\left( \\sigma(x) - \\sigma(x - \\delta) \\right).$$\n\n"
)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"$x \leq 0:\quad y = h(0 - 0)$", "proved"),
        (r"$0 < x < \delta:\quad y = h(1 - 0)$", "proved"),
        (r"$0 < x < \delta:\quad y = h(1 - 1)$", "refuted"),
        (r"$x > \delta:\quad y = h(1 - 0)$", "refuted"),
    ],
)
def test_a_case_and_what_holds_in_it_in_one_formula(line: str, verdict: str) -> None:
    assert check_document(CHAIN + line).claims[-1].verdict == verdict


def test_a_value_on_a_part_of_the_line_is_none_elsewhere() -> None:
    page = STEP + "For $x > \\delta$ both are on, so $y = h - h$.\n\nFor $0 < x < \\delta$ one is on, so $y = h$.\n"
    assert [each.verdict for each in check_document(page).claims][-2:] == ["definition", "definition"]


@pytest.mark.parametrize(("bias", "verdict"), [("0", "proved"), ("1", "refuted")])
def test_a_bias_that_words_give_a_value(bias: str, verdict: str) -> None:
    page = STEP + (
        f"Its weights are $v_1 = h$ and $v_2 = -h$ and its bias is $c = {bias}$, so\n\n"
        "$$y = v_1 \\sigma(x) + v_2 \\sigma(x - \\delta) + c$$\n\n$y = h \\sigma(x) - h \\sigma(x - \\delta)$\n"
    )
    assert check_document(page).claims[-1].verdict == verdict


def test_another_example_is_no_contradiction() -> None:
    page = STEP + "For d = 3 it is fine, $20^d = 8000$, but for an image $d = 28 \\cdot 28$, and $2^3 = 9$.\n"
    assert [each.verdict for each in check_document(page).claims][-3:] == ["proved", "definition", "refuted"]


@pytest.mark.parametrize(("value", "verdict"), [("f(t_k)", "proved"), ("f(t_{k-1})", "refuted")])
def test_a_staircase_with_n_steps(value: str, verdict: str) -> None:
    page = STEP + (
        "Grid $t_k = -B + \\frac{2Bk}{n}$, $k = 0, \\ldots, n$.\n\n"
        "$$f_n(x) = \\sum_{k=1}^{n} f(t_k) \\left[ \\sigma(x - t_{k-1}) - \\sigma(x - t_k) \\right]$$\n\n"
        f"For $x \\in (t_{{k-1}}, t_k]$ one bracket is 1, so $f_n(x) = {value}$.\n"
    )
    assert check_document(page).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("words", "verdict"), [("only change the two biases", "definition"), ("conclude", "undecided")]
)
def test_a_box_that_is_moved_is_another_one(words: str, verdict: str) -> None:
    page = STEP + (
        "The network is $y = h \\sigma(x) - h \\sigma(x - \\delta)$. For $0 < x < \\delta$ we have $y = h$. If the box begins elsewhere"
        f" instead of at 0, I {words} to $-a$ and $-(a + \\delta)$, that is\n\n"
        "$$y = h \\sigma(x - a) - h \\sigma(x - a - \\delta)$$\n"
    )
    assert check_document(page).claims[-1].verdict == verdict
