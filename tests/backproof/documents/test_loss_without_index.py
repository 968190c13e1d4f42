"""The loss of a sample is written without its index below: L where the page has L_i."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Softmax. With the one-hot vector $tUP$ of the label and $q_c = \frac{e^{s_c}}{\sum_k e^{s_k}}$

$$L_i = -\sum_{c=1}^K t_cUP \log q_cUP$$

The gradient is """


@pytest.mark.parametrize("superscript", ["", "^{(i)}"])
@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial L}{\partial s_j} = q_j - t_j", "proved"),
        (r"\frac{\partial L}{\partial s_j} = t_j - q_j", "refuted"),
        (r"\frac{\partial L}{\partial q_c} = -\frac{t_c}{q_c}", "proved"),
        (r"\frac{\partial L}{\partial q_c} = \frac{t_c}{q_c}", "refuted"),
        (r"\frac{\partial L}{\partial s_j} = \frac{1}{N} (q_j - t_j)", "undecided"),
        (r"\frac{\partial L}{\partial q_c} = -\frac{1}{q_c}", "undecided"),
    ],
)
def test_the_index_of_a_sample_is_dropped(claim: str, verdict: str, superscript: str) -> None:
    claims = check_document(PAGE.replace("UP", superscript) + f"${claim}$.").claims
    assert claims[-1].verdict == verdict
