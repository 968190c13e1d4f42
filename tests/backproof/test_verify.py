import dataclasses

import pytest
from sympy import Rational

from backproof.verify import FALSE_ALARM, all_witnesses, verify
from proofs.book import theorems
from proofs.kernel.derivations import Derivation, Theorem


def tampered(name: str) -> Theorem:
    theorem = theorems()[name]
    part = theorem.parts[0]
    last = part.derivation.steps[-1]
    wrong = (*part.derivation.steps[:-1], dataclasses.replace(last, to=last.to * Rational(3, 2)))
    changed = dataclasses.replace(part, derivation=Derivation(part.derivation.start, wrong))
    return dataclasses.replace(theorem, parts=(changed, *theorem.parts[1:]))


def test_a_false_theorem_is_refuted_and_its_witnesses_contradict() -> None:
    (report,) = verify([tampered("softmax-jacobian")])
    assert report.verdict == "refuted"
    assert report.proved_steps == report.steps - 1
    assert not any(each.testimony.stands for each in report.heard)


def test_every_theorem_of_the_book_is_proved_every_part_is_witnessed_and_the_false_alarm_is_shared() -> None:
    """One run of the whole book; the witnesses that draw share its probability of a false alarm."""
    reports = verify(theorems().values())
    for report in reports:
        assert report.verdict == "proved", report.theorem.name
        assert report.proved_steps == report.steps > 0
        assert not report.unwitnessed
    drawing = [each for each in all_witnesses() if each.draws]
    heard = [each for report in reports for each in report.heard if each.witness.draws]
    shares = [dict(each.testimony.figures) for each in heard]
    spent = sum(float(value) for each in shares for name, value in each.items() if name.endswith("false alarm"))
    assert len(shares) == len(drawing)
    assert spent <= FALSE_ALARM * 1.1  # the printed figures are rounded to one digit


def test_a_theorem_gets_the_same_figures_alone_and_in_company() -> None:
    alone, *_ = verify([theorems()["linear-layer-variance"]])
    _, together = verify([theorems()["softmax-jacobian"], theorems()["linear-layer-variance"]])
    assert [each.testimony for each in alone.heard] == [each.testimony for each in together.heard]


@pytest.mark.parametrize("seed", [0, 1, 2**31])
def test_the_verdict_does_not_hang_on_the_seed(seed: int) -> None:
    (report,) = verify([theorems()["softmax-jacobian"]], seed=seed)
    assert report.verdict == "proved"


def test_progress_names_each_part() -> None:
    said: list[str] = []
    verify([theorems()["softmax-jacobian"]], progress=said.append)
    assert said == ["softmax-jacobian: the Jacobian of the softmax"]
