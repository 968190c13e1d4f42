"""The table of derivatives against jets, which know nothing of it."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Function, Integer, Integral, Rational, Sum, Symbol, erf, exp, log, pi, sin, sqrt, tanh

from proofs.kernel.derivatives import TABLE, derivative, evaluate
from proofs.kernel.evaluation import evaluate as value
from proofs.kernel.normal_form import residual
from proofs.kernel.point import Point
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, NotATerm, delta, family, index, positive, real, relu, size, total
from proofs.kernel.values import differ

n = size("n")
i, j, k, l = index("i"), index("j"), index("k"), index("l")
z, t, w = family("z", n), family("t", n), family("w", n, n)
x, y, q = real("x"), real("y"), positive("q")
RANGES = {i: n, j: n, k: n}

plain = Setting("plain", ((n, ""), (z[i], ""), (x, ""), (y, ""), (q, "")), tuple(RANGES.items()))

#: u at which every function of the table is smooth.
ARGUMENT = q**2 + z[j] ** 2 + 1

leaves = st.sampled_from([z[i], z[j], x, q, delta(i, j), Integer(2), Rational(-1, 2)])
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a: tanh(a), inner),
        st.builds(lambda a: 1 / (1 + a**2), inner),
        st.builds(lambda a: sqrt(1 + a**2), inner),
        st.builds(lambda a: log(1 + a**2), inner),
        st.builds(lambda a: exp(-(a**2)), inner),
        st.builds(lambda body, name: total(body, name, n), inner, st.sampled_from([i, k])),
    ),
    max_leaves=5,
)
rationals = st.builds(fmpq, st.integers(-2, 2), st.integers(1, 3))


@st.composite
def points(draw):
    end = draw(st.integers(1, 3))
    values = {(n, ()): fmpq(end), (x, ()): draw(rationals), (q, ()): fmpq(draw(st.integers(1, 4)), 2)}
    values |= {(name, ()): fmpq(draw(st.integers(1, end))) for name in (i, j, k)}
    return Point(plain, values | {(z, (each,)): draw(rationals) for each in range(1, 4)})


@settings(max_examples=80, deadline=None)
@given(terms, st.sampled_from([x, q, z[j]]), points())
def test_the_table_agrees_with_jets(term, variable, point):
    assert not differ(value(derivative(term, variable), point), value(D(term, variable), point))


@settings(max_examples=40, deadline=None)
@given(terms, st.sampled_from([x, q, z[j]]), points())
def test_a_jet_tells_a_derivative_from_one_that_is_off_by_a_little(term, variable, point):
    assert differ(value(derivative(term, variable) + Rational(1, 10**9), point), value(D(term, variable), point))


@pytest.mark.parametrize("function", TABLE, ids=lambda each: each.__name__)
@pytest.mark.parametrize("number", [fmpq(1, 3), fmpq(1), fmpq(2)])
def test_every_line_of_the_table_agrees_with_jets(function, number):
    point = Point(plain, {(n, ()): fmpq(1), (j, ()): fmpq(1), (z, (1,)): number, (q, ()): number})
    for variable in (q, z[j]):
        jet = value(D(function(ARGUMENT), variable), point)
        assert not differ(value(derivative(function(ARGUMENT), variable), point), jet)
        assert differ(value(2 * derivative(function(ARGUMENT), variable), point), jet)


@pytest.mark.parametrize(
    ("term", "variable", "expected", "lie"),
    [
        (z[i], z[j], delta(i, j), Integer(1)),
        (total(z[k], k, n), z[j], Integer(1), n),
        (total(z[k] ** 2, k, n), z[j], 2 * z[j], 2 * total(z[k], k, n)),
        (total(z[k] * z[j], k, n), z[j], total(z[k], k, n) + z[j], total(z[k], k, n)),
        (total(z[k], k, n) ** 2, z[j], 2 * total(z[k], k, n), 2 * z[j]),
        (exp(z[i]), z[j], exp(z[i]) * delta(i, j), exp(z[i])),
        (log(total(exp(z[k]), k, n)), z[j], exp(z[j]) / total(exp(z[k]), k, n), 1 / total(exp(z[k]), k, n)),
        (w[i, k], w[j, l], delta(i, j) * delta(k, l), delta(i, j)),
        (w[i, k], w[k, i], delta(i, k), Integer(0)),
        (t[i], z[j], Integer(0), delta(i, j)),
        (x * z[i], x, z[i], x),
        (x**3, x, 3 * x**2, 3 * x**3),
        (1 / x, x, -1 / x**2, 1 / x**2),
        (sqrt(q), q, 1 / (2 * sqrt(q)), 1 / sqrt(q)),
        (q**q, q, q**q * (log(q) + 1), q * q ** (q - 1)),
        (2**x, x, 2**x * log(Integer(2)), x * 2 ** (x - 1)),
        (tanh(2 * x), x, 2 * (1 - tanh(2 * x) ** 2), 1 - tanh(2 * x) ** 2),
        (erf(x / sqrt(2)), x, sqrt(2) * exp(-(x**2) / 2) / sqrt(pi), exp(-(x**2) / 2) / sqrt(pi)),
        (exp(-(x**2)), x, -2 * x * exp(-(x**2)), exp(-(x**2))),
        (relu(y), x, Integer(0), Integer(1)),
        (E(y), x, Integer(0), Integer(1)),
        (pi * y + delta(i, j), x, Integer(0), Integer(1)),
    ],
    ids=str,
)
def test_derivatives(term, variable, expected, lie):
    ranges = RANGES | {l: n}
    assert residual(derivative(term, variable), lie, ranges) != 0
    assert residual(derivative(term, variable), expected, ranges) == 0


def test_a_sum_bound_by_the_index_of_the_variable_captures_nothing():
    """d/dz_k of sum_k z_k^2: the k of the sum is another one."""
    assert residual(derivative(total(z[k] ** 2, k, n), z[k]), 2 * z[k], RANGES) == 0


def test_derivatives_are_carried_out_innermost_first_and_under_sums():
    assert residual(evaluate(D(D(x**3, x), x)), 6 * x, {}) == 0
    assert residual(evaluate(total(D(z[k] ** 2, z[j]), k, n)), 2 * z[j], RANGES) == 0
    assert residual(evaluate(1 + log(q) * D(q**2, q)), 1 + 2 * q * log(q), {}) == 0


def test_a_term_without_derivatives_stays():
    assert evaluate(z[i] + exp(x)) == z[i] + exp(x)


@pytest.mark.parametrize(
    ("term", "variable", "message"),
    [
        (x + y, x + y, r"the derivative with respect to x \+ y: only symbols and family entries vary"),
        (x, Integer(2), "the derivative with respect to 2"),
        (relu(x), x, "no derivative of relu is in the table"),
        (sin(x), x, "no derivative of sin is in the table"),
        (Function("f")(x), x, "no derivative of f is in the table"),
        (relu(z[i]), z[j], "no derivative of relu is in the table"),
        (E(x * y), x, "no derivative of E is in the table"),
        (total(z[k], k, n), n, r"the bounds of Sum\(z\[.*\) vary with n"),
        (Sum(y, (k, 1, x)), x, "vary with x"),
        (Integral(x, (y, 0, 1)), x, "no derivative of Integral is in the table"),
        (Symbol("A", commutative=False) * relu(x), x, "no derivative of relu"),
    ],
    ids=str,
)
def test_what_is_not_in_the_table_is_refused(term, variable, message):
    with pytest.raises(NotATerm, match=message):
        derivative(term, variable)
