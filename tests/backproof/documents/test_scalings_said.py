"""What words say a bound, or a variance, does when something is doubled or repeated."""

import pytest

from backproof.documents.check import check_document

BOUND = r"""# Steps

With step neurons and $|f'(x)| \leq M$ the error is $|f(x) - \hat f(x)| \leq \frac{M B}{N}$. """
LAYER = "# Initialization\n\n" + r"Let $a_j = \sum_{i=1}^{n} w_{ji} x_i$ with $w_{ji} \sim N(0, \sigma^2)$. "


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Doubling the number of boxes halves the error.", "proved"),
        ("If we double the number of hidden neurons, the bound is reduced to a half.", "proved"),
        ("Doubling $N$ reduces the error bound to a quarter.", "refuted"),
        ("Halving the width halves the error.", "proved"),
        ("Halving the width reduces the error by a factor of 4.", "refuted"),
    ],
)
def test_a_bound_scales_as_words_say(words, verdict):
    assert check_document(BOUND + words).claims[-1].verdict == verdict


def test_what_words_say_of_something_else_is_no_claim_about_the_bound():
    page = BOUND + "Doubling the learning rate halves the time."
    assert len(check_document(page).claims) == len(check_document(BOUND).claims)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"For $n = 50$ and $\sigma = 0.2$ we have $n\sigma^2 = 2$, after 4 layers a factor of $2^4$.", "proved"),
        (r"For $n = 50$ and $\sigma = 0.2$ we have $n\sigma^2 = 10$, after 4 layers a factor of $10^4$.", "refuted"),
        (r"If it is $n\sigma^2 = 3$, after 2 layers this is a factor of $9$.", "proved"),
        ("It is halved in every layer, after $L$ layers the variance has a factor $2^{-L}$.", "proved"),
        ("It is halved in every layer, after $L$ layers the variance has a factor $4^{-L}$.", "refuted"),
    ],
)
def test_a_factor_after_some_layers_is_that_of_one_to_their_number(words, verdict):
    assert check_document(LAYER + words).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"After $L$ linear layers the variance is $(n \sigma^2)^L v^2$.", "proved"),
        (r"After $L$ linear layers the variance is $(n \sigma)^L v^2$.", "refuted"),
        (r"One layer multiplies the variance by 4, and after three layers it is already $64 v^2$.", "proved"),
        (r"One layer multiplies the variance by 4, and after three layers it is already $12 v^2$.", "refuted"),
        (r"The factor is $50 \cdot 0.01 = 0.5$ and after two layers there is only $\frac{v^2}{4}$ left.", "proved"),
        (r"The factor is $50 \cdot 0.01 = 0.5$ and after two layers there is only $v^2$ left.", "refuted"),
    ],
)
def test_a_variance_after_some_layers(words, verdict):
    page = LAYER + r"The inputs are independent, zero-mean, with $\text{Var}(x_i) = v^2$. "
    assert check_document(page + words).claims[-1].verdict == verdict


def test_nothing_is_read_of_layers_that_are_not_the_linear_one():
    for words in (
        r"After $L$ layers with ReLU the variance is $(n \sigma^2)^L v^2$.",
        r"After $L$ layers it is $2^L$.",
    ):
        assert len(check_document(LAYER + words).claims) == len(check_document(LAYER).claims)


@pytest.mark.parametrize(("value", "verdict"), [(r"\frac{r^2}{3}", "proved"), ("r^2/12", "refuted")])
def test_the_variance_of_a_uniform_law_in_words(value, verdict):
    page = LAYER + rf"One draws from a uniform distribution on $[-r, r]$, whose variance is ${value}$, or not."
    assert check_document(page).claims[-1].verdict == verdict
