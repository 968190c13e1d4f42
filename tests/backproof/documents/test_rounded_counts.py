"""Whole numbers that are concluded from a bound have to satisfy it."""

import pytest

from backproof.documents.check import check_document


def last(words: str):
    return check_document(f"# Networks of steps\n\n{words}").claims[-1]


@pytest.mark.parametrize(
    "words",
    [
        r"We need $M \ge \sqrt{3} / 0.1 \approx 17.32$, so we take $M = 17$.",
        r"For $\varepsilon = 0.02$ one needs $n \geq \frac{\pi}{0.02} \approx 157.1$, so $n = 157$ pieces are enough.",
        r"The bound asks for $K \ge 300\pi \approx 942.5$, that is $K = 942$ pieces.",
        r"The bound is $N \geq \frac{2 B L}{\varepsilon} \approx 314.2$ for $\varepsilon = 0.1$. We take $N = 314$.",
        r"$$P \geq 12.3 \implies P = 12$$",
        r"We may use $P \leq 7.9$ units, hence $P = 8$.",
        r"It has to be $m > 14$. Therefore we choose $m = 14$.",
        "Take $M = 200$ pieces.\n\n## In the plane\n\nWe need $M \\ge 17.32$, so we take $M = 17$.",
    ],
)
def test_a_count_that_is_rounded_the_wrong_way_is_wrong(words):
    found = last(words)
    assert found.verdict == "refuted"
    assert found.reason == "it does not satisfy the bound before it"


@pytest.mark.parametrize(
    "words",
    [
        r"We need $M \ge \sqrt{3} / 0.1 \approx 17.32$, so we take $M = 18$.",
        r"We need $M \ge 17.32$, so $M = 17$ is not enough.",
        r"We need $M \ge 17.32$, so $M = 17$ would be too few.",
        r"We need $M \ge 17.32$, so $M = 17$ or more.",
        r"We need $M \ge 17.32$. With $M = 10$ the guarantee is lost.",
        r"We need $M \ge 17.32$, so for $\varepsilon = 0.2$ we take $M = 9$.",
        r"We need $M \ge 17.32$ and for twice the error half of it, so $M = 9$.",
        r"We need roughly $M \ge 17.32$, so $M = 17$.",
        r"We need $M \ge \frac{4}{0.1} = 40$, so $M = 40$.",
        r"We need $M \ge \frac{2 B L}{\varepsilon} \approx 40$, so $M = 40$.",
        r"We need $M \ge \frac{2 B L}{\varepsilon}$, so $M = 40$.",
        r"We have $M \ge 2$. Take $M = 1$ for a moment.",
        r"The depth has $M \geq 2.5$. Therefore we consider $M = 2$ separately.",
        r"It holds for $M > 3$, so that $M = 3$ is excluded.",
        r"We need $M \ge 17.32$ boxes. The next page has $M = 4$.",
    ],
)
def test_a_count_that_satisfies_its_bound_or_belongs_to_another_is_not_wrong(words):
    assert last(words).verdict in ("definition", "out-of-scope")
