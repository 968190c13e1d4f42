"""Each initializer's shape, hard limits and variance, with wrong rules refused by the same check."""

import math

import numpy as np
import pytest

from numerics import initializers as I
from numerics.moments import gaussian, uniform
from numerics.monte_carlo import mean_check

N_IN, N_OUT = 300, 100
FALSE_ALARM = 1e-9 / 20  # 20 variance checks at most in this file: 1e-9 over all

# name: (initializer, variance, wrong rules that the same draw must refuse, limit in units of sqrt(variance))
RULES = {
    "lecun_normal":   (I.lecun_normal,   1 / N_IN,           [1 / N_OUT, 2 / N_IN], math.inf),
    "lecun_uniform":  (I.lecun_uniform,  1 / N_IN,           [1 / N_OUT, 2 / N_IN, 1 / (3 * N_IN)], math.sqrt(3)),
    "fan_out_normal": (I.fan_out_normal, 1 / N_OUT,          [1 / N_IN, 2 / N_OUT], math.inf),
    "xavier_normal":  (I.xavier_normal,  2 / (N_IN + N_OUT), [1 / (N_IN + N_OUT), 1 / N_IN, 1 / N_OUT], math.inf),
    "xavier_uniform": (I.xavier_uniform, 2 / (N_IN + N_OUT), [6 / (N_IN + N_OUT), 1 / (N_IN + N_OUT)], math.sqrt(3)),
    "he_normal":      (I.he_normal,      2 / N_IN,           [1 / N_IN, 2 / N_OUT], math.inf),
    "he_uniform":     (I.he_uniform,     2 / N_IN,           [1 / N_IN, 2 / N_OUT, 6 / N_IN], math.sqrt(3)),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_gives_its_variance_and_no_other(name):
    initializer, variance, wrong, limit = RULES[name]
    weights = initializer(N_IN, N_OUT, rng=np.random.default_rng(7))
    assert weights.shape == (N_OUT, N_IN)
    bound = limit * math.sqrt(variance)
    moments = gaussian(variance) if limit == math.inf else uniform(-bound, bound)
    squares = mean_check(weights.ravel() ** 2, variance=moments.variance_of_square, false_alarm=FALSE_ALARM)
    assert squares.consistent_with(variance)
    for claim in wrong:
        assert abs(claim - variance) > squares.smallest_detected  # so the refusal below is no luck
        assert not squares.consistent_with(claim)
    means = mean_check(weights.ravel(), variance=variance, false_alarm=FALSE_ALARM)
    assert means.consistent_with(0)


@pytest.mark.parametrize(
    ("initializer", "limit"),
    [
        (I.xavier_uniform, math.sqrt(6 / (N_IN + N_OUT))),
        (I.he_uniform, math.sqrt(6 / N_IN)),
        (I.lecun_uniform, math.sqrt(3 / N_IN)),
    ],
)
def test_uniform_weights_fill_their_interval_and_never_leave_it(initializer, limit):
    largest = np.abs(initializer(N_IN, N_OUT, rng=np.random.default_rng(11))).max()
    # All 30000 weights below 0.999 of the limit: probability 0.999^30000 < 1e-13. The limit itself rounds by eps.
    assert 0.999 * limit < largest <= limit * (1 + 1e-15)


@pytest.mark.parametrize("cutoff", [1.0, 2.0])
def test_truncated_weights_stay_within_the_cutoff_and_keep_the_variance(cutoff):
    weights = I.truncated_normal(N_IN, N_OUT, 0.04, cutoff=cutoff, rng=np.random.default_rng(13))
    assert weights.shape == (N_OUT, N_IN)
    limit = cutoff * 0.2 / I.truncated_deviation(cutoff)
    assert 0.99 * limit < np.abs(weights).max() <= limit  # density at the limit > 0.05: miss probability 0.999^30000
    # E w^4 <= limit^2 E w^2, so Var(w^2) <= limit^2 0.04 - 0.04^2.
    check = mean_check(weights.ravel() ** 2, variance=limit**2 * 0.04 - 0.04**2, false_alarm=FALSE_ALARM)
    assert check.consistent_with(0.04)
    unscaled = 0.04 * I.truncated_deviation(cutoff) ** 2
    assert abs(unscaled - 0.04) > check.smallest_detected
    assert not check.consistent_with(unscaled)


def test_the_truncated_deviation_is_the_constant_in_the_literature():
    assert I.truncated_deviation() == pytest.approx(0.87962566103423978, rel=1e-15)  # TensorFlow's, JAX's constant
    assert I.truncated_deviation(40) == 1
    # A narrow cut leaves a uniform distribution, of deviation c / sqrt(3): relative error about c^2/15 = 7e-6, and
    # the subtraction 1 - (1 - c^2/3) loses eps / (c^2/3) = 7e-12.
    assert I.truncated_deviation(0.01) == pytest.approx(0.01 / math.sqrt(3), rel=1e-5)


def test_draws_depend_on_the_generator_alone():
    for initializer, *_ in RULES.values():
        first, again, other = (initializer(3, 2, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        assert np.all(first != other)


def test_the_legacy_stream_is_accepted_for_published_experiments():
    expected = np.random.RandomState(3).normal(0, 0.01, size=(4, 5))
    np.testing.assert_allclose(I.normal(5, 4, 1e-4, rng=np.random.RandomState(3)), expected, rtol=4e-16)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: I.he_normal(3, 2, rng=7),
            TypeError,
            r"rng: expected a numpy.random.Generator, got int; pass numpy.ran",
        ),
        (lambda: I.he_normal(0, 2, rng=np.random.default_rng(1)), ValueError, "n_in: expected a width >= 1, got 0"),
        (
            lambda: I.fan_out_normal(3, 0, rng=np.random.default_rng(1)),
            ValueError,
            "n_out: expected a width >= 1, got 0",
        ),
        (
            lambda: I.xavier_normal(3, -1, rng=np.random.default_rng(1)),
            ValueError,
            "n_out: expected a width >= 1, got -1",
        ),
        (
            lambda: I.normal(3, 2, -1, rng=np.random.default_rng(1)),
            ValueError,
            "variance: expected a finite number >= 0",
        ),
        (lambda: I.uniform(3, 2, math.nan, rng=np.random.default_rng(1)), ValueError, "variance: .* got nan"),
        (
            lambda: I.truncated_deviation(0),
            ValueError,
            "cutoff: expected a positive number of standard deviations, got 0",
        ),
    ],
)
def test_errors_name_the_argument(call, error, message):
    with pytest.raises(error, match=message):
        call()
