"""Each operator makes the slip that it is named after, and nothing else."""

import pytest
from sympy import Expr, Integer, Rational, exp, sqrt

from backproof.mutation.operators import OPERATORS, everywhere
from proofs.initialization import linear_layer as L
from proofs.initialization import relu as R
from proofs.initialization import xavier as X
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, delta, total
from proofs.softmax import i, j, k, losses, n, setting, t, y

n_in, n_out, sigma, v, s = L.n_in, L.n_out, L.sigma, L.v, R.s
w, p = L.w, R.p


@pytest.mark.parametrize(
    ("operator", "where", "term", "slip"),
    [
        ("sign", setting, y[i] * (delta(i, j) - y[j]), y[i] * (delta(i, j) + y[j])),
        ("sign", setting, exp(y[i]) + 1, exp(-y[i]) + 1),
        ("factor", L.forward, n_in * sigma**2 / 2, n_in * sigma**2),
        ("factor", L.forward, n_in * sigma**2, 2 * n_in * sigma**2),
        ("exponent", L.forward, n_in * sigma**2, n_in**2 * sigma**2),
        ("exponent", L.forward, n_in * sigma**2, n_in * sigma),
        ("exponent", X.uniform, sqrt(6 / (n_in + n_out)), 6 / (n_in + n_out)),
        ("dropped term", losses, y[j] - t[j], y[j]),
        ("dropped factor", L.forward, n_in * sigma**2 * v**2, sigma**2 * v**2),
        ("swapped index", setting, y[i] * (delta(i, j) - y[j]), y[i] * (delta(i, j) - y[i])),
        ("swapped fan", L.forward, n_in * sigma**2 / n_out, n_out * sigma**2 / n_in),
        ("swapped index", setting, y[i] * (delta(i, j) - y[j]), y[i] * (1 - y[j])),
        ("transposed", setting, y[i] * (delta(i, j) - y[j]), y[j] * (delta(i, j) - y[i])),
        ("swapped fan", L.forward, n_in * sigma**2, n_out * sigma**2),
        ("exchanged name", losses, y[j] - t[j], t[j] - t[j]),
        ("bound of a sum", losses, total(t[k], k, n), total(t[k], k, n) - t[1]),
        ("off by one", L.forward, n_in * sigma**2, (n_in - 1) * sigma**2),
        ("off by one", setting, y[i] * (1 - y[j]), y[i] * (2 - y[j])),
        ("wrong moment", R.gaussian, Var(p[i]) / 2, E(p[i] ** 2) / 2),
        ("wrong moment", R.gaussian, E(p[i] ** 2) / 2, E(p[i]) ** 2 / 2),
    ],
)
def test_the_operator_makes_the_slip(operator: str, where: Setting, term: Expr, slip: Expr) -> None:
    assert slip in set(OPERATORS[operator](term, where))


def test_every_operator_is_tested_above() -> None:
    (mark,) = test_the_operator_makes_the_slip.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in mark.args[1]} == set(OPERATORS)


def test_one_place_is_changed_at_a_time() -> None:
    term = y[i] ** 2 + y[j] ** 2
    changed = set(everywhere(term, lambda place: iter([place.base] if place.is_Pow else [])))
    assert changed == {y[i] + y[j] ** 2, y[i] ** 2 + y[j]}


def test_the_inside_of_a_sum_is_changed_and_its_bounds_are_not() -> None:
    term = total(2 * t[k], k, n)
    changed = list(everywhere(term, lambda place: iter([3 * t[k]] if place == 2 * t[k] else [])))
    assert changed == [total(3 * t[k], k, n)]


def test_an_index_is_not_taken_for_a_number() -> None:
    assert not [each for each in OPERATORS["off by one"](y[i], setting) if each != y[i] + 1]


def test_a_random_name_is_not_put_in_the_place_of_a_constant() -> None:
    assert all(not each.has(X.c) for each in OPERATORS["exchanged name"](X.r**2 / 3, X.uniform))


def test_a_number_has_no_terms_to_drop() -> None:
    assert not list(OPERATORS["dropped term"](Rational(1, 4), setting))
    assert not list(OPERATORS["dropped factor"](Integer(3), setting))
