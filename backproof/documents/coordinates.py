r"""What words say of a network of steps in d dimensions, where every coordinate lies in a range, and elsewhere.

h \sigma(\sum_{i=1}^d [\sigma(x_i) + \sigma(w - x_i)] - 2 d + \frac12)     h if all $0 < x_i < w$, and 0 otherwise
h \sum_{i=1}^d [\sigma(x_i) - \sigma(x_i - w)]                              no such box: 2 h inside, for d = 2

Each coordinate adds a to a sum where it lies in the range, and b elsewhere.  A threshold between a d and a d - (a - b)
fires where all do, for every d.  What is wrong is wrong in two or three dimensions already.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    All,
    Call,
    Cases,
    Cond,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    map_cond,
    map_expr,
    sides,
    walk,
)
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.grid_cells import steps_of
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.outcomes import Outcome
from backproof.documents.piecewise import judge_numbers

_TRIED = (2, 3)  # dimensions
_ADDED = ((1, 0), (2, 1))  # by a coordinate in the range, and by one elsewhere: of a box, and of two opposite steps


def judge_in_coordinates(network: Expr, said: Expr, clause: tuple[Cond, ...], env: Environment) -> Outcome | None:
    """Whether a network is what cases over all coordinates say; None for anything else.

    said: cases with a condition on x_i, for every i, and what the network is otherwise;  clause: what is assumed.
    """
    if not isinstance(said, Cases) or len(said.branches) != 1 or said.otherwise is None:
        return None
    ((inside, value),) = said.branches
    entries = [each for side in sides(inside) for each in walk(side) if isinstance(each, Entry)]
    letters = {each.indices[0].name for each in entries if len(each.indices) == 1 and isinstance(each.indices[0], Sym)}
    steps = steps_of(env)
    families = {each.family for each in entries}
    own = {name: each for name, each in env.definitions.items() if name not in families}  # x_k may have been a grid
    functions = {name: each for name, each in env.functions.items() if name not in steps}
    env = replace(env, definitions=own)
    network = inlined(network, replace(env, functions=functions))
    ranges = {(node.low, node.high) for node in walk(network) if isinstance(node, Fold)}
    if len(letters) != 1 or len(ranges) != 1:
        return None
    ((low, count),) = ranges
    if low != ONE or not isinstance(count, Sym):
        return None
    (letter,) = letters
    if (known := _for_every_d(network, said, letter, count, clause, env)) is not None:
        return known
    for number in _TRIED:
        given = tuple(part for each in clause for part in _for_all(each, letter, number))
        cases = Cases(((All(_for_all(inside, letter, number)), value),), said.otherwise)
        found = judge_numbers(_written_out(network, count, number), "=", cases, given, env)
        if found is None or found.verdict == "refuted":
            if found is None:
                return Outcome("undecided", f"it is not seen what it is in {number} dimensions")
            return replace(found, reason=f"in {number} dimensions it is something else")
    return Outcome("undecided", "it holds in two and in three dimensions")


def _for_all(cond: Cond, letter: str, number: int) -> tuple[Cond, ...]:
    """The condition for each of so many coordinates."""

    def at(n: int) -> Cond:
        return map_cond(cond, lambda side: _named(replaced(side, {letter: _number(n)})))

    return tuple(at(n) for n in range(1, number + 1))


def _written_out(expr: Expr, count: Sym, number: int) -> Expr:
    """A network for so many coordinates, without sums and products."""
    expr = replaced(expr, {count.name: Num(Fraction(number))})

    def opened(each: Expr) -> Expr:
        if isinstance(each, Fold) and each.kind in ("sum", "prod") and each.where is None:
            terms = tuple(opened(replaced(each.body, {each.var: Num(Fraction(n))})) for n in range(1, number + 1))
            return Add(terms) if each.kind == "sum" else Mul(terms)
        return map_expr(each, opened)

    return _named(opened(expr))


def _named(expr: Expr) -> Expr:
    """x_1 as a number of its own."""
    if isinstance(expr, Entry) and len(expr.indices) == 1 and isinstance(number := expr.indices[0], Num):
        return Sym(f"{expr.family}_{number.value}")
    return map_expr(expr, _named)


def _for_every_d(
    network: Expr, said: Cases, letter: str, count: Sym, clause: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """What is to be said of a height times a product over the coordinates, or times a step over a sum of them."""
    ((inside, value),) = said.branches
    factors = network.factors if isinstance(network, Mul) else (network,)
    height, last = Mul(factors[:-1]) if factors[:-1] else ONE, factors[-1]
    if said.otherwise != ZERO or judge_relation((height,), "=", (value,), (), env).verdict != "proved":
        return None
    step = last if isinstance(last, Call) and last.function in steps_of(env) else None
    parts = (last,) if step is None else step.args[0].terms if isinstance(step.args[0], Add) else step.args
    kind = "prod" if step is None else "sum"
    folds = [each for each in parts if isinstance(each, Fold) and each.kind == kind and each.where is None]
    if len(folds) != 1:
        return None
    rest = tuple(each for each in parts if each is not folds[0])
    one_term = _of_one(replaced(folds[0].body, {folds[0].var: Sym(letter)}), letter)
    where, *given = (map_cond(each, lambda side: _of_one(side, letter)) for each in (inside, *clause))
    for on, off in _ADDED if step is not None else _ADDED[:1]:
        each = Cases(((where, _number(on)),), _number(off))
        found = judge_numbers(one_term, "=", each, tuple(given), env)
        if found is None or found.verdict != "proved":
            continue
        wrong = None if step is None else _wrong_threshold(on, off, rest, count, steps_of(env)[step.function], env)
        if wrong is not None:
            return wrong if wrong.verdict == "refuted" else None
        ends = tuple(end.replace("·", "_") for end in found.exceptions)
        words = "it is on where all coordinates lie there, and only there, for any number of them"
        return Outcome("proved", words + (", except at an end" if ends else ""), exceptions=ends)
    return None


def _wrong_threshold(
    on: int, off: int, rest: tuple[Expr, ...], count: Sym, at_jump: int, env: Environment
) -> Outcome | None:
    """What is wrong with a step over a sum to which a coordinate adds `on` or `off`; None where it fires for all on."""
    env = replace(env, sizes=env.sizes | {count.name})
    most = Mul((_number(on), count))
    strict, loose = ("<", "<=") if at_jump == 0 else ("<=", "<")
    fires = judge_relation((ZERO,), strict, (Add((most, *rest)),), (), env)
    stays = judge_relation((Add((most, _number(off - on), *rest)),), loose, (ZERO,), (), env)
    said = (fires, "it is off though all coordinates lie there"), (stays, "it is on though one lies elsewhere")
    refuted = (replace(each, reason=words) for each, words in said if each.verdict == "refuted")
    return next(refuted, None if fires.verdict == stays.verdict == "proved" else fires)


def _of_one(expr: Expr, letter: str) -> Expr:
    """x_i as a number."""
    if isinstance(expr, Entry) and expr.indices == (Sym(letter),):
        return Sym(f"{expr.family}·{letter}")
    return map_expr(expr, lambda each: _of_one(each, letter))


def _number(value: int) -> Expr:
    return Num(Fraction(value))
