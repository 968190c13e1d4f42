"""The chapter on step networks: proved, each hypothesis needed, its lies refused by kernel and witnesses."""

from dataclasses import replace

import numpy as np
import pytest

from backproof.mutation.by_hand import lies_about
from backproof.pages.page import Unproved, page_of
from backproof.witnesses import all_witnesses
from backproof.witnesses.testimony import REGISTRY
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Derivation, Entry, check, check_theorem
from proofs.kernel.ledger import ledger
from proofs.kernel.verdicts import is_proved
from proofs.step_networks import THEOREMS
from proofs.step_networks.boxes import truth_table, weights
from proofs.step_networks.units import at, d, h, x

all_witnesses()
PARTS = [(theorem, part) for theorem in THEOREMS for part in theorem.parts]
LIES = [
    pytest.param(theorem, part, claim, id=f"{theorem.name} {part.name}: {name}")
    for theorem, part in PARTS
    for name, claim in lies_about(theorem.name, part)
]


@pytest.mark.parametrize(("theorem", "part"), PARTS, ids=lambda each: each.name)
def test_every_part_is_proved_and_witnessed_and_lied_about(theorem, part):
    assert is_proved(check(part).verdict), check(part).verdict
    heard = [each.examine(part.claim, np.random.default_rng(1), 0.0) for each in REGISTRY[theorem.name, part.name]]
    assert heard
    assert all(each.stands for each in heard)
    assert all(value != "no" for each in heard for _, value in each.figures)
    assert list(lies_about(theorem.name, part))


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda each: each.name)
def test_every_hypothesis_is_needed(theorem):
    assert all(each.failure is not None for each in ledger(theorem))


@pytest.mark.parametrize(("theorem", "part", "lie"), LIES)
def test_a_lie_is_not_proved_and_some_witness_refuses(theorem, part, lie):
    *before, last = part.derivation.steps
    if (lie.left, lie.relation) == (part.claim.left, part.claim.relation):
        lying = replace(part, derivation=Derivation(lie.left, (*before, replace(last, to=lie.right))))
        assert not is_proved(check(lying).verdict)
    heard = [each.examine(lie, np.random.default_rng(1), 0.0) for each in REGISTRY[theorem.name, part.name]]
    assert not all(each.stands for each in heard)


def test_the_truth_table_says_where_each_network_is_each_box():
    said = {str(network): [each.text for each in entries] for network, entries in truth_table.rows}
    assert truth_table.columns == ("(0, d)", "(0, d]", "[0, d)", "[0, d]")
    assert said["h*(heaviside(x, 0) + heaviside(d - x, 0) - 1)"] == ["equal", "-h at d", "-h at 0", "-h at 0, -h at d"]
    assert said["h*(heaviside(x, 0) - heaviside(-d + x, 0))"] == ["+h at d", "equal", "-h at 0, +h at d", "-h at 0"]
    assert len(said) == 12
    equal = [network for network, texts in said.items() if "equal" in texts]
    assert len(equal) == 8
    assert all("1/2" not in network for network in equal)
    assert all(is_proved(check(each.part).verdict) for _, entries in truth_table.rows for each in entries)


def test_a_table_with_a_false_entry_is_not_printed():
    network, (first, *others) = truth_table.rows[0]
    claim = Claim(first.part.claim.left, "=", first.part.claim.right + h * (at(x) - at(x - d)))
    false = replace(
        first.part,
        derivation=Derivation(claim.left, (replace(first.part.derivation.steps[0], to=claim.right),)),
    )
    table = replace(truth_table, rows=((network, (Entry("equal", false), *others)),))
    with pytest.raises(Unproved, match="the entry 'equal' of a table is not proved"):
        page_of(replace(weights, tables=(table,)), check_theorem(weights))
