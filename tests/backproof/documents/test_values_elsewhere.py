"""Numbers that a page gives to a name twice, and numbers with thousands set apart."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

STAIRS = r"""# Staircases

Take $M = 20$ and $L = 2$ and $R = 3$. Then $\frac{L}{M} = 0.1$ and $\frac{R}{M} = 0.15$. The function is $f(x) = x^2$.

With $M=4$ the levels are $0, \tfrac{1}{16}, \tfrac14$ and $\tfrac{9}{16}$.

"""


def last(page: str) -> str:
    return str(check_document(page).claims[-1].verdict)


@pytest.mark.parametrize(
    ("claim", "may_be"),
    [
        (r"$\frac{L}{M} = \tfrac12$", {"conditional", "undecided"}),  # with M = 4
        (r"$\frac{L}{M} = 0.1$", {"proved", "conditional"}),
        (r"$\frac{R}{M} = \tfrac34$", {"conditional", "undecided"}),
        (r"$\frac{R}{M} = \tfrac13$", {"refuted", "undecided"}),
    ],
)
def test_a_claim_that_holds_with_a_value_of_the_page_is_not_refuted(claim: str, may_be: set[str]) -> None:
    assert last(STAIRS + "The bound is " + claim + ".") in may_be


LOSS = r"""# A small network

At the start $J = -\log\tfrac{1}{10} \approx 2.303$.

### Example

"""


@pytest.mark.parametrize("claim", [r"$J = -\log 0.119$", r"$J \approx 2.13$"])
def test_another_section_may_give_another_number(claim: str) -> None:
    assert last(LOSS + claim + ".") != "refuted"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"784\cdot128+128 = 100\,480", "proved"),
        (r"784\cdot128+128 = 100\,380", "refuted"),
        (r"784\cdot128+128 = 100{,}480", "proved"),
        (r"784\cdot128+128 = 100{,}380", "refuted"),
        (r"784\cdot128+128 = 100,480", "proved"),
        (r"784\cdot128+128 = 100,380", "refuted"),
        (r"60\,000/64 = 937.5", "proved"),
        (r"8 \cdot 1{,}125 = 9000", "proved"),
        (r"8 \cdot 1{,}125 = 9 + 0{,}0", "proved"),  # of a page with decimal commas
        (r"8 \cdot 1{,}125 = 9000 + 0{,}0", "refuted"),
    ],
)
def test_thousands(claim: str, expected: str) -> None:
    assert last(f"# Sizes\n\nThere are ${claim}$.") == expected


TABLE = r"""# A network in rows

| name | what | shape |
| --- | --- | --- |
| $X$ | batch of images | $N\times 784$ |
| $U,\ c$ | first weights and bias (row vector) | $784\times 128$, $1\times 128$ |
| $V,\ d$ | second weights and bias (row vector) | $128\times 10$, $1\times 10$ |
| $T$ | one-hot labels, one row per sample | $N\times 10$ |

$$A = XU + \mathbf 1 c, \qquad H = \max(0, A), \qquad S = HV + \mathbf 1 d, \qquad P = \operatorname{softmax}(S).$$

The loss is $J=-\frac1N\sum_{n=1}^{N}\sum_{k=1}^{10}T_{nk}\log P_{nk}$, and $G:=\frac{\partial J}{\partial S}$.

"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"G=\frac1N\,(P-T)", "proved"),
        (r"G=P-T", "refuted"),
        (r"\frac{\partial J}{\partial V}=H^\top G", "proved"),
        (r"\frac{\partial J}{\partial V}=G^\top H", "refuted"),
        (r"\frac{\partial J}{\partial d}=\mathbf 1^\top G", "proved"),
    ],
)
def test_a_table_may_describe_its_names_before_their_shapes(claim: str, expected: str) -> None:
    assert last(TABLE + f"Then ${claim}$.") == expected
