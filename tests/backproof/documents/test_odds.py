r"""The mean of a loss, differentiated by probabilities or by what they are computed from."""

import pytest

from backproof.documents.check import check_document

BINARY = r"Binary cross-entropy: $L = -\frac1N\sum_{n=1}^N [y_n \log p_n + (1-y_n)\log(1-p_n)]$ with labels $y \in \{0, 1\}$."
SOFTMAX = r"Softmax: $p_i = e^{z_i} / \sum_{k=1}^K e^{z_k}$. For a one-hot vector $\mathbf{y}$ with $y_t = 1$ the loss is $L = - \sum_{i=1}^K y_i \log p_i = - \log p_t$. For a batch, $L = \frac{1}{N} \sum_{n=1}^N L_n$."


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (BINARY, r"\frac{\partial L}{\partial p_n} = \frac1N \frac{p_n - y_n}{p_n - p_n^2}", "proved"),
        (BINARY, r"\frac{\partial L}{\partial p_n} = \frac{p_n - y_n}{p_n - p_n^2}", "refuted"),
        (SOFTMAX, r"\frac{\partial L}{\partial z_j^{(n)}} = \frac1N (p_j^{(n)} - y_j^{(n)})", "proved"),
        (SOFTMAX, r"\frac{\partial L}{\partial z_j^{(n)}} = p_j^{(n)} - y_j^{(n)}", "refuted"),
    ],
)
def test_a_mean_has_its_factor(page, claim, verdict):
    assert check_document(f"{page} Then ${claim}$.").claims[-1].verdict == verdict


def test_a_counterexample_speaks_of_probabilities():
    claim = check_document(
        rf"{BINARY} Then $\frac{{\partial L}}{{\partial p_n}} = \frac{{p_n - y_n}}{{p_n - p_n^2}}$."
    ).claims[-1]
    assert claim.counterexample is not None
    shown = dict(claim.counterexample.where)
    assert shown["p_1"] == "1/2"
    assert shown["y_1"] in ("0", "1")
