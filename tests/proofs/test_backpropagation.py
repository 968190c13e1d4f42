"""The chapter on back-propagation: what its theorems say, and that depth and widths are symbols."""

import pytest
from sympy import Integer

from proofs.backpropagation import THEOREMS, batch, heads, layer, network
from proofs.kernel.claims import equal
from proofs.kernel.derivations import Theorem, check
from proofs.kernel.terms import D, names_in, total
from proofs.kernel.verdicts import Proved


@pytest.mark.parametrize(
    "theorem",
    [  # the largest is proved with the whole book, in test_verify.py
        pytest.param(each, marks=[pytest.mark.slow] if each.name == "backpropagation" else []) for each in THEOREMS
    ],
    ids=lambda each: each.name,
)
def test_every_part_is_proved(theorem: Theorem) -> None:
    for part in theorem.parts:
        checked = check(part)
        assert isinstance(checked.verdict, Proved), (part.name, checked.verdict)


def test_the_gradients_of_a_layer_are_what_the_network_computes() -> None:
    Y = layer
    assert Y.weights.claim == equal(D(Y.C, Y.W[Y.j, Y.k]), Y.d[Y.j] * Y.a[Y.k])
    assert Y.biases.claim == equal(D(Y.C, Y.b[Y.j]), Y.d[Y.j])
    assert Y.inputs.claim == equal(D(Y.C, Y.a[Y.k]), total(Y.W[Y.i, Y.k] * Y.d[Y.i], Y.i, Y.m))
    slope = Y.f.slope(Y.u[Y.k])
    assert Y.recursion_step.claim.right == slope * total(Y.W[Y.j, Y.k] * Y.d[Y.j], Y.j, Y.m)


def test_the_depth_is_a_symbol_and_the_proof_is_by_induction() -> None:
    N = network
    left, right = N.weights.claim.terms
    assert left == D(N.C, N.W[N.l + 1, N.j, N.k])
    assert right == N.d[N.l + 1, N.j] * N.f(N.l, N.z[N.l, N.k])
    assert {N.l, N.p} <= N.weights.setting.sizes
    assert not any(isinstance(each, Integer) for each in names_in(left * right))
    for part in (N.units_below_weights, N.units_below_biases, N.carried_for_weights, N.carried_for_biases):
        assert [each.name for each in part.whole[:2]] == ["base", "step"]
        assert "induction" in part.rules


def test_nothing_is_assumed_of_the_gradients() -> None:
    """The hypotheses are the network, the loss, smoothness, and which layers there are."""
    kinds = {type(each).__name__ for part in network.backpropagation.parts for each in part.setting.hypotheses}
    assert kinds == {"Recursion", "Differentiable", "FunctionOf", "BackwardRecursion", "Assume"}


def test_the_batch_gradient_is_a_mean_of_outer_products() -> None:
    B = batch
    assert B.weights.claim.right == total(B.d[B.t, B.j] * B.a[B.t, B.k], B.t, B.N) / B.N


def test_the_heads_are_prediction_minus_target() -> None:
    H = heads
    assert H.softmax_biases.claim.right == H.y[H.j] - H.t[H.j]
    assert H.logistic_bias.claim.right == H.g - H.label
    assert H.squared_error_delta.claim.right == (H.y[H.j] - H.t[H.j]) * H.f.slope(H.z[H.j])
