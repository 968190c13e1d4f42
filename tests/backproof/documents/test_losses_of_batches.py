"""A loss that was of one sample and is that of a batch, or has a penalty, from a line on."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow
BATCH = r"""Let $\mathbf{a} = W_1 \mathbf{x} + \mathbf{b}_1$, $\mathbf{h} = \operatorname{ReLU}(\mathbf{a})$,
$\hat{y} = \mathbf{w}_2^T \mathbf{h} + b_2$ and $L = \frac{1}{2} (\hat{y} - y)^2$.

For a batch we use the mean $L = \frac{1}{2 N} \sum_n (\hat{y}_n - y_n)^2$, then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\nabla_{\mathbf{w}_2} L = \frac{1}{N} \sum_n (\hat{y}_n - y_n) \mathbf{h}_n", "proved"),
        pytest.param(r"\nabla_{\mathbf{w}_2} L = \sum_n (\hat{y}_n - y_n) \mathbf{h}_n", "refuted", marks=slow),
        (r"\frac{\partial L}{\partial b_2} = \frac{1}{N} \sum_n (\hat{y}_n - y_n)", "proved"),
        (r"\frac{\partial L}{\partial b_2} = \sum_n (\hat{y}_n - y_n)", "refuted"),
    ],
)
def test_a_loss_of_one_sample_becomes_the_mean_over_a_batch(claim: str, expected: str) -> None:
    found = check_document(BATCH.replace("CLAIM", claim)).claims
    assert [each.verdict for each in found][-2:] == ["definition", expected]


PENALTY = r"""The layer is $A = X V$ and $p = \sigma(A u)$ with $X \in \mathbb{R}^{N \times D}$, $V \in \mathbb{R}^{D \times M}$,
$u \in \mathbb{R}^{M \times 1}$, $p \in \mathbb{R}^{N \times 1}$.

The loss is $L = -\frac{1}{N} \sum_i [y_i \log p_i + (1 - y_i) \log (1 - p_i)]$.
With weight decay $L_{reg} = L + \lambda \|V\|_F^2$ and $G = \frac{\partial L}{\partial A}$. Then

$$\frac{\partial L_{reg}}{\partial V} = CLAIM$$
"""


@pytest.mark.parametrize(("claim", "expected"), [(r"X^T G + 2 \lambda V", "proved"), (r"X^T G + \lambda V", "refuted")])
def test_a_loss_with_a_word_below_it_is_a_name(claim: str, expected: str) -> None:
    assert check_document(PENALTY.replace("CLAIM", claim)).claims[-1].verdict == expected


SIGMOID = r"""One sample per row, $Z_1 = X W_1 + b_1$, $H = \tanh(Z_1)$, $s = H W_2 + b_2$, $p = \sigma(s)$, where $W_1$ is
$D \times M$, $b_1$ is $1 \times M$, $W_2$ is $M \times 1$, and $s$ and $p$ are $N \times 1$.

The sigmoid is $\sigma(s) = \frac{1}{1 + e^{-s}}$ with $\sigma'(s) = CLAIM$.

The mean of the losses has $\frac{\partial L}{\partial s_i} = \frac{1}{N} (p_i - y_i)$. I call this vector $g$. Then

$$\frac{\partial L}{\partial W_2} = H^T g$$
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [(r"\sigma(s) (1 - \sigma(s))", "proved"), (r"\sigma(s) (1 + \sigma(s))", "undecided")],
)
def test_what_is_said_of_a_function_holds_for_each_entry_of_a_column(claim: str, expected: str) -> None:
    found = check_document(SIGMOID.replace("CLAIM", claim)).claims
    (about,) = [each for each in found if "sigma'" in each.latex]
    assert (about.verdict, "shapes" in about.reason) == (expected, False)
    assert [each.verdict for each in found if each.latex.startswith("g :=")] == ["definition"]
    assert found[-1].verdict == "proved"
