r"""What words say of the output weights of a staircase whose boxes share their steps."""

import pytest

from backproof.documents.check import check_document

STEP = r"The step neuron is $\sigma(u) = 1$ for $u > 0$ and $0$ otherwise. Let $g$ be any function. "
GRID = r"The points are $p_k = -B + k w$ with $w = 2B/M$. "
LEFT = STEP + GRID + r"$$\hat{g}(x) = \sum_{k=0}^{M-1} g(p_k) [\sigma(x - p_k) - \sigma(x - p_{k+1})].$$ "
RIGHT = STEP + GRID + r"$$\hat{g}(x) = \sum_{k=1}^{M} g(p_k) (\sigma(x - p_{k-1}) - \sigma(x - p_k)).$$ "


@pytest.mark.parametrize(
    ("page", "words", "verdict"),
    [
        (LEFT, r"The neuron at an inner point $p_k$ gets the output weight $g(p_k) - g(p_{k-1})$, the jump.", "proved"),
        (LEFT, r"The output weight of $\sigma(x - p_j)$ is the jump $g(p_j) - g(p_{j-1})$, again.", "proved"),
        (LEFT, r"The output weights are jumps: the first neuron has weight $g(p_0)$, again.", "proved"),
        (LEFT, r"The output weights are jumps: the first neuron has weight $g(p_1)$, again.", "refuted"),
        (LEFT, r"The output weights are jumps, and the last one gets $-g(p_{M-1})$, again.", "proved"),
        (
            RIGHT,
            r"The neuron at an inner point $p_k$ gets the output weight $g(p_{k+1}) - g(p_k)$, the jump.",
            "proved",
        ),
    ],
)
def test_the_weight_of_a_shared_step_is_the_jump_there(page: str, words: str, verdict: str) -> None:
    assert check_document(page + words).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    "words",
    [
        r"The neuron at $p_k$ would not get the output weight $g(p_k) - g(p_{k+1})$, of course.",
        r"The output weight of the box is $q$, its height.",
    ],
)
def test_of_other_weights_nothing_is_said(words: str) -> None:
    assert len(check_document(LEFT + words).claims) == len(check_document(LEFT).claims)


@pytest.mark.parametrize(("weight", "verdict"), [("g(p_k) - g(p_{k-1})", "proved"), ("g(p_k) - g(p_{k+1})", "refuted")])
def test_a_function_that_is_any_function_in_this_part_is_no_box_of_the_last_one(weight: str, verdict: str) -> None:
    page = (
        "# Question 1\n\n" + STEP.partition("Let")[0] + "\n\n- a. Make a box.\n- b. Now g is any smooth function.\n\n"
        r"**a.** I take $g(x) = h \sigma(x) - h \sigma(x - d)$. The end of the box is $x = d$."
        "\n\n**b.** " + LEFT.removeprefix(STEP)
    )
    said = rf"The neuron at an inner point $p_k$ gets the output weight ${weight}$, the jump."
    assert check_document(page + said).claims[-1].verdict == verdict
