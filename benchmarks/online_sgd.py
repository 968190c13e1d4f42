"""Per-sample SGD, 784-32-32-10 logistic, softmax and cross-entropy, step 0.003: ours beside the peers, one thread each.

    python benchmarks/online_sgd.py [--samples N] [--rounds N]

Peers: a plain NumPy loop as homework has it; torch eager; JAX lax.scan, compiled before the clock starts (both in
their default float32 and in float64); scikit-learn's MLPClassifier with batch_size=1. Ours are float64 unless stated.
"""

from rounds import interleaved, one_thread, report

one_thread()

import argparse  # noqa: E402
import warnings  # noqa: E402
from itertools import pairwise  # noqa: E402

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

from numerics.datasets import load_dataset  # noqa: E402
from numerics.evaluation import Samples  # noqa: E402
from numerics.fast import compiled, online  # noqa: E402
from numerics.network import Dense, Network  # noqa: E402
from numerics.optimizers import GradientDescent  # noqa: E402
from numerics.training import Plan  # noqa: E402

STEP = 0.003
WIDTHS = (784, 32, 32, 10)


def homework(x, t, weights):
    """Sample by sample, layer by layer, an outer product per layer."""
    w1, w2, w3 = (w.copy() for w in weights)
    b1, b2, b3 = (np.zeros(w.shape[1]) for w in weights)
    sigmoid = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    for i in range(len(x)):
        a0 = x[i]
        a1 = sigmoid(a0 @ w1 + b1)
        a2 = sigmoid(a1 @ w2 + b2)
        z = a2 @ w3 + b3
        e = np.exp(z - np.max(z))
        y = e / np.sum(e)
        d3 = y - t[i]
        d2 = (w3 @ d3) * a2 * (1 - a2)
        d1 = (w2 @ d2) * a1 * (1 - a1)
        w3 -= STEP * np.outer(a2, d3)
        b3 -= STEP * d3
        w2 -= STEP * np.outer(a1, d2)
        b2 -= STEP * d2
        w1 -= STEP * np.outer(a0, d1)
        b1 -= STEP * d1
    return w1


def torch_eager(x, labels, weights):
    layers = []
    for w in weights:
        linear = torch.nn.Linear(*w.shape, dtype=x.dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(w.T.copy()))
            linear.bias.zero_()
        layers += [linear, torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=STEP)
    loss = torch.nn.CrossEntropyLoss()
    for i in range(len(x)):
        optimizer.zero_grad()
        loss(model(x[i : i + 1]), labels[i : i + 1]).backward()
        optimizer.step()
    return layers[0].weight


def jax_scan():
    def loss(parameters, x, t):
        (w1, b1), (w2, b2), (w3, b3) = parameters
        a = jax.nn.sigmoid(x @ w1 + b1)
        a = jax.nn.sigmoid(a @ w2 + b2)
        return -jnp.sum(t * jax.nn.log_softmax(a @ w3 + b3))

    def visit(parameters, sample):
        gradient = jax.grad(loss)(parameters, *sample)
        return jax.tree_util.tree_map(lambda p, g: p - STEP * g, parameters, gradient), None

    return jax.jit(lambda parameters, x, t: jax.lax.scan(visit, parameters, (x, t))[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    jax.config.update("jax_enable_x64", True)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # scikit-learn warns that one epoch has not converged
    digits = load_dataset("mnist").train
    rows = np.arange(arguments.samples) % len(digits)
    x, t, labels = digits.pixels()[rows], digits.one_hot()[rows], digits.labels[rows]
    rng = np.random.default_rng(80085)
    weights = [rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)) for n_in, n_out in pairwise(WIDTHS)]
    names = ("sigmoid", "sigmoid", "softmax")
    network = Network(
        tuple(Dense(w.T.copy(), np.zeros(w.shape[1]), name) for w, name in zip(weights, names, strict=True))
    )
    samples, plan = Samples(x, t), Plan(GradientDescent(STEP), 1, batch_size=1)
    single = Network(
        tuple(Dense(l.weights.astype(np.float32), l.bias.astype(np.float32), l.activation) for l in network.layers)
    )
    singles = Samples(x.astype(np.float32), t.astype(np.float32))
    x64, labels64 = torch.from_numpy(x), torch.from_numpy(labels.astype(np.int64))
    x32 = x64.float()
    scan = jax_scan()

    def on_jax(dtype):
        parameters = [(jnp.asarray(w, dtype), jnp.zeros(w.shape[1], dtype)) for w in weights]
        x_jax, t_jax = jnp.asarray(x, dtype), jnp.asarray(t, dtype)
        return lambda: jax.block_until_ready(scan(parameters, x_jax, t_jax))[0][0]

    def ours(engine, network=network, samples=samples):
        return lambda: next(engine.epochs(network, samples, plan, rng=rng)).layers[0].weights.T

    sklearn = lambda: MLPClassifier(  # noqa: E731
        WIDTHS[1:3], activation="logistic", solver="sgd", batch_size=1, momentum=0, nesterovs_momentum=False,
        alpha=0, learning_rate_init=STEP, max_iter=1, shuffle=False,
    ).fit(x, labels)  # fmt: skip
    contestants = {
        "backproof, NumPy only": ours(online),
        "backproof, NumPy only, float32": ours(online, single, singles),
        "backproof[fast], Numba": ours(compiled),
        "backproof[fast], Numba, float32": ours(compiled, single, singles),
        "homework NumPy loop": lambda: homework(x, t, weights),
        "torch eager, float32": lambda: torch_eager(x32, labels64, weights),
        "torch eager, float64": lambda: torch_eager(x64, labels64, weights),
        "JAX lax.scan, float32": on_jax(jnp.float32),
        "JAX lax.scan, float64": on_jax(jnp.float64),
        "scikit-learn MLPClassifier": sklearn,
    }
    reference = homework(x, t, weights)
    for name, run in contestants.items():
        if name != "scikit-learn MLPClassifier":  # it draws its own weights
            result = run()
            array = result.detach().numpy().T if isinstance(result, torch.Tensor) else np.asarray(result)
            print(f"{name:34} first layer differs from the homework loop by {np.abs(array - reference).max():.1e}")
    seconds = interleaved(contestants, arguments.rounds)
    print()
    report(
        seconds,
        "backproof, NumPy only",
        len(x),
        {"homework NumPy loop": 4, "torch eager, float64": 15},
    )
    print()
    report(seconds, "backproof, NumPy only, float32", len(x), {"torch eager, float32": 15})
    print()
    report(seconds, "backproof[fast], Numba", len(x), {"JAX lax.scan, float64": 1.5})
    print()
    report(seconds, "backproof[fast], Numba, float32", len(x), {"JAX lax.scan, float32": 1.5})


if __name__ == "__main__":
    main()
