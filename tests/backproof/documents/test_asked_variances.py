"""Variances that are asked for, by the name Var(w): their solution, and what follows from it."""

import pytest

from backproof.documents.check import check_document

HEAD = (
    "# Initialization\n\nA layer is $a_j = \\sum_{i=1}^{n_{in}} w_{ji} x_i$ with weights of variance $\\sigma^2$.\n\n"
)


def _verdicts(line: str, head: str = HEAD) -> list[str]:
    found = check_document(head + line).claims
    return [each.verdict for each in found if each.line > head.count("\n")]


@pytest.mark.parametrize(
    ("line", "verdicts"),
    [
        (r"We need $n_{in} \text{Var}(w) = 1$, so $\text{Var}(w) = \frac{1}{n_{in}}$.", ["conditional"] * 2),
        (r"We need $n_{in} \text{Var}(w) = 1$, so $\text{Var}(w) = n_{in}$.", ["conditional", "refuted"]),
        (r"We want $\frac{n_{in}}{2} \text{Var}(w) = 1$, hence $\text{Var}(w) = 2/n_{in}$.", ["conditional"] * 2),
        (
            r"We want $\frac{n_{in}}{2} \text{Var}(w) = 1$, hence $\text{Var}(w) = \frac{1}{2n_{in}}$.",
            ["conditional", "refuted"],
        ),
        (
            r"So that nothing explodes we need $n_{in} \text{Var}(w) = 1$ and backward $n_{out} \text{Var}(w) = 1$.",
            ["conditional"] * 2,
        ),
        (r"We have $n_{in} \text{Var}(w) = 1$.", ["conditional"]),  # as sigma^2 = 1/n_in is
    ],
)
def test_what_is_asked_of_a_variance_is_solved(line: str, verdicts: list[str]) -> None:
    assert _verdicts(line) == verdicts


def test_another_choice_of_a_variance_is_a_choice() -> None:
    page = (
        "For ReLU we take $w \\sim N(0, 2/n_{in})$.\n\n"
        "With Xavier it is $\\text{Var}(w) = \\frac{2}{n_{in} + n_{out}}$.\n"
    )
    assert _verdicts(page) == ["definition", "conditional"]


def test_a_variance_of_which_nothing_is_known_has_a_name() -> None:
    found = check_document(
        "# Initialization\n\nWe need $n_{in} \\operatorname{var}(w) = 1$. Here $w$ is random.\n"
    ).claims[0]
    assert found.verdict == "conditional"
    assert found.condition is not None
    assert found.condition.endswith("= 1/n_in")
