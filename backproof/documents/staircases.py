r"""Networks of steps on a grid, for any number of cells:

    \hat f(x) = \sum_{k=0}^{N-1} f(x_k) (\sigma(x - x_k) - \sigma(x - x_{k+1})),     x_k = -B + k \Delta

takes in the cell $(x_k, x_{k+1}]$ the value f(x_k).  What is left of a claim where it is known which steps are on are
sums of values of f, which the kernel proves to telescope.  A claim that fails is shown to fail on three cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from sympy import PolynomialError

from backproof.answers.syntax import ONE, Add, Call, Cond, Entry, Expr, Fold, Num, Sym, map_cond, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, Environment, FunctionDefinition
from backproof.documents.grid_cells import Cell, cell_of, piece_of, steps_of
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.outcomes import Outcome
from backproof.documents.step_claims import StepClaim
from backproof.documents.step_sums import FUNCTIONS, NoStaircase, Reader
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import EngineDisagreement

_ENDS = 2  # families of points: left ends and right ends
_PLACE = "place·x"  # x, where it is a point of the grid
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=[.!?]\$)\s+(?=[A-Z])|\n\s*\n(?=[A-Z#])")
_THERE = re.compile(r"\s*(?:There|Here|Then|On it|In it|Inside it)\b")
_ANY_FUNCTION = re.compile(
    r"\b(?:any|arbitrary|every|general)\b(?:[\s,]+[\w-]+){0,4}?[\s,]+functions?\b", re.IGNORECASE
)


def judge_staircase(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], text: str, env: Environment
) -> Outcome | None:
    """Judge an equation about a network of steps on a grid; None for anything else, and where nothing comes of it.

    text: the page before the equation; its last sentence may say where x is.
    """
    if relation != "=":
        return None
    words = _words(text)
    env, specific = _with_any_functions((left, right), text, env)
    steps = steps_of(env)
    placed = _on_one_grid(left, right, steps, env)
    conditions = tuple(map_cond(each, placed) for each in conditions)
    point, left, right = _at_a_point(left, right, env)
    variable = _PLACE if point is not None else _variable((left, right), env)
    located = variable or _only_argument(env, steps) or _PLACE
    if variable is None and any(node == Sym(located) for side in (left, right) for node in walk(side)):
        variable = located  # of a link of a chain that begins with f(x)
    cells = {name: cell_of(conditions, words, located, name) for name in env.definitions}
    left, right = (_counted_from_left(side, cells.values()) for side in (left, right))
    left, right = (placed(_opened(side, env, steps)) for side in (left, right))
    grid = _grid_of_steps((left, right), steps, env)
    if grid is None or (variable is None and _has_steps((left, right), steps)):
        return None
    variable = variable or _PLACE
    try:
        cell = cell_of(conditions, words, located, grid.name)
        cell = cell or (None if conditions else piece_of(words, text, grid.name))
        index = point.name if isinstance(point, Sym) else None if cell is None else cell.index
        inner = frozenset() if cell is None else frozenset((cell.index,))
        claim = StepClaim(left, right, index, Reader(grid, variable, steps, env, inner))
        if not _has_steps((left, right), steps):
            found = claim.of_sums()
        elif point is not None:
            found = claim.at_point(point)
        elif cell is None:
            found = None if conditions else claim.anywhere()
        else:
            found = claim.in_cell(cell)
    except (NoStaircase, NotATerm, PolynomialError, EngineDisagreement):
        return None
    return None if found is not None and found.verdict == "refuted" and specific else found


def _words(text: str) -> str:
    """The sentence in which an equation stands, with the one before it to which "there" points back."""
    sentences = _SENTENCE.split(text)[-2:]
    return " ".join(sentences) if _THERE.match(sentences[-1]) else sentences[-1]


def _on_one_grid(left: Expr, right: Expr, steps: Iterable[str], env: Environment) -> Callable[[Expr], Expr]:
    """How left ends p_k and right ends q_k are the points of one grid: q_k is p_{k+1}.

    The grid is that of the point at which a function is taken, or of the left ends.
    """
    nodes = [node for side in (left, right) for node in walk(_opened(side, env, steps))]
    calls = [node for node in nodes if isinstance(node, Call) and node.function in steps]
    names = {
        node.family for each in calls for node in walk(each) if isinstance(node, Entry) and is_grid(node.family, env)
    }
    if len(names) != _ENDS:
        return lambda expr: expr
    point, _, _ = _at_a_point(left, right, env)
    taken = [node.family for node in walk(left) if isinstance(node, Entry) and point is not None]
    base = next((name for name in taken if name in names), min(names))
    (other,) = names - {base}
    letter = Sym(env.definitions[other].indices[0])
    shift = next((each for each in (1, -1, 0) if _is_shifted(env.definitions[other], letter, each, base, env)), None)

    def placed(expr: Expr) -> Expr:
        expr = map_expr(expr, placed)
        if shift is not None and isinstance(expr, Entry) and expr.family == other:
            return Entry(base, (_plus(expr.indices[0], shift),))
        return expr

    return placed


def _is_shifted(grid: Definition, letter: Sym, shift: int, base: str, env: Environment) -> bool:
    """Whether the point k of a grid is the point k + shift of another."""
    there = _at(env.definitions[base], Add((letter, Num(Fraction(shift)))))
    return judge_relation((_at(grid, letter),), "=", (there,), (), env).verdict == "proved"


def _at(grid: Definition, number: Expr) -> Expr:
    return replaced(grid.body, {grid.indices[0]: number})


def _plus(index: Expr, number: int) -> Expr:
    """k + 1 + (-1) as k."""
    match index:
        case Add((first, Num(value))) if value + number == 0:
            return first
        case Add((first, Num(value))):
            return Add((first, Num(value + number)))
        case Num(value):
            return Num(value + number)
        case _:
            return Add((index, Num(Fraction(number)))) if number else index


def _counted_from_left(expr: Expr, cells: Iterable[Cell | None]) -> Expr:
    """The tree with k + 1 for k, where the cell of the claim is (x_{k-1}, x_k], which is (x_k, x_{k+1}] then."""
    bound = {node.var for node in walk(expr) if isinstance(node, Fold)}
    named = {each.index for each in cells if each is not None and each.named_by_right} - bound
    return replaced(expr, {name: Add((Sym(name), ONE)) for name in named})


def _with_any_functions(sides: Iterable[Expr], text: str, env: Environment) -> tuple[Environment, bool]:
    """The environment in which f is any function at the points of a grid, and whether the page may mean one of its own.

    What holds for any function holds for that of the page too.
    """
    own = {name: known for name, known in env.functions.items() if name in FUNCTIONS and _is_of_page(known)}
    taken = {
        name
        for name in own
        for body in (*sides, *(each.body for each in env.functions.values() if isinstance(each, FunctionDefinition)))
        for node in walk(body)
        if isinstance(node, Call) and node.function == name and isinstance(node.args[0], Entry)
    }
    free = {name: known for name, known in env.functions.items() if name not in taken}
    lines = [known.line or 0 for name, known in own.items() if name in taken and isinstance(known, FunctionDefinition)]
    since = "\n".join(text.split("\n")[max(lines, default=0) :])
    return replace(env, functions=free), bool(taken) and not _ANY_FUNCTION.search(since)


def _is_of_page(known: FunctionDefinition | str) -> bool:
    """Whether a function is one of the page that is no sum over a grid itself."""
    if not isinstance(known, FunctionDefinition) or known.line is None:
        return False
    return not any(isinstance(node, Fold) for node in walk(known.body))


def _at_a_point(left: Expr, right: Expr, env: Environment) -> tuple[Expr | None, Expr, Expr]:
    """The index of the point at which a function of the page is taken, and the sides with x in its place."""
    calls = [
        node
        for side in (left, right)
        for node in walk(side)
        if isinstance(node, Call) and node.function in env.functions and len(node.args) == 1
    ]
    points = {each.args[0] for each in calls if isinstance(each.args[0], Entry) and is_grid(each.args[0].family, env)}
    if len(points) != 1:
        return None, left, right
    (point,) = points
    assert isinstance(point, Entry)

    def moved(expr: Expr) -> Expr:
        if isinstance(expr, Call) and expr.function in env.functions and expr.args == (point,):
            return Call(expr.function, (Sym(_PLACE),))
        return map_expr(expr, moved)

    return point.indices[0], moved(left), moved(right)


def _variable(sides: Iterable[Expr], env: Environment) -> str | None:
    """x, of f(x): the argument of the functions of the page."""
    names = {
        node.args[0].name
        for side in sides
        for node in walk(side)
        if isinstance(node, Call) and node.function in env.functions and isinstance(node.args[0], Sym)
    }
    return names.pop() if len(names) == 1 else None


def _only_argument(env: Environment, steps: Iterable[str]) -> str | None:
    """x, of the one function of the page beside the steps."""
    own = (known for name, known in env.functions.items() if name not in steps)
    names = {known.parameter for known in own if isinstance(known, FunctionDefinition) and known.line is not None}
    return names.pop() if len(names) == 1 else None


def _opened(expr: Expr, env: Environment, steps: Iterable[str]) -> Expr:
    """The tree with the definitions of the page but for grids, what they are made of, and steps."""
    grids = {name for name in env.definitions if is_grid(name, env)}
    made_of = {node.name for name in grids for node in walk(env.definitions[name].body) if isinstance(node, Sym)}
    kept = grids | made_of | env.apart.keys() | {name for name in FUNCTIONS if env.definition(name, 0) is not None}
    definitions = {name: each for name, each in env.definitions.items() if name not in kept}
    functions = {name: each for name, each in env.functions.items() if name not in steps}
    return inlined(expr, replace(env, definitions=definitions, functions=functions))


def is_grid(name: str, env: Environment) -> bool:
    """Whether the page gives the entries of a family by a formula in their number."""
    known = env.definition(name, 1)
    if known is None or any(isinstance(node, Entry | Fold | Call) for node in walk(known.body)):
        return False
    return Sym(known.indices[0]) in walk(known.body)


def _grid_of_steps(sides: Iterable[Expr], steps: Iterable[str], env: Environment) -> Definition | None:
    """The one grid at whose points the steps stand, or, where there are none, functions are taken."""
    nodes = [node for side in sides for node in walk(side)]
    calls = [node for node in nodes if isinstance(node, Call) and node.function in steps] or nodes
    entries = (node.family for each in calls for node in walk(each) if isinstance(node, Entry))
    names = {name for name in entries if is_grid(name, env)}
    return env.definitions[names.pop()] if len(names) == 1 else None


def _has_steps(sides: Iterable[Expr], steps: Iterable[str]) -> bool:
    return any(isinstance(node, Call) and node.function in steps for side in sides for node in walk(side))
