"""Steps, boxes and powers of numbers: what the kernel does not speak of is asked of the judge of answers.

Its `equal` is a proof on the whole domain, its `different` has a certified point; where two sides agree except at a
jump, it names the points.  Only single numbers are passed on: no families, no derivatives, no expectations.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from backproof.answers.given import Domain, Given, scalar
from backproof.answers.judge import compare_trees
from backproof.answers.syntax import Add, Call, Cases, Compare, Cond, Entry, Expr, Fold, Num, Sym, map_expr
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample
from backproof.documents.rewriting import nodes, replaced

_KNOWN = frozenset("exp log sqrt abs step relu sigmoid tanh softplus max min sign".split())  # noqa: SIM905
_MOST_ROUNDS = 8
_SLOPE = "slope·at·0"


class NotANumber(ValueError):
    """A side that is more than a number."""


def judge_numbers(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What the judge of answers says of an equation between numbers; None where it says nothing."""
    if relation != "=":
        return None
    try:
        one, other = _plain(left, env), _plain(right, env)
    except NotANumber:
        return None
    for condition in conditions:
        one, other = (Cases(((condition, side),), Num(Fraction(0))) for side in (one, other))
    names = {node.name for side in (one, other) for node in nodes(side) if isinstance(node, Sym)}
    domains: dict[str, Domain] = {name: _domain(name, env) for name in sorted(names)}
    found = compare_trees(one, other, Given(MappingProxyType(domains), env.setting))
    match found.verdict:
        case "equal":
            words = "equal for all numbers" + (", except where the step jumps" if found.exceptions else "")
            return Outcome("proved", words, exceptions=found.exceptions)
        case "different" if found.counterexample is not None and _same_names(one, other, env):
            point = found.counterexample
            if "undefined" in point.gold + point.candidate:
                return None  # a page that writes log N means N > 0
            where = tuple((name, value) for name, value in point.point.items() if name != _SLOPE)
            shown = Counterexample(where, point.gold, point.candidate)
            return Outcome("refuted", "the two sides differ", shown)
        case _:
            return None


def _same_names(one: Expr, other: Expr, env: Environment) -> bool:
    """Whether no unexplained name stands on one side only."""
    left, right = ({node.name for node in nodes(side) if isinstance(node, Sym)} for side in (one, other))
    jumps = any(isinstance(node, Cases) for side in (one, other) for node in nodes(side))
    return (left ^ right) <= (env.positive | env.sizes) or (jumps and not (right - left))


def _domain(name: str, env: Environment) -> Domain:
    words = "integer >= 1" if name in env.sizes else "positive" if name in env.positive else "real"
    found = scalar(words)
    assert found is not None
    return found


def _plain(expr: Expr, env: Environment) -> Expr:
    """The expression with every definition of the page put in.  Raises NotANumber."""
    for _ in range(_MOST_ROUNDS):
        before = expr
        expr = _unfolded(expr, env)
        if expr == before:
            break
    else:
        raise NotANumber("the definitions do not end")
    for node in nodes(expr):
        if isinstance(node, Entry | Fold) or (isinstance(node, Call) and node.function not in _KNOWN):
            raise NotANumber("more than a number")
        if isinstance(node, Sym) and node.name in env.arrays and not _is_entrywise(expr):
            raise NotANumber("an array")
        if isinstance(node, Sym) and node.name in env.laws:
            raise NotANumber("a random name")
    return expr


def _is_entrywise(expr: Expr) -> bool:
    """Whether an expression says the same of each entry of the one vector that it speaks of: phi'(z), by cases in z."""
    kinds = (Sym, Num, Cases, Call, Add)
    names = {node for node in nodes(expr) if isinstance(node, Sym)} - {Sym(_SLOPE)}
    of_all = [node for node in nodes(expr) if isinstance(node, Call) and node.function in ("max", "min")]
    if any(len(each.args) < 2 for each in of_all):
        return False  # the greatest entry
    return len(names) == 1 and all(isinstance(node, kinds) for node in nodes(expr))


def _step(inside: Expr) -> Expr:
    """H(x) with H(0) = 0."""
    return Cases(((Compare(">", inside, Num(Fraction(0))), Num(Fraction(1))),), Num(Fraction(0)))


def _slope_of_relu(inside: Expr) -> Expr:
    """1 on the right and 0 on the left; at 0 it can be said to be anything."""
    zero, one = Num(Fraction(0)), Num(Fraction(1))
    right, left = Compare(">", inside, zero), Compare("<", inside, zero)
    return Cases(((right, one), (left, zero)), Sym(_SLOPE))


def _unfolded(expr: Expr, env: Environment) -> Expr:
    match expr:
        case Sym(name) if name in env.definitions and not env.definitions[name].indices:
            return env.definitions[name].body
        case Entry(name, (Num(value),)) if name not in env.definitions and value.denominator == 1:
            return Sym(f"{name}_{value}")
        case Call(name, (argument,)):
            found = env.functions.get(name)
            inside = _unfolded(argument, env)
            if isinstance(found, FunctionDefinition):
                return replaced(found.body, Sym(found.parameter), inside)
            known = found if isinstance(found, str) else name
            if known == "relu'":
                return _slope_of_relu(inside)
            return _step(inside) if known == "step" else Call(known, (inside,))
        case _:
            return map_expr(expr, lambda each: _unfolded(each, env))
