"""Eight hundred real images, kept in the package: real input with no download.

The first 40 images of each class of the MNIST and of the Fashion-MNIST training file, in file order. Origin, licence
and checksums are in data/README.md.
"""

from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from numerics.arrays import Array
from numerics.images import Images


@dataclass(frozen=True, eq=False)
class Digits(Images):
    """images (n, 28, 28) and labels (n,), uint8; indices (n,) are rows of the training file. All read-only."""

    indices: Array


def load_digits() -> Digits:
    """Read the embedded handwritten digits."""
    return _read("mnist_digits.npz")


def load_articles() -> Digits:
    """Read the embedded articles of clothing; the names of their classes are in `numerics.datasets`."""
    return _read("fashion_articles.npz")


def _read(name: str) -> Digits:
    with files("numerics").joinpath(f"data/{name}").open("rb") as file, np.load(file) as archive:
        arrays = [archive[key] for key in ("images", "labels", "indices")]
    for array in arrays:
        array.setflags(write=False)
    return Digits(*arrays)
