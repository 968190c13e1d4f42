r"""Numerical gradients: by the name that a difference quotient gets, and by what words say of its error."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Gradient check

$L = \frac{1}{N} \sum_{i=1}^N \ell_i$, and for one parameter

CLAIM
"""
CENTRAL = r"\frac{L(\theta + \epsilon) - L(\theta - \epsilon)}{2 \epsilon}"
TWICE = CENTRAL.replace(r"2 \epsilon", r"\epsilon")
FORWARD = r"\frac{L(\theta + \epsilon) - L(\theta)}{\epsilon}"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (rf"$g_{{num}} = {CENTRAL}$", "definition"),
        (rf"$g_{{num}} = {TWICE}$", "refuted"),
        (rf"$g_{{num}} = {FORWARD}$", "definition"),
        (rf"$\frac{{\partial L}}{{\partial \theta}} \approx {CENTRAL}$", "proved"),
        (rf"$\frac{{\partial L}}{{\partial \theta}} \approx {TWICE}$", "refuted"),
        (rf"$\frac{{\partial L}}{{\partial \theta}} \approx {CENTRAL}$".replace("L", "Loss"), "proved"),
        (rf"$\frac{{\partial L}}{{\partial \theta}} \approx {TWICE}$".replace("L", r"\text{Cost}"), "refuted"),
        (rf"${CENTRAL} = \frac{{\partial L}}{{\partial \theta}} + O(\epsilon^2)$", "proved"),
        (rf"${FORWARD} = \frac{{\partial L}}{{\partial \theta}} + O(\epsilon^2)$", "refuted"),
        (rf"$g = {CENTRAL}$ has an error of order $O(\epsilon^2)$", "proved"),
        (rf"$g = {TWICE}$ has an error of order $O(\epsilon^2)$", "proved"),  # what is wrong stands before
        (rf"$g = {FORWARD}$ has an error of order $O(\epsilon^2)$", "refuted"),
        (rf"I use $g = {CENTRAL}$. The error of the one-sided difference is $O(\epsilon)$", "proved"),
        (rf"I use $g = {CENTRAL}$. The error of the one-sided difference is $O(\epsilon^2)$", "refuted"),
    ],
)
def test_a_numerical_gradient_is_the_gradient_to_its_order(claim, expected):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == expected


def test_a_difference_that_nobody_calls_a_gradient_is_what_it_is():
    page = r"# Stencils" + "\n\n" + rf"$D = {TWICE}$"
    assert check_document(page).claims[-1].verdict == "definition"
