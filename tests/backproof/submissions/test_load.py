"""Honest submissions on a machine that is busy with something else lose nothing: limits count computing and sleeping."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from backproof.submissions.channel import Budget, TimedOut
from backproof.submissions.frames import Definition
from backproof.submissions.results import Report, Verdict
from backproof.submissions.sandbox import Sandbox

FROM_SCRATCH = """
import numpy as np, random
def make():
    global weights, biases
    weights = [np.array([[random.gauss(0, max(s) ** -0.5) for _ in range(s[1])] for _ in range(s[0])]) for s in ((784, 32), (32, 32), (32, 10))]
    biases = [np.zeros(n) for n in (32, 32, 10)]
    sum(k * k for k in range(10**6))
make()
def sigmoid(x): return np.exp(-np.logaddexp(0, -x))
def dsigmoid(x): return sigmoid(x) * sigmoid(-x)
def softmax(x):
    e = np.exp(x - np.max(x)); return e / np.sum(e)
def cross_entropy_loss(y, yHat): return -np.log(yHat[np.argmax(y)])
def integer_to_one_hot(x, max):
    v = np.zeros(max); v[x] = 1; return v
def layers(sample):
    a = [sample.flatten()]
    for W, b in zip(weights[:2], biases[:2]): a.append(sigmoid(a[-1] @ W + b))
    return a, softmax(a[2] @ weights[2] + biases[2])
def feed_forward_sample(sample, y):
    p = layers(sample)[1]
    return cross_entropy_loss(integer_to_one_hot(y, 10), p), np.argmax(p)
def feed_forward_dataset(x, y): print(np.mean([feed_forward_sample(s, t)[0] for s, t in zip(x, y)]))
def train_one_sample(sample, y, learning_rate=0.003):
    a, p = layers(sample)
    d = p - integer_to_one_hot(y, 10)
    for k in (2, 1, 0):
        below = (weights[k] @ d) * a[k] * (1 - a[k])
        weights[k] -= learning_rate * np.outer(a[k], d); biases[k] -= learning_rate * d
        d = below
for k in range(100): train_one_sample(np.random.rand(28, 28), k % 10)
feed_forward_dataset(np.random.rand(50, 28, 28), [3] * 50)
"""
BOTH_PARTS = [
    "import numpy as np\ndef sigmoid(Z): return np.exp(-np.logaddexp(0, -Z))",
    "def GD(p, g, lr): return [a - lr * b for a, b in zip(p, g)]",
    "def TwoLayerNetwork(d): return [0.01 * np.random.randn(d[1], d[0]), np.zeros((d[1], 1)), 0.01 * np.random.randn(d[2], d[1]), np.zeros((d[2], 1))]",
    "def CrossEntropyLoss(Y, P): return np.mean(-np.log(np.where(Y == 1, P, 1 - P)))",
    "def forward(X, p):\n    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]\n    return sigmoid(Z2), [X, Z1, Y1, Z2]",
    "def backward(Y, Y2, cache, p):\n    X, Z1, Y1, Z2 = cache; N = X.shape[1]; d2 = Y2 - Y; d1 = (p[2].T @ d2) * Y1 * (1 - Y1)\n    return [d1 @ X.T / N, d1.mean(axis=1, keepdims=True), d2 @ Y1.T / N, d2.mean(axis=1, keepdims=True)]",
    "X = np.random.rand(784, 64); Y = np.random.randint(0, 2, (1, 64)); params = TwoLayerNetwork([784, 64, 1])\nfor _ in range(40):\n    Y2, cache = forward(X, params); params = GD(params, backward(Y, Y2, cache, params), 0.1)",
    "def softmax(Z):\n    e = np.exp(Z - Z.max(axis=0)); return e / e.sum(axis=0)\nstable_softmax = softmax",
    "def MultiClassCrossEntropyLoss(Y, P): return -np.mean(np.log(P[Y[0].astype(int), np.arange(P.shape[1])]))",
    "def forward(X, p):\n    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]\n    return softmax(Z2), [X, Z1, Y1, Z2]",
    "def backward(Y, P, cache, p):\n    X, Z1, Y1, Z2 = cache; N = X.shape[1]\n    d2 = P.copy(); d2[Y[0].astype(int), np.arange(N)] -= 1; d1 = (p[2].T @ d2) * Y1 * (1 - Y1)\n    return [d1 @ X.T / N, d1.mean(axis=1, keepdims=True), d2 @ Y1.T / N, d2.mean(axis=1, keepdims=True)]",
]  # fmt: skip


@pytest.fixture
def busy() -> Iterator[None]:
    """Three processes for every processor that do nothing but compute."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3 * (os.cpu_count() or 2))]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


@pytest.mark.slow
@pytest.mark.usefixtures("busy")
def test_a_busy_machine_costs_an_honest_submission_nothing(report: Callable[..., Report]) -> None:
    notebook = [{"cell_type": "code", "source": text} for text in BOTH_PARTS]
    for submission, task in ((FROM_SCRATCH, "backprop-from-scratch"), (notebook, "two-layer")):
        graded = report(submission, task)
        lost = [result for result in graded.functions if result.verdict is not Verdict.CORRECT]
        assert not lost, (lost, graded.notes)


@pytest.mark.slow
@pytest.mark.usefixtures("busy")
def test_a_busy_machine_does_not_help_a_sleeper(sandbox: Sandbox) -> None:
    with sandbox.spawn(Budget(9, 9)) as worker:
        text = "import time\ndef s(): time.sleep(60)"
        worker.load([text], notebook=False, companions={}, skip=(), lends={}, callbacks={})
        worker.budget = Budget(5, 0.5)
        started = time.monotonic()
        with pytest.raises(TimedOut):
            worker.call(Definition("s"), [])
        assert time.monotonic() - started < 2.0


def test_a_slow_call_that_makes_the_parameters_is_run_in_every_worker(report: Callable[..., Report]) -> None:
    reduced = '[[function]]\nname = "initial_weights"\ncontract = "initial-weights"\npoints = 1\n'
    assert report(FROM_SCRATCH, reduced).score == 1
