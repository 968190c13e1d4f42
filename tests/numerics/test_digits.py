"""The embedded digits are what their note says, byte for byte."""

import gzip
import hashlib
import os
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from numerics.digits import load_articles, load_digits

FOLDER = files("numerics") / "data"


def test_there_are_forty_of_each_digit():
    digits = load_digits()
    assert digits.images.shape == (400, 28, 28)
    assert digits.images.dtype == digits.labels.dtype == np.uint8
    np.testing.assert_array_equal(np.bincount(digits.labels), [40] * 10)
    np.testing.assert_array_equal(digits.labels[:10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])  # MNIST begins so
    assert np.all(np.diff(digits.indices) > 0)


def test_there_are_forty_of_each_article():
    articles = load_articles()
    np.testing.assert_array_equal(np.bincount(articles.labels), [40] * 10)
    np.testing.assert_array_equal(articles.labels[:10], [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])  # Fashion-MNIST begins so


@pytest.mark.parametrize(
    ("name", "licence"), [("mnist_digits.npz", "CC BY-SA 3.0"), ("fashion_articles.npz", "The MIT License")]
)
def test_the_archives_have_the_checksum_and_licence_of_their_note(name, licence):
    archive = (FOLDER / name).read_bytes()
    note = (FOLDER / "README.md").read_text()
    assert hashlib.sha256(archive).hexdigest() in note
    assert licence in note
    assert len(archive) < 400_000


def test_nobody_can_change_the_shared_arrays():
    digits = load_digits()
    for array in (digits.images, digits.labels, digits.indices):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.data
@pytest.mark.parametrize(("load", "name"), [(load_digits, "mnist"), (load_articles, "fashion-mnist")])
def test_the_images_are_rows_of_the_training_file_and_the_first_of_their_class(load, name):
    folder = Path(os.environ["BACKPROOF_DATA"]) / name
    images = np.frombuffer(gzip.decompress((folder / "train-images-idx3-ubyte.gz").read_bytes()), np.uint8, offset=16)
    labels = np.frombuffer(gzip.decompress((folder / "train-labels-idx1-ubyte.gz").read_bytes()), np.uint8, offset=8)
    embedded = load()
    np.testing.assert_array_equal(embedded.images, images.reshape(-1, 28, 28)[embedded.indices])
    for label in range(10):
        expected = np.flatnonzero(labels == label)[:40]
        np.testing.assert_array_equal(embedded.indices[embedded.labels == label], expected)
