"""Independence that one sentence supposes is not that of the page; a setting does not speak of the page's own names."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.independence import declared, says_independent

HEAD = "# Initialization\n\nLet $X$ and $Y$ be random variables with $E[X] = \\mu$ and $\\text{Var}(X) = s^2$.\n\n"
SUM = r"$\text{Var}(X + Y) = \text{Var}(X) + \text{Var}(Y)$"


@pytest.mark.parametrize(
    ("lines", "verdicts"),
    [
        (f"{SUM}\n\nIf $X$ and $Y$ are independent, {SUM}.", ["conditional", "proved"]),
        (f"{SUM} if $X$ and $Y$ are independent.\n\n$E[XY] = E[X] E[Y]$", ["proved", "conditional"]),
        (f"{SUM}, whether or not they are independent.", ["conditional"]),
        (f"Here $X$ and $Y$ are independent. {SUM}.", ["proved"]),
        (r"If $X$ and $Y$ are independent, $\text{Var}(X - Y) = \text{Var}(X) - \text{Var}(Y)$.", ["refuted"]),
    ],
)
def test_what_a_sentence_supposes_holds_in_it_alone(lines: str, verdicts: list[str]) -> None:
    found = [each for each in check_document(HEAD + lines).claims if each.line > 3]
    assert [each.verdict for each in found] == verdicts
    assert all(each.missing == ("X, Y are independent",) for each in found if each.verdict == "conditional")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Let $u$ and $v$ be independent.", True),
        ("All weights are i.i.d. with mean zero.", True),
        ("The weights are independent of the inputs.", True),
        ("This holds if $u$ and $v$ are independent.", False),
        ("The variables need not be independent.", False),
        ("The variance is independent of $n$.", False),
        ("It is independent of the number of layers.", False),
    ],
)
def test_what_words_declare(words: str, said: bool) -> None:
    assert says_independent(words) is said
    assert len(declared(words)) == len(words)
