"""The reference engine: batches, order, history; against steps made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.evaluation import Samples, evaluate
from numerics.network import Dense, Network
from numerics.optimizers import Adam, GradientDescent, Momentum
from numerics.training import Plan, epochs, parameters, train, with_parameters

LINE = Network((Dense([[0.0]], [0.0]),), "squared-error")
POINTS = Samples(np.array([[1.0], [2.0], [4.0]]), np.array([[1.0], [0.0], [2.0]]))
NO_RANDOMNESS = np.random.default_rng(0)


def weight_and_bias(network):
    weights, bias = parameters(network)
    return weights.item(), bias.item()


def test_per_sample_descent_by_hand():
    # y = w x + b, gradient (y - t)(x, 1), step 1/2: (0, 0) -> (1/2, 1/2) -> y = 3/2: (-1, -1/4) -> y = -17/4, -25/4:
    (after,) = epochs(LINE, POINTS, Plan(GradientDescent(0.5), 1, batch_size=1), rng=NO_RANDOMNESS)
    assert weight_and_bias(after) == (-1 + 12.5, -0.25 + 3.125)


def test_full_batch_descent_by_hand():
    # At (0, 0) the errors are (-1, 0, -2): mean gradient (-(1 + 8)/3, -1).
    (after,) = epochs(LINE, POINTS, Plan(GradientDescent(0.5), 1), rng=NO_RANDOMNESS)
    assert weight_and_bias(after) == (1.5, 0.5)


def test_a_smaller_last_batch_is_averaged_over_its_own_size():
    # Batch {1, 2}: errors (-1, 0), mean gradient (-1/2, -1/2) -> (1/4, 1/4); batch {3}: y = 5/4, error -3/4.
    (after,) = epochs(LINE, POINTS, Plan(GradientDescent(0.5), 1, batch_size=2), rng=NO_RANDOMNESS)
    assert weight_and_bias(after) == (0.25 + 1.5, 0.25 + 0.375)


@given(n=st.integers(1, 20), size=st.one_of(st.none(), st.integers(1, 25)), shuffle=st.booleans())
def test_the_batches_of_an_epoch_visit_every_sample_once_in_order(n, size, shuffle):
    plan = Plan(GradientDescent(1), 1, size, shuffle)
    order = plan.order(n, np.random.default_rng(1))
    batches = list(plan.batches(order))
    np.testing.assert_array_equal(np.concatenate(batches), order)
    np.testing.assert_array_equal(np.sort(order), np.arange(n))
    assert {len(batch) for batch in batches[:-1]} <= {size}
    expected = np.random.default_rng(1).permutation(n) if shuffle else np.arange(n)
    np.testing.assert_array_equal(order, expected)


def test_every_epoch_continues_the_same_generator():
    rng, again = np.random.default_rng(7), np.random.default_rng(7)
    plan = Plan(GradientDescent(0.1), 2, batch_size=1, shuffle=True)
    _, last = epochs(LINE, POINTS, plan, rng=rng)
    network = LINE
    for _ in range(2):
        order = again.permutation(3)
        shuffled = Samples(POINTS.x[order], POINTS.t[order])
        (network,) = epochs(network, shuffled, Plan(GradientDescent(0.1), 1, batch_size=1), rng=NO_RANDOMNESS)
    assert weight_and_bias(last) == weight_and_bias(network)


@pytest.mark.parametrize("optimizer", [Momentum(0.05), Adam(0.05)])
def test_the_optimizers_memory_outlives_the_epoch(optimizer):
    *_, two = epochs(LINE, POINTS, Plan(optimizer, 2), rng=NO_RANDOMNESS)
    (one,) = epochs(LINE, POINTS, Plan(optimizer, 1), rng=NO_RANDOMNESS)
    (restarted,) = epochs(one, POINTS, Plan(optimizer, 1), rng=NO_RANDOMNESS)
    assert np.abs(parameters(two)[0] - parameters(restarted)[0]).max() > 1e-5  # rounding would be 1e-16


def test_history_begins_before_the_first_update_and_ends_with_the_returned_network():
    run = train(LINE, POINTS, POINTS, Plan(GradientDescent(0.1), 3), rng=NO_RANDOMNESS)
    assert [record.epoch for record in run.history] == [0, 1, 2, 3]
    assert run.history[0].train == evaluate(LINE, POINTS)
    assert run.last.test == evaluate(run.network, POINTS)
    losses = [record.train.loss for record in run.history]
    assert losses == sorted(losses, reverse=True)


def test_training_and_test_set_are_not_mixed_up():
    other = Samples(POINTS.x[:1], POINTS.t[:1] + 5)
    run = train(LINE, POINTS, other, Plan(GradientDescent(0.1), 1), rng=NO_RANDOMNESS)
    (after,) = epochs(LINE, POINTS, Plan(GradientDescent(0.1), 1), rng=NO_RANDOMNESS)
    assert run.last.train == evaluate(after, POINTS)
    assert run.last.test == evaluate(after, other)


def test_training_stops_after_the_record_that_says_so():
    run = train(
        LINE, POINTS, POINTS, Plan(GradientDescent(0.1), 9), rng=NO_RANDOMNESS, stop=lambda record: record.epoch == 2
    )
    assert run.last.epoch == 2


def test_progress_counts_the_samples():
    seen = []
    plan = Plan(GradientDescent(0.1), 2, batch_size=2)
    train(LINE, POINTS, POINTS, plan, rng=NO_RANDOMNESS, progress=seen.append)
    assert seen == [2, 1, 2, 1]


def test_parameters_go_out_and_in():
    doubled = with_parameters(LINE, tuple(p + 2 for p in parameters(LINE)))
    assert weight_and_bias(doubled) == (2, 2)
    assert doubled.loss == "squared-error"


def test_senseless_plans_are_refused():
    with pytest.raises(ValueError, match="epochs: expected a number >= 0, got -1"):
        Plan(GradientDescent(1), -1)
    with pytest.raises(ValueError, match="batch_size: expected at least 1, or None for the whole set, got 0"):
        Plan(GradientDescent(1), 1, 0)
