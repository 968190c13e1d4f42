"""Derivations, theorems, and the one place where a `Proved` is made.

A derivation is a chain `a = b = c <= d`; each link is a step with a rule and a reason.  A theorem has one or
more parts, each a claim with the derivation that ends in it.  `check` submits every link to its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sympy import Expr

from .claims import Claim, Relation
from .hypotheses import Hypothesis
from .induction import Established
from .rule import RULES, Accepted, Refused, Rule
from .settings import Setting
from .terms import NotATerm
from .verdicts import _SEAL, Evidence, Proved, Refuted, Undecided, Verdict, is_proved

CITED_PARTS = frozenset({"part", "base", "step"})  # what must be proved before a rule may use it


@dataclass(frozen=True)
class Step:
    """One link of a chain: what stands there next, by which rule, and why, for a person.

    cites: what the rule needs besides the two sides, by keyword; an earlier part is cited as `part=`.
    """

    relation: Relation
    to: "Expr | Claim"
    rule: Rule
    why: str
    cites: tuple[tuple[str, Any], ...] = ()

    @property
    def premises(self) -> "tuple[Part, ...]":
        """The base and the step that an induction cites: derivations that belong to this one."""
        return tuple(cited for name, cited in self.cites if name in ("base", "step") and isinstance(cited, Part))


def step(to: "Expr | Claim", rule: Rule, why: str, *, relation: Relation | None = None, **cites: Any) -> Step:
    """Write a link; the relation is `iff` between claims and `=` between terms unless it is given."""
    usual: Relation = "iff" if isinstance(to, Claim) else "="
    return Step(relation or usual, to, rule, why, tuple(sorted(cites.items())))


@dataclass(frozen=True)
class Derivation:
    """A chain of steps from a term or a claim."""

    start: "Expr | Claim"
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Refuse an empty chain: it proves nothing."""
        if not self.steps:
            raise ValueError(f"the derivation that starts at {self.start} has no steps")

    @property
    def links(self) -> tuple[Claim, ...]:
        """The claim of each step."""
        sides = (self.start, *(each.to for each in self.steps))
        return tuple(Claim(a, each.relation, b) for a, each, b in zip(sides, self.steps, sides[1:], strict=False))

    @property
    def claim(self) -> Claim:
        """What the whole chain says: its first side, the weakest relation, its last side."""
        relations = [each.relation for each in self.steps]
        relation = relations[0] if len(set(relations)) == 1 else "<" if "<" in relations else "<="
        return Claim(self.start, relation, self.steps[-1].to)


def derive(start: "Expr | Claim", *steps: Step) -> Derivation:
    """Write a chain."""
    return Derivation(start, steps)


@dataclass(frozen=True)
class Part:
    """One claim of a theorem, with its setting and derivation; `words` says it to a person."""

    name: str
    words: str
    setting: Setting
    derivation: Derivation

    @property
    def claim(self) -> Claim:
        """What the derivation proves."""
        return self.derivation.claim

    @property
    def whole(self) -> "tuple[Part, ...]":
        """The part after the bases and steps of its inductions, in the order in which they are proved."""
        inner = (each for link in self.derivation.steps for premise in link.premises for each in premise.whole)
        return (*inner, self)

    @property
    def rules(self) -> frozenset[str]:
        """The names of the rules that it uses."""
        return frozenset(step.rule.name for part in self.whole for step in part.derivation.steps)


@dataclass(frozen=True)
class Entry:
    """What a table says in one place, and the part that proves it."""

    text: str
    part: Part


@dataclass(frozen=True)
class Table:
    """A table of results: each row belongs to a term, each column has a heading, each entry is proved."""

    words: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Expr, tuple[Entry, ...]], ...]


@dataclass(frozen=True)
class Theorem:
    """A named result: its parts, the idea in a few sentences, its sources.

    hypotheses that the parts do not need are not listed: the hypothesis ledger tests that.
    """

    name: str
    title: str
    idea: str
    parts: tuple[Part, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """The hypotheses of all parts, each once, in order."""
        return tuple(dict.fromkeys(each for part in self.parts for each in part.setting.hypotheses))


@dataclass(frozen=True)
class Checked:
    """A part with the verdict on each of its steps and on the whole."""

    part: Part
    steps: tuple[Verdict, ...]
    verdict: Verdict

    @property
    def first_failure(self) -> int | None:
        """The position of the first step that is not proved."""
        return next((i for i, each in enumerate(self.steps) if not isinstance(each, Proved)), None)


def check_step(claim: Claim, step: Step, setting: Setting) -> Verdict:
    """Submit one link to its rule.

    Raises EngineDisagreement if one engine proves what the other refutes.
    """
    if type(step) is not Step or RULES.get(step.rule.name) is not step.rule:
        return Undecided(claim, f"{step.rule.name!r} is not a rule of the kernel")
    try:
        outcome = step.rule.apply(claim, setting, **_resolved(step))
    except NotATerm as error:
        return Undecided(claim, str(error))
    match outcome:
        case Accepted(evidence=evidence):
            return Proved(claim, evidence, _SEAL)
        case Refused(reason=reason, residual=rest, counterexample=None, evidence=evidence):
            return Undecided(claim, reason, evidence, rest)
        case Refused(reason=reason, residual=rest, counterexample=found):
            assert found is not None
            return Refuted(claim, found, reason, rest)


def _resolved(step: Step) -> Mapping[str, Any]:
    """Replace a cited part by its claim, which must be proved; no claim is taken on trust."""
    cites = dict(step.cites)
    if cites.keys() & {"proved", "holds_in"} or any(isinstance(each, Established) for each in cites.values()):
        raise NotATerm("a lemma is cited as part=..., a claim alone proves nothing")
    for name in sorted(cites.keys() & CITED_PARTS):
        part = cites.pop(name)
        if not isinstance(part, Part) or not is_proved(check(part).verdict):
            raise NotATerm(f"the cited part {getattr(part, 'name', part)!r} is not proved")
        if name == "part":
            cites |= {"proved": part.claim, "holds_in": part.setting}
        else:
            cites[name] = Established(part.claim, part.setting)
    return cites


@cache
def check(part: Part) -> Checked:
    """Check every step of a part; the part is proved if all of them are.

    Raises TypeError for a part or a derivation of another class, which could show one claim and prove another.
    """
    if type(part) is not Part or type(part.derivation) is not Derivation or not part.derivation.steps:
        raise TypeError("the kernel checks a Part with a Derivation, not a subclass or a lookalike")
    steps = tuple(
        check_step(link, each, part.setting)
        for link, each in zip(part.derivation.links, part.derivation.steps, strict=True)
    )
    failed = next((each for each in steps if not isinstance(each, Proved)), None)
    if failed is None:
        summary = Evidence("chain", f"{len(steps)} steps, each proved twice")
        return Checked(part, steps, Proved(part.claim, (summary,), _SEAL))
    if isinstance(failed, Refuted):
        return Checked(part, steps, Undecided(part.claim, f"a step is false: {failed.claim}"))
    assert isinstance(failed, Undecided)
    return Checked(part, steps, Undecided(part.claim, f"a step is not proved: {failed.claim}: {failed.reason}"))


def check_theorem(theorem: Theorem) -> tuple[Checked, ...]:
    """Check all parts of a theorem, in order."""
    return tuple(check(part) for part in theorem.parts)
