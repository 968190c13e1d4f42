"""Signs on the whole domain: a wrong one would prove a falsehood."""

import pytest

from backproof.answers.canonical import Canonical
from backproof.answers.expansion import Expander
from backproof.answers.given import declare
from backproof.answers.reading import read
from backproof.answers.ring import Ring
from backproof.answers.signs import Signs, times

GIVEN = declare(
    {
        "p": "in (0,1)",
        "q": "in [0,1]",
        "x": "real",
        "s": "positive",
        "n": "integer >= 2",
        "k": "integer in 1..4",
        "z": "nonzero",
    }
)


def sign(text: str) -> str | None:
    expander = Expander(GIVEN, {})
    expr = expander.expand(read(text, GIVEN, "text").readings[0], {}).number()
    ring = Ring(24)
    signs = Signs(ring, expander.domains)
    ring.sign_of = signs.of
    return signs.of_frac(Canonical(ring, signs, expander.domains).form(expr))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 - p", "+"),
        ("p - 1", "-"),
        ("p*(1 - p)", "+"),
        ("x^2 + 1", "+"),
        ("-x^2 - s", "-"),
        ("x^2", ">="),
        ("z^2", "+"),
        ("n - 1", "+"),
        ("n - 2", ">="),
        ("1 - q", ">="),
        ("2 - q", "+"),
        ("k", "+"),
        ("5 - k", "+"),
        ("4 - k", ">="),
        ("1 - p^n", "+"),
        ("exp(x)", "+"),
        ("1 - exp(-s)", "+"),
        ("log(1 + s)", "+"),
        ("log(p)", "-"),
        ("1 + erf(x)", "+"),
        ("pi - 3", "+"),
        ("sqrt(2) - 3/2", "-"),
        ("x^2 + x + 1", "+"),
        ("x", None),
        ("n - 3", None),
        ("p - 1/2", None),
        ("q - 1", "<="),
        ("log(s)", None),
        ("x^2 - 1", None),
        ("s - log(2)", None),
        ("1 - q*q", ">="),
        ("q", ">="),
        ("2*q - 1", None),
        ("1 - 2*q + q^2", ">="),
        ("k - 2", None),
    ],
)
def test_signs_are_as_sharp_as_they_are_true(text: str, expected: str | None) -> None:
    assert sign(text) == expected


@pytest.mark.parametrize(
    ("a", "b", "product"), [("+", "-", "-"), (">=", "-", "<="), ("0", None, "0"), ("+", None, None)]
)
def test_the_sign_of_a_product(a: str, b: str | None, product: str | None) -> None:
    assert times(a, b) == product  # type: ignore[arg-type]
