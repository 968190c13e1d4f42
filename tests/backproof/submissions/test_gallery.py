"""Submissions of our own: right ones in many styles, and wrong ones, each wrong in one way.

Each text is appended to a base that is right throughout; only the function that it defines is graded.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from backproof.submissions import assignment
from backproof.submissions.judge import Grading
from backproof.submissions.results import FunctionResult, Verdict
from backproof.submissions.sandbox import Sandbox
from backproof.submissions.sources import Source, read

BASES = {
    "backprop-from-scratch": """
import numpy as np
def sigmoid(x): return np.exp(-np.logaddexp(0, -x))
def dsigmoid(x): return sigmoid(x) * sigmoid(-x)
def softmax(x):
    e = np.exp(x - np.max(x)); return e / np.sum(e)
def cross_entropy_loss(y, yHat): return -np.log(yHat[np.argmax(y)])
def integer_to_one_hot(x, max):
    v = np.zeros(max); v[x] = 1; return v
rng = np.random.default_rng()
weights = [rng.normal(0, max(s) ** -0.5, s) for s in ((784, 32), (32, 32), (32, 10))]
biases = [np.zeros(n) for n in (32, 32, 10)]
def feed_forward_sample(sample, y):
    a = sample.flatten()
    for W, b in zip(weights[:2], biases[:2]): a = sigmoid(a @ W + b)
    p = softmax(a @ weights[2] + biases[2])
    return cross_entropy_loss(integer_to_one_hot(y, 10), p), np.argmax(p)
def feed_forward_dataset(x, y): print(np.mean([feed_forward_sample(s, t)[0] for s, t in zip(x, y)]))
def train_one_sample(sample, y, learning_rate=0.003):
    a0 = sample.flatten()
    z1 = a0 @ weights[0] + biases[0]; a1 = sigmoid(z1)
    z2 = a1 @ weights[1] + biases[1]; a2 = sigmoid(z2)
    p = softmax(a2 @ weights[2] + biases[2])
    d3 = p - integer_to_one_hot(y, 10)
    d2 = (weights[2] @ d3) * dsigmoid(z2)
    d1 = (weights[1] @ d2) * dsigmoid(z1)
    for k, (a, d) in enumerate(((a0, d1), (a1, d2), (a2, d3))):
        weights[k] -= learning_rate * np.outer(a, d)
        biases[k] -= learning_rate * d
""",
    "threes-nines": """
import numpy as np
def finite_difference_checker(f, x, k, h=1e-5):
    e = np.zeros_like(x); e[k] = h
    return (f(x + e)[0] - f(x - e)[0]) / (2 * h)
def sigmoid_activation(x):
    s = np.exp(-np.logaddexp(0, -x)); return s, s * np.exp(-np.logaddexp(0, x))
def relu_activation(x): return np.maximum(x, 0), (x > 0) * 1.0
def logistic_loss(g, y):
    y = y.reshape(-1, 1)
    return np.where(y == 1, -np.log(g), -np.log1p(-g)), (g - y) / (g - g * g)
def layer_forward(x, W, b, activation_fn):
    out, grad = activation_fn(x @ W + b)
    return out, (x, W, grad)
def create_weight_matrices(layer_dims): return [0.01 * np.random.randn(a, b) for a, b in zip(layer_dims, layer_dims[1:])]
def create_bias_vectors(layer_dims): return [np.zeros((1, d)) for d in layer_dims[1:]]
def forward_pass(X, weights, biases, activations):
    caches = []
    for W, b, f in zip(weights, biases, activations):
        X, cache = layer_forward(X, W, b, f); caches.append(cache)
    return X, caches
def backward_pass(dL_dg, caches):
    gW, gb, d, n = [], [], dL_dg, len(dL_dg)
    for x, W, grad in caches[::-1]:
        d = d * grad
        gW.insert(0, x.T @ d / n); gb.insert(0, d.mean(axis=0)); d = d @ W.T
    return gW, gb
""",
    "two-layer": """
import numpy as np
def sigmoid(Z): return np.exp(-np.logaddexp(0, -Z))
def softmax(Z):
    e = np.exp(Z - Z.max(axis=0)); return e / e.sum(axis=0)
