"""Shapes in words: of a name a declaration, of a product a claim."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Backpropagation: $\mathbf{z}^{(1)} = \mathbf{W}^{(1)} \mathbf{x} + \mathbf{b}^{(1)}$, $\mathbf{h}^{(1)} = \varphi(\mathbf{z}^{(1)})$ and
$\mathbf{z}^{(2)} = \mathbf{W}^{(2)} \mathbf{h}^{(1)} + \mathbf{b}^{(2)}$ with $\mathbf{x} \in \mathbb{R}^{50}$,
$\mathbf{W}^{(1)} \in \mathbb{R}^{30 \times 50}$, $\mathbf{W}^{(2)} \in \mathbb{R}^{4 \times 30}$. For a loss $\ell$ let
$\delta^{(l)} = \nabla_{\mathbf{z}^{(l)}} \ell$.

"""


def said(text: str) -> tuple[str, str]:
    claim = check_document(PAGE + text).claims[-1]
    return claim.latex, claim.verdict


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"So $\delta^{(1)} \mathbf{x}^T$ is a $30 \times 50$ matrix.", "proved"),
        (r"So $\delta^{(1)} \mathbf{x}^T$ is a $50 \times 30$ matrix.", "refuted"),
        (r"So $\delta^{(1)} \mathbf{x}^T$ is a 30 x 50 array.", "proved"),
        (r"So $\delta^{(1)} \mathbf{x}^T$ is a 50 x 30 array.", "refuted"),
        (r"It is $\delta^{(2)} \mathbf{h}^{(1)T}$ and it has the size 4 x 30.", "proved"),
        (r"It is $\delta^{(2)} \mathbf{h}^{(1)T}$ and it has the size 30 x 4.", "refuted"),
        (r"$W^{(2)T}$: $30 \times 4$", "proved"),
        (r"$W^{(2)T}$: $4 \times 30$", "refuted"),
        (r"For all samples $W^{(2)T} \delta^{(2)}$ is 30 x N.", "undecided"),
        (r"For all samples $\delta^{(1)}$ is $30 \times 700$.", "undecided"),
        (r"$\delta^{(1)}$ is $50 \times 1$.", "refuted"),
        (r"That is (30 x 1)(1 x 50) = 30 x 50.", "proved"),
        (r"That is (30 x 1)(1 x 50) = 50 x 30.", "refuted"),
    ],
)
def test_shapes_in_words(words: str, verdict: str) -> None:
    assert said(words)[1] == verdict


def test_the_errors_of_all_samples_do_not_change_those_of_one() -> None:
    many = r"All of them together: $\delta^{(1)}$ is $30 \times 700$. "
    assert said(many + r"$\nabla_{\mathbf{W}^{(1)}} \ell = \delta^{(1)} \mathbf{x}^T$.")[1] == "proved"
    assert said(many + r"$\nabla_{\mathbf{W}^{(1)}} \ell = \mathbf{x} \delta^{(1)T}$.")[1] == "refuted"


@pytest.mark.parametrize(
    "words",
    [
        r"The transpose of $W^{(2)}$ is 30 x 4.",
        r"It would not fit if $\delta^{(1)} \mathbf{x}^T$ is 50 x 30.",
        r"The product of $\delta^{(1)}$ and $\mathbf{x}^T$ is 30 x 50.",
    ],
)
def test_words_about_something_else_are_not_read(words: str) -> None:
    assert r"\mathbb{R}^{50 \times 30}" not in said(words)[0]
    assert said(words)[1] not in ("refuted", "proved")


@pytest.mark.parametrize(("matrix", "expected"), [("W^{(2)T}", "definition"), ("W^{(2)}", "refuted")])
def test_arrays_in_plain_letters(matrix: str, expected: str) -> None:
    page = r"""# Backpropagation
Let $W^{(2)} \in \mathbb{R}^{10 \times 256}$ and $Y^{(1)} \in \mathbb{R}^{256 \times N}$. Let T be the 10 x N array of the labels and
P the 10 x N array of the outputs. We get

$$\Delta^{(1)} = (MATRIX (P - T)) \odot Y^{(1)} \odot (1 - Y^{(1)})$$
"""
    assert check_document(page.replace("MATRIX", matrix)).claims[-1].verdict == expected


def test_nothing_follows_from_a_product_that_cannot_be_formed() -> None:
    page = r"""# Backpropagation
Let $W^{(2)} \in \mathbb{R}^{10 \times 256}$, $W^{(1)} \in \mathbb{R}^{256 \times 784}$ and $X \in \mathbb{R}^{784 \times N}$. Let T be the
10 x N array of the labels and P the 10 x N array of the outputs. We get

\begin{align*}
\Delta^{(1)} &= W^{(2)} (P - T) \\
\nabla_{W^{(1)}} \text{Loss} &= \frac{1}{N} \Delta^{(1)} X^T
\end{align*}
"""
    first, second = check_document(page).claims[-2:]
    assert (first.verdict, second.verdict == "refuted") == ("refuted", False)
