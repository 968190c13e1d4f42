import math

import numpy as np
import pytest
from sympy import Integer, Piecewise, exp, log, sqrt

from backproof.closed_forms import number
from proofs.kernel.terms import E, NotATerm, Var, delta, family, index, positive, size, total

n, i, j, k, sigma = size("n"), index("i"), index("j"), index("k"), positive("sigma")
z, w = family("z", n), family("w", n, n)
VALUES = {"n": 3.0, "i": 1.0, "j": 2.0, "sigma": 0.5, "z": np.array([0.0, 1.0, 2.0]), "w": np.arange(9.0).reshape(3, 3)}


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (Integer(7) / 2, 3.5),
        (n * sigma**2, 0.75),
        (z[j], 1.0),
        (w[i, j], 1.0),  # row i, column j: not its transpose
        (w[j, i], 3.0),
        (delta(i, j), 0.0),
        (total(z[k] ** 2, k, n), 5.0),
        (exp(z[i]) / total(exp(z[k]), k, n), 1 / (1 + math.e + math.e**2)),
        (log(sigma) + sqrt(sigma), math.log(0.5) + math.sqrt(0.5)),
    ],
)
def test_a_term_has_the_value_of_its_formula(term, value) -> None:  # type: ignore[no-untyped-def]
    assert number(term, VALUES) == pytest.approx(value, rel=8 * np.finfo(float).eps)  # at most 8 rounded operations


def test_a_bound_index_hides_a_value_of_the_same_name() -> None:
    assert number(total(z[i], i, n), VALUES) == 3.0


def test_moments_are_looked_up_by_their_text() -> None:
    assert number(Var(z[i]) + E(z[i]), {"Var(z[i])": 2.0, "E(z[i])": 0.5}) == 2.5


def test_division_by_zero_is_infinite_and_never_a_number() -> None:
    assert math.isinf(number(1 / z[i], VALUES))


def test_a_name_without_a_value_is_named() -> None:
    with pytest.raises(KeyError, match="sigma"):
        number(sigma, {})


def test_what_has_no_numeric_meaning_is_refused() -> None:
    with pytest.raises(NotATerm, match="Piecewise"):
        number(Piecewise((z[i], i > 1), (0, True)), VALUES)
