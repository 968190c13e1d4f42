r"""Limits of a page: $\lim_{t\to\infty} \sigma(t z) = 1$, $\sigma(z) \to 1$ as $z \to \infty$.

The limit is found by the calculus of growth; that it is what the page says, the judge of equations decides.  A number
whose sign decides how fast something grows is taken positive, zero and negative in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from backproof.answers.derivative import differentiate
from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    Call,
    Compare,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    map_expr,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.asymptotics import INFINITY, MINUS_INFINITY, Growth, NoLimit
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.limit_notation import limit
from backproof.documents.mentions import BOUND, named
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample

_SIGNS = {">": (1,), ">=": (1, 0), "<": (-1,), "<=": (-1, 0), "!=": (1, -1)}


def speaks_of_large(before: str) -> bool:
    """Whether the words just before a formula speak of large numbers."""
    return bool(re.search(r"\b(?:large|big|gro(?:ß|ss)e[nrs]?)\b", before[-80:], re.IGNORECASE))


def judge_limit(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Judge a relation between limits; None where there is none."""
    if not any(_is_limit(node) for side in (left, right) for node in walk(side)):
        return None
    left, right = _with_sizes(left, right, env)
    unread = next((each for each in conditions if not isinstance(each, Compare)), None)
    if unread is not None:
        return Outcome("undecided", "a limit under a condition that is no comparison")
    free = _without_affine(env, {name for side in (left, right) for node in walk(side) if (name := named(node))})
    if free is not env:
        return judge_limit(left, relation, right, conditions, free)
    name = next(iter(_parameters((left, right), env)), None)
    plainly = _compared(left, relation, right, conditions, env)
    if isinstance(plainly, Outcome) and (plainly.verdict != "undecided" or name is None):
        return plainly
    words = plainly.reason if isinstance(plainly, Outcome) else plainly
    if name is None:
        return Outcome("undecided", words)
    mine = [each for each in conditions if isinstance(each, Compare) and Sym(name) in (each.left, each.right)]
    others = tuple(each for each in conditions if each not in mine)
    signs = _allowed(name, mine)
    if signs is None:
        return Outcome("undecided", words)
    for sign in signs:
        value = ZERO if not sign else Sym(name) if sign > 0 else Mul((Num(Fraction(-1)), Sym(name)))
        some = replace(env, positive=env.positive | {name})
        found = _compared(
            replaced(left, {name: value}), relation, replaced(right, {name: value}), others, some if sign else env
        )
        if isinstance(found, Outcome) and found.verdict == "refuted":
            return _at_sign(found, name, sign)
        if not isinstance(found, Outcome) or found.verdict != "proved":
            return Outcome("undecided", words if not isinstance(found, Outcome) else found.reason)
    cases = ", ".join({1: f"{name} > 0", 0: f"{name} = 0", -1: f"{name} < 0"}[sign] for sign in signs)
    return Outcome("proved", f"by the rules for limits, for {cases}")


def _with_sizes(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr]:
    """Both sides, where a sum without bounds runs to the one size of which the claim speaks: p_i goes to 1/K."""
    sides = [inlined(side, env) for side in (left, right)]
    free = [node for side in sides for node in walk(side) if isinstance(node, Fold) and node.high is None]
    sizes = {node.name for side in sides for node in walk(side) if isinstance(node, Sym) and env.is_size(node.name)}
    if not free or len(sizes) != 1:
        return left, right
    size = Sym(next(iter(sizes)))

    def bounded(expr: Expr) -> Expr:
        expr = map_expr(expr, bounded)
        if isinstance(expr, Fold) and expr.kind == "sum" and expr.low is None and expr.high is None:
            return replace(expr, low=ONE, high=size)
        return expr

    return bounded(sides[0]), bounded(sides[1])


def _without_affine(env: Environment, names: set[str]) -> Environment:
    """The environment without definitions such as z = w x + b: a sum of products of free numbers takes every value."""
    known = {name: each for name in names if (each := env.definition(name, 0)) is not None and each.line is not None}
    affine = {
        name
        for name, each in known.items()
        if any(isinstance(node, Sym | Entry) for node in walk(each.body))
        and all(isinstance(node, Num | Sym | Entry | Add | Mul | Fold) for node in walk(each.body))
        and _each_once(each.body)
        and not any(named(node) in env.definitions or named(node) in env.positive for node in walk(each.body))
    }
    if not affine:
        return env
    rest = {name: each for name, each in env.definitions.items() if name not in affine}
    return replace(env, definitions=rest, arrays={name: at for name, at in env.arrays.items() if name not in affine})


def _each_once(body: Expr) -> bool:
    """Whether no name stands twice in a body: x x takes no negative value."""
    inside = {id(index) for node in walk(body) if isinstance(node, Entry) for index in node.indices}
    names = [named(node) for node in walk(body) if isinstance(node, Sym | Entry) and id(node) not in inside]
    sizes = {each.high for each in walk(body) if isinstance(each, Fold)}
    names = [each for each in names if each is not None and Sym(each) not in sizes]
    return len(names) == len(set(names))


