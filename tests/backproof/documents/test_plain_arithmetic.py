"""Arithmetic in running text: whole sides only, and to the digits that are printed."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.plain_arithmetic import arithmetic_in


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Each layer has 28 * 28 = 784 inputs.", [r"28 \cdot  28", "784"]),
        ("A 28x28 image: 28x28 = 784", [r"28\cdot 28", "784"]),
        ("gives sigma^2 = 2/400 = 0.005.", ["2/400", "0.005"]),
        ("10^6 = 1,000,000 boxes", ["10^{6}", "1000000"]),
        (r"so (10 \* 0.2)^5 = 2^5 = 32 times v^2", [r"(10 \cdot  0.2)^{5}", "2^{5}"]),
        ("x - 2 * 3 = 6", None),  # it begins before
        ("n * 2 = 4 = 4", None),
        ("2 * 3 = 6x", None),  # it goes on
        ("2 * 3 = 6 v^2", None),
        ("4/2 = 2%", None),
        ("the 2 of 3 * 2 = 5", None),
        ("h(2) * 3 = 6 = 6", None),
        ("1 + 2 = 3 + x = 4", None),
        ("page 3 = 4", None),
        ("That 2 + 2 = 5 is wrong.", None),
    ],
)
def test_chains_of_numbers(text, sides):
    found = [[side.latex for side in each.sides] for each in arithmetic_in(text)]
    assert found == ([] if sides is None else [sides])


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("40 * 40 = 1600", "proved"),
        ("40 * 40 = 160", "refuted"),
        ("1.1^50 = 117", "conditional"),  # rounded
        ("1.1^50 = 118", "refuted"),
        ("0.9^50 = 0.00515", "conditional"),
        ("0.9^50 = 0.0525", "refuted"),
        ("7 * 17 = 120", "refuted"),  # whole numbers are not rounded
    ],
)
def test_numbers_in_words_are_calculated(claim, verdict):
    assert [each.verdict for each in check_document(f"So the factor is this: {claim} or so.").claims] == []
    assert [each.verdict for each in check_document(f"So the factor is this: {claim}.").claims] == [verdict]
