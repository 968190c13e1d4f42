r"""What one lettered part defines anew, the next ones do not mean."""

from backproof.documents.check import check_document

PAGE = r"""
Let $p_i = \frac{e^{x_i}}{\sum_{k=1}^K e^{x_k}}$.

(a) With an inverse temperature $\beta > 0$ we use $p_i = \frac{e^{\beta x_i}}{\sum_k e^{\beta x_k}}$.
Then $\log p_i = \beta x_i - \log \sum_k e^{\beta x_k}$, not $\log p_i = x_i - \log \sum_k e^{x_k}$.

(b) Here $\log p_i = x_i - \log \sum_k e^{x_k}$, not $\log p_i = x_i - \log \sum_k e^{x_i}$.

(c) Again $\log p_i = \beta x_i - \log \sum_k e^{\beta x_k}$.
"""


def test_a_new_parameter_defines_a_name_anew_until_the_part_ends():
    verdicts = [each.verdict for each in check_document(PAGE).claims if each.latex != r"\beta > 0"]
    assert verdicts == ["definition", "definition", "proved", "refuted", "proved", "refuted", "proved"]
