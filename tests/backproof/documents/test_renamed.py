"""The same answer in other letters, fonts and spaces: the verdicts stay."""

import pytest

from backproof.documents.check import check_claim, check_document

LAYER = r"""The weights have mean zero and variance $\sigma^2$, the inputs mean zero and variance $v^2$, $IN$ inputs and $OUT$ outputs.

$$a_j = \sum_{i=1}^{IN} w_{ji} x_i$$

We get $\text{Var}(a_j) = IN \sigma^2 v^2$, not less, since the terms are independent. To keep it we choose $\sigma^2 = 1/IN$. This
will cause the activation to have $\text{Var}(a_j) = v^2$. Backward we need $\sigma^2 = 1/OUT$. Both hold only if $IN = OUT$ .

$$1/((IN + OUT)/2) = 2/(IN + OUT)$$

$$\frac{1}{2} \left( \frac{1}{IN} + \frac{1}{OUT} \right) = \frac{2}{IN + OUT}$$
"""


def verdicts(page):
    return [each.verdict for each in check_document(page).claims]


def named(inputs, outputs, page=LAYER):
    return page.replace("IN", inputs).replace("OUT", outputs)


@pytest.fixture(scope="module")
def usual():
    return verdicts(named("n_{in}", "n_{out}"))


def test_the_usual_names(usual):
    assert usual[-2:] == ["proved", "refuted"]
    assert "proved" in usual[:-2]
    assert "refuted" not in usual[:-2]


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        (r"n_{\text{in}}", r"n_{\text{out}}"),
        (r"\text{fan\_in}", r"\text{fan\_out}"),
        ("n_0", "n_1"),
        ("d", "m"),
    ],
)
def test_other_names_of_sizes(usual, inputs, outputs):
    assert verdicts(named(inputs, outputs)) == usual


def test_a_sum_over_all_inputs_has_as_many_terms_as_inputs(usual):
    page = named("n_{in}", "n_{out}").replace(r"\sum_{i=1}^{n_{in}}", r"\sum_i")
    assert verdicts(page) == usual


def test_the_claims_show_the_source():
    page = r"We choose $n_{\text{in}} \sigma^2 = 1$ and $\mathrm{fan\_in} \, \sigma^2 = 1$."
    assert [each.latex for each in check_document(page).claims] == [
        r"n_{\text{in}} \sigma^2 = 1",
        r"\mathrm{fan\_in} \, \sigma^2 = 1",
    ]
    assert check_claim(r"n_{\text{in}} + n_{\text{in}} = 2 n_{in}").verdict == "proved"
    assert check_claim(r"n_{\text{in}} + n_{\text{out}} = 2 n_{in}").verdict == "refuted"


@pytest.mark.parametrize("equals", ["=", r"\, = \;"])
@pytest.mark.parametrize(("value", "expected"), [("1000 v^2", "conditional"), ("100 v^2", "refuted")])
def test_values_of_a_sentence_are_read_with_blanks(equals, value, expected):
    page = named("n_{in}", "n_{out}").split("To keep")[0]
    page += rf"With $\sigma^2 {equals} 1$ and $n_{{in}} {equals} 1000$ already one layer gives $\text{{Var}}(a_j) = {value}$."
    assert verdicts(page)[-1] == expected


@pytest.mark.parametrize(("variance", "expected"), [("s^2", "proved"), ("s", "refuted"), (r"\sigma^2", "refuted")])
def test_a_law_of_the_weights_in_words(variance, expected):
    page = (
        r"Let the weights be initialized as $N(0, s^2)$, the inputs have mean zero and $\text{Var}(x_i) = v^2$. "
        rf"$a_j = \sum_{{i=1}}^{{n}} w_{{ji}} x_i$. So $\text{{Var}}(a_j) = n {variance} v^2$."
    )
    assert verdicts(page)[-1] == expected


def test_numbers_for_sizes_are_an_example():
    page = (
        named("d", "m").split("Both")[0]
        + r"With the variance $\frac{2}{d + m}$ we have $d \sigma^2 = \frac{2d}{d + m}$"
    )
    assert "refuted" not in verdicts(page + ", and ($d = 784$ , $m = 32$ ) this is less than 2.")


def test_what_is_not_read_is_no_layer_of_the_setting():
    page = named("n_{in}", "n_{out}").replace(r"\sum_{i=1}", r"\strange{2}\sum_{i=1}")
    assert "refuted" not in verdicts(page.split("1/((")[0])
