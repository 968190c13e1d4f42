"""Values and laws that a page concludes, some lines later, from what it wants."""

import pytest

from backproof.documents.check import check_document

HEAD = (
    "# Initialization\n\n$a = \\sum_{i=1}^n w_i x_i$ with $E[w] = 0$, $\\text{Var}(w) = \\sigma^2$, $E[x] = 0$,"
    " $\\text{Var}(x) = v^2$.\n\nWe want $\\text{Var}(a) = v^2$. "
)


def _verdicts(lines: str, head: str = HEAD) -> list[str]:
    return [each.verdict for each in check_document(head + lines).claims if each.line > head.count("\n")][1:]


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (r"Hence $n \sigma^2 = 1$ and $\sigma = \frac{1}{n}$.", "refuted"),
        (r"With $\text{Var}(a) = n \sigma^2 v^2$ we get $\sigma^2 = \frac{1}{\sqrt{n}}$.", "refuted"),
        (r"With $\text{Var}(a) = n \sigma^2 v^2$ we get $\sigma^2 = \frac{1}{n}$.", "conditional"),
        (r"We therefore take $w \sim N(0, \frac{1}{n^2})$.", "refuted"),
        (r"We therefore take $w \sim N(0, \frac{1}{n})$.", "definition"),
        (r"So we take a uniform law $w \sim U[-r, r]$, and get $r = \frac{\sqrt{3}}{n}$.", "refuted"),
        (r"So we take a uniform law $w \sim U[-r, r]$, and get $r = \sqrt{3/n}$.", "conditional"),
        (r"With ReLU half of that is lost, so $\sigma^2 = \frac{2}{n}$.", "conditional"),  # another case
    ],
)
def test_what_is_concluded_from_what_is_wanted(lines: str, verdict: str) -> None:
    assert _verdicts(lines)[-1] == verdict


@pytest.mark.parametrize(("number", "verdict"), [("6", "conditional"), ("3", "refuted")])
def test_the_end_of_a_uniform_law_is_no_sum_and_no_definition(number: str, verdict: str) -> None:
    page = (
        "# Initialization\n\nFor uniform weights on $[-a, a]$, $\\frac{a^2}{3} = \\frac{2}{n_{in} + n_{out}}$, so "
        f"$a = \\sqrt{{\\frac{{{number}}}{{n_{{in}} + n_{{out}}}}}}$."
    )
    assert [each.verdict for each in check_document(page).claims] == ["conditional", verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"The variance is $\text{Var}(w) = \frac{1}{n^2}$.", "refuted"),
        (r"With Xavier it is $\text{Var}(w) = \frac{2}{n + m}$.", "conditional"),
    ],
)
def test_another_variance_is_a_choice_only_in_words(line: str, verdict: str) -> None:
    page = "# Initialization\n\nLet $w \\sim N(0, \\frac{1}{n})$.\n\n" + line
    assert check_document(page).claims[-1].verdict == verdict


STACKED = r"""# Initialization

The layer $a_j = \sum_{i=1}^{n} w_{ji} x_i$ has independent weights of mean 0 and variance $\sigma^2$ and inputs of mean 0
and variance $v^2$. WORDS l such layers,

$$\text{Var}(a^{(l)}) = (n \sigma^2)^l v^2$$

so that the standard deviation is $\text{std}(a^{(l)}) = (n \sigma^2)^{POWER} v$.
"""


@pytest.mark.parametrize(
    ("words", "power", "verdict"),
    [
        ("We stack", "l/2", "proved"),
        ("We stack", "l", "refuted"),
        ("We want to keep it, and choose", "l/2", "proved"),
        ("We want to keep it, and choose", "l", "undecided"),  # it may be what is wanted
    ],
)
def test_so_that_asks_for_nothing_where_nothing_was_asked_for_before(words, power, verdict):
    page = STACKED.replace("WORDS", words).replace("POWER", power)
    assert check_document(page).claims[-1].verdict == verdict
