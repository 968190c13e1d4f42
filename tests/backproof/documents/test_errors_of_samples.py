"""Errors that are defined by the loss of all samples, in claims about the loss of one."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Backpropagation: $\mathbf{z}^{(1)} = \mathbf{W}^{(1)} \mathbf{x} + \mathbf{b}^{(1)}$, $\mathbf{p} = \text{softmax}(\mathbf{z}^{(1)})$.
The loss of sample $i$ is $Loss_i = - \sum_c \mathbf{1}(y_i = c) \log \mathbf{p}_c$,
and that of all $Loss = \frac{1}{N} \sum_{i=1}^N Loss_i$. Let $\delta^{(1)} = \nabla_{\mathbf{z}^{(1)}} LOSS$.

"""


@pytest.mark.parametrize(
    ("loss", "value", "verdict"),
    [
        ("Loss_i", r"\delta^{(1)}", "proved"),
        ("Loss", r"\delta^{(1)}", "conditional"),
        ("Loss", r"2 \delta^{(1)}", "refuted"),
    ],
)
def test_errors_of_one_sample_are_meant(loss: str, value: str, verdict: str) -> None:
    claim = rf"$$\nabla_{{\mathbf{{b}}^{{(1)}}}} Loss_i = {value}$$"
    found = check_document(PAGE.replace("LOSS", loss) + claim).claims[-1]
    assert found.verdict == verdict
    assert verdict != "conditional" or "delta^(1) is the gradient of Loss_i, and not of Loss" in found.reason
