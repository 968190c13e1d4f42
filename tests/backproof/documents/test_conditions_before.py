r"""A condition behind the words that it limits may be meant later: "they fill $[-A, A]$ when $m w = 2A$."."""

import pytest

from backproof.documents.check import check_document

HEAD = r"The step activation is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise." + "\n\n"
FILL = r"(b) We put $m$ boxes of width $\delta$ side by side. They cover $[-A, A]$ when $m \delta = 2A$. "
ERROR = r"If $|f'| \leq M$ the error is at most $M \cdot \frac{\delta}{2} = {}$."


def _verdict(page: str) -> str:
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize(
    ("between", "bound", "verdict"),
    [
        ("Anywhere else the error is no larger.\n\n", r"\frac{M A}{m}", "conditional"),
        ("", r"\frac{2 M A}{m}", "refuted"),
        ("", r"\frac{M A}{2 m}", "refuted"),
        ("Otherwise there are gaps.\n\n", r"\frac{M A}{m}", "refuted"),
        ("In general the boxes are of any width.\n\n", r"\frac{M A}{m}", "refuted"),
        ("\n\n(c) Now for other boxes.\n\n", r"\frac{M A}{m}", "refuted"),
    ],
)
def test_a_condition_reaches_as_far_as_its_part(between: str, bound: str, verdict: str) -> None:
    assert _verdict(HEAD + FILL + between + ERROR.replace("{}", bound)) == verdict


def test_without_the_condition_nothing_is_supposed() -> None:
    page = FILL.replace(r"when $m \delta = 2A$", "from end to end") + ERROR.replace("{}", r"\frac{M A}{m}")
    assert _verdict(HEAD + page) == "refuted"


@pytest.mark.parametrize("only", ["only when", "exactly if"])
def test_what_holds_in_one_case_only_is_not_supposed(only: str) -> None:
    page = FILL.replace(" when ", f" {only} ") + ERROR.replace("{}", r"\frac{M A}{m}")
    assert _verdict(HEAD + page) == "refuted"


def test_sizes_that_are_compared_are_not_supposed_to_be_equal() -> None:
    page = r"The weights have variance $\sigma^2$. Both rules hold if $n_{in} = n_{out}$. "
    page += r"The rule of Xavier is $\sigma^2 = \frac{2}{n_{in} + n_{out}} = \frac{1}{n_{in}}$."
    assert _verdict(page) == "refuted"
