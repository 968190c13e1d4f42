import numpy as np
import pytest

from backproof.submissions.compare import Between, Choice, Close, Judged, Number, Threw, agrees, difference, plain
from backproof.submissions.frames import Handle

TWO = Close(np.array([1.0, 2.0]))


@pytest.mark.parametrize(
    ("got", "reason"),
    [
        (np.array([1.0, np.nan]), "not a finite number"),
        (np.array([1.0, np.inf]), "not a finite number"),
        (np.array([]), r"expected shape \(2,\), got \(0,\)"),
        (np.array(1.0), r"expected shape \(2,\), got \(\)"),
        (np.array([[1.0, 2.0]]), r"expected shape \(2,\), got \(1, 2\)"),
        (np.array([1.0, 2.0001]), "a wrong value"),
        (np.array([1.0 + 0j, 2.0]), "expected numbers, got an array of dtype complex128"),
        (np.array([1.0, 2.0], dtype=np.float16), "expected numbers, got an array of dtype float16"),
        (Handle(1, "MaskedArray"), "expected numbers, got an object of type MaskedArray"),
        ([1.0, 2.0], "expected numbers, got a list"),
        (None, "expected numbers, got None"),
        ("1.0", "expected numbers, got a str"),
        (Threw("ValueError", "ValueError: no"), "it raised an exception"),
    ],
)
def test_what_is_not_the_right_array_never_agrees(got: object, reason: str) -> None:
    found = difference(got, TWO)
    assert found is not None
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError(found.reason)


def test_the_right_array_agrees_in_every_numeric_type() -> None:
    for dtype in (np.float64, np.float32, np.int64, np.uint8):
        assert agrees(np.array([1, 2], dtype=dtype), TWO)


def test_single_precision_is_given_its_rounding_and_no_more() -> None:
    third = Close(np.array([1 / 3]))
    assert agrees(np.array([1 / 3], dtype=np.float32), third)
    assert not agrees(np.array([1 / 3 + 1e-4], dtype=np.float32), third)


def test_nothing_agrees_with_an_expectation_that_is_nan() -> None:
    for value in (np.nan, 0.0):
        assert not agrees(np.array([value]), Close(np.array([np.nan])))
        assert not agrees(value, Number(np.nan))


def test_a_number_may_have_one_entry_and_two_axes() -> None:
    for got in (0.5, np.array(0.5), np.array([0.5]), np.array([[0.5]])):
        assert agrees(got, Number(0.5))
    for lie in (np.array([0.5, 0.5]), np.array([[[0.5]]]), np.array([]), "0.5", float("nan")):
        assert not agrees(lie, Number(0.5))


def test_a_slope_at_a_kink_may_be_anything_between_its_sides() -> None:
    relu = Between(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0]))
    assert agrees(np.array([0.0, 0.5, 1.0]), relu)
    assert not agrees(np.array([0.0, 1.5, 1.0]), relu)
    assert not agrees(np.array([0.5, 0.5, 1.0]), relu)
    assert not agrees(np.array([0.0, np.nan, 1.0]), relu)


def test_a_class_is_an_index_or_a_one_hot_vector() -> None:
    third = Choice(frozenset({2}), 4)
    for got in (2, np.array(2), np.array([0, 0, 1, 0]), np.array([[0.0, 0.0, 1.0, 0.0]])):
        assert agrees(got, third)
    for lie in (
        1,
        np.array([0, 1, 0, 0]),
        np.array([0, 0, 2, 0]),
        np.array([1, 0, 1, 0]),
        np.array([0, 0, 1]),
        "2",
        True,
    ):
        assert not agrees(lie, third)


def test_a_tuple_is_compared_item_by_item_and_says_where() -> None:
    found = difference((np.array([1.0, 2.0]), 3.0), (TWO, Number(4.0)))
    assert found is not None
    assert found.where == "result[1]"
    short = difference((np.array([1.0, 2.0]),), (TWO, TWO))
    assert short is not None
    assert short.reason == "expected 2 values, got 1 values"


def test_a_judged_leaf_decides_itself() -> None:
    assert agrees("anything", Judged(lambda got: None))


def test_what_is_shown_is_short_and_is_json() -> None:
    assert plain(np.zeros((28, 28))) == "zeros of shape (28, 28)"
    assert plain(float("nan")) == "nan"
    assert plain([1.0] * 20)[-1] == "... 20 in all"
    sparse = np.zeros((32, 10))
    sparse[1, 2] = 0.125
    assert plain(sparse) == "shape (32, 10): [1, 2] = 0.125, else 0"
