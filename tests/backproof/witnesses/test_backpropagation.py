"""The witnesses of back-propagation see small errors: their tolerances are far below what a wrong formula changes."""

import numpy as np
import pytest
from sympy import Rational

from backproof.verify import all_witnesses
from backproof.witnesses.networks import Probe, classifier, compare
from backproof.witnesses.testimony import REGISTRY
from proofs.backpropagation import THEOREMS
from proofs.kernel.claims import equal

all_witnesses()  # fills the registry
PARTS = [(theorem.name, part) for theorem in THEOREMS for part in theorem.parts]


@pytest.mark.parametrize(("name", "part"), PARTS, ids=lambda each: getattr(each, "name", each))
def test_an_error_of_one_in_ten_thousand_is_refused(name, part) -> None:  # type: ignore[no-untyped-def]
    left, right = part.claim.terms
    wrong = equal(left, right * (1 + Rational(1, 10_000)) if right != 0 else Rational(1, 10_000))
    (witness,) = REGISTRY[name, part.name]
    assert witness.examine(part.claim, np.random.default_rng(2), 0.0).stands
    assert not witness.examine(wrong, np.random.default_rng(2), 0.0).stands


def test_the_backward_pass_and_the_complex_step_agree_within_the_derived_bound() -> None:
    probe: Probe = classifier(np.random.default_rng(3), 4)
    for layer in range(1, 5):
        measured = probe.losses_by(layer, what="weights")[0]
        error = np.max(np.abs(measured - probe.gradients.weights[layer - 1]))
        assert error <= probe.tolerance(layer) < 1e-6


def test_nothing_compared_does_not_stand() -> None:
    with pytest.raises(ValueError, match="empty"):
        compare(iter(()))
    assert not compare(iter([(float("nan"), 0.0, 1.0)])).stands
