"""The gradient of a random network by the formulas of the book, by the reference network, and by the fast engines.

The book's way evaluates proved closed forms and nothing else: the head's delta, the slope of each activation, the delta
recursion, and the gradients of a layer.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.closed_forms import number
from numerics.evaluation import Samples
from numerics.fast import compiled, minibatch, online
from numerics.network import Dense, Network
from numerics.optimizers import GradientDescent
from numerics.training import Plan, parameters
from proofs.book import theorems

EPS = float(np.finfo(float).eps)
PARTS = {(name, part.name): part.claim.right for name, each in theorems().items() for part in each.parts}
HEADS = {"softmax": ("softmax-head", "cross-entropy"), "sigmoid": ("logistic-head", "binary-cross-entropy")}


@st.composite
def problems(draw):
    head = draw(st.sampled_from(sorted(HEADS)))
    widths = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    widths.append(1 if head == "sigmoid" else draw(st.integers(2, 4)))
    hidden = [draw(st.sampled_from(["sigmoid", "tanh", "relu"])) for _ in widths[2:]]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layers = [
        Dense(rng.uniform(-1, 1, (n_out, n_in)), rng.uniform(-1, 1, n_out), name)
        for n_in, n_out, name in zip(widths, widths[1:], [*hidden, head], strict=False)
    ]
    t = rng.uniform(0, 1, widths[-1])
    return (
        Network(tuple(layers), HEADS[head][1]),
        rng.uniform(-2, 2, widths[0]),
        t / t.sum() if head == "softmax" else t,
    )


def slope(name: str, a: float) -> float:
    """The derivative of an activation at a preactivation, from its value there."""
    match name:
        case "sigmoid":
            return number(PARTS["sigmoid-derivative", "slope"], {"g": a})
        case "tanh":
            return number(PARTS["tanh-identities", "tanh-slope"], {"h": a})
    return float(a > 0)  # ReLU, off its kink


def by_the_book(network: Network, x: np.ndarray, t: np.ndarray) -> list[np.ndarray]:
    """Weights, bias, weights, bias, ... by closed forms alone, given the activations of the forward pass."""
    cache = network.forward(x[None, :])
    outputs = [x, *(a[0] for a in cache.activations)]
    head, y = network.layers[-1].activation, outputs[-1]
    theorem = HEADS[head][0]
    if head == "softmax":
        form = PARTS[theorem, "biases"]
        d = np.array([number(form, {"y": y, "t": t, "j": float(j)}) for j in range(1, len(y) + 1)])
    else:
        d = np.array([number(PARTS[theorem, "bias"], {"g": float(y[0]), "y": float(t[0])})])
    gradients: list[np.ndarray] = []
    for layer, a in zip(reversed(network.layers), reversed(outputs[:-1]), strict=True):
        m, n = layer.weights.shape
        names = {"a": a, "d": d, "m": float(m), "n": float(n), "W": layer.weights}
        entries = [
            number(PARTS["layer-gradients", "weights"], {**names, "j": float(j), "k": float(k)})
            for j in range(1, m + 1)
            for k in range(1, n + 1)
        ]
        gradients = [np.array(entries).reshape(m, n), d, *gradients]
        if layer is not network.layers[0]:
            below = network.layers[network.layers.index(layer) - 1].activation
            slopes = [slope(below, float(each)) for each in a]

            def f(order: int, at: float, slopes: list[float] = slopes) -> float:
                return slopes[int(at)]

            recursion = PARTS["delta-recursion", "delta-recursion"]
            places = np.arange(n, dtype=float)  # f is asked for by place, since only its slope there is known
            d = np.array([number(recursion, {**names, "u": places, "f": f, "k": float(k)}) for k in range(1, n + 1)])
    return gradients


@given(problems())
@settings(max_examples=60, deadline=None)
def test_three_ways_agree(problem) -> None:
    network, x, t = problem
    book = by_the_book(network, x, t)
    back = network.backward(network.forward(x[None, :]), t[None, :])
    reference = [each for pair in zip(back.weights, back.biases, strict=True) for each in pair]
    # a gradient is a sum of at most 4^3 products of numbers below 4: fewer than 200 roundings of at most 4^4 each
    for ours, theirs in zip(book, reference, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=200 * 256 * EPS)
    step, samples = 0.5, Samples(x[None, :], t[None, :])
    for engine in (online, compiled, minibatch):
        if len(network.layers) < 2 and engine is not minibatch:
            continue
        plan = Plan(GradientDescent(step), 1, batch_size=1)
        *_, after = engine.epochs(network, samples, plan, rng=np.random.default_rng(0))
        for before, now, ours in zip(parameters(network), parameters(after), book, strict=True):
            np.testing.assert_allclose((before - now) / step, ours, rtol=0, atol=400 * 256 * EPS)


@pytest.mark.parametrize("place", [("layer-gradients", "weights"), ("delta-recursion", "delta-recursion")])
def test_a_wrong_formula_is_seen(place, monkeypatch) -> None:
    rng = np.random.default_rng(3)
    layers = (
        Dense(rng.normal(size=(3, 2)), np.zeros(3), "tanh"),
        Dense(rng.normal(size=(2, 3)), np.zeros(2), "softmax"),
    )
    network, x, t = Network(layers, "cross-entropy"), np.array([0.5, -1.0]), np.array([0.25, 0.75])
    right = by_the_book(network, x, t)
    monkeypatch.setitem(PARTS, place, -PARTS[place])
    wrong = by_the_book(network, x, t)
    assert max(np.abs(a - b).max() for a, b in zip(right, wrong, strict=True)) > 1e-3
