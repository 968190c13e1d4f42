"""Moments against exact enumeration over small distributions, and against integrals of polynomials."""

import itertools
import math
from dataclasses import astuple
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.moments import (
    bernoulli,
    empirical,
    gaussian,
    gaussian_relu_mean,
    gaussian_relu_variance,
    product,
    uniform,
)

EPS = 2.0**-52
values = st.lists(st.integers(-3, 3), min_size=1, max_size=3)


def exact(outcomes):
    """Raw moments of equally likely outcomes."""
    return [float(Fraction(sum(Fraction(x) ** r for x in outcomes), len(outcomes))) for r in range(1, 5)]


def close(found, expected, size):
    # Cumulants and back: about 20 operations on terms up to 24 size^4, each rounding by eps.
    np.testing.assert_allclose([found.m1, found.m2, found.m3, found.m4], expected, rtol=0, atol=500 * EPS * size**4)


@given(values, st.integers(1, 4))
def test_sums_of_independent_copies_agree_with_enumeration(v, n):
    close(empirical(v).sum_of(n), exact([sum(xs) for xs in itertools.product(v, repeat=n)]), 3 * n)


@given(values, st.lists(st.integers(-2, 2), min_size=1, max_size=4))
def test_weighted_sums_agree_with_enumeration(v, weights):
    outcomes = [
        sum(w * x for w, x in zip(weights, xs, strict=True)) for xs in itertools.product(v, repeat=len(weights))
    ]
    close(empirical(v).weighted_by(weights), exact(outcomes), 6 * len(weights))


@given(values, values)
def test_products_of_independent_variables_agree_with_enumeration(v, w):
    close(product(empirical(v), empirical(w)), exact([x * y for x in v for y in w]), 9)


@given(st.floats(-3, 3), st.floats(0.1, 4))
def test_uniform_moments_are_integrals(low, width):
    high = low + width
    a, b = Fraction(low), Fraction(high)
    expected = [float((b ** (r + 1) - a ** (r + 1)) / ((r + 1) * (b - a))) for r in range(1, 5)]
    close(uniform(low, high), expected, 7.1)


def test_gaussian_moments_are_the_known_ones():
    # E(mu + sZ)^4 = mu^4 + 6 mu^2 s^2 + 3 s^4, E(mu + sZ)^3 = mu^3 + 3 mu s^2; here s^2 = 4.
    assert astuple(gaussian(4)) == (0, 4, 0, 48, True)
    assert astuple(gaussian(4, mean=1)) == (1, 5, 13, 1 + 24 + 48, False)
    assert gaussian(4).variance_of_square == 2 * 4**2
    assert gaussian(4, mean=3).variance == 4


def test_a_gaussian_weighting_of_an_image_is_gaussian():
    x = [1.0, -2.0, 3.0]
    assert gaussian(0.25).weighted_by(x) == gaussian(0.25 * 14)


def test_relu_halves_even_moments_of_symmetric_variables_only():
    a = product(gaussian(0.5), uniform(0, 1)).sum_of(3)
    assert a.symmetric
    assert (a.relu.m2, a.relu.m4) == (a.m2 / 2, a.m4 / 2)
    assert a.relu.variance_of_square == a.m4 / 2 - (a.m2 / 2) ** 2
    assert math.isnan(a.relu.m1)
    assert math.isnan(a.relu.variance)
    with pytest.raises(ValueError, match="relu: half the moments only for a symmetric X"):
        _ = uniform(0, 1).relu


def test_symmetry_is_tracked():
    assert uniform(-2, 2).symmetric
    assert not uniform(-2, 1).symmetric
    assert product(bernoulli(0.5), gaussian(1)).symmetric
    assert not product(bernoulli(0.5), gaussian(1, mean=1)).symmetric
    assert gaussian(1).sum_of(3).weighted_by([1, 2]).symmetric


def test_gaussian_relu_moments_agree_with_a_midpoint_rule():
    # Midpoints of width w on [0, 12 s]: for x^r phi(x) the error is w^2/24 times the jump of its derivative at 0,
    # at most w^2 phi(0)/24 < 1e-7 for w = 2e-3, times s <= 2, s^2 <= 4; the tail beyond 12 s is below 1e-30.
    for s in (0.5, 2.0):
        z = (np.arange(6000) + 0.5) * 2e-3
        weight = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * 2e-3
        mean, second = float(np.sum(s * z * weight)), float(np.sum((s * z) ** 2 * weight))
        assert abs(gaussian_relu_mean(s**2) - mean) < 4e-7
        assert abs(gaussian_relu_variance(s**2) - (second - mean**2)) < 4e-6


def test_bernoulli_and_its_mask():
    assert astuple(bernoulli(0.25)) == (0.25, 0.25, 0.25, 0.25, False)
    assert bernoulli(0.25).variance == 0.25 * 0.75


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gaussian(-1), "variance: expected a number >= 0, got -1"),
        (lambda: uniform(1, 1), "low: expected low < high, got 1 and 1"),
        (lambda: bernoulli(1.5), r"p: expected a probability, got 1.5"),
        (lambda: empirical([]), "values: expected at least one finite number"),
        (lambda: empirical([1, np.nan]), "values: expected at least one finite number"),
        (lambda: gaussian(1).sum_of(0), "n: expected at least one term, got 0"),
    ],
)
def test_errors_name_the_argument(call, message):
    with pytest.raises(ValueError, match=message):
        call()
