r"""Names that one formula declares, Z, P \in R^{10 x m}, have a wrong shape together."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
# A network with samples as rows

The mini-batch is $X \in \mathbb{R}^{m \times 784}$ with the labels $Y \in \mathbb{R}^{m \times 10}$, and
$W_1 \in \mathbb{R}^{784 \times 128}$, $b_1 \in \mathbb{R}^{1 \times 128}$, $W_2 \in \mathbb{R}^{128 \times 10}$, $b_2 \in \mathbb{R}^{1 \times 10}$.

$$
\begin{aligned}
Z_1 &= X W_1 + b_1 & A_1 &= \text{ReLU}(Z_1) \\
Z_2 &= A_1 W_2 + b_2 & P &= \text{softmax}(Z_2)
\end{aligned}
$$

Softmax is along the rows. Shapes: $Z_1, A_1 \in \mathbb{R}^{m \times 128}$, $Z_2, P \in \mathbb{R}^{SHAPE}$.
"""


@pytest.mark.parametrize(
    ("shape", "verdicts"), [(r"m \times 10", {"proved", "definition"}), (r"10 \times m", {"refuted"})]
)
def test_the_equations_say_which_shape_it_is(shape, verdicts):
    claims = check_document(PAGE.replace("SHAPE", shape)).claims
    assert next(each for each in claims if each.latex.startswith("Z_2, P")).verdict in verdicts
    equations = [each for each in claims if "=" in each.latex]
    assert {each.verdict for each in equations} <= {"definition", "proved"}
