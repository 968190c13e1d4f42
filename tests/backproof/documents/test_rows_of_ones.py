r"""A row of ones adds up what stands behind it, and $t_c = 1$ says nothing of the other entries of a one-hot t."""

import pytest

from backproof.documents.check import check_document

SOFTMAX = r"""
# Softmax and cross-entropy

The logits are $a\in\mathbb{R}^K$, $s_k = e^{a_k}/S$ with $S=\sum_{j=1}^K e^{a_j}$. The target $t$ is one-hot, $t_c=1$ for the
true class $c$ and $t_k=0$ otherwise.

## The gradient

With $L=-\log s_c$ we find $\nabla_a L = s-t$. The entries add up: $CLAIM$.
"""

ROWS = r"""
# Three layers

A mini-batch of $N$ images is $X \in \mathbb{R}^{N \times 784}$ and the one-hot labels are $T \in \{0,1\}^{N \times 10}$; each row
of $T$ has exactly one 1. With $A_3 = H_2 W_3$ the outputs are $P_{nc} = e^{A_{3,nc}} / \sum_{c'} e^{A_{3,nc'}}$.

For one image
$$CLAIM.$$
"""

BOUND = r"""
# Initialization

As a compromise we take $s^2 = \frac{2}{m + k}$, where the layer has $m$ inputs and $k$ outputs and its weights the variance $s^2$.

If $w \sim U(-c, c)$ then $Var(w) = \frac{c^2}{3}$. Setting $\frac{c^2}{3} = \frac{2}{m + k}$ gives $c = \sqrt{\frac{6}{m + k}}$. For
the fan-in rule $\frac{c^2}{3} = \frac{1}{m}$ gives $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"\mathbf 1^\top(s-t)=0", "proved"), (r"\mathbf 1^\top(s+t)=0", "refuted")]
)
def test_what_an_array_adds_up_to(claim, verdict):
    assert check_document(SOFTMAX.replace("CLAIM", claim)).claims[-1].verdict == verdict


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_each_letter_behind_the_number_of_a_layer_is_an_index(sign, verdict):
    claim = rf"-\frac{{1}}{{N}} \sum_c T_{{nc}} (\delta_{{ck}} - P_{{nk}}) = \frac{{1}}{{N}} (P_{{nk}} {sign} T_{{nk}})"
    assert check_document(ROWS.replace("CLAIM", claim)).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"c = \sqrt{\frac{3}{m}}", "conditional"), (r"c = \frac{\sqrt{3}}{m}", "refuted")]
)
def test_a_bound_follows_from_the_equation_before_it(claim, verdict):
    assert check_document(BOUND.replace("CLAIM", claim)).claims[-1].verdict == verdict
