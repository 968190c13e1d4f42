"""Sizes that sums and words make known, scales with an index, and values of the sentence before."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

LAYER = r"""# Initialization
One linear neuron, $u = \sum_{j=1}^{D} w_j x_j$, weights i.i.d. with mean 0 and variance $\sigma_w^2$, independent of
the inputs.
"""
WIDE = "# Initialization\nLayer $l$ has $n_{l-1}$ inputs and weights of variance $\\sigma_l^2$.\n\n"


def verdict(text: str) -> str:
    """The verdict of the last formula."""
    return check_document(text).claims[-1].verdict


@pytest.mark.parametrize("size", ["D", "d", "P", "n"])
def test_a_letter_that_ends_a_sum_is_a_size(size: str) -> None:
    page = LAYER.replace("{D}", f"{{{size}}}") + r"The inputs have $E[x_j] = 0$ and $\text{Var}(x_j) = 1$. Then "
    assert verdict(page + rf"$\text{{Var}}(u) = {size} \sigma_w^2$.") == "proved"
    assert verdict(page + rf"$\text{{Var}}(u) = {size}^2 \sigma_w^2$.") == "refuted"


@pytest.mark.parametrize(("claim", "expected"), [("Var}(u) = 784", "conditional"), ("Var}(u) = 28", "undecided")])
def test_values_of_the_sentence_before_count_for_what_follows(claim: str, expected: str) -> None:
    given = r"Now $w_j \sim \mathcal N(0, 1)$, $\text{Var}(x_j) = 1$, $E[x_j] = 0$, $D = 784$. Then $\text{"
    assert verdict(f"{LAYER}\n{given}{claim}$.") == expected


def test_a_standard_deviation_in_numbers_is_the_root_at_the_values() -> None:
    given = r"Now $w_j \sim \mathcal N(0, 1)$, $\text{Var}(x_j) = 1$, $E[x_j] = 0$, $D = 784$. Then $\text{std}(u) = "
    assert verdict(f"{LAYER}\n{given}28$.") == "conditional"
    assert verdict(f"{LAYER}\n{given}784$.") in ("undecided", "refuted")


def test_a_scale_with_an_index_is_chosen_and_is_no_wrong_equation() -> None:
    assert verdict(WIDE + r"For $n_{l-1} = 400$ He asks for $\sigma_l^2 = 2/400$.") == "conditional"


def test_a_width_is_not_random() -> None:
    page = "# Initialization\nLayers of constant width $H$ and variance $\\sigma^2$: "
    assert verdict(page + r"with $H \sigma^2 = \frac12$ the signal shrinks.") == "conditional"


def test_another_variance_may_be_asked_for_after_one_in_numbers() -> None:
    page = (
        LAYER
        + r"""
* Bad choice: $w_j \sim \mathcal N(0, 1)$, $\text{Var}(x_j) = 1$, $E[x_j] = 0$.
* Good choice: we want $\text{Var}(u) = \text{Var}(x)$."""
    )
    assert verdict(page) == "conditional"


def test_no_word_of_the_kernel_is_shown() -> None:
    page = "# Initialization\nThe weights are random, $a = \\sum_i w_i x_i + R$. Then $\\text{Var}(a) = R \\sigma^2$."
    assert all("alphabet" not in each.reason for each in check_document(page).claims)


def test_a_unit_with_an_index_is_no_constant_beside_one_unit_that_is_defined() -> None:
    page = LAYER + r"Two different units $i \neq k$ of the layer: $\mathbb E[u_i u_k] = 0$."
    assert verdict(page) != "refuted"
