"""What a page sets below counts below, also in later sections; and what was guessed of a shape refutes nothing."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

SOFT = r"""# Softmax

$$p_i = \frac{e^{z_i}}{\sum_l e^{z_l}}$$

With a temperature, $p_i = e^{z_i / T} / \sum_l e^{z_l / T}$. (WORDS $T = 1$.)

## Slopes

$$\frac{\partial p_i}{\partial z_j} = SLOPE$$
"""


@pytest.mark.parametrize(
    ("words", "slope", "verdict"),
    [
        ("Below", r"p_i (\delta_{ij} - p_j)", "conditional"),
        ("Below", r"2 p_i (\delta_{ij} - p_j)", "refuted"),
        ("One may take", r"p_i (\delta_{ij} - p_j)", "refuted"),
    ],
)
def test_a_value_that_counts_below_counts_in_later_sections(words: str, slope: str, verdict: str) -> None:
    claims = check_document(SOFT.replace("WORDS", words).replace("SLOPE", slope)).claims
    assert claims[-1].verdict == verdict


def test_an_output_made_of_entries_is_no_column() -> None:
    page = r"""# One output

$$a_j = \sum_k U_{jk} x_k + b_j, \quad h_j = \max(0, a_j), \quad o = \sum_j v_j h_j + c, \quad q = \sigma(o)$$

$$\ell = -[t \ln q + (1 - t) \ln(1 - q)]$$

$$\frac{\partial \ell}{\partial v_j} = (q - t) h_j$$
"""
    assert check_document(page).claims[-1].verdict != "refuted"


@pytest.mark.parametrize(
    ("entries", "verdicts"),
    [
        (r"\sum_n (P - Y)_{in} H_{jn}", {"proved", "undecided"}),
        (r"\sum_n (P - Y)_{ni} H_{jn}", {"refuted", "undecided"}),
    ],
)
def test_an_entry_of_a_bracket_has_two_indices(entries: str, verdicts: set[str]) -> None:
    claim = rf"\left( (P - Y) H^T \right)_{{ij}} = {entries}"
    assert check_document(f"# A product\n\n${claim}$.").claims[-1].verdict in verdicts


def test_a_size_that_is_not_known_contradicts_no_number() -> None:
    page = r"""# Batches

$z_i = \sum_j W_{ij} h_j + c_i$ and $h_j = \max(0, a_j)$ for each sample, with $W \in \mathbb{R}^{10 \times 100}$.
The columns of a batch are samples: $X \in \mathbb{R}^{784 \times B}$ and $H \in \mathbb{R}^{100 \times B}$, with the
loss $L = \frac{1}{B} \sum_{n=1}^{B} \ell_n$.
"""
    assert "refuted" not in [each.verdict for each in check_document(page).claims]
