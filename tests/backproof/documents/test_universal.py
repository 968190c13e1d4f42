r"""What is said "in general" or of any random variables is judged for every law, not for those of the page."""

import pytest

from backproof.documents.check import check_document

LAYER = r"Initialization. Let $W_{ji} \sim \mathcal{N}(0, s^2)$, $\mathbb{E}[x_i] = 0$ and $\text{Var}(x_i) = v^2$, all independent."


def last(text):
    return check_document(f"{LAYER} {text}").claims[-1]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (r"For any two independent variables $\text{Var}(W x) = \text{Var}(W) \text{Var}(x)$.", "refuted"),
        (r"For any two independent variables $\text{Var}(W x) = \text{Var}(W) E[x^2] + \text{Var}(x) E[W]^2$.", "proved"),
        (r"For any two independent variables $\text{Var}(W x) = \text{Var}(W) \text{Var}(x)$ if both means are zero.", "proved"),
        (r"For any two random variables $E[W x] = E[W] E[x]$.", "refuted"),
        (r"For any two independent random variables $E[W x] = E[W] E[x]$.", "proved"),
        (r"For any two random variables $E[W + x] = E[W] + E[x]$.", "proved"),
        (r"For any random variables $\text{Var}(\sum_i x_i) = \sum_i \text{Var}(x_i)$.", "refuted"),
        (r"For any independent random variables $\text{Var}(\sum_i x_i) = \sum_i \text{Var}(x_i)$.", "proved"),
        (r"In general $\text{Var}(3 x) = 3 \text{Var}(x)$.", "refuted"),
        (r"In general $E[3 x] = 3 E[x]$ and $\text{Var}(x) = E[x^2]$.", "conditional"),
        (r"In general $\text{Var}(\sum_{i=1}^n W_{ji} x_i) = n s^2 v^2$.", "proved"),
    ],
)  # fmt: skip
def test_a_general_claim_is_judged_for_every_law(sentence, verdict):
    assert last(sentence).verdict == verdict


def test_the_missing_mean_is_named():
    assert (
        "E[W] = 0, E[x] = 0"
        in last(r"For any two independent variables $\text{Var}(Wx) = \text{Var}(W)\text{Var}(x)$.").reason
    )
