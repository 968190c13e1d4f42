"""Lies that only one check catches: right wherever the other checks look, wrong at an edge, on a batch of one, or in use.

The first column is the check. The test sees it caught, and caught by that check alone: without it the lie passes.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from backproof.submissions import assignment, judge
from backproof.submissions.contracts.core import Contract, Edge
from backproof.submissions.contracts.registry import CONTRACTS
from backproof.submissions.judge import Grading
from backproof.submissions.results import FunctionResult, Verdict
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.sources import Source

PREPARED = {
    "backprop-from-scratch": """
import numpy as np
def sigmoid(x): return np.exp(-np.logaddexp(0, -x))
def softmax(x):
    e = np.exp(x - np.max(x)); return e / np.sum(e)
weights = [np.random.normal(0, 0.1, s) for s in ((784, 32), (32, 32), (32, 10))]
biases = [np.zeros(n) for n in (32, 32, 10)]
def activations(sample):
    a = [sample.flatten()]
    for W, b in zip(weights[:2], biases[:2]): a.append(sigmoid(a[-1] @ W + b))
    return a, softmax(a[-1] @ weights[2] + biases[2])
def feed_forward_sample(sample, y):
    p = activations(sample)[1]
    return -np.log(p[y]), np.argmax(p)
def step(a, d3, rate):
    d2 = (weights[2] @ d3) * a[2] * (1 - a[2]); d1 = (weights[1] @ d2) * a[1] * (1 - a[1])
    for k, d in enumerate((d1, d2, d3)):
        weights[k] -= rate * np.outer(a[k], d); biases[k] -= rate * d
def train_one_sample(sample, y, rate):
    a, p = activations(sample)
    step(a, p - np.eye(10)[y], rate)
""",
    "threes-nines": """
import numpy as np
def logistic_loss(g, y):
    y = y.reshape(-1, 1)
    return np.where(y == 1, -np.log(g), -np.log1p(-g)), (g - y) / (g - g * g)
def layer_forward(x, W, b, f):
    out, grad = f(x @ W + b)
    return out, (x, W, grad)
def forward_pass(X, weights, biases, fs):
    caches = []
    for W, b, f in zip(weights, biases, fs):
        X, cache = layer_forward(X, W, b, f); caches.append(cache)
    return X, caches
def backward_pass(d, caches):
    gW, gb, n = [], [], len(d)
    for x, W, grad in caches[::-1]:
        d = d * grad
        gW.insert(0, x.T @ d / n); gb.insert(0, d.mean(axis=0)); d = d @ W.T
    return gW, gb
""",
    "two-layer": """
import numpy as np
def sigmoid(Z): return np.exp(-np.logaddexp(0, -Z))
def CrossEntropyLoss(Y, P): return np.mean(-np.log(np.where(Y == 1, P, 1 - P)))
def forward(X, p):
    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]
    return sigmoid(Z2), [X, Z1, Y1, Z2]
def backward(Y, Y2, cache, p):
    X, Z1, Y1, Z2 = cache; N = X.shape[1]
    d2 = Y2 - Y; d1 = (p[2].T @ d2) * Y1 * (1 - Y1)
    return [d1 @ X.T / N, d1.mean(axis=1, keepdims=True), d2 @ Y1.T / N, d2.mean(axis=1, keepdims=True)]
""",
    "multiclass": """
import numpy as np
def softmax(Z):
    e = np.exp(Z - Z.max(axis=0)); return e / e.sum(axis=0)
stable_softmax = softmax
def sigmoid(Z): return np.exp(-np.logaddexp(0, -Z))
def MultiClassCrossEntropyLoss(Y, P): return -np.mean(np.log(P[Y[0].astype(int), np.arange(P.shape[1])]))
def forward(X, p):
    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]
    return softmax(Z2), [X, Z1, Y1, Z2]
def backward(Y, P, cache, p):
    X, Z1, Y1, Z2 = cache; N = X.shape[1]
    d2 = P.copy(); d2[Y[0].astype(int), np.arange(N)] -= 1; d1 = (p[2].T @ d2) * Y1 * (1 - Y1)
    return [d1 @ X.T / N, d1.mean(axis=1, keepdims=True), d2 @ Y1.T / N, d2.mean(axis=1, keepdims=True)]
