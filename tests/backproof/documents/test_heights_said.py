r"""The height that words give a staircase on a piece, held against the sum of steps behind them."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Step networks

Step activation $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. Divide $[-B, B]$ into $N$ pieces of width $w = \frac{2B}{N}$ with
the points $s_k = -B + k w$, and let $h_k = f(s_k)$. WORDS

$$T(x) = h_0 \sigma(x - s_0) + \sum_{k=1}^{N-1} (JUMP) \sigma(x - s_k)$$
"""


@pytest.mark.parametrize(
    ("words", "jump", "verdict"),
    [
        ("A staircase with the height $h_k$ between $s_k$ and $s_{k+1}$ is", "h_k - h_{k-1}", "definition"),
        ("A staircase with the height $h_k$ between $s_k$ and $s_{k+1}$ is", "h_{k+1} - h_k", "refuted"),
        (r"The network whose value is equal to $h_k$ for $s_k < x \le s_{k+1}$ is", "h_k - h_{k-1}", "definition"),
        (r"The network whose value is equal to $h_k$ for $s_k < x \le s_{k+1}$ is", "h_{k-1} - h_k", "refuted"),
        ("It has not yet the height $h_k$ between $s_k$ and $s_{k+1}$:", "h_{k+1} - h_k", "definition"),
        ("A staircase is", "h_{k+1} - h_k", "definition"),
    ],
)
def test_a_staircase_has_the_height_that_its_sentence_gives_it(words: str, jump: str, verdict: str) -> None:
    assert check_document(PAGE.replace("WORDS", words).replace("JUMP", jump)).claims[-1].verdict == verdict
