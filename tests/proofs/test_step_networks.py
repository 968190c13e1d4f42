"""The chapter on step networks: proved, each hypothesis needed, and its lies refused by kernel and witnesses."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Integer, Rational

from backproof.witnesses import all_witnesses
from backproof.witnesses.testimony import REGISTRY
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Derivation, check
from proofs.kernel.ledger import ledger
from proofs.kernel.verdicts import is_proved
from proofs.step_networks import (
    CLOSED,
    OPEN,
    THEOREMS,
    B,
    H,
    L,
    N,
    a,
    at,
    d,
    eps,
    h,
    w,
    x,
    y,
)

all_witnesses()
PARTS = [(theorem, part) for theorem in THEOREMS for part in theorem.parts]
ZERO, ONE = Integer(0), Integer(1)
LIES = {
    ("step-box", "open"): [CLOSED, h * H(x, ZERO) * H(d - x, ONE), -OPEN, OPEN / h],
    ("step-box", "closed"): [OPEN, h * H(x, ONE) * H(d - x, ZERO)],
    ("step-box", "half"): [OPEN, CLOSED, OPEN + h * at(x) / 2],
    ("step-box", "any"): [OPEN + a * h * at(x), OPEN + a * at(x) + a * h * at(x - d), CLOSED],
    ("step-box-difference", "right-end"): [OPEN, CLOSED, h * H(x, ONE) * H(d - x, ZERO)],
    ("step-box-difference", "left-end"): [OPEN, CLOSED, h * H(x, ZERO) * H(d - x, ONE)],
    ("step-box-difference", "gap"): [ZERO, (1 - a) * h * at(x - d), (1 - 2 * a) * h * at(x), -h * at(x - d)],
    ("staircase-error", "left-ends"): [L * w / 2, w],
    ("staircase-error", "midpoints"): [L * w / 4, w / 2],
    ("staircase-error", "cells"): [eps / 2, B / N],
    ("no-sum-is-a-corner", "sum"): [ONE],
    ("no-sum-is-a-corner", "corner"): [ZERO, 2 * h, h / 2],
    ("threshold-of-two-gates", "both"): [H(x, ZERO), H(x, ONE) * H(y, ONE), Rational(1, 2) * H(x, ZERO)],
}


def _lies():
    for theorem, part in PARTS:
        for wrong in LIES[theorem.name, part.name]:
            yield pytest.param(theorem, part, wrong, id=f"{part.name}: {wrong}")


@pytest.mark.parametrize(("theorem", "part"), PARTS, ids=lambda each: each.name)
def test_every_part_is_proved_and_witnessed(theorem, part):
    assert is_proved(check(part).verdict), check(part).verdict
    for each in REGISTRY[theorem.name, part.name]:
        assert each.examine(part.claim, np.random.default_rng(1), 0.0).stands


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda each: each.name)
def test_every_hypothesis_is_needed(theorem):
    assert all(each.failure is not None for each in ledger(theorem))


@pytest.mark.parametrize(("theorem", "part", "wrong"), list(_lies()))
def test_a_lie_is_not_proved_and_no_witness_stands(theorem, part, wrong):
    last = replace(part.derivation.steps[-1], to=wrong)
    lying = replace(part, derivation=Derivation(part.derivation.start, (*part.derivation.steps[:-1], last)))
    assert not is_proved(check(lying).verdict)
    claim = Claim(part.claim.left, part.claim.relation, wrong)
    heard = [each.examine(claim, np.random.default_rng(1), 0.0) for each in REGISTRY[theorem.name, part.name]]
    assert not all(each.stands for each in heard)
