"""Sizes that words make equal, and bounds of uniform laws against the variances that the page has chosen."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""# Initialization

Let $w_{ji} \sim N(0, \sigma^2)$, $E[x_i] = 0$, $\text{Var}(x_i) = v^2$ and $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$.

"""
WRONG_FAN = r"$\text{Var}(a_j) = n_{out} \sigma^2 v^2$."
CHOSEN = LAYER + r"We choose $\sigma^2 = \frac{2}{n_{in} + n_{out}}$. "


def last(page):
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"When $n_{in} = n_{out} = n$ we have ", "conditional"),
        (r"Assume that $n_{in} = n_{out} = n$ for all layers. We found the weights small. ", "conditional"),
        (r"For a square layer, $n_{in} = n_{out} = n$, both rules agree. In general ", "refuted"),
    ],
)
def test_what_holds_where_sizes_are_equal_holds_under_that_condition(words, verdict):
    assert last(LAYER + words + WRONG_FAN) == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"A uniform law on $[-r, r]$ has the variance $r^2/3$, so $r = \sqrt{6/(n_{in} + n_{out})}$.", "conditional"),
        (r"A uniform law on $[-r, r]$ has the variance $r^2/3$, so $r = \sqrt{3/(n_{in} + n_{out})}$.", "refuted"),
        (r"A uniform law on $[-r, r]$ with ReLU has twice that, so $r = \sqrt{12/(n_{in} + n_{out})}$.", "conditional"),
    ],
)
def test_a_bound_follows_from_a_variance_that_was_chosen(words, verdict):
    assert last(CHOSEN + words) == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"For $U(-r, r)$ the variance is $r^2/3$, and I have to choose $r = \sqrt{\frac{6}{p + q}}$.", "definition"),
        (r"For $U(-r, r)$ the variance is $r^2/3$, and I have to choose $r = \frac{\sqrt{6}}{p + q}$.", "refuted"),
        (r"The ratio of the two sizes is $r = \frac{p}{q}$.", "definition"),
    ],
)
def test_a_letter_with_a_former_meaning_is_a_bound_where_words_make_it_one(words, verdict):
    page = (
        "# Initialization\n\nThere are $p$ inputs and $q$ outputs. Let $r = p + 1$.\n\n## Part e\n\n"
        r"With the weights' variance $s^2$ Xavier chooses $s^2 = \frac{2}{p + q}$."
    )
    assert last(page + "\n\n" + words) == verdict
