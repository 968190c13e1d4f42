"""Inequalities that follow from others of their paragraph."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document

PAGE = (
    "# Step neurons\n\nFor a contradiction, suppose the step neuron with weights $u, v$ and bias $t$ is XOR. Then\n"
    r"$$ t < 0, \quad u + t > 0, \quad v + t > 0, \quad u + v + t < 0. $$" + "\n"
)


def verdict(claim: str) -> str:
    return str(check_document(PAGE + claim).claims[-1].verdict)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Hence $u + v + 2t > 0$.", "conditional"),
        ("Hence $u + v + t > -t > 0$.", "conditional"),
        ("Hence $u + v - t > 0 > t$.", "conditional"),
        ("Hence $u + v + 2t > 1$.", "out-of-scope"),
        ("Hence $u - v > 0$.", "out-of-scope"),
    ],
)
def test_sums_of_what_is_said_before_follow(claim: str, expected: str) -> None:
    assert verdict(claim) == expected


def test_what_two_of_them_do_not_imply_stays_wrong() -> None:
    assert verdict("Hence $u + v + t > t > 0$.") != "conditional"


def test_nothing_follows_from_another_paragraph() -> None:
    assert verdict("Contradiction.\n\nHence $u + v + 2t > 0$.") == "out-of-scope"
