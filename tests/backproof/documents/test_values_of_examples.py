"""Values that an example gives to what the page has chosen in general, ranges of an index, the other rows of a table."""

import pytest

from backproof.documents.check import check_document

CHOSEN = r"""
# Initialization

Independent weights with mean 0 and $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$. We want $n_{in} \rho^2 = 1$, so

$$\rho^2 = 1/n_{in}$$

for n = 100: $\rho = 1/10 = 0.1$.

Rule for the way back: CLAIM.
"""


@pytest.mark.parametrize(
    ("claim", "refuted"),
    [
        (r"$\rho^2 = 1/n_{out}$", False),  # another choice than that of the example
        (r"$\frac{1}{n_{out}} n_{out} \rho^2 = 2 \rho^2$", True),
    ],
)
def test_the_value_of_an_example_is_no_definition(claim, refuted):
    found = check_document(CHOSEN.replace("CLAIM", claim)).claims
    assert (found[-1].verdict == "refuted") == refuted
    assert [each.verdict for each in found if each.latex == r"\rho = 1/10"] == ["conditional"]


RANGE = r"""
$a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ and $b_i = \sum_{j=1}^{n_{out}} w_{ji} g_j$.

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\sum_i s^2 v^2 = n_{in} s^2 v^2", "proved"),
        (r"\sum_j s^2 v^2 = n_{out} s^2 v^2", "proved"),
        (r"\sum_j s^2 v^2 = n_{in} s^2 v^2", "refuted"),
        (r"\sum_i s^2 v^2 = n_{in}^2 s^2 v^2", "refuted"),
    ],
)
def test_an_index_keeps_its_range_where_nothing_is_indexed(claim, expected):
    assert check_document(RANGE.replace("CLAIM", claim)).claims[-1].verdict == expected


ALIKE = "# Initialization\n\nIndependent $w_{ji}$ and $x_i$ of mean 0, $\\text{Var}(w_{ji}) = p^2$, $\\text{Var}(x_i) = q^2$. "


@pytest.mark.parametrize(("end", "expected"), [("p^2 q^2", "proved"), ("p^2 q", "refuted")])
def test_sums_over_one_letter_have_as_many_terms(end, expected):
    page = ALIKE + rf"So $\sum_i E[w_{{ji}}^2] E[x_i^2] = \sum_i {end}$."
    assert check_document(page).claims[-1].verdict == expected


@pytest.mark.parametrize(
    ("label", "expected"), [("Others: ", "undecided"), ("Last row: ", "undecided"), ("", "refuted")]
)
def test_a_label_speaks_of_the_other_rows(label, expected):
    page = f"Let $h > 0$.\n\nMiddle row: $y = h + h - h = h$ . {label}$y = h - h$ ."
    assert check_document(page).claims[-1].verdict == expected


JACOBIAN = r"""
Let $y = \text{softmax}(z)$.

$$J = \text{diag}(y) - y y^T \in \mathbb{R}^{K \times K}.$$

WORDS we get

$$J = y_1 y_2 \begin{bmatrix} 1 & -1 \\ -1 & 1 \end{bmatrix}$$

*Example.* $z = (0, \log 2, \log 5)$. The sum is 8 so $y = (1/8, 1/4, 5/8)$ and

$$J = \begin{bmatrix} 7/64 & -1/32 & -5/64 \\ -1/32 & 3/16 & -5/32 \\ -5/64 & -5/32 & 15/64 \end{bmatrix}$$
"""


@pytest.mark.parametrize(("words", "refuted"), [("For $K = 2$", False), ("So", True)])
def test_the_form_for_one_size_is_not_that_of_another(words, refuted):
    found = check_document(JACOBIAN.replace("WORDS", words)).claims
    assert any(each.verdict == "refuted" for each in found) == refuted


UNITS = r"""The layer is $z = V x + b$, $h = s(z)$, the output $\hat y = w^\top h + c$, the loss $\ell = \frac{1}{2} (\hat y - t)^2$.

An example with one hidden neuron: $w = 2$, $c = 0$.

For many samples, $$\frac{\partial L}{\partial w} = \sum_{n=1}^N \frac{\partial L}{\partial \hat y_n} %s$$
"""


@pytest.mark.parametrize(
    ("factor", "verdicts"), [("h_n", {"proved", "undecided"}), ("h_n^2", {"refuted", "undecided"})]
)
def test_the_number_of_an_example_does_not_make_a_number_of_an_array(factor, verdicts):
    assert check_document(UNITS % factor).claims[-1].verdict in verdicts
