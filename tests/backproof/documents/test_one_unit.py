"""One unit, w^T x + b: weights and inputs are vectors, all else are numbers."""

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
