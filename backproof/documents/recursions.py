r"""Sequences whose terms follow from the ones before: $w_{t+1} = (1 - \eta\lambda) w_t$, $v_t = \beta v_{t-1} + g$.

A formula for every term is proved by induction: it gives the first term, and what follows from it is the formula again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, ZERO, Add, Call, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.outcomes import Outcome

_BEFORE = Num(Fraction(-1))


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


def judge_sequence(left: Expr, right: Expr, env: Environment) -> tuple[Outcome, Environment] | None:
    """Judge an equation about a sequence, and the environment after it; None for anything else."""
    found = recursion(left, right)
    name = left.family if isinstance(left, Entry) else ""
    known = env.recursions.get(name)
    if found is not None and env.definition(name, 1) is None:
        if known is None:
            outcome = Outcome("definition", f"each term of {name} follows from the one before")
            return outcome, replace(env, recursions={**env.recursions, name: (found.index, found.following)})
        again = replaced(known[1], {known[0]: Sym(found.index)})
        return judge_relation((again,), "=", (found.following,), (), env), env
    if known is None:
        return None
    rule = Recursion(name, *known)
    assert isinstance(left, Entry)
    limit = left.indices == (Sym("infty"),)
    said = judge_fixed_point(right, rule, env) if limit else judge_formula(left, right, rule, env)
    return None if said is None else (said, env)


def judge_formula(left: Expr, right: Expr, known: Recursion, env: Environment) -> Outcome | None:
    """Whether a formula holds for every term of a sequence; None for what is no formula."""
    if not (isinstance(left, Entry) and left.family == known.name and len(left.indices) == 1):
        return None
    index = left.indices[0]
    first = Entry(known.name, (ZERO,))
    entries = {node for node in walk(right) if isinstance(node, Entry) and node.family == known.name}
    if not isinstance(index, Sym) or not entries <= {first} or Sym(index.name) not in walk(right):
        return None
    start = Sym(f"{known.name}_0")
    formula = _with(right, first, start)
    names = {node.name for side in (formula, known.following) for node in walk(side) if isinstance(node, Sym)}
    env = replace(env, sizes=env.sizes | {index.name}, explained=env.explained | names)

    def at(value: Expr) -> Expr:
        return replaced(formula, {index.name: value})

    def next_of(term: Expr, value: Expr) -> Expr:
        body = _with(known.following, Entry(known.name, (Sym(known.index),)), term)
        return replaced(body, {known.index: value})

    base = judge_relation((at(ZERO),), "=", (start,), (), env)
    if base.verdict == "refuted" and start in walk(at(ZERO)):
        return replace(base, reason=f"it fails for {known.name}_0")
    second = judge_relation((next_of(at(ZERO), ZERO),), "=", (at(ONE),), (), env)
    if second.verdict == "refuted" and base.verdict == "proved":
        return replace(second, reason=f"it fails for {known.name}_1")
    step = judge_relation((next_of(at(index), index),), "=", (at(Add((index, ONE))),), (), env)
    if second.verdict != "proved" or step.verdict != "proved":
        return None
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
    return Outcome("conditional", f"holds if {condition}", condition=condition, missing=(condition,))


def _with(expr: Expr, node: Expr, value: Expr) -> Expr:
    """The expression with a value in the place of a node."""
    return value if expr == node else map_expr(expr, lambda each: _with(each, node, value))
