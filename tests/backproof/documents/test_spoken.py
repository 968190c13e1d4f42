"""Equations in words: what a sentence names and what it says of it; what has no plain reading says nothing."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.extraction import extract
from backproof.documents.spoken import equations_said

LAYER = (
    "# Initialization\n\nThe weights are $w_{ji} \\sim N(0, \\sigma^2)$, the inputs $x_i$ are independent of them, i.i.d. with"
    " mean zero and variance $v^2$, and $a_j = \\sum_{i=1}^{n} w_{ji} x_i$.\n\n"
)


def _said(words):
    return [
        (tuple("".join(side.latex.split()) for side in each.sides), each.relations)
        for each in equations_said(extract(words)).values()
    ]


def _verdicts(words):
    report = check_document(LAYER + words + "\n")
    return [each.verdict for each in report.claims if each.line > 4]


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ("The variance of $x + y$ is $3 v^2$.", (r"\text{Var}(x+y)", "3v^2")),
        ("The expected value of the product $w x$ is zero.", (r"\mathbb{E}[wx]", "0")),
        ("the derivative of $f(x)$ is $2x$.", (r"\frac{\partial}{\partialx}\left(f(x)\right)", "2x")),
        ("The derivative of $L$ w.r.t. $z$ equals $p - y$.", (r"\frac{\partial}{\partialz}L", "p-y")),
        ("The average of $n$ and $m$ is $(n + m)/2$", (r"\frac{n+m}{2}", "(n+m)/2")),
        ("We take $c$, which is twice the variance of $x$.", ("c", r"2\text{Var}(x)")),
        ("the variance of ReLU$(a)$ is half of the variance of $a$.",
         (r"\text{Var}(\text{ReLU}(a))", r"\frac{1}{2}\text{Var}(a)")),
    ],
)  # fmt: skip
def test_a_sentence_is_an_equation(words, sides):
    assert _said(words) == [(sides, ("=",))]


@pytest.mark.parametrize(
    "words",
    [
        "If the variance of $x$ is $2$, all is well.",
        "The variance of $x$ is not $2$.",
        "The variance of $x$ is $n$ times larger than before.",
        "The derivative of $|x|$ is 1 for positive x.",
        "The derivative of $f(x, y)$ is $1$.",
        "The variance of the noise is $2$.",
        "The total variance is $2$.",
        "The variance of $x$ is 0.5.",
        "The expected variance of $x$ is the same as before, $2$.",
    ],
)
def test_what_has_no_plain_reading_says_nothing(words):
    assert _said(words) == []


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("The variance of $w_{ji} x_i$ must be the variance of $w_{ji}$ * the variance of $x_i$, which is $\\sigma^2 v^2$.",
         ["proved", "proved"]),
        ("The variance of $w_{ji} x_i$ is the variance of $w_{ji}$ plus the variance of $x_i$.", ["refuted"]),
        ("Summing across i, the total variance is $n \\sigma^2 v^2$.", ["proved"]),
        ("Summing across i, the total variance is $n \\sigma v^2$.", ["refuted"]),
        ("The mean of $a_j$ is zero.", ["proved"]),
        ("The mean of $a_j$ is $v$.", ["refuted"]),
        ("We take $\\frac{2}{n + m}$, which is the harmonic mean of $1/n$ and $1/m$.", ["proved"]),
        ("We take $\\frac{2}{n + m}$, which is the average of $1/n$ and $1/m$.", ["refuted"]),
        ("We take $\\sigma^2 = 1/n$. This will cause the activation to have the same variance $v^2$.",
         ["conditional", "conditional"]),
    ],
)  # fmt: skip
def test_what_a_sentence_says_is_judged(words, verdicts):
    assert _verdicts(words) == verdicts


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (r"A unit computes $\sum_{i=1}^{n} w_{ji} x_i$. All terms are alike, so its variance is $n\, \sigma^2 v^2$.",
         r"A unit computes $\sum_{i=1}^{n} w_{ji} x_i$. All terms are alike, so its variance is $n^2\, \sigma^2 v^2$."),
        (r"Look at $\sum_{i=1}^{n} w_{ji} x_i$; its standard deviation is $\sqrt{n} \sigma v$.",
         r"Look at $\sum_{i=1}^{n} w_{ji} x_i$; its standard deviation is $n \sigma v$."),
    ],
)  # fmt: skip
def test_its_variance_is_that_of_the_sum_right_before(right, wrong):
    assert [_verdicts(each)[-1] for each in (right, wrong)] == ["proved", "refuted"]


@pytest.mark.parametrize(
    "words",
    [
        r"Look at $\sum_{i=1}^{n} w_{ji} x_i$ and $r_j = \max(0, a_j)$; its variance is $\sigma^2$.",
        r"Look at $\sum_{i=1}^{n} w_{ji} x_i$ and at $b$; its variance is $\sigma^2$.",
        r"A unit computes $\sum_{i=1}^{n} w_{ji} x_i$. Take a weight. Its variance is $\sigma^2$.",
        r"If its variance is $2$, all is well.",
    ],
)
def test_its_variance_may_be_that_of_something_else(words):
    assert _said(words) == []


def test_the_scale_of_the_weights_in_words():
    page = r"With ReLU we need $\frac12 n \sigma^2 = 1$, so $\sigma^2 = 2/n$, that is, we draw the weights "
    for words, verdict in (
        (r"with a standard deviation of $\sqrt{2/n}$.", "conditional"),
        (r"with a variance of $2/n$.", "conditional"),
        (r"with standard deviation $2/\sqrt{n}$.", "refuted"),
        (r"with standard deviation $2/n$.", "refuted"),
    ):
        assert _verdicts(page + words)[-1] == verdict
    supposed = r"The variance is small if we draw the weights with a standard deviation of $2/n$."
    assert not _verdicts(supposed)


def test_the_variance_of_a_uniform_law_that_is_its_own():
    page = r"Another choice is a uniform distribution on $[-\rho, \rho]$, its variance is $\rho^2/_$."
    assert [_verdicts(page.replace("_", each))[-1] for each in "36"] == ["proved", "refuted"]
