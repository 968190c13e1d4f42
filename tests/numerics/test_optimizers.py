"""Each optimizer's first steps by hand, and what it refuses."""

import numpy as np
import pytest

from numerics.finite_differences import EPS
from numerics.optimizers import Adam, GradientDescent, Momentum

P, G, H = np.array([1.0, -2.0]), np.array([0.5, 4.0]), np.array([-1.0, 4.0])


def two_steps(optimizer):
    parameters, state = (P,), optimizer.start((P,))
    parameters, state = optimizer.step(parameters, (G,), state)
    first = parameters[0]
    parameters, state = optimizer.step(parameters, (H,), state)
    assert state.steps == 2
    return first, parameters[0]


def test_gradient_descent_by_hand():
    first, second = two_steps(GradientDescent(0.25))
    np.testing.assert_array_equal(first, [1 - 0.125, -3])
    np.testing.assert_array_equal(second, [1 - 0.125 + 0.25, -4])


def test_momentum_by_hand():
    # v = (0.5, 4), then 0.5 v + (-1, 4) = (-0.75, 6).
    first, second = two_steps(Momentum(0.25, momentum=0.5))
    np.testing.assert_array_equal(first, [0.875, -3])
    np.testing.assert_array_equal(second, [0.875 + 0.1875, -4.5])


def test_adam_by_hand():
    # b1 = b2 = 1/2, eta = 1/4. Step 1: the corrected means are g and g^2, so the step is eta sign(g).
    # Step 2: m = G/4 + H/2 over 3/4, s = G^2/4 + H^2/2 over 3/4: -1/2 and 3/4 for (0.5, -1), 4 and 16 for (4, 4).
    # epsilon = 1e-12 shifts a quotient by 1e-12 of itself at most twice; the rest is 20 roundings of numbers below 4.
    first, second = two_steps(Adam(0.25, beta1=0.5, beta2=0.5, epsilon=1e-12))
    np.testing.assert_allclose(first, [0.75, -2.25], rtol=0, atol=2e-12)
    np.testing.assert_allclose(second, [0.75 + 0.25 * 0.5 / np.sqrt(0.75), -2.5], rtol=0, atol=2e-12 + 80 * EPS)


def test_epsilon_bounds_the_step_of_a_vanishing_gradient():
    optimizer = Adam(0.25, epsilon=1e-8)
    (moved,), _ = optimizer.step((np.zeros(1),), (np.full(1, 1e-8),), optimizer.start((np.zeros(1),)))
    np.testing.assert_allclose(moved, [-0.125], rtol=20 * EPS)  # g / (|g| + epsilon) = 1/2; 20 roundings


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Momentum(0.1), Adam()])
def test_a_step_keeps_its_arguments_and_float32(optimizer):
    p, g = np.array([1.0, 2.0], dtype=np.float32), np.array([3.0, -4.0], dtype=np.float32)
    state = optimizer.start((p,))
    (moved,), after = optimizer.step((p,), (g,), state)
    np.testing.assert_array_equal(p, [1, 2])
    np.testing.assert_array_equal(g, [3, -4])
    assert state.steps == 0
    assert all((memory == 0).all() for (memory,) in state.memories)
    assert moved.dtype == np.float32
    assert all(memory.dtype == np.float32 for (memory,) in after.memories)


def test_nan_stays_nan():
    for optimizer in (GradientDescent(0.1), Momentum(0.1), Adam()):
        (moved,), _ = optimizer.step((P,), (np.array([np.nan, 1.0]),), optimizer.start((P,)))
        np.testing.assert_array_equal(np.isnan(moved), [True, False])


def test_senseless_settings_are_refused():
    for make, message in (
        (lambda: GradientDescent(0), "step_size: expected a positive finite number, got 0"),
        (lambda: GradientDescent(float("nan")), "step_size: expected a positive finite number, got nan"),
        (lambda: Momentum(0.1, 1.0), r"momentum: expected a number in \[0, 1\), got 1.0"),
        (lambda: Adam(beta2=1), r"beta2: expected a number in \[0, 1\), got 1"),
        (lambda: Adam(epsilon=0), "epsilon: expected a positive finite number, got 0"),
    ):
        with pytest.raises(ValueError, match=message):
            make()