""",
}
_B, _T, _L, _M = PREPARED

LIES = [
    # no samples
    ("an empty batch", _T, "layer_forward", "def layer_forward(x, W, b, f):\n    z = np.stack([r @ W + np.ravel(b) for r in x])\n    out, grad = f(z)\n    return out, (x, W, grad)"),
    ("an empty batch", _T, "forward_pass", "honest = forward_pass\ndef forward_pass(X, w, b, f): return honest(X, w, b, f) if len(X) else (np.zeros((1, 1)), [])"),
    ("an empty batch", _L, "forward", "honest = forward\ndef forward(X, p): return honest(X - X.max() + X.max(), p)"),
    ("an empty batch", _M, "softmax", "honest = softmax\ndef softmax(Z): return honest(Z) if Z.max() else honest(Z)"),
    ("an empty batch", _M, "stable_softmax", "def stable_softmax(Z): return np.array([softmax(c) for c in Z.T]).T"),
    # one sample
    ("a batch of one", _T, "layer_forward", "honest = layer_forward\ndef layer_forward(x, W, b, f):\n    out, c = honest(x, W, b, f)\n    return (out.ravel() if len(x) == 1 else out), c"),
    ("a batch of one", _T, "forward_pass", "honest = forward_pass\ndef forward_pass(X, w, b, f):\n    out, c = honest(X, w, b, f)\n    return (out.ravel() if len(X) == 1 else out), c"),
    ("a batch of one", _T, "backward_pass", "honest = backward_pass\ndef backward_pass(d, c): return honest(d.squeeze()[:, None] if len(d) > 1 else 2 * d, c)"),
    ("a batch of one", _L, "forward", "honest = forward\ndef forward(X, p): return honest(X if X.shape[1] > 1 else X.T, p)"),
    ("a batch of one", _L, "backward", "honest = backward\ndef backward(Y, P, c, p): return honest(Y, P if P.shape[1] > 1 else 1 - P, c, p)"),
    # preactivations of 1e4, saturated units
    ("stability", _T, "layer_forward", "honest = layer_forward\ndef layer_forward(x, W, b, f): return honest(x, W, np.clip(b, -500, 500), f)"),
    ("stability", _T, "forward_pass", "honest = layer_forward\ndef layer_forward(x, W, b, f):\n    out, c = honest(x, W, b, f); e = np.exp(x @ W + b)\n    return out * e / e, c"),
    ("saturation", _T, "backward_pass", "def layer_forward(x, W, b, f): return f(x @ W + b)[0], (x, W, b, f, x @ W + b)\ndef backward_pass(d, caches):\n    gW, gb, n = [], [], len(d)\n    for x, W, b, f, z in caches[::-1]:\n        relu = f(-np.ones((1, 1)))[0][0, 0] == 0; s = np.exp(-z) / (1 + np.exp(-z)) ** 2\n        d = d * ((z > 0) if relu else s)\n        gW.insert(0, x.T @ d / n); gb.insert(0, d.mean(axis=0)); d = d @ W.T\n    return gW, gb"),
    ("stability", _L, "forward", "def forward(X, p):\n    Z1 = p[0] @ X + p[1]; Y1 = np.exp(Z1) / (1 + np.exp(Z1)); Z2 = p[2] @ Y1 + p[3]\n    return sigmoid(Z2), [X, Z1, Y1, Z2]"),
    ("stability", _M, "forward", "def forward(X, p):\n    Z1 = p[0] @ X + p[1]; Y1 = sigmoid(Z1); Z2 = p[2] @ Y1 + p[3]\n    return np.exp(Z2) / np.exp(Z2).sum(axis=0), [X, Z1, Y1, Z2]"),
    ("saturation", _L, "backward", "honest = backward\ndef backward(Y, P, c, p): return honest(Y, Y + (P - Y) / (P * (1 - P)) * P * (1 - P), c, p)"),
    ("saturation", _M, "backward", "honest = backward\ndef backward(Y, P, c, p):\n    Y1 = np.exp(c[1]) / (1 + np.exp(c[1]))\n    return honest(Y, P, [c[0], c[1], Y1, c[3]], p)"),
    ("saturation", _M, "MultiClassCrossEntropyLoss", "def MultiClassCrossEntropyLoss(Y, P): return -np.sum((np.arange(len(P))[:, None] == Y) * np.log(P)) / P.shape[1]"),
    ("stability", _B, "feed_forward_sample", "def feed_forward_sample(sample, y):\n    a, p = activations(sample)\n    z = a[2] @ weights[2] + biases[2]; e = np.exp(z)\n    return -np.log(e[y] / e.sum()), np.argmax(p)"),
    ("saturation", _B, "train_one_sample", "def train_one_sample(sample, y, rate):\n    a, p = activations(sample); t = np.eye(10)[y]\n    step(a, (np.diag(p) - np.outer(p, p)) @ (-t / p), rate)"),
    # a gradient that is not the own loss's
    ("its own loss", _T, "backward_pass", "honest = backward_pass\ndef backward_pass(d, c): return honest(np.clip(d, -10, 10), c)"),
    ("its own loss", _L, "backward", "honest = backward\ndef backward(Y, P, c, p):\n    g = honest(Y, P, c, p)\n    return [x * Y.size / min(Y.size, 4) for x in g]"),
    ("its own loss", _M, "backward", "honest = backward\ndef backward(Y, P, c, p):\n    g = honest(Y, P, c, p)\n    return [x if c[0].shape[1] < 5 else x * 1.01 for x in g]"),
    # an argument is changed
    ("mutation", _T, "layer_forward", "def layer_forward(x, W, b, f):\n    out, grad = f(x @ W + b)\n    b *= 0; return out, (x, W, grad)"),
    ("mutation", _T, "backward_pass", "honest = backward_pass\ndef backward_pass(d, c):\n    found = honest(d, c); d *= c[-1][2]; return found"),
    ("mutation", _T, "logistic_loss", "honest = logistic_loss\ndef logistic_loss(g, y):\n    found = honest(g, y); y -= 0.5; return found"),
    ("mutation", _T, "finite_difference_checker", "def finite_difference_checker(f, x, k):\n    x[k] += 1e-5; a = f(x)[0]; x[k] -= 2e-5\n    return (a - f(x)[0]) / 2e-5"),
    ("mutation", _L, "backward", "honest = backward\ndef backward(Y, P, c, p):\n    found = honest(Y, P, c, p); P -= Y; return found"),
    ("mutation", _M, "MultiClassCrossEntropyLoss", "honest = MultiClassCrossEntropyLoss\ndef MultiClassCrossEntropyLoss(Y, P):\n    found = honest(Y, P); np.log(P, out=P); return found"),
    ("mutation", _B, "feed_forward_sample", "honest = feed_forward_sample\ndef feed_forward_sample(s, y):\n    found = honest(s, y); s /= 255; return found"),
]  # fmt: skip
NEEDS = {
    "train_one_sample": ("feed_forward_sample",),
    "backward_pass": ("forward_pass", "logistic_loss"),
    "backward": ("forward", "CrossEntropyLoss", "MultiClassCrossEntropyLoss"),
}
KINDS = {"an empty batch": Edge.EMPTY, "mutation": Edge.MUTATION, "stability": Edge.EXTREME, "saturation": Edge.EXTREME}


def _judged(sandbox: Sandbox, task: str, name: str, text: str) -> FunctionResult:
    """The function alone (and what its own loss needs), with edges that cost a kind's own share."""
    whole = assignment.load("two-layer" if task == _M else task)
    part = {_L: "binary", _M: "multiclass"}.get(task, "")
    wanted = (*NEEDS.get(name, ()), name)
    costs = {Edge.EXTREME: 0.25, Edge.EMPTY: 0.125, Edge.MUTATION: 0.5, Edge.ORDER: 0.75}
    functions = tuple(
        replace(f, part="", edge_costs=costs) for f in whole.functions if f.name in wanted and f.part in ("", part)
    )
    reduced = replace(whole, functions=functions, parts=(), total_seconds=30.0)
    report = Grading(sandbox, reduced, Source("lie.py", [PREPARED[task] + text], False), seed=11).run()
    return next(item for item in report.functions if item.name == name)


