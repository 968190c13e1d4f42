"""Four hundred real handwritten digits, kept in the package: real input with no download.

The first 40 images of each class of the MNIST training file, in file order. Origin, licence and checksum are in
data/README.md.
"""

from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class Digits:
    """images (n, 28, 28) and labels (n,), uint8; indices (n,) are rows of the MNIST training file. All read-only."""

    images: Array
    labels: Array
    indices: Array

    def pixels(self, *, raw: bool = False) -> Array:
        """The images as rows of float64, shape (n, 784): in [0, 1], or the file's 0 to 255 if `raw`."""
        rows = self.images.reshape(len(self.images), -1).astype(np.float64)
        return rows if raw else np.asarray(rows / 255)

    def one_hot(self) -> Array:
        """The labels as rows of targets, shape (n, 10)."""
        return np.eye(10)[self.labels]


def load_digits() -> Digits:
    """Read the embedded digits."""
    with files("numerics").joinpath("data/mnist_digits.npz").open("rb") as file, np.load(file) as archive:
        arrays = [archive[name] for name in ("images", "labels", "indices")]
    for array in arrays:
        array.setflags(write=False)
    return Digits(*arrays)
