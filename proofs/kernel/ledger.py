"""The hypothesis ledger: which step of a theorem fails without one of its hypotheses, and what is left over there.

A hypothesis is needed if any step fails without it.  The steps whose rule reads such hypotheses are tried first,
because they are the likely ones; a step that is skipped can only make a hypothesis look superfluous, never needed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .claims import Claim
from .derivations import Derivation, Part, Step, Theorem, check_step
from .hypotheses import (
    Assume,
    Definition,
    Hypothesis,
    Independent,
    Mean,
    Normal,
    Symmetric,
    Uncorrelated,
    Uniform,
    Variance,
)
from .laws import BackwardRecursion, Differentiable, FunctionOf, Recursion
from .settings import Setting
from .verdicts import Proved, Refuted, Undecided

_BOUNDS = frozenset({"given", "order", "cases", "distinct", "recursion", "induction", "instance"})

#: The rules that read a hypothesis of each kind beyond what they share with all others.
_READ_BY: Mapping[type, frozenset[str]] = {
    Mean: frozenset({"moments"}),
    Variance: frozenset({"moments"}),
    Uncorrelated: frozenset({"moments"}),
    Independent: frozenset({"independence"}),
    Symmetric: frozenset({"symmetry"}),
    Normal: frozenset({"density", "moments"}),
    Uniform: frozenset({"density"}),
    Definition: frozenset({"definition"}),
    Assume: _BOUNDS,
    Recursion: frozenset({"recursion"}),
    BackwardRecursion: frozenset({"recursion"}),
    FunctionOf: frozenset({"chain-rule"}),
    Differentiable: frozenset({"derivative", "chain-rule"}),
}


@dataclass(frozen=True)
class Dropped:
    """What happens to a theorem without one of its hypotheses: a step that fails, and in which part."""

    hypothesis: Hypothesis
    part: Part | None = field(default=None)
    failure: Refuted | Undecided | None = field(default=None)


@dataclass(frozen=True)
class _Link:
    """A step of a part, as it stands in the weaker setting."""

    part: Part
    claim: Claim
    step: Step
    setting: Setting


def ledger(theorem: Theorem) -> tuple[Dropped, ...]:
    """Drop each hypothesis in turn; `failure` is None for a hypothesis that the proofs never use."""
    return tuple(dropped(theorem, each) for each in theorem.hypotheses)


def dropped(theorem: Theorem, hypothesis: Hypothesis) -> Dropped:
    """Drop one hypothesis: the first step that fails, of those whose rule reads such a hypothesis, else of all."""
    touched = (part for part in theorem.parts if hypothesis in part.setting.hypotheses)
    links = [link for part in touched for link in _links(part, hypothesis)]
    for each in sorted(links, key=lambda link: link.step.rule.name not in _READ_BY[type(hypothesis)]):
        verdict = check_step(each.claim, each.step, each.setting)
        if not isinstance(verdict, Proved):
            return Dropped(hypothesis, each.part, verdict)
    return Dropped(hypothesis)


def _links(part: Part, hypothesis: Hypothesis) -> Iterator[_Link]:
    """The steps of a part: those of the base and the step of an induction before the induction itself."""
    weaker = _without(part, hypothesis)
    for each, weak, claim in zip(part.derivation.steps, weaker.derivation.steps, part.derivation.links, strict=True):
        for inner in each.premises:
            yield from _links(inner, hypothesis)
        yield _Link(part, claim, weak, weaker.setting)


def _without(part: Part, hypothesis: Hypothesis) -> Part:
    """The same derivation in a weaker setting; the base and the step of an induction become weaker too."""

    def weaker(each: Step) -> Step:
        cites = ((name, _without(cited, hypothesis) if cited in each.premises else cited) for name, cited in each.cites)
        return replace(each, cites=tuple(cites))

    kept = tuple(each for each in part.setting.hypotheses if each != hypothesis)
    chain = Derivation(part.derivation.start, tuple(map(weaker, part.derivation.steps)))
    return replace(part, setting=replace(part.setting, hypotheses=kept), derivation=chain)
