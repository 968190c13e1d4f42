"""A network written entry by entry, u_nj, and in matrices, U: both are the same numbers."""

import pytest

from backproof.answers.syntax import ONE, Add, Entry, Fold, Sym
from backproof.documents.check import check_document
from backproof.documents.matrices.names import layer_letters

PAGE = r"""The samples are the rows of $X \in \mathbb{R}^{N \times D}$, $W \in \mathbb{R}^{D \times H}$, $b \in \mathbb{R}^H$.

$$u_{nj} = \sum_i X_{ni} W_{ij} + b_j, \qquad a_{nj} = \tanh(u_{nj})$$

"""


def verdicts(page, lines):
    return [each.verdict for each in check_document(page + "\n\n".join(lines)).claims][-len(lines) :]


def test_matrices_are_held_against_their_entries():
    lines = {
        r"$U = XW + \mathbf{1} b^T$": "proved",
        r"$A = \tanh(U)$": "proved",
        r"$U = XW + b \mathbf{1}^T$": "refuted",
        r"$U = XW$": "refuted",
        r"$A = U$": "refuted",
    }
    assert verdicts(PAGE, lines) == list(lines.values())


def test_gradients_by_a_matrix_are_those_by_its_entries():
    page = (
        PAGE
        + "$U = XW + \\mathbf{1} b^T$ and $A = \\tanh(U)$ with the loss $L$ and $\\Delta = \\partial L / \\partial U$.\n\n"
    )
    lines = {
        r"$\Delta_{nj} = \frac{\partial L}{\partial a_{nj}} (1 - a_{nj}^2)$": "proved",
        r"$\frac{\partial L}{\partial W} = X^T \Delta$": "proved",
        r"$\Delta_{nj} = \frac{\partial L}{\partial a_{nj}} (1 - u_{nj}^2)$": "refuted",
        r"$\frac{\partial L}{\partial W} = \Delta^T X$": "refuted",
    }
    assert verdicts(page, lines) == list(lines.values())


SOFTMAX = r"""$X \in \mathbb{R}^{N \times H}$, $V \in \mathbb{R}^{H \times K}$, $c \in \mathbb{R}^K$ and one-hot rows of $T$ give

$$z_{nk} = \sum_j X_{nj} V_{jk} + c_k, \quad Z = XV + \mathbf{1} c^T, \quad P_{nk} = e^{z_{nk}} / \sum_l e^{z_{nl}}$$

$$L = -\frac{1}{N} \sum_n \sum_k T_{nk} \log P_{nk}, \qquad G = \frac{1}{N} (P - T)$$

"""


@pytest.mark.slow
def test_a_letter_over_which_entries_are_summed_counts_no_layers():
    lines = {
        r"$\frac{\partial L}{\partial c_l} = \sum_n G_{nl}$": "proved",
        r"$\frac{\partial L}{\partial c_l} = N \sum_n G_{nl}$": "refuted",
    }
    assert verdicts(SOFTMAX, lines) == list(lines.values())


def test_l_counts_layers_where_it_stands_at_a_weight():
    letter = Sym("l")
    summed = Fold("sum", "l", None, None, None, Entry("z", (Sym("n"), letter)))
    assert "l" not in layer_letters([summed])
    assert "l" in layer_letters([summed, Entry("W", (letter,))])
    assert "l" in layer_letters([summed, Entry("z", (Add((letter, ONE)),))])


BINARY_FIRST = r"""# Two classes

One sample per row: $X \in \mathbb{R}^{300 \times 12}$ and $H \in \mathbb{R}^{300 \times 5}$.

$$o = H v + d, \qquad q_n = \sigma(o_n)$$

$$L = -\frac{1}{N} \sum_{n=1}^N \left[ t_n \log q_n + (1 - t_n) \log(1 - q_n) \right]$$

$$\frac{\partial L}{\partial v_j} = RIGHT$$

# Four classes

Now $V \in \mathbb{R}^{5 \times 4}$, and $Q \in \mathbb{R}^{N \times 4}$ has the entries

$$q_{nk} = \frac{e^{o_{nk}}}{\sum_l e^{o_{nl}}}$$

$$D_H = D_O V^T$$
"""


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (r"\sum_n \frac{\partial L}{\partial o_n} H_{nj}", "proved"),
        pytest.param(r"\frac{1}{N} \sum_n \frac{\partial L}{\partial o_n} H_{nj}", "refuted", marks=pytest.mark.slow),
    ],
)
def test_numbers_of_samples_are_no_entries_of_the_matrix_of_the_second_part(right, expected):
    found = check_document(BINARY_FIRST.replace("RIGHT", right)).claims
    wrong = [each.latex for each in found if each.verdict == "refuted"]
    assert next(each.verdict for each in found if "v_j" in each.latex) == expected
    assert len(wrong) == (expected == "refuted")


ANEW = BINARY_FIRST.replace("RIGHT", r"\sum_n \frac{\partial L}{\partial o_n} H_{nj}").replace(
    "$$D_H = D_O V^T$$",
    r"""$$L = -\frac{1}{N} \sum_{n=1}^N \sum_k t_{nk} \log q_{nk}$$

where $O = H V + d$ and the $t_{nk}$ are one-hot.

""",
)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial V} = H^T \frac{\partial L}{\partial O}", "proved"),
        (r"\frac{\partial L}{\partial V} = \frac{\partial L}{\partial O}^T H", "refuted"),
        pytest.param(
            r"\frac{\partial L}{\partial V} = \frac{1}{N} H^T \frac{\partial L}{\partial O}",
            "refuted",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_entries_are_those_of_the_matrix_that_the_second_part_defines(claim, expected):
    assert check_document(f"{ANEW}$${claim}$$").claims[-1].verdict == expected
