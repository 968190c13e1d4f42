"""Networks of steps: exact equality, and equality except where a step jumps."""

import pytest

from backproof.documents.check import check_document

BOX = r"""The step is $H(u) = \begin{cases} 1 & u > 0 \\ 0 & \text{otherwise} \end{cases}$ and, for $d > 0$, the box is
$f(x) = \begin{cases} h & 0 < x < d \\ 0 & \text{otherwise} \end{cases}$.

The network: $%s$.
"""


def last(claim):
    return check_document(BOX % claim, "step-networks").claims[-1]


@pytest.mark.parametrize(
    "claim",
    [
        r"h H(x) + h H(d - x) - h = f(x)",
        r"h (H(x) + H(d - x) - 1) = f(x)",
        r"h H(x) H(d - x) = f(x)",
        r"H(3x) = H(x)",
    ],
)
def test_what_is_equal_everywhere_is_proved_without_exception(claim):
    found = last(claim)
    assert (found.verdict, found.exceptions) == ("proved", ())


@pytest.mark.parametrize("claim", [r"h H(x) - h H(x - d) = f(x)", r"H(x) + H(-x) = 1"])
def test_what_fails_at_a_jump_alone_is_proved_except_there(claim):
    found = last(claim)
    assert found.verdict == "proved"
    assert found.exceptions


@pytest.mark.parametrize(
    "claim",
    [
        r"h H(x) + h H(d - x) = f(x)",
        r"h H(x) - h H(d - x) = f(x)",
        r"h H(x) - h H(x + d) = f(x)",
        r"H(2x) = 2 H(x)",
        r"H(-x) = -H(x)",
    ],
)
def test_a_wrong_network_is_refuted_at_a_point(claim):
    found = last(claim)
    assert found.verdict == "refuted"
    assert found.counterexample is not None


def test_a_page_that_defines_the_step_otherwise_is_believed():
    page = BOX.replace("u > 0", r"u \geq 0") % r"H(0) = 1"
    assert check_document(page, "step-networks").claims[-1].verdict == "proved"


LEAKY = r"$f(x) = x$ for $x > 0$ and $f(x) = \alpha x$ for $x \leq 0$. "
HALF = r"Let $f(x) = x$ for $x > 0$. "


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (LEAKY, r"For $x < 0$ we have $f(x) = \alpha x$.", "proved"),
        (LEAKY, r"For $x < 0$ we have $f(x) = x$.", "refuted"),
        (HALF, r"For $x > 2$ we have $f(x) = x$.", "proved"),
        (HALF, r"For $x < 0$ we have $f(x) = x$.", "undecided"),
    ],
)
def test_a_function_under_conditions_is_not_known_elsewhere(page, claim, verdict):
    assert check_document(page + claim).claims[-1].verdict == verdict


def test_a_value_of_which_a_sentence_has_spoken_is_done_with_its_paragraph():
    page = "$L = -\\log p$. For $p = 1$: $L = 0$.\n\n$p = e^{L}$"
    assert check_document(page).claims[-1].verdict == "refuted"
