r"""The width of equal pieces into which words divide an interval."""

import pytest

from backproof.documents.check import check_document

STEP = "# Step networks\n\nStep activation $\\sigma(u) = 1$ for $u > 0$ and 0 otherwise.\n\n"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (r"I divide the interval $[-B, B]$ into N steps of the same width $\Delta = \frac{2B}{N}$.", "definition"),
        (r"I divide the interval $[-B, B]$ into N steps of the same width $\Delta = \frac{B}{N}$.", "refuted"),
        (r"We split $[0, 1]$ into $n$ equal pieces of length $w = 1/n$.", "definition"),
        (r"We split $[0, 1]$ into $n$ equal pieces of length $w = 2/n$.", "refuted"),
        (r"We split $[-B, B]$ into $n$ pieces and take boxes of width $w = B/n$.", "definition"),  # of other boxes
        (r"Chop $[-B, B]$ in $N$ equal parts. The length of each part is $$w = \frac{2B}{N}$$", "definition"),
        (r"Chop $[-B, B]$ in $N$ equal parts. The length of each part is $$w = \frac{B}{N}$$", "refuted"),
        (r"Chop $[-B, B]$ in $N$ equal parts. Half the length of a part is $$w = \frac{B}{N}$$", "definition"),
        (r"On $[-B, B]$ we take boxes of width $w = B/n$.", "definition"),
    ],
)
def test_a_width_is_held_against_the_number_of_pieces(sentence: str, verdict: str) -> None:
    assert check_document(STEP + sentence).claims[-1].verdict == verdict


@pytest.mark.parametrize(("number", "verdict"), [("6", "definition"), ("3", "refuted")])
def test_weights_from_one_bound_to_the_other_are_uniform(number: str, verdict: str) -> None:
    page = (
        "# Initialization\n\nThe weights have variance $\\sigma^2$, and we take $\\sigma^2 = \\frac{2}{n_{in} + n_{out}}$."
        " For uniform weights from $-r$ to $r$ the variance is $r^2/3$, thus"
        f" $r = \\sqrt{{\\frac{{{number}}}{{n_{{in}} + n_{{out}}}}}}$."
    )
    assert check_document(page).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    "words",
    [
        "I divide the interval [-B, B] in small parts with width $w$. We need $M = {}$ boxes for this.",
        "Cut $[-B, B]$ into pieces of length $w$. The number of pieces is $M = {}$.",
        "We split [-B, B] into bins of the same width w, which gives $M = {}$ of them.",
    ],
)
def test_an_interval_has_as_many_pieces_as_its_length_over_their_width(words):
    def said(count):
        return (
            check_document("# Step networks\n\nThe step is $H(u)$.\n\n" + words.replace("{}", count)).claims[-1].verdict
        )

    assert said(r"\frac{2B}{w}") == "definition"
    assert said(r"\frac{B}{w}") == "refuted"
    assert said(r"\frac{2B}{w} + 1") == "definition"
