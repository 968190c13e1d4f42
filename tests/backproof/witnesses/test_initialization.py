"""The closed forms of the initialization chapter against real layers.

Each Monte Carlo check may cry wolf with probability 1e-12; with 30 checks here, a false alarm of the suite has
probability below 1e-10, whatever the seeds that Hypothesis chooses.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.closed_forms import number
from backproof.witnesses import initialization as W
from numerics.initializers import normal
from numerics.monte_carlo import mean_check
from proofs.initialization import linear_layer, relu, xavier

ALARM = 1e-12
few = settings(max_examples=6, deadline=None)
seeds = st.integers(0, 2**32)


@few
@given(st.integers(1, 20), st.floats(0.05, 3), st.floats(0.1, 5), seeds)
def test_a_layer_multiplies_the_variance_by_fan_in(n_in: int, sigma: float, v: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    check = W.layer_mean_square(W.standardized(8, n_in, v, rng), sigma, ALARM, rng)
    closed = number(linear_layer.forward_variance.claim.terms[1], {"n_in": n_in, "sigma": sigma, "v": v})
    assert check.consistent_with(closed)


@few
@given(st.integers(1, 20), st.floats(0.05, 3), st.floats(0.1, 5), seeds)
def test_the_backward_pass_multiplies_the_variance_by_fan_out(n_out: int, sigma: float, g: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    check = W.backward_mean_square(W.standardized(8, n_out, g, rng), sigma, 30_000, ALARM, rng)
    closed = number(xavier.backward_variance.claim.terms[1], {"n_out": n_out, "sigma": sigma, "g": g})
    assert check.consistent_with(closed)


@few
@given(st.integers(1, 12), st.integers(1, 12), seeds)
def test_the_xavier_variance_lies_between_vanishing_and_exploding(n_in: int, n_out: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sigma = float(np.sqrt(2 / (n_in + n_out)))
    forward = W.layer_mean_square(W.standardized(8, n_in, 1.0, rng), sigma, ALARM, rng)
    assert forward.consistent_with(2 * n_in / (n_in + n_out))


@pytest.mark.parametrize("part", relu.relu_factor.parts, ids=lambda part: part.name)
def test_each_relu_result_stands_on_real_digits(part) -> None:  # type: ignore[no-untyped-def]
    from backproof.witnesses.testimony import REGISTRY

    for witness in REGISTRY["relu-factor", part.name]:
        assert witness.examine(part.claim, np.random.default_rng(3), ALARM).stands


def test_pixels_with_a_mean_refute_the_naive_variance_formula() -> None:
    testimony = W.forward_pixels(linear_layer.forward_variance.claim, np.random.default_rng(0), ALARM)
    assert testimony.stands
    assert ("naive formula with the pixel variance", "refused") in testimony.figures


def test_the_variance_of_a_mean_square_is_exact() -> None:
    """Against the definition, by enumerating signs: kurtosis 1, w = +-sigma."""
    x, sigma = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -2.5]]), 0.7
    signs = sigma * np.array([[a, b] for a in (-1, 1) for b in (-1, 1)])
    squares = np.mean((x @ signs.T) ** 2, axis=0)
    assert W.variance_of_mean_square(x, sigma, 1.0) == pytest.approx(np.var(squares), rel=1e-12)


def test_a_check_with_twice_the_variance_is_refused() -> None:
    rng = np.random.default_rng(0)
    x = W.standardized(8, 5, 1.0, rng)
    samples = W.batch_mean_squares(x, normal(5, 20_000, 2.0, rng=rng))
    check = mean_check(samples, variance=W.variance_of_mean_square(x, 2**0.5), false_alarm=ALARM)
    assert not check.consistent_with(5.0)
