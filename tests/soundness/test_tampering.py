"""Derivations with one tampered step: the step is refused, and so is the part."""

import dataclasses
from collections.abc import Iterator

import pytest
from sympy import Expr, Rational

from proofs.book import theorems
from proofs.kernel.derivations import Derivation, Part, check, check_step
from proofs.kernel.rule import RULES
from proofs.kernel.verdicts import Proved, Refuted, Undecided

PARTS = [part for theorem in theorems().values() for part in theorem.parts]


def tampered(part: Part) -> Iterator[tuple[int, Part]]:
    """Multiply the term after each step of an equational chain by 3/2, one at a time; what is 0 becomes 1."""
    steps = part.derivation.steps
    is_zero = part.claim.relation == "=" and part.claim.right == 0  # then so is every term of the chain
    for position, each in enumerate(steps):
        if isinstance(each.to, Expr) and each.relation == "=":
            wrong = each.to + 1 if is_zero or each.to == 0 else each.to * Rational(3, 2)
            changed = dataclasses.replace(each, to=wrong)
            chain = Derivation(part.derivation.start, (*steps[:position], changed, *steps[position + 1 :]))
            yield position, dataclasses.replace(part, derivation=chain)


def refused(position: int, wrong: Part) -> None:
    failed = check_step(wrong.derivation.links[position], wrong.derivation.steps[position], wrong.setting)
    assert isinstance(failed, Refuted | Undecided)
    assert isinstance(failed, Refuted) or failed.residual not in (None, 0) or "differs from" in failed.reason


@pytest.mark.parametrize("part", PARTS[::2], ids=lambda part: part.name)
def test_a_tampered_last_step_is_refused_with_a_residual_or_a_counterexample(part: Part) -> None:
    for position, wrong in list(tampered(part))[-1:]:
        refused(position, wrong)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_tampered_step_is_refused_with_a_residual_or_a_counterexample(part: Part) -> None:
    for position, wrong in tampered(part):
        refused(position, wrong)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_step_by_the_wrong_rule_is_never_accepted_for_a_false_claim(part: Part) -> None:
    for position, wrong in tampered(part):
        link, each = wrong.derivation.links[position], wrong.derivation.steps[position]
        for rule in (RULES[name] for name in ("definition", "derivative", "variance", "moments")):
            verdict = check_step(link, dataclasses.replace(each, rule=rule, cites=()), part.setting)
            assert not isinstance(verdict, Proved)


def test_the_first_tampered_step_is_the_one_that_is_named() -> None:
    part = theorems()["softmax-jacobian"].parts[0]
    for position, wrong in tampered(part):
        checked = check(wrong)
        assert checked.first_failure == position
        assert "a step is false" in checked.verdict.reason
