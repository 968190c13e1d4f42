"""The page of a theorem, before any format: what to print, taken from checked objects alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sympy import Expr

from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Checked, Part, Table, Theorem, check
from proofs.kernel.hypotheses import Hypothesis
from proofs.kernel.verdicts import is_proved


class Unproved(ValueError):
    """A theorem with a step that is not proved is not printed."""


@dataclass(frozen=True)
class Line:
    """One line of a derivation: relation and right side, the reason, the name of the rule, the part that it cites."""

    relation: str
    side: "Expr | Claim"
    why: str
    rule: str
    cited: Part | None = None


@dataclass(frozen=True)
class Section:
    """One part of a theorem: its name and claim, and the lines that lead there.

    assumed: what holds in this section alone, such as the hypothesis of an induction.
    """

    name: str
    words: str
    start: "Expr | Claim"
    lines: tuple[Line, ...]
    assumed: tuple[Hypothesis, ...] = ()

    @property
    def is_one_claim(self) -> bool:
        """Say whether the chain is summed up by its two ends (a chain of inequalities is not)."""
        return len(self.lines) == 1 or all(each.relation in ("=", "iff") for each in self.lines)


@dataclass(frozen=True)
class Page:
    """A theorem, ready to print."""

    name: str
    title: str
    idea: str
    alphabet: tuple[tuple[Expr, str], ...]
    hypotheses: tuple[Hypothesis, ...]
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]
    sources: tuple[str, ...]
    tables: tuple[Table, ...] = ()


def page_of(theorem: Theorem, checked: Sequence[Checked]) -> Page:
    """Return the page of a theorem whose parts are all proved.

    Raises Unproved, with the first step that is not, else.
    """
    if tuple(each.part for each in checked) != theorem.parts:
        raise Unproved(f"{theorem.name}: the verdicts given do not belong to its parts")
    for each in checked:
        if not is_proved(each.verdict) or not all(map(is_proved, each.steps)):
            position = each.first_failure
            where = f"step {position + 1} of {each.part.name}" if position is not None else each.part.name
            raise Unproved(f"{theorem.name} is not printed: {where} is not proved")
        for _, premise in _premises(each.part):
            if not is_proved(check(premise).verdict):
                raise Unproved(f"{theorem.name} is not printed: {premise.name} is not proved")
    for entry in (each for table in theorem.tables for _, row in table.rows for each in row):
        if not is_proved(check(entry.part).verdict):
            raise Unproved(f"{theorem.name} is not printed: the entry {entry.text!r} of a table is not proved")
    return Page(
        theorem.name,
        theorem.title,
        theorem.idea,
        _alphabet(theorem),
        theorem.hypotheses,
        tuple(section for each in checked for section in sections_of(each.part)),
        theorem.remarks,
        theorem.sources,
        theorem.tables,
    )


def sections_of(part: Part) -> tuple[Section, ...]:
    """Return the sections of a part: first the base and the step of its induction, if it has one, then its own."""
    sections: list[Section] = []
    for name, cited in _premises(part):
        *inner, own = sections_of(cited)
        words = f"{name} of the induction: {cited.words.removeprefix(f'the {name}: ')}"
        sections += [*inner, replace(own, words=words, assumed=_assumed(cited, part))]
    return (*sections, section_of(part))


def _premises(part: Part) -> Iterator[tuple[str, Part]]:
    """The parts that a derivation rests on and that stand nowhere else: base and step of an induction."""
    for step in part.derivation.steps:
        for name, cited in step.cites:
            if name in ("base", "step") and isinstance(cited, Part):
                yield name, cited


def _assumed(premise: Part, part: Part) -> tuple[Hypothesis, ...]:
    return tuple(each for each in premise.setting.hypotheses if each not in part.setting.hypotheses)


def section_of(part: Part) -> Section:
    """Return the lines of one part; whether they are proved is asked by `page_of`."""
    lines = tuple(
        Line(step.relation, step.to, step.why, step.rule.name, dict(step.cites).get("part"))
        for step in part.derivation.steps
    )
    return Section(part.name, part.words, part.derivation.start, lines)


def _alphabet(theorem: Theorem) -> tuple[tuple[Expr, str], ...]:
    """Return each name once, with the first meaning that the theorem gives it."""
    meanings: dict[Expr, str] = {}
    for part in theorem.parts:
        for name, words in part.setting.alphabet:
            meanings.setdefault(name, words)
    return tuple(meanings.items())
