r"""The variance of a uniform law whose bound has just been chosen: "$r = 1/\sqrt{n}$ has the variance ..."."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import TWO, Call, Div, Expr, Num, Pow, Sym
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Equation, Link
from backproof.documents.mentions import named
from backproof.documents.outcomes import Outcome
from backproof.documents.supposed import bounds_said

_HAS_VARIANCE = re.compile(
    r"(?:^\$?\s*,?\s*(?:the|its|their|a)\b|\b(?:ha[sd]|have|having|gives?|giving|means?|yields?|implies|leads to"
    r"|corresponds to|with|so|then|makes?)\b)[^.;:]*"
    r"\bvariances?\b(?:\s+(?:of|is|be|equal|to|are|the|weights|becomes|each|weight))*\s*\$?\s*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:not|instead of|rather|desired|wanted|required|target|want|need|should|must)\b", re.IGNORECASE
)
_THREE = Num(Fraction(3))


def of_uniform_choice(
    link: Link, outcome: Outcome, before: str, text: str, last: Equation | None, env: Environment
) -> Outcome:
    """A variance of the weights that words give to the choice of a bound r, held against r^2/3.

    before: the words since the last equation;  text: the page, of which words say that a law is uniform on [-r, r].
    """
    if outcome.verdict == "proved" or link.relation != "=" or last is None or not isinstance(last.left, Sym):
        return outcome
    spoken = _HAS_VARIANCE.search(before) is not None and outcome.verdict == "conditional"
    of_law = outcome.verdict != "conditional" and _is_of_law(link.left[0], last.left, env)
    spoken = (spoken or of_law) and not _OTHER.search(before)
    if not spoken or last.left.name not in bounds_said(text) or not _is_variance(link.left[0]):
        return outcome
    value: Expr = Div(Pow(last.right, TWO), _THREE)
    found = judge_relation((value,), "=", link.right[:1], link.conditions, env)
    if found.verdict not in ("proved", "refuted"):
        return outcome
    if of_law and found.verdict == "proved":
        chosen = f"{plain(last.left)} = {plain(last.right)}"
        return Outcome("conditional", f"holds with {chosen}, as chosen before", condition=chosen)
    words = f"the variance of a uniform law on [-{last.left.name}, {last.left.name}] is {last.left.name}^2/3"
    correction = plain(value) if found.verdict == "refuted" else None
    return replace(found, reason=f"{words}: {found.reason}", correction=correction)


def _is_of_law(side: Expr, bound: Sym, env: Environment) -> bool:
    """Whether a side is the variance of a name that the page has made uniform with this bound."""
    if not (isinstance(side, Call) and side.function == "Var"):
        return False
    return judge_relation((side,), "=", (Div(Pow(bound, TWO), _THREE),), (), env).verdict == "proved"


def _is_variance(side: Expr) -> bool:
    """sigma^2, or the variance of a weight."""
    match side:
        case Pow(Sym("sigma" | "sigma_w" | "s" | "tau"), exponent):
            return exponent == TWO
        case Call("Var", (name,)):
            return named(name) in ("w", "W")
        case _:
            return False
