r"""How many hidden neurons a network has, in words, against the network that the page has written."""

import pytest

from backproof.documents.check import check_document

STEP = r"The step neuron is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. The network is "
BOXES = STEP + r"$$\hat{g}(x) = \sum_{k=0}^{M-1} g(t_k) [\sigma(x - t_k) - \sigma(x - t_{k+1})].$$ "
PIECES = (
    STEP + r"$$\hat{g}(x) = \sum_{k=1}^{M} g(t_k) b_k(x), \quad b_k(x) = \sigma(x - t_k) + \sigma(t_{k+1} - x) - 1.$$ "
)
STEPS = STEP + r"$$\hat{g}(x) = \sum_{k=0}^{M} q_k \sigma(x - t_k).$$ "
SORTED = (
    STEP + r"$$\hat{g}(x) = g(t_0) \sigma(x - t_0) + \sum_{k=1}^{M-1} (g(t_k) - g(t_{k-1})) \sigma(x - t_k)"
    r" - g(t_{M-1}) \sigma(x - t_M).$$ "
)
WEIGHTS = BOXES + (
    r"As one layer, $\hat{g}(x) = \sum_k q_k \sigma(x - t_k)$ with $$q_0 = f(t_0), \quad q_k = f(t_k) - f(t_{k-1})"
    r" \; (1 \le k \le M - 1), \quad q_M = -f(t_{M-1}).$$ "
)


@pytest.mark.parametrize(
    ("page", "words", "verdict"),
    [
        (BOXES, "This needs 2M hidden neurons.", "proved"),
        (BOXES, "The hidden layer has M neurons.", "refuted"),
        (BOXES, "The constants can be collected in one bias, and the hidden layer has 2M neurons.", "proved"),
        (BOXES, "The hidden layer has $2M + 1$ neurons.", "refuted"),
        (PIECES, "The hidden layer has $2M$ neurons.", "proved"),
        (PIECES, "It uses M hidden units.", "refuted"),
        (BOXES, "We end up with 2M hidden neurons, two for each box.", "proved"),
        (BOXES, "That is 3M neurons in the hidden layer.", "refuted"),
        (BOXES, "Neighbouring boxes share a step, so we only need M + 1 neurons.", "proved"),
        (BOXES, "Neighbouring boxes share a step, so we only need M - 1 neurons.", "refuted"),
        (BOXES, "Two boxes that touch have a step in common. So $M + 1$ hidden neurons (instead of $2M$) suffice.",
         "proved"),
        (BOXES, "This takes 2M hidden neurons (or M + 1 if neighbours share a step).", "proved"),
        (BOXES, "This takes 2M hidden neurons (or M if neighbours share a step).", "refuted"),
        (STEPS, "This needs $M + 1$ hidden neurons.", "proved"),
        (STEPS, "This needs $2M$ hidden neurons.", "refuted"),
        (SORTED, "So there are only M + 1 hidden neurons.", "proved"),
        (SORTED, "So there are only M hidden neurons.", "refuted"),
        (WEIGHTS, "So the hidden layer has $M + 1$ neurons.", "proved"),
        (WEIGHTS, "So the hidden layer has $M$ neurons.", "refuted"),
        (WEIGHTS, "So the hidden layer has $2M$ neurons.", "refuted"),
    ],
)  # fmt: skip
def test_neurons_are_counted(page: str, words: str, verdict: str) -> None:
    assert check_document(page + words).claims[-1].verdict == verdict


def test_a_network_of_arrays_is_not_the_one_that_was_written_as_a_sum() -> None:
    page = BOXES + r"With vectors it is $\hat{g}(x) = \mathbf{q}^T \sigma(x \mathbf{1} - \mathbf{t})$. "
    assert check_document(page + "The hidden layer has $M + 1$ neurons.").claims[-1].verdict != "refuted"


@pytest.mark.parametrize(
    "words",
    [
        "Neighbouring boxes share a step, and the last one is not needed. So this needs M hidden neurons.",
        "With twice the pieces, 2M of them, we need 4M hidden neurons.",
        "Half of them, so M hidden neurons, switch on.",
        "With fewer boxes this needs M hidden neurons.",
        "If all heights are the same the hidden layer has 2 neurons.",
        "In two dimensions the hidden layer has 4M neurons.",
        "The hidden layer has M neurons for each box.",
    ],
)
def test_of_another_network_nothing_is_said(words: str) -> None:
    assert len(check_document(BOXES + words).claims) == len(check_document(BOXES).claims)
