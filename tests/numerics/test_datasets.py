"""Data sets from the package, from a directory, from the environment; and the words for what is missing."""

import gzip
import os
import struct

import numpy as np
import pytest

from numerics.datasets import DATA_VARIABLE, FILES, KNOWN, load_dataset
from numerics.downloads import CHECKSUMS
from numerics.idx import IDXError

TRAIN, TEST = 7, 5

FULL_DATA = os.environ.get(DATA_VARIABLE)  # before the fixture hides it


@pytest.fixture(autouse=True)
def no_directory_from_outside(monkeypatch):
    monkeypatch.delenv(DATA_VARIABLE, raising=False)


def write_files(folder, compress):
    """Small files of the right shape: training image i is filled with i, its label is i."""
    folder.mkdir(parents=True)
    for file, count in zip(FILES, (TRAIN, TRAIN, TEST, TEST), strict=True):
        if "images" in file:
            content = struct.pack(">4I", 0x803, count, 28, 28) + b"".join(bytes([i]) * 784 for i in range(count))
        else:
            content = struct.pack(">2I", 0x801, count) + bytes(range(count))
        path = folder / (file + ".gz" if compress else file)
        path.write_bytes(gzip.compress(content) if compress else content)
    return folder


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_default_is_embedded_and_splits_each_class_thirty_to_ten(name):
    dataset = load_dataset(name)
    np.testing.assert_array_equal(np.bincount(dataset.train.labels), [30] * 10)
    np.testing.assert_array_equal(np.bincount(dataset.test.labels), [10] * 10)
    assert dataset.source == "embedded subset"
    assert not dataset.original
    assert len(dataset.classes) == 10
    both = np.concatenate([dataset.train.pixels(), dataset.test.pixels()])
    assert len(np.unique(both, axis=0)) == 400  # no test image was trained on


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("below", ["mnist", "."])
def test_a_directory_is_read_plain_or_compressed_with_or_without_a_folder_of_the_name(tmp_path, compress, below):
    write_files(tmp_path / "data" / below, compress)
    dataset = load_dataset("mnist", data=tmp_path / "data")
    assert dataset.train.images.shape == (TRAIN, 28, 28)
    assert dataset.test.images.shape == (TEST, 28, 28)
    np.testing.assert_array_equal(dataset.train.images[:, 0, 0], dataset.train.labels)
    assert not dataset.original


def test_the_environment_names_the_directory_unless_an_argument_does(tmp_path, monkeypatch):
    write_files(tmp_path / "here" / "mnist", compress=True)
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "here"))
    assert load_dataset("mnist").source == str(tmp_path / "here" / "mnist")
    with pytest.raises(FileNotFoundError, match=r"data: .*elsewhere does not hold the four files of mnist"):
        load_dataset("mnist", data=tmp_path / "elsewhere")


def test_missing_files_are_listed_with_what_to_do(tmp_path):
    folder = write_files(tmp_path / "mnist", compress=True)
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(
        FileNotFoundError,
        match=r"mnist does not hold the four files of mnist; missing \(plain or .gz\): t10k-labels-idx1-ubyte.gz; "
        "download them, or leave the directory out",
    ):
        load_dataset("mnist", data=tmp_path)


def test_labels_of_another_file_are_refused(tmp_path):
    folder = write_files(tmp_path / "mnist", compress=False)
    (folder / "train-labels-idx1-ubyte").write_bytes((folder / "t10k-labels-idx1-ubyte").read_bytes())
    with pytest.raises(
        ValueError,
        match=r"mnist: train-images-idx3-ubyte and train-labels-idx1-ubyte: labels: expected one label per image, "
        r"got shape \(5,\) .*; download them again",
    ):
        load_dataset("mnist", data=tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        (FILES[0], struct.pack(">4I", 0x803, TRAIN, 20, 20) + bytes(400 * TRAIN), r"got uint8 \(7, 20, 20\) and uint8"),
        (FILES[0], struct.pack(">2I", 0x801, TRAIN) + bytes(TRAIN), r"got uint8 \(7,\) and uint8 \(7,\)"),
        (FILES[1], struct.pack(">2I", 0xD01, TRAIN) + bytes(4 * TRAIN), r"got uint8 \(7, 28, 28\) and float32 \(7,\)"),
        (FILES[1], struct.pack(">2I", 0x801, TRAIN) + bytes([99] * TRAIN), r"labels: expected classes 0 to 9, got 99"),
    ],
    ids=["another size", "labels for images", "labels that are no bytes", "an eleventh class"],
)
def test_files_that_hold_something_else_are_named(tmp_path, file, content, words):
    folder = write_files(tmp_path / "mnist", compress=False)
    (folder / file).write_bytes(content)
    with pytest.raises(ValueError, match=rf"train-images-idx3-ubyte and train-labels-idx1-ubyte: .*{words}"):
        load_dataset("mnist", data=tmp_path)


def test_files_without_an_image_are_refused(tmp_path):
    folder = write_files(tmp_path / "mnist", compress=False)
    (folder / FILES[2]).write_bytes(struct.pack(">4I", 0x803, 0, 28, 28))
    (folder / FILES[3]).write_bytes(struct.pack(">2I", 0x801, 0))
    with pytest.raises(
        ValueError, match=r"t10k-images-idx3-ubyte and .* n >= 1, both of bytes, got uint8 \(0, 28, 28\)"
    ):
        load_dataset("mnist", data=tmp_path)


def test_a_damaged_file_is_named(tmp_path):
    folder = write_files(tmp_path / "mnist", compress=True)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"not labels")
    with pytest.raises(IDXError, match=r"train-labels-idx1-ubyte.gz: not an IDX file"):
        load_dataset("mnist", data=tmp_path)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="name: 'cifar' is unknown; choose one of fashion-mnist, mnist"):
        load_dataset("cifar")
    assert sorted(KNOWN) == sorted(CHECKSUMS)


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_full_files_are_the_original_ones(name):
    dataset = load_dataset(name, data=FULL_DATA)
    assert dataset.original
    assert (len(dataset.train), len(dataset.test)) == (60000, 10000)
