"""A name inside E or Var is a constant if the page says so, and random otherwise."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.constants import called


def last(text):
    return check_document(f"Initialization. {text}").claims[-1]


def test_a_name_of_which_nothing_is_said_is_no_constant():
    claim = last(r"Then $\text{Var}(u + v) = \text{Var}(u)$.")
    assert (claim.verdict, claim.condition) == ("conditional", "v is a constant")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"Let $u$ and $v$ be random. $\text{Var}(u + v) = \text{Var}(u)$.", "undecided"),
        (r"Let $u$ and $v$ be random. $E[u v] = v E[u]$.", "conditional"),  # if both means are 0
        (r"For any constant $k$ we have $\text{Var}(u + k) = \text{Var}(u)$.", "proved"),
        (r"$\text{Var}(v u) = v^2 \text{Var}(u)$.", "proved"),  # v stands outside as well
        (r"Let $X$ be random and $a$, $b$ constants. $Var(aX + b) = a^2 Var(X) + b$.", "refuted"),
        (r"Let $X$ be random and $a$, $b$ constants. $Var(aX + b) = a^2 Var(X)$.", "proved"),
        (r"Let $X$ be random. $Var(X) = E[X]^2 - E[X^2]$.", "refuted"),
        (r"Let $X$ be random. $Var(X) = E[X^2] - E[X]^2$.", "proved"),
        (r"Two random variables $X$, $Y$: $Var(X - Y) = Var(X) - Var(Y)$.", "undecided"),
        (r"Two independent random variables $X$, $Y$: $Var(X - Y) = Var(X) - Var(Y)$.", "refuted"),
    ],
)
def test_what_is_constant_and_what_is_random(text, verdict):
    assert last(text).verdict == verdict


@pytest.mark.parametrize(
    ("words", "constants", "random"),
    [
        (r"constants $a$ and $b$", {"a", "b"}, set()),
        (r"where $v$ is not a constant", set(), set()),
        (r"$\mu, c$ are real constants, $X$ is random", {"mu", "c"}, {"X"}),
        (r"for scalars $a, b \in \mathbb{R}$", {"a", "b"}, set()),
        (r"independent random variables $X$ and $Y$", set(), {"X", "Y"}),
    ],
)
def test_words_say_what_is_constant(words, constants, random):
    assert (called("constant", words), called("random", words)) == (constants, random)
