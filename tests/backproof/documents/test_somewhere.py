"""Values that a network of steps has somewhere, where words say it that are not read."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Step networks

With the step $\sigma(u) = 1$ for $u > 0$ and 0 otherwise, the network is $y = h \sigma(x) + h \sigma(d - x) - h$.

CLAIM
"""


def verdict(words: str) -> str:
    return next(each.verdict for each in check_document(PAGE.replace("CLAIM", words)).claims if each.line == 5)


@pytest.mark.parametrize(
    "words",
    [
        "When both neurons are on, $y = h + h - h$.",
        "With one of them alone $y = h - h$.",
        "A point in between has $y = h$.",
    ],
)
def test_what_holds_somewhere(words: str) -> None:
    assert verdict(words) == "undecided"


@pytest.mark.parametrize(
    "words",
    [
        "When both neurons are on, $y = h + h$.",  # it is so nowhere
        "For all inputs we have $y = h$.",
        "For $x > d$ we have $y = h$.",
    ],
)
def test_what_holds_nowhere_or_is_said_of_all_inputs(words: str) -> None:
    assert verdict(words) == "refuted"


def test_another_solution_is_no_claim_about_the_first() -> None:
    words = r"First $z = \sigma(d - x)$. A second solution has $z = VALUE$ instead, {} $z = \sigma(x - d)$."
    claims = check_document(PAGE.replace("CLAIM", words.replace("VALUE", r"\sigma(x - d)").format("so"))).claims
    assert "refuted" not in {each.verdict for each in claims}
    words = r"First $z = \sigma(d - x)$. So we see that $z = \sigma(x - d)$."
    assert check_document(PAGE.replace("CLAIM", words)).claims[-1].verdict == "refuted"
