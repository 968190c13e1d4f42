"""Every lie of the gallery by hand is refused twice: by the kernel alone and by the numeric witnesses alone.

One lie of each part is tried every time, all of them on request.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from backproof.mutation.bounds import asked_of_z3
from backproof.mutation.by_hand import WRONG_ORDERS, WRONG_RULES, WRONG_TERMS, lies_about
from backproof.verify import FALSE_ALARM
from backproof.witnesses import all_witnesses
from backproof.witnesses.testimony import REGISTRY
from proofs.book import theorems
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Part, Theorem
from proofs.kernel.judging import judge
from proofs.kernel.verdicts import Proved, Refuted


@dataclass(frozen=True)
class Lie:
    theorem: Theorem
    part: Part
    name: str
    claim: Claim

    def __str__(self) -> str:
        return f"{self.part.name}: {self.name}"


LIES = [
    Lie(theorem, part, name, claim)
    for theorem in theorems().values()
    for part in theorem.parts
    for name, claim in lies_about(theorem.name, part)
]
FIRST = list({(each.theorem.name, each.part.name): each for each in reversed(LIES)}.values())[
    ::2
]  # of every second part
REST = [each for each in LIES if each not in FIRST]
all_witnesses()  # fills the registry


def test_there_are_at_least_60_lies_and_each_is_about_a_part_of_the_book() -> None:
    assert len(LIES) >= 60
    assert sum(map(len, (*WRONG_TERMS.values(), *WRONG_RULES.values(), *WRONG_ORDERS.values()))) == len(LIES)


def kernel_refutes(lie: Lie) -> None:
    """From the hypotheses alone; a rule about sizes needs the parts that its derivation builds on.

    Where the hypotheses leave the points of the judge little room, a model of Z3 that is evaluated exactly is a point.
    """
    verdict = judge(lie.claim, lie.part.setting)
    if not isinstance(verdict, Refuted):
        verdict = judge(lie.claim, lie.part.setting, lie.theorem.parts)
    if not isinstance(verdict, Refuted) and asked_of_z3(lie.claim, lie.part.setting)[0] == "false":
        return
    assert isinstance(verdict, Refuted), verdict
    assert verdict.counterexample.left != verdict.counterexample.right or lie.claim.relation == "<"


def witnesses_refuse(lie: Lie) -> None:
    witnesses = REGISTRY[lie.theorem.name, lie.part.name]
    share = FALSE_ALARM / len(all_witnesses())
    heard = (each.examine(lie.claim, np.random.default_rng(1), share) for each in witnesses)
    assert not all(each.stands for each in heard)


@pytest.mark.parametrize("lie", FIRST, ids=str)
def test_a_lie_about_every_second_part_is_refuted_with_a_certificate_and_refused(lie: Lie) -> None:
    kernel_refutes(lie)
    witnesses_refuse(lie)


@pytest.mark.slow
@pytest.mark.parametrize("lie", REST, ids=str)
def test_every_lie_is_refuted_with_a_certificate_and_refused(lie: Lie) -> None:
    kernel_refutes(lie)
    witnesses_refuse(lie)


@pytest.mark.slow
@pytest.mark.parametrize("theorem", theorems().values(), ids=lambda each: each.name)
def test_the_kernel_proves_the_true_claims_unaided_or_leaves_them_open(theorem) -> None:  # type: ignore[no-untyped-def]
    for part in theorem.parts:
        verdict = judge(part.claim, part.setting, theorem.parts)
        assert not isinstance(verdict, Refuted), (part.name, verdict)


def test_the_softmax_jacobian_is_proved_without_a_derivation() -> None:
    part = theorems()["softmax-jacobian"].parts[0]
    assert isinstance(judge(part.claim, part.setting), Proved)