""",
}
BINARY = """
def CrossEntropyLoss(Y_true, Y2): return np.mean(np.where(Y_true == 1, -np.log(Y2), -np.log(1 - Y2)))
"""
MULTI = "stable_softmax = softmax\n"

RIGHT = {
    ("backprop-from-scratch", "sigmoid"): [
        "def sigmoid(x): return 1 / (1 + np.exp(-x))",
        "def sigmoid(x): return 1.0 / (1.0 + np.e ** -x)",
        "def sigmoid(x): return 0.5 * (1 + np.tanh(x / 2))",
        "def sigmoid(x): return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))",
        "def sigmoid(x):\n    x = np.clip(x, -500, 500)\n    return np.power(1 + np.exp(-x), -1)",
        "import math\nsigmoid = np.vectorize(lambda t: 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t)), otypes=[float])",
        "def sigmoid(x):\n    out = np.empty(np.shape(x))\n    pos = x >= 0\n    out[pos] = 1 / (1 + np.exp(-x[pos]))\n    e = np.exp(x[~pos]); out[~pos] = e / (1 + e)\n    return out",
        "sigmoid = lambda x: np.reciprocal(1 + np.exp(-x))",
        "def sigmoid(x):\n    x = np.asarray(x, dtype=np.float64)\n    with np.errstate(over='ignore'):\n        return 1 / (1 + np.exp(-x))",
        "def _helper(t): return np.exp(t)\ndef sigmoid(x, *, scale=1.0):\n    '''documented'''\n    return 1 / (1 + _helper(-x * scale))",
    ],
    ("backprop-from-scratch", "dsigmoid"): [
        "def dsigmoid(x): return sigmoid(x) * (1 - sigmoid(x))",
        "def dsigmoid(x):\n    s = sigmoid(x)\n    return s - s ** 2",
        "def dsigmoid(x): return np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))) ** 2",
        "def dsigmoid(x): return 0.25 / np.cosh(np.clip(x, -600, 600) / 2) ** 2",
        "def dsigmoid(x): return np.multiply(sigmoid(x), np.subtract(1, sigmoid(x)))",
    ],
    ("backprop-from-scratch", "softmax"): [
        "def softmax(x): return np.exp(x - x.max()) / np.exp(x - x.max()).sum()",
        "def softmax(x):\n    x = x - max(x)\n    return np.exp(x) / sum(np.exp(x))",
        "def softmax(x): return np.exp(x - np.max(x) - np.log(np.sum(np.exp(x - np.max(x)))))",
        "import math\ndef softmax(x):\n    m = max(x)\n    e = [math.exp(t - m) for t in x]\n    return np.array([t / sum(e) for t in e])",
        "def softmax(x, axis=-1):\n    e = np.exp(x - np.max(x, axis=axis, keepdims=True))\n    return e / np.sum(e, axis=axis, keepdims=True)",
        "def softmax(x):\n    e = np.exp(x - x.max())\n    e /= e.sum()\n    return e",
        "def softmax(x):\n    e = np.exp(x - x.max())\n    return e / (e.sum() + 1e-9)",
    ],
    ("backprop-from-scratch", "cross_entropy_loss"): [
        "def cross_entropy_loss(y, yHat): return -np.sum(y * np.log(yHat + 1e-12))",
        "def cross_entropy_loss(y, yHat): return -np.sum(y * np.log(np.clip(yHat, 1e-15, 1)))",
        "def cross_entropy_loss(y, yHat): return -np.log(yHat[y.argmax()])",
        "def cross_entropy_loss(y, yHat): return -float(np.log(np.dot(y, yHat)))",
        "def cross_entropy_loss(y, yHat):\n    return -sum(a * np.log(b) for a, b in zip(y, yHat) if a)",
        "def cross_entropy_loss(y, yHat): return -np.log(yHat[y == 1])",
        "def cross_entropy_loss(y, yHat): return np.sum(-y * np.log(np.maximum(yHat, 1e-10)))",
    ],
    ("backprop-from-scratch", "integer_to_one_hot"): [
        "def integer_to_one_hot(x): return np.eye(10)[x]",
        "def integer_to_one_hot(x, max): return np.eye(max)[x]",
        "def integer_to_one_hot(x, n_classes=10):\n    v = [0] * n_classes\n    v[x] = 1\n    return np.array(v)",
        "def integer_to_one_hot(x, max): return (np.arange(max) == x).astype(int)",
        "def integer_to_one_hot(x, max): return np.arange(max) == x",
    ],
    ("backprop-from-scratch", "initial_weights"): [
        "weights1, weights2, weights3 = (np.random.normal(0, 1 / np.sqrt(max(s)), s) for s in ((784, 32), (32, 32), (32, 10)))\nbiases1, biases2, biases3 = np.zeros(32), np.zeros(32), np.zeros(10)\ndel weights, biases",
        "weights = [np.random.randn(32, 784) / 28, np.random.randn(32, 32) / 32**.5, np.random.randn(10, 32) / 32**.5]\nbiases = [np.zeros((32, 1)), np.zeros((32, 1)), np.zeros((10, 1))]",
        "np.random.seed(0)\nweights = []\nfor a, b in ((784, 32), (32, 32), (32, 10)):\n    weights.append(np.random.normal(scale=1 / np.sqrt(max(a, b)), size=(a, b)))",
        "def make():\n    global weights\n    weights = [rng.standard_normal(s) / np.sqrt(max(s)) for s in ((784, 32), (32, 32), (32, 10))]\nmake()",
    ],
    ("backprop-from-scratch", "feed_forward_sample"): [
        "def feed_forward_sample(sample, y):\n    a = sample.reshape(784)\n    a = sigmoid(a @ weights[0] + biases[0]); a = sigmoid(a @ weights[1] + biases[1])\n    p = softmax(a @ weights[2] + biases[2])\n    return -np.log(p[y]), integer_to_one_hot(np.argmax(p), 10)",
        "def feed_forward_sample(sample, y):\n    a = np.ravel(sample)[None, :]\n    for W, b in zip(weights[:2], biases[:2]): a = sigmoid(a.dot(W) + b)\n    p = softmax(a.dot(weights[2]) + biases[2])\n    return -np.log(p[0, y]), int(p.argmax())",
        "weights = [w.T.copy() for w in weights]\nbiases = [b.reshape(-1, 1) for b in biases]\ndef feed_forward_sample(sample, y):\n    a = sample.reshape(-1, 1)\n    a = sigmoid(weights[0] @ a + biases[0]); a = sigmoid(weights[1] @ a + biases[1])\n    p = softmax(weights[2] @ a + biases[2])\n    t = np.zeros((10, 1)); t[y] = 1\n    return -np.sum(t * np.log(p)), np.argmax(p)",
        "def feed_forward_sample(sample, y):\n    a = sample.flatten()\n    for k in range(2):\n        a = sigmoid(np.array([np.dot(a, weights[k][:, j]) + biases[k][j] for j in range(32)]))\n    z = a @ weights[2] + biases[2]\n    return np.log(np.sum(np.exp(z - z.max()))) + z.max() - z[y], np.argmax(z)",
    ],
    ("backprop-from-scratch", "train_one_sample"): [
        "def train_one_sample(sample, y, weights, biases, learning_rate=0.003):\n    a = [sample.flatten()]; z = []\n    for W, b in zip(weights, biases):\n        z.append(a[-1] @ W + b); a.append(sigmoid(z[-1]))\n    d = softmax(z[2]) - integer_to_one_hot(y, 10)\n    new_w, new_b = [None] * 3, [None] * 3\n    for k in (2, 1, 0):\n        new_w[k] = weights[k] - learning_rate * np.outer(a[k], d)\n        new_b[k] = biases[k] - learning_rate * d\n        if k: d = (weights[k] @ d) * dsigmoid(z[k - 1])\n    return new_w, new_b",
        "weights1, weights2, weights3 = weights\nbiases1, biases2, biases3 = biases\ndel weights, biases\ndef feed_forward_sample(sample, y):\n    a = sigmoid(sigmoid(sample.flatten() @ weights1 + biases1) @ weights2 + biases2)\n    p = softmax(a @ weights3 + biases3)\n    return -np.log(p[y]), np.argmax(p)\ndef train_one_sample(sample, y, learning_rate):\n    global weights1, weights2, weights3, biases1, biases2, biases3\n    x = sample.flatten()\n    z1 = x @ weights1 + biases1; a1 = sigmoid(z1); z2 = a1 @ weights2 + biases2; a2 = sigmoid(z2)\n    d3 = softmax(a2 @ weights3 + biases3); d3[y] -= 1\n    d2 = dsigmoid(z2) * d3.dot(weights3.T); d1 = dsigmoid(z1) * d2.dot(weights2.T)\n    weights1 = weights1 - learning_rate * x[:, None] * d1; biases1 = biases1 - learning_rate * d1\n    weights2 = weights2 - learning_rate * a1[:, None] * d2; biases2 = biases2 - learning_rate * d2\n    weights3 = weights3 - learning_rate * a2[:, None] * d3; biases3 = biases3 - learning_rate * d3",
        "weights = [w.T.copy() for w in weights]\nbiases = [b.reshape(-1, 1) for b in biases]\ndef feed_forward_sample(sample, y):\n    a = sample.reshape(-1, 1)\n    a = sigmoid(weights[0] @ a + biases[0]); a = sigmoid(weights[1] @ a + biases[1])\n    p = softmax(weights[2] @ a + biases[2])\n    return -np.log(p[y, 0]), np.argmax(p)\ndef train_one_sample(sample, y, learning_rate):\n    a0 = sample.reshape(-1, 1)\n    a1 = sigmoid(weights[0] @ a0 + biases[0]); a2 = sigmoid(weights[1] @ a1 + biases[1])\n    d3 = softmax(weights[2] @ a2 + biases[2]); d3[y] -= 1\n    d2 = (weights[2].T @ d3) * a2 * (1 - a2); d1 = (weights[1].T @ d2) * a1 * (1 - a1)\n    for k, (d, a) in enumerate(((d1, a0), (d2, a1), (d3, a2))):\n        weights[k] = weights[k] - learning_rate * d @ a.T\n        biases[k] = biases[k] - learning_rate * d",
        "def train_one_sample(sample, y, w, b, lr):\n    x = sample.flatten(); a1 = sigmoid(x @ w[0] + b[0]); a2 = sigmoid(a1 @ w[1] + b[1])\n    d3 = softmax(a2 @ w[2] + b[2]) - np.eye(10)[y]\n    d2 = w[2].dot(d3) * a2 * (1 - a2); d1 = w[1].dot(d2) * a1 * (1 - a1)\n    for W, B, a, d in zip(w, b, (x, a1, a2), (d1, d2, d3)):\n        W -= lr * np.outer(a, d); B -= lr * d\n    return w, b",
    ],
    ("threes-nines", "finite_difference_checker"): [
        "def finite_difference_checker(f, x, k):\n    h = 1e-4\n    up, down = x.copy(), x.copy()\n    up[k] += h; down[k] -= h\n    return (f(up)[0] - f(down)[0]) / (2 * h)",
        "def finite_difference_checker(f, x, k, eps=1e-6):\n    e = np.eye(len(x))[k] * eps\n    a, _ = f(x + e); b, _ = f(x - e)\n    return (a - b) / 2 / eps",
        "def finite_difference_checker(f, x, k):\n    h = 1e-3\n    e = np.zeros(x.shape); e[k] = h\n    g = lambda t: f(t)[0]\n    return (-g(x + 2 * e) + 8 * g(x + e) - 8 * g(x - e) + g(x - 2 * e)) / (12 * h)",
        "def finite_difference_checker(f, x, k):\n    x = x.astype(float); old = x[k]\n    x[k] = old + 1e-5; a = f(x)[0]\n    x[k] = old - 1e-5; b = f(x)[0]\n    x[k] = old\n    return (a - b) / 2e-5",
        "def finite_difference_checker(f, x, k):\n    e = np.zeros_like(x); e[k] = 1e-5\n    return ((f(x + e)[0] - f(x - e)[0]) / 2e-5)[k]",
    ],
    ("threes-nines", "sigmoid_activation"): [
        "def sigmoid_activation(x):\n    s = 1 / (1 + np.exp(-x))\n    return s, s * (1 - s)",
        "def sigmoid_activation(z):\n    out = 1.0 / (1.0 + np.exp(-z))\n    grad = np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2\n    return [out, grad]",
        "def sigmoid_activation(x):\n    f = lambda t: 0.5 + 0.5 * np.tanh(t / 2)\n    return f(x), f(x) * f(-x)",
    ],
    ("threes-nines", "relu_activation"): [
        "def relu_activation(x): return np.maximum(0, x), np.where(x > 0, 1, 0)",
        "def relu_activation(x): return x * (x > 0), x > 0",
        "def relu_activation(x): return np.where(x >= 0, x, 0.0), np.where(x >= 0, 1.0, 0.0)",
        "def relu_activation(x): return (np.abs(x) + x) / 2, np.heaviside(x, 0.5)",
        "def relu_activation(x):\n    out = x.copy(); out[out < 0] = 0\n    g = np.ones_like(x); g[x <= 0] = 0\n    return out, g",
    ],
    ("threes-nines", "logistic_loss"): [
        "def logistic_loss(g, y):\n    y = y[:, None]; n = len(y)\n    return -np.mean(y * np.log(g) + (1 - y) * np.log(1 - g)), (g - y) / (g * (1 - g)) / n",
        "def logistic_loss(g, y):\n    g1 = g.flatten()\n    loss = -(y * np.log(g1) + (1 - y) * np.log(1 - g1))\n    return loss, ((g1 - y) / (g1 - g1 ** 2)).reshape(-1, 1)",
        "def logistic_loss(g, y):\n    y = np.expand_dims(y, 1); e = 1e-12\n    return -y * np.log(g + e) - (1 - y) * np.log(1 - g + e), -(y / (g + e)) + (1 - y) / (1 - g + e)",
        "def logistic_loss(g, y):\n    y = y.reshape(g.shape)\n    return (-(y * np.log(g) + (1 - y) * np.log(1 - g))).mean(), (g - y) / (g - g ** 2)",
        "def logistic_loss(g, y):\n    t = y[:, np.newaxis]; e = 1e-12\n    return -(t * np.log(g + e) + (1 - t) * np.log(1 - g + e)), -t / (g + e) + (1 - t) / (1 - g + e)",
    ],
    ("threes-nines", "layer_forward"): [
        "def layer_forward(x, W, b, activation_fn):\n    z = np.dot(x, W) + b\n    out, g = activation_fn(z)\n    return out, {'x': x, 'W': W, 'g': g, 'z': z}",
        "def create_weight_matrices(d): return [np.random.randn(b, a) for a, b in zip(d, d[1:])]\ndef layer_forward(x, W, b, f):\n    out, g = f(np.matmul(x, W.T) + b.T)\n    return out, [x, W, b, g]",
        "class Cache:\n    pass\ndef layer_forward(x, W, b, f):\n    c = Cache(); c.x, c.W = x, W\n    out, c.grad = f(x @ W + b.reshape(1, -1))\n    return out, c",
        "def layer_forward(x, W, b, f):\n    z = np.empty((len(x), W.shape[1]))\n    for i in range(len(x)):\n        for j in range(W.shape[1]): z[i, j] = np.sum(x[i] * W[:, j]) + np.ravel(b)[j]\n    out, grad = f(z)\n    return out, (x, W, grad)",
    ],
    ("threes-nines", "create_weight_matrices"): [
        "def create_weight_matrices(layer_dims):\n    out = []\n    for k in range(1, len(layer_dims)):\n        out.append(np.random.normal(0, 0.01, (layer_dims[k - 1], layer_dims[k])))\n    return out",
        "def create_weight_matrices(d): return [np.random.randn(b, a) * np.sqrt(2 / a) for a, b in zip(d[:-1], d[1:])]",
        "def create_weight_matrices(d): return [np.random.uniform(-1, 1, (a, b)) / np.sqrt(a) for a, b in zip(d, d[1:])]",
        "def create_weight_matrices(d):\n    rng = np.random.default_rng(1)\n    return [rng.standard_normal((a, b)) for a, b in zip(d, d[1:])]",
        "import random\ndef create_weight_matrices(d): return [np.array([[random.gauss(0, 1) for _ in range(b)] for _ in range(a)]) for a, b in zip(d, d[1:])]",
    ],
    ("threes-nines", "create_bias_vectors"): [
        "def create_bias_vectors(d): return [np.zeros(n) for n in d[1:]]",
        "def create_bias_vectors(d): return [np.zeros((n, 1)) for n in d[1:]]",
        "def create_bias_vectors(d): return [np.random.randn(1, n) * 0.01 for n in d[1:]]",
    ],
    ("threes-nines", "forward_pass"): [
        "def forward_pass(X, weights, biases, activations):\n    caches, out = [], X\n    for k in range(len(weights)):\n        out, c = layer_forward(out, weights[k], biases[k], activations[k])\n        caches.append(c)\n    return out, caches",
        "def forward_pass(X, weights, biases, activations):\n    if not weights: return X, []\n    out, c = layer_forward(X, weights[0], biases[0], activations[0])\n    rest, cs = forward_pass(out, weights[1:], biases[1:], activations[1:])\n    return rest, [c] + cs",
    ],
    ("threes-nines", "backward_pass"): [
        "def backward_pass(dL_dg, caches):\n    gW, gb = [None] * len(caches), [None] * len(caches)\n    up = dL_dg\n    for k in reversed(range(len(caches))):\n        x, W, g = caches[k]\n        d = up * g\n        gW[k] = np.mean([np.outer(a, b) for a, b in zip(x, d)], axis=0)\n        gb[k] = np.mean(d, axis=0, keepdims=True)\n        up = np.dot(d, W.T)\n    return gW, gb",
        "def logistic_loss(g, y):\n    y = y[:, None]; n = len(y)\n    return -np.mean(y * np.log(g) + (1 - y) * np.log(1 - g)), (g - y) / (g * (1 - g)) / n\ndef backward_pass(dL_dg, caches):\n    gW, gb, d = [], [], dL_dg\n    for x, W, g in caches[::-1]:\n        d = d * g; gW = [x.T @ d] + gW; gb = [d.sum(axis=0)] + gb; d = d @ W.T\n    return gW, gb",
        "def backward_pass(dL_dg, caches):\n    n = dL_dg.shape[0]; d = dL_dg; Ws, bs = [], []\n    for x, W, g in reversed(caches):\n        d = np.multiply(d, g)\n        Ws.append(np.einsum('ni,nj->ij', x, d) / n); bs.append(np.ones(n) @ d / n)\n        d = np.einsum('nj,ij->ni', d, W)\n    return Ws[::-1], bs[::-1]",
        "def backward_pass(dL_dg, caches):\n    n, d, gW, gb = len(dL_dg), dL_dg, [], []\n    while caches:\n        x, W, grad = caches.pop(); d = d * grad\n        gW.insert(0, x.T @ d / n); gb.insert(0, d.sum(axis=0, keepdims=True) / n); d = d @ W.T\n    return gW, gb",
        "def layer_forward(x, W, b, f):\n    out, _ = f(x @ W + b)\n    return out, dict(x=x, W=W, b=b, f=f)\ndef backward_pass(dL_dg, caches):\n    gW, gb, d, n = [], [], dL_dg, len(dL_dg)\n    for c in caches[::-1]:\n        d = d * c['f'](c['x'] @ c['W'] + c['b'])[1]\n        gW.append(c['x'].T @ d / n); gb.append(np.mean(d, axis=0)); d = d @ c['W'].T\n    return list(reversed(gW)), list(reversed(gb))",
    ],
    ("two-layer", "sigmoid"): ["def sigmoid(Z): return 1 / (1 + np.e ** (-Z))"],
    ("two-layer", "GD"): [
        "def GD(params, grads, lr): return [p - lr * g for p, g in zip(params, grads)]",
        "def GD(params, grads, learning_rate):\n    for i in range(len(params)): params[i] -= learning_rate * grads[i]\n    return params",
        "def GD(params, grads, lr):\n    W1, b1, W2, b2 = params\n    return W1 - lr * grads[0], b1 - lr * grads[1], W2 - lr * grads[2], b2 - lr * grads[3]",
    ],
    ("two-layer", "TwoLayerNetwork"): [
        "def TwoLayerNetwork(layer_dims=[784, 256, 1]):\n    np.random.seed(3)\n    d, h, k = layer_dims\n    return [np.random.randn(h, d) * 0.01, np.zeros((h, 1)), np.random.randn(k, h) * 0.01, np.zeros((k, 1))]",
        "def TwoLayerNetwork(layer_dims):\n    p = []\n    for a, b in zip(layer_dims, layer_dims[1:]):\n        p.append(np.random.uniform(-1, 1, (b, a))); p.append(np.random.randn(b, 1))\n    return p",
    ],
    ("two-layer", "CrossEntropyLoss"): [
        "def CrossEntropyLoss(Y_true, Y2): return -np.mean(Y_true * np.log(Y2 + 1e-10) + (1 - Y_true) * np.log(1 - Y2 + 1e-10))",
        "def CrossEntropyLoss(Y_true, Y2):\n    N = Y_true.shape[1]\n    Y2 = np.clip(Y2, 1e-12, 1 - 1e-12)\n    return np.squeeze(-(Y_true @ np.log(Y2).T + (1 - Y_true) @ np.log(1 - Y2).T) / N)",
        "def CrossEntropyLoss(Y_true, Y2):\n    total = 0\n    for y, p in zip(Y_true.ravel(), Y2.ravel()): total -= np.log(p) if y == 1 else np.log(1 - p)\n    return total / Y2.size",
    ],
    ("two-layer", "forward"): [
        BINARY + "def forward(X, params):\n    W1, b1, W2, b2 = params\n    Z1 = W1 @ X + b1; Y1 = sigmoid(Z1); Z2 = np.dot(W2, Y1) + b2\n    return sigmoid(Z2), [X, Z1, Y1, Z2]",
        MULTI + "def forward(X, params):\n    Z1 = params[0].dot(X) + params[1]\n    Y1 = sigmoid(Z1)\n    Z2 = params[2].dot(Y1) + params[3]\n    return softmax(Z2), (X, Z1, Y1, Z2)",
    ],
    ("two-layer", "backward"): [
        BINARY + "def backward(Y_true, Y2, intermediate, params):\n    X, Z1, Y1, Z2 = intermediate; N = X.shape[1]\n    d2 = Y2 - Y_true\n    d1 = (params[2].T @ d2) * sigmoid(Z1) * (1 - sigmoid(Z1))\n    return [d1 @ X.T / N, d1.mean(axis=1, keepdims=True), d2 @ Y1.T / N, d2.mean(axis=1, keepdims=True)]",
        BINARY + "def backward(Y_true, Y2, intermediate, params):\n    X, Z1, Y1, Z2 = intermediate; N = Y_true.size; gs = [np.zeros_like(p) for p in params]\n    for i in range(N):\n        d2 = Y2[:, i:i + 1] - Y_true.ravel()[i]\n        d1 = params[2].T @ d2 * Y1[:, i:i + 1] * (1 - Y1[:, i:i + 1])\n        for g, v in zip(gs, (d1 @ X[:, i:i + 1].T, d1, d2 @ Y1[:, i:i + 1].T, d2)): g += v / N\n    return gs",
        MULTI + "def backward(Y_true, probs, intermediate, params):\n    X, Z1, Y1, Z2 = intermediate; K, N = probs.shape\n    T = np.zeros((K, N)); T[Y_true.ravel().astype(int), np.arange(N)] = 1\n    d2 = (probs - T) / N\n    d1 = params[2].T @ d2 * Y1 * (1 - Y1)\n    return d1 @ X.T, d1.sum(1, keepdims=True), d2 @ Y1.T, d2.sum(1, keepdims=True)",
        MULTI + "def backward(Y_true, probs, intermediate, params):\n    X, Z1, Y1, Z2 = intermediate\n    N = Y_true.shape[1]\n    d2 = probs.copy(); d2[Y_true[0], range(N)] -= 1\n    d1 = np.dot(params[2].T, d2) * (Y1 - Y1 ** 2)\n    return [np.dot(d1, X.T) / N, np.sum(d1, axis=1, keepdims=True) / N, np.dot(d2, Y1.T) / N, np.sum(d2, axis=1, keepdims=True) / N]",
    ],
    ("two-layer", "softmax"): ["def softmax(Z):\n    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))\n    return e / np.sum(e, axis=0, keepdims=True)", "def softmax(Z):\n    return np.stack([np.exp(c - c.max()) / np.exp(c - c.max()).sum() for c in Z.T], axis=1)"],
    ("two-layer", "stable_softmax"): ["def stable_softmax(Z):\n    e = np.exp(Z - Z.max(0)); return e / e.sum(0)", "def stable_softmax(Z):\n    print(Z.shape)\n    return np.exp(Z - Z.max(0) - np.log(np.exp(Z - Z.max(0)).sum(0)))"],
    ("two-layer", "MultiClassCrossEntropyLoss"): [
        "def MultiClassCrossEntropyLoss(Y_true, probs):\n    y = Y_true.ravel().astype(int)\n    return -np.log(probs[y, np.arange(y.size)] + 1e-12).mean()",
        "def MultiClassCrossEntropyLoss(Y_true, probs):\n    N = Y_true.shape[1]\n    return -sum(np.log(probs[int(Y_true[0, i]), i]) for i in range(N)) / N",
        "def MultiClassCrossEntropyLoss(Y_true, probs):\n    K, N = probs.shape\n    T = (np.arange(K)[:, None] == Y_true)\n    return -np.sum(T * np.log(np.where(T, probs, 1))) / N",
        "def MultiClassCrossEntropyLoss(Y_true, probs):\n    return np.mean(-np.log(np.take_along_axis(probs, Y_true, axis=0)))",
    ],
}  # fmt: skip

_B, _T, _L = "backprop-from-scratch", "threes-nines", "two-layer"
_TRAIN = "def train_one_sample(sample, y, learning_rate):\n    a0 = sample.flatten()\n    z1 = a0 @ weights[0] + biases[0]; a1 = sigmoid(z1)\n    z2 = a1 @ weights[1] + biases[1]; a2 = sigmoid(z2)\n    p = softmax(a2 @ weights[2] + biases[2]); t = integer_to_one_hot(y, 10)\n    d3 = {d3}\n    d2 = (weights[2] @ d3) * {s2}\n    d1 = (weights[1] @ d2) * {s1}\n    for k, (a, d) in enumerate(((a0, d1), (a1, d2), (a2, d3))):\n        weights[k] {op} learning_rate * np.outer(a, d)\n        biases[k] {op} learning_rate * {bias}\n"
_BACK = "def backward(Y_true, Y2, intermediate, params):\n    X, Z1, Y1, Z2 = intermediate; N = X.shape[1]\n    d2 = {d2}\n    d1 = (params[2].T @ d2) * {s}\n    return [{w}(d1, X.T) / {n}, np.sum(d1, axis=1, keepdims=True) / {n}, {w}(d2, Y1.T) / {n}, np.sum(d2, axis=1, keepdims=True) / {n}]"


def _train(
    d3: str = "p - t", s2: str = "dsigmoid(z2)", s1: str = "dsigmoid(z1)", op: str = "-=", bias: str = "d"
) -> str:
    return _TRAIN.format(d3=d3, s2=s2, s1=s1, op=op, bias=bias)


def _back(d2: str = "Y2 - Y_true", s: str = "Y1 * (1 - Y1)", n: str = "N", w: str = "np.dot") -> str:
    return BINARY + _BACK.format(d2=d2, s=s, n=n, w=w)


def _pass(delta: str = "d * g", w: str = "x.T @ d / n", b: str = "d.mean(axis=0)", order: str = "") -> str:
    return f"def backward_pass(dL_dg, caches):\n    gW, gb, d, n = [], [], dL_dg, len(dL_dg)\n    for x, W, g in caches[::-1]:\n        d = {delta}; gW.insert(0, {w}); gb.insert(0, {b}); d = d @ W.T\n    return gW{order}, gb{order}"


# (assignment, function, text, name of the diagnosis or "" where none may be given)
WRONG = [
    (_B, "sigmoid", "def sigmoid(x): return 1 / (1 + np.exp(x))", "sigmoid-sign"),
    (_B, "sigmoid", "def sigmoid(x): return np.tanh(x)", "sigmoid-tanh"),
    (_B, "sigmoid", "def sigmoid(x): return 1 / (1 + np.exp(-x)) + 1e-3 * x", ""),
    (_B, "sigmoid", "def sigmoid(x): return np.where(x > 15, 1.0, 1 / (1 + np.exp(-x))).astype(np.float16)", ""),
    (_B, "sigmoid", "def sigmoid(x): return np.clip(0.5 + x / 4, 0, 1)", ""),
    (_B, "dsigmoid", "def dsigmoid(x): return x * (1 - x)", "dsigmoid-of-activation"),
    (_B, "dsigmoid", "def dsigmoid(x): return sigmoid(x)", "dsigmoid-is-sigmoid"),
    (_B, "dsigmoid", "def dsigmoid(x): return sigmoid(x) * (1 + sigmoid(x))", "dsigmoid-plus"),
    (_B, "softmax", "def softmax(x): return np.exp(x - x.max())", "softmax-unnormalized-shifted"),
    (_B, "softmax", "def softmax(x): return np.exp(x)", "softmax-unnormalized"),
    (_B, "softmax", "def softmax(x): return x / x.sum()", "softmax-linear"),
    (_B, "softmax", "def softmax(x): return np.exp(-x) / np.exp(-x).sum()", "softmax-negated"),
    (_B, "softmax", "def softmax(x): return 2.0 ** x / (2.0 ** x).sum()", ""),
    (_B, "cross_entropy_loss", "def cross_entropy_loss(y, p): return np.sum(y * np.log(p))", "ce-sign"),
    (_B, "cross_entropy_loss", "def cross_entropy_loss(y, p): return -np.mean(y * np.log(p))", "ce-mean"),
    (_B, "cross_entropy_loss", "def cross_entropy_loss(y, p): return -np.sum(y * np.log2(p))", "ce-log2"),
    (_B, "cross_entropy_loss", "def cross_entropy_loss(y, p): return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))", "ce-binary"),
    (_B, "cross_entropy_loss", "def cross_entropy_loss(y, p): return -y * np.log(p)", ""),
    (_B, "integer_to_one_hot", "def integer_to_one_hot(x):\n    v = np.zeros(10); v[x - 1] = 1; return v", "one-hot-from-one"),
    (_B, "integer_to_one_hot", "def integer_to_one_hot(x):\n    v = np.zeros((10, 1)); v[x] = 1; return v", "one-hot-column"),
    (_B, "initial_weights", "weights = [np.full((784, 32), rng.normal()), np.full((32, 32), rng.normal()), np.full((32, 10), rng.normal())]", "one-draw"),
    (_B, "initial_weights", "weights = [rng.normal(0, 1 / 784, (784, 32)), rng.normal(0, 1 / 32, (32, 32)), rng.normal(0, 1 / 32, (32, 10))]", ""),
    (_B, "initial_weights", "weights = [w * 0 for w in weights]", ""),
    (_B, "initial_weights", "weights = [rng.uniform(-1, 1, s) * (3 / max(s)) ** 0.5 for s in ((784, 32), (32, 32), (32, 10))]", ""),
    (_B, "feed_forward_sample", "def feed_forward_sample(sample, y):\n    a = sample.flatten()\n    for W in weights[:2]: a = sigmoid(a @ W)\n    p = softmax(a @ weights[2])\n    return -np.log(p[y]), np.argmax(p)", "forward-no-bias"),
    (_B, "feed_forward_sample", "def feed_forward_sample(sample, y):\n    a = sample.flatten()\n    for W, b in zip(weights[:2], biases[:2]): a = sigmoid(a @ W + b)\n    p = softmax(a @ weights[2] + biases[2])\n    return -np.log(p[y]), np.argmin(p)", ""),
    (_B, "train_one_sample", _train(bias="d.sum()"), ""),
    (_B, "train_one_sample", _train(bias="(d if k == 2 else np.full_like(d, d.sum()))"), "step-bias-dot"),
    (_B, "train_one_sample", _train(op="+="), "step-ascent"),
    (_B, "train_one_sample", _train(s1="1", s2="1"), "step-no-slope"),
    (_B, "train_one_sample", _train(s1="dsigmoid(a1)", s2="dsigmoid(a2)"), "step-slope-of-activation"),
    (_B, "train_one_sample", _train(d3="t - p"), "step-ascent"),
    (_B, "train_one_sample", _train(d3="(p - t) * p * (1 - p)"), "step-squared-error"),
    (_B, "train_one_sample", _train(bias="0"), "step-no-bias"),
    (_B, "train_one_sample", _train().replace("-= learning_rate *", "-= learning_rate ** 2 *"), "step-rate-twice"),
    (_B, "train_one_sample", _train().replace("learning_rate * ", ""), "step-no-rate"),
    (_B, "train_one_sample", "def train_one_sample(sample, y, learning_rate): pass", "step-nothing"),
    (_B, "train_one_sample", "own = [w.copy() for w in weights]\n" + _train().replace("weights[", "own["), ""),
    (_T, "finite_difference_checker", "def finite_difference_checker(f, x, k):\n    h = 1e-5; e = np.zeros_like(x); e[k] = h\n    return (f(x + e)[0] - f(x - e)[0]) / 2 * h", "difference-times-h"),
    (_T, "finite_difference_checker", "def finite_difference_checker(f, x, k):\n    h = 1e-5; e = np.zeros_like(x); e[k] = h\n    return (f(x + e)[0] - f(x - e)[0]) / h", "difference-by-h"),
    (_T, "finite_difference_checker", "def finite_difference_checker(f, x, k):\n    h = 1e-5\n    return (f(x + h)[0] - f(x - h)[0]) / (2 * h)", "difference-all-coordinates"),
    (_T, "finite_difference_checker", "def finite_difference_checker(f, x, k): return f(x)[1][k]", ""),
    (_T, "finite_difference_checker", "def finite_difference_checker(f, x, k): return 0.0", ""),
    (_T, "sigmoid_activation", "def sigmoid_activation(x):\n    s = 1 / (1 + np.exp(-x)); return s, x * (1 - x)", "activation-slope-of-activation"),
    (_T, "sigmoid_activation", "def sigmoid_activation(x):\n    s = 1 / (1 + np.exp(-x)); return s, s", "activation-slope-is-out"),
    (_T, "relu_activation", "def relu_activation(x): return np.maximum(x, 0), np.maximum(x, 0)", "relu-slope-is-out"),
    (_T, "relu_activation", "def relu_activation(x): return np.maximum(x, 0), np.sign(x)", "relu-slope-sign"),
    (_T, "logistic_loss", "def logistic_loss(g, y): return -(y * np.log(g) + (1 - y) * np.log(1 - g)), (g - y) / (g - g ** 2)", "logistic-broadcast"),
    (_T, "logistic_loss", "def logistic_loss(g, y):\n    y = y[:, None]\n    return -(y * np.log(g) + (1 - y) * np.log(1 - g)), g - y", "logistic-slope-logit"),
    (_T, "layer_forward", "def layer_forward(x, W, b, f):\n    out, g = f(x @ W)\n    return out, (x, W, g)", "layer-no-bias"),
    (_T, "layer_forward", "def layer_forward(x, W, b, f):\n    z = x @ W + b\n    return z, (x, W, f(z)[1])", "layer-linear"),
    (_T, "create_weight_matrices", "def create_weight_matrices(d): return [np.full((a, b), np.random.randn()) for a, b in zip(d, d[1:])]", "one-draw"),
    (_T, "create_weight_matrices", "def create_weight_matrices(d): return [np.zeros((a, b)) for a, b in zip(d, d[1:])]", "zero-weights"),
    (_T, "create_weight_matrices", "def create_weight_matrices(d): return [np.random.rand(a, b) for a, b in zip(d, d[1:])]", ""),
    (_T, "create_weight_matrices", "def create_weight_matrices(d): return [(np.random.randn(a, b) * 3).astype(int) for a, b in zip(d, d[1:])]", "whole-draws"),
    (_T, "backward_pass", _pass(w="x.T @ d", b="d.sum(axis=0)"), "batch-sum"),
    (_T, "backward_pass", _pass(w="np.outer(x.mean(axis=0), d.mean(axis=0))"), "batch-mean-first"),
    (_T, "backward_pass", _pass(delta="d"), "backward-no-slope"),
    (_T, "backward_pass", _pass(order="[::-1]"), "backward-reversed"),
    (_L, "GD", "def GD(params, grads, lr): return [p + lr * g for p, g in zip(params, grads)]", "gd-ascent"),
    (_L, "GD", "def GD(params, grads, lr): return [p - g for p, g in zip(params, grads)]", "gd-no-rate"),
    (_L, "TwoLayerNetwork", "def TwoLayerNetwork(d): return [np.random.randn(d[0], d[1]), np.zeros((d[1], 1)), np.random.randn(d[1], d[2]), np.zeros((d[2], 1))]", "transposed-shapes"),
    (_L, "TwoLayerNetwork", "def TwoLayerNetwork(d): return [np.random.randn(d[1], d[0]), np.zeros(d[1]), np.random.randn(d[2], d[1]), np.zeros(d[2])]", "bias-flat"),
    (_L, "CrossEntropyLoss", "def CrossEntropyLoss(Y, P): return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P))", "bce-sum"),
    (_L, "CrossEntropyLoss", "def CrossEntropyLoss(Y, P): return -np.mean(Y * np.log(P))", "bce-half"),
    (_L, "forward", BINARY + "def forward(X, params):\n    W1, b1, W2, b2 = params\n    Z1 = W1 @ X; Y1 = sigmoid(Z1); Z2 = W2 @ Y1\n    return sigmoid(Z2), [X, Z1, Y1, Z2]", "two-layer-no-bias"),
    (_L, "backward", _back(n="1"), "batch-sum"),
    (_L, "backward", _back(n="len(Y_true)"), "batch-sum"),
    (_L, "backward", _back(d2="Y_true - Y2"), "backward-sign"),
    (_L, "backward", _back(s="1"), "backward-no-slope"),
    (_L, "backward", _back(d2="(Y2 - Y_true) * Y2 * (1 - Y2)"), "backward-squared-error"),
    (_L, "softmax", "def softmax(Z): return np.exp(Z) / np.sum(np.exp(Z))", "softmax-no-axis"),
    (_L, "softmax", "def softmax(Z): return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)", "softmax-other-axis"),
    (_L, "stable_softmax", "def stable_softmax(Z):\n    C = -np.max(Z, axis=0)\n    return np.exp(Z + np.log(C)) / np.sum(np.exp(Z + np.log(C)), axis=0)", "softmax-log-of-negative-3"),
    (_L, "stable_softmax", "def stable_softmax(Z): return np.exp(Z) / np.sum(np.exp(Z), axis=0)", ""),
    (_L, "MultiClassCrossEntropyLoss", "def MultiClassCrossEntropyLoss(Y, P): return -np.sum(np.log(P[Y[0].astype(int), range(Y.shape[1])]))", "nll-sum"),
    (_L, "MultiClassCrossEntropyLoss", "def MultiClassCrossEntropyLoss(Y, P): return -np.mean(np.log([P[int(y), i] for i, y in enumerate(Y)]))", "nll-flat-only"),
]  # fmt: skip


@pytest.fixture
def judged(sandbox: Sandbox) -> Callable[[str, str, str], FunctionResult]:
    def run(task: str, name: str, text: str) -> FunctionResult:
        whole = assignment.load(task)
        source = Source("submission.py", [BASES[task] + text], notebook=False)
        defined = [part for part in whole.parts if any(re.search(rf"\b{mark}(\(| =)", text) for mark in part.marks)]
        chosen = [
            f for f in whole.functions if f.name == name and (not f.part or not defined or f.part == defined[0].name)
        ]
        needs = {"train_one_sample": ("feed_forward_sample",), "backward_pass": ("logistic_loss",)}
        loss = [f for f in whole.functions if f.name in needs.get(name, ())]
        reduced = replace(whole, functions=(*loss, chosen[0]), parts=tuple(defined[:1]), total_seconds=30.0)
        if chosen[0].part and not defined:
            reduced = replace(reduced, functions=(*loss, replace(chosen[0], part="")))
        return Grading(sandbox, reduced, source).run().functions[-1]

    return run


def _slow_if(condition: bool, *values: str) -> object:
    return pytest.param(*values, marks=pytest.mark.slow if condition else ())


# By default the first style of each function runs; `-m slow` runs the others.
RIGHT_CASES = [
    _slow_if(k >= 1, task, name, text) for (task, name), texts in RIGHT.items() for k, text in enumerate(texts)
]
WRONG_CASES = [
    _slow_if(k % (5 if case[1] in ("train_one_sample", "backward_pass", "backward") else 3) > 0, *case)
    for k, case in enumerate(WRONG)
]


# Right, except that they take the logarithm of a probability that is exactly 0.
UNGUARDED = {text for text in RIGHT["threes-nines", "logistic_loss"] if "* np.log(" in text and "+ e" not in text}
# Right, except that a batch of no samples leaves them nothing to stack; in the shipped assignments this costs nothing.
ONE_BY_ONE = {text for text in RIGHT["two-layer", "softmax"] if "np.stack([" in text}


def test_the_gallery_is_large_enough() -> None:
    assert len(RIGHT_CASES) - len(UNGUARDED) >= 100
    assert len(WRONG) >= 60
    assert len({name for _, _, _, name in WRONG if name}) >= 30


@pytest.mark.parametrize(("task", "name", "text"), RIGHT_CASES)
def test_a_right_function_is_never_failed(
    judged: Callable[[str, str, str], FunctionResult], task: str, name: str, text: str
) -> None:
    result = judged(task, name, text)
    lost = 0.25 * result.max_points if text in UNGUARDED else 0.0
    assert result.verdict is (Verdict.EDGE if lost or text in ONE_BY_ONE else Verdict.CORRECT), result
    assert result.points == result.max_points - lost


@pytest.mark.parametrize(("task", "name", "text", "diagnosis"), WRONG_CASES)
def test_a_wrong_function_never_passes_and_is_named_only_if_reproduced(
    judged: Callable[[str, str, str], FunctionResult], task: str, name: str, text: str, diagnosis: str
) -> None:
    result = judged(task, name, text)
    assert result.verdict in (Verdict.WRONG, Verdict.ERROR), result
    assert result.points == 0
    assert result.counterexample is not None
    assert f"({diagnosis})" in result.diagnosis if diagnosis else ". The book:" not in result.diagnosis


@pytest.mark.data
def test_the_labelled_samples_are_judged_as_labelled(sandbox: Sandbox) -> None:
    """BACKPROOF_SAMPLES names a directory with submissions and functions.jsonl, read in place."""
    folder = Path(os.environ["BACKPROOF_SAMPLES"])
    labels = [json.loads(line) for line in (folder / "functions.jsonl").read_text().splitlines()]
    for module in sorted({label["module"] for label in labels}):
        task = "backprop-from-scratch" if "backprop" in module else "two-layer"
        report = Grading(sandbox, assignment.load(task), read(folder / module)).run()
        found = {result.name: result.verdict for result in report.functions}
        for label in labels:
            if label["module"] == module and label["function"] in found:
                right = found[label["function"]] in (Verdict.CORRECT, Verdict.EDGE)
                assert right == label["correct"], (module, label["function"], found[label["function"]])
