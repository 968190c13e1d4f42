r"""The part of a number below zero: max(0, -a) = max(0, a) - a."""

import pytest

from backproof.documents.check import check_document

LAWS = {"normal": r"Let $a \sim N(0, s^2)$.", "known by moments": r"Let $E[a] = 0$ and $Var(a) = s^2$."}


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"E[\max(0, -a)^2] = \frac{s^2}{2}", "proved"),
        (r"E[\max(0, a)^2] + E[\max(0, -a)^2] = 2 E[\max(0, a)^2]", "proved"),
        (r"E[a^2] = E[\max(0, a)^2] + E[\max(0, -a)^2]", "proved"),
        (r"E[\max(0, -a)] = E[\max(0, a)]", "proved"),
        (r"E[\max(0, -a)] = -E[\max(0, a)]", "refuted"),
        (r"E[\max(0, -a)^2] = \frac{s^2}{4}", "refuted"),
    ],
)
def test_what_a_normal_name_is_below_zero(claim: str, verdict: str) -> None:
    assert check_document(f"# Initialization\n\n{LAWS['normal']} Then ${claim}$.").claims[-1].verdict == verdict


def test_half_of_the_second_moment_is_not_there_for_every_law() -> None:
    claim = r"E[\max(0, -a)^2] = \frac{s^2}{2}"
    found = check_document(f"# Initialization\n\n{LAWS['known by moments']} Then ${claim}$.").claims[-1]
    assert found.verdict != "proved"
