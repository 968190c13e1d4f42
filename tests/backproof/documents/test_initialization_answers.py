r"""Answers on initialization: whole matrices beside entries, gradients in words, symmetric inputs, decimals of choices."""

import pytest

from backproof.documents.check import check_document

LAYER = r"""A linear layer $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ has weights $w_{ji} \sim N(0, \sigma^2)$ and independent inputs
with mean zero and $\text{Var}(x_i) = v^2$.

"""


def last(page: str, count: int = 1) -> list[str]:
    return [claim.verdict for claim in check_document(page).claims][-count:]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            r"$W \in \mathbb{R}^{n_{out} \times n_{in}}$ gives $\mathbf{a} = W\mathbf{x}$, or $\mathbf{a} = W^T\mathbf{x}$.",
            ["proved", "refuted"],
        ),
        (r"So $\mathbf{a} = W\mathbf{x}$ with $W \in \mathbb{R}^{n_{in} \times n_{out}}$.", ["refuted"]),
        (r"So $\mathbf{a} = W\mathbf{x}$ with $W \in \mathbb{R}^{n_{out} \times n_{in}}$.", ["definition"]),
        (
            r"The output gradients $g_j$ are i.i.d. Then $\frac{\partial L}{\partial x_i} = \sum_{j=1}^{n_{out}} w_{ji} g_j$ and "
            r"and $\frac{\partial L}{\partial x_i} = \sum_{j=1}^{n_{out}} g_j$.",
            ["conditional", "refuted"],
        ),
        (
            r"Otherwise take the average: $\frac{1}{2}(\frac{1}{n_{in}} + \frac{1}{n_{out}}) = \frac{2}{n_{in} + n_{out}}$.",
            ["refuted"],
        ),
        (
            r"We choose $\sigma^2 = \frac{2}{1040}$, so $\sigma \approx 0.044$, so $\sigma \approx 0.054$.",
            ["conditional", "conditional", "refuted"],
        ),
        (
            r"Let $z_j = \max(0, a_j)$; all $a_j$ are symmetric around 0. In the next layer "
            r"$\text{Var}(a^{(l+1)}) = n_{in} \sigma^2 E[(z^{(l)})^2]$, or $\text{Var}(a^{(l+1)}) = n_{in} \sigma^2 "
            r"\text{Var}(z^{(l)})$ and $\text{Var}(a^{(l+1)}) = \frac12 n_{in} \sigma^2 E[(z^{(l)})^2]$.",
            ["proved", "refuted", "refuted"],
        ),
    ],
)
def test_a_layer(claims: str, expected: list[str]) -> None:
    assert last(LAYER + claims, len(expected)) == expected


INPUTS = r"""Weights $w_{ji} \sim U[-r, r]$. The inputs are $x_i = \max(0, u_i)$ with $u_i$ symmetric and independent, and
$y_j = \sum_{i=1}^{n} w_{ji} x_i$. """


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"E[x_i^2] = \frac{1}{2} \text{Var}(u_i)", "proved"),
        pytest.param(r"\text{Var}(y_j) = \frac{n r^2}{6} \text{Var}(u_i)", "proved", marks=pytest.mark.slow),
        (r"E[x_i^2] = \text{Var}(u_i)", "refuted"),
        (r"\text{Var}(x_i) = \frac{1}{2} \text{Var}(u_i)", "refuted"),  # the second moment against the variance
        pytest.param(r"\text{Var}(y_j) = \frac{n r^2}{3} \text{Var}(u_i)", "refuted", marks=pytest.mark.slow),
    ],
)
def test_inputs_behind_relu_that_are_symmetric_before_it(claim: str, verdict: str) -> None:
    assert last(f"{INPUTS}Then ${claim}$.") == [verdict]


@pytest.mark.parametrize(("bound", "verdict"), [(r"\frac{6}{n}", "conditional"), (r"\frac{3}{2n}", "refuted")])
def test_the_bound_of_a_uniform_law_follows_from_its_variance(bound: str, verdict: str) -> None:
    page = rf"{INPUTS}So we need $\text{{Var}}(w) = \frac{{2}}{{n}}$ and the bound is $r = \sqrt{{{bound}}}$."
    assert last(page) == [verdict]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("The inputs have mean 0 and variance $1$.", "proved"),
        ("The inputs $x_i$ of the layer have mean $0$ and variance 1.", "proved"),
        ("The inputs have mean 0 and variance $1/n$.", "refuted"),
        ("The inputs have mean 0 and variance $1.5$.", "refuted"),
    ],
)
def test_inputs_of_variance_one_in_words(words, verdict):
    page = (
        r"Initialization. The weights $w_{ji}$ have mean 0 and variance $\tau^2$; $a_j = \sum_{i=1}^{n} w_{ji} x_i$. "
    )
    end = r" All are independent. Then $\text{Var}(a_j) = n \tau^2$."
    assert check_document(page + words + end).claims[-1].verdict == verdict
