"""Labelled grey-scale images, as the files hold them and as a network takes them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class Images:
    """images (n, height, width) and labels (n,), both uint8; ten classes.

    Raises ValueError when their numbers differ or a label is not below 10.
    """

    images: Array
    labels: Array

    def __post_init__(self) -> None:
        if self.images.ndim != 3 or self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                f"labels: expected one label per image, got shape {self.labels.shape} for images of shape "
                f"{self.images.shape}; the two files do not belong together"
            )
        if self.labels.size and self.labels.max() > 9:
            raise ValueError(f"labels: expected classes 0 to 9, got {self.labels.max()}")

    def __len__(self) -> int:
        return len(self.images)

    def pixels(self, *, raw: bool = False) -> Array:
        """The images as rows of float64, shape (n, height * width): in [0, 1], or the file's 0 to 255 if `raw`."""
        rows = self.images.reshape(len(self.images), -1).astype(np.float64)
        return rows if raw else np.asarray(rows / 255)

    def one_hot(self) -> Array:
        """The labels as rows of targets, shape (n, 10)."""
        return np.eye(10)[self.labels]

    def take(self, indices: npt.ArrayLike) -> "Images":
        """The images at `indices`, in that order."""
        rows = np.asarray(indices, dtype=np.intp)
        return Images(self.images[rows], self.labels[rows])

    def first_of_each(self, classes: tuple[int, ...], count: int) -> "Images":
        """The first `count` images (or all, if fewer) of each class, one class after the other, in file order."""
        return self.take(np.concatenate([np.flatnonzero(self.labels == label)[:count] for label in classes]))

    def only(self, classes: tuple[int, ...]) -> "Images":
        """All images of these classes, in file order."""
        return self.take(np.flatnonzero(np.isin(self.labels, classes)))
