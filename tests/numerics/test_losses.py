"""Each loss's delta is the gradient of its per-sample loss with respect to the logits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.finite_differences import EPS, jacobian_complex_step
from numerics.losses import LOSSES, loss

CASES = [
    (name, head) for name in sorted(LOSSES) for head in LOSSES[name].heads or ("linear", "softmax", "relu", "tanh")
]


@pytest.mark.parametrize(("name", "head"), CASES)
@given(z=st.lists(st.floats(-30, 30), min_size=1, max_size=4).map(np.array), seed=st.integers(0, 2**32 - 1))
def test_delta_is_the_gradient_of_the_loss(name, head, z, seed):
    t = np.random.default_rng(seed).uniform(-1, 2, size=z.shape)
    gradient = jacobian_complex_step(lambda z: loss(name).per_sample(t[np.newaxis], z[np.newaxis], head)[0], z)
    delta = loss(name).delta(t[np.newaxis], z[np.newaxis], head)[0]
    # |t| <= 2, |y - t| <= 32, four terms, each y off by at most (60 + 60 + 4 + 9) eps on either route.
    np.testing.assert_allclose(delta, gradient, rtol=0, atol=2 * 4 * 32 * 140 * EPS)


def test_each_loss_by_hand():
    t, z = np.array([[0.0, 1.0]]), np.array([[0.0, np.log(3)]])
    # softmax (1/4, 3/4); sigmoid (1/2, 3/4). A few roundings of numbers near 1: 8 eps.
    expected = {"cross-entropy": np.log(4 / 3), "binary-cross-entropy": np.log(2) + np.log(4 / 3)}
    for name, value in expected.items():
        np.testing.assert_allclose(loss(name).per_sample(t, z, LOSSES[name].heads[0]), [value], rtol=8 * EPS)
    squared = loss("squared-error").per_sample(t, np.array([[3.0, -1.0]]), "linear")
    np.testing.assert_array_equal(squared, [0.5 * (9 + 4)])
