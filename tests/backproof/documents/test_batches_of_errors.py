r"""Batches in matrices after one sample by its entries: the row e of the errors e_n, W for the w_ji, and J of an
earlier question, which is the mean of the losses of this one.
"""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow

BINARY = r"""# Question 1

We have $N = 600$ images $x \in \mathbb{R}^D$, and $M$ hidden units with tanh.

$$a_j = \sum_{i=1}^{D} w_{ji} x_i + b_j, \qquad h_j = \tanh(a_j), \qquad s = \sum_{j=1}^{M} v_j h_j + c, \qquad o = \sigma(s)$$

with the sigmoid $\sigma(s) = \frac{1}{1 + e^{-s}}$. For one of them

$$\ell = -t \log o - (1 - t) \log(1 - o)$$

and the loss is the mean, $J = \frac{1}{N} \sum_{n=1}^N \ell^{(n)}$.

The samples are the columns of $X \in \mathbb{R}^{D \times N}$ and of $H \in \mathbb{R}^{M \times N}$. Let $v \in \mathbb{R}^M$ and
$W \in \mathbb{R}^{M \times D}$. The errors $e_n = o_n - t_n$ are a row $e \in \mathbb{R}^{1 \times N}$ and

$$\Delta = (v e) \odot (1 - H \odot H)$$

"""
CLASSES = r"""

# Question 2

Now $V \in \mathbb{R}^{K \times M}$ and $h \in \mathbb{R}^M$,

$$s_k = \sum_{j=1}^{M} V_{kj} h_j + c_k, \qquad p_k = \frac{e^{s_k}}{\sum_{l=1}^{K} e^{s_l}}, \qquad \ell = -\sum_{k=1}^K t_k \log p_k$$

with a one-hot target $t$. With $H \in \mathbb{R}^{M \times N}$, $P, T \in \mathbb{R}^{K \times N}$ and $E = P - T$ we get

"""


def verdict(page, equation):
    return check_document(f"{page}$${equation}$$").claims[-1].verdict


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"\nabla_v J = \frac{1}{N} H e^T", "proved"),
        (r"\nabla_v J = H e^T", "refuted"),
        (r"\nabla_v J = \frac{1}{N} e H", "refuted"),
        pytest.param(r"\nabla_W J = \frac{1}{N} \Delta X^T", "proved", marks=slow),
        (r"\nabla_W J = \frac{1}{N} X \Delta^T", "refuted"),
        pytest.param(r"\nabla_W J = \Delta X^T", "refuted", marks=slow),
        pytest.param(r"\nabla_b J = \frac{1}{N} \Delta \mathbf{1}", "proved", marks=slow),
        pytest.param(r"\nabla_b J = \Delta \mathbf{1}", "refuted", marks=slow),
        pytest.param(r"\nabla_c J = \frac{1}{N} \sum_n e_n", "proved", marks=slow),
        pytest.param(r"\nabla_c J = \sum_n e_n", "refuted", marks=slow),
    ],
)
def test_the_errors_of_all_samples_are_collected(equation, expected):
    assert verdict(BINARY, equation) == expected


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        pytest.param(r"\nabla_V J = \frac{1}{N} E H^T", "proved", marks=slow),
        (r"\nabla_V J = \frac{1}{N} H E^T", "refuted"),
        pytest.param(r"\nabla_V J = E H^T", "refuted", marks=slow),
        pytest.param(r"\nabla_c J = \frac{1}{N} E \mathbf{1}", "proved", marks=slow),
        pytest.param(r"\nabla_c J = E \mathbf{1}", "refuted", marks=slow),
    ],
)
def test_a_loss_that_an_earlier_question_calls_the_mean_is_that_of_the_new_losses(equation, expected):
    assert verdict(BINARY + CLASSES, equation) == expected


def test_a_loss_of_which_no_question_says_that_it_is_a_mean_may_be_the_sum():
    page = (BINARY + CLASSES).replace(r", $J = \frac{1}{N} \sum_{n=1}^N \ell^{(n)}$", "")
    assert verdict(page, r"\nabla_V J = E H^T") == "undecided"
