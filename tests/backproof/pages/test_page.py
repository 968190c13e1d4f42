import dataclasses

import pytest

from backproof.pages.page import Unproved, page_of
from proofs.book import theorems
from proofs.kernel.derivations import Checked, check_theorem
from proofs.kernel.verdicts import Undecided

JACOBIAN = theorems()["softmax-jacobian"]


def test_an_unproved_step_is_not_printed() -> None:
    (checked,) = check_theorem(JACOBIAN)
    open_step = Undecided(checked.part.derivation.links[1], "nobody looked")
    doubtful = Checked(checked.part, (checked.steps[0], open_step, *checked.steps[2:]), checked.verdict)
    with pytest.raises(Unproved, match="step 2 of jacobian is not proved"):
        page_of(JACOBIAN, (doubtful,))


def test_verdicts_on_other_parts_do_not_count() -> None:
    other = check_theorem(theorems()["cross-entropy-gradient"])
    with pytest.raises(Unproved, match="do not belong"):
        page_of(JACOBIAN, other)


def test_a_page_has_every_step_with_its_reason_and_rule() -> None:
    page = page_of(JACOBIAN, check_theorem(JACOBIAN))
    steps = JACOBIAN.parts[0].derivation.steps
    assert [(line.side, line.why, line.rule) for line in page.sections[0].lines] == [
        (step.to, step.why, step.rule.name) for step in steps
    ]


def test_each_name_is_explained_once() -> None:
    for theorem in theorems().values():
        names = [name for name, _ in page_of(theorem, check_theorem(theorem)).alphabet]
        assert len(names) == len(set(names))


def test_a_chain_of_inequalities_is_stated_whole() -> None:
    xavier = theorems()["xavier-rule"]
    section = page_of(xavier, check_theorem(xavier)).sections[[part.name for part in xavier.parts].index("between")]
    assert not section.is_one_claim
    assert dataclasses.replace(section, lines=section.lines[:1]).is_one_claim
