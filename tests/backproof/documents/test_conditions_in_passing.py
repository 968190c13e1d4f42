r"""What a page says in passing: ( $p < q$ ), $f(x) = x^2$ on $[0, 1)$, "the popular $U(-a, a)$"."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

_STEP = "Step networks: $H(u) = 1$ for $u \\geq 0$ and $H(u) = 0$ for $u < 0$.\n\n"
_BOX = _STEP + (
    "*Build a box of height c between p and q ( $p < q$ ).*\n\n$$g(x) = c \\, H(x - p) - c \\, H(x - q)$$\n\n"
    "The closed one is $\\tilde{{g}}(x) = c \\, H(x - p) + c \\, H(q - x) - c$.\n\n{claim}\n"
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("- $x < p$ : both off, $g(x) = 0 - 0$", "proved"),
        ("- $x < p$ : both off, $g(x) = c - 0$", "refuted"),
        ("- $x > q$ : both on, $g(x) = c - c$", "proved"),
        ("At the corner $g(p) = c$.", "proved"),
        ("At the corner $g(q) = c$.", "refuted"),
        ("At the corner $\\tilde{g}(q) = c$.", "proved"),
        ("At the corner $\\tilde{g}(p) = 0$.", "refuted"),
        ("Example: $g(x) = 3 H(x - 1) - 3 H(x - 4)$ with $g(2) = 3$.", "proved"),
        ("Example: $g(x) = 3 H(x - 1) - 3 H(x - 4)$ with $g(4) = 3$.", "refuted"),
    ],
)
def test_an_order_in_brackets(claim, expected):
    assert check_document(_BOX.format(claim=claim)).claims[-1].verdict == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Example: $f(x) = x^2$ on $[0, 1)$. Here $|f'(x)| = 2x$.", "proved"),
        ("Example: $f(x) = x^2$ on $[-1, 1]$. Here $|f'(x)| = 2x$.", "refuted"),
        ("Example: $f(x) = x^2$ on $[0, 1)$. Here $|f'(x)| = x$.", "refuted"),
        ("Example: $f(x) = x^2$ on $[0, 1)$. Now $f(x) = x^3$ for all $x$, and $|f'(x)| = 3x|x|$.", "refuted"),
    ],
)
def test_a_function_on_an_interval(page, expected):
    assert check_document(_STEP + page + "\n").claims[-1].verdict == expected


_LAYER = (
    "# Initialization\n\nA linear layer $s_j = \\sum_{{i=1}}^m w_{{ji}} h_i$ with independent weights of mean 0 and variance "
    "$\\tau^2$, and inputs $h_i$ with mean 0 and variance $v^2$, independent of the weights.\n\n{claim}\n"
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The popular $U(-1/\\sqrt{m}, 1/\\sqrt{m})$ is too small: $\\text{Var}(s_j) = \\frac{v^2}{3}$.", "conditional"),
        ("The popular $U(-1/\\sqrt{m}, 1/\\sqrt{m})$ is too small: $\\text{Var}(s_j) = v^2$.", "refuted"),
        ("So $\\text{Var}(s_j) = \\frac{v^2}{3}$.", "refuted"),
        ("For $s \\sim N(0, c^2)$, $E[\\max(0, s)^2] = c^2/2$.\n\nBack to the layer: $\\text{Var}(s_j) = m \\tau^2 v^2$.", "conditional"),
        ("For $s \\sim N(0, c^2)$, $E[\\max(0, s)^2] = c^2/2$.\n\nBack to the layer: $\\text{Var}(s_j) = \\tau^2 v^2$.", "refuted"),
    ],
)  # fmt: skip
def test_another_law_in_passing(claim, expected):
    assert check_document(_LAYER.format(claim=claim)).claims[-1].verdict == expected


@pytest.mark.parametrize(("claim", "expected"), [("m \\tau^2 q", "proved"), ("m \\tau^2 q^2", "refuted")])
def test_independent_of_each_other(claim, expected):
    page = (
        "# Initialization\n\nA linear layer is $s_j = \\sum_{i=1}^m w_{ji} h_i$. The weights are i.i.d. with mean 0 and "
        "variance $\\tau^2$, the inputs $h_i$ are independent of the weights and of each other, with mean 0 and variance "
        f"$q$.\n\n$$\\text{{Var}}(s_j) = {claim}$$\n"
    )
    assert check_document(page).claims[-1].verdict == expected
