r"""$y_m = 1$ if $m = t$ and 0 otherwise: y is one-hot from there on, and t is the class in a loss -log q_t."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow

PAGE = r"""# Scores

The outputs are $q_m = \frac{e^{s_m}}{\sum_n e^{s_n}}$ of the scores $s_m = \sum_j V_{mj} h_j + c_m$, and INDICATOR.

$$L = -\log q_t = -s_t + \log \sum_m e^{s_m}$$

"""
IN_WORDS = r"$y_m = 1$ if $m = t$ and 0 otherwise, where $t$ is the true class"
AS_CASES = r"$$y_m = \begin{cases} 1 & m = t \\ 0 & m \neq t \end{cases}$$ with the true class $t$"
AN_INDEX = r"$y_m = 1$ if $m = r$ and 0 otherwise"


def last(indicator, equation):
    return check_document(f"{PAGE.replace('INDICATOR', indicator)}$${equation}$$").claims[-1].verdict


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"\frac{\partial L}{\partial s_n} = q_n - y_n", "proved"),
        pytest.param(r"\frac{\partial L}{\partial s_n} = q_n + y_n", "refuted", marks=slow),
        (r"\frac{\partial L}{\partial V_{mj}} = (q_m - y_m) h_j", "proved"),
        pytest.param(r"\frac{\partial L}{\partial V_{mj}} = (q_j - y_j) h_m", "refuted", marks=slow),
        (r"\frac{\partial L}{\partial h_j} = \sum_m V_{mj} (q_m - y_m)", "proved"),
        (r"\frac{\partial L}{\partial h_j} = \sum_m V_{jm} (q_m - y_m)", "refuted"),
        pytest.param(r"\frac{\partial L}{\partial c_m} = y_m - q_m", "refuted", marks=slow),
    ],
)
def test_gradients_are_judged_with_the_indicator(equation, expected):
    assert last(IN_WORDS, equation) == expected


@pytest.mark.parametrize(("sign", "expected"), [("-", "proved"), pytest.param("+", "refuted", marks=slow)])
def test_cases_say_the_same(sign, expected):
    assert last(AS_CASES, rf"\frac{{\partial L}}{{\partial s_n}} = q_n {sign} y_n") == expected


def test_a_label_of_a_sample_is_no_entry_of_the_indicator():
    assert last(IN_WORDS, r"\sum_m \mathbf{1}(y_i = m) q_m = q_{y_i}") == "proved"


def test_what_is_1_at_another_place_says_nothing_of_the_class():
    assert last(AN_INDEX, r"\frac{\partial L}{\partial s_n} = q_n - y_n") in ("undecided", "refuted")
