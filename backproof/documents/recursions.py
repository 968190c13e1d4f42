r"""Sequences whose terms follow from the ones before: $w_{t+1} = (1 - \eta\lambda) w_t$, $v_t = \beta v_{t-1} + g$.

A formula for every term is proved by induction: it gives the first term, and what follows from it is the formula again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, ZERO, Add, Call, Entry, Expr, Fold, Num, Sym, map_expr, negative, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.outcomes import Outcome, lacking

_BEFORE = Num(Fraction(-1))
_START = re.compile(
    r"(?<![\w\\^_{])(?P<name>[a-zA-Z])_(?:0|\{0\})\s*=\s*(?P<value>-?\d+|-?\s*(?!(?P=name))[a-zA-Z])\s*(?=[$,;.]|\\\\|\\q|\\te|\Z)"
)
_SUPPOSED = re.compile(r"\b(?:if|for|when|case|suppose|e\.g\.|example|take|say)\b[^.$]*\$?\s*\Z", re.IGNORECASE)
_STEP = re.compile(
    r"(?<![\w\\^_{])(?P<name>[a-zA-Z])_\{(?P<index>[a-z])\s*\+\s*1\}\s*(?:=|:=)"
    r"\s*(?P=name)_(?:(?P=index)|\{(?P=index)\})\s*[-+][^$=]*\\(?:nabla|partial)"
)
NOT_FOLLOWED = "each term is given by a step from the one before, which is not followed here"
_MOST_TERMS = 6


@dataclass(frozen=True)
class Recursion:
    """`name_{index + 1}` is `following`, in which `name_index` stands; index is a natural number."""

    name: str
    index: str
    following: Expr


def recursion(left: Expr, right: Expr) -> Recursion | None:
    """What an equation says of the next term of a sequence of numbers; None for any other."""
    match left:
        case Entry(name, (Add(terms),)) if len(terms) == 2 and terms[1] == ONE and isinstance(terms[0], Sym):
            found = Recursion(name, terms[0].name, right)
        case Entry(name, (Sym(index),)):
            earlier = Entry(name, (Add((Sym(index), _BEFORE)),))
            following = _with(right, earlier, Entry(name, (Sym("before·"),)))
            following = replaced(following, {index: Add((Sym(index), ONE))})
            found = Recursion(name, index, replaced(following, {"before·": Sym(index)}))
        case _:
            return None
    if any(isinstance(node, Call | Fold) for node in walk(found.following)):
        return None
    others = {node.family for node in walk(found.following) if isinstance(node, Entry)} - {found.name}
    terms_of = {node.indices for node in walk(found.following) if isinstance(node, Entry) and node.family == name}
    return found if terms_of == {(Sym(found.index),)} and not others else None


def starts_said(text: str) -> Mapping[str, Expr]:
    """The first terms of sequences, a_0 = 0, where the page says one value for each and supposes it nowhere."""
    found: dict[str, set[str]] = {}
    for each in _START.finditer(text):
        supposed = _SUPPOSED.search(text[max(0, each.start() - 40) : each.start()])
        found.setdefault(each["name"], set()).add("" if supposed else each["value"].replace(" ", ""))
    one = {name: min(values) for name, values in found.items() if len(values) == 1 and "" not in values}
    return {name: _value(value) for name, value in one.items()}


def _value(written: str) -> Expr:
    """A number, a letter, or -B."""
    sign, letter = written[:1] == "-", written.lstrip("-")
    if not letter.isalpha():
        return Num(Fraction(written))
    return negative(Sym(letter)) if sign else Sym(letter)


def from_first(name: str, index: str, body: Expr, env: Environment) -> Expr:
    """A formula for every term of a sequence, in which the first one stands: x_k = x_0 + k d, with x_0 = -B."""
    first = Entry(name, (ZERO,))
    own = {node for node in walk(body) if isinstance(node, Entry) and node.family == name}
    if own != {first} or Sym(index) not in walk(body):
        return body
    given = env.apart.get(name, {}).get(ZERO) or env.starts.get(name)
    return body if given is None else _with(body, first, given)


def stepped(text: str) -> frozenset[str]:
    """The letters whose next value is the last one and a step, w_{t+1} = w_t - ..., whatever the step is."""
    return frozenset(each["name"] for each in _STEP.finditer(text))


def judge_sequence(left: Expr, right: Expr, env: Environment) -> tuple[Outcome, Environment] | None:
    """Judge an equation about a sequence, and the environment after it; None for anything else."""
    found = recursion(left, right)
    name = left.family if isinstance(left, Entry) else ""
    known = env.recursions.get(name)
    if found is not None and env.definition(name, 1) is None:
        if known is None and name in env.stepped and not _is_step(found):
            return Outcome("undecided", NOT_FOLLOWED), env
        if known is None:
            outcome = Outcome("definition", f"each term of {name} follows from the one before")
            return outcome, replace(env, recursions={**env.recursions, name: (found.index, found.following)})
        again = replaced(known[1], {known[0]: Sym(found.index)})
        return judge_relation((again,), "=", (found.following,), (), env), env
    if known is None:
        of_any = isinstance(left, Entry) and len(left.indices) == 1 and isinstance(left.indices[0], Sym)
        if of_any and name in env.stepped and env.definition(name, 1) is None:
            return Outcome("undecided", NOT_FOLLOWED), env
        return None
    rule = Recursion(name, *known)
    assert isinstance(left, Entry)
    limit = left.indices == (Sym("infty"),)
    if limit:
        said = judge_fixed_point(right, rule, env)
    else:
        said = judge_term(left, right, rule, env) or judge_formula(left, right, rule, env)
    return None if said is None else (said, env)


def judge_term(left: Expr, right: Expr, known: Recursion, env: Environment) -> Outcome | None:
    """Whether a term with a number is what the recursion makes of the first one; None for any other."""
    match left:
        case Entry(known.name, (Num(number),)) if number.denominator == 1 and 0 < number <= _MOST_TERMS:
            pass
        case _:
            return None
    first = Entry(known.name, (ZERO,))
    others = {node for node in walk(right) if isinstance(node, Entry) and node.family == known.name} - {first}
    if others:
        return None
    start, env = _start(known, right, env)
    term = start
    for n in range(int(number)):
        term = _next(known, term, Num(Fraction(n)))
    return judge_relation((term,), "=", (_with(right, first, start),), (), env)


def judge_formula(left: Expr, right: Expr, known: Recursion, env: Environment) -> Outcome | None:
    """Whether a formula holds for every term of a sequence; None for what is no formula."""
    if not (isinstance(left, Entry) and left.family == known.name and len(left.indices) == 1):
        return None
    index = left.indices[0]
    first = Entry(known.name, (ZERO,))
    entries = {node for node in walk(right) if isinstance(node, Entry) and node.family == known.name}
    if not isinstance(index, Sym) or not entries <= {first} or Sym(index.name) not in walk(right):
        return None
    start, env = _start(known, right, env)
    formula = _with(right, first, start)
    env = replace(env, sizes=env.sizes | {index.name})

    def at(value: Expr) -> Expr:
        return replaced(formula, {index.name: value})

    base = judge_relation((at(ZERO),), "=", (start,), (), env)
    if base.verdict == "refuted" and (known.name in env.starts or start in walk(at(ZERO))):
        return replace(base, reason=f"it fails for {known.name}_0")
    second = judge_relation((_next(known, at(ZERO), ZERO),), "=", (at(ONE),), (), env)
    if second.verdict == "refuted" and base.verdict == "proved":
        return replace(second, reason=f"it fails for {known.name}_1")
    third = judge_relation((_next(known, at(ONE), ONE),), "=", (at(Num(Fraction(2))),), (), env)
    if second.verdict == third.verdict == "refuted":
        return replace(third, reason=f"from {known.name}_1 does not follow {known.name}_2")
    step = judge_relation((_next(known, at(index), index),), "=", (at(Add((index, ONE))),), (), env)
    if second.verdict != "proved" or step.verdict != "proved":
        return Outcome("undecided", f"it is not seen to follow from what the next term of {known.name} is")
    if base.verdict == "proved":
        return Outcome("proved", f"by induction over {index.name}")
    values = (each for each in (ZERO, ONE) if judge_relation((at(ZERO),), "=", (each,), (), env).verdict == "proved")
    condition = f"{known.name}_0 = {plain(next(values, at(ZERO)))}"
    return Outcome("conditional", f"holds if {condition}, by induction", condition=condition, missing=(condition,))


def judge_fixed_point(right: Expr, known: Recursion, env: Environment) -> Outcome | None:
    """Whether a number stays what it is under a recursion: the limit of the sequence, if it has one."""
    body = _with(known.following, Entry(known.name, (Sym(known.index),)), right)
    found = judge_relation((body,), "=", (right,), (), env)
    if found.verdict == "refuted":
        return replace(found, reason="it does not stay the same in the next step")
    condition = f"the sequence {known.name} has a limit"
    if found.verdict != "proved":
        return None
    return lacking(condition)


def _is_step(found: Recursion) -> bool:
    """Whether the next term is the last one and something."""
    last = Entry(found.name, (Sym(found.index),))
    return isinstance(found.following, Add) and last in found.following.terms


def _start(known: Recursion, right: Expr, env: Environment) -> tuple[Expr, Environment]:
    """The first term: what the page says that it is, or any number; and the environment for it."""
    start = env.starts.get(known.name, Sym(f"{known.name}_0"))
    nodes = [node for side in (start, right, known.following) for node in walk(side)]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    return start, replace(env, explained=env.explained | names)


def _next(known: Recursion, term: Expr, number: Expr) -> Expr:
    """The term after the one of this number."""
    body = _with(known.following, Entry(known.name, (Sym(known.index),)), term)
    return replaced(body, {known.index: number})


def _with(expr: Expr, node: Expr, value: Expr) -> Expr:
    """The expression with a value in the place of a node."""
    return value if expr == node else map_expr(expr, lambda each: _with(each, node, value))
