import dataclasses

import pytest

from backproof.pages.formats import FORMATS
from backproof.pages.latex_book import latex_section
from backproof.pages.page import Unproved, page_of, sections_of
from proofs.book import theorems
from proofs.kernel.derivations import Checked, Part, Theorem, check_theorem
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


def test_a_chain_of_inequalities_is_stated_whole() -> None:
    xavier = theorems()["xavier-rule"]
    section = page_of(xavier, check_theorem(xavier)).sections[[part.name for part in xavier.parts].index("between")]
    assert not section.is_one_claim
    assert dataclasses.replace(section, lines=section.lines[:1]).is_one_claim


def by_induction(base: Part) -> Theorem:
    """A theorem whose first step cites a base, which has a hypothesis of its own."""
    part = JACOBIAN.parts[0]
    first, *others = part.derivation.steps
    citing = dataclasses.replace(part.derivation, steps=(dataclasses.replace(first, cites=(("base", base),)), *others))
    return dataclasses.replace(JACOBIAN, parts=(dataclasses.replace(part, derivation=citing),))


def test_the_base_of_an_induction_is_printed_before_what_rests_on_it_with_what_it_assumes() -> None:
    (base,) = (each for each in theorems()["cross-entropy-gradient"].parts if each.name == "probability-targets")
    first, main = sections_of(by_induction(base).parts[0])
    assert first.words == f"base of the induction: {base.words}"
    assert "the targets sum to 1" in [each.words for each in first.assumed]
    assert len(first.lines) == len(base.derivation.steps)
    assert (main.name, main.assumed) == ("jacobian", ())
    page = dataclasses.replace(page_of(JACOBIAN, check_theorem(JACOBIAN)), sections=(first, main))
    for write in FORMATS.values():
        assert "ssumed: the targets sum to 1" in write(page)
    assert "Assumed: the targets sum to 1" in latex_section(page, lambda _: "")


def test_an_unproved_base_of_an_induction_is_not_printed() -> None:
    base = JACOBIAN.parts[0]
    last = base.derivation.steps[-1]
    wrong = dataclasses.replace(
        base.derivation, steps=(*base.derivation.steps[:-1], dataclasses.replace(last, to=2 * last.to))
    )
    theorem = by_induction(dataclasses.replace(base, name="lying-base", derivation=wrong))
    (proved,) = check_theorem(JACOBIAN)
    pretending = Checked(theorem.parts[0], proved.steps, proved.verdict)
    with pytest.raises(Unproved, match="lying-base is not proved"):
        page_of(theorem, (pretending,))