def _at_sign(found: Outcome, name: str, sign: int) -> Outcome:
    shown = found.counterexample or Counterexample((), "", "")
    value = {1: "1", 0: "0", -1: "-1"}[sign]
    where = ((name, value), *((key, each) for key, each in shown.where if key != name))
    if found.counterexample is None:
        return replace(found, reason=f"for {name} {'>' if sign > 0 else '<' if sign < 0 else '='} 0: {found.reason}")
    return replace(found, counterexample=replace(shown, where=where))


def _allowed(name: str, conditions: list[Compare]) -> tuple[int, ...] | None:
    """The signs that the conditions leave to a name; None where they say more."""
    signs: tuple[int, ...] = (1, 0, -1)
    for each in conditions:
        if each.left != Sym(name) or each.right != ZERO or each.relation not in _SIGNS:
            return None
        signs = tuple(sign for sign in signs if sign in _SIGNS[each.relation])
    return signs


def _parameters(sides: tuple[Expr, ...], env: Environment) -> Iterator[str]:
    """The one real name that is neither bound nor known to be positive."""
    opened = [inlined(side, env) for side in sides]
    bound = {each.var for side in opened for each in walk(side) if isinstance(each, Fold)}
    names = {node.name for side in opened for node in walk(side) if isinstance(node, Sym)} - bound - env.positive
    names = {name for name in names if not name.startswith(BOUND) and name != "infty" and name not in env.sizes}
    if len(names) == 1 and not any(isinstance(node, Entry) for side in opened for node in walk(side)):
        yield from names


def _compared(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome | str:
    """The relation between the values of the limits; why not, where one is not found."""
    try:
        one, other = _evaluated(left, env), _evaluated(right, env)
    except NoLimit as error:
        return f"a limit: {error}"
    infinite = [each in (INFINITY, MINUS_INFINITY) for each in (one, other)]
    if any(infinite):
        if relation != "=":
            return "infinity in an inequality"
        if one == other:
            return Outcome("proved", "by the rules for limits: both are infinite")
        if not any(INFINITY in walk(each) for each in (one, other) if each not in (INFINITY, MINUS_INFINITY)):
            return Outcome("refuted", "the limit is infinite" if infinite[0] else "the limit is finite")
        return "infinity in a formula"
    found = judge_relation((one,), relation, (other,), conditions, env)
    if found.verdict == "proved":
        return replace(found, reason=f"by the rules for limits: {found.reason}")
    if found.verdict == "refuted":
        return replace(found, reason="the limit is another")
    return found


def _evaluated(expr: Expr, env: Environment) -> Expr:
    """The expression with its limits found.  Raises NoLimit."""
    match expr:
        case Call("lim", (body, Sym(variable), point, Num(side))):
            meant: dict[str, Expr] = {variable.removeprefix(BOUND): Sym(variable)}  # what is defined may depend on it
            opened = _with_slopes(inlined(replaced(inlined(body, env), meant), env), env)
            sides = (int(side),) if side else (1,) if point in (INFINITY, MINUS_INFINITY) else (1, -1)
            found = [Growth(env.positive).limit(opened, variable, point, each) for each in sides]
            if len(set(found)) > 1:
                raise NoLimit("the limits from both sides may differ")
            return found[0]
        case _:
            return map_expr(expr, lambda each: _evaluated(each, env))


def _with_slopes(expr: Expr, env: Environment) -> Expr:
    """Functions by the names that they are known under, and derivatives of those of the page carried out."""
    expr = map_expr(expr, lambda each: _with_slopes(each, env))
    match expr:
        case Pow(Call("exp", (Num(Fraction(numerator=1, denominator=1)),)), exponent):
            return Call("exp", (exponent,))
        case Call(name, (argument,)):
            base = name.rstrip("'")
            known = env.functions.get(base)
            if isinstance(known, str) and known != base:
                return Call(known + name[len(base) :], (argument,))
            if isinstance(known, FunctionDefinition) and name.endswith("'"):
                body = _with_slopes(known.body, env)
                try:
                    for _ in range(len(name) - len(base)):
                        body = differentiate(body, known.parameter)
                except Unreadable as error:
                    raise NoLimit(error.reason) from None
                return replaced(body, {known.parameter: argument})
            return expr
        case _:
            return expr


def _is_limit(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "lim"


def is_asymptotic(left: Expr, right: Expr, env: Environment) -> Outcome | None:
    """Whether two sides that vanish or grow for a large number do so alike: their quotient goes to 1."""
    env = _without_affine(env, {name for side in (left, right) for node in walk(side) if (name := named(node))})
    names = {node.name for side in (left, right) for node in walk(inlined(side, env)) if isinstance(node, Sym)}
    names -= env.positive | env.sizes
    if len(names) != 1:
        return None
    (name,) = names
    try:
        ends = [_evaluated(limit(side, Sym(name), INFINITY, 0), env) for side in (left, right)]
        quotient = _evaluated(limit(Div(left, right), Sym(name), INFINITY, 0), env)
    except NoLimit:
        return None
    if ends[0] != ends[1] or ends[0] not in (ZERO, INFINITY, MINUS_INFINITY) or quotient != Num(Fraction(1)):
        return None
    return Outcome("proved", f"their quotient goes to 1 for {name} to infinity")
