r"""Examples in numbers whose words leave the biases out once, for all that is worked out below."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Backpropagation by hand

$$\begin{align*}
z &= W_1 x + b_1 \\
h &= \sigma(z) \\
s &= w_2^T h + b_2 \\
L &= \frac{1}{2} (s - y)^2
\end{align*}$$

with the sigmoid $\sigma(t) = \frac{1}{1 + e^{-t}}$. Take

$$x = \begin{bmatrix} 2 \\ 1 \end{bmatrix}, \quad W_1 = \begin{bmatrix} 0.5 & -1 \\ 0.5 & 0 \end{bmatrix}, \quad
w_2 = \begin{bmatrix} 1 \\ 2 \end{bmatrix}$$

with BIASES and the target $y = 1$. Then

$$z = \begin{bmatrix} 0 \\ 1 \end{bmatrix}, \quad h = \begin{bmatrix} 0.5 \\ 0.7311 \end{bmatrix}$$

and the output is $s = OUTPUT$. The gradient is

$$\frac{\partial L}{\partial W_1} = GRADIENT$$
"""
RIGHT = r"\begin{bmatrix} 0.4811 & 0.2405 \\ 0.7567 & 0.3783 \end{bmatrix}"
TURNED = r"\begin{bmatrix} 0.4811 & 0.7567 \\ 0.2405 & 0.3783 \end{bmatrix}"


def verdicts(biases: str, output: str, gradient: str) -> list[str]:
    page = PAGE.replace("BIASES", biases).replace("OUTPUT", output).replace("GRADIENT", gradient)
    return [each.verdict for each in check_document(page).claims[-3:]]


@pytest.mark.parametrize(
    ("output", "gradient", "expected"),
    [
        ("1.9621", RIGHT, ["conditional", "conditional", "conditional"]),
        ("1.9261", RIGHT, ["conditional", "refuted", "conditional"]),
        ("1.9621", TURNED, ["conditional", "conditional", "refuted"]),
    ],
)
def test_zero_biases_stay_zero_in_the_paragraphs_below(output: str, gradient: str, expected: list[str]) -> None:
    assert verdicts("zero biases", output, gradient) == expected


def test_biases_of_which_nothing_is_said_are_not_zero() -> None:
    assert verdicts("some biases", "1.9261", TURNED)[2] != "refuted"
