r"""Conditions that words add up: $n \sigma^2 = 1$ and $m \sigma^2 = 1$ give $n \sigma^2 + m \sigma^2 = 2$, not 1."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, Add, Expr, Mul, Num
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.requirements import implied

_ADDED = re.compile(r"\badd(?:s|ed|ing)?\b", re.IGNORECASE)


def of_added_conditions(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A sum of what the page has asked to be 1, each by itself, held against how many these are."""
    if outcome.verdict != "conditional" or outcome.missing or link.later or not _ADDED.search(passage.sentence):
        return outcome
    terms = _terms(link.left[0])
    if link.relation != "=" or len(terms) < 2 or not isinstance(link.right[0], Num):
        return outcome
    if not all(
        any(implied((each.left, each.right), (term, ONE), (), env) is True for each in passage.chosen) for term in terms
    ):
        return outcome
    total = Num(Fraction(len(terms)))
    if judge_relation(link.right, "=", (total,), (), env).verdict != "refuted":
        return outcome
    said = " and ".join(f"{plain(term)} = 1" for term in terms)
    words = f"{said} give {len(terms)} when they are added"
    return Outcome("refuted", words, correction=f"{plain(link.left[0])} = {len(terms)}")


def _terms(side: Expr) -> tuple[Expr, ...]:
    """The terms of a sum, also of one that is multiplied by something: (n + m) \\sigma^2."""
    match side:
        case Add(terms):
            return terms
        case Mul(factors) if len(sums := [each for each in factors if isinstance(each, Add)]) == 1:
            rest = tuple(each for each in factors if each is not sums[0])
            return tuple(Mul((*rest, each)) for each in sums[0].terms)
        case _:
            return ()
