r"""Errors of the output layer, entries of a layer in a letter without its number, and labels of which only entries are known."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow
PAGE = r"""
# Backpropagation, samples in rows

$x \in \mathbb{R}^{1 \times 20}$, $W_1 \in \mathbb{R}^{20 \times 6}$, $b_1 \in \mathbb{R}^{1 \times 6}$, $W_2 \in \mathbb{R}^{6 \times 4}$,
$b_2 \in \mathbb{R}^{1 \times 4}$, $z_1 = x W_1 + b_1$, $h = \max(0, z_1)$, $z_2 = h W_2 + b_2$ and $p = \text{softmax}(z_2)$.

## Softmax

With one-hot $y$ it is

$$p_c = \frac{e^{z_c}}{\sum_k e^{z_k}}, \qquad \ell = - \sum_c y_c \log p_c$$

## Errors

The output layer:

$$\delta_2 = ERROR$$

$$CLAIM$$
"""
RIGHT, WRONG = r"\nabla_{z_2} \ell", r"\nabla_p \ell \odot p \odot (1 - p)"


@pytest.mark.parametrize(
    ("error", "claim", "expected"),
    [
        (WRONG, r"\frac{\partial \ell}{\partial W_{2,mj}} = h_m \delta_{2,j}", ["refuted", "proved"]),
        (RIGHT, r"\delta_2 = p - y", ["definition", "proved"]),
        (RIGHT, r"\delta_2 = y - p", ["definition", "refuted"]),
        pytest.param(
            RIGHT,
            r"\frac{\partial \ell}{\partial z_{1,m}} = \mathbf{1}(z_{1,m} > 0) \sum_j W_{2,mj} \delta_{2,j}",
            ["definition", "proved"],
            marks=slow,
        ),
        pytest.param(
            RIGHT,
            r"\frac{\partial \ell}{\partial z_{1,m}} = \sum_j W_{2,mj} \delta_{2,j}",
            ["definition", "refuted"],
            marks=slow,
        ),
        pytest.param(RIGHT, r"\arg\max_c p_c = \arg\max_c z_{2,c}", ["definition", "proved"], marks=slow),
    ],
)
def test_an_error_made_of_the_gradient_by_the_output_is_that_by_what_it_is_made_of(error, claim, expected):
    found = check_document(PAGE.replace("ERROR", error).replace("CLAIM", claim)).claims
    assert [each.verdict for each in found[-2:]] == expected


@pytest.mark.parametrize(
    ("denominator", "expected"), [(r"\sum_k e^{z_k}", "proved"), pytest.param(r"1 + \sum_k e^{z_k}", None, marks=slow)]
)
def test_entries_of_what_is_defined_as_a_whole_are_a_claim(denominator, expected):
    page = PAGE.split("## Errors")[0].replace(r"\sum_k e^{z_k}", denominator)
    found = next(each for each in check_document(page).claims if each.latex.startswith("p_c"))
    assert found.verdict == expected if expected else found.verdict != "proved"


@pytest.mark.parametrize(("heading", "expected"), [("", "refuted"), ("## Several labels\n\n", "definition")])
def test_the_entries_of_another_section_may_be_those_of_another_model(heading, expected):
    page = PAGE.split("## Softmax")[0] + heading + r"$$p_c = \frac{1}{1 + e^{-z_{2,c}}}$$"
    assert check_document(page).claims[-1].verdict == expected


BY_ENTRIES = r"""
# Ten digits

$$p_c = \frac{e^{z_c}}{\sum_{k=1}^K e^{z_k}}, \qquad Loss_i = - \sum_{c=1}^K t_c \log p_c$$

As for the sigmoid, the error is

$$\delta^{(2)} = ERROR$$
"""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (r"\nabla_p Loss_i \odot p \odot (1 - p)", "refuted"),
        pytest.param(r"\left(\frac{\partial p}{\partial z}\right)^T \nabla_p Loss_i", "proved", marks=slow),
        pytest.param(r"\nabla_z Loss_i", "definition", marks=slow),
    ],
)
def test_the_output_may_be_written_by_its_entries(error, expected):
    assert check_document(BY_ENTRIES.replace("ERROR", error)).claims[-1].verdict == expected


SECOND = r"""
# Question 1

A sigmoid at the output.

# Question 2

Now the network has $K = 6$ outputs, $W^{(2)} \in \mathbb{R}^{6 \times 15}$.

$$p_c = \frac{e^{z_c}}{\sum_{k=1}^K e^{z_k}}, \qquad Loss_i = - \sum_{c=1}^K t_c \log p_c, \qquad \delta^{(2)} = \nabla_z Loss_i$$

The rest is as before,

$$\delta^{(1)} = PRODUCT \odot \varphi'(z^{(1)})$$
"""


@pytest.mark.parametrize(
    ("product", "expected"),
    [(r"W^{(2)} \delta^{(2)}", "refuted"), (r"(W^{(2)})^T \delta^{(2)}", "definition")],
)
def test_an_error_has_as_many_entries_as_the_sum_that_the_page_ends_with_a_number(product, expected):
    assert check_document(SECOND.replace("PRODUCT", product)).claims[-1].verdict == expected


def test_a_number_of_classes_that_the_page_gives_twice_says_nothing():
    page = SECOND.replace("The rest", "With $K = 15$ it would be a larger one. The rest")
    assert check_document(page.replace("PRODUCT", r"W^{(2)} \delta^{(2)}")).claims[-1].verdict != "refuted"
