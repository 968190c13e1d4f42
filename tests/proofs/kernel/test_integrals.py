"""Limits at the ends of an integral, and ReLU on each side of zero."""

import pytest
from flint import fmpq
from sympy import Add, Expr, Integer, Integral, Symbol, erf, exp, oo, sqrt

from proofs.kernel.evaluation import evaluate
from proofs.kernel.integrals import difference_at_ends, on_side
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import NotATerm, positive, real, relu
from proofs.kernel.values import differ

t = Symbol("t", real=True)
x, y = real("x"), real("y")
s = positive("s")
bell = exp(-(t**2) / (2 * s**2))
plain = Setting("plain", ((x, ""), (s, "")), ())


@pytest.mark.parametrize(
    ("antiderivative", "lower", "upper", "expected", "lie"),
    [
        (t**2 / 2, 0, x, x**2 / 2, x**2),
        (t**2 / 2, -x, x, Integer(0), x**2),
        (x * t, -1, 1, 2 * x, Integer(0)),
        (Integer(5) + x, 0, 1, Integer(0), Integer(5)),
        (bell, -oo, oo, Integer(0), Integer(1)),
        (bell, 0, oo, Integer(-1), Integer(0)),
        (bell, -oo, 0, Integer(1), Integer(-1)),
        (t**3 * bell, 0, oo, Integer(0), Integer(1)),
        (exp(-(t**2) + 7 * t), -oo, 0, Integer(1), Integer(-1)),
        (erf(t / s), -oo, oo, Integer(2), Integer(0)),
        (erf(t / s), 0, oo, Integer(1), Integer(0)),
        (erf(t / s), -oo, 0, Integer(1), Integer(-1)),
        (x * erf(t) + t * bell + x, -oo, oo, 2 * x, 4 * x),
        (x * (erf(t) + 1), -oo, 0, x, 2 * x),
        (erf(t) ** 2, -oo, oo, Integer(0), Integer(2)),
        (erf(t) ** 3, -oo, oo, Integer(2), Integer(0)),
        (erf(t) ** 3 * erf(s * t), -oo, 0, Integer(-1), Integer(1)),
        ((erf(t) + 1) ** 3, -oo, oo, Integer(8), Integer(2)),
        (t**2 * bell * erf(t) ** 2, -oo, oo, Integer(0), Integer(2)),
        (x * bell * erf(t) + erf(t), -oo, oo, Integer(2), 2 + 2 * x),
    ],
    ids=str,
)
def test_the_difference_at_the_ends(antiderivative, lower, upper, expected, lie):
    difference = difference_at_ends(antiderivative, t, Add(lower), Add(upper))
    assert residual(difference, lie, {}) != 0
    assert residual(difference, expected, {}) == 0


@pytest.mark.parametrize(
    ("antiderivative", "end"),
    [
        (t, oo),
        (1 / t, oo),
        (exp(t), oo),
        (exp(-t), oo),
        (exp(t**2 / s), oo),
        (exp(x * t**2), oo),
        (erf(x * t), oo),
        (erf(t**2), oo),
        (1 / erf(t), oo),
        (erf(x * t) ** 2, oo),
        (erf(x * t) * bell, oo),
        (erf(t) * exp(-t), oo),
        (t * erf(t), oo),
        (bell / t, oo),
        (sqrt(t) * bell, -oo),
        (exp(-(t**3)), oo),
    ],
    ids=str,
)
def test_a_limit_that_is_not_in_the_table_is_refused(antiderivative, end):
    with pytest.raises(NotATerm, match=f"no limit of .* at {end} is in the table"):
        difference_at_ends(antiderivative, t, Integer(0), end)


@pytest.mark.parametrize("spread", [fmpq(1, 2), fmpq(1), fmpq(3)])
@pytest.mark.parametrize("lower", [-oo, Integer(0)])
def test_the_gaussian_integral_lies_in_its_enclosure(spread, lower):
    point = Point(plain, {(s, ()): spread})
    value = evaluate(Integral(t * bell, (t, lower, oo)), point)
    by_antiderivative = difference_at_ends(-(s**2) * bell, t, Add(lower), oo)
    assert not differ(value, evaluate(by_antiderivative, point))
    assert differ(value, evaluate(by_antiderivative + 1, point))


@pytest.mark.parametrize(
    ("term", "negative", "zero", "positive_side"),
    [
        (relu(x), 0, 0, x),
        (relu(-x), -x, 0, 0),
        (x, x, 0, x),
        (relu(x) ** 2 + y, y, y, x**2 + y),
        (relu(x) - relu(-x), x, 0, x),
        (relu(y) * x, relu(y) * x, 0, relu(y) * x),
        (relu(y - 1), relu(y - 1), relu(y - 1), relu(y - 1)),
    ],
    ids=str,
)
def test_relu_is_opened_on_each_side_of_zero(term, negative, zero, positive_side):
    assert [on_side(term, x, sign) for sign in (-1, 0, 1)] == [negative, zero, positive_side]


@pytest.mark.parametrize("argument", [2 * x, x + 1, x * y, x - y])
def test_the_sign_of_a_term_is_not_that_of_its_variable(argument: Expr):
    with pytest.raises(NotATerm, match=r"the sign of .* is not decided by that of x"):
        on_side(relu(argument), x, 1)
