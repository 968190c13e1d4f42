r"""The loss is $-\log P(t \mid x)$: that is what it means, and what it is stays as the page has said."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Two-layer network for binary classification

$$z^{(1)} = W^{(1)} x + b^{(1)}, \quad y^{(1)} = \tanh(z^{(1)}), \quad z^{(2)} = W^{(2)} y^{(1)} + b^{(2)}, \quad y^{(2)} = \varphi(z^{(2)})$$

with the sigmoid $\varphi$. The label of sample $i$ is $t_i \in \{0, 1\}$ and

$$Loss_i = -t_i \log y_i^{(2)} - (1 - t_i) \log (1 - y_i^{(2)})$$

This is the negative log-likelihood, because $P(t_i \mid x_i) = (y_i^{(2)})^{t_i} (1 - y_i^{(2)})^{1 - t_i}$. So
$Loss_i = -\log P(t_i \mid x_i)$. If $t_i = 1$, it is $Loss_i = -\log y_i^{(2)}$, and if $t_i = 0$ it is $Loss_i = -\log (1 - y_i^{(2)})$.

For the implementation the version with logits is more stable:

$$Loss_i = CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\log(1 + e^{-z_i^{(2)}}) + (1 - t_i) z_i^{(2)}", "proved"),
        (r"\log(1 + e^{-z_i^{(2)}}) + t_i z_i^{(2)}", "refuted"),  # right for t_i = 0, of which the page spoke last
    ],
)
def test_the_loss_is_what_was_said_before(claim, verdict):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == verdict
