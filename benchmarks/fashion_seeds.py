"""How far the published accuracy of Fashion-MNIST depends on luck: 784-256-128-64-10 ReLU, Adam 1e-3, batches of 128.

    python benchmarks/fashion_seeds.py choose [--seeds N]            three ways to start, on a validation split
    python benchmarks/fashion_seeds.py measure [--start S] [--seeds N]   one of them, on the test images

`choose` trains on the first 50000 training images and judges by the last 10000; it never looks at the test images.
`measure` trains on all 60000, and tests after every epoch. Both train for 30 epochs in float32, as the frameworks do,
from the seeds 0, 1, ... The folder of the data is BACKPROOF_DATA.
"""

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_threads] = "1"

import argparse  # noqa: E402
import statistics  # noqa: E402

import numpy as np  # noqa: E402

from numerics.datasets import load_dataset  # noqa: E402
from numerics.evaluation import Samples, evaluate  # noqa: E402
from numerics.experiments.fashion import WIDTHS, fan_in, glorot, in_single  # noqa: E402
from numerics.fast.engines import epochs  # noqa: E402
from numerics.initializers import he_normal  # noqa: E402
from numerics.network import Network  # noqa: E402
from numerics.optimizers import Adam  # noqa: E402
from numerics.training import Plan  # noqa: E402

VALIDATION = 10_000


def he(rng):
    return Network.initialized(
        WIDTHS, hidden="relu", head="softmax", loss="cross-entropy", initializer=he_normal, rng=rng
    )


STARTS = {  # what each kind of program does by default, and its Adam
    "keras": (glorot, Adam(1e-3, epsilon=1e-7)),
    "torch": (fan_in, Adam(1e-3, epsilon=1e-8)),
    "he": (he, Adam(1e-3, epsilon=1e-8)),
}


def singles(images):
    return Samples(images.pixels().astype(np.float32), images.one_hot().astype(np.float32))


def accuracies(start, training, held_out, seed):
    """After each of 30 epochs."""
    make, optimizer = STARTS[start]
    rng = np.random.default_rng(seed)
    plan = Plan(optimizer, 30, batch_size=128, shuffle=True)
    return [evaluate(after, held_out).accuracy for after in epochs(in_single(make)(rng), training, plan, rng=rng)]


def report(start, runs):
    for what, values in (("last", [run[-1] for run in runs]), ("best", [max(run) for run in runs])):
        spread = statistics.stdev(values) if len(values) > 1 else float("nan")
        print(
            f"{start}: {what} epoch, {len(runs)} seeds: mean {statistics.mean(values):.4%}, sd {spread:.4%}, "
            f"{min(values):.2%} to {max(values):.2%}; {', '.join(f'{value:.2%}' for value in values)}",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("choose", "measure"))
    parser.add_argument("--start", choices=STARTS, default="keras")
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    dataset = load_dataset("fashion-mnist")
    training, held_out, starts = singles(dataset.train), None, [arguments.start]
    if arguments.what == "choose":
        held_out = Samples(training.x[-VALIDATION:], training.t[-VALIDATION:])
        training, starts = Samples(training.x[:-VALIDATION], training.t[:-VALIDATION]), list(STARTS)
    else:
        held_out = singles(dataset.test)
    for start in starts:
        report(start, [accuracies(start, training, held_out, seed) for seed in range(arguments.seeds)])


if __name__ == "__main__":
    main()
