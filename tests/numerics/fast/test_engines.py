"""The fast engines yield the reference's networks, within 1e-13, for any architecture they accept."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.activations import ACTIVATIONS
from numerics.digits import load_digits
from numerics.evaluation import Samples
from numerics.fast import compiled, engines, minibatch, online
from numerics.initializers import lecun_normal
from numerics.network import Dense, Network
from numerics.optimizers import Adam, GradientDescent, Momentum
from numerics.training import Plan, epochs, parameters

HEADS = {"cross-entropy": "softmax", "binary-cross-entropy": "sigmoid", "squared-error": "linear"}
SMOOTH = sorted(set(ACTIVATIONS) - {"relu", "leaky-relu", "selu"})

# What the engines promise. One step moves a parameter by 0.05 |gradient|; a gradient is a sum of at most 46 products
# of numbers below 10 in each of 4 layers: its rounding is at most 46 * 10 * 4 eps, times 0.05 it is 2e-14, and typical
# sums of 80 such steps stay far below the sum of the bounds: the largest difference seen over 5000 random architectures
# is 8e-16. A term too many or too few differs by 0.05^2 times a gradient: 1e-3.
AGREEMENT = 1e-13


@st.composite
def problems(draw, hidden, losses):
    widths = draw(st.lists(st.integers(1, 6), min_size=3, max_size=5))
    loss = draw(st.sampled_from(losses))
    names = [draw(st.sampled_from(hidden)) for _ in widths[2:]] + [HEADS[loss]]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layers = [
        Dense(rng.uniform(-0.5, 0.5, (n_out, n_in)), rng.uniform(-0.5, 0.5, n_out), name)
        for n_in, n_out, name in zip(widths, widths[1:], names, strict=False)
    ]
    n = draw(st.integers(1, 40))
    x, t = rng.uniform(-2, 2, (n, widths[0])), rng.uniform(-1, 2, (n, widths[-1]))
    return Network(tuple(layers), loss), Samples(x, t)


def assert_same_walk(engine, network, samples, plan):
    fast = list(engine(network, samples, plan, rng=np.random.default_rng(3)))
    slow = list(epochs(network, samples, plan, rng=np.random.default_rng(3)))
    assert len(fast) == len(slow) == plan.epochs
    for ours, theirs in zip(fast, slow, strict=True):
        for p, q in zip(parameters(ours), parameters(theirs), strict=True):
            np.testing.assert_allclose(p, q, rtol=0, atol=AGREEMENT)


@pytest.mark.parametrize("engine", [online, compiled])
@given(problem=problems(sorted(online.HIDDEN_SIGN), sorted(online.HEAD_SIGN)), shuffle=..., block=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_blocks_give_the_iterates_of_per_sample_descent(engine, problem, shuffle: bool, block):
    network, samples = problem
    plan = Plan(GradientDescent(0.05), 2, batch_size=1, shuffle=shuffle)
    assert online.supports(network, plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "BLOCK", block)
        assert_same_walk(engine.epochs, network, samples, plan)


@given(problem=problems(sorted(online.HIDDEN_SIGN), sorted(online.HEAD_SIGN)), seed=st.integers(0, 99), every=...)
@settings(max_examples=60, deadline=None)
def test_leaving_out_zeros_gives_the_iterates_of_per_sample_descent(problem, seed, every: bool):
    network, samples = problem
    kept = np.random.default_rng(seed).random(samples.x.shape) < 0.2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "SPARSE", 1.0 if every else compiled.SPARSE)
        patch.setattr(compiled, "STRETCH", 7)
        sparse = Samples(np.where(kept, samples.x, 0.0), samples.t)
        assert_same_walk(compiled.epochs, network, sparse, Plan(GradientDescent(0.05), 2, batch_size=1, shuffle=True))


SAMPLEWISE = Plan(GradientDescent(0.05), 1, batch_size=1)


@pytest.mark.parametrize(
    ("engine", "share", "plan"),
    [
        (online.epochs, None, SAMPLEWISE),
        (compiled.epochs, 0.0, SAMPLEWISE),
        (compiled.epochs, 1.0, SAMPLEWISE),
        (minibatch.epochs, None, Plan(GradientDescent(0.05), 10, batch_size=10)),
    ],
)
def test_a_float32_network_is_trained_in_float32(digits, monkeypatch, engine, share, plan):
    if share is not None:
        monkeypatch.setattr(compiled, "SPARSE", share)
    single = digit_network("sigmoid", "sigmoid")
    single = Network(
        tuple(Dense(l.weights.astype(np.float32), l.bias.astype(np.float32), l.activation) for l in single.layers)
    )
    samples = Samples(digits.x.astype(np.float32), digits.t.astype(np.float32))
    *_, fast = engine(single, samples, plan, rng=np.random.default_rng(3))
    *_, slow = epochs(single, samples, plan, rng=np.random.default_rng(3))
    n = len(samples)  # as many updates as samples, in each of these plans
    for p, q in zip(parameters(fast), parameters(slow), strict=True):
        assert p.dtype == np.float32
        # each of n updates rounds a number below 1 once in both walks; a step forgotten moves a parameter by 1e-3
        assert np.abs(p - q).max() <= 2 * n * np.finfo(np.float32).eps / 2


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_a_weight_that_is_not_finite_counts_even_where_the_input_is_zero(value):
    network, samples = digit_network("tanh"), Samples(np.eye(5, 784), np.eye(5, 10))
    network.layers[0].weights[3, 700] = value  # an input that is 0 in every sample
    plan = Plan(GradientDescent(0.05), 1, batch_size=1)
    with np.errstate(invalid="ignore"):
        *_, fast = compiled.epochs(network, samples, plan, rng=np.random.default_rng(0))
        *_, slow = epochs(network, samples, plan, rng=np.random.default_rng(0))
    for p, q in zip(parameters(fast), parameters(slow), strict=True):
        np.testing.assert_array_equal(np.isnan(p), np.isnan(q))
    assert np.isnan(parameters(slow)[1]).any()


# Adam divides by sqrt(s) + epsilon, which multiplies a rounding of the gradient by up to 1/epsilon: with 0.1, and steps
# of 0.01, by less than descent with step 0.1 does. With its usual 1e-8 a gradient that is 0 but for roundings moves a
# weight by a whole step in one walk and not in the other; on real digits, below, no gradient is.
RULES = [GradientDescent(0.02), Momentum(0.01, 0.5), Adam(0.01, epsilon=0.1), Adam(0.01, 0.5, 0.9, epsilon=0.1)]


@given(
    problems(SMOOTH, sorted(HEADS)),
    st.sampled_from(RULES),
    st.one_of(st.none(), st.integers(1, 9)),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_in_place_batches_give_the_iterates_of_the_reference(problem, optimizer, batch, compile_it):
    network, samples = problem
    engine = partial(minibatch.epochs, compiled=compile_it)
    assert_same_walk(engine, network, samples, Plan(optimizer, 2, batch, shuffle=True))


@pytest.fixture(scope="module")
def digits():
    images = load_digits()
    return Samples(images.pixels(), images.one_hot())


def digit_network(*hidden):
    return Network.initialized(
        (784, *(16 for _ in hidden), 10),
        hidden=hidden[0],
        head="softmax",
        loss="cross-entropy",
        initializer=lecun_normal,
        rng=np.random.default_rng(5),
    )


@pytest.mark.parametrize("engine", [online.epochs, compiled.epochs])
@pytest.mark.parametrize("hidden", [("sigmoid",), ("sigmoid", "sigmoid"), ("relu", "relu"), ("tanh", "tanh", "tanh")])
def test_blocks_agree_on_real_digits(digits, engine, hidden):
    plan = Plan(GradientDescent(0.003), 2, batch_size=1, shuffle=True)
    network = digit_network(*hidden)
    assert_same_walk(engine, network, digits, plan)
    *_, after = engine(network, digits, plan, rng=np.random.default_rng(3))
    for p, q in zip(parameters(after), parameters(network), strict=True):
        assert np.abs(p - q).max() > 1e-3  # there was a walk


@pytest.mark.parametrize("optimizer", [GradientDescent(0.1), Momentum(0.05), Adam()])
def test_in_place_batches_agree_on_real_digits(digits, optimizer):
    assert_same_walk(minibatch.epochs, digit_network("relu", "relu"), digits, Plan(optimizer, 3, 32, shuffle=True))


def test_adam_compiled_in_one_pass_agrees(digits):
    engine = partial(minibatch.epochs, compiled=True)
    assert_same_walk(engine, digit_network("relu", "relu"), digits, Plan(Adam(), 3, 32, shuffle=True))


def test_pieces_of_the_flat_vector_do_not_change_the_walk(digits, monkeypatch):
    monkeypatch.setattr(minibatch, "PIECE", 1000)
    assert_same_walk(minibatch.epochs, digit_network("relu"), digits, Plan(Adam(), 1, 32))


@pytest.mark.parametrize("engine", [online.epochs, compiled.epochs, minibatch.epochs])
def test_blocks_neither_overflow_nor_warn_on_raw_pixels(digits, engine):
    raw = Samples(255 * digits.x * 40, digits.t)  # logits beyond +-1e4
    network = digit_network("sigmoid")
    assert np.abs(network.forward(raw.x).preactivations[0]).max() > 1e4
    plan = Plan(GradientDescent(0.003), 1, batch_size=1)
    (fast,) = engine(network, raw, plan, rng=np.random.default_rng(0))
    assert all(np.isfinite(p).all() for p in parameters(fast))


@pytest.mark.parametrize("size", [1.0, 30.0, 60.0, 500.0])
def test_in_float32_a_softmax_that_leaves_its_range_takes_the_shifted_way(size):
    network = Network(
        (
            Dense(np.eye(2, dtype=np.float32), np.zeros(2, np.float32)),
            Dense(np.float32(size) * np.eye(2, dtype=np.float32), np.zeros(2, np.float32), "softmax"),
        )
    )
    samples = Samples(np.array([[1, -1], [-1, -1.5], [2, 1.9]], np.float32), np.eye(3, 2, dtype=np.float32))
    plan = Plan(GradientDescent(1e-4), 1, batch_size=1)
    (fast,) = online.epochs(network, samples, plan, rng=np.random.default_rng(0))
    (slow,) = epochs(network, samples, plan, rng=np.random.default_rng(0))
    for p, q in zip(parameters(fast), parameters(slow), strict=True):
        assert p.dtype == q.dtype == np.float32
        # three updates, each rounded once in both walks, of numbers of the size of the weights
        np.testing.assert_allclose(p, q, rtol=0, atol=2 * 3 * max(size, 1) * np.finfo(np.float32).eps)


@pytest.mark.parametrize("engine", [online.epochs, compiled.epochs, minibatch.epochs])
def test_a_softmax_of_huge_logits_takes_the_shifted_way(engine):
    network = Network((Dense(np.eye(2), np.zeros(2)), Dense(2e3 * np.eye(2), np.zeros(2), "softmax")))
    samples = Samples(np.array([[1.0, -1.0], [-1.0, -1.0]]), np.eye(2))
    assert_same_walk(engine, network, samples, Plan(GradientDescent(1e-5), 1, batch_size=1))


@pytest.mark.parametrize("engine", [online.epochs, compiled.epochs, minibatch.epochs])
def test_at_the_kink_every_engine_takes_the_slope_of_the_reference(engine):
    hidden = Dense(np.zeros((3, 4)), np.zeros(3), "relu")  # every preactivation is 0, where the slope from the left is
    network = Network((hidden, Dense(np.arange(6.0).reshape(2, 3), np.zeros(2), "softmax")))
    samples = Samples(np.arange(1.0, 21).reshape(5, 4) / 20, np.eye(5, 2))
    plan = Plan(GradientDescent(0.1), 1, batch_size=1)
    assert_same_walk(engine, network, samples, plan)
    (after,) = engine(network, samples, plan, rng=np.random.default_rng(0))
    assert not after.layers[0].weights.any()
    assert after.layers[1].bias.all()


@pytest.mark.parametrize("hidden", ["sigmoid", "relu"])
@pytest.mark.parametrize("engine", [online.epochs, compiled.epochs, minibatch.epochs])
def test_nan_is_not_turned_into_a_number(digits, engine, hidden):
    x = digits.x.copy()
    x[100, 300] = np.nan
    (after,) = engine(
        digit_network(hidden),
        Samples(x, digits.t),
        Plan(GradientDescent(0.003), 1, batch_size=1),
        rng=np.random.default_rng(0),
    )
    assert all(np.isnan(p).any() for p in parameters(after))


def test_engines_refuse_what_they_do_not_support_and_the_choice_falls_back(digits):
    network = Network((Dense(np.ones((1, 784)), np.zeros(1)),), "squared-error")
    plan = Plan(GradientDescent(1e-6), 1, batch_size=1)
    samples = Samples(digits.x, digits.t[:, :1])
    for engine in (online.epochs, compiled.epochs):
        with pytest.raises(ValueError, match=r"network: the block engine does per-sample gradient descent only; use n"):
            next(engine(network, samples, plan, rng=np.random.default_rng(0)))
    mixed = network.with_layer(0, bias=np.zeros(1, dtype=np.float32))
    with pytest.raises(ValueError, match=r"network: the minibatch engine needs one dtype and a known optimizer"):
        next(minibatch.epochs(mixed, samples, plan, rng=np.random.default_rng(0)))
    for any_network in (network, mixed, digit_network("sigmoid")):
        t = samples.t if any_network.layers[-1].n_out == 1 else digits.t
        assert_same_walk(engines.epochs, any_network, Samples(digits.x, t), plan)


def test_long_walks_are_compiled_and_short_ones_are_not(digits, monkeypatch):
    chosen = []
    monkeypatch.setattr(compiled, "epochs", lambda *args, **kwargs: chosen.append("compiled"))
    monkeypatch.setattr(online, "epochs", lambda *args, **kwargs: chosen.append("online"))
    for epochs_planned in (1, engines.WORTH_COMPILING // len(digits)):
        plan = Plan(GradientDescent(0.003), epochs_planned, batch_size=1)
        engines.epochs(digit_network("sigmoid"), digits, plan, rng=np.random.default_rng(0))
    assert chosen == ["online", "compiled"]
