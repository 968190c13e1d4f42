"""Lists of the numbers of an example in plain text."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.extraction import extract
from backproof.documents.plain_values import values_listed

PAGE = r"With $z = v_1 x + c_1$ and $L = \frac{1}{2} (z - t)^2$ we get $\frac{\partial L}{\partial v_1} = (z - t) x$. "


def read(text: str) -> list[str]:
    return [" = ".join(side.latex for side in each.sides) for each in values_listed(extract(PAGE + "\n\n" + text))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Numbers: x = 2, v1 = 0.5, c_1 = -1 and t = 1.", ["x = 2", "v_1 = 0.5", "c_1 = -1", "t = 1"]),
        ("An example (x = 2, $v_1 = 0.5$, t = 1):", ["x = 2", "t = 1"]),
        ("Numbers: x = 2, q1 = 0.5, t = 1.", ["x = 2", "t = 1"]),  # the page writes no q_1
        ("Numbers: x = 2, t = 1.", []),  # two may be anything
        ("For x = 2, y = 3, t = 1 we get more.", []),
        ("If: x = 2, y = 3, t = 1 + b", []),
        ("Numbers: x = 2 * 3, y = 3, t = 1.", []),
    ],
)
def test_three_values_in_a_row_are_an_example(text, values):
    assert read(text) == values


UNIT = r"""# Backpropagation

One neuron: $z = w_1 x + b_1$, $h = s(z)$, $\hat y = w_2 h$, loss $L = \frac{1}{2} (\hat y - y)^2$. s is the sigmoid.

Numbers: x = 2, w1 = 0.5, b1 = -1, w2 = 2, y = 0.

- forward: $z = 0.5 \cdot 2 - 1 = 0$, $h = s(0) = 0.5$, $\hat y = 2 \cdot 0.5 = 1$
- backward: $\frac{\partial L}{\partial w_2} = 1 \cdot %s = 0.5$
"""


@pytest.mark.parametrize(("factor", "verdict"), [("0.5", "proved"), ("0.2", "refuted")])
def test_the_gradients_of_an_example_are_calculated(factor, verdict):
    assert check_document(UNIT % factor).claims[-2].verdict == verdict
