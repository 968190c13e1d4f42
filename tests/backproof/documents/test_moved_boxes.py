"""The biases of a box that is moved are held against the neurons of the box."""

import pytest

from backproof.documents.check import check_document

PAGE = "# Step networks\n\nLet $H(u) = 1$ for $u > 0$ and 0 otherwise, $d > 0$. The network is $$y = %s$$ Its biases follow. "
FLIPPED = r"h H(x) + h H(d - x) - h"
SHIFTED = r"h H(x) - h H(x - d)"


@pytest.mark.parametrize(
    ("network", "words", "verdicts"),
    [
        (FLIPPED, "Box between p and q instead of 0 and d: biases $b_1 = -p$ and $b_2 = q$.", "proved proved"),
        (FLIPPED, "Box between p and q instead of 0 and d: biases $b_1 = -p$ and $b_2 = -q$.", "proved refuted"),
        (SHIFTED, "Box between p and q instead of 0 and d: biases $b_1 = -p$ and $b_2 = -q$.", "proved proved"),
        (SHIFTED, "A box which starts at $c$ has $b_1 = -c$ and $b_2 = -(c + d)$.", "proved proved"),
        (SHIFTED, "A box which starts at $c$ has $b_1 = c$ and $b_2 = d - c$.", "refuted refuted"),
        (FLIPPED, "Box between p and q: weights 1 and 1, biases $b_1 = -p$ and $b_2 = -q$.", "definition definition"),
    ],
)
def test_biases_of_a_moved_box(network, words, verdicts):
    found = check_document(PAGE % network + words).claims[-2:]
    assert [each.verdict for each in found] == verdicts.split()
