"""Samples with their index in brackets, before the entry, or on vectors: each right claim beside a wrong twin."""

import pytest

from backproof.documents.check import check_document

BRACKETS = r"""Logistic regression: examples $x^{(i)} \in \mathbb{R}^n$ , $y^{(i)} \in \{0, 1\}$ , $\hat{y}^{(i)} = \sigma(z^{(i)})$ with
$z^{(i)} = w^T x^{(i)} + b$ . The cost is $J = \frac{1}{m} \sum_{i=1}^m \ell^{(i)}$ with
$\ell^{(i)} = -y^{(i)} \log \hat{y}^{(i)} - (1 - y^{(i)}) \log(1 - \hat{y}^{(i)})$ .
"""
CLASSES = r"""For sample $n$ let $\mathbf{z}_n = W \mathbf{x}_n + \mathbf{b}$ with $W \in \mathbb{R}^{K \times d}$ ,
$\mathbf{p}_n = \text{softmax}(\mathbf{z}_n)$ and the one-hot label $\mathbf{t}_n$ . The losses are
$L_n = -\sum_{k=1}^K t_{nk} \log p_{nk}$ and $L = \frac{1}{N} \sum_{n=1}^N L_n$ . With columns
$X = [\mathbf{x}_1 \cdots \mathbf{x}_N]$ , $P = [\mathbf{p}_1 \cdots \mathbf{p}_N]$ , $T = [\mathbf{t}_1 \cdots \mathbf{t}_N]$ :
"""
ERRORS = r"""A neuron has $a_n = \mathbf{w}^T \mathbf{x}_n + b$ and $o_n = \sigma(a_n)$ with the logistic sigmoid. The error is
$E = \frac{1}{2N} \sum_{n=1}^N (o_n - t_n)^2$ , and for one sample $E_n = \frac{1}{2} (o_n - t_n)^2$ .
"""


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        pytest.param(
            BRACKETS,
            [
                r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (\hat{y}^{(i)} - y^{(i)})",
                r"\nabla_w^2 \ell^{(i)} = \hat{y}^{(i)} (1 - \hat{y}^{(i)}) x^{(i)} (x^{(i)})^T",
                r"\ell^{(i)} = \log(1 + e^{z^{(i)}}) - y^{(i)} z^{(i)}",
            ],
            [
                r"\frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^m (\hat{y}^{(i)} - y^{(i)}) x^{(i)}",
                r"\nabla_w^2 \ell^{(i)} = (\hat{y}^{(i)})^2 x^{(i)} (x^{(i)})^T",
                r"\ell^{(i)} = \log(1 + e^{-z^{(i)}}) - y^{(i)} z^{(i)}",
            ],
            id="brackets",
        ),
        pytest.param(
            CLASSES,
            [
                r"\frac{\partial L_n}{\partial z_{nj}} = -\sum_{k=1}^K t_{nk} (\delta_{kj} - p_{nj})",
                r"\nabla_W L = \frac{1}{N} (P - T) X^T",
            ],
            [
                r"\frac{\partial L_n}{\partial z_{nj}} = t_{nj} - p_{nj}",
                r"\nabla_W L = (P - T) X^T",
                r"\nabla_W L_n = \mathbf{x}_n (\mathbf{p}_n - \mathbf{t}_n)^T",
            ],
            id="classes",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            ERRORS,
            [
                r"\nabla_{\mathbf{w}} E = \frac{1}{N} \sum_{n=1}^N (o_n - t_n) o_n (1 - o_n) \mathbf{x}_n",
                r"\frac{\partial E_n}{\partial a_n} = (o_n - t_n) o_n (1 - o_n)",
            ],
            [
                r"\nabla_{\mathbf{w}} E = \frac{2}{N} \sum_{n=1}^N (o_n - t_n) o_n (1 - o_n) \mathbf{x}_n",
                r"\frac{\partial E_n}{\partial a_n} = o_n - t_n",
            ],
            id="errors",
        ),
    ],
)
def test_a_claim_about_each_sample(page, right, wrong):
    found = check_document(page + "".join(f"\n$${each}$$\n" for each in (*right, *wrong))).claims
    verdicts = [each.verdict for each in found[-len(right) - len(wrong) :]]
    assert verdicts == ["proved"] * len(right) + ["refuted"] * len(wrong)


def test_a_number_of_one_sample_is_a_vector_where_matrices_make_it():
    page = BRACKETS + "For all of them, with $X$ with samples as rows, $z = X w + b$ and $\\hat{y} = \\sigma(z)$ .\n\n"
    found = check_document(page + r"$$\nabla_w J = \frac{1}{m} X^T (\hat{y} - y)$$").claims
    assert found[-1].verdict != "refuted"


@pytest.mark.slow
def test_of_two_formulas_for_one_error_it_is_not_said_that_the_second_is_wrong():
    page = r"""# Backpropagation

$$\mathbf{z}^{(1)} = W^{(1)} \mathbf{x} + \mathbf{b}^{(1)}, \quad \mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)}), \quad z^{(2)} = W^{(2)} \mathbf{y}^{(1)}$$

where $\varphi$ is the sigmoid, $W^{(1)} \in \mathbb{R}^{m \times d}$ , $W^{(2)} \in \mathbb{R}^{1 \times m}$ and $\delta^{(2)} = \varphi(z^{(2)}) - y$ .
The error is $\delta^{(1)} = W^{(2)T} \delta^{(2)} \odot \varphi'(z^{(2)})$ , and this means
$\delta^{(1)} = W^{(2)T} \delta^{(2)} \odot \mathbf{y}^{(1)} \odot (1 - \mathbf{y}^{(1)})$ .
"""
    assert check_document(page).claims[-1].verdict == "undecided"
