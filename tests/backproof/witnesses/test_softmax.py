"""The closed forms of the softmax chapter against the network, property by property."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backproof.witnesses import softmax as W
from numerics.finite_differences import jacobian_central, jacobian_complex_step
from numerics.functions import softmax
from proofs import softmax as S
from proofs.kernel.claims import equal
from proofs.kernel.terms import delta

JACOBIAN = S.jacobian.claim

logits = st.integers(1, 7).flatmap(
    lambda n: arrays(
        float, n, elements=st.one_of(st.floats(-700, 700), st.sampled_from([0.0, 1.0, -1.0, 700.0, -700.0]))
    )
)


@given(logits)
def test_the_closed_form_is_the_complex_step_derivative(z: np.ndarray) -> None:
    error = np.abs(W.claimed_jacobian(JACOBIAN, z) - jacobian_complex_step(softmax, z))
    assert np.all(error <= W.complex_step_tolerance(z))


@given(logits)
def test_the_closed_form_is_the_central_difference(z: np.ndarray) -> None:
    error = np.abs(W.claimed_jacobian(JACOBIAN, z) - jacobian_central(softmax, z))
    assert np.all(error <= W.differencing_tolerance(z))


@given(logits)
def test_the_closed_form_is_what_the_backward_pass_computes(z: np.ndarray) -> None:
    error = np.abs(W.claimed_jacobian(JACOBIAN, z) - W.backward_jacobian(z))
    assert np.all(error <= W.entry_tolerance(z))


def test_with_one_class_nothing_depends_on_the_logit() -> None:
    assert W.claimed_jacobian(JACOBIAN, np.array([3.0])) == np.array([[0.0]])


def test_an_absolute_tolerance_would_accept_a_jacobian_without_off_diagonal_entries() -> None:
    z = np.array([0.0, 12.0, -12.0])
    diagonal = equal(JACOBIAN.terms[0], S.y[S.i] * delta(S.i, S.j) * (1 - S.y[S.i]))
    error = np.abs(W.claimed_jacobian(diagonal, z) - jacobian_complex_step(softmax, z))
    assert np.all(error < 1e-4)
    assert np.any(error > W.entry_tolerance(z))


@pytest.mark.parametrize("name", ["central_differences", "complex_step", "backward_pass", "real_digits"])
def test_each_witness_alone_refuses_a_transposed_index(name: str) -> None:
    wrong = dataclasses.replace(JACOBIAN, right=S.y[S.i] * (delta(S.i, S.j) - S.y[S.i]))
    assert not getattr(W, name)(wrong, np.random.default_rng(0), 0.0).stands


targets = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=st.floats(-30, 30)),
        arrays(float, n, elements=st.floats(-2, 2, allow_subnormal=False)),
    )
)


@given(targets)
def test_the_gradient_for_any_targets_is_the_complex_step_derivative(case: tuple[np.ndarray, np.ndarray]) -> None:
    assert W._gradient_testimony(S.any_targets.claim, [case], W.complex_step_gradient).stands


@given(targets)
def test_the_backward_pass_agrees_for_targets_that_sum_to_1(case: tuple[np.ndarray, np.ndarray]) -> None:
    z, t = case
    t = np.append(t[:-1], 1 - np.sum(t[:-1]))
    assert W._gradient_testimony(S.any_targets.claim, [(z, t)], W.complex_step_gradient).stands


def test_targets_that_do_not_sum_to_1_refuse_the_short_formula() -> None:
    claim = equal(S.any_targets.claim.terms[0], S.y[S.j] - S.t[S.j])
    assert not W.any_targets(claim, np.random.default_rng(0), 0.0).stands
