"""Letters that are summed over, in definitions that are unfolded, are no names of their own."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Softmax

Let $z_k = \sum_j V_{jk} a_j$ and $q_k = \sum_j V_{jk} a_j$, with the probabilities $P_k = e^{z_k} / \sum_l e^{z_l}$ and
the loss $L = -\sum_k t_k \log P_k$, where $\sum_k t_k = 1$.

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial z_k} = P_k - t_k", "proved"),
        (r"\frac{\partial L}{\partial z_k} = t_k - P_k", "refuted"),
        (r"\frac{\partial L}{\partial q_k} = P_k - t_k", "undecided"),  # nobody says that the loss rests on q
        (r"\frac{\partial L}{\partial q_k} = 0", "undecided"),
    ],
)
def test_the_letter_of_a_sum_is_no_loss(claim, verdict):
    report = check_document(PAGE.replace("CLAIM", claim))
    assert [each.verdict for each in report.claims if "partial" in each.latex] == [verdict]
