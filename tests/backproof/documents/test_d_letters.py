r"""Gradients that a d names, dW_2: of the mean loss, or row by row of the losses of the samples, but not of both."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.matrices.d_words import d_words

slow = pytest.mark.slow

FORWARD = r"""# Two layers

Each row of $X \in \mathbb{R}^{N \times 6}$ is a sample, $Y \in \mathbb{R}^{N \times 1}$, $W_1 \in \mathbb{R}^{6 \times 4}$,
$b_1 \in \mathbb{R}^{1 \times 4}$, $W_2 \in \mathbb{R}^{4 \times 1}$ and $b_2 \in \mathbb{R}$.

$$Z_1 = X W_1 + b_1, \quad A_1 = \tanh(Z_1), \quad Z_2 = A_1 W_2 + b_2, \quad \hat Y = \sigma(Z_2)$$

with the sigmoid $\sigma(u) = 1/(1 + e^{-u})$.

"""
PAGE = (
    FORWARD
    + r"""$$J = -\frac{1}{N} \sum_{n=1}^N \left[ y_n \log \hat y_n + (1 - y_n) \log(1 - \hat y_n) \right]$$

"""
)
ANNOUNCED = PAGE + r"I write $dZ$ for $\partial J / \partial Z$, and so on." + "\n\n"
ARGUMENTS = (
    FORWARD
    + r"""For one sample $\ell(z, y) = \log(1 + e^z) - y z$, for all of them $J = \frac{1}{N} \sum_{n=1}^N \ell(Z_{2,n}, Y_n)$.

"""
)
OF_MEAN, OF_SAMPLES = r"dZ_2 = \frac{1}{N} (\hat Y - Y)", r"dZ_2 = \hat Y - Y"


def verdicts(page, *equations):
    displays = "\n\n".join(f"$${each}$$" for each in equations)
    return [each.verdict for each in check_document(page + displays).claims[-len(equations) :]]


@pytest.mark.parametrize(
    ("page", "first", "then", "expected"),
    [
        pytest.param(PAGE, OF_MEAN, r"dW_2 = A_1^T dZ_2", "proved", marks=slow),
        pytest.param(PAGE, OF_MEAN, r"dW_2 = \frac{1}{N} A_1^T dZ_2", "refuted", marks=slow),
        (PAGE, OF_SAMPLES, r"dW_2 = \frac{1}{N} A_1^T dZ_2", "proved"),
        (PAGE, OF_SAMPLES, r"dW_2 = A_1^T dZ_2", "refuted"),
        (PAGE, OF_MEAN, r"dW_1 = dZ_1^T X", "refuted"),
        (PAGE, OF_MEAN, r"dZ_1 = dZ_2 W_2^T \odot (1 - A_1 \odot A_1)", "proved"),
        pytest.param(PAGE, OF_SAMPLES, r"dZ_1 = dZ_2 W_2^T \odot (1 - A_1 \odot A_1)", "proved", marks=slow),
        pytest.param(PAGE, OF_SAMPLES, r"dZ_1 = dZ_2 W_2^T \odot (1 - A_1)", "refuted", marks=slow),
        pytest.param(PAGE, OF_MEAN, r"db_2 = \sum_n dZ_{2,n}", "proved", marks=slow),
        pytest.param(PAGE, OF_SAMPLES, r"db_2 = \sum_n dZ_{2,n}", "refuted", marks=slow),
        pytest.param(PAGE, OF_MEAN, r"db_1 = \sum_n dZ_1[n, :]", "proved", marks=slow),
        (PAGE, OF_SAMPLES, r"db_1 = \frac{1}{N} \sum_n dZ_1[n, :]", "proved"),
        pytest.param(ARGUMENTS, OF_MEAN, r"dW_2 = \frac{1}{N} A_1^T dZ_2", "refuted", marks=slow),
    ],
)
def test_both_habits_are_right_and_a_mixture_is_wrong(page, first, then, expected):
    assert verdicts(page, first, then) == ["proved", expected]


def test_a_wrong_sign_is_no_definition_and_makes_no_other_line_wrong():
    assert verdicts(PAGE, r"dZ_2 = \frac{1}{N} (Y - \hat Y)", "dW_2 = A_1^T dZ_2") == ["refuted", "proved"]


def test_what_the_page_announces_is_meant():
    assert verdicts(ANNOUNCED, OF_SAMPLES, OF_MEAN) == ["refuted", "proved"]


def test_sums_that_are_divided_later_are_no_means():
    page = PAGE + r"The update is $W_2 \leftarrow W_2 - \frac{\eta}{N} dW_2$." + "\n\n"
    assert verdicts(page, OF_SAMPLES, r"dW_2 = A_1^T dZ_2") == ["proved", "undecided"]


def test_the_loss_of_a_sample_is_made_of_what_stands_in_its_place():
    assert verdicts(ARGUMENTS, r"dZ_2 = \frac{1}{N} (\hat Y - Y)", r"dZ_2 = \frac{1}{N} (Y - \hat Y)") == [
        "proved",
        "refuted",
    ]


def test_without_a_loss_a_letter_with_a_d_is_a_name():
    assert verdicts(FORWARD, r"dZ_2 = \frac{1}{N} (Y - \hat Y)") == ["definition"]


CLASSES = (
    PAGE
    + r"""# Three classes

