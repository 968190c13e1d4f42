r"""What words say layers do to a variance or to a standard deviation."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Scale of the weights

The weights $w_{ji}$ are drawn from $N(0, \sigma^2)$, the inputs $x_i$ are independent, with mean zero and
$\text{Var}(x_i) = v^2$. The layer is $a_j = \sum_{i=1}^{n} w_{ji} x_i$.

"""


GAINS = (
    "# Initialization\n\n"
    r"The weights $w_{ji}$ are i.i.d. with mean zero and variance $\sigma^2$, the inputs $x_i$ are independent of them,"
    r" i.i.d. with mean zero and variance $v^2$, and $a_j = \sum_{i=1}^{n} w_{ji} x_i$."
    "\n\n"
)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"Each layer multiplies the variance by $n \sigma^2$, again.", "proved"),
        (r"Each layer multiplies the variance by $n \sigma$, again.", "refuted"),
        (r"Each layer multiplies the standard deviation by $\sqrt{n} \sigma$, again.", "proved"),
        (r"Each layer multiplies the standard deviation by $n \sigma^2$, again.", "refuted"),
        (r"The standard deviation of the signal gets multiplied by $\sqrt{n} \sigma$ in each layer.", "proved"),
        (r"The standard deviation of the signal grows by a factor of $n \sigma^2$ per layer.", "refuted"),
        (r"For $L$ layers the standard deviation at the end is $(n \sigma^2)^{L/2} v$, exactly.", "proved"),
        (r"For $L$ layers the standard deviation at the end is $(n \sigma^2)^L v$, exactly.", "refuted"),
        (r"After two layers the variance is $(n \sigma^2)^2 v^2$.", "proved"),
        (r"After two layers the variance is $(n \sigma^2)^3 v^2$.", "refuted"),
        (r"Through k layers the variance is multiplied by $(n \sigma^2)^k$, exactly.", "proved"),
        (r"Through k layers the variance is multiplied by $(n \sigma^2)^{k-1}$, exactly.", "refuted"),
        (r"If $n\sigma^2 = 4$ then after 5 layers the standard deviation is $32 v$, at last.", "proved"),
        (r"If $n\sigma^2 = 4$ then after 5 layers the standard deviation is $1024 v$, at last.", "refuted"),
        (r"The gain is $\rho = n\sigma^2$. After $D$ layers the variance is $\rho^D v^2$, at last.", "proved"),
        (r"The gain is $\rho = n\sigma^2$. After $D$ layers the variance is $\rho^{2D} v^2$, at last.", "refuted"),
        (r"The variance is $n\sigma^2 v^2$, and $4^5 = 1024$. The factor is $4$ for the variance and $2$ for the"
         r" standard deviation.", "proved"),
        (r"The factor is $4$ for the variance and $4$ for the standard deviation.", "refuted"),
        (r"The ratio is $\text{Var}(a_j)/v^2 = n \sigma^2$. In terms of standard deviations it is $\sqrt{n}\sigma$.",
         "proved"),
        (r"The ratio is $\text{Var}(a_j)/v^2 = n \sigma^2$. In terms of standard deviations it is $n\sigma$.",
         "refuted"),
    ],
)  # fmt: skip
def test_words_about_the_spread_behind_layers_are_judged(words, verdict):
    assert check_document(PAGE + words).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    "words",
    [
        r"Each layer does not multiply the standard deviation by $n \sigma^2$, of course.",
        r"It would be wrong that each layer multiplies the standard deviation by $n \sigma^2$.",
        r"In the backward pass each layer multiplies the variance by $m \sigma^2$.",
        r"For $L$ layers this is repeated, and in one layer the variance is $n \sigma^2 v^2$, as above.",
    ],
)
def test_nothing_is_read_of_other_words(words):
    assert len(check_document(PAGE + words).claims) == len(check_document(PAGE).claims)


@pytest.mark.parametrize(("power", "verdict"), [("L/2", "conditional"), ("L", "refuted"), ("L-1", "refuted")])
def test_where_linear_layers_or_relu_may_be_meant_what_neither_does_is_wrong(power, verdict):
    page = (
        PAGE
        + "A ReLU is discussed below.\n\n"
        + rf"After $L$ layers the standard deviation is $(n \sigma^2)^{{{power}}} v$."
    )
    assert check_document(page).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"If $\sigma^2 = 1/n^2$ the gain is $1/n$.", "proved"),
        (r"If $\sigma^2 = 1/n^2$ the gain is $1/n^2$.", "refuted"),
        (r"For $\sigma^2 = 1$ it grows with $n$, and if $\sigma^2 = 1/n^2$ the gain of one layer is only $1/n$.", "proved"),
        (r"For $\sigma^2 = 1$ it grows with $n$, and if $\sigma^2 = 1/n^2$ the gain of one layer is only $n$.", "refuted"),
        (r"The factor per layer is $n \sigma^2$.", "proved"),
        (r"The factor per layer is $n^2 \sigma^2$.", "refuted"),
    ],
)  # fmt: skip
def test_a_gain_is_what_a_layer_multiplies_the_variance_by(words: str, verdict: str) -> None:
    assert check_document(GAINS + words).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    "words",
    [
        r"For the standard deviation the gain is $\sqrt{n} \sigma$.",
        r"With ReLU the gain is $\frac12 n \sigma^2$.",
        r"For the gradients the gain is $m \sigma^2$.",
        "The gain is $2$.",
    ],
)
def test_the_gain_of_something_else_is_left_alone(words: str) -> None:
    assert len(check_document(GAINS + words).claims) == len(check_document(GAINS).claims)


def test_another_number_of_layers() -> None:
    words = r"After two layers the variance is $(n \sigma^2)^2 v^2$, and after ten it is $(n \sigma^2)^{10} v^2$."
    claims = check_document(PAGE + words).claims
    assert "refuted" not in {each.verdict for each in claims}
