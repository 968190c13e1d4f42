r"""Values that a page has chosen, and what follows from what is asked for."""

import pytest

from backproof.documents.check import check_document

LAYER = r"Initialization. Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ with $w_{ji} \sim N(0,\sigma^2)$, independent, $E[x_i]=0$ and $Var(x_i) = v^2$."
UNIFORM = r"Initialization. Let $W \sim U[-a,a]$ with $a = \sqrt{\frac{6}{n_{in}+n_{out}}}$."


@pytest.mark.parametrize(
    ("page", "sentence", "verdict"),
    [
        (UNIFORM, r"Then $Var(W) = \frac{2}{n_{in}+n_{out}}$.", "conditional"),
        (UNIFORM, r"Then $Var(W) = \frac{6}{n_{in}+n_{out}}$.", "refuted"),
        (LAYER, r"We want $Var(a_j) = v^2$, so $\sigma^2 = \frac{1}{n_{in}}$.", "conditional"),
        (LAYER, r"We want $Var(a_j) = v^2$, so $\sigma^2 = n_{in}$.", "refuted"),
        (LAYER, r"We require $n_{in} \sigma^2 v^2 = v^2$, hence $\sigma = \frac{1}{\sqrt{n_{in}}}$.", "conditional"),
        (LAYER, r"We require $n_{in} \sigma^2 v^2 = v^2$, hence $\sigma = \frac{1}{n_{in}}$.", "refuted"),
        (LAYER, r"We want $n_{in}\sigma^2 = 1$ and $n_{out}\sigma^2 = 1$, so $\sigma^2 = \frac{2}{n_{in}+n_{out}}$.", "conditional"),
        (LAYER, r"Then $Var(\sum_{j=1}^{n_{out}} w_{ji} \delta_j) = n_{out}\sigma^2 g^2$, therefore $\sigma^2 = \frac{1}{n_{out}}$.", "conditional"),
        (LAYER, r"Backward it stays for $\sigma^2 = \frac{1}{n_{out}}$, and so $\sigma^2 = \frac{2}{n_{in}+n_{out}}$.", "refuted"),
        (LAYER, r"Backward it stays for $\sigma^2 = \frac{1}{n_{out}}$. A compromise is the average of the two fans, $(n_{in}+n_{out})/2$, and so $\sigma^2 = \frac{2}{n_{in}+n_{out}}$.", "conditional"),
        (LAYER, r"With the same width $n$ everywhere we need $n \sigma^2 = 1$, so $\sigma^2 = \frac{1}{n_{in}}$.", "conditional"),
        (LAYER, r"With the same width $n$ everywhere we need $n \sigma^2 = 1$, so $\sigma^2 = n_{in}$.", "refuted"),
        (LAYER, r"If $\sigma = 0.5$ and $n_{in} = 4$ the output has $Var(a_j) = v^2$.", "proved"),
        (LAYER, r"If $\sigma = 0.5$ and $n_{in} = 4$ the output has $Var(a_j) = 2 v^2$.", "refuted"),
        (LAYER, r"For $\sigma = 0.5$ and $n_{in} = 400$ the output has $Var(a_j) = 100 v^2$.", "proved"),
    ],
)  # fmt: skip
def test_what_is_chosen_and_what_is_asked_for(page, sentence, verdict):
    assert check_document(f"{page} {sentence}").claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"Initialization. Let $z^0 = x$, $E[x_i] = 0$.", "undecided"),
        (r"Initialization. $W_{ji}^{(l)} \sim N(0, \sigma_l^2)$. So $\sigma_l^2 = 1/n_l$.", "conditional"),
        (r"Backpropagation with any activation $\phi$. Here $\phi'(u) = 1$ for $u > 0$.", "undecided"),
    ],
)
def test_what_nothing_is_said_of_is_not_refuted(text, verdict):
    assert check_document(text).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"So we need $\frac{1}{2} n \sigma^2 = 1$, $\sigma^2 = \frac{2}{n}$.", "conditional"),
        (r"So we need $\frac{1}{2} n \sigma^2 = 1$, $\sigma^2 = \frac{1}{2 n}$.", "refuted"),
        (r"We want $n \sigma^2 = 1$, $m \sigma^2 = 1$.", "conditional"),  # two wishes
    ],
)
def test_behind_a_comma_stands_what_is_asked_for(answer, expected):
    page = rf"""
# Initialization

The weights have variance $\sigma^2$ and mean zero, $a = \sum_{{i=1}}^n w_i x_i$, with $m$ outputs.

{answer}
"""
    assert check_document(page).claims[-1].verdict == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (r"The choice $r = 1/\sqrt{n}$ has the variance $\sigma^2 = \frac{1}{3 n}$.", "proved"),
        (r"The choice $r = 1/\sqrt{n}$ has the variance $\sigma^2 = \frac{1}{n}$.", "refuted"),
        (r"With $r = \sqrt{6/n}$ the variance is $\text{var}(w) = 2/n$.", "conditional"),
        (r"We take $r = \sqrt{3/n}$. With ReLU we want the variance $\sigma^2 = 2/n$.", "conditional"),
    ],
)
def test_a_chosen_bound_has_a_variance(answer, expected):
    page = rf"""
# Initialization

The weights are uniform on $[-r, r]$, $w \sim U[-r, r]$, with $n$ inputs.

{answer}
"""
    assert check_document(page).claims[-1].verdict == expected


