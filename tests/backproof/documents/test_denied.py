"""What words say of inputs and weights against what the setting assumes of them."""

import pytest

from backproof.documents.check import check_document

LAYER = r"The layer computes $a = \sum_{i=1}^{n} w_i x_i$. "
WEIGHTS = r"The weights have mean zero and variance $\sigma^2$. "
CENTERED = r"$\text{Var}(a) = n \sigma^2 v^2$"


def verdict(page: str) -> str:
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize(
    ("inputs", "right", "centered"),
    [
        (r"The inputs have mean $\mu$ and variance $v^2$.", r"\sigma^2 (v^2 + \mu^2)", "refuted"),
        (r"The inputs have variance $v^2$ and a mean of $1$.", r"\sigma^2 (v^2 + 1)", "refuted"),
        (r"The inputs have variance $v^2$; their mean $m$ is not zero.", r"\sigma^2 (v^2 + m^2)", "conditional"),
        (r"The $x_i$ have variance $v^2$ and are the outputs of ReLUs.", r"\sigma^2 E[x_i^2]", "conditional"),
        (r"The inputs are positive, with variance $v^2$.", r"\sigma^2 E[x_i^2]", "conditional"),
    ],
)
def test_inputs_with_a_mean_are_not_centered(inputs, right, centered):
    page = LAYER + WEIGHTS + inputs + "\n\nThen "
    assert verdict(page + rf"$\text{{Var}}(a) = n {right}$") == "proved"
    assert verdict(page + CENTERED) == centered
    assert verdict(page + r"$E[x_i^2] = v^2$") == centered


def test_weights_with_a_mean_are_not_centered():
    page = LAYER + r"The weights have mean $m$ and variance $\sigma^2$, the inputs mean zero and variance $v^2$. Then "
    assert verdict(page + r"$\text{Var}(a) = n (\sigma^2 + m^2) v^2$") == "proved"
    assert verdict(page + CENTERED) == "refuted"


def test_fixed_inputs_are_not_random():
    page = LAYER + WEIGHTS + r"The $x_i$ are fixed numbers. Then "
    assert verdict(page + r"$\text{Var}(a) = \sigma^2 \sum_{i=1}^n x_i^2$") == "proved"
    assert verdict(page + CENTERED) != "proved"


def test_weights_that_are_not_independent():
    page = LAYER + WEIGHTS + "The weights are not independent. "
    assert verdict(page + CENTERED) == "conditional"


@pytest.mark.parametrize(
    "words",
    [
        r"If the inputs had mean $\mu$, there would be another term.",
        r"The inputs are centered.",
        r"The inputs have mean zero, the outputs of ReLUs have not.",
        r"The inputs have mean $\mu$. Now let the inputs be centered: the inputs have mean $0$.",
    ],
)
def test_what_is_only_supposed_or_taken_back_changes_nothing(words):
    assert verdict(LAYER + WEIGHTS + words + "\n\nHere " + CENTERED) == "proved"


@pytest.mark.parametrize(("mean", "expected"), [("", "conditional"), ("mean zero and ", "proved")])
def test_a_mean_of_which_nothing_is_said_is_a_hypothesis_of_the_second_moment(mean, expected):
    page = f"Let $x$ have {mean}variance $s^2$. Then "
    assert verdict(page + "$E[x^2] = s^2$") == expected
    assert verdict(page + r"$\text{Var}(2x) = 4 s^2$") == "proved"
    assert verdict(page + r"$\text{Var}(2x) = 2 s^2$") == "refuted"


@pytest.mark.parametrize(("value", "expected"), [("p_i", "proved"), ("-p_i", "refuted"), ("p_i - 1", "refuted")])
def test_the_others_are_those_that_are_not_the_class_of_the_loss(value, expected):
    page = (
        r"Let $p_i = e^{z_i}/\sum_j e^{z_j}$ and $L = -\log p_c$ for the right class $c$. "
        rf"The gradient with respect to $z_c$ is $p_c - 1$, for the others $\frac{{\partial L}}{{\partial z_i}} = {value}$."
    )
    assert verdict(page) == expected


