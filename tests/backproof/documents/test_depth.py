"""Variances of layers: what one layer does, what many do, and how each of that goes wrong."""

import pytest

from backproof.documents.check import check_document

ALIKE = (
    "# Initialization\n\nLet $a_j = \\sum_{i=1}^{n} w_{ji} x_i$ with i.i.d. weights $w_{ji} \\sim \\mathcal{N}(0, \\sigma^2)$"
    " and inputs with mean 0 and variance $v^2$.\n\n"
)
DIFFERENT = (
    "# Initialization\n\nLayer $l$ computes $a^{(l)}_j = \\sum_{i=1}^{n_{l-1}} w^{(l)}_{ji} a^{(l-1)}_i$ with independent"
    " weights of mean zero, $\\text{Var}(w^{(l)}) = \\sigma_l^2$.\n\n"
)


def verdicts(head: str, *lines: str) -> list[str]:
    """The verdict of the last claim of each line."""
    report = check_document(head + "\n\n".join(lines))
    first = head.count("\n") + 1
    return [[each.verdict for each in report.claims if each.line == first + 2 * n][-1] for n in range(len(lines))]


def test_a_linear_layer_multiplies_the_variance_and_many_layers_its_power() -> None:
    right = (
        r"$\text{Var}(a^{(l)}) = n\sigma^2 \text{Var}(a^{(l-1)})$.",
        r"$\text{Var}(a^{(L)}) = n\sigma^2\text{Var}(a^{(L-1)}) = \dots = (n\sigma^2)^L \text{Var}(x)$.",
        r"$\text{Var}(a^{(L)}) = n^L \sigma^{2L} v^2$.",
        r"$\text{Var}(a^{(L)}) = (n\,\text{Var}(w))^{L-1} \text{Var}(a^{(1)})$.",
        r"$\text{Var}(\delta^{(l)}) = n\sigma^2 \text{Var}(\delta^{(l+1)})$.",
        r"With $\sigma^2 = 2/n$ we have $\text{Var}(a^{(L)}) = 2^L v^2$.",
    )
    wrong = (
        r"$\text{Var}(a^{(l)}) = n^2\sigma^2 \text{Var}(a^{(l-1)})$.",
        r"$\text{Var}(a^{(L)}) = (n\sigma^2)^{L-1} \text{Var}(x)$.",
        r"$\text{Var}(a^{(L)}) = L n \sigma^2 v^2$.",
        r"$\text{Var}(a^{(L)}) = (n \sigma)^L v^2$.",
        r"$\text{Var}(\delta^{(l)}) = n_{in}\sigma^2 \text{Var}(\delta^{(l+1)})$.",
        r"With $\sigma^2 = 2/n$ we have $\text{Var}(a^{(L)}) = 2 L v^2$.",
    )
    assert verdicts(ALIKE, *right) == ["proved"] * len(right)
    assert verdicts(ALIKE, *wrong) == ["refuted"] * len(wrong)


def test_relu_halves_the_factor_of_every_layer_but_the_first() -> None:
    lines = {
        r"With ReLU, $\text{Var}(a^{(l)}) = \frac12 n\sigma^2 \text{Var}(a^{(l-1)})$.": "proved",
        r"With ReLU, $\text{Var}(a^{(L)}) = 2^{-(L-1)} (n\sigma^2)^L v^2$.": "proved",
        r"With ReLU, $\text{Var}(a^{(L)}) = (n\sigma^2/2)^L v^2$.": "conditional",
        r"With ReLU, $\text{Var}(a^{(l)}) = n\sigma^2 \text{Var}(a^{(l-1)})$.": "refuted",
    }
    assert verdicts(ALIKE, *lines) == list(lines.values())


def test_layers_that_differ_multiply_by_the_product_of_their_factors() -> None:
    lines = {
        r"$\text{Var}(a^{(l)}_j) = n_{l-1} \sigma_l^2 \text{Var}(a^{(l-1)}_i)$": "proved",
        r"$\text{Var}(a^{(L)}) = \text{Var}(x) \prod_{l=1}^{L} n_{l-1} \sigma_l^2$": "proved",
        r"$\text{Var}(a^{(L)}) = \text{Var}(x) \prod_{l=0}^{L-1} n_l \sigma_{l+1}^2$": "proved",
        r"$\text{Var}(a^{(l)}_j) = n_l \sigma_l^2 \text{Var}(a^{(l-1)}_i)$": "refuted",
        r"$\text{Var}(a^{(L)}) = \text{Var}(x) \prod_{l=1}^{L} n_l \sigma_l^2$": "refuted",
        r"$\text{Var}(a^{(L)}) = \text{Var}(x) \prod_{l=1}^{L-1} n_{l-1} \sigma_l^2$": "refuted",
    }
    assert verdicts(DIFFERENT, *lines) == list(lines.values())


def test_which_width_counts_is_a_condition_where_the_page_does_not_say() -> None:
    assert verdicts(ALIKE, r"$\text{Var}(a^{(l)}) = n_l \sigma_l^2 \text{Var}(a^{(l-1)})$") == ["conditional"]


