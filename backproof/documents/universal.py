r"""Claims about any random variables: "in general $\text{Var}(XY) = ...$", "for any two independent variables ...".

What the page has said of the distributions of the names does not hold there: means and variances are whatever they are,
and the names are independent only if the sentence says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from backproof.answers.syntax import Call, Cond, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.declarations import NotConverted
from backproof.documents.environment import Environment, Law
from backproof.documents.independence import says_independent
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import named
from backproof.documents.missing import with_missing, without_law
from backproof.documents.outcomes import Outcome
from proofs.kernel.terms import NotATerm

_GENERALLY = re.compile(
    r"\b(?:in general|generally|in all cases|always|universally|as a rule|(?:from|by) (?:the |its )?definition)\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:any|all|arbitrary|every|each)(?: (?:two|pair of|three|several|finite set of))?"
    r"(?: (?:\w+ly )?(?:independent|uncorrelated|real|random|square-integrable))*,?"
    r" (?:random )?(?:variables?|quantities)\b"
    r"|\b(?:whatever|regardless of|no matter what) (?:the|their|its|they) (?:\w+ )?(?:means?|laws?|distributions?)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
_ANOTHER = re.compile(r",?\s+(?:and|but|so|then)\s+(?=[^=]*=)")  # "..., and with mean zero E[x^2] = v^2"
_RESTRICTED = re.compile(
    r"\b(?:if|when|unless|provided|under|with|since|as long as|assuming|because|cent(?:ered|red)"
    r"|zero[- ]mean|mean(?:s)? (?:of )?(?:zero|0)|vanish\w*|not|never|fails?|false|wrong|n't)\b",
    re.IGNORECASE,
)


def generality(before: str, sentence: str, earlier: str) -> str:
    """The words of the sentence that make a formula in it a claim about any random variables; empty where none do.

    before: the words since the formula before; sentence: those of the sentence so far; earlier: what this was there.
    """
    if _RESTRICTED.search(sentence):
        return ""
    if _ANY.search(sentence) or _GENERALLY.search(sentence):
        return sentence
    return "" if _END.search(before) or not before.strip() else earlier


def is_restricted(after: str) -> bool:
    """Whether the words after a formula restrict it: "only if both have mean zero"."""
    return bool(_RESTRICTED.search(_ANOTHER.split(_END.split(after)[0])[0]))


def judge_any(
    left: Expr,
    relation: str,
    right: Expr,
    conditions: tuple[Cond, ...],
    env: Environment,
    words: str,
    independent: bool,
) -> Outcome | None:
    """Judge a claim about moments for any random variables; None where it is about the page's own laws.

    words: those of the sentence, which say whether the variables are independent; independent: whether the page says so
    of its own.  "In general" alone may speak of the
    page's own variables: what fails for others and holds for them is conditional.
    """
    if not any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for node in (*walk(left), *walk(right))):
        return None
    mentioned = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    random = sorted((mentioned & env.laws.keys()) | without_law((left, right), env))
    if not random or mentioned & _parameters(env) or any(name in env.definitions for name in mentioned):
        return None
    strongly = bool(_ANY.search(words))
    together = says_independent(words) or (independent and not strongly)
    found = _of_all(left, relation, right, conditions, env, random, together)
    if found.verdict != "proved" and not strongly:
        here = judge_relation((left,), relation, (right,), conditions, env)
        if here.verdict == "proved":
            needs = _means_needed(left, relation, right, conditions, env, random)
            said = f"holds for the {', '.join(random)} of this page"
            words = f"{said}; in general it needs {needs or 'more than is said'}"
            return Outcome("conditional", words, condition=needs, missing=() if needs is None else (needs,))
    return found


def where_independent(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """A claim that holds if its variables are independent, and under no other condition; None for any other."""
    found = judge_relation((left,), relation, (right,), conditions, env)
    only = bool(found.missing) and all("independent" in each for each in found.missing)
    return found if found.verdict == "conditional" and only else None


def _of_all(
    left: Expr,
    relation: str,
    right: Expr,
    conditions: tuple[Cond, ...],
    env: Environment,
    random: list[str],
    together: bool,
) -> Outcome:
    """Judge for every law of some names; `together`: for independent ones."""
    folded = any(isinstance(node, Fold) for side in (left, right) for node in walk(side))
    kind: Literal["moments", "unknown"] = "moments" if together else "unknown"
    unknown = replace(env, laws={**env.laws, **{name: Law(name, kind=kind) for name in random}}, independent=together)
    found = judge_relation((left,), relation, (right,), conditions, unknown)
    if found.verdict in ("proved", "refuted"):
        return found
    again = None
    if not folded and (together or len(random) == 1):
        again = _with_moments(left, relation, right, conditions, env, random)
    elif len(random) == 2:
        again = _the_same_twice(left, relation, right, conditions, env, random)
    return again or Outcome("undecided", f"it is said of any {', '.join(random)}: {found.reason}")


def _with_moments(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, random: list[str]
) -> Outcome | None:
    """For independent variables with any means and variances."""
    variances = {name: _moment("Var", name) for name in random}
    laws = {name: Law(name, _moment("E", name), variances[name]) for name in random}
    positive = env.positive | {each.name for each in variances.values()}
    some = replace(env, laws={**env.laws, **laws}, positive=positive, independent=True)
    found = judge_relation((left,), relation, (right,), conditions, some)
    if found.verdict != "refuted":
        return found if found.verdict == "proved" else None
    needs = _means_needed(left, relation, right, conditions, env, random)
    also = "" if needs is None else f"; it needs {needs}"
    return replace(found, reason=f"it is said of any {', '.join(random)}, and fails for some{also}")


def _means_needed(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, random: list[str]
) -> str | None:
    """The means that must be zero, for independent variables; None where that is not enough."""
    laws = {name: Law(name, None, _moment("Var", name)) for name in random}
    positive = env.positive | {_moment("Var", name).name for name in random}
    some = replace(env, laws={**env.laws, **laws}, positive=positive, independent=True)
    try:
        offered = with_missing(left, relation, right, conditions, some)
    except (NotConverted, NotATerm):
        return None
    return None if offered is None else offered.condition


def _the_same_twice(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, random: list[str]
) -> Outcome | None:
    """What is said of any two variables is said of one and the same, taken twice."""
    if len(random) != 2:
        return None
    first, second = random

    def same(expr: Expr) -> Expr:
        match expr:
            case Sym(name) if name == second:
                return Sym(first)
            case Entry(name, _) if name in random:
                return Sym(first)
            case _:
                return map_expr(expr, same)

    law = Law(first, _moment("E", first), _moment("Var", first), kind="normal")
    env = replace(env, laws={first: law}, positive=env.positive | {_moment("Var", first).name})
    found = judge_relation((same(left),), relation, (same(right),), conditions, env)
    if found.verdict != "refuted":
        return None
    return replace(found, reason=f"it is said of any {first} and {second}, and fails where {second} is {first}")


def _moment(kind: str, name: str) -> Sym:
    """The name of a mean or a variance of which nothing is known."""
    return Sym(f"{kind}({name})")


def _parameters(env: Environment) -> set[str]:
    """The names in the laws of the page: a claim that uses one is about that law."""
    return {
        node.name
        for law in env.laws.values()
        for value in (law.mean, law.variance, law.low, law.high)
        if value is not None
        for node in walk(value)
        if isinstance(node, Sym)
    }
