"""Numbers that are rounded up or down, as the count of pieces that a tolerance needs."""

from __future__ import annotations

import pytest

from backproof.documents.check import check_document


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"$\lceil 2\pi / 0.05 \rceil = 126$", "proved"),
        (r"$\lceil 2\pi / 0.05 \rceil = 125$", "refuted"),
        (r"$\lfloor 10 \sqrt{3} \rfloor = 17$", "proved"),
        (r"$\lceil 10 \sqrt{3} \rceil = 17$", "refuted"),
        (r"$\lceil 1/0.1 \rceil = 10$", "proved"),
        (r"$\lceil 1/0.1 \rceil = 11$", "refuted"),
        (r"$\lfloor -\frac{7}{2} \rfloor = -4$", "proved"),
        (r"$\lceil \sqrt{4} \rceil = 3$", "refuted"),
    ],
)
def test_a_rounded_number_is_worked_out(claim: str, expected: str) -> None:
    assert check_document("# Step networks\n\nSo many pieces: " + claim).claims[-1].verdict == expected
