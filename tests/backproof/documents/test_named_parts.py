"""Claims about sample i, where names of parts, listed samples and the loss of one sample beside its mean meet."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Problem 1. Squared error. The loss is $L = \frac{1}{2} (y - t)^2$ for the output $y$ .

Problem 2. Binary cross entropy. For N samples $\mathbf{x}_i \in \mathbb{R}^d$ , $y_i \in \{0, 1\}$ and the model
$p_i = \varphi(\mathbf{w}^T \mathbf{x}_i + b)$ with the sigmoid $\varphi$ the loss is

$$L = \frac{1}{N} \sum_{i=1}^N L_i, \quad L_i = -y_i \log p_i - (1 - y_i) \log(1 - p_i).$$

Solution 1

We get $\frac{\partial L}{\partial y} = y - t$ .

Solution 2

Let $z_i = \mathbf{w}^T \mathbf{x}_i + b$ . If the samples are the columns, $X = [\mathbf{x}_1 \cdots \mathbf{x}_N] \in \mathbb{R}^{d \times N}$ :

"""


def _verdicts(claims: str) -> list[str]:
    report = check_document(PAGE + claims + "\n")
    first = PAGE.count("\n") + 1
    return [each.verdict for each in report.claims if each.line >= first or r"\partial y}" in each.latex]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            r"$\frac{\partial p_i}{\partial z_i} = p_i (1 - p_i)$ , $\nabla_{\mathbf{w}} L = \frac{1}{N} X (\mathbf{p} - \mathbf{y})$",
            r"$\frac{\partial p_i}{\partial z_i} = p_i (1 + p_i)$ , $\nabla_{\mathbf{w}} L = \frac{1}{N} X^T (\mathbf{p} - \mathbf{y})$",
        ),
        (
            r"$\nabla^2_{\mathbf{w}} L_i = p_i (1 - p_i) \mathbf{x}_i \mathbf{x}_i^T$ , so $L_i = \log(1 + \exp(z_i)) - y_i z_i$",
            r"$\nabla^2_{\mathbf{w}} L_i = (p_i - y_i) \mathbf{x}_i \mathbf{x}_i^T$ , so $L_i = \log(1 + \exp(-z_i)) - y_i z_i$",
        ),
    ],
)
def test_an_answer_speaks_of_the_samples_of_its_question(right, wrong):
    assert _verdicts(right) == ["proved"] * 3
    assert _verdicts(wrong) == ["proved", "refuted", "refuted"]


def test_a_name_for_a_part_is_none_where_the_rest_speaks_of_it_too():
    page = (
        "# Logistic regression\n\nLet $p = \\frac{1}{1 + e^{-2 x}} + x$ and then $z = 2 x$ . We get $\\frac{dp}{dz} = "
    )
    half = r"\frac{e^{-z}}{(1 + e^{-z})^2}"
    assert check_document(page + half + "$ .").claims[-1].verdict != "proved"


@pytest.mark.slow
def test_what_is_defined_entry_by_entry_stays_so_when_its_input_is_defined():
    page = r"""The softmax is $y_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$ for $\mathbf{z} \in \mathbb{R}^K$ and
$L = -\sum_{i=1}^K t_i \log y_i$ with a one-hot label, $\sum_i t_i = 1$ . Let $\mathbf{z} = W\mathbf{h} + \mathbf{b}$ with
$W \in \mathbb{R}^{K \times d}$ . Then $\nabla_{\mathbf{b}} L = \mathbf{y} - \mathbf{t}$ and $\nabla_{\mathbf{b}} L = \mathbf{t} - \mathbf{y}$ .
"""
    assert [each.verdict for each in check_document(page).claims][-2:] == ["proved", "refuted"]
