"""The network by hand, by complex step over random architectures, and on real digits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.activations import ACTIVATIONS
from numerics.digits import load_digits
from numerics.finite_differences import EPS, jacobian_complex_step
from numerics.functions import softmax
from numerics.initializers import lecun_normal
from numerics.network import Dense, Network

HIDDEN = sorted(ACTIVATIONS)
HEADS = {"cross-entropy": ["softmax"], "binary-cross-entropy": ["sigmoid"], "squared-error": HIDDEN}


@st.composite
def problems(draw):
    """A network of depth 1 to 3, widths 1 to 4, weights in [-1/2, 1/2], and a batch with targets of any sum."""
    widths = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    loss = draw(st.sampled_from(sorted(HEADS)))
    names = [draw(st.sampled_from(HIDDEN)) for _ in widths[2:]] + [draw(st.sampled_from(HEADS[loss]))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layers = [
        Dense(rng.uniform(-0.5, 0.5, (n_out, n_in)), rng.uniform(-0.5, 0.5, n_out), name)
        for n_in, n_out, name in zip(widths, widths[1:], names, strict=False)
    ]
    samples = draw(st.integers(1, 3))
    x, t = rng.uniform(-2, 2, (samples, widths[0])), rng.uniform(-1, 2, (samples, widths[-1]))
    return Network(tuple(layers), loss), x, t


# Widths <= 4, |W|, |b| <= 1/2, |x| <= 2: |z| <= 4.5, and an activation is at most 1.76 |z| + 0.7 (SELU's slope below
# 0, softplus's offset), so |a| <= 8.7, |z| <= 17.9, |a| <= 32, |z| <= 65, |a| <= 115; |y - t| <= 117, |sum t| <= 8. A
# pullback multiplies by at most 1.76 (softmax: 2) and W' by at most 2 a layer: deltas are below 117 * 2 * 4 * 4 < 3800,
# gradients below 3800 * 32; about 60 roundings lie on the way, on both routes.
GRADIENT_ERROR = 2 * 60 * 3800 * 32 * EPS


@given(problems())
@settings(max_examples=60, deadline=None)
def test_backward_agrees_with_the_complex_step_for_any_architecture(problem):
    network, x, t = problem
    gradients = network.backward(network.forward(x), t)
    for index, layer in enumerate(network.layers):
        by_weights = jacobian_complex_step(
            lambda w, index=index: network.with_layer(index, weights=w).mean_loss(x, t), layer.weights
        )
        by_bias = jacobian_complex_step(
            lambda b, index=index: network.with_layer(index, bias=b).mean_loss(x, t), layer.bias
        )
        np.testing.assert_allclose(gradients.weights[index], by_weights, rtol=0, atol=GRADIENT_ERROR)
        np.testing.assert_allclose(gradients.biases[index], by_bias, rtol=0, atol=GRADIENT_ERROR)
    by_inputs = jacobian_complex_step(lambda x: network.mean_loss(x, t), x)
    np.testing.assert_allclose(gradients.inputs, by_inputs, rtol=0, atol=GRADIENT_ERROR)


@given(problems())
@settings(max_examples=40, deadline=None)
def test_pulled_back_unit_vectors_are_the_rows_of_the_jacobian(problem):
    network, x, _ = problem
    x = x[:1]
    cache = network.forward(x)
    rows = [network.pullback(cache, unit[np.newaxis]).inputs[0] for unit in np.eye(cache.output.shape[1])]
    jacobian = jacobian_complex_step(lambda x: network.forward(x[np.newaxis]).output[0], x[0])
    np.testing.assert_allclose(np.array(rows), jacobian, rtol=0, atol=GRADIENT_ERROR)


@given(problems())
@settings(max_examples=40, deadline=None)
def test_a_batch_gradient_is_the_mean_of_the_samples_gradients_and_deltas_are_per_sample(problem):
    network, x, t = problem
    batch = network.backward(network.forward(x), t)
    alone = [network.backward(network.forward(x[s : s + 1]), t[s : s + 1]) for s in range(len(x))]
    for l in range(len(network.layers)):
        mean = np.mean([g.weights[l] for g in alone], axis=0)
        np.testing.assert_allclose(batch.weights[l], mean, rtol=0, atol=GRADIENT_ERROR)
        deltas = np.concatenate([g.deltas[l] for g in alone])
        np.testing.assert_allclose(batch.deltas[l], deltas, rtol=0, atol=GRADIENT_ERROR)
        np.testing.assert_allclose(batch.biases[l], deltas.mean(axis=0), rtol=0, atol=GRADIENT_ERROR)
    inputs = np.concatenate([g.inputs for g in alone]) / len(x)
    np.testing.assert_allclose(batch.inputs, inputs, rtol=0, atol=GRADIENT_ERROR)


def test_two_layers_by_hand():
    # x = (1, -2): z1 = (1*1 + 0*-2 + 1, -1*1 + 1*-2 + 0) = (2, -3), a1 = relu(z1) = (2, 0), z2 = 3*2 + 5*0 - 2 = 4.
    # loss (4 - 1)^2/2; delta2 = 3, delta1 = 3 (3, 5) masked by (1, 0) = (9, 0), dL/dx = 9 (1, 0).
    hidden = Dense([[1, 0], [-1, 1]], [1, 0], "relu")
    network = Network((hidden, Dense([[3, 5]], [-2])), "squared-error")
    cache = network.forward([[1, -2]])
    np.testing.assert_array_equal(cache.preactivations[0], [[2, -3]])
    np.testing.assert_array_equal(cache.activations[0], [[2, 0]])
    np.testing.assert_array_equal(cache.logits, [[4]])
    np.testing.assert_array_equal(network.losses([[1, -2]], [[1]]), [4.5])
    gradients = network.backward(cache, [[1]])
    np.testing.assert_array_equal(gradients.deltas[1], [[3]])
    np.testing.assert_array_equal(gradients.weights[1], [[6, 0]])
    np.testing.assert_array_equal(gradients.biases[1], [3])
    np.testing.assert_array_equal(gradients.deltas[0], [[9, 0]])
    np.testing.assert_array_equal(gradients.weights[0], [[9, -18], [0, 0]])
    np.testing.assert_array_equal(gradients.biases[0], [9, 0])
    np.testing.assert_array_equal(gradients.inputs, [[9, 0]])


def test_a_linear_layer_has_its_weights_as_jacobian_and_not_their_transpose():
    weights = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    network = Network((Dense(weights, np.zeros(2)),), "squared-error")
    cache = network.forward([[7.0, 8.0, 9.0]])
    np.testing.assert_array_equal(network.pullback(cache, [[1, 0]]).inputs, weights[:1])
    np.testing.assert_array_equal(network.pullback(cache, [[0, 1]]).inputs, weights[1:])


def test_a_loss_of_one_at_logits_of_ten_thousand_neither_overflows_nor_warns():
    identity = Dense(1e4 * np.eye(2), np.zeros(2), "softmax")
    network = Network((identity,), "cross-entropy")
    x, t = [[1, -1], [-1, 1]], [[1, 0], [1, 0]]
    np.testing.assert_array_equal(network.losses(x, t), [0, 2e4])
    np.testing.assert_array_equal(network.backward(network.forward(x), t).deltas[0], [[0, 0], [-1, 1]])


def test_nan_in_one_sample_stays_in_that_sample():
    network = Network((Dense(np.eye(2), np.zeros(2), "relu"), Dense(np.eye(2), np.zeros(2), "softmax")))
    losses = network.losses([[np.nan, 1], [2, 1]], [[1, 0], [1, 0]])
    np.testing.assert_array_equal(np.isnan(losses), [True, False])


def test_on_real_digits_the_deltas_of_the_head_are_y_minus_t():
    digits = load_digits()
    network = Network.initialized(
        (784, 16, 10),
        hidden="sigmoid",
        head="softmax",
        loss="cross-entropy",
        initializer=lecun_normal,
        rng=np.random.default_rng(5),
    )
    x, t = digits.pixels()[:50], digits.one_hot()[:50]
    cache = network.forward(x)
    gradients = network.backward(cache, t)
    np.testing.assert_array_equal(gradients.deltas[1], softmax(cache.logits) * 1.0 - t)
    # One column of the first layer by complex step: the pixel with the most ink. 784 + 16 + 10 terms and their
    # functions on the way, each route; pixels, slopes and |y - t| are at most 1, |W2| < 2: 2 * 900 * 2 eps.
    pixel = int(x.sum(axis=0).argmax())

    def loss(column):
        weights = network.layers[0].weights.astype(complex)
        weights[:, pixel] = column
        return network.with_layer(0, weights=weights).mean_loss(x, t)

    assert np.abs(network.layers[1].weights).max() < 2
    by_column = jacobian_complex_step(loss, network.layers[0].weights[:, pixel])
    assert np.abs(by_column).max() > 1e-3  # real input reaches these weights
    np.testing.assert_allclose(gradients.weights[0][:, pixel], by_column, rtol=0, atol=2 * 900 * 2 * EPS)


def test_initialized_networks_draw_layer_by_layer_with_zero_biases():
    rng, again = np.random.default_rng(1), np.random.default_rng(1)
    network = Network.initialized(
        (3, 4, 2), hidden="relu", head="linear", loss="squared-error", initializer=lecun_normal, rng=rng
    )
    assert [layer.activation for layer in network.layers] == ["relu", "linear"]
    for layer, (n_in, n_out) in zip(network.layers, [(3, 4), (4, 2)], strict=True):
        np.testing.assert_array_equal(layer.weights, lecun_normal(n_in, n_out, rng=again))
        np.testing.assert_array_equal(layer.bias, np.zeros(n_out))


def test_integer_weights_are_not_truncated():
    layer = Dense([[1, 2]], [0])
    assert layer.weights.dtype == layer.bias.dtype == np.float64


def test_errors_say_which_layer_and_what_to_change():
    layer = Dense(np.ones((2, 3)), np.zeros(2), "softmax")
    with pytest.raises(ValueError, match=r"weights: expected shape \(n_out, n_in\), got \(3,\)"):
        Dense([1, 2, 3], [0])
    with pytest.raises(ValueError, match=r"bias: expected shape \(2,\), one entry per row of weights, got \(3,\)"):
        Dense(np.ones((2, 3)), np.zeros(3))
    with pytest.raises(ValueError, match=r"activation: 'relo' is unknown; choose one of elu, gelu, leaky-relu, linear"):
        Dense(np.ones((2, 3)), np.zeros(2), "relo")
    with pytest.raises(ValueError, match="layers: expected at least one Dense layer, got none"):
        Network(())
    with pytest.raises(ValueError, match="layers: layer 0 has 2 outputs but layer 1 takes 3 inputs"):
        Network((layer, layer))
    with pytest.raises(ValueError, match="loss: 'mse' is unknown; choose one of binary-cross-entropy, cross-entropy"):
        Network((layer,), "mse")
    with pytest.raises(
        ValueError, match="loss: binary-cross-entropy is computed from the logits of a sigmoid layer, but"
    ):
        Network((layer,), "binary-cross-entropy")
    network = Network((layer,))
    with pytest.raises(
        ValueError, match=r"x: expected shape \(N, 3\) .* got \(3,\); a single sample is x\[numpy.newaxis"
    ):
        network.forward([1, 2, 3])
    with pytest.raises(ValueError, match=r"x: expected shape \(N, 3\) with N >= 1, samples as rows, got \(3, 4\)"):
        network.forward(np.ones((3, 4)))
    cache = network.forward(np.ones((4, 3)))
    with pytest.raises(ValueError, match=r"t: expected the shape \(4, 2\) of the output, .* got \(4,\); class labels"):
        network.backward(cache, [0, 1, 0, 1])
    with pytest.raises(ValueError, match=r"output_gradient: expected the shape \(4, 2\) of the output, got \(2,\)"):
        network.pullback(cache, [1, 0])
