"""Where all questions are asked before they are answered, each answer has the names of its own question."""

from backproof.documents.check import check_document

PAGE = r"""
Q1. (3 pts) Let $S_i = \frac{e^{a_i}}{\sum_k e^{a_k}}$ be the softmax and $C = -\sum_i t_i \log S_i$ with one-hot t.

Q2. (5 pts) One sigmoid output with the loss $C = -t \log y - (1 - t) \log(1 - y)$, where $t = 0$ and $y = \sigma(z)$.

---

**Q1.** We find $\frac{\partial C}{\partial a_j} = SIGN S_j - t_j$.

**Q2.** We find $\frac{\partial C}{\partial z} = y - t$.
"""


def test_the_values_of_one_question_are_forgotten_in_another():
    said = [each.verdict for each in check_document(PAGE.replace("SIGN", "")).claims]
    assert said[-2:] == ["proved", "proved"]


def test_a_slip_in_the_answer_is_still_found():
    said = [each.verdict for each in check_document(PAGE.replace("SIGN", "-")).claims]
    assert said[-2:] == ["refuted", "proved"]
