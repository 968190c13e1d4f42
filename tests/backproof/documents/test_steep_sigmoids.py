"""Beside a step sigma, phi is no step but what the page says of it: a sigmoid, however steep."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Step networks

The step activation is $\sigma(u) = \begin{cases} 1 & u \ge 0 \\ 0 & u < 0 \end{cases}$. A box is $\sigma(x) - \sigma(x - d)$.

WORDS $CLAIM$.
"""


def _last(words: str, claim: str) -> str:
    return check_document(PAGE.replace("WORDS", words).replace("CLAIM", claim)).claims[-1].verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\varphi(\kappa u) = \frac{1}{1 + e^{-\kappa u}}", "proved"),
        (r"\varphi(\kappa u) = \frac{1}{1 + e^{\kappa u}}", "refuted"),
        (r"\varphi(0) = \frac{1}{2}", "proved"),
        (r"\varphi(0) = 1", "refuted"),
    ],
)
def test_phi_beside_a_step_is_the_sigmoid(claim, verdict):
    assert _last("A steep sigmoid comes close to the step:", claim) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"), [(r"\varphi(2) = 1", "proved"), (r"\varphi(2) = \frac{1}{2}", "refuted")]
)
def test_phi_that_is_called_a_step_is_one(claim, verdict):
    words = r"The sigmoid is $\sigma(z) = 1/(1 + e^{-z})$, and the step is $\varphi(x)$. Then"
    assert _last(words, claim) == verdict
