"""The embedded digits are what their note says, byte for byte."""

import gzip
import hashlib
import os
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from numerics.digits import load_digits

FOLDER = files("numerics") / "data"


def test_there_are_forty_of_each_digit():
    digits = load_digits()
    assert digits.images.shape == (400, 28, 28)
    assert digits.images.dtype == digits.labels.dtype == np.uint8
    np.testing.assert_array_equal(np.bincount(digits.labels), [40] * 10)
    np.testing.assert_array_equal(digits.labels[:10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])  # MNIST begins so
    assert np.all(np.diff(digits.indices) > 0)


def test_the_archive_has_the_checksum_and_licence_of_its_note():
    archive = (FOLDER / "mnist_digits.npz").read_bytes()
    note = (FOLDER / "README.md").read_text()
    assert hashlib.sha256(archive).hexdigest() in note
    assert "CC BY-SA 3.0" in note
    assert len(archive) < 400_000


def test_pixels_are_rows_in_the_unit_interval_or_raw():
    digits = load_digits()
    unit, raw = digits.pixels(), digits.pixels(raw=True)
    assert unit.shape == raw.shape == (400, 784)
    assert unit.dtype == raw.dtype == np.float64
    assert (unit.min(), unit.max(), raw.min(), raw.max()) == (0, 1, 0, 255)
    np.testing.assert_array_equal(raw[7].reshape(28, 28), digits.images[7])
    np.testing.assert_array_equal(unit, raw / 255)


def test_one_hot_rows_point_at_the_label():
    digits = load_digits()
    assert digits.one_hot().shape == (400, 10)
    np.testing.assert_array_equal(digits.one_hot().sum(axis=1), np.ones(400))
    np.testing.assert_array_equal(digits.one_hot().argmax(axis=1), digits.labels)


def test_nobody_can_change_the_shared_arrays():
    digits = load_digits()
    for array in (digits.images, digits.labels, digits.indices):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.data
def test_the_digits_are_rows_of_the_training_file_and_the_first_of_their_class():
    folder = Path(os.environ["BACKPROOF_DATA"]) / "mnist"
    images = np.frombuffer(gzip.decompress((folder / "train-images-idx3-ubyte.gz").read_bytes()), np.uint8, offset=16)
    labels = np.frombuffer(gzip.decompress((folder / "train-labels-idx1-ubyte.gz").read_bytes()), np.uint8, offset=8)
    digits = load_digits()
    np.testing.assert_array_equal(digits.images, images.reshape(-1, 28, 28)[digits.indices])
    for label in range(10):
        expected = np.flatnonzero(labels == label)[:40]
        np.testing.assert_array_equal(digits.indices[digits.labels == label], expected)
