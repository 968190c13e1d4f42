"""Several functions under one name, and steps whose other case stands in a formula of its own."""

import pytest

from backproof.documents.check import check_document

LIST = r"""
We try two activations, $f(z) = \frac{1}{1 + e^{-z}}$ with $f'(z) = f(z)(1 - f(z))$, and

$$f(z) = \tanh(z), \quad f'(z) = SLOPE.$$
"""
STEP = r"""
The step activation of the neurons of a network is $\sigma(x) = 1$ for $x > 0$ and $\sigma(x) = 0$ otherwise.

"""


@pytest.mark.parametrize(("slope", "said"), [(r"1 - \tanh^2(z)", "proved"), (r"f(z)(1 - f(z))", "refuted")])
def test_another_activation_of_a_list_is_a_new_meaning(slope, said):
    claims = check_document(LIST.replace("SLOPE", slope)).claims
    assert [each.verdict for each in claims[-2:]] == ["definition", said]


def test_another_formula_for_a_function_is_a_claim():
    page = r"Let $f(z) = \frac{1}{1 + e^{-z}}$. So $f(z) = \frac{1}{1 + e^{z}}$."
    assert check_document(page).claims[-1].verdict == "refuted"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"$\sigma(ku) = \sigma(u)$ for every k > 0", "proved"),
        (r"$\sigma(ku) = 1 - \sigma(u)$ for all k > 0", "refuted"),
        (r"$\sigma(-3) = 0$", "proved"),
    ],
)
def test_the_other_case_of_a_step_may_be_a_formula_of_its_own(claim, said):
    claims = check_document(STEP + f"So {claim}.").claims
    assert [each.verdict for each in claims] == ["definition", said]


def test_a_function_that_gets_a_parameter():
    page = r"""# Sigmoid

The sigmoid is $\sigma(z) = \frac{1}{1 + e^{-z}}$. With the slope $c$ we have $\sigma(z) = \frac{1}{1 + e^{-cz}}$. Then
$\sigma'(z) = FACTOR \sigma(z) (1 - \sigma(z))$.
"""
    found = {each: check_document(page.replace("FACTOR", each)).claims[-1].verdict for each in ("c", "", "2")}
    assert found == {"c": "proved", "": "undecided", "2": "refuted"}  # without c, it holds of the first one


BOXES = r"""# Step networks

$$H(u) = \begin{cases} 1 & u \ge 0 \\ 0 & u < 0 \end{cases}$$

A box of height $h$ and width $d$ is $f(x) = h H(x) - h H(x - d)$.

"""


@pytest.mark.parametrize(
    ("said", "claim", "expected"),
    [
        ("Example: height 3 on $[2, 5)$ is $f(x) = 3 H(x - 2) - 3 H(x - 5)$. ", "f(4) = 3", "proved"),
        ("Example: height 3 on $[2, 5)$ is $f(x) = 3 H(x - 2) - 3 H(x - 5)$. ", "f(5) = 3", "refuted"),
        ("**Example 1.** $f(x) = x^2$ on $[-1, 1]$. ", "f'(x) = 2x", "proved"),
        ("**Example 1.** $f(x) = x^2$ on $[-1, 1]$. ", "f'(x) = x", "refuted"),
        ("**Example.** $f(x) = x^2$.\n\n**Example 2.** $f(x) = x^3$. ", "f'(x) = 3x^2", "proved"),
        ("", "f(x) = 3 H(x - 2) - 3 H(x - 5)", "refuted"),
        ("Example: with $h = 3$ and $d = 2$ it is ", "f(x) = 3 H(x) - 3 H(x - 5)", "refuted"),
    ],
)
def test_an_example_is_another_function(said: str, claim: str, expected: str) -> None:
    assert str(check_document(BOXES + said + f"${claim}$.").claims[-1].verdict) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"- $x < p$: both are off, $\beta(x) = 0$.", "proved"),
        (r"- $x \ge q$: both are on, $\beta(x) = 0$.", "proved"),
        (r"- $p \le x < q$: $\beta(x) = 1$.", "proved"),
        (r"- $x \ge p$: $\beta(x) = 1$.", "refuted"),
    ],
)
def test_the_order_of_ends_holds_for_functions_with_greek_names(claim: str, expected: str) -> None:
    page = BOXES + "Let $p < q$. Consider $\\beta(x) = H(x - p) - H(x - q)$. The cases:\n\n" + claim
    assert str(check_document(page).claims[-1].verdict) == expected
