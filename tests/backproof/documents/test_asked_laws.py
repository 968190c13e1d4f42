"""Sums of weights and of what ReLU gives: of the weights two moments are enough, of what goes into it they are not."""

import pytest

from backproof.documents.check import check_document

HEAD = (
    "# Initialization\n\nLet $y_i = \\sum_{j=1}^{n} w_{ij} x_j$ with $x_j = \\max(0, u_j)$, independent"
    " $w_{ij} \\sim \\mathcal{N}(0, \\sigma^2)$, $u_j \\sim \\mathcal{N}(0, \\tau^2)$.\n\n"
)


@pytest.mark.slow
def test_a_sum_over_outputs_of_relu_has_half_of_the_variance() -> None:
    lines = {
        r"$\text{Var}(y_i) = \frac{1}{2} n \sigma^2 \tau^2$": "proved",
        r"$\text{Var}(y_i) = n \sigma^2 \text{Var}(x_j)$": "refuted",
        r"$\mathbb{E}[w_{ij}^2 w_{ij}^2] = \sigma^4$": "refuted",
    }
    assert [each.verdict for each in check_document(HEAD + "\n\n".join(lines)).claims[4:]] == list(lines.values())


def test_more_than_two_moments_of_a_normal_name_are_those_of_the_normal_law() -> None:
    found = check_document(
        HEAD + r"$\mathbb{E}[w_{ij}^2 w_{ij}^2] = 3\sigma^4$ and $\text{Var}(w_{ij}^2) = 2\sigma^4$."
    )
    assert "refuted" not in {each.verdict for each in found.claims}  # both are right


def test_a_whole_array_in_a_mean_is_any_entry_of_it() -> None:
    head = "# Initialization\n\n$y = W x$ with $W \\in \\mathbb{R}^{n \\times m}$ and $W_{ij} \\sim \\mathcal{N}(0, s^2)$.\n\n"
    lines = {
        r"$\mathbb{E}[W^2] = s^2$": "proved",
        r"$\mathbb{E}[W^2] = s$": "refuted",
        r"$\mathbb{E}[W] = 0$": "proved",
    }
    assert [each.verdict for each in check_document(head + "\n\n".join(lines)).claims[3:]] == list(lines.values())