Now $W_2 \in \mathbb{R}^{4 \times 3}$ and $b_2 \in \mathbb{R}^{1 \times 3}$, and $P = \text{softmax}(Z_2)$ row by row. The one-hot
rows of $T$ are the labels.

$$J = -\frac{1}{N} \sum_{n=1}^N \sum_k T_{nk} \log P_{nk} + \frac{\lambda}{2} \|W_2\|_F^2$$

"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(r"dZ_2 = \frac{1}{N} (P - T)", r"\frac{1}{N} (T - P)", marks=slow),
        pytest.param(r"dW_2 = A_1^T dZ_2 + \lambda W_2", r"A_1^T dZ_2 + 2 \lambda W_2", marks=slow),
        pytest.param(r"(db_2)_k = \sum_n (dZ_2)_{nk}", r"\sum_k (dZ_2)_{nk}", marks=slow),
    ],
)
def test_the_layer_has_another_shape_and_the_loss_another_formula_in_the_second_part(right, wrong):
    assert verdicts(CLASSES, right, f"{right.split('=')[0]} = {wrong}") == ["proved", "refuted"]


@slow
def test_a_star_is_elementwise_where_the_page_says_so():
    page = ANNOUNCED + "Here `*` is elementwise.\n\n"
    claims = r"dZ_1 = (dZ_2 W_2^T) * (1 - A_1 * A_1)", r"dZ_1 = (dZ_2 W_2^T) * (1 - A_1)"
    assert verdicts(page, *claims) == ["proved", "refuted"]


@slow
def test_words_say_that_a_letter_stands_for_that_of_a_layer():
    page = CLASSES.replace(
        r"$P = \text{softmax}(Z_2)$ row by row.",
        r"I write $Z$ for $Z_2$ here: $P_{nk} = \frac{e^{Z_{nk}}}{\sum_l e^{Z_{nl}}}$.",
    )
    assert verdicts(page, r"dZ_2 = \frac{1}{N} (P - T)", r"dZ_2 = \frac{1}{N} (T - P)") == ["proved", "refuted"]
    assert verdicts(page.replace("I write $Z$ for $Z_2$ here: ", ""), r"dZ_2 = \frac{1}{N} (T - P)") != ["proved"]


def test_blank_lines_in_the_place_of_code_cost_no_time():
    assert d_words("$dW = 1$" + "\n" * 4000 + " " * 4000 + "\n$db = 2$") == {"dW", "db"}


def test_differentials_are_no_gradients():
    page = (
        "# Backpropagation\n\n$X \\in \\mathbb{R}^{N \\times d}$, $W \\in \\mathbb{R}^{d \\times m}$, $O = X W$ and the loss is "
        "$L = \\frac{1}{2} \\sum_{n,k} (O_{nk} - T_{nk})^2$. With differentials: $dO = X \\, dW$.\n"
    )
    assert check_document(page).claims[-1].verdict != "refuted"
