"""Loss and accuracy: what counts as correct, also with NaN and in pieces."""

import numpy as np
import pytest

from numerics import evaluation
from numerics.evaluation import Samples, evaluate, predicted
from numerics.network import Dense, Network

IDENTITY = Network((Dense(np.eye(3), np.zeros(3), "softmax"),))
COIN = Network((Dense(np.eye(1), np.zeros(1), "sigmoid"),), "binary-cross-entropy")


def test_classes_are_the_largest_output_or_more_than_a_half():
    np.testing.assert_array_equal(predicted(np.array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]])), [1, 0])
    np.testing.assert_array_equal(predicted(np.array([[0.2], [0.5], [0.9]])), [0, 0, 1])


def test_nan_is_never_a_correct_answer():
    np.testing.assert_array_equal(predicted(np.array([[np.nan, 1], [0, 1]])), [-1, 1])
    np.testing.assert_array_equal(predicted(np.array([[np.nan]])), [-1])
    result = evaluate(IDENTITY, Samples(np.array([[np.nan, 0, 0], [1, 0, 0]]), np.eye(3)[[0, 0]]))
    assert (result.correct, result.total) == (1, 2)
    assert np.isnan(result.loss)


def test_evaluation_by_hand():
    result = evaluate(COIN, Samples(np.log([[3.0], [1 / 3], [3.0]]), np.array([[1.0], [0.0], [0.0]])))
    assert (result.correct, result.total, result.accuracy) == (2, 3, 2 / 3)
    expected = (2 * np.log(4 / 3) + np.log(4)) / 3
    assert abs(result.loss - expected) <= 20 * np.finfo(float).eps * expected  # 20 roundings of positive terms


def test_pieces_do_not_change_the_result(monkeypatch):
    rng = np.random.default_rng(4)
    samples = Samples(rng.normal(size=(10, 3)), np.eye(3)[rng.integers(3, size=10)])
    whole = evaluate(IDENTITY, samples)
    monkeypatch.setattr(evaluation, "CHUNK", 3)
    assert evaluate(IDENTITY, samples) == whole


def test_inputs_and_targets_must_belong_together():
    message = r"samples: expected x \(N, n_in\) and t \(N, n_out\) with N >= 1, got \(2, 3\) and \(3,\); class labels"
    with pytest.raises(ValueError, match=message):
        Samples(np.ones((2, 3)), np.array([0, 1, 2]))
    with pytest.raises(ValueError, match=r"got \(0, 3\) and \(0, 1\)"):
        Samples(np.ones((0, 3)), np.ones((0, 1)))
