"""The proofs behind the checks, replayed exactly where possible; then the checks at work, on right and wrong claims."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.monte_carlo import (
    MISS,
    _catoni_minimum,
    _median_plan,
    binomial_tail,
    largest_block_probability,
    mean_check,
    median_of_means_check,
    samples_needed,
)

CHECKS = [mean_check, median_of_means_check]


def rng():
    return np.random.default_rng(20240229)


def test_the_binomial_tail_is_exact():
    p = Fraction(1, 3)
    assert binomial_tail(1, p) == p
    assert binomial_tail(3, p) == 3 * p**2 * (1 - p) + p**3
    assert binomial_tail(5, Fraction(1, 2)) == Fraction(1, 2)  # by symmetry
    assert binomial_tail(7, Fraction(1)) == 1


@given(st.integers(0, 40).map(lambda i: 2 * i + 1), st.sampled_from([0.1, 1e-3, 1e-6, 1e-9, 1e-12]))
def test_the_largest_block_probability_is_admissible_and_nearly_the_largest(k, q):
    p = largest_block_probability(k, q)
    assert binomial_tail(k, Fraction(p)) <= Fraction(q)
    assert binomial_tail(k, Fraction(p) * (1 + Fraction(1, 10**9))) > Fraction(q)


@pytest.mark.parametrize("false_alarm", [1e-2, 1e-9, 1e-11])
def test_the_median_plan_keeps_its_promise_where_cantellis_inequality_is_an_equality(false_alarm):
    # One sample per block. X = r with probability p = 1/(1 + r^2), else -1/r: mean 0, variance 1, and P(X >= r) = p.
    # Then P(median >= r) is exactly the tail: not above alpha/2, but above it when the radius is 1 % smaller.
    plan = _median_plan(false_alarm, 1.0)
    r = Fraction(plan.radius)
    slack = 1 + Fraction(1, 10**12)  # the radius itself was rounded
    assert 2 * binomial_tail(plan.blocks, 1 / (1 + r**2)) <= Fraction(false_alarm) * slack
    assert 2 * binomial_tail(plan.blocks, 1 / (1 + (r * Fraction(99, 100)) ** 2)) > Fraction(false_alarm)
    miss = Fraction(plan.detected) - r
    assert binomial_tail(plan.blocks, 1 / (1 + miss**2)) <= Fraction(MISS) * slack
    assert plan.false_alarm <= false_alarm


def test_the_number_of_blocks_is_the_best_one():
    def detected(k):
        reach = sum(math.sqrt(k * (1 / largest_block_probability(k, q) - 1)) for q in (5e-10, MISS))
        return reach

    best = _median_plan(1e-9, 1.0)
    assert math.sqrt(best.blocks) * best.detected == pytest.approx(detected(best.blocks), rel=1e-12)
    assert all(detected(k) >= detected(best.blocks) for k in range(1, 201, 2))


@given(st.floats(-60, 60))
def test_catonis_influence_obeys_the_inequality_its_proof_uses(u):
    # exp(psi) <= 1 + u + u^2/2 and exp(-psi) <= 1 - u + u^2/2; psi rounds by eps, exp by 4 eps of its value.
    psi = math.copysign(math.log1p(abs(u) + u * u / 2), u)
    for sign in (1, -1):
        right = 1 + sign * u + u * u / 2
        assert math.exp(sign * psi) <= right * (1 + 4e-15)


@pytest.mark.parametrize("false_alarm", [1e-3, 1e-9, 1e-11])
@pytest.mark.parametrize("other", [1.0, 2.5, 10.0])
def test_catonis_radius_is_a_root_of_its_quadratic_and_the_estimate_of_its_sum(false_alarm, other):
    # At theta = mu + u the bound on the sum is N (-c u + c^2 (v + u^2)/2) + L: it must have reached 0 at u = radius.
    n, v = 1000, 2.5
    x = rng().normal(0, math.sqrt(v), n)
    report = mean_check(x, variance=v, false_alarm=false_alarm, alternative_variance=other)
    alarm, miss = math.log(2 / false_alarm), math.log(1 / MISS)
    c = math.sqrt(2 * (alarm + miss) / (n * (v + other)))
    for u, log, variance in (
        (report.radius, alarm, v),
        (report.smallest_detected - report.radius, miss, other),
    ):
        value = n * (-c * u + c * c * (variance + u * u) / 2) + log
        assert abs(value) < 1e-6 * log  # the bracket of 1e-9 radii and rounding
    u = c * (x - report.estimate)
    total = np.sum(np.sign(u) * np.log(1 + np.abs(u) + u**2 / 2))
    assert abs(total) <= n * c * 1e-9 * report.radius + 1e-12 * n  # slope at most n c, over one bracket; rounding


@pytest.mark.parametrize("false_alarm", [1e-3, 1e-9, 1e-11])
def test_catoni_detects_nearly_what_a_normal_mean_would(false_alarm):
    # Leading order 2 sqrt((L_a + L_b) v/N); at N = 1000 the bounds' denominators add less than 10 %.
    logs = math.log(2 / false_alarm) + math.log(1 / MISS)
    report = mean_check(np.zeros(1000), variance=2.5, false_alarm=false_alarm)
    assert report.smallest_detected < 1.1 * 2 * math.sqrt(logs * 2.5 / 1000)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("false_alarm", [0.05, 1e-6, 1e-9 / 20])
def test_the_report_never_claims_less_than_was_asked_for(check, false_alarm):
    report = check(np.zeros(1000), variance=1, false_alarm=false_alarm)
    assert 0.99 * false_alarm < report.false_alarm <= false_alarm


def two_point(generator, size, p):
    """Mean 0, variance 1, skewed: sqrt((1-p)/p) with probability p, else -sqrt(p/(1-p))."""
    return np.where(generator.random(size) < p, math.sqrt((1 - p) / p), -math.sqrt(p / (1 - p)))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("p", [0.5, 0.01])
def test_alarms_are_no_more_frequent_than_stated_and_stated_deviations_are_found(check, p):
    # 300 runs at alarm probability 0.05. P(Bin(300, 0.05) > 45) < 1e-9, the false alarm of this very test (summed
    # below); a miss has probability 1e-6 a run, 6e-4 over both sides of all.
    runs, allowed, limit = 300, Fraction(1, 20), 45
    tail = sum(math.comb(runs, j) * allowed**j * (1 - allowed) ** (runs - j) for j in range(limit + 1, runs + 1))
    assert tail < 1e-9
    generator = rng()
    alarms = misses = 0
    for _ in range(runs):
        report = check(two_point(generator, 1000, p), variance=1, false_alarm=0.05)
        alarms += not report.consistent_with(0)
        misses += report.consistent_with(report.smallest_detected) + report.consistent_with(-report.smallest_detected)
    assert alarms <= limit
    assert misses == 0


@pytest.mark.parametrize("check", CHECKS)
def test_a_wrong_variance_formula_is_refused_and_the_right_one_accepted(check):
    # a = sum of n = 16 products: Var = n s^2 v^2 = 4; refuse n^2 s^2 v^2 = 64, double, half. Here a is normal.
    x = rng().normal(0, 2, size=20_000) ** 2
    report = check(x, variance=2 * 4**2, false_alarm=1e-11)
    assert report.smallest_detected < 2
    assert report.consistent_with(4)
    for wrong in (64, 8, 2, -4, 0):
        assert not report.consistent_with(wrong)


@pytest.mark.parametrize("check", CHECKS)
def test_reports_scale_and_shift_with_the_samples(check):
    x = rng().exponential(size=5000)
    report = check(x, variance=1, false_alarm=1e-6)
    moved = check(100 - 3 * x, variance=9, false_alarm=1e-6)
    # Catoni's root is bracketed within 1e-9 radii, and 100 rounds to 1e-14.
    assert moved.estimate == pytest.approx(100 - 3 * report.estimate, abs=1e-8 * moved.radius)
    assert moved.radius == pytest.approx(3 * report.radius, rel=1e-8)
    assert moved.smallest_detected == pytest.approx(3 * report.smallest_detected, rel=1e-8)


@pytest.mark.parametrize("check", CHECKS)
def test_a_larger_variance_under_the_alternative_makes_detection_harder(check):
    x = rng().normal(size=5000)
    plain = check(x, variance=1, false_alarm=1e-9)
    spread = check(x, variance=1, false_alarm=1e-9, alternative_variance=16)
    assert spread.smallest_detected > 1.5 * plain.smallest_detected
    assert spread.alternative_variance == 16


def test_one_wild_sample_does_not_move_either_estimate_far():
    x = rng().normal(size=5000)
    x[17] = 1e6  # the mean moves by 200
    for check in CHECKS:
        assert check(x, variance=1, false_alarm=1e-9).consistent_with(0)


@pytest.mark.parametrize("check", CHECKS)
def test_constant_samples_are_estimated_by_their_value(check):
    report = check(np.full(1000, 7.0), variance=1, false_alarm=1e-6)
    assert report.estimate == pytest.approx(7, abs=1e-8 * report.radius)


@given(st.floats(0.003, 3), st.sampled_from([1e-3, 1e-11]), st.sampled_from([None, 4.0]))
def test_samples_needed_is_the_least_number_that_detects(deviation, false_alarm, alternative):
    options = {"variance": 2.0, "false_alarm": false_alarm, "alternative_variance": alternative}
    n = samples_needed(deviation, **options)
    if n > 100_000:  # keep the arrays small: check the two sides of the formula at a coarser deviation
        deviation *= math.sqrt(n / 100_000)
        n = samples_needed(deviation, **options)
    assert mean_check(np.zeros(n), **options).smallest_detected <= deviation
    if n > _catoni_minimum(false_alarm):  # otherwise one sample less is refused, as another test shows
        assert mean_check(np.zeros(n - 1), **options).smallest_detected > deviation * (1 - 1e-7)


def test_samples_needed_counts_the_bracket_of_the_estimate():
    options = {"variance": 2.0, "false_alarm": 1e-9}
    just_missed = mean_check(np.zeros(1000), **options).smallest_detected * (1 - 1e-10)
    assert samples_needed(just_missed, **options) == 1001


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    ("samples", "options", "message"),
    [
        (
            np.ones((2, 500)),
            {},
            r"samples: expected finite numbers of shape \(N,\), got shape \(2, 500\) .*independent",
        ),
        ([1.0, np.nan], {}, r"got shape \(2,\) with 1 not finite"),
        (np.ones(10), {}, r"samples: got 10, but false_alarm = 1e-06 needs at least \d+"),
        (np.ones(500), {"variance": 0}, "variance: expected a finite number > 0, got 0; compare a constant exactly"),
        (
            np.ones(500),
            {"alternative_variance": math.inf},
            "alternative_variance: expected a finite number > 0, got inf",
        ),
        (np.ones(500), {"false_alarm": 0}, "false_alarm: expected a probability between 0 and 1, got 0"),
    ],
)
def test_errors_name_the_argument_and_what_suffices(check, samples, options, message):
    with pytest.raises(ValueError, match=message):
        check(samples, **({"variance": 1.0, "false_alarm": 1e-6} | options))


def test_the_number_of_samples_named_in_the_error_suffices():
    for check in CHECKS:
        with pytest.raises(ValueError, match="needs at least") as caught:
            check([1.0], variance=1, false_alarm=1e-9)
        least = int(str(caught.value).split("at least ")[1].split(",")[0])
        assert check(np.zeros(least), variance=1, false_alarm=1e-9).samples == least
        with pytest.raises(ValueError, match=f"got {least - 1}"):
            check(np.zeros(least - 1), variance=1, false_alarm=1e-9)


def test_a_claim_must_be_a_number():
    report = mean_check(np.zeros(1000), variance=1, false_alarm=1e-9)
    with pytest.raises(ValueError, match="value: expected a finite claimed mean, got nan"):
        report.consistent_with(math.nan)
    with pytest.raises(ValueError, match="deviation: expected a positive number, got 0"):
        samples_needed(0, variance=1, false_alarm=1e-9)
