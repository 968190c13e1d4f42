from __future__ import annotations

import pytest

from backproof import equal

GIVEN = {
    "x": "real", "y": "real", "w": "real", "n": "integer >= 1", "s": "positive",
    "t": "in {0,1}", "z": "vector(3)", "p": "simplex(3)", "k": "index(3)", "j": "index(3)",
}  # fmt: skip

EQUAL = [
    ("Var(x)", "E[x^2] - E[x]^2"),
    ("4 Var(x)", "Var(2x + n)"),
    ("n*Var(w)*Var(x)", "Var(a) = n Var(x) Var(w)"),
    ("Var(x + y)", "Var(x) + Var(y) + 2Cov(x,y)"),
    ("Cov(x, y)", "E[x*y] - E[x]E[y]"),
    ("Cov(x, x)", "var(x)"),
    ("E[x]^2", "E[E[x]*x]"),
    ("sqrt(Var(x))^2", "Var(x)"),
    ("E[(x+y)^2]", "E[x^2] + 2*E[x*y] + E[y^2]"),
    ("sum_k E[z_k]", "E[sum_k z_k]"),
    ("E[exp(x)/2]", "E[e^x]/2"),
]
DIFFERENT = [
    ("Var(x)", "E[x^2]"),
    ("Var(2x)", "2 Var(x)"),
    ("E[x^2]", "E[x]^2"),
    ("n*Var(w)*E[x^2]", "n*Var(w)*Var(x)"),
    ("Var(x*y)", "Var(x)*Var(y)"),
    ("Var(x)", "-Var(x)"),
    ("E[exp(x)]", "exp(E[x])"),
    ("E[z_k]", "E[z_j]"),
    ("0", "E[0*log(x)]"),
    ("0", "x - E[x]"),
]
UNDECIDED = [  # true for some distributions only, or not within reach
    ("Var(x + y)", "Var(x) + Var(y)"),
    ("E[x*y]", "E[x]*E[y]"),
    ("E[t^2]", "E[t]^2"),  # the cases t = 0 and t = 1 would make it a constant
    ("s^2*Var(x)", "Var(s*x)"),  # s stands outside and inside: a constant, or a random name
    ("Var(x)", "Var(x + y)"),  # y may be a constant
    ("E[p_1]", "1 - E[p_2] - E[p_3]"),
]


@pytest.mark.parametrize(("gold", "candidate"), EQUAL)
def test_linearity_proves_for_every_distribution(gold: str, candidate: str) -> None:
    assert equal(gold, candidate, GIVEN, format="text").verdict == "equal"


@pytest.mark.parametrize(("gold", "candidate"), DIFFERENT)
def test_two_values_with_equal_chance_refute(gold: str, candidate: str) -> None:
    found = equal(gold, candidate, GIVEN, format="text")
    assert found.verdict == "different"
    assert found.counterexample is not None


@pytest.mark.parametrize(("gold", "candidate"), UNDECIDED)
def test_what_depends_on_the_distribution_is_undecided(gold: str, candidate: str) -> None:
    assert equal(gold, candidate, GIVEN, format="text").verdict == "undecided"


@pytest.mark.parametrize(
    "spelling",
    [
        r"\text{Var}(x)", r"\operatorname{Var}(x)", r"\mathrm{Var}\left[x\right]", r"Var(x)",
        r"\mathbb{E}[x^2] - \mathbb E[x]^2", r"\mathbb{E}\left(x^2\right)-\mathbb{E}^2(x)", r"E(x^2)-(E x)^2",
        r"\mathbb{E} x^2 - E[x]^2", r"\text{Cov}(x, x)",
    ],
)  # fmt: skip
def test_spellings(spelling: str) -> None:
    found = equal("Var(x)", spelling, GIVEN)
    if spelling == r"E(x^2)-(E x)^2":
        assert (found.verdict, found.piece) == ("unreadable", "E")  # a letter without brackets is a name
    else:
        assert found.verdict == "equal"


def test_a_declared_name_is_not_an_expectation() -> None:
    given = {"E": "real", "x": "real"}
    assert equal("E*(x+1)", "E(x+1)", given, format="text").verdict == "equal"


@pytest.mark.parametrize("wrong", ["Cov(x)", "Var()", "E[x", "Var(x, y)", "E'(x)"])
def test_what_is_not_a_moment_is_unreadable(wrong: str) -> None:
    found = equal("x", wrong, GIVEN, format="text")
    assert found.verdict == "unreadable"
    assert found.hint
