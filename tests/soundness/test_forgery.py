"""A `Proved` comes from the kernel or not at all."""

import copy
import dataclasses
import pickle

import pytest
from sympy import Integer

from proofs.book import theorems
from proofs.kernel.claims import equal
from proofs.kernel.derivations import Part, check, check_step, derive, step
from proofs.kernel.rule import Accepted, Rule
from proofs.kernel.settings import Setting
from proofs.kernel.verdicts import Evidence, Proved, Undecided

ONE_IS_TWO = equal(Integer(1), Integer(2))
EMPTY = Setting("empty", (), ())


@pytest.fixture(scope="module")
def proved() -> Proved:
    verdict = check(theorems()["softmax-jacobian"].parts[0]).verdict
    assert isinstance(verdict, Proved)
    return verdict


@pytest.mark.parametrize("seal", [None, object(), 1, "seal"])
def test_the_constructor_wants_the_seal_of_the_kernel(seal: object) -> None:
    with pytest.raises(PermissionError, match="made by the kernel alone"):
        Proved(ONE_IS_TWO, (), seal)


def test_replacing_the_claim_of_a_proved_is_seen(proved: Proved) -> None:
    with pytest.raises(ValueError, match="seal"):
        dataclasses.replace(proved, claim=ONE_IS_TWO)
    with pytest.raises(PermissionError, match="made by the kernel alone"):
        dataclasses.replace(proved, claim=ONE_IS_TWO, seal=vars(proved))


def test_a_proved_is_neither_copied_nor_pickled(proved: Proved) -> None:
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            attempt(proved)


def test_a_proved_is_immutable(proved: Proved) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        proved.claim = ONE_IS_TWO  # type: ignore[misc]


def test_a_rule_from_outside_the_kernel_proves_nothing() -> None:
    def accept(claim, setting):  # type: ignore[no-untyped-def]
        return Accepted((Evidence("trust", "me"), Evidence("me", "too")))

    forged = Rule("algebra", accept, True)
    verdict = check_step(ONE_IS_TWO, step(Integer(2), forged, "trust me"), EMPTY)
    assert isinstance(verdict, Undecided)
    assert "not a rule of the kernel" in verdict.reason


def test_a_part_that_cites_an_unproved_part_is_not_proved() -> None:
    from proofs.kernel.rules import algebra, lemma

    false = Part("false", "1 is 2", EMPTY, derive(Integer(1), step(Integer(2), algebra, "no")))
    citing = Part("citing", "1 is 2", EMPTY, derive(Integer(1), step(Integer(2), lemma, "see there", part=false)))
    verdict = check(citing).verdict
    assert isinstance(verdict, Undecided)
    assert "not proved" in verdict.reason
