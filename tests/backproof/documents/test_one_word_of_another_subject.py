"""A question about the subject of the page stays one where a word of another subject is used once."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# Softmax and cross-entropy

The logits are $a\in\mathbb{R}^K$, $s_k = e^{a_k}/S$ with $S=\sum_{j=1}^K e^{a_j}$. The target $t$ is one-hot, $t_c=1$ for the
true class $c$ and $t_k=0$ otherwise.

## Problem 1 (Jacobian)

For $i\ne j$: $\frac{\partial s_i}{\partial a_j} = SIGN s_is_j$. This is the variance of $v$ under the distribution $s$.
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_one_word_of_another_subject_changes_no_setting(sign, verdict):
    report = check_document(PAGE.replace("SIGN", sign))
    assert {each.setting for each in report.sections} == {"softmax"}
    assert next(each for each in report.claims if each.latex.startswith(r"\frac")).verdict == verdict


def test_a_target_is_zero_for_the_other_classes():
    claims = check_document(PAGE.replace("SIGN", "-")).claims
    assert [each.verdict for each in claims if each.latex.startswith("t_")] == ["definition", "definition"]
    wrong = check_document(PAGE.replace("$t_k=0$ otherwise", "$t_k = 2$ otherwise")).claims
    assert next(each for each in wrong if each.latex.startswith("t_k")).verdict != "proved"


def test_a_head_that_has_no_subject_of_its_own_changes_none():
    page = r"""
# HW3

In this notebook a network learns.

# Question 1. A network for binary classification

The label is $y_i = 1$ for the 7s.

## Back-propagation

With $z^{(1)} = W^{(1)} x$ we back-propagate $\delta^{(1)} = \nabla_{z^{(1)}} L$, and $W^{(1)}$ is changed by $\nabla_{W^{(1)}} L$.
"""
    settings = {each.title: each.setting for each in check_document(page).sections}
    assert settings["Question 1. A network for binary classification"] == "logistic"
