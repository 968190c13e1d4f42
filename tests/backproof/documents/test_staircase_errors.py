"""Bounds on errors, held against the network and the cells of the page."""

import pytest

from backproof.documents.check import check_document

GRID = r"""# Steps

The step activation is $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. With $h = 2B/N$ and $p_i = -B + i h$, and $|f'(x)| \leq L$,

"""
LEFT = r"$$\hat{f}(x) = \sum_{i=0}^{N-1} f(p_i) (\sigma(x - p_i) - \sigma(x - p_{i+1})).$$" + "\n\nNow "
MIDDLE = (
    r"$$\hat{f}(x) = \sum_{i=1}^{N} f(m_i) (\sigma(x - p_{i-1}) - \sigma(x - p_i)), \quad m_i = \frac{p_{i-1} + p_i}{2}.$$"
    + "\n\nNow "
)


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq L h$.", "conditional"),
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq \frac{2 L B}{N}$.", "conditional"),
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq \frac{L h}{2}$.", "refuted"),
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq \frac{L B}{N}$.", "refuted"),
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq L |x - p_i|$.", "conditional"),  # a distance, and no width
        (LEFT + r"with the middle instead $|f(x) - \hat{f}(x)| \leq \frac{L h}{2}$.", "conditional"),
        (MIDDLE + r"$|f(x) - \hat{f}(x)| \leq \frac{L h}{2}$.", "conditional"),
        (MIDDLE + r"$|f(x) - \hat{f}(x)| \leq \frac{L h}{4}$.", "refuted"),
        (r"in $(p_i, p_{i+1}]$ we have $|x - p_i| \leq h$.", "proved"),
        (r"in $(p_i, p_{i+1}]$ we have $L |x - p_i| \leq L h / 2$.", "refuted"),
        (r"in $(p_{i-1}, p_i]$ we have $|f(x) - f(p_i)| \leq L h / 2$.", "refuted"),
        (r"in $(p_{i-1}, p_i]$ we have $|f(x) - f(p_i)| \leq \frac{1}{2} L h$.", "refuted"),
        (r"In $(p_i, p_{i+1}]$ one box is on. As f is smooth, $L |x - p_i| \leq L h$.", "proved"),
        (r"In $(p_i, p_{i+1}]$ one box is on. As f is smooth, $L |x - p_i| \leq \frac{L h}{2}$.", "refuted"),
        (r"In $(p_i, p_{i+1}]$ one box is on. The nearest point has $L |x - p_i| \leq \frac{L h}{2}$.", "conditional"),
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq h \max |f'|$.", "conditional"),
        (LEFT + r"$|f(x) - \hat{f}(x)| \leq \frac{h}{2} \max |f'|$.", "refuted"),
        (r"For $c_i = f(p_i + \frac{h}{2})$ it is $|f(x) - c_i| \leq L |x - p_i - \frac{h}{2}|$.", "conditional"),
        (r"For $c_i = f(p_i + \frac{h}{2})$ it is $|f(x) - c_i| \leq L |x - p_i + \frac{h}{2}|$.", "undecided"),
        (r"By the way $L |x - p_i - \frac{h}{2}| \leq L \frac{h}{2}$.", "conditional"),
        (r"in some cell we have $|f(x) - f(p_i)| \leq \frac{1}{2} L h$.", "conditional"),
    ],
)
def test_a_bound_rests_on_the_point_of_the_cell(page, verdict):
    assert check_document(GRID + page).claims[-1].verdict == verdict
