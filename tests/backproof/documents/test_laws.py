"""What a page says of a variance wins over what the setting takes its letters for."""

import pytest

from backproof.documents.check import check_document


def last(text):
    return check_document(f"Initialization. {text}").claims[-1].verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"Let $v = Var(w)$, then $Var(2 w) = 2 v$.", "refuted"),
        (r"Let $v = Var(w)$, then $Var(2 w) = 4 v$.", "proved"),
        (r"Let $v = Var(w)$. Then $Var(w x) = v \cdot v^2$.", "refuted"),  # Var(x) is v^2 no more
        (r"Let $v = Var(w)$. Then $Var(w x) = v Var(x)$.", "proved"),
        (r"Let $v = E[x^2]$ and $E[x] = 0$. Then $Var(3x) = 9 v^2$.", "refuted"),
        (r"Let $v = E[x^2]$ and $E[x] = 0$. Then $Var(3x) = 9 v$.", "proved"),
        (r"Let $\mu = E[x]$ and $v = Var(x)$, then $E[x^2] = v - \mu^2$.", "refuted"),
        (r"Let $\mu = E[x]$ and $v = Var(x)$, then $E[x^2] = v + \mu^2$.", "proved"),
        (r"$Var(x) = \sigma^2$ and $s = Var(w)$. Then $Var(w x) = \sigma^4$.", "refuted"),
        (r"Let $v = Var(a_j)$ where $a_j = \sum_i w_{ji} x_i$. Then $Var(2 a_j) = 2 v$.", "refuted"),
        (r"Let $v = Var(a_j)$ where $a_j = \sum_i w_{ji} x_i$. Then $Var(2 a_j) = 4 v$.", "proved"),
        (r"$Var(x) = v^2$. Then $v = Var(x)$.", "refuted"),  # the page has said what v is
    ],
)
def test_what_the_page_calls_a_variance_is_that(text, verdict):
    assert last(text) == verdict


def test_naming_a_variance_is_a_definition():
    assert last(r"With $v = \text{Var}(x)$.") == "definition"
    assert last(r"With $v = \text{Var}(x)$ and $E[x] = 0$, $E[x^2] = v^2$.") == "refuted"


@pytest.mark.parametrize(
    ("words", "value", "verdict"),
    [
        (r", where $\tau$ is the standard deviation", r"\tau^2", "proved"),
        (r", where $\tau$ is the standard deviation", r"\tau", "refuted"),
        (r" with variance $\tau$", r"\tau^2", "refuted"),
    ],
)
def test_the_second_number_of_a_normal_law_may_be_a_standard_deviation(words: str, value: str, verdict: str) -> None:
    page = rf"Let $w \sim N(0, \tau)${words}. Then $\text{{Var}}(w) = {value}$."
    assert check_document(page).claims[-1].verdict == verdict


STD = (
    "# Initialization\n\nA layer $a_j = \\sum_{i=1}^n w_{ji} x_i$, all independent with mean 0, "
    "$\\text{Var}(w_{ji}) = \\sigma^2$ and $\\text{std}(x_i) = \\tau$.\n\n"
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\text{std}(a_j) = \sqrt{n} \sigma \tau", "proved"),
        (r"\text{std}(a_j) = n \sigma \tau", "refuted"),
        (r"\text{Var}(a_j) = n \sigma^2 \tau^2", "proved"),
        (r"\operatorname{std}(a_j)^2 = n \sigma^2 \tau", "refuted"),
    ],
)
def test_a_standard_deviation_is_the_root_of_a_variance(claim, verdict):
    assert check_document(STD + f"Then ${claim}$.").claims[-1].verdict == verdict


STACK = (
    "# Initialization\n\nA layer $a_j = \\sum_{i=1}^{n_{in}} w_{ji} x_i$, all independent with mean 0 and variances "
    "$\\sigma^2$ and $v^2$. Now WORDS. "
)


@pytest.mark.parametrize(
    ("words", "claim", "verdict"),
    [
        ("stack $L$ layers of the same size $n$", r"(n \sigma^2)^{L/2} v", "proved"),
        ("stack $L$ layers of the same size $n$", r"(n \sigma^2)^L v", "refuted"),
        ("stack $L$ layers; the batch has size $n$", r"(n \sigma^2)^L v", "undecided"),
    ],
)
def test_the_standard_deviation_behind_many_layers(words, claim, verdict):
    page = STACK.replace("WORDS", words) + rf"Then $\text{{std}}(a^{{(L)}}) = {claim}$."
    assert check_document(page).claims[-1].verdict == verdict


GRADIENTS = (
    "# Initialization\n\nThe weights $w_{ji}$ have mean 0 and variance $\\sigma^2$, and are independent of the gradients."
    " A layer has $n_{in}$ inputs and $n_{out}$ outputs.\n\n$$d_i = \\sum_{j=1}^{n_{out}} w_{ji} g_j$$\n\n"
)


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ("With $E[g_j] = 0$ and $E[g_j^2] = g^2$ it is", "n_{out} \\sigma^2 g^2", "n_{in} \\sigma^2 g^2"),
        ("With $E[g] = 0$ and $\\text{Var}(g) = g^2$ it is", "n_{out} \\sigma^2 \\text{Var}(g)", "n_{out} \\sigma^2 g"),
        ("The gradients $g_j$ have mean 0 and variance $g_0^2$:", "n_{out} \\sigma^2 g_0^2", "n_{out} \\sigma^2 g_0"),
    ],
)
def test_a_number_beside_random_entries_may_share_their_letter(words: str, right: str, wrong: str) -> None:
    claims = [
        check_document(f"{GRADIENTS}{words}\n\n$$\\text{{Var}}(d_i) = {each}$$").claims for each in (right, wrong)
    ]
    assert [each[-1].verdict for each in claims] == ["proved", "refuted"]
    assert "undecided" not in {each.verdict for found in claims for each in found}
