"""Minibatch Adam, 784-256-128-64-10 ReLU, batches of 128: ours beside the peers, one thread each, all float32.

    python benchmarks/minibatch_adam.py [--samples N] [--rounds N]

Peers: torch with Adam(fused=True) and with its default Adam; scikit-learn's MLPClassifier. Every contestant makes one
shuffled pass over the same images, picking its batches by index.
"""

from rounds import interleaved, one_thread, report

one_thread()

import argparse  # noqa: E402
import warnings  # noqa: E402
from itertools import pairwise  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

from numerics.datasets import load_dataset  # noqa: E402
from numerics.evaluation import Samples  # noqa: E402
from numerics.fast import minibatch  # noqa: E402
from numerics.initializers import he_normal  # noqa: E402
from numerics.network import Dense, Network  # noqa: E402
from numerics.optimizers import Adam  # noqa: E402
from numerics.training import Plan  # noqa: E402

WIDTHS = (784, 256, 128, 64, 10)
BATCH = 128


def torch_adam(x, labels, network, order, *, fused):
    layers = []
    for layer in network.layers:
        linear = torch.nn.Linear(layer.n_in, layer.n_out)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer.weights))
            linear.bias.copy_(torch.from_numpy(layer.bias))
        layers += [linear, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)
    loss = torch.nn.CrossEntropyLoss()
    for start in range(0, len(x), BATCH):
        batch = order[start : start + BATCH]
        optimizer.zero_grad()
        loss(model(x[batch]), labels[batch]).backward()
        optimizer.step()
    return layers[0].weight.detach().numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=12800)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # scikit-learn warns that one epoch has not converged
    articles = load_dataset("fashion-mnist").train
    rows = np.arange(arguments.samples) % len(articles)
    x, t = articles.pixels()[rows].astype(np.float32), articles.one_hot()[rows].astype(np.float32)
    labels = articles.labels[rows].astype(np.int64)
    rng = np.random.default_rng(0)
    layers = [
        Dense(he_normal(n_in, n_out, rng=rng).astype(np.float32), np.zeros(n_out, np.float32), "relu")
        for n_in, n_out in pairwise(WIDTHS)
    ]
    layers[-1] = Dense(layers[-1].weights, layers[-1].bias, "softmax")
    network, samples, plan = Network(tuple(layers)), Samples(x, t), Plan(Adam(), 1, BATCH, shuffle=True)
    x_torch, labels_torch = torch.from_numpy(x), torch.from_numpy(labels)
    order = lambda: np.random.default_rng(1)  # noqa: E731
    permuted = torch.from_numpy(order().permutation(len(x)))
    contestants = {
        "backproof, NumPy only": lambda: next(minibatch.epochs(network, samples, plan, rng=order())).layers[0].weights,
        "backproof[fast], Numba": lambda: next(minibatch.epochs(network, samples, plan, rng=order(), compiled=True)),
        "torch, fused Adam": lambda: torch_adam(x_torch, labels_torch, network, permuted, fused=True),
        "torch, default Adam": lambda: torch_adam(x_torch, labels_torch, network, permuted, fused=False),
        "scikit-learn MLPClassifier": lambda: MLPClassifier(
            WIDTHS[1:4], batch_size=BATCH, alpha=0, max_iter=1
        ).fit(x, labels),
    }  # fmt: skip
    after = contestants["backproof, NumPy only"]()
    print(f"moved by {np.abs(after - network.layers[0].weights).max():.1e}; torch differs by "
          f"{np.abs(contestants['torch, fused Adam']() - after).max():.1e}")  # fmt: skip
    seconds = interleaved(contestants, arguments.rounds)
    for ours in ("backproof, NumPy only", "backproof[fast], Numba"):
        report(seconds, ours, len(x), {"torch, fused Adam": 1.2})
        print()


if __name__ == "__main__":
    main()
