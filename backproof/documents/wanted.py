r"""What a page wants, and the value that it concludes from it some lines later.

    We want $\text{Var}(a) = \text{Var}(x)$.  With $\text{Var}(a) = n \sigma^2 \text{Var}(x)$ we get $\sigma = 1/n$.

Where the words turn to another case, or an equation between is not seen to hold, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Call, Compare, Expr, Num, Pow, Sym, walk
from backproof.documents.choices import choice, under
from backproof.documents.clauses import END
from backproof.documents.environment import Environment, Law, is_size_name
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned, named
from backproof.documents.outcomes import Outcome
from backproof.documents.parts import PART
from backproof.documents.passages import Equation, Passage, Wanted
from backproof.documents.requirements import implied, solved

_CONCLUDES = re.compile(
    r"\b(?:so|hence|thus|therefore|consequently|it follows|gives|giving|means|yields|implies"
    r"|get|obtain|conclude|find)\b",
    re.IGNORECASE,
)
_ANOTHER_CASE = re.compile(
    r"\b(?:re-?lus?|leaky|tanh|sigmoid|activations?|nonlinear\w*|backwards?|gradients?|hal(?:f|ves|ved)|factor|instead"
    r"|both|compromise|average|mean of|middle|between|if|suppose|assum\w+|case|when|alternative\w*|other|another|xavier"
    r"|glorot|he|kaiming|lecun|approximately|roughly|simply|usual\w*|in practice|examples?|thumb)\b",
    re.IGNORECASE,
)
ASKED = "what is asked for in line"
_RECTIFIED = re.compile(r"relu|\\max(?![A-Za-z])", re.IGNORECASE)  # in a formula too
_GIVES = re.compile(r"[\s$,]*(?:then\s+)?(?:gives?|yields?|means|requires?|implies|leads to)[\s$:]*", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z]\w*")
_FORMULA = re.compile(r"\$[^$]*\$")


def against_what_is_wanted(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A value that is said to follow from what is wanted, and with which that does not hold, is refuted."""
    wanted = passage.wanted
    if wanted is None or outcome.verdict != "conditional" or outcome.missing or link.later or link.relation != "=":
        return outcome
    value = value_given(link.left[0], link.right[0])
    if value is None or not wanted.alone or not _is_concluded(passage.said[wanted.end :]):
        return outcome
    if _sizes(node.name for node in walk(value.right) if isinstance(node, Sym)) != _sizes(
        _NAME.findall(wanted.solution)
    ):
        return outcome  # it is said of another layer
    if passage.last is not None and passage.last != wanted.equation and _says_so(passage.last, link, env):
        return outcome  # another equation has been set up since
    rests_on = _rests_on(wanted.equation, env)
    if not any(named(node) in rests_on for node in walk(value.left)):
        return outcome
    asked = Link((wanted.equation.left,), "=", (wanted.equation.right,), link.line)
    if under(asked, value, env).verdict != "refuted":
        return outcome
    return Outcome("refuted", f"{ASKED} {wanted.equation.line} does not hold with this value")


def against_equation_before(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A value that an equation is said to give, "$c^2/3 = 2/m$ gives $c = 6/m$", must be what solves that equation."""
    last = passage.last
    if last is None or outcome.verdict != "conditional" or outcome.missing or link.later or link.relation != "=":
        return outcome
    if _GIVES.fullmatch(passage.before) is None or last.end is None or link.conditions:
        return outcome
    name = link.left[0]
    if not isinstance(name, Sym) or name not in walk(last.left) or name in walk(last.right):
        return outcome
    asked = solved(last.left, last.right, link.given, env)
    if asked is None or implied((last.left, last.right), (name, link.right[0]), link.given, env) is not False:
        return outcome
    return replace(
        outcome, verdict="refuted", reason=f"the equation before gives something else: {asked}", condition=None
    )


def _says_so(last: Equation, link: Link, env: Environment) -> bool:
    """Whether the equation just before, c^2/3 = 1/m, gives the value: c = sqrt(3/m)."""
    return implied((last.left, last.right), (link.left[0], link.right[0]), link.given, env) is True


def law_against_what_is_wanted(
    name: str, wanted: Wanted | None, text: str, start: int, env: Environment
) -> Outcome | None:
    """What is to be said of a law that is said to follow from what is wanted; None where nothing stands against it.

    name: whose law it is;  env: the environment with this law.
    """
    if wanted is None or name not in env.laws or not wanted.alone or not _is_concluded(text[wanted.end : start]):
        return None
    if not all(map(env.is_size, _parameters(env.laws[name]))) or name not in _rests_on(wanted.equation, env):
        return None
    if judge_relation((wanted.equation.left,), "=", (wanted.equation.right,), (), env).verdict != "refuted":
        return None
    return Outcome("refuted", f"{ASKED} {wanted.equation.line} does not hold with this law")


def value_given(left: Expr, right: Expr) -> Compare | None:
    """The value that an equation gives to a number, to its square, or to a variance."""
    if isinstance(left, Call) and left.function == "Var" and not any(isinstance(node, Call) for node in walk(right)):
        return Compare("=", left, right)
    found = choice(left, right)
    if found is None or not any(isinstance(node, Sym) for node in walk(right)):
        return None
    if isinstance(left, Pow) and left.exponent == Num(Fraction(2)):
        return Compare("=", left.base, Call("sqrt", (right,)))
    return found[1]


def _sizes(names: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(is_size_name, names))


def _rests_on(equation: Equation, env: Environment) -> frozenset[str]:
    """The names of which an equation speaks, and the parameters of their laws."""
    names = mentioned((equation.left, equation.right), env)
    return names.union(*(_parameters(env.laws[name]) for name in names & env.laws.keys()))


def _parameters(law: Law) -> frozenset[str]:
    values = (law.mean, law.variance, law.low, law.high)
    return frozenset(
        node.name for value in values if value is not None for node in walk(value) if isinstance(node, Sym)
    )


def turns(between: str) -> bool:
    """Whether the words between what is wanted and a value turn to another case, or to another part of the answer."""
    return bool(_RECTIFIED.search(between) or PART.search(between) or _ANOTHER_CASE.search(_words(between)))


def _is_concluded(between: str) -> bool:
    """Whether the words between say that one thing follows from the other, and speak of no other case."""
    return bool(_CONCLUDES.search(END.split(_words(between))[-1])) and not turns(between)


def _words(between: str) -> str:
    return _FORMULA.sub(" ", re.sub(r"\A[^\w$]*(?:\$\$?|\\\)|\\\])", "", between))
