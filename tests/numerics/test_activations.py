"""Each activation's pullback is the transpose of its Jacobian times the gradient from above."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.activations import ACTIVATIONS, activation
from numerics.finite_differences import EPS, jacobian_complex_step


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@given(z=st.lists(st.floats(-30, 30), min_size=1, max_size=4).map(np.array), seed=st.integers(0, 2**32 - 1))
def test_the_pullback_is_the_transposed_jacobian(name, z, seed):
    f = activation(name)
    g = np.random.default_rng(seed).uniform(-1, 1, size=z.shape)
    jacobian = jacobian_complex_step(f.function, z)
    pulled = f.pullback(z[np.newaxis], f.function(z)[np.newaxis], g[np.newaxis])[0]
    # At most 4 products with |g| <= 1, |J| <= 1.76 (SELU below 0) < 2. Softmax's y is off by (60 + 60 + 4 + 9) eps on
    # each route, twice in y_i y_j; no other derivative has as many roundings.
    np.testing.assert_allclose(pulled, jacobian.T @ g, rtol=0, atol=2 * 4 * 4 * 140 * EPS)


def test_softmax_pullback_keeps_rows_apart():
    z, g = np.array([[0.0, 1.0], [2.0, -1.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])
    f = activation("softmax")
    pulled = f.pullback(z, f.function(z), g)
    assert np.abs(pulled[0]).min() > 0.1
    np.testing.assert_array_equal(pulled[1], [0, 0])


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match=r"activation: 'gelo' is unknown; choose one of elu, gelu, .*, tanh"):
        activation("gelo")
