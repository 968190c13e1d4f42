"""A second meaning of a name is no silent definition, and no result defines what is known."""

import pytest

from backproof.documents.check import check_document

ERROR = r"Let $e_n = 2 (y_n - t_n)$. "
TWO_LAYERS = r"""Backpropagation. $z^{(1)} = W^{(1)} x$, $a^{(1)} = \sigma(z^{(1)})$, $z^{(2)} = W^{(2)} a^{(1)}$
and $L$ is a loss. """


def last(text):
    return check_document(text).claims[-1]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (ERROR + r"We get $e_n = y_n - t_n$.", "refuted"),
        (ERROR + r"We get $e_n = 2 y_n - 2 t_n$.", "proved"),
        (ERROR + r"We use $e_n = y_n - t_n$.", "undecided"),
        (ERROR + "\n\n## Gradient\n\n" + r"Where $e_n = y_n - t_n$.", "undecided"),
        (ERROR + "\n\n" + r"From now on we redefine $e_n = y_n - t_n$.", "definition"),
        ("## Question 1\n" + ERROR + "\n\n## Question 2\n" + r"Let $e_n = y_n - t_n$.", "definition"),
        (TWO_LAYERS + r"Let $\delta^{(1)} = \partial L/\partial z^{(1)}$. We use $\delta^{(1)} = \partial L/\partial z^{(2)}$.", "refuted"),
    ],
)  # fmt: skip
def test_a_second_meaning_is_announced_or_a_conflict(text, verdict):
    assert last(text).verdict == verdict


def test_the_conflict_names_the_first_definition():
    assert "defined in line 1" in last(ERROR + "\n\n## Gradient\n\n" + r"Where $e_n = y_n - t_n$.").reason


@pytest.mark.parametrize(("indices", "verdict"), [("ji", "refuted"), ("ij", "proved")])
def test_a_derivative_does_not_define_the_weights(indices, verdict):
    claim = rf"$\frac{{\partial z^{{(2)}}_i}}{{\partial a^{{(1)}}_j}} = W^{{(2)}}_{{{indices}}}$."
    assert last(TWO_LAYERS + claim).verdict == verdict


def test_the_number_of_classes_is_not_defined_by_a_sum():
    text = r"Softmax: $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$. $\sum_i p_i = n$."
    assert last(text).verdict not in ("proved", "definition")


def test_a_value_that_the_words_conclude_is_judged():
    page = (
        r"Step networks. Let $\sigma(x) = 1$ for $x > 0$ and $0$ otherwise, $d > 0$, $y = \sigma(x) - \sigma(x - d)$. "
    )
    assert last(page + r"Then $y = 1$.").verdict == "undecided"
    assert last(page + r"Then $y = 1$ for $x > 0$.").verdict == "refuted"
    assert last(page + r"Then $y = 1$ for $0 < x < d$.").verdict == "proved"


@pytest.mark.parametrize("heading", ["", "## A stable form\n\n"])
@pytest.mark.parametrize(
    ("below", "verdict"),
    [(r"\sum_k e^{u_k} - c", "refuted"), (r"\sum_k e^{u_k - c}", "proved")],
)
def test_a_helper_made_of_the_same_names_gives_no_new_meaning(heading, below, verdict):
    page = r"""Softmax. The output is $\mathbf{q} = \text{softmax}(\mathbf{u})$.

HEADINGWe pull out the largest entry $c = \max_k u_k$ and nothing changes:

$$q_i = \frac{e^{u_i - c}}{BELOW}$$"""
    assert last(page.replace("HEADING", heading).replace("BELOW", below)).verdict == verdict


@pytest.mark.parametrize(
    ("loss", "verdict"),
    [(r"\sum_k q_{nk} \log p_{nk}", "definition"), (r"q_n \log p_n", "refuted")],
)
def test_a_loss_with_other_indices_is_another_loss(loss, verdict):
    page = r"""The binary loss is $L = -\frac{1}{N} \sum_n (q_n \log p_n + (1 - q_n) \log(1 - p_n))$.

## Many classes

Here $p_{nk} = \frac{e^{s_{nk}}}{\sum_l e^{s_{nl}}}$.

## The gradient

$L = -\frac{1}{N} \sum_n LOSS$"""
    assert last(page.replace("LOSS", loss)).verdict == verdict


def test_a_number_of_zeros_gives_a_name_no_new_meaning():
    page = r"""# Box

The step is $\theta(t) = 1$ for $t > 0$ and 0 otherwise. The output is $y(x) = c \, \theta(x) - c \, \theta(x - d)$ with $d > 0$.

For $x < 0$ both are zero, so $y = 0 - 0 = 0$. For $0 < x < d$ only the first one fires and $y = c - 0 = c$.
"""
    assert [each.verdict for each in check_document(page).claims][-4:] == ["proved"] * 4
    assert [each.verdict for each in check_document(page.replace("y = c - 0", "y = 2c - 0")).claims][-2] == "refuted"
