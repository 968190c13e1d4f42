"""A box of two steps whose output bias does not bring its outside down to 0 is no box."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Question 1

Let $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. %s

$$y = %s$$
"""
ASKED = r"One neuron gives $\sigma(x)$, the other $\sigma(d - x)$; together they make a box. So the network is"


@pytest.mark.parametrize(
    ("words", "network", "verdict"),
    [
        (ASKED, r"h \sigma(x) + h \sigma(d - x) - h", "definition"),
        (ASKED, r"h \sigma(x) + h \sigma(d - x) + h", "refuted"),
        (ASKED, r"h \sigma(x) + h \sigma(d - x) - \frac{h}{2}", "refuted"),
        (ASKED, r"h (\sigma(x) + \sigma(d - x) - 1)", "definition"),
        (ASKED, r"h (\sigma(x) - \sigma(x - d) - 1)", "refuted"),
        (ASKED, r"h \sigma(x) + h \sigma(d - x)", "definition"),  # the bias may come later
        (ASKED, r"h \sigma(x) + h \sigma(d - x) + b", "definition"),  # whatever b is
        (ASKED, r"1 + h \sigma(x) + 2 h \sigma(x - d)", "definition"),  # no box
        ("Without the box one would say that the network is", r"h \sigma(x) + h \sigma(d - x) + h", "definition"),
        ("Their sum is", r"h \sigma(x) + h \sigma(d - x) + h", "definition"),
    ],
)
def test_outside_of_a_box_of_two_steps_its_network_is_0(words, network, verdict):
    assert check_document(PAGE % (words, network)).claims[-1].verdict == verdict


PARTS = r"""## Q1

### a.

The first neuron is $H_1 = \sigma(x)$, the other $H_2 = \sigma(d - x)$. So the network is $$y = h \sigma(x) + h \sigma(d - x) %s$$

### b.

Many boxes side by side make a staircase.

## Q2

The variance of the weights is $\sigma^2 = 1/n_{in}$, so that the variance stays the same.
"""


@pytest.mark.parametrize(("bias", "verdict"), [("- h", "definition"), ("+ h", "refuted")])
def test_a_part_without_words_of_its_own_speaks_of_what_its_question_speaks(bias, verdict):
    report = check_document(PARTS % bias)
    assert [each.setting for each in report.sections][1] == "step-networks"
    assert report.claims[2].verdict == verdict
