r"""How far a staircase of the page is from the function that it follows, and x from a point of its cell.

|f(x) - \hat f(x)| \le M \delta/2       where \hat f takes f at the middle of each cell; else it needs M \delta
M |x - x_k| \le M \delta                for x_k < x \le x_{k+1}, and not \le M \delta/2
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    ONE,
    TWO,
    Add,
    All,
    Call,
    Compare,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Sym,
    negative,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.grid_cells import cell_of
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.lipschitz import ErrorBound, distance_bound, error_bound, value_bound
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.settings import names_of
from backproof.documents.staircases import is_grid, judge_staircase

_ANOTHER = re.compile(r"\b(?:mid-?points?|middle|cent(?:er|re)s?|instead|half|improve\w*|better)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rf"{_ANOTHER.pattern}|\b(?:nearest|closest|neighbou?r\w*|distance|away|between|if|when|for|suppose|let)\b|<|\\l(?:eq?|t)\b",
    re.IGNORECASE,
)
_SIZES = frozenset(("B", "N", "n", "m", "K", "delta", "Delta", "h", "d"))


@dataclass(frozen=True)
class _Reach:
    """The point of each cell at which a staircase takes its function, and how far from it the cell reaches."""

    point: str
    distance: Expr


def with_grid(
    sides: tuple[str, str], found: Outcome | None, conditions: Iterable[Cond], before: str, env: Environment
) -> Outcome | None:
    """What is to be said of an inequality between errors or distances, where the page says how its cells lie.

    found: what is said of it alone;  before: the page before it;  conditions: those under which it stands.
    """
    if (of_value := _of_value(sides, env)) is not None:
        return of_value
    bound = error_bound(*sides, before)
    if found is not None and bound is not None and bound.width is not None and _is_number(bound.width):
        return _of_network(found, bound, bound.width, before, env)
    distance = distance_bound(*sides)
    if distance is None:
        return found
    variable, point, width = distance
    said = _in_cell(point, width, variable, conditions, before, env)
    if said is None or (said.verdict == "proved" and found is not None and "Lipschitz" in found.reason):
        return found
    return said


def _of_value(sides: tuple[str, str], env: Environment) -> Outcome | None:
    """|f(x) - c_m| <= M |x - t|, where the page has said of which point c_m is the value."""
    said = value_bound(*sides)
    if said is None:
        return None
    constant, function, value, at = said
    try:
        point, height = (read_side(each, names_of(env))[0] for each in (at, value))
    except Unreadable:
        return None
    match inlined(height, env):
        case Call(name, (argument,)) if name.removeprefix(ANY) == function:
            there = argument
        case Mul((Sym(name), argument)) if name == function:
            there = argument
        case _:
            return None
    found = judge_relation((there,), "=", (point,), (), _with_sizes((there, point), env))
    if found.verdict != "proved":  # from a point outside of the cell the distance may be large enough all the same
        return Outcome("undecided", f"it is not seen that {plain(height)} is {function} at the point of the distance")
    return lacking(f"{function} is Lipschitz with constant {constant}")


def _is_number(width: Expr) -> bool:
    """Whether a width does not depend on x, as |x - x_k| does."""
    nodes = list(walk(width))
    return not any(isinstance(node, Entry | Call | Fold) for node in nodes) and Sym("x") not in nodes


def _of_network(found: Outcome, bound: ErrorBound, most: Expr, before: str, env: Environment) -> Outcome:
    """A bound on the error of a staircase that the page has defined, held against what it takes in each cell.

    found: what is said of the bound alone;  before: the page before it.
    """
    reach = _reach(bound, env)
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n(?=[A-Z])", before)[-1]
    if reach is None or _ANOTHER.search(sentence):
        return found
    some = _with_sizes((reach.distance, most), env)
    said = judge_relation((reach.distance,), "<=", (most,), (), some)
    if said.verdict == "refuted":
        words = f"{bound.other} takes {bound.function} at {reach.point}, and a cell reaches {plain(reach.distance)} far"
        return replace(said, reason=f"{words}: a function of slope {bound.constant} is farther off there")
    return found


def _in_cell(
    point: str, width: str, variable: str, conditions: Iterable[Cond], before: str, env: Environment
) -> Outcome | None:
    """Whether |x - point| <= width in the cell of which the words speak; None where they speak of none.

    before: the page before the claim;  conditions: those of the claim.
    """
    try:
        at, most = (read_side(each, names_of(env))[0] for each in (point, width))
    except Unreadable:
        return None
    *_, former, words = ("", *re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n(?=[A-Z#])", before))
    given = tuple(conditions)
    for name in (each for each in sorted(env.definitions) if is_grid(each, env)):
        cell = cell_of(given, words, variable, name)
        if cell is None and not _ELSEWHERE.search(words):  # "x lies in (x_k, x_{k+1}].  As f is smooth, we get"
            cell = cell_of(given, former, variable, name)
        if cell is None:
            continue
        k = Sym(cell.index)
        low, high = (Add((k, negative(ONE))), k) if cell.named_by_right else (k, Add((k, ONE)))
        gaps = Add((at, negative(Entry(name, (low,))))), Add((Entry(name, (high,)), negative(at)))
        some = _with_sizes((at, most), env)
        said = [judge_relation((gap,), "<=", (most,), (), some) for gap in gaps]
        wrong = next((each for each in said if each.verdict == "refuted"), None)
        if wrong is not None:
            return replace(wrong, reason=f"{variable} may be farther from {plain(at)} in its cell")
        if all(each.verdict == "proved" for each in said):
            return Outcome("proved", f"the ends of the cell are no farther from {plain(at)}")
    return None


def _reach(bound: ErrorBound, env: Environment) -> _Reach | None:
    """Where in each cell the staircase of a bound takes its function; None where the page has no such network."""
    try:
        name = re.sub(r"\\(hat|tilde|bar)(\w)", r"\\\1{\2}", bound.other)
        network = read_side(rf"{name}(x)", names_of(env))[0]
    except Unreadable:
        return None
    known = env.functions.get(network.function) if isinstance(network, Call) else None
    if not isinstance(known, FunctionDefinition) or not any(isinstance(node, Fold) for node in walk(known.body)):
        return None
    for name in (each for each in env.definitions if is_grid(each, env)):
        ends = Entry(name, (Sym("k"),)), Entry(name, (Add((Sym("k"), ONE)),))
        inside = All((Compare("<", ends[0], Sym("x")), Compare("<", Sym("x"), ends[1])))
        width = Add((ends[1], negative(ends[0])))
        for point, distance in _points(name, width):
            value = read_side(f"{bound.function}({point})", names_of(env))[0]
            said = judge_staircase(network, "=", value, (inside,), "", env)
            if said is not None and said.verdict == "proved":
                return _Reach(point, distance)
    return None


def _points(name: str, width: Expr) -> Iterator[tuple[str, Expr]]:
    left, right = f"{name}_k", f"{name}_{{k+1}}"
    yield left, width
    yield right, width
    yield rf"\frac{{{left} + {right}}}{{2}}", Div(width, TWO)


def _with_sizes(trees: Iterable[Expr], env: Environment) -> Environment:
    """The environment in which the widths of cells, and what they are made of, are positive; the cell is any one."""
    bodies = [each.body for each in env.definitions.values() if not each.indices]
    names = {node.name for tree in (*trees, *bodies) for node in walk(tree) if isinstance(node, Sym)}
    positive = env.positive | ((names & _SIZES) - env.definitions.keys() - env.sizes)
    return replace(env, positive=positive, explained=env.explained | names)
