"""Worked examples of a small network, where words give some of the numbers: zero biases, target y = 1."""

import pytest

from backproof.documents.check import check_document

slow = pytest.mark.slow

PAGE = r"""Let $\mathbf{a} = V \mathbf{x} + \mathbf{c}$, $\mathbf{h} = \operatorname{ReLU}(\mathbf{a})$,
$\hat{y} = \mathbf{u}^T \mathbf{h} + d$ and $L = \frac{1}{2} (\hat{y} - y)^2$.

Take $\mathbf{x} = (2, 1)^T$, $V = \left[ \begin{array}{c c} 1 & 1 \\ 0 & -1 \end{array} \right]$, WORDS,
$\mathbf{u} = (1, 3)^T$ and target y = 1. Then CLAIM
"""
ZERO = "zero biases"


@pytest.mark.parametrize(
    ("words", "claim", "expected"),
    [
        (ZERO, r"$\mathbf{a} = (3, -1)^T$", "proved"),
        (ZERO, r"$\mathbf{a} = (3, 1)^T$", "refuted"),
        ("all biases 0", r"$\hat y = 3$", "proved"),
        (ZERO, r"$L = 2$", "proved"),
        (ZERO, r"$\nabla_{\mathbf{a}} L = (2, 0)^T$", "proved"),
        (ZERO, r"$\nabla_{\mathbf{a}} L = (2, 6)^T$", "refuted"),
        (ZERO, "the gradient is\n\n$$\\nabla_V L = [[4, 2], [0, 0]].$$", "proved"),
        (ZERO, "the gradient is\n\n$$\\nabla_V L = [[4, 0], [2, 0]].$$", "refuted"),
        (ZERO, "we are done.\n\n$$\\nabla_V L = [[4, 0], [2, 0]].$$", "undecided"),  # another paragraph
        ("no bias in the output", r"$\nabla_{\mathbf{a}} L = (2, 6)^T$", "undecided"),
        ("small biases", r"$\nabla_{\mathbf{a}} L = (2, 6)^T$", "undecided"),
    ],
)
def test_words_give_the_numbers_of_an_example(words: str, claim: str, expected: str) -> None:
    verdict = check_document(PAGE.replace("WORDS", words).replace("CLAIM", claim)).claims[-1].verdict
    assert verdict.replace("unreadable", "undecided") == expected


CALLED = r"""Let $\mathbf{a} = V \mathbf{x} + \mathbf{c}$, $\mathbf{h} = \operatorname{ReLU}(\mathbf{a})$,
$\hat{y} = \mathbf{u}^T \mathbf{h} + d$ and $L = \frac{1}{2} (\hat{y} - y)^2$.

First $\frac{\partial L}{\partial \hat y} = \hat y - y$, I call this e. Then $CLAIM$.
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\nabla_{\mathbf{h}} L = e \mathbf{u}", "proved"),
        (r"\nabla_{\mathbf{h}} L = \mathbf{u}", "refuted"),
        (r"\frac{\partial L}{\partial d} = e", "proved"),
        (r"\frac{\partial L}{\partial d} = 2 e", "refuted"),
        (r"\nabla_{\mathbf{a}} L = e \mathbf{u} \odot \mathbf{1}[\mathbf{a} > 0]", "proved"),
        pytest.param(r"\nabla_{\mathbf{a}} L = e \mathbf{h} \odot \mathbf{1}[\mathbf{a} > 0]", "refuted", marks=slow),
    ],
)
def test_what_a_formula_is_called_without_dollars(claim: str, expected: str) -> None:
    found = check_document(CALLED.replace("CLAIM", claim)).claims
    assert [each.verdict for each in found][-2:] == ["definition", expected]
