"""Every function against 60-digit decimals, at extreme logits, with NaN, and by the complex step."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import functions as F
from numerics.arrays import as_inexact
from numerics.finite_differences import COMPLEX_STEP, EPS, central_difference, jacobian_complex_step

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534")
TINY = float(np.finfo(np.float64).tiny)  # below it a float has fewer digits: an absolute error, not a relative one

logit = st.floats(-700, 700)
logits = st.lists(logit, min_size=1, max_size=6).map(np.array)
ties = st.integers(1, 5).flatmap(lambda n: logit.map(lambda z: np.full(n, z)))

FUNCTIONS = [
    *(F.linear, F.relu, F.step, F.sigmoid, F.log_sigmoid, F.softplus, F.tanh),
    *(F.leaky_relu, F.elu, F.selu, F.silu, F.gelu, F.normal_cdf, F.normal_density),
]
ELEMENTWISE = [
    *FUNCTIONS,
    *(F.linear_derivative, F.relu_derivative, F.sigmoid_derivative, F.softplus_derivative, F.tanh_derivative),
    *(F.leaky_relu_derivative, F.elu_derivative, F.selu_derivative, F.silu_derivative, F.gelu_derivative),
]
ROWWISE = [F.softmax, F.log_softmax, F.logsumexp]
DERIVATIVES = [
    (F.linear, F.linear_derivative),
    (F.relu, F.relu_derivative),
    (F.sigmoid, F.sigmoid_derivative),
    (F.softplus, F.softplus_derivative),
    (F.tanh, F.tanh_derivative),
    (F.log_sigmoid, lambda z: F.sigmoid(-z)),
    (F.leaky_relu, F.leaky_relu_derivative),
    (F.elu, F.elu_derivative),
    (F.selu, F.selu_derivative),
    (F.silu, F.silu_derivative),
    (F.gelu, F.gelu_derivative),
]


def decimals(z):
    return [Decimal(float(x)) for x in z]


def exact_softmax(z):
    with localcontext(prec=60):
        e = [x.exp() for x in decimals(z)]
        return np.array([float(x / sum(e)) for x in e])


def exact_log_softmax(z):
    """Through log1p's argument, because 60 digits do not hold 1 + exp(-1400)."""
    with localcontext(prec=700):
        e = [x.exp() for x in decimals(z)]
        return np.array([float((x / sum(e)).ln()) for x in e])


@given(st.one_of(logits, ties))
def test_softmax_is_exact_to_rounding(z):
    # z_j - max rounds by eps/2 of its size d_j, which exp turns into a relative error d_j eps/2; exp adds at most
    # 4 eps, the sum of n positive terms n eps, the quotient eps.
    d = np.abs(z - z.max())
    relative = EPS * (d + d.max() + len(z) + 9)
    assert np.all(np.abs(F.softmax(z) - exact_softmax(z)) <= relative * exact_softmax(z) + TINY)


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=4).map(np.array))
@settings(max_examples=40, deadline=None)
def test_log_softmax_and_logsumexp_keep_their_digits(z):
    # Largest logit: -log1p(s), s a sum with relative error (d + n + 8) eps. The others subtract first: eps d more.
    # A relative bound also where the result is nearly 0, which log(softmax(z)) and z - log(sum(exp(z))) would miss.
    d = np.abs(z - z.max())
    exact = exact_log_softmax(z)
    bound = EPS * (d.max() + len(z) + 9) * np.abs(exact) + TINY
    assert np.all(np.abs(F.log_softmax(z) - exact) <= bound)
    with localcontext(prec=60):
        value = float(sum(x.exp() for x in decimals(z)).ln())
    # largest + log1p(others): two terms that may cancel, so the error is relative to their sizes.
    assert abs(F.logsumexp(z) - value) <= EPS * (d.max() + len(z) + 9) * (abs(z.max()) + np.log(len(z)) + 1)


