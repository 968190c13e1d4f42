"""Sequences whose terms follow from the ones before, and formulas for every term."""

import pytest

from backproof.documents.check import check_document

DECAY = r"Descent is $w_{t+1} = w_t - \eta \lambda w_t$. Then "
MOMENTUM = r"With momentum, $v_t = \beta v_{t-1} + g$. Then "
COUNT = r"Let $s_{k+1} = s_k + 2k + 1$. Then "


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (DECAY, r"w_t = (1 - \eta \lambda)^t w_0", "proved"),
        (DECAY, r"w_t = (1 - \eta \lambda)^{t+1} w_0", "refuted"),
        (MOMENTUM, r"v_t = \beta^t v_0 + \frac{1 - \beta^t}{1 - \beta} g", "proved"),
        (MOMENTUM, r"v_t = \frac{1 - \beta^t}{1 - \beta} g", "conditional"),
        (MOMENTUM, r"v_\infty = \frac{g}{1 - \beta}", "conditional"),
        (MOMENTUM, r"v_t = \beta^t v_0 + \frac{1 - \beta^t}{1 + \beta} g", "refuted"),
        (MOMENTUM, r"v_\infty = \frac{g}{1 + \beta}", "refuted"),
        (COUNT, r"s_k = k^2 + s_0", "proved"),
        (COUNT, r"s_k = k^2 + k + s_0", "refuted"),
    ],
)
def test_a_formula_for_every_term_is_proved_by_induction(page, claim, verdict):
    assert check_document(f"{page}${claim}$.").claims[-1].verdict == verdict


def test_what_the_first_term_must_be_is_said():
    found = check_document(MOMENTUM + r"$v_t = \frac{1 - \beta^t}{1 - \beta} g$.").claims[-1]
    assert found.condition == "v_0 = 0"


STARTED = r"Let $a_{t+1} = r a_t + b$ with $a_0 = 0$. Then "
DESCENT = r"We step by $w_{t+1} = w_t - \eta \nabla L(w_t)$ with $L(w) = \frac{\lambda}{2} w^2$. Then "


@pytest.mark.parametrize(
    ("page", "claim", "verdict"),
    [
        (STARTED, r"a_t = b \frac{1 - r^t}{1 - r}", "proved"),
        (STARTED, r"a_t = b \frac{1 - r^{t+1}}{1 - r}", "refuted"),
        (STARTED, r"a_t = b \frac{1 - r^t}{1 + r}", "refuted"),
        (STARTED, r"a_2 = r b + b", "proved"),
        (STARTED, r"a_2 = r b", "refuted"),
        ("For $a_0 = 0$: " + STARTED.replace("with $a_0 = 0$", ""), r"a_t = b \frac{1 - r^t}{1 - r}", "conditional"),
        (DESCENT, r"w_t = (1 + \eta \lambda)^t w_0", "undecided"),  # no definition
    ],
)
def test_first_terms_count_and_a_formula_is_no_definition(page, claim, verdict):
    assert check_document(f"{page}${claim}$.").claims[-1].verdict == verdict
