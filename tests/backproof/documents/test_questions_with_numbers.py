r"""Questions that give numbers, without dollars too, beside answers for any numbers."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Softmax

Let $z = Wx + b$ with $W \in \mathbb{R}^{K \times d}$, $x \in \mathbb{R}^d$, and $y = \text{softmax}(z)$. The target $t$ is a
one-hot vector and the loss is $L = -\sum_i t_i \log y_i$.

- a. Find the gradients.
- b. Evaluate for z = (2, 1, 0), t = (0, 1, 0).
- c. What happens for K = 2?

a. We have $p_i = y_i(1 - y_i)$ on the diagonal, in short $J = \text{diag}(y) - y y^T$. Further $CLAIM_A$.

b. $CLAIM_B$

c. $CLAIM_C$
"""
RIGHT = {
    "CLAIM_A": r"\nabla_b L = y - t",
    "CLAIM_B": r"y - t \approx (0.665, -0.755, 0.090)",
    "CLAIM_C": r"y_1 = \frac{1}{1 + e^{-(z_1 - z_2)}}",
}
WRONG = {"CLAIM_A": r"\nabla_W L = x (y - t)^T", "CLAIM_B": r"y - t \approx (0.665, -0.745, 0.090)"}


def verdicts(changed):
    page = PAGE
    for place, claim in {**RIGHT, **changed}.items():
        page = page.replace(place, claim)
    return {each.latex: each.verdict for each in check_document(page).claims}


def test_claims_for_any_numbers_an_example_and_two_classes_are_right():
    found = verdicts({})
    assert {claim: found[claim] for claim in RIGHT.values()} == dict.fromkeys(RIGHT.values(), "proved")


@pytest.mark.parametrize("place", WRONG)
def test_what_is_wrong_is_refuted_beside_an_example(place):
    assert verdicts({place: WRONG[place]})[WRONG[place]] == "refuted"
