"""Names that one sentence defines anew."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
The softmax is $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$ and $L = -\sum_i y_i \log p_i$, where $y$ is one-hot. With a
temperature, $p = \text{softmax}(z / T)$, there is one more factor, $\partial L / \partial z_j = (p_j - y_j) / T$.

"""


@pytest.mark.parametrize(("claim", "said"), [("p_j - y_j", "conditional"), ("y_j - p_j", "refuted")])
def test_a_claim_may_hold_with_what_a_name_meant_before(claim, said):
    report = check_document(PAGE + rf"Without it $\partial L / \partial z_j = {claim}$.")
    assert report.claims[-1].verdict == said
