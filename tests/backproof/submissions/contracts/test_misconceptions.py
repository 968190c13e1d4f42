"""The library of misconceptions is itself tested: each is wrong, and nothing changed is nothing wrong."""

import functools

import numpy as np
import pytest

from backproof.submissions import search
from backproof.submissions.compare import Anything, Between, Choice, Close, Judged, Number, agrees
from backproof.submissions.contracts import layered_backward, one_step, two_layer
from backproof.submissions.contracts.core import Case, Contract, Kind, Misconception, Property, Raises
from backproof.submissions.contracts.registry import CONTRACTS
from backproof.submissions.diagnosis import same

ALL = {name: build({}) for name, build in CONTRACTS.items()}
PAIRS = [(name, item) for name, contract in ALL.items() for item in contract.misconceptions]


def _property(contract: Contract, name: str) -> Property:
    return next(item for item in contract.properties if item.name == name)


@functools.cache
def _drawn(name: str, on: str) -> tuple[Property, list[Case]]:
    prop = _property(ALL[name], on)
    return prop, search.draw(prop, 40, 1)


def _observed(expected: object) -> object:
    """What a function that computes exactly this would return."""
    match expected:
        case tuple():
            return tuple(_observed(item) for item in expected)
        case Close(value=value):
            return np.asarray(value)
        case Number(value=value):
            return value
        case Between(low=low):
            return low
        case Choice(indices=indices):
            return min(indices)
        case _:
            return None


def _decidable(expected: object) -> bool:
    match expected:
        case tuple():
            return all(_decidable(item) for item in expected)
        case Judged() | Anything():
            return False
        case _:
            return True


def test_there_are_at_least_thirty_misconceptions_and_each_cites_a_line() -> None:
    assert len({item.name for _, item in PAIRS}) >= 30
    assert all(item.says and item.law for _, item in PAIRS)
    for contract in ALL.values():
        names = [item.name for item in contract.misconceptions]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("name", "item"), PAIRS, ids=[f"{name}-{item.name}" for name, item in PAIRS])
def test_a_misconception_is_wrong_and_is_refused(name: str, item: Misconception) -> None:
    prop, cases = _drawn(name, item.on)
    refused = 0
    for case in cases:
        outcome, right = item.variant(case), prop.expect(case)
        if isinstance(outcome, Raises) or not _decidable(outcome) or not _decidable(right):
            refused += 1  # statistics and exceptions are tried in the gallery, with real functions
            continue
        got = _observed(outcome)
        assert same(got, outcome)
        refused += not agrees(got, right)
    if prop.kind is not Kind.PROBE:
        assert refused >= 3


@pytest.mark.parametrize("name", sorted(ALL))
def test_what_is_right_agrees_with_itself(name: str) -> None:
    for prop in ALL[name].properties:
        for case in search.draw(prop, 10, 2):
            right = prop.expect(case)
            if _decidable(right):
                assert agrees(_observed(right), right), case


def test_with_nothing_changed_the_variants_are_the_reference() -> None:
    for case in search.draw(one_step.TRAIN_ONE_SAMPLE.properties[1], 3, 3):
        assert agrees(tuple(one_step.variant(case)), one_step.expect(case))
    for classes in (two_layer.BINARY, two_layer.MULTICLASS):
        prop = two_layer.backward_contract(classes).properties[0]
        for case in search.draw(prop, 20, 3):
            assert agrees(two_layer.variant(case), prop.expect(case))
    prop = layered_backward.BACKWARD_PASS.properties[0]
    for case in search.draw(prop, 20, 3):
        assert agrees(layered_backward.variant(case), prop.expect(case))
