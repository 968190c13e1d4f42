r"""The name of a family inside a moment means any of its entries: \text{Var}(a) = n \text{Var}(w) \text{Var}(x)."""

from __future__ import annotations

from backproof.answers.syntax import Call, Entry, Expr, Fold, Part, Sym, Transpose, children, map_expr, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.mentions import reach

_LETTERS = "ijkpqrst"
_MOMENTS = frozenset(("E", "Var", "Cov"))


def with_any_entry(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr]:
    """Both sides with entries in the place of bare names of families, in moments.

    Two names in one moment get entries of their own only where neither is defined: what is defined may depend on the
    other, and which entry of it is meant is then not said.
    """
    short = left, right
    left, right = (_written_out(side, env) for side in short)
    ranks = _ranks((left, right), env)
    if not ranks:
        return short
    taken = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)}
    letters = [each for each in _LETTERS if each not in taken]

    def opened(expr: Expr) -> Expr:
        if not (isinstance(expr, Call) and expr.function in _MOMENTS):
            return map_expr(expr, opened)
        bare = {node.name for node in walk(expr) if isinstance(node, Sym) and node.name in ranks}
        if len(bare) > 1 and bare & env.definitions.keys():
            return expr
        free = iter(letters)
        change: dict[str, Expr] = {}
        for name in sorted(bare):
            indices = tuple(Sym(each) for each, _ in zip(free, range(ranks[name]), strict=False))
            if len(indices) < ranks[name]:
                return expr
            change[name] = Entry(name, indices)
        return replaced(expr, change)

    return opened(left), opened(right)


def _written_out(expr: Expr, env: Environment) -> Expr:
    """The side with r written out in moments, where the page has said r = max(0, a) and a_j is an entry of a family."""
    families = {name for name, each in env.definitions.items() if each.indices} - env.arrays.keys()
    short = {
        name: each.body
        for name, each in env.definitions.items()
        if not each.indices
        and name not in env.arrays
        and families & {node.name for node in walk(each.body) if isinstance(node, Sym)}
    }

    def written_out(each: Expr) -> Expr:
        moment = isinstance(each, Call) and each.function in _MOMENTS
        return replaced(each, short) if moment else map_expr(each, written_out)

    return written_out(expr) if short else expr


def _ranks(sides: tuple[Expr, ...], env: Environment) -> dict[str, int]:
    """The families that the page uses with one number of indices, and that a moment here names without any."""
    moments = [node for side in sides for node in walk(side) if isinstance(node, Call) and node.function in _MOMENTS]
    named = {node.name for each in moments for node in walk(each) if isinstance(node, Sym)}
    if whole := _random_arrays(sides, named, env):
        return whole
    own = {name for name, law in env.laws.items() if name in law.letters}  # g, of Var(g) = g^2, is random in a moment
    named -= env.arrays.keys() | (_outside(sides) - own)
    found: dict[str, set[int]] = {name: {1} for name in named & own}
    used = _behind(sides, named, env)
    behind = [each.body for name, each in env.definitions.items() if name in used]
    for body in (*sides, *behind):
        for node in walk(body):
            if isinstance(node, Entry) and node.family in named:
                found.setdefault(node.family, set()).add(len(node.indices))
            elif isinstance(node, Sym) and node.name in named and body not in sides:
                found.setdefault(node.name, set()).add(0)
    for name in named & env.definitions.keys():
        found.setdefault(name, set()).add(len(env.definitions[name].indices))
    return {name: rank for name, ranks in found.items() if len(ranks) == 1 and (rank := max(ranks))}


def _random_arrays(sides: tuple[Expr, ...], named: set[str], env: Environment) -> dict[str, int]:
    r"""The arrays of a claim, if they are random and stand in moments alone: \mathbb{E}[W^2] is that of an entry.

    So is \mathbb{E}[r^2] for r_i = \max(0, a_i), where a has a law.
    """
    nodes = [node for side in sides for node in walk(side)]
    arrays = {node.name for node in nodes if isinstance(node, Sym)} & env.arrays.keys()
    if not arrays <= named - _outside(sides) or not all(_is_random(name, env) for name in arrays):
        return {}
    if any(isinstance(node, Transpose | Part) for node in nodes) or any(
        len(each) > 1 for each in _together(sides, arrays)
    ):
        return {}
    return {name: env.arrays[name] for name in arrays}


def _is_random(name: str, env: Environment) -> bool:
    """Whether an array has a law, or each of its entries is made of the same entry of such arrays."""
    known = env.definitions.get(name)
    if known is None:
        return name in env.laws
    own = tuple(map(Sym, known.indices))
    nodes = list(walk(known.body))
    entries = [node for node in nodes if isinstance(node, Entry)]
    alone = {node.name for node in nodes if isinstance(node, Sym) and node not in own}
    return (
        bool(entries)
        and len(own) == env.arrays[name]
        and not any(isinstance(node, Fold) or (isinstance(node, Call) and node.function == "D") for node in nodes)
        and not alone & (env.arrays.keys() | env.laws.keys())
        and all(each.indices == own and each.family in env.laws.keys() - env.definitions.keys() for each in entries)
    )


def _together(sides: tuple[Expr, ...], arrays: set[str]) -> list[set[str]]:
    """The arrays of each moment."""
    moments = [node for side in sides for node in walk(side) if isinstance(node, Call) and node.function in _MOMENTS]
    return [{node.name for node in walk(each) if isinstance(node, Sym)} & arrays for each in moments]


def _behind(sides: tuple[Expr, ...], named: set[str], env: Environment) -> frozenset[str]:
    """The definitions on which the sides rest; where something is differentiated, all of them may be needed."""
    if any(isinstance(node, Call) and node.function == "D" for side in sides for node in walk(side)):
        return frozenset(env.definitions)
    families = {node.family for side in sides for node in walk(side) if isinstance(node, Entry)}
    return frozenset(named | families).union(*(reach(name, env) for name in named | families))


def _outside(sides: tuple[Expr, ...]) -> set[str]:
    """The names that stand outside of moments, where they are numbers or indices."""
    found: set[str] = set()
    waiting = list(sides)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Sym):
            found.add(node.name)
        elif not (isinstance(node, Call) and node.function in _MOMENTS):
            waiting += children(node)
    return found
