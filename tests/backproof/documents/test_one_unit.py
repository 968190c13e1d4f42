"""One unit, w^T x + b: weights and inputs are vectors, all else are numbers."""

import pytest

from backproof.documents.check import check_document

PAGE = (
    "# Logistic regression\n\nThe prediction is $g = \\sigma(w^T x + b)$ and the loss is"
    " $\\ell = -y \\log g - (1-y)\\log(1-g)$.\n\n"
)


def test_the_gradients_of_one_unit_and_their_slips() -> None:
    lines = {
        r"$\nabla_w \ell = (g-y)x$": "proved",
        r"$\frac{\partial \ell}{\partial b} = g - y$": "proved",
        r"$\nabla_w \ell = (y-g)x$": "refuted",
        r"$\frac{\partial \ell}{\partial b} = (g - y) g$": "refuted",
    }
    found = check_document(PAGE + "\n\n".join(lines)).claims
    assert [each.verdict for each in found if each.line > 4] == list(lines.values())


@pytest.mark.parametrize(("claim", "said"), [("g(u)(1 - g(u))", "proved"), ("g(u)(1 + g(u))", "refuted")])
def test_the_slope_of_a_function_at_a_name_that_is_defined(claim, said):
    page = rf"Let $g(u) = \frac{{1}}{{1 + e^{{-u}}}}$ with $u = a^T x + c$. Then $g'(u) = {claim}$."
    assert check_document(page).claims[-1].verdict == said


@pytest.mark.parametrize(("sign", "said"), [("-", "proved"), ("+", "refuted")])
def test_a_function_with_and_without_its_argument(sign, said):
    page = r"Let $\sigma(z) = \frac{1}{1 + e^{-z}}$ and $z = w^T x + b$. "
    report = check_document(page + rf"So $\frac{{d \sigma}}{{d z}} = \sigma(z) (1 {sign} \sigma(z))$.")
    assert report.claims[-1].verdict == said
