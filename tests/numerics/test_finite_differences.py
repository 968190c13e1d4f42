"""Jacobians: their layout, their error bounds held to account, and the errors they raise."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.finite_differences import (
    COMPLEX_STEP,
    COMPLEX_STEP_FLOOR,
    EPS,
    _abscissae,
    central_difference,
    jacobian_central,
    jacobian_complex_step,
)
from numerics.functions import logsumexp, softmax

A = np.array([[1.0, 2.0, -3.0], [0.5, 4.0, 0.25]])
seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("jacobian", [jacobian_central, jacobian_complex_step])
def test_the_jacobian_of_x_to_Ax_is_A_and_not_its_transpose(jacobian):
    # Linear: no truncation. Values below 10 rounded 3 times, over the default step 8.7e-6: 30 eps / 8.7e-6 < 1e-9.
    found = jacobian(lambda x: A @ x, [0.3, -0.7, 1.1])
    assert found.shape == (2, 3)
    np.testing.assert_allclose(found, A, rtol=0, atol=1e-9)


@pytest.mark.parametrize("jacobian", [jacobian_central, jacobian_complex_step])
def test_shapes_are_those_of_f_then_x(jacobian):
    x = np.arange(6.0).reshape(2, 3)
    assert jacobian(lambda x: (x**2).sum(), x).shape == (2, 3)
    assert jacobian(lambda x: x @ A.T, x).shape == (2, 2, 2, 3)
    assert jacobian(lambda x: x * x, 3.0).shape == ()
    # d(x[a, :] . A[b, :]) / dx[c, j] = delta_ac A[b, j]; values below 30, five roundings: 150 eps / 8.7e-6 < 1e-8.
    expected = np.einsum("ac,bj->abcj", np.eye(2), A)
    np.testing.assert_allclose(jacobian(lambda x: x @ A.T, x), expected, rtol=0, atol=1e-8)


@given(st.floats(-20, 20))
def test_the_bound_holds_for_exp_and_is_close_to_the_best_possible(x):
    # M = exp(x + 1) because the step never exceeds max(1, |x|), and for these x it stays below 1; exp rounds by 2 eps.
    third, delta = math.exp(x + 1), 2 * EPS * math.exp(x + 1)
    result = central_difference(np.exp, x, third_derivative=third, evaluation_error=delta)
    assert result.step <= 1
    assert abs(result.jacobian - math.exp(x)) <= result.bound
    # The least of h^2 M/6 + delta/h is M^(1/3) (3 delta)^(2/3) / 2. For |x| <= 20 neither clip is active, moving the
    # abscissae onto floats changes h by less than 1e-9, and the remaining terms of order eps are below 1e-4 of it.
    assert result.bound <= 1.001 * 0.5 * np.cbrt(third * (3 * delta) ** 2)


@given(st.floats(-10, 10), st.floats(1e-6, 1e-2))
def test_the_bound_holds_at_any_step_for_a_cubic(x, h):
    # f''' = 6 exactly, so the truncation h^2 is attained; Horner's x*x*x rounds twice: 2 eps |x + h|^3 at most.
    result = central_difference(
        lambda x: x * x * x, x, third_derivative=6, evaluation_error=2 * EPS * (abs(x) + h) ** 3, h=h
    )
    error = Fraction(float(result.jacobian)) - 3 * Fraction(x) ** 2
    assert abs(error) <= Fraction(float(result.bound))
    assert abs(error - Fraction(float(result.truncation))) <= Fraction(float(result.rounding)) + Fraction(EPS)


@given(st.floats(-1e-3, 1e-3), st.floats(0.5, 1.5))
def test_the_bound_covers_the_rounding_of_the_abscissae(x, h):
    # x^2 has no third derivative and rounds once, by eps/2: near its minimum the rounding of x + h and x - h dominates.
    result = central_difference(
        lambda x: x * x, x, third_derivative=0, evaluation_error=EPS / 2 * (abs(x) + h) ** 2, h=h
    )
    assert abs(Fraction(float(result.jacobian)) - 2 * Fraction(x)) <= Fraction(float(result.bound))


@given(seeds, st.integers(1, 5), st.sampled_from([1.0, 12.0, 40.0]))
def test_softmax_central_differences_are_within_their_bound_of_the_formula(seed, n, spread):
    z = np.random.default_rng(seed).uniform(-spread, spread, size=n)
    y = softmax(z)
    exact = np.diag(y) - np.outer(y, y)
    # As a function of z_j alone y_i is affine in a sigmoid, |s'''| <= s' <= 1/4, and s'(z + h) <= e^h s'(z): so
    # |d^3 y_i / dz_j^3| <= e |J_ij| within h <= 1. y_i grows by at most e and rounds by (d + d + n + 9) eps.
    third = math.e * np.abs(exact)
    delta = math.e * y * EPS * (2 * (z.max() - z.min()) + n + 11)
    h = np.minimum(1.0, np.cbrt(3 * EPS))
    result = central_difference(softmax, z, third_derivative=third, evaluation_error=delta, h=h)
    # The formula itself rounds: each y_i as above, twice in the product, and 1 - y_i by eps.
    formula = EPS * (2 * (z.max() - z.min()) + n + 11) * (np.diag(y) + 2 * np.outer(y, y))
    assert np.all(np.abs(result.jacobian - exact) <= result.bound + formula)


def test_the_bound_refuses_a_wrong_jacobian_of_softmax():
    z = np.array([0.0, -3.0, 9.0])
    y = softmax(z)
    delta = math.e * y * EPS * 40
    third = math.e * np.abs(np.diag(y) - np.outer(y, y))
    result = central_difference(softmax, z, third_derivative=third, evaluation_error=delta, h=np.cbrt(3 * EPS))
    for wrong in (
        np.diag(y),
        np.diag(y) + np.outer(y, y),
        -np.diag(y) + np.outer(y, y),
        np.diag(y * y) - np.outer(y, y),
    ):
        assert np.any(np.abs(result.jacobian - wrong) > 2 * result.bound)


def test_the_best_step_has_a_smaller_bound_than_its_neighbours():
    options = {"third_derivative": 2.0, "evaluation_error": 1e-14}
    best = central_difference(np.sin, 0.5, **options)
    assert best.step == pytest.approx((3 * 1e-14 / 2) ** (1 / 3), rel=1e-6)  # moved by at most ulp(0.5)/h = 5e-12
    for factor in (0.5, 0.8, 1.25, 2.0):
        assert central_difference(np.sin, 0.5, **options, h=factor * best.step).bound > best.bound


def test_the_step_stays_positive_and_finite_without_error_or_curvature():
    assert central_difference(np.sin, 4.0, third_derivative=0, evaluation_error=1e-16).step == 4
    assert central_difference(np.sin, 4.0, third_derivative=1, evaluation_error=0).step >= 0.9 * 4 * math.sqrt(EPS)


@given(st.floats(-1e10, 1e10), st.floats(1e-12, 1e3))
def test_abscissae_are_off_by_at_most_eps_times_h(x, h):
    assume(h > 4 * math.ulp(x))
    right, left, taken = _abscissae(x, h)
    error = Fraction(EPS) * Fraction(taken)
    if h <= abs(x):
        error = Fraction(0)
    assert abs(Fraction(right) - Fraction(x) - Fraction(taken)) <= error
    assert abs(Fraction(x) - Fraction(left) - Fraction(taken)) <= error
    assert abs(taken - h) <= math.ulp(abs(x) + h)


@given(st.floats(-700, 700))
def test_the_complex_step_of_exp_is_exact(x):
    # exp, sin, their product and the quotient round, by 2 ulp each at most; then the floor of the subnormals.
    assert abs(jacobian_complex_step(np.exp, x) - np.exp(x)) <= 8 * EPS * np.exp(x) + COMPLEX_STEP_FLOOR


def test_the_complex_step_sees_down_to_the_smallest_floats():
    gradient = jacobian_complex_step(logsumexp, [0.0, -600.0])
    assert gradient[1] == pytest.approx(
        math.exp(-600), rel=1e-12
    )  # 600 eps from z - max; h e^-600 = 2.7e-281 is normal
    assert jacobian_complex_step(logsumexp, [0.0, -720.0])[1] == 0  # true value 1.6e-313 < 5e-324 / COMPLEX_STEP
    assert COMPLEX_STEP * math.exp(-720) == 0


def test_x_is_never_modified_even_by_f():
    x = np.array([1.0, 2.0])

    def careless(x):
        x *= 2
        return x

    np.testing.assert_allclose(jacobian_central(careless, x), 2 * np.eye(2), rtol=0, atol=1e-9)  # 8 eps / 8.7e-6
    np.testing.assert_array_equal(jacobian_complex_step(careless, x), 2 * np.eye(2))
    np.testing.assert_array_equal(x, [1, 2])


def test_integer_x_is_not_truncated():
    assert jacobian_central(lambda x: x**2, np.array(3)) == pytest.approx(
        6, abs=1e-9
    )  # h^2 f'''/6 = 0; 18 eps / 2.6e-5


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: jacobian_central(np.sin, [1j]), TypeError, r"x: expected real numbers, got complex128"),
        (
            lambda: jacobian_central(np.sin, [np.nan, 1]),
            ValueError,
            r"x: expected finite numbers, .*\(2,\) with 1 others",
        ),
        (lambda: jacobian_central(np.sin, []), ValueError, r"x: expected finite numbers, got shape \(0,\)"),
        (lambda: jacobian_central(np.sin, [1, 2], h=0), ValueError, r"h: expected one positive step .* shape \(2,\)"),
        (lambda: jacobian_central(np.sin, [1, 2], h=[1]), ValueError, r"h: expected one positive step .* shape \(2,\)"),
        (
            lambda: jacobian_central(np.sin, 1.0, h=1e-17),
            ValueError,
            r"h: too small to move x = 1.0; choose at least 2.2",
        ),
        (lambda: jacobian_central(lambda x: 1j * x, 1.0), TypeError, r"f: returned complex128; .* take its .real"),
        (
            lambda: jacobian_central(lambda x: x[x > 1], [1.0]),
            ValueError,
            r"f: returned shape \(1,\) after shape \(0,\)",
        ),
        (
            lambda: jacobian_complex_step(np.abs, 1.0),
            TypeError,
            r"f: returned float64 for complex input.*jacobian_central",
        ),
        (lambda: jacobian_complex_step(np.sin, 1.0, step=0), ValueError, r"step: expected a positive number, got 0"),
        (
            lambda: central_difference(np.sin, 1.0, third_derivative=-1, evaluation_error=0),
            ValueError,
            r"third_derivative: expected finite bounds >= 0, got values from -1.0",
        ),
        (
            lambda: central_difference(np.sin, 1.0, third_derivative=1, evaluation_error=np.nan),
            ValueError,
            r"evaluation_error: expected finite bounds >= 0",
        ),
    ],
)
def test_errors_name_the_argument_and_the_way_out(call, error, message):
    with pytest.raises(error, match=message):
        call()
