"""What begins a sentence with "for" or "with" is a case or a choice: it says nothing of what stands elsewhere."""

from __future__ import annotations

from backproof.documents.check import check_document


def test_equal_fans_of_any_letters_are_a_case() -> None:
    page = (
        "# Initialization\n\nA layer with $d$ inputs and $m$ outputs computes $a_j = \\sum_{i=1}^{d} w_{ji} x_i$.\n\n"
        "For $d = m$ we have $\\frac{2}{d+m} = \\frac{1}{d}$.\n\nIn all cases, $\\frac{2}{d+m} \\le \\frac{1}{d}$.\n"
    )
    verdicts = [each.verdict for each in check_document(page).claims]
    assert verdicts == ["definition", "definition", "conditional", "refuted"]


def test_a_choice_further_down_says_nothing_of_what_stands_above() -> None:
    page = (
        "# Initialization\n\nTake a neuron with $d$ inputs, $a = \\sum_{i=1}^{d} w_i x_i$. The weights are i.i.d. with "
        "mean 0 and variance $s^2$. The inputs are i.i.d. with mean 0 and variance 1, independent of the weights.\n\n"
        "With $s^2 = \\frac{1}{d}$ we have $\\text{Var}(a) = 1$.\n\n"
        "With $s = \\frac{1}{d}$ we get $\\text{Var}(a) = \\frac{1}{d}$.\n"
    )
    claims = check_document(page).claims
    assert "refuted" not in [each.verdict for each in claims]
    assert claims[2].verdict == "proved"


def test_another_grid_further_down_leaves_the_first_one_its_points() -> None:
    page = (
        "# Grid\n\nTake $-B = t_0 < t_1 < \\dots < t_N = B$ with $t_k = -B + k\\delta$, where $N\\delta = 2B$.\n\n"
        "$t_N = -B + N \\delta = B$.\n\nWith $\\delta = B/N$ the last one is $0$.\n"
    )
    found = {each.latex: each.verdict for each in check_document(page).claims}
    assert found["t_N = -B + N \\delta"] == "proved"
    assert found["-B + N \\delta = B"] == "proved"


_UNIT = "# Logistic unit\n\nA neuron computes $s = wx + b$ and $h = 1/(1+e^{-s})$; the loss is $E = \\frac12 (h - t)^2$.\n\n"


def _verdicts(text: str) -> list[str]:
    return [each.verdict for each in check_document(_UNIT + text).claims[3:]]


def test_another_unit_has_another_output() -> None:
    right = "For a unit with $h = \\tanh(s)$ we have $\\frac{dh}{ds} = 1 - h^2$.\n"
    assert _verdicts(right) == ["definition", "proved"]
    assert _verdicts(right.replace("1 - h^2", "h(1 - h)")) == ["definition", "refuted"]


def test_another_loss_that_words_name_is_a_definition() -> None:
    right = "For cross-entropy, $E = -t \\ln h - (1-t) \\ln(1-h)$ and $\\frac{dE}{dw} = (h-t)x$.\n"
    assert _verdicts(right) == ["definition", "proved"]
    assert _verdicts(right.replace("(h-t)x", "(h-t)h(1-h)x")) == ["definition", "refuted"]
    assert _verdicts("For squared error, $E = (h - t)^2$.\n") == ["refuted"]  # that of the page is one


def test_a_formula_that_begins_with_a_number_is_no_value() -> None:
    claims = check_document(
        _UNIT + "A unit with $h = 1 - 2s$ is another one. For such a unit $h = \\tanh(s)$.\n"
    ).claims
    assert "conditional" not in [each.verdict for each in claims]


_CLASSES = (
    "# Softmax classifier\n\nThe logits are $z = Wx + b$ and $\\hat y = \\text{softmax}(z)$; the label $y$ is one-hot. "
    "The loss is $L = -\\sum_k y_k \\log \\hat y_k$.\n\n"
)


def _of_classes(text: str) -> list[str]:
    return [each.verdict for each in check_document(_CLASSES + text).claims[3:]]


def test_arrays_of_zeros() -> None:
    assert _of_classes("With $W = 0$ and $b = 0$, $\\hat y_k = \\frac1K$.\n") == ["proved"]
    assert _of_classes("With $z = 0$, $\\hat y_k = \\frac1K$ and $L = \\log K$.\n") == ["proved", "proved"]
    assert _of_classes("With $W = 0$, $\\hat y_k = \\frac1K$.\n") == ["refuted"]  # the biases are left
    assert _of_classes("With $z = 0$, $\\hat y_k = \\frac2K$.\n") == ["refuted"]


def test_a_prediction_that_is_right_is_supposed() -> None:
    assert "refuted" not in _of_classes("If $\\hat y = y$ then $L = 0$.\n")
