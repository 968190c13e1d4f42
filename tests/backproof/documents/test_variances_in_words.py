"""The weights and the inputs have the variances that words give them, whatever letters a setting would choose."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document
from backproof.documents.variances_in_words import variances_in_words

_LAYER = (
    "# Initialization\n\nA layer with $d$ inputs and $m$ outputs computes $a_j = \\sum_{{i=1}}^{{d}} w_{{ji}} x_i$. {laws}\n\n"
    "$\\text{{Var}}(a_j) = {claim}$.\n"
)


def _verdict(laws: str, claim: str) -> str:
    return check_document(_LAYER.format(laws=laws, claim=claim)).claims[-1].verdict


@pytest.mark.parametrize(
    ("laws", "right", "wrong"),
    [
        (
            "The weights are independent with mean $0$ and variance $\\sigma^2$, independent of the inputs. "
            "The inputs have mean 0 and variance $v$.",
            "d \\sigma^2 v",
            "d \\sigma^2 v^2",
        ),
        (
            "The weights are drawn independently with mean zero and variance $\\tau^2$; the inputs are independent of "
            "them with mean zero and variance $s^2$.",
            "d \\tau^2 s^2",
            "m \\tau^2 s^2",
        ),
        (
            "The weights are i.i.d. with mean 0 and variance $s^2$. The inputs are i.i.d. with mean 0 and variance 1, "
            "independent of the weights.",
            "d s^2",
            "s^2",
        ),
        (
            "Weights: mean 0, variance $\\sigma_w^2$. Inputs: mean 0, variance $\\sigma_x^2$, independent of the weights.",
            "d \\sigma_w^2 \\sigma_x^2",
            "d \\sigma_w \\sigma_x",
        ),
    ],
)
def test_the_variances_are_those_of_the_words(laws: str, right: str, wrong: str) -> None:
    assert _verdict(laws, right) == "proved"
    assert _verdict(laws, wrong) == "refuted"


def test_the_subject_is_the_last_that_is_named() -> None:
    words = (
        "The weights of mean $0$ are independent of the inputs and have variance $q$. The inputs have unit variance."
    )
    assert variances_in_words(words, "weights") == {"q"}
    assert variances_in_words(words, "inputs") == {"1"}


def test_what_is_supposed_or_chosen_gives_no_law() -> None:
    assert not variances_in_words("If the inputs had variance $q$, it would be $n q$.", "inputs")
    assert not variances_in_words("We choose weights of variance $q$.", "weights")


_SUMS = (
    "# Initialization\n\nLet $a_j = \\sum_{{i=1}}^{{n_{{in}}}} w_{{ji}} x_i$ with weights of mean 0 and variance "
    "$\\sigma^2$, and $\\delta_i = \\sum_{{j=1}}^{{n_{{out}}}} w_{{ji}} g_j$, where the $g_j$ have mean 0 and variance "
    "$g^2$ and are independent of the weights. Then $\\text{{Var}}(\\delta_i) = \\sum_j \\sigma^2 g^2 = {end}$.\n"
)


def test_a_sum_without_limits_ends_where_its_letter_does() -> None:
    right = check_document(_SUMS.format(end="n_{out} \\sigma^2 g^2")).claims[-2:]
    assert [each.verdict for each in right] == ["proved", "proved"]
    wrong = check_document(_SUMS.format(end="n_{in} \\sigma^2 g^2")).claims[-2:]
    assert [each.verdict for each in wrong] == ["proved", "refuted"]


def test_a_sum_of_which_nothing_says_how_many_terms_it_has_refutes_nothing() -> None:
    page = "# Initialization\n\nWeights have variance $\\sigma^2$. Then $\\sum_k \\sigma^2 = {} \\sigma^2$.\n"
    assert check_document(page.format("n_{in}")).claims[-1].verdict == "proved"  # n_in is how many
    open_ = check_document(page.format("(n_{in} + 1)")).claims[-1]
    assert open_.verdict == "undecided"
    assert open_.reason == "the sum over k has no limits, and nothing says how many terms it has"


def test_classes_k_run_to_large_k() -> None:
    page = "# Softmax\n\nWith equal scores $p_k = \\frac{{1}}{{K}}$ and $\\sum_k \\frac{{1}}{{K}} = {}$.\n"
    assert [check_document(page.format(each)).claims[-1].verdict for each in ("1", "K")] == ["proved", "refuted"]


def test_numbers_of_outputs_have_no_moments() -> None:
    page = (
        "# Initialization\n\nLet $a_j = \\sum_i w_{ji} x_i$ with $n_{in}$ inputs and $n_{out}$ outputs, and weights of "
        "mean 0 and variance $\\sigma^2$. The inputs have mean 0 and variance $v^2$.\n\n"
        "$\\text{Var}(a_j) = n_{in} \\sigma^2 v^2$ and $\\text{Var}(a_j) = n_{out} \\sigma^2 v^2$.\n"
    )
    assert [each.verdict for each in check_document(page).claims] == ["definition", "proved", "refuted"]


def test_the_end_of_a_sum_is_nothing_random() -> None:
    page = (
        "# Initialization\n\nThe signal of a unit is $a = \\sum_{i=1}^{d} w_i x_i$. The weights are i.i.d. with mean 0 "
        "and variance $\\tau^2$. The inputs are i.i.d. with mean 0 and variance 1, independent of the weights.\n\n"
        "With $\\tau^2 = \\frac{1}{d}$ we have $\\text{Var}(a) = 1$.\n\nWith $\\tau^2 = \\frac{1}{d}$ we have "
        "$\\text{Var}(a) = 2$.\n"
    )
    verdicts = [each.verdict for each in check_document(page).claims]
    assert verdicts == ["definition", "conditional", "proved", "conditional", "refuted"]