def test_another_width_and_layers_before_relu_are_conditions() -> None:
    lines = {
        r"$\text{Var}(a^{(l)}) = m\sigma^2 \text{Var}(a^{(l-1)})$.": "conditional",
        r"With $m$ units in every layer, $\text{Var}(a^{(l)}) = m\sigma^2 \text{Var}(a^{(l-1)})$.": "proved",
        r"Without ReLU, $\text{Var}(a^{(l)}) = n\sigma^2 \text{Var}(a^{(l-1)})$.": "conditional",
    }
    assert [verdicts(ALIKE, line) for line in lines] == [[each] for each in lines.values()]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"v_L = (n\sigma^2)^L v_0", "proved"),
        (r"v_{l+1} = n\sigma^2 v_l = n\sigma^2 (n\sigma^2)^l v_0 = (n\sigma^2)^{l+1} v_0", "proved"),
        (r"v_L = (n\sigma^2)^{L+1} v_0", "refuted"),
    ],
)
def test_a_sequence_is_solved_by_its_recursion(claim: str, verdict: str) -> None:
    assert verdicts(ALIKE, rf"Let $v_l = n \sigma^2 v_{{l-1}}$. Then ${claim}$.") == [verdict]


def test_inputs_with_a_mean_and_outputs_of_an_activation_are_not_spoken_of() -> None:
    closed = r"so $\text{Var}(a^{(L)}) = (n\sigma^2)^L v^2$."
    assert verdicts(ALIKE, rf"The inputs have $\mathbb{{E}}[x_i] = \mu$, {closed}") == ["undecided"]
    assert verdicts(ALIKE, rf"Here $a^{{(l)}} = \text{{ReLU}}(z^{{(l)}})$, {closed}")[0] != "proved"


def test_sums_over_the_inputs_of_a_layer_are_carried_out() -> None:
    lines = {
        r"$\mathbb{E}[a^{(l)}_j] = \sum_i \mathbb{E}[w^{(l)}_{ji}] \mathbb{E}[a^{(l-1)}_i] = 0$": "proved",
        r"$\text{Var}(a^{(l)}_j) = \sum_i \text{Var}(w^{(l)}_{ji} a^{(l-1)}_i)$": "proved",
        r"$\text{Var}(a^{(l)}_j) = \sum_i \mathbb{E}[(w^{(l)}_{ji})^2]\, \mathbb{E}[(a^{(l-1)}_i)^2]$": "proved",
        r"$\text{Var}(a^{(l)}_j) = \sum_{i=1}^{n_{l-1}} \sigma_l^2 \text{Var}(a^{(l-1)}_i)$": "proved",
        r"$\text{Var}(a^{(l)}_j) = \sum_{i=1}^{n_l} \sigma_l^2 \text{Var}(a^{(l-1)}_i)$": "refuted",
    }
    assert verdicts(DIFFERENT, *lines) == list(lines.values())


def test_nothing_is_proved_of_layers_with_an_activation_of_which_nothing_is_said() -> None:
    page = DIFFERENT.replace("a^{(l-1)}_i$", "\\phi(a^{(l-1)}_i)$")
    claims = (
        r"$\text{Var}(a^{(l)}_j) = n_{l-1} \sigma_l^2 \text{Var}(a^{(l-1)}_i)$",
        r"$\text{Var}(a^{(l)}_j) = \sum_i \text{Var}(w^{(l)}_{ji} a^{(l-1)}_i)$",
        r"$\text{Var}(a^{(L)}) = \text{Var}(x) \prod_{l=1}^{L} n_{l-1} \sigma_l^2$",
    )
    assert not {"proved", "refuted"} & set(verdicts(page, *claims))


_SIZED = (
    r"Layers $l = 1, \dots, L$: $a^{(l)} = W^{(l)} h^{(l-1)}$, $h^{(l)} = \text{relu}(a^{(l)})$, "
    r"$W^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}$, the weights of layer $l$ are i.i.d., symmetric, with mean 0 and "
    r"variance $v_l$. There are no biases."
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\text{Var}(a^{(l+1)}_i) = n_l v_{l+1} E[(h^{(l)}_j)^2]", "proved"),
        (r"\text{Var}(a^{(l+1)}_i) = n_{l+1} v_{l+1} E[(h^{(l)}_j)^2]", "refuted"),
        (r"n_l v_{l+1} E[(h^{(l)}_j)^2] = \frac12 n_l v_{l+1} \text{Var}(a^{(l)}_j)", "proved"),
        (r"n_l v_{l+1} E[(h^{(l)}_j)^2] = n_l v_{l+1} \text{Var}(a^{(l)}_j)", "refuted"),
        (r"\text{Var}(a^{(L)}) = \text{Var}(a^{(1)}) \prod_{l=2}^L \frac12 n_{l-1} v_l", "conditional"),
        (r"\text{Var}(a^{(L)}) = \text{Var}(a^{(1)}) \prod_{l=1}^L \frac12 n_{l-1} v_l", "refuted"),
        (r"\text{Var}(a^{(L)}) = \text{Var}(a^{(1)}) \prod_{l=2}^L \frac12 n_l v_l", "refuted"),
        (r"\frac12 n_l v_{l+1} = 1", "conditional"),
        (r"\frac12 n_l \frac{2}{n_{l-1}} = \frac{n_l}{n_{l-1}}", "proved"),
        (r"\frac12 n_l \frac{2}{n_{l-1}} = \frac{n_{l-1}}{n_l}", "refuted"),
    ],
)
def test_layers_with_sizes_of_their_own(claim: str, verdict: str) -> None:
    page = f"# Initialization\n\n{_SIZED}\n\n$${claim}$$\n"
    found = check_document(page).claims[-1]
    assert found.verdict == verdict


def test_a_choice_for_the_wrong_layer() -> None:
    wanted = r"We want it constant: $\frac12 n_l v_{l+1} = 1 \implies v_{l+1} = "
    right, wrong = (f"# Initialization\n\n{_SIZED}\n\n{wanted}\\frac{{2}}{{{size}}}$.\n" for size in ("n_l", "n_{l+1}"))
    assert check_document(right).claims[-1].verdict == "conditional"
    assert check_document(wrong).claims[-1].verdict == "refuted"