@pytest.mark.parametrize(("over", "verdict"), [("6", "conditional"), ("3", "refuted"), ("12", "refuted")])
def test_a_positive_number_is_the_root_of_the_square_that_was_chosen(over: str, verdict: str) -> None:
    chosen = (
        r"We take $\sigma^2 = \frac{2}{n_{in} + n_{out}}$ as a compromise. For a uniform law on $[-r, r]$ one takes "
    )
    claim = rf"$r = \sqrt{{3}} \sigma = \sqrt{{\frac{{{over}}}{{n_{{in}} + n_{{out}}}}}}$."
    assert check_document(f"{LAYER} {chosen}{claim}").claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"We need $\frac{1}{2} n_{in} \sigma^2 v^2 = v^2$, that is $n_{in} \sigma^2 = 2$.", "conditional"),
        (r"We need $\frac{1}{2} n_{in} \sigma^2 v^2 = v^2$, that is $n_{in} \sigma^2 = \frac{1}{2}$.", "refuted"),
        (r"With $m = (n_{in} + n_{out})/2$ we take $\sigma^2 = \frac{1}{m} = \frac{2}{n_{in} + n_{out}}$, so we draw the weights"
         r" from a Gaussian with standard deviation $\sigma = \sqrt{\frac{2}{n_{in} + n_{out}}}$.", "conditional"),
        (r"With $m = (n_{in} + n_{out})/2$ we take $\sigma^2 = \frac{1}{m} = \frac{2}{n_{in} + n_{out}}$, so we draw the weights"
         r" from a Gaussian with standard deviation $\sigma = \frac{2}{\sqrt{n_{in} + n_{out}}}$.", "refuted"),
        (r"With $n_{in} = 400$ and the standard deviation 0.1 we have $n_{in} \sigma^2 = 4$.", "proved"),
        (r"With $n_{in} = 400$ and the standard deviation 0.1 we have $n_{in} \sigma^2 = 40$.", "refuted"),
        (r"With $n_{in} = 400$ and variance 0.1 we have $n_{in} \sigma^2 = 40$.", "proved"),
    ],
)  # fmt: skip
def test_what_words_say_of_the_scale_is_held_against_what_is_asked_for(words: str, verdict: str) -> None:
    page = LAYER.replace(r"$w_{ji} \sim N(0,\sigma^2)$", r"weights from $N(0, \sigma^2)$")
    assert check_document(f"{page} {words}").claims[-1].verdict == verdict


@pytest.mark.parametrize(("value", "expected"), [("100", "conditional"), ("1000", "refuted")])
def test_two_values_of_one_sentence(value, expected):
    page = r"""# Initialization
Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ with weights from $N(0, \sigma^2)$ and inputs of mean 0 and variance $v^2$.

For example with $\sigma^2 = 1$ and $n_{in} = 100$ already one layer gives $\text{var}(a_j) = VALUE v^2$.
"""
    assert check_document(page.replace("VALUE", value)).claims[-1].verdict == expected


@pytest.mark.parametrize(
    "words",
    [
        r"The rule is $\sigma = \sqrt{2/n_{in}}$. For uniform weights on $[-r, r]$ this means $r = \sqrt{6/n_{in}}$.",
        r"The default is uniform on $[-r, r]$ with $r = 1/\sqrt{n_{in}}$, so $\sigma^2 = \frac{1}{3 n_{in}}$.",
        r"Say $\sigma = 0.01$. Uniform on $[-r, r]$ we have the variance $r^2/3$, so $r = \sqrt{3/n_{in}}$.",
    ],
)
def test_a_bound_and_a_variance_are_no_rivals(words: str) -> None:
    assert check_document(f"{LAYER} {words}").claims[-1].verdict != "refuted"
