"""Labels in {0, 1} that a page writes with one letter, and later in {-1, 1} with the same."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
Logistic regression: $p_i = \sigma(u_i)$, $u_i = w^T x_i + b$, $\ell_i = -y_i \log p_i - (1 - y_i) \log(1 - p_i)$.

For labels $y_i \in \{-1, +1\}$ both cases are one, so the loss is $\ell_i = -\log \sigma(SIGN y_i u_i)$ and
$\frac{\partial \ell_i}{\partial u_i} = -y_i \sigma(-y_i u_i)$.
"""


@pytest.mark.parametrize(("sign", "said"), [("", ["conditional", "proved"]), ("-", ["undecided", "undecided"])])
def test_the_loss_in_signed_labels_is_held_against_the_loss_before(sign, said):
    assert [each.verdict for each in check_document(PAGE.replace("SIGN", sign)).claims[-2:]] == said