@given(st.floats(-300, 300))
def test_logistic_functions_keep_their_digits(z):
    with localcontext(prec=300):
        e = Decimal(z).exp()
        exact = {
            F.sigmoid: e / (1 + e),
            F.sigmoid_derivative: e / (1 + e) ** 2,
            F.softplus: (1 + e).ln(),
            F.log_sigmoid: (e / (1 + e)).ln(),
            F.tanh_derivative: 4 * e**2 / (1 + e**2) ** 2,
        }
    for function, value in exact.items():
        # z is exact, so exp contributes 4 eps, and each function has at most 6 more roundings; tanh' squares: twice.
        assert abs(function(z) - float(value)) <= 20 * EPS * abs(float(value)) + TINY, function.__name__


@given(st.floats(0, 1), st.floats(-300, 300))
def test_binary_cross_entropy_keeps_its_digits(t, z):
    with localcontext(prec=300):
        e = Decimal(z).exp()
        exact = float(Decimal(t) * (1 + 1 / e).ln() + (1 - Decimal(t)) * (1 + e).ln())
    assert abs(F.binary_cross_entropy(t, z) - exact) <= 20 * EPS * exact + TINY  # positive terms: nothing cancels


def test_a_confident_loss_is_small_but_not_zero():
    np.testing.assert_allclose(F.cross_entropy([1, 0], [40, 0]), np.exp(-40.0), rtol=8 * EPS)
    np.testing.assert_allclose(F.binary_cross_entropy(1, 40), np.exp(-40.0), rtol=8 * EPS)
    np.testing.assert_allclose(F.logsumexp([0, -40]), np.exp(-40.0), rtol=8 * EPS)


def test_huge_logits_give_their_limits_without_a_warning():
    big = 1e4
    np.testing.assert_array_equal(F.softmax([big, -big, big]), [0.5, 0, 0.5])
    np.testing.assert_array_equal(F.log_softmax([big, -big]), [0, -2 * big])
    np.testing.assert_array_equal(F.logsumexp([[big, -big], [-big, -2 * big]]), [big, -big])
    np.testing.assert_array_equal(F.cross_entropy([[0, 1], [1, 0]], [[big, -big], [big, -big]]), [2 * big, 0])
    np.testing.assert_array_equal(F.binary_cross_entropy([0, 1, 0, 1], [big, big, -big, -big]), [big, 0, 0, big])
    np.testing.assert_array_equal(F.sigmoid([-big, big]), [0, 1])
    np.testing.assert_array_equal(F.softplus([-big, big]), [0, big])
    np.testing.assert_array_equal(F.log_sigmoid([-big, big]), [-big, 0])
    np.testing.assert_array_equal(F.sigmoid_derivative([-big, big]), [0, 0])
    np.testing.assert_array_equal(F.tanh_derivative([-big, big]), [0, 0])
    np.testing.assert_array_equal(F.softmax([-np.inf, 0, 0]), [0, 0.5, 0.5])


@pytest.mark.parametrize("function", ELEMENTWISE + ROWWISE, ids=lambda f: f.__name__)
def test_huge_complex_logits_stay_finite(function):
    z = np.array([1e4, -1e4, 0, 700.5]) + 1j * COMPLEX_STEP
    assert np.isfinite(function(z)).all()


@pytest.mark.parametrize("function", ELEMENTWISE, ids=lambda f: f.__name__)
def test_nan_stays_where_it_is(function):
    np.testing.assert_array_equal(np.isnan(function([1.0, np.nan, -1.0])), [False, True, False])
    with np.errstate(invalid="ignore"):  # NumPy's complex arithmetic sets this flag on NaN; its real one does not
        assert np.isnan(function(np.array([complex(np.nan, 1)]))).all()


@pytest.mark.parametrize("function", ROWWISE, ids=lambda f: f.__name__)
@pytest.mark.parametrize("row", [[np.nan], [np.nan, 0.0], [3.0, np.nan, 1.0]], ids=str)
def test_one_nan_spoils_its_row_and_no_other(function, row):
    result = function([row, [1.0] * len(row)])
    assert np.isnan(result[0]).all()
    assert np.isfinite(result[1]).all()


def test_nan_in_targets_or_logits_reaches_the_loss():
    for t, z in (([np.nan, 1], [0, 1]), ([0, 1], [np.nan, 1]), ([0, 1], [1, np.nan])):
        assert np.isnan(F.cross_entropy(t, z))
        assert np.isnan(F.binary_cross_entropy(t, z)).any()


