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


UNSAID = r"""# Initialization

A fully-connected linear layer with $IN$ inputs and $OUT$ outputs. The weights are drawn from $N(0, \sigma^2)$, the inputs $x_i$
are independent with mean zero and variance $v^2$.

$$\text{var}(a_j) = \text{var} \left( \sum_{i=1}^{END} w_{ji} x_i \right) = COUNT \sigma^2 v^2$$
"""


@pytest.mark.parametrize(
    ("inputs", "outputs"), [("n_{in}", "n_{out}"), (r"\text{fan\_in}", r"\text{fan\_out}"), ("n_0", "n_1"), ("d", "m")]
)
def test_a_layer_that_no_equation_defines_has_the_inputs_that_words_name(inputs, outputs):
    page = named(inputs, outputs, UNSAID)
    assert verdicts(page.replace("END", inputs).replace("COUNT", inputs))[-2:] == ["proved", "proved"]
    assert verdicts(page.replace("END", inputs).replace("COUNT", outputs))[-1] == "refuted"
    assert verdicts(page.replace("END", outputs).replace("COUNT", inputs))[-2] != "proved"


@pytest.mark.parametrize(("sizes", "expected"), [("OUT \\times IN", "definition"), ("IN \\times OUT", "refuted")])
@pytest.mark.parametrize(("inputs", "outputs"), [("n_{in}", "n_{out}"), (r"\text{fan\_in}", r"\text{fan\_out}")])
def test_the_shape_of_weights_is_held_against_the_names_of_inputs_and_outputs(inputs, outputs, sizes, expected):
    page = named(inputs, outputs, rf"With $a = W x$, $x \in \mathbb{{R}}^{{IN}}$ and $W \in \mathbb{{R}}^{{{sizes}}}$.")
    found = check_document(page).claims[-1]
    assert found.verdict == expected
    assert found.counterexample is None or "  " not in found.counterexample.left


@pytest.mark.parametrize("spread", ["v", r"\tau"])
@pytest.mark.parametrize(("count", "expected"), [(r"n^L \sigma^{2L}", "proved"), (r"n^L \sigma^2", "refuted")])
def test_the_signal_behind_many_layers(spread, count, expected):
    page = rf"""# Initialization

Let $a_j = \sum_{{i=1}}^n w_{{ji}} x_i$ with weights from $N(0, \sigma^2)$ and inputs of mean zero and $\text{{var}}(x_i) = {spread}^2$.
For $L$ linear layers of the same width $\text{{var}}(a^{{(L)}}) = {count} {spread}^2$."""
    assert verdicts(page)[-1] == expected


@pytest.mark.parametrize("width", [r"\delta", "w", r"\epsilon"])
@pytest.mark.parametrize(("second", "expected"), [("1", "proved"), ("0", "refuted")])
def test_a_box_is_as_wide_as_words_say(width, second, expected):
    page = rf"""# Box

A box with height $h$ and width ${width}$, of step activations: $z_1 = \sigma(x)$, $z_2 = \sigma(-x + {width})$. Check:

- $x \leq 0$: $z_1 = 0$, $z_2 = {second}$."""
    assert verdicts(page)[-1] == expected


@pytest.mark.parametrize("inputs", ["n_{in}", "d", "p", "D"])
@pytest.mark.parametrize(
    ("claim", "expected"), [("1/28", "conditional"), ("2/SQRT", "refuted"), ("1/SQRT", "conditional")]
)
def test_an_example_of_a_rule_and_a_slip_in_its_root(inputs, claim, expected):
    page = rf"""# Initialization

A linear layer with ${inputs}$ inputs and $m$ outputs, $a_j = \sum_{{i=1}}^{{{inputs}}} w_{{ji}} x_i$, weights from $N(0, \sigma^2)$.

With linear units the rule is $\sigma^2 = 1/{inputs}$. E.g. for images ${inputs} = 784$. In terms of the standard deviation it is
$\sigma = {claim}$."""
    assert verdicts(page.replace("SQRT", rf"\sqrt{{{inputs}}}"))[-1] == expected


@pytest.mark.parametrize("one", ["1", r"\mathbf{1}"])
@pytest.mark.parametrize("sign", [">", r"\geq", "<"])
def test_the_slope_of_relu_in_bold_or_not(one, sign):
    page = rf"""# Back-propagation

$z^{{(1)}} = W^{{(1)}} x$, $h = \max(0, z^{{(1)}})$, $z^{{(2)}} = W^{{(2)}} h$, $p = \text{{softmax}}(z^{{(2)}})$ and $L = -\sum_c t_c \log p_c$.
With $\delta^{{(2)}} = p - t$ we get $\delta^{{(1)}} = (W^{{(2)T}} \delta^{{(2)}}) \odot {one}[z^{{(1)}} {sign} 0]$."""
    assert (verdicts(page)[-1] == "proved") == (sign != "<")
