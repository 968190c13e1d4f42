"""MNIST and Fashion-MNIST: from a directory, downloaded, or the subset embedded in the package.

    load_dataset("mnist")                          the 400 embedded images (or $BACKPROOF_DATA, if it is set)
    load_dataset("mnist", data="DIR")              the four IDX files in DIR/mnist or DIR, plain or .gz
    load_dataset("mnist", data="DIR", download=True)   the same, after fetching what is missing (numerics.downloads)

A data set knows whether it is the original one, because published figures are figures of the original.

Sources: Y. LeCun, C. Cortes, C. Burges, MNIST; H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST, arXiv:1708.07747.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from numerics.arrays import Array
from numerics.digits import Digits, load_articles, load_digits
from numerics.downloads import default_folder, fetch
from numerics.idx import read_idx
from numerics.images import Images

DATA_VARIABLE = "BACKPROOF_DATA"
"""The environment variable that names the directory when no argument does."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test images, the names of the ten classes, and where they came from."""

    name: str
    train: Images
    test: Images
    classes: tuple[str, ...]
    source: str
    original: bool
    """Whether both parts are, byte for byte, the published ones."""


@dataclass(frozen=True)
class _Known:
    """What is known of a data set before its files are seen; digest covers the bytes of its four arrays."""

    classes: tuple[str, ...]
    embedded: Callable[[], Digits]
    digest: str


KNOWN = {
    "mnist": _Known(
        tuple("0123456789"),
        load_digits,
        "06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16",
    ),
    "fashion-mnist": _Known(
        ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"),
        load_articles,
        "ca3ab2a37f845e1b8ae23cab1b51749a3011ba3bf1d9016176d75cbaabac376f",
    ),
}

FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")

SIZE = (28, 28)
"""Height and width of every image."""

EMBEDDED_FOR_TEST = 10
"""Of the 40 embedded images of a class, the last 10 are the test set."""


def load_dataset(name: str, *, data: str | os.PathLike[str] | None = None, download: bool = False) -> Dataset:
    """Load "mnist" or "fashion-mnist" from `data`, else from $BACKPROOF_DATA, else the embedded subset.

    download: fetch the files that the directory lacks (without a directory, into the user's cache).
    Raises ValueError for another name and for files that do not hold what they should, FileNotFoundError for a
    directory without the files, IDXError for a damaged file, DownloadError when fetching fails.
    """
    if name not in KNOWN:
        raise ValueError(f"name: {name!r} is unknown; choose one of {', '.join(sorted(KNOWN))}")
    directory = data if data is not None else os.environ.get(DATA_VARIABLE)
    if download:
        folder = (Path(directory) if directory is not None else default_folder()) / name
        fetch(name, folder)
        return _from_folder(name, folder)
    return _embedded(name) if directory is None else _from_folder(name, _folder_with_files(name, Path(directory)))


def _embedded(name: str) -> Dataset:
    known = KNOWN[name]
    images = known.embedded()
    per_class = [np.flatnonzero(images.labels == label) for label in range(10)]
    train = np.sort(np.concatenate([rows[:-EMBEDDED_FOR_TEST] for rows in per_class]))
    test = np.sort(np.concatenate([rows[-EMBEDDED_FOR_TEST:] for rows in per_class]))
    return Dataset(name, images.take(train), images.take(test), known.classes, "embedded subset", original=False)


def _from_folder(name: str, folder: Path) -> Dataset:
    arrays = [read_idx(_existing(folder, file)) for file in FILES]
    train, test = (_images(folder, names, pair) for names, pair in ((FILES[:2], arrays[:2]), (FILES[2:], arrays[2:])))
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(array.tobytes())
    known = KNOWN[name]
    return Dataset(
        name,
        train,
        test,
        known.classes,
        str(folder),
        original=digest.hexdigest() == known.digest,
    )


def _images(folder: Path, files: tuple[str, ...], arrays: list[Array]) -> Images:
    """The images and labels of two files, which an error names."""
    images, labels = arrays
    try:
        if images.shape[1:] != SIZE or images.dtype != np.uint8 or labels.dtype != np.uint8 or len(images) == 0:
            raise ValueError(
                f"expected images of shape (n, {SIZE[0]}, {SIZE[1]}) and labels of shape (n,), n >= 1, both of bytes, "
                f"got {images.dtype} {images.shape} and {labels.dtype} {labels.shape}"
            )
        return Images(images, labels)
    except ValueError as error:
        raise ValueError(f"{folder}: {' and '.join(files)}: {error}; download them again") from None


def _folder_with_files(name: str, directory: Path) -> Path:
    for folder in (directory / name, directory):
        if all(_existing(folder, file).exists() for file in FILES):
            return folder
    best = directory / name if (directory / name).is_dir() else directory
    missing = [file + ".gz" for file in FILES if not _existing(best, file).exists()]
    raise FileNotFoundError(
        f"data: {best} does not hold the four files of {name}; missing (plain or .gz): {', '.join(missing)}; "
        "download them, or leave the directory out to use the embedded subset"
    )


def _existing(folder: Path, file: str) -> Path:
    """The plain file if it is there, else where the compressed one belongs."""
    return folder / file if (folder / file).exists() else folder / f"{file}.gz"
