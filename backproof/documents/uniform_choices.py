r"""The variance of a uniform law and its bound, where one of them has been chosen before.

"$r = 1/\sqrt{n}$ has the variance ..."                          r^2/3
"$\sigma^2 = 1/n$ ... uniform on $[-r, r]$, so $r = ...$"        r^2/3 is a variance that the page has chosen
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import TWO, Call, Compare, Div, Expr, Num, Pow, Sym, walk
from backproof.documents.environment import Environment, is_size_name
from backproof.documents.example_laws import example_law
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import named
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
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
_FOLLOWS = re.compile(
    r"\b(?:so|hence|thus|therefore|then|gives|giving|yields|implies|means|get|obtain|find|need|must|corresponds to"
    r"|choose|take|ha(?:ve|s) to)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:gain|relus?|he|kaiming|tanh|double[ds]?|doubling|twice|instead|other|factor)\b", re.IGNORECASE
)
UNIFORM_LAW = "a uniform law on"  # whose bound is a number
_THREE = Num(Fraction(3))


def of_uniform_choice(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A variance of the weights that words give to the choice of a bound r, held against r^2/3."""
    last = passage.last
    if outcome.verdict == "proved" or link.relation != "=" or last is None or not isinstance(last.left, Sym):
        return outcome
    if example_law(passage) is not None:
        return outcome  # it is that of another law
    spoken = _HAS_VARIANCE.search(passage.before) is not None and outcome.verdict == "conditional"
    of_law = outcome.verdict != "conditional" and _is_of_law(link.left[0], last.left, env)
    spoken = (spoken or of_law) and not _OTHER.search(passage.before)
    if not spoken or last.left.name not in bounds_said(passage.text) or not _is_variance(link.left[0]):
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


def of_uniform_bound(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A bound that is said to follow, with which a uniform law has none of the variances that the page has chosen."""
    if outcome.verdict != "conditional" or outcome.missing or link.later:
        return outcome
    before = () if passage.last is None else (*walk(passage.last.left), *walk(passage.last.right))
    if link.left[0] in before and not any(isinstance(node, Call) for node in before):
        return outcome  # it follows from r^2/3 = 1/n, whatever was chosen before
    said = passage.sentence, passage.text, passage.chosen
    return bound_against_choices(link.left[0], link.right[0], *said, env) or outcome


def bound_against_choices(
    bound: Expr, value: Expr, sentence: str, text: str, chosen: Iterable[Compare], env: Environment
) -> Outcome | None:
    """The refutation of a bound r with which a uniform law has no variance that was chosen; None for any other.

    A variance in numbers alone is that of an example.
    """
    variances = [one for each in chosen if (one := _variance(each)) is not None]
    variances = [each for each in variances if any(isinstance(node, Sym) for node in walk(each))]
    sizes = {node.name for each in variances for node in walk(each) if isinstance(node, Sym)}
    sized = {node.name for node in walk(value) if isinstance(node, Sym)}
    follows = _FOLLOWS.search(sentence) is not None and not _ANOTHER.search(sentence)
    if not isinstance(bound, Sym) or bound.name not in bounds_said(text) or not follows or not sized:
        return None
    if not all(is_size_name(name) or name in sizes for name in sized):
        return None
    variance = Div(Pow(value, TWO), _THREE)
    said = [judge_relation((variance,), "=", (one,), (), env) for one in variances]
    if not said or any(each.verdict != "refuted" for each in said):
        return None
    words = f"{UNIFORM_LAW} [-{bound.name}, {bound.name}] has the variance {bound.name}^2/3, here {plain(variance)}"
    return replace(said[-1], reason=f"{words}, which is not what the page has chosen")


def _variance(chosen: Compare) -> Expr | None:
    """The variance of the weights that an equation chooses: of sigma^2 = 1/n, sigma = 1/sqrt(n), Var(w) = 1/n."""
    if _is_variance(chosen.left):
        return chosen.right
    return Pow(chosen.right, TWO) if _is_variance(Pow(chosen.left, TWO)) else None


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
