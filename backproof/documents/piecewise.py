"""Steps, boxes and powers of numbers: what the kernel does not speak of is asked of the judge of answers.

Its `equal` is a proof on the whole domain, its `different` has a certified point; where two sides agree except at a
jump, it names the points.  Only single numbers are passed on: no families, no derivatives, no expectations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from flint import fmpq

from backproof.answers.evaluation import evaluate
from backproof.answers.given import Domain, Given, scalar
from backproof.answers.judge import compare_trees
from backproof.answers.syntax import (
    Add,
    All,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    Transpose,
    Truth,
    map_cond,
    map_expr,
    walk,
)
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample
from backproof.documents.rewriting import everywhere, nodes, replaced
from backproof.documents.slopes_by_cases import with_slopes
from backproof.documents.widening import is_relu

_KNOWN = frozenset("exp log sqrt abs step relu sigmoid tanh softplus max min sign ceil floor".split())  # noqa: SIM905
_MOST_ROUNDS = 8
_BITS = 192
_SLOPE = "slope·at·0"


class NotANumber(ValueError):
    """A side that is more than a number."""


def judge_numbers(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What the judge of answers says of an equation between numbers; None where it says nothing."""
    if relation != "=" or any(isinstance(node, Transpose) for side in (left, right) for node in walk(side)):
        return None  # what is transposed is no number
    kinks = sorted({node.name for side in (left, right) for node in _kinks(side, env)})
    entrywise = {name: rank for name, rank in env.arrays.items() if name not in kinks}
    env = replace(env, arrays=entrywise) if kinks else env  # the slope of each entry
    try:
        one, other = (put_in(with_slopes(each, env, lambda body: put_in(body, env)), env) for each in (left, right))
        conditions = tuple(map_cond(each, lambda side: put_in(side, env)) for each in conditions)
    except NotANumber:
        return None
    found = [judge_cases(*at, env, kinks) for at in _at_places(one, other, conditions)]
    return next((each for each in found if each is not None and each.verdict == "refuted"), None) or (
        None if None in found else found[0]
    )


def _at_places(one: Expr, other: Expr, conditions: tuple[Cond, ...]) -> list[tuple[Expr, Expr, tuple[Cond, ...]]]:
    """A claim for x = d is one about d; one for x = 0 or x = d is two.  Else a claim as it is."""
    for given in conditions:
        points = given.parts if isinstance(given, Any) else (given,)
        changes = [change for each in points if (change := _point(each)) is not None]
        if len(changes) < len(points):
            continue
        rest = tuple(each for each in conditions if each is not given)
        at = [(replaced(one, *each), replaced(other, *each), _with(rest, each)) for each in changes]
        return [claim for there in at for claim in _at_places(*there)]
    return [(one, other, conditions)]


def _point(cond: Cond) -> tuple[Sym, Expr] | None:
    match cond:
        case Compare("=", Sym() as name, point) if name not in nodes(point):
            return name, point
        case _:
            return None


def _with(conditions: tuple[Cond, ...], change: tuple[Sym, Expr]) -> tuple[Cond, ...]:
    return tuple(map_cond(each, lambda side: replaced(side, *change)) for each in conditions)


def judge_cases(
    one: Expr, other: Expr, conditions: tuple[Cond, ...], env: Environment, kinks: Sequence[str] = ()
) -> Outcome | None:
    """What is to be said of numbers under conditions."""
    one, other = _decided(one), _decided(other)
    open_ends = [
        _is_said(node)
        for side in (one, other)
        for node in nodes(side)
        if isinstance(node, Cases) and node.otherwise is None
    ]
    said: list[tuple[Expr, Expr]] = [(each, Num(Fraction(1))) for each in open_ends]
    for condition in conditions:
        said = [
            (Cases(((condition, where),), Num(Fraction(0))), Cases(((condition, everywhere),), Num(Fraction(0))))
            for where, everywhere in said
        ]
        one, other = (Cases(((condition, side),), Num(Fraction(0))) for side in (one, other))
    names = {node.name for side in (one, other) for node in nodes(side) if isinstance(node, Sym)}
    domains: dict[str, Domain] = {name: _domain(name, env) for name in sorted(names)}
    given = Given(MappingProxyType(domains), env.setting)
    covered = [compare_trees(where, everywhere, given) for where, everywhere in said]
    if any(each.verdict != "equal" for each in covered):
        return None  # cases that leave something out, of which the claim speaks
    left_out = tuple(sorted({point for each in covered for point in each.exceptions}))
    found = compare_trees(one, other, Given(MappingProxyType(domains), env.setting))
    if left_out and found.verdict == "equal":
        words = f"equal for all numbers but {', '.join(left_out)}, where nothing is said or there is no derivative"
        return Outcome("proved", words, exceptions=(*left_out, *found.exceptions))
    if found.verdict != "equal" and len(kinks) == 1:  # where there is no slope, a page may say what it takes for one
        apart = Compare("!=", Sym(kinks[0]), Num(Fraction(0)))
        sides = [Cases(((apart, side),), Num(Fraction(0))) for side in (one, other)]
        away = compare_trees(sides[0], sides[1], Given(MappingProxyType(domains), env.setting))
        if away.verdict == "equal":
            words = f"equal for all numbers but {kinks[0]} = 0, where there is no derivative"
            return Outcome("proved", words, exceptions=(f"{kinks[0]} = 0",))
        found = away
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


