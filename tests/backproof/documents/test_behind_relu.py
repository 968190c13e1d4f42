"""Words that put ReLU before a layer whose formulas have none."""

from backproof.documents.check import check_document

PAGE = (
    "# Initialization\n\nLet $a_j = \\sum_{i=1}^{n} w_{ji} x_i$ with independent weights of variance $\\sigma^2$ and mean"
    " zero, and let $x_i$ have mean 0 and variance $v^2$.\n\n"
)


def test_half_of_the_variance_holds_behind_relu_and_is_wrong_without() -> None:
    lines = {
        r"With ReLU, $\text{Var}(a_j) = \frac{1}{2} n \sigma^2 v^2$.": "conditional",
        r"With ReLU, $\text{Var}(a_j) = \frac{1}{3} n \sigma^2 v^2$.": "undecided",
        r"So $\text{Var}(a_j) = \frac{1}{2} n \sigma^2 v^2$.": "refuted",
        r"With ReLU, $h = \max(0, u)$ for $u \sim \mathcal{N}(0, s^2)$.": "definition",
        r"With the ReLU, $\text{Var}(h) = \frac{1}{2} \text{Var}(u)$.": "refuted",
    }
    found = check_document(PAGE + "\n\n".join(lines)).claims
    first = PAGE.count("\n") + 1
    assert [[each.verdict for each in found if each.line == first + 2 * n][-1] for n in range(len(lines))] == list(
        lines.values()
    )