@pytest.mark.parametrize(("function", "derivative"), DERIVATIVES, ids=lambda f: f.__name__)
@given(z=st.one_of(st.floats(-300, 300), st.just(0.0)))
def test_derivatives_agree_with_the_complex_step(function, derivative, z):
    # The quotient a/(1+a) differentiates to a difference that cancels, so its error is eps times its terms (at most
    # 1), times the slope 2 of tanh's argument or SiLU's factor |z| exp(-|z|) < 1; 16 covers the roundings of exp, sum,
    # quotient and logarithm. GELU's Phi' = phi is built into its complex step: normal_cdf has its own test below.
    assert abs(jacobian_complex_step(function, z) - derivative(z)) <= 16 * EPS


@given(st.floats(-15, 15))  # the tail at -15 is 4e-51, well above the 90 digits of PI
@settings(deadline=None)
def test_the_normal_distribution_keeps_its_digits_in_both_tails(z):
    with localcontext(prec=120):
        # exp(-z^2/2) sum of z^(2k+1)/(1 3 5 ... (2k+1)): Phi(z) - 1/2 times sqrt(2 pi).
        x = Decimal(z)
        term = total = x
        k = 1
        while abs(term) > Decimal(10) ** -110:
            term *= x * x / (2 * k + 1)
            total += term
            k += 1
        density = (-x * x / 2).exp() / (2 * PI).sqrt()
        cdf = Decimal("0.5") + density * total
    # The argument's relative error eps (sqrt(2), quotient) is magnified by |z phi/Phi| <= z^2 + 1, erfc adds 4 eps;
    # the density's exponent z^2/2 rounds by eps of itself.
    assert abs(F.normal_cdf(z) - float(cdf)) <= (z * z + 8) * EPS * float(cdf) + TINY
    assert abs(F.normal_density(z) - float(density)) <= (z * z + 8) * EPS * float(density) + TINY


@given(st.floats(-8, 8))
def test_the_normal_density_is_the_slope_of_the_distribution(z):
    # |phi''| = |z^2 - 1| phi <= 0.4; Phi is off by (z^2 + 8) eps Phi, and z^2 Phi <= 64 in the upper half.
    slope = central_difference(F.normal_cdf, z, third_derivative=0.4, evaluation_error=72 * EPS)
    assert abs(slope.jacobian - F.normal_density(z)) <= slope.bound + 72 * EPS


def test_activations_by_hand():
    np.testing.assert_array_equal(F.leaky_relu([-3, 0, 2]), [-0.03, 0, 2])
    # Each is a product or two of library values near 1: 4 eps.
    np.testing.assert_allclose(F.elu([-1, 0, 2]), [np.exp(-1) - 1, 0, 2], rtol=4 * EPS)
    np.testing.assert_allclose(
        F.selu([-1, 2]), 1.0507009873554805 * np.array([1.6732632423543772 * (np.exp(-1) - 1), 2]), rtol=4 * EPS
    )
    np.testing.assert_allclose(F.silu([-1, 2]), [-1 / (1 + np.e), 2 / (1 + np.exp(-2))], rtol=4 * EPS)
    np.testing.assert_allclose(F.gelu([-1, 1]), [-0.15865525393145707, 0.8413447460685429], rtol=4 * EPS)


def test_activations_have_their_limits_at_infinity():
    ends = [-np.inf, np.inf]
    for function in (F.silu, F.gelu):
        np.testing.assert_array_equal(function(ends), [0, np.inf])
    for derivative in (F.elu_derivative, F.silu_derivative, F.gelu_derivative):
        np.testing.assert_array_equal(derivative(ends), [0, 1])
    np.testing.assert_array_equal(F.elu(ends), [-1, np.inf])


