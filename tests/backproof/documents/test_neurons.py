r"""Weights and biases of numbered step neurons, and the input of one dimension beside a bold vector."""

import pytest

from backproof.documents.check import check_document

STEP = r"The step neuron is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. "


def verdicts(page: str) -> dict[str, str]:
    return {claim.latex: claim.verdict for claim in check_document(page).claims}


def test_a_bias_is_held_against_the_neuron() -> None:
    found = verdicts(
        STEP
        + r"The neurons are $h_1 = \sigma(2x - 2c)$, so $w_1 = 2$ and $b_1 = -2c$, and $h_2 = \sigma(x - \delta)$, so "
        r"$w_2 = 1$ and $b_2 = \delta$."
    )
    assert [found[each] for each in ("w_1 = 2", "b_1 = -2c", "w_2 = 1", r"b_2 = \delta")] == ["proved"] * 3 + [
        "refuted"
    ]


def test_a_scaled_neuron_is_the_same_step() -> None:
    found = verdicts(STEP + r"With weight $w_2 = 3$ and bias $b_2 = -3\delta$ we have $h_2 = \sigma(x - \delta)$.")
    assert "refuted" not in found.values()


def test_numbers_given_to_weights_are_their_values() -> None:
    found = verdicts(
        STEP + r"Take $w_1 = 1$, $b_1 = 0$, $w_2 = 1$, $b_2 = -\delta$. Then $\sigma(w_1 x + b_1) = \sigma(x)$, and "
        r"$\sigma(w_2 x + b_2) = \sigma(x - \delta)$, or $\sigma(w_2 x + b_2) = \sigma(x + \delta)$."
    )
    assert [found[rf"\sigma(w_2 x + b_2) = \sigma(x {sign} \delta)"] for sign in "-+"] == ["proved", "refuted"]
    assert found[r"\sigma(w_1 x + b_1) = \sigma(x)"] == "proved"


def test_a_bold_vector_beside_a_number_of_the_same_letter() -> None:
    found = verdicts(
        STEP
        + r"The grid is $x_k = -B + k\Delta$ with width $\Delta = \frac{2B}{n}$, so $x_n = B$. If $x_k < x \leq x_{k+1}$ "
        r"then $M\Delta = \frac{MB}{n}$, or $M\Delta = \frac{2MB}{n}$. For $\mathbf{x} \in \mathbb{R}^d$ it is like this."
    )
    assert (found["x_n = B"], found[r"M\Delta = \frac{MB}{n}"], found[r"M\Delta = \frac{2MB}{n}"]) == (
        "proved", "refuted", "proved",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"the hidden neuron $k$ has weight 1 and bias $b_k = -t_k$", "proved"),
        (r"the hidden neuron $k$ has weight 1 and bias $b_k = t_k$", "refuted"),
        (r"the hidden neuron $k$ has the weight $w_k = 1$", "proved"),
        (r"let $b_k = t_k$", "definition"),  # nobody calls it a bias
    ],
)
def test_any_neuron_of_a_sum(claim: str, verdict: str) -> None:
    page = STEP + r"With $t_k = -B + k h$ the network is $\hat{g}(x) = \sum_{k=0}^{N} q_k \sigma(x - t_k)$. Here "
    assert check_document(page + claim + ".").claims[-1].verdict == verdict


def test_of_several_steps_in_a_sum_no_neuron_is_the_one() -> None:
    page = (
        STEP
        + r"$\hat{g}(x) = \sum_{k=0}^{N} q_k (\sigma(x - t_k) - \sigma(x - t_{k+1}))$. A neuron has the bias $b_k = t_k$."
    )
    assert check_document(page).claims[-1].verdict == "definition"


def test_numbered_neurons_beside_the_neuron_of_any_number() -> None:
    page = STEP + (
        r"We take $\begin{aligned} h_1 &= \sigma(x) \\ h_2 &= \sigma(x - \delta) \end{aligned}$, so $b_1 = 0, \quad b_2 = VALUE$. With $t_k = -B + k h$ it is "
        r"$\hat{g}(x) = \sum_{k=0}^{N} q_k \sigma(x - t_k)$, so the neuron $k$ has the bias $b_k = -t_k$."
    )
    assert verdicts(page.replace("VALUE", r"-\delta"))[r"b_2 = -\delta"] == "proved"
    assert verdicts(page.replace("VALUE", r"\delta"))[r"b_2 = \delta"] == "refuted"


BUMP = STEP + "It is $$y = h \\, \\sigma(x - p) - h \\, \\sigma(x - q)$$ "


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("The biases are $b_1 = -p$ and $b_2 = -q$.", "proved"),
        ("The weights are $w_1 = w_2 = 1$, and the biases are $b_1 = p$ and $b_2 = -q$.", "refuted"),
        ("The weights are $w_1 = w_2 = -1$, and the biases are $b_1 = p$ and $b_2 = q$.", "definition"),  # mirrored
        ("The biases are $b_1 = -q$ and $b_2 = -p$.", "definition"),  # numbered from the right
        ("For a box from $r$ on, the biases are $b_1 = -r$ and $b_2 = -q$.", "definition"),
    ],
)
def test_a_bias_of_a_neuron_without_a_name_is_one_of_those_in_the_formula_before(words: str, verdict: str) -> None:
    found = check_document("# Step networks\n\n" + BUMP + words).claims
    assert [each.verdict for each in found if each.latex.startswith("b_1")] == [verdict]
