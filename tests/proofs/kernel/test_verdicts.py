"""Verdicts: a `Proved` can't be made, copied or sent; a counterexample reads as one line."""

import copy
import dataclasses
import pickle

import pytest
from sympy import Integer

from proofs.kernel.claims import equal
from proofs.kernel.judging import judge
from proofs.kernel.settings import Setting
from proofs.kernel.terms import real
from proofs.kernel.verdicts import Counterexample, Evidence, Proved, Refuted, Undecided, is_proved

x = real("x")
FALSE = equal(Integer(0), Integer(1))


@pytest.fixture(scope="module")
def proved():
    verdict = judge(equal((x + 1) ** 2, x**2 + 2 * x + 1), Setting("example", ((x, "a number"),), ()))
    assert isinstance(verdict, Proved)
    return verdict


@pytest.mark.parametrize("seal", [None, object(), True, "seal"])
def test_a_proved_cannot_be_constructed(seal):
    with pytest.raises(PermissionError, match="made by the kernel alone: submit a derivation to it instead"):
        Proved(FALSE, (Evidence("me", "trust me"),), seal)


def test_a_proved_needs_a_seal():
    with pytest.raises(TypeError, match="seal"):
        Proved(FALSE, ())


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickle.dumps, lambda it: it.__reduce_ex__(4)])
def test_a_proved_cannot_be_copied_or_pickled(proved, duplicate):
    with pytest.raises(TypeError, match="cannot be copied or pickled: prove the claim again"):
        duplicate(proved)


def test_a_proved_cannot_be_turned_to_another_claim(proved):
    with pytest.raises(AttributeError, match="cannot assign to field 'claim'"):
        proved.claim = FALSE


def test_a_proved_cannot_be_replaced_by_one_with_another_claim(proved):
    with pytest.raises(ValueError, match="seal"):
        dataclasses.replace(proved, claim=FALSE)


def test_what_only_looks_like_a_proved_is_not_proved(proved):
    class Lookalike(Proved):
        def __post_init__(self, seal):
            pass

    assert not is_proved(Lookalike(proved.claim, proved.evidence, None))
    assert not is_proved(object.__new__(Proved))
    assert not is_proved(Undecided(FALSE, "no idea"))
    assert is_proved(proved)


def test_a_proved_whose_claim_was_forced_to_change_is_not_proved():
    victim = judge(equal(x + x, 2 * x), Setting("victim", ((x, "a number"),), ()))
    assert is_proved(victim)
    object.__setattr__(victim, "claim", FALSE)
    assert not is_proved(victim)


def test_the_seal_is_not_printed(proved):
    assert "seal" not in repr(proved)


def test_a_proved_names_two_engines(proved):
    assert len({each.engine for each in proved.evidence}) == 2


def test_a_counterexample_reads_as_one_line():
    found = Counterexample((("n", "2"), ("z_1", "-1/2")), "3", "4")
    assert str(found) == "at n = 2, z_1 = -1/2: left side 3, right side 4"


def test_a_refutation_needs_a_counterexample():
    with pytest.raises(TypeError, match="counterexample"):
        Refuted(FALSE)


def test_undecided_needs_a_reason():
    with pytest.raises(TypeError, match="reason"):
        Undecided(FALSE)
