"""The standard deviation that words name beside the variance, and the other way round."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""# Initialization

The layer is $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with independent weights and inputs of mean zero.

"""


def _said(text: str) -> list[str]:
    return [each.verdict for each in check_document(LAYER + text).claims[1:]]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"After three layers the variance is $27 q^2 r^2$, and the standard deviation is $\sqrt{27} q r$.", "27 q r"),
        (r"The variance is $0.0009$ and the standard deviation is $0.03$.", "0.003"),
        (r"The variance is $0.005$, so the standard deviation is $0.0707$.", "0.0025"),
    ],
)
def test_the_standard_deviation_is_the_root_of_the_variance_in_its_sentence(right, wrong):
    assert _said(right) == ["proved"]
    start, end = right.rindex("is $") + 4, right.rindex("$")
    assert _said(right[:start] + wrong + right[end:]) == ["refuted"]


def test_a_rule_for_the_variance_is_turned_into_one_for_the_standard_deviation():
    rule = r"""The rule is $\sigma^2 = \frac{3}{n + m}$.

The library takes the standard deviation and not the variance, so we write

$$\sigma = {}$$
"""
    assert "refuted" not in _said(rule.replace("{}", r"\sqrt{\frac{3}{n + m}}"))
    assert _said(rule.replace("{}", r"\frac{3}{\sqrt{n + m}}"))[-1] == "refuted"


def test_a_variance_in_numbers_is_the_square():
    words = r"The weights have standard deviation 0.05, so $\text{Var}(w_{ji}) = {}$."
    assert "refuted" not in _said(words.replace("{}", "0.0025"))
    assert "refuted" in _said(words.replace("{}", "0.05"))
    assert "refuted" not in _said(words.replace("{}", "0.05").replace("standard deviation", "variance"))


@pytest.mark.parametrize(
    "words",
    [
        r"The variance of the inputs is $q^2$ and the standard deviation of the weights is $s + 1$.",
        r"The inputs have a variance of $q^2$ and the weights a standard deviation of $s + 1$.",
        r"The variance is $\frac{2}{n}$ and the standard deviation is $0.3$.",
        r"The variance is $q^2$ and the standard deviation is $q$.",
    ],
)
def test_two_things_that_need_not_belong_together_are_not_compared(words):
    assert "refuted" not in _said(words)


def test_a_square_and_its_root_in_one_formula():
    both = r"""Then

$$\sigma^2 = \frac{2}{n + m} \quad \text{and} \quad \sigma = {}$$
"""
    assert "refuted" not in _said(both.replace("{}", r"\sqrt{\frac{2}{n + m}}"))
    assert _said(both.replace("{}", r"\frac{2}{\sqrt{n + m}}"))[-1] == "refuted"
    assert "refuted" not in _said(both.replace(r"\sigma^2", r"\tau^2").replace("{}", r"\frac{2}{\sqrt{n + m}}"))


@pytest.mark.parametrize("root", ["\\frac{-r}{\\sqrt 3}", "0 - \\frac{r}{\\sqrt 3}"])
def test_a_negative_root_is_no_standard_deviation(root: str) -> None:
    page = f"# Laws\n\nThe variance is $\\frac{{r^2}}{{3}}$ and the standard deviation is ${root}$.\n"
    assert check_document(page).claims[-1].verdict not in ("proved", "conditional")


def test_a_difference_under_a_root_is_no_negative_root() -> None:
    page = "# Laws\n\nThe variance is $p(1-p)$ and the standard deviation is $\\sqrt{p(1-p)}$.\n"
    assert check_document(page).claims[-1].verdict == "proved"