def _is_said(cases: Cases) -> Expr:
    """1 where one of the cases holds, and 0 elsewhere."""
    return Cases(tuple((condition, Num(Fraction(1))) for condition, _ in cases.branches), Num(Fraction(0)))


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


def put_in(expr: Expr, env: Environment) -> Expr:
    """The expression with every definition of the page put in.  Raises NotANumber."""
    for _ in range(_MOST_ROUNDS):
        before = expr
        expr = _unfolded(expr, env)
        if expr == before:
            break
    else:
        raise NotANumber("the definitions do not end")
    expr = everywhere(expr, _rounded)
    for node in nodes(expr):
        if isinstance(node, Entry | Fold | Transpose) or (isinstance(node, Call) and node.function not in _KNOWN):
            raise NotANumber("more than a number")
        if isinstance(node, Sym) and node.name in env.arrays and not _is_entrywise(expr):
            raise NotANumber("an array")
        if isinstance(node, Sym) and node.name in env.laws:
            raise NotANumber("a random name")
    return expr


def _rounded(expr: Expr) -> Expr:
    """The whole number next to a number without names, which a ball of Arb keeps away from every other one."""
    match expr:
        case Call("ceil" | "floor", (inside,)) if not any(
            isinstance(each, Sym | Entry | Fold) for each in nodes(inside)
        ):
            found = evaluate(expr, {}, frozenset(), _BITS).value
            return Num(Fraction(int(found.p), int(found.q))) if isinstance(found, fmpq) else expr
        case _:
            return expr


def _decided(expr: Expr) -> Expr:
    """The expression without the cases that are always or never so, such as d - d > 0: a step at its jump itself."""
    expr = map_expr(expr, _decided)
    if isinstance(expr, Truth):
        holds = _always(expr.condition)
        return Truth(_but_for_trivial(expr.condition)) if holds is None else Num(Fraction(int(holds)))
    if not isinstance(expr, Cases):
        return expr
    branches: list[tuple[Cond, Expr]] = []
    for cond, value in expr.branches:
        holds = _always(cond)
        if holds:
            return Cases(tuple(branches), value) if branches else value
        if holds is None:
            branches.append((_but_for_trivial(cond), value))
    return Cases(tuple(branches), expr.otherwise) if branches or expr.otherwise is None else expr.otherwise


def _but_for_trivial(cond: Cond) -> Cond:
    """A condition of several without those that always hold, such as q <= q."""
    if not isinstance(cond, All):
        return cond
    parts = tuple(each for each in cond.parts if not _always(each))
    return parts[0] if len(parts) == 1 else All(parts)


def _always(cond: Cond) -> bool | None:
    """Whether a condition always holds or never does; None where that depends on its names."""
    if isinstance(cond, All | Any):
        held = [_always(each) for each in cond.parts]
        ends = isinstance(cond, Any)  # what one part decides alone
        return ends if ends in held else None if None in held else not ends
    if not isinstance(cond, Compare) or cond.relation not in _HOLDS:
        return None
    difference = linear_terms(cond.left)
    for atom, factor in linear_terms(cond.right).items():
        difference[atom] = difference.get(atom, Fraction(0)) - factor
    constant = difference.pop(None, Fraction(0))
    return None if any(difference.values()) else _HOLDS[cond.relation](constant)


_HOLDS: Mapping[str, Callable[[Fraction], bool]] = MappingProxyType(
    {
        "=": lambda value: value == 0, "!=": lambda value: value != 0,
        "<": lambda value: value < 0, "<=": lambda value: value <= 0,
        ">": lambda value: value > 0, ">=": lambda value: value >= 0,
    }
)  # fmt: skip


def linear_terms(expr: Expr) -> dict[Expr | None, Fraction]:
    """A sum of rational multiples as the factor of each of its terms; the number is that of None."""
    match expr:
        case Num(value):
            return {None: value}
        case Add(terms):
            out: dict[Expr | None, Fraction] = {}
            for term in terms:
                for atom, factor in linear_terms(term).items():
                    out[atom] = out.get(atom, Fraction(0)) + factor
            return out
        case Mul((Num(value), other)):
            return {atom: value * factor for atom, factor in linear_terms(other).items()}
        case _:
            return {expr: Fraction(1)}


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


def _kinks(expr: Expr, env: Environment) -> Iterator[Sym]:
    """The names at which a slope of the ReLU is taken."""
    for node in nodes(expr):
        match node:
            case Call(name, (Sym() as inside,)) if name.endswith("'") and is_relu(name[:-1], env):
                yield inside
            case _:
                pass


def _unfolded(expr: Expr, env: Environment) -> Expr:
    match expr:
        case Sym(name) if name in env.definitions and not env.definitions[name].indices:
            return env.definitions[name].body
        case Entry(name, (Num(value),)) if name not in env.definitions and value.denominator == 1:
            return Sym(f"{name}_{value}")
        case Call(name, (argument,)):
            found = env.functions.get(name)
            inside = _unfolded(argument, env)
            if name.endswith("'") and is_relu(name[:-1], env):
                return _slope_of_relu(inside)
            if isinstance(found, FunctionDefinition):
                return replaced(found.body, Sym(found.parameter), inside)
            known = found if isinstance(found, str) else name
            if known == "relu'":
                return _slope_of_relu(inside)
            return _step(inside) if known == "step" else Call(known, (inside,))
        case _:
            return map_expr(expr, lambda each: _unfolded(each, env))