def _without(check: str, build: Callable[..., Contract]) -> Callable[..., Contract]:
    """The contract without the check, or with nobody looking at the arguments."""

    def weakened(options: object) -> Contract:
        contract = build(options)
        kept = [prop for prop in contract.properties if prop.name != check]
        if check == "mutation":
            kept = [replace(prop, pure=False) for prop in kept]
        return replace(contract, properties=tuple(kept))

    return weakened


# By default one lie a check runs; `-m slow` runs the others.
DEFAULT = {
    (_T, "layer_forward", "an empty batch"),
    (_T, "layer_forward", "stability"),
    (_M, "MultiClassCrossEntropyLoss", "saturation"),
    (_T, "backward_pass", "its own loss"),
}
CASES = [pytest.param(*lie, marks=() if (lie[1], lie[2], lie[0]) in DEFAULT else pytest.mark.slow) for lie in LIES]


@pytest.mark.parametrize(("check", "task", "name", "text"), CASES)
def test_a_lie_is_caught_by_one_check_alone(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, check: str, task: str, name: str, text: str
) -> None:
    found = _judged(sandbox, task, name, text)
    if check in KINDS:
        share = {Edge.EXTREME: 0.75, Edge.EMPTY: 0.875, Edge.MUTATION: 0.5}[KINDS[check]]
        verdict = Verdict.WRONG if check == "mutation" else Verdict.EDGE
        assert (found.verdict, found.points) == (verdict, share * found.max_points), found
    else:
        assert found.points == 0, found
        assert found.counterexample is not None
        assert found.counterexample["property"] in (check, "values")  # a batch of one may also be drawn among others
    if check != "a batch of one":
        weakened = {key: _without(check, build) for key, build in CONTRACTS.items()}
        monkeypatch.setattr(judge, "CONTRACTS", weakened)
        assert _judged(sandbox, task, name, text).verdict is Verdict.CORRECT


@pytest.mark.slow
@pytest.mark.parametrize("task", PREPARED)
def test_what_the_lies_are_made_of_is_right(sandbox: Sandbox, task: str) -> None:
    for _, of, name, _ in LIES:
        if of == task and f"{name}" in PREPARED[task]:
            found = _judged(sandbox, task, name, "")
            assert found.verdict is Verdict.CORRECT, found
