"""Images become rows of pixels and rows of targets; choosing some keeps image and label together."""

import numpy as np
import pytest

from numerics.images import Images

IMAGES = Images(np.arange(24, dtype=np.uint8).reshape(6, 2, 2), np.array([3, 1, 3, 0, 1, 3], dtype=np.uint8))


def test_pixels_and_targets_are_rows():
    np.testing.assert_array_equal(IMAGES.pixels(raw=True)[1], [4, 5, 6, 7])
    np.testing.assert_array_equal(IMAGES.pixels(), IMAGES.pixels(raw=True) / 255)
    np.testing.assert_array_equal(IMAGES.one_hot()[0], [0, 0, 0, 1, 0, 0, 0, 0, 0, 0])


def test_the_first_of_each_class_come_class_by_class_in_file_order():
    chosen = IMAGES.first_of_each((3, 0, 1), 2)
    np.testing.assert_array_equal(chosen.labels, [3, 3, 0, 1, 1])
    np.testing.assert_array_equal(chosen.images[:, 0, 0], [0, 8, 12, 4, 16])


def test_only_keeps_the_file_order():
    chosen = IMAGES.only((0, 3))
    np.testing.assert_array_equal(chosen.labels, [3, 3, 0, 3])
    assert len(chosen) == 4


def test_images_and_labels_that_do_not_belong_together_are_refused():
    with pytest.raises(
        ValueError, match=r"labels: expected one label per image, got shape \(5,\) for images of shape \(6"
    ):
        Images(IMAGES.images, IMAGES.labels[:5])
    with pytest.raises(ValueError, match="labels: expected classes 0 to 9, got 10"):
        Images(IMAGES.images, IMAGES.labels + np.uint8(7))