@pytest.mark.parametrize(("words", "expected"), [("In general", "refuted"), ("Then", "conditional")])
def test_a_value_that_is_supposed_holds_until_the_words_return_to_the_general_case(words, expected):
    page = LAYER + WEIGHTS + r"Let $\text{Var}(x_i) = v^2$. Suppose that $\sigma^2 = 1$. Then $\text{Var}(a) = n v^2$."
    assert verdict(page + "\n\n" + words + r" $\text{Var}(a) = n v^2$.") == expected
    assert verdict(page + "\n\n" + words + r" $\text{Var}(a) = n \sigma^2 v^2$.") == "proved"


VARIABLES = r"Let $X_1, \dots, X_n$ be independent with mean $\mu$ and variance $\tau^2$. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (r"Then $\text{Var}(X_1 + X_2) = 2 \tau^2$.", "proved"),
        (r"They are no longer independent if $X_2 = X_1$; then $\text{Var}(X_1 + X_2) = 2 \tau^2$.", "undecided"),
        (r"They are no longer independent if $X_2 = X_1$. Above $\text{Var}(X_1 + X_2) = 2 \tau^2$.", "proved"),
        (r"If they are not independent, $E[X_1 + X_2] = 2 \mu$.", "proved"),
        (r"If they are not independent, $E[X_1 + X_2] = \mu$.", "refuted"),
    ],
)
def test_a_sentence_that_denies_independence_is_judged_without_it(sentence, expected):
    assert verdict(VARIABLES + sentence) == expected


@pytest.mark.parametrize(("value", "expected"), [("1/784", "undecided"), ("784", "refuted"), ("1/n_{out}", "refuted")])
def test_numbers_in_the_place_of_a_size_are_an_example(value, expected):
    page = r"With 784 pixels and $\text{Var}(w) = 1/n_{in}$ we get for the first layer "
    assert verdict(page + rf"$\text{{Var}}(w) = {value}$.") == expected


BOTH = r"The layer computes $a_j = \sum_i w_{ji} x_i$, with inputs of mean zero and variance $v^2$. " + WEIGHTS
LAYERS = r" $\text{Var}(a_j) = n_{in} \sigma^2 "


@pytest.mark.parametrize(
    "aside",
    [
        "The weights are independent of the inputs, so the mean of one product is zero.",
        "Inputs and weights are independent, the mean of one of them does not matter.",
    ],
)
def test_the_mean_of_something_else_is_not_that_of_the_inputs(aside):
    page = BOTH + aside
    assert verdict(page + LAYERS + "v^2$") == "proved"
    assert verdict(page + LAYERS + "(v^2 + 1)$") == "refuted"


def test_nothing_is_refuted_because_of_loose_words():
    page = BOTH + "\n\nRemark. Pixels between 0 and 1 do not have mean zero.\n\nSo"
    assert verdict(page + LAYERS + "v^2$") == "conditional"
    assert verdict(page + LAYERS + "v$") == "refuted"


@pytest.mark.parametrize("mean", ["$m$", "m", "m (pixels are not zero mean!)"])
def test_a_supposed_mean_is_read_without_dollars_and_before_an_aside(mean):
    page = BOTH + f"\n\nIf the inputs have mean {mean} then"
    assert verdict(page + LAYERS + "(v^2 + m^2)$") == "proved"
    assert verdict(page + LAYERS + "(v^2 - m^2)$") == "refuted"
    assert verdict(page + LAYERS + "(v^2 + m^2)$\n\nHere" + LAYERS + "(v^2 + m^2)$") == "refuted"


def test_a_mean_that_a_formula_supposes_ends_with_its_paragraph():
    page = BOTH + r"If the inputs are not centered, $E[x_i] = \mu$, then $E[x_i^2] = v^2 + \mu^2$."
    assert verdict(page + " There" + LAYERS + "v^2$") == "refuted"
    assert verdict(page + "\n\nHere" + LAYERS + "v^2$") == "proved"


def test_what_is_supposed_and_not_read_is_no_reason_to_refute():
    page = BOTH + "If the inputs are correlated"
    assert verdict(page + LAYERS + r"(1 + n_{in}) v^2$") == "undecided"
    assert verdict(page.replace("correlated", "large") + LAYERS + r"(1 + n_{in}) v^2$") == "refuted"
