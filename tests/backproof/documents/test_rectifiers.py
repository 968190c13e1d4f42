"""Functions made of two half-lines, such as the leaky ReLU: their moments by those of the ReLU."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.rectifiers import by_relu
from backproof.documents.settings import names_of

LAYER = r"""# Initialization

Let $a \sim N(0, s^2)$. The output is $y = \max(0, a)$.

"""
LEAKY = LAYER + r"There is the leaky ReLU with slope $\alpha$ too. "


def last(page):
    return check_document(page).claims[-1].verdict


def tree(latex):
    return read_side(latex, names_of(Environment(functions={"relu": "relu"})))[0]


@pytest.mark.parametrize(
    ("written", "by_the_relu"),
    [
        (r"\begin{cases} a & a > 0 \\ c a & \text{otherwise} \end{cases}", r"c a + (1 - c) \text{relu}(a)"),
        (r"\begin{cases} c a & a < 0 \\ a & a \geq 0 \end{cases}", r"c a + (1 - c) \text{relu}(a)"),
        (r"\begin{cases} 0 & 0 \geq a \\ a & \text{otherwise} \end{cases}", r"\text{relu}(a)"),
    ],
)
def test_cases_of_half_lines_are_a_relu_and_a_line(written, by_the_relu):
    assert str(by_relu(tree(written))) == str(tree(by_the_relu)).replace("ReLU", "relu")


@pytest.mark.parametrize(
    "written",
    [
        r"\begin{cases} a & a > 1 \\ c a & \text{otherwise} \end{cases}",
        r"\begin{cases} a + 1 & a > 0 \\ c a & \text{otherwise} \end{cases}",
        r"\begin{cases} a & a > 0 \\ c a & a < 1 \end{cases}",
        r"\max(2 a, a)",
        r"\max(c a, a)",
    ],
)
def test_what_is_not_made_of_half_lines_stays(written):
    assert by_relu(tree(written)) == tree(written)


def test_the_slope_counts_squared_in_the_second_moment():
    page = LEAKY + r"So $E[y^2] = \frac{1}{2} E[a^2] + \frac{_}{2} E[a^2]$."
    assert [last(page.replace("{_}", each)) for each in (r"{\alpha^2}", r"\alpha")] == ["proved", "refuted"]


def test_what_is_said_of_the_leaky_relu_is_not_said_of_the_relu():
    assert last(LEAKY + r"For $\alpha = 1$ it is linear, $E[y^2] = E[a^2]$.") == "proved"
    assert last(LEAKY + r"For $\alpha = 0$ it is linear, $E[y^2] = E[a^2]$.") == "refuted"
    assert last(LEAKY + r"The ReLU has $E[y^2] = \frac{1}{2} E[a^2]$.") == "proved"
    assert last(LAYER + r"For $\alpha = 1$ it is linear, $E[y^2] = E[a^2]$.") == "refuted"


def test_a_function_of_the_page_is_a_relu():
    page = r"# Initialization" + "\n\n" + r"Let $a \sim N(0, s^2)$, and $\phi(a) = a$ for $a > 0$ and $0$ otherwise. "
    assert last(page + r"Then $E[\phi(a)^2] = \frac12 s^2$.") == "proved"
