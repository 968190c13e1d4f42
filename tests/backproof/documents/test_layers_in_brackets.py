"""Layers in square brackets with the sample behind them, z^{[1](i)}, a batch in columns, and a second network."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Network

For one sample $x^{(i)}$:

$$z^{[1](i)} = W^{[1]} x^{(i)} + b^{[1]}, \quad a^{[1](i)} = \sigma(z^{[1](i)}), \quad
z^{[2](i)} = W^{[2]} a^{[1](i)} + b^{[2]}, \quad a^{[2](i)} = \sigma(z^{[2](i)})$$

where $W^{[1]} \in \mathbb{R}^{9 \times 7}$, $b^{[1]} \in \mathbb{R}^{9}$, $W^{[2]} \in \mathbb{R}^{1 \times 9}$,
$b^{[2]} \in \mathbb{R}$, $\sigma(z) = \frac{1}{1 + e^{-z}}$. The loss of one sample is

$$\ell_i = -y_i \log a_i^{[2]} - (1 - y_i) \log (1 - a_i^{[2]})$$

and the cost is $J = \frac{1}{m} \sum_{i=1}^m \ell_i$.
All samples together: $Z^{[1]} = W^{[1]} X + b^{[1]}$ , $A^{[1]} = \sigma(Z^{[1]})$ , $Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}$ ,
where the bias is broadcast. $A^{[1]} \in \mathbb{R}^{9 \times m}$, $A^{[2]} \in \mathbb{R}^{1 \times m}$.

"""


def last(claim: str) -> str:
    return check_document(PAGE + f"$${claim}$$\n").claims[-1].verdict


def test_sample_behind_the_layer() -> None:
    verdicts = {each.latex: each.verdict for each in check_document(PAGE).claims}
    assert "refuted" not in verdicts.values()
    assert verdicts[r"A^{[1]} \in \mathbb{R}^{9 \times m}"] == "proved"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (
            r"\frac{\partial \ell_i}{\partial a_i^{[2]}} = -\frac{y_i}{a_i^{[2]}} + \frac{1 - y_i}{1 - a_i^{[2]}}",
            "proved",
        ),
        (
            r"\frac{\partial \ell_i}{\partial a_i^{[2]}} = -\frac{y_i}{a_i^{[2]}} - \frac{1 - y_i}{1 - a_i^{[2]}}",
            "refuted",
        ),
    ],
)
def test_loss_of_a_sample(claim: str, verdict: str) -> None:
    assert last(claim) == verdict


def test_targets_with_one_number_for_each_sample() -> None:
    assert last(r"\Delta^{[2]} = A^{[2]} - Y") != "refuted"


SECOND = r"""
# Part 2: ten classes

Now $p = \text{softmax}(z^{[2]})$ and $\ell = -\sum_c t_c \log p_c$. CLAIM Only the shapes change:
$W^{[2]} \in \mathbb{R}^{10 \times 9}$ , $b^{[2]} \in \mathbb{R}^{10}$.
"""


def test_error_of_a_second_network() -> None:
    delta = r"With $\delta^{[2]} = \nabla_{z^{[2]}} \ell$ we have $\delta^{[2]} = p - t$."
    first = r"Here $\delta^{[2]} = a^{[2]} - y$." + "\n"
    claims = check_document(PAGE + first + SECOND.replace("CLAIM", delta)).claims
    assert all(each.verdict != "refuted" for each in claims)


def test_transpose_lost_in_a_second_network() -> None:
    claim = r"Then $\delta^{[1]} = W^{[2]} \delta^{[2]} \odot a^{[1]} \odot (1 - a^{[1]})$."
    first = r"Here $\delta^{[2]} = a^{[2]} - y$ and $\delta^{[1]} = \nabla_{z^{[1]}} \ell$." + "\n"
    claims = check_document(PAGE + first + SECOND.replace("CLAIM", claim)).claims
    assert any(each.verdict == "refuted" and r"W^{[2]} \delta" in each.latex for each in claims)
