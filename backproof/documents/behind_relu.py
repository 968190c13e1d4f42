r"""ReLU in words alone: with ReLU, \text{Var}(a_j) = \frac12 n \sigma^2 v^2, while the formulas are linear."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Call, Cases, Mul, Num, Truth, walk
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import behind
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_BEHIND = re.compile(
    r"\b(?:with|for|after|behind|using|through|include|including|add(?:ing)?|case of)\s+(?:the\s+|an?\s+)?ReLU",
    re.IGNORECASE,
)
_MOMENTS = frozenset(("E", "Var"))
_GATES = frozenset(("relu", "max", "step"))


def behind_relu(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A variance that is wrong of the linear layer, and half of it: ReLU keeps half of the second moment before it."""
    if outcome.verdict != "refuted" or link.relation != "=" or not _BEHIND.search(passage.sentence):
        return outcome
    sides = (*link.left, *link.right)
    nodes = [node for tree in behind(sides, env) for node in walk(tree)]
    calls = {node.function for node in nodes if isinstance(node, Call)}
    gated = calls & _GATES or any(isinstance(node, Cases | Truth) for node in nodes)
    if gated or not calls & _MOMENTS or len(sides) != 2:
        return outcome
    twice = tuple(Mul((Num(Fraction(2)), each)) for each in link.right)
    whole = judge_relation(link.left, "=", twice, link.given, env)
    if whole.verdict not in ("proved", "conditional"):
        return replace(outcome, verdict="undecided", reason="the words speak of ReLU, and the page's layer has none")
    words = ("what enters the layer has gone through ReLU, from a symmetric distribution", *whole.missing)
    return lacking(*words)