@pytest.mark.parametrize("function", ELEMENTWISE, ids=lambda f: f.__name__)
def test_logits_up_to_1e300_give_numbers_without_a_warning(function):
    assert not np.isnan(function([-1e300, -1e4, 1e4, 1e300])).any()


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "selu", "elu"])
def test_the_slope_at_the_kink_is_the_one_from_the_left(name):
    function, derivative = getattr(F, name), getattr(F, f"{name}_derivative")
    h = 2.0**-20
    from_the_left = (function(0.0) - function(-h)) / h
    # Taylor on the left: h |f''| / 2 with |f''| <= 1.76; rounding of two values below 2 h, over h: 8 eps.
    assert abs(from_the_left - derivative(0.0)) <= h * 1.76 / 2 + 8 * EPS
    assert derivative(np.nextafter(0, 1)) == pytest.approx(F.SELU_SCALE if name == "selu" else 1, rel=EPS)


def test_relu_and_step_are_zero_at_zero():
    for function in (F.relu, F.step, F.relu_derivative):
        np.testing.assert_array_equal(function([-2, 0, 3]), [0, 0, 3 if function is F.relu else 1])


@given(logits, st.integers(0, 2**32 - 1))
def test_cross_entropy_gradient_is_y_sum_t_minus_t(z, seed):
    t = np.random.default_rng(seed).uniform(-2, 2, size=len(z))  # general targets: any sign, any sum
    gradient = jacobian_complex_step(lambda z: F.cross_entropy(t, z), z)
    y = F.softmax(z)
    # n products t_j (delta - y) summed: each y is off by (|z_j - max| + n + 9) eps y <= (n + 10) eps, |t| <= 2.
    np.testing.assert_allclose(gradient, y * t.sum() - t, rtol=0, atol=2 * len(z) * (2 * len(z) + 20) * EPS)


def test_rows_are_samples_and_axis_is_respected():
    z = np.array([[0.0, 1.0, 3.0], [2.0, -1.0, 0.5]])
    t = np.array([[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]])
    np.testing.assert_array_equal(F.softmax(z), np.stack([F.softmax(row) for row in z]))
    np.testing.assert_array_equal(F.softmax(z, axis=0), F.softmax(z.T).T)
    np.testing.assert_array_equal(F.log_softmax(z, axis=0), F.log_softmax(z.T).T)
    np.testing.assert_array_equal(F.logsumexp(z, axis=0), F.logsumexp(z.T))
    losses = F.cross_entropy(t, z)
    assert losses.shape == (2,)
    assert F.cross_entropy(t[1], z[1]).shape == ()
    np.testing.assert_array_equal(losses, [F.cross_entropy(t[0], z[0]), F.cross_entropy(t[1], z[1])])


@pytest.mark.parametrize("function", ELEMENTWISE + ROWWISE, ids=lambda f: f.__name__)
def test_float32_stays_float32_and_integers_become_float64(function):
    assert function(np.array([1, -2, 0], dtype=np.float32)).dtype == np.float32
    np.testing.assert_array_equal(function([1, -2, 0]), function([1.0, -2.0, 0.0]))
    assert function([1, -2, 0]).dtype == np.float64


def test_no_function_writes_to_its_argument():
    for function in ELEMENTWISE + ROWWISE:
        z = np.array([1.0, -2.0, 0.0])
        function(z)
        np.testing.assert_array_equal(z, [1.0, -2.0, 0.0])


def test_errors_say_what_to_do():
    with pytest.raises(ValueError, match=r"t: shape \(3,\) differs from the shape \(2, 3\) of z.*rows of numpy.eye"):
        F.cross_entropy([0, 1, 2], [[1, 2, 3], [4, 5, 6]])
    with pytest.raises(ValueError, match=r"t: shape \(2,\) differs from the shape \(2, 1\) of z"):
        F.binary_cross_entropy([0, 1], [[1.0], [2.0]])
    with pytest.raises(ValueError, match=r"z: expected at least one logit in an array, got shape \(\); pass one row"):
        F.softmax(3.0)
    with pytest.raises(ValueError, match=r"z: expected at least one logit in an array, got shape \(2, 0\)"):
        F.logsumexp(np.zeros((2, 0)))
    with pytest.raises(TypeError, match=r"z: expected numbers, got dtype <U1; convert with numpy.asarray"):
        F.sigmoid(["1"])
    with pytest.raises(TypeError, match=r"t: expected numbers, got dtype object"):
        as_inexact("t", [None])
