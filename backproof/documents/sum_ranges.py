r"""Sums that stop too early or too late: W \in R^{q x p}, and \sum_{j=1}^p W_{ji} g_j.

Judged alone, such a sum would make W square.  What the page declares and defines says how many entries there are, and a
sum over them must run over as many.  Two names, or two numbers, are two sizes; n may be 784.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, Add, Cond, Entry, Expr, Fold, Mul, Num, Sym, Truth, map_expr, walk
from backproof.documents.dimensions import Dimensions, Node, renamed, replaced, unrolled
from backproof.documents.environment import Environment
from backproof.documents.mentions import behind, mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample
from backproof.documents.sizes_said import sizes_said

_Judge = Callable[[Expr, str, Expr, tuple[Cond, ...], Environment], Outcome]
SAME = "are these the same?"


@dataclass(frozen=True)
class Clash:
    """A place of a family that has `size` entries, in a class of indices that also run to `other`.

    sums: the bound indices of the claim that do, by their names in `trees`, in which every sum has its own.
    """

    family: str
    size: Expr
    other: Expr
    trees: tuple[Expr, ...]
    sums: frozenset[str]

    @property
    def words(self) -> str:
        """As a person says it."""
        return f"the index of {self.family} runs to {plain(self.size)}, not to {plain(self.other)}"


def within_ranges(
    outcome: Outcome, claim: tuple[Expr, str, Expr], conditions: tuple[Cond, ...], env: Environment, judge: _Judge
) -> Outcome:
    """The outcome, unless a sum of the claim runs further, or less far, than the page says that there are entries.

    What holds with the right range, and fails for some sizes with that of the claim, is refuted.
    """
    if outcome.verdict != "proved" and not (outcome.verdict == "undecided" and outcome.reason.endswith(SAME)):
        return outcome
    left, relation, right = claim
    clash = clash_of((left, right), env)
    if clash is None:
        return outcome
    open_ = _with_indices_exchanged(clash, env, judge) if relation == "=" and not conditions else None
    open_ = open_ or Outcome("undecided", f"{clash.words}: {SAME}")
    if open_.verdict == "refuted" or relation != "=" or conditions or not clash.sums or not _are_apart(clash, env):
        return open_
    one, other = (_with_range(tree, clash) for tree in clash.trees)
    if clash_of((one, other), env) is not None or judge(one, "=", other, (), env).verdict != "proved":
        return open_
    found = _counterexample(clash, env, judge)
    return open_ if found is None else Outcome("refuted", clash.words, found, correction=_correction(clash))


def _with_indices_exchanged(clash: Clash, env: Environment, judge: _Judge) -> Outcome | None:
    r"""Refuted, if a claim holds with V_kj for V_jk, and fails with V_jk even where V is square: \sum_k V_jk g_k."""
    left, right = (_exchanged(tree, clash.family) for tree in clash.trees)
    if (left, right) == clash.trees or clash_of((left, right), env) is not None:
        return None
    if judge(left, "=", right, (), env).verdict != "proved" or not isinstance(clash.size, Sym):
        return None
    same: dict[str, Expr] = {plain(clash.other): clash.size}
    square = env.rewritten(lambda expr: replaced(expr, same))
    square = replace(square, spaces={name: sizes for name, sizes in env.spaces.items() if name != clash.family})
    one, other = (replaced(tree, same) for tree in clash.trees)
    found = judge(one, "=", other, (), square)
    if found.verdict != "refuted":
        return None
    words = f"the indices of {clash.family} are exchanged: {clash.words}"
    return Outcome(
        "refuted", words, found.counterexample, correction=f"the entries of {clash.family} with their indices exchanged"
    )


def _exchanged(expr: Expr, family: str) -> Expr:
    """The expression with the two indices of the entries of a family exchanged."""
    match expr:
        case Entry(name, (one, other)) if name == family:
            return Entry(name, (other, one))
        case _:
            return map_expr(expr, lambda each: _exchanged(each, family))


def with_right_range(target: Expr, body: Expr, env: Environment) -> tuple[Expr, Outcome] | None:
    r"""A definition whose sum runs along the wrong side of an array, with the right range: \sum_{j=1}^{n_in} w_ji g_j.

    Only where the page has defined something of index j by the same entry, such as a_j = \sum_i w_ji x_i: in w_ij it
    may be the indices that were exchanged.
    """
    clash = clash_of((target, body), env)
    if clash is None or not clash.sums or not _are_apart(clash, env) or not isinstance(clash.size, Sym):
        return None
    known = {
        (node, index)
        for each in env.definitions.values()
        for node in walk(each.body)
        if isinstance(node, Entry) and node.family == clash.family
        for index in each.indices
    }
    folds = [fold for fold in walk(body) if isinstance(fold, Fold) and _counted(fold) == clash.other]
    if not folds or not all(any((node, fold.var) in known for node in walk(fold.body)) for fold in folds):
        return None
    fixed = _with_range(body, replace(clash, sums=frozenset(fold.var for fold in folds)))
    if clash_of((target, fixed), env) is not None:
        return None
    where = ((plain(clash.size), "1"), (plain(clash.other), "2"))
    found = Counterexample(where, "a sum to 2", f"{clash.family} ends at 1", "=")
    return fixed, Outcome("refuted", clash.words, found, correction=_correction(clash))


def with_all_inputs(target: Expr, body: Expr, env: Environment) -> Expr | None:
    r"""The definition of a layer whose sum over the inputs is written without its end, with it: a_j = \sum_i w_ji x_i.

    None for any other definition, and where the page names no number of inputs.
    """
    if env.setting != "initialization" or len(env.fans) != 2 or not isinstance(target, Entry):
        return None
    inputs = Sym(env.fans[0])

    def ended(expr: Expr) -> Expr:
        match map_expr(expr, ended):
            case Fold("sum", var, low, None, None, Mul() as product) as fold if low in (None, ONE):
                weights = {each.indices for each in walk(product) if isinstance(each, Entry) and len(each.indices) == 2}
                if Entry("x", (Sym(var),)) in walk(product) and weights & {
                    (*target.indices, Sym(var)),
                    (Sym(var), *target.indices),
                }:
                    return replace(fold, low=ONE, high=inputs)
                return fold
            case other:
                return other

    found = ended(body)
    return None if found == body else found


def clash_of(trees: tuple[Expr, Expr], env: Environment) -> Clash | None:
    """The first place where the sums of a claim do not fit what the page says without it."""
    bodies = behind(trees, env)
    taken = {node.name for body in bodies for node in walk(body) if isinstance(node, Sym)}
    trees = (renamed(trees[0], taken), renamed(trees[1], taken))
    before = _dimensions((), env)
    families = {(node.family, len(node.indices)) for body in bodies for node in walk(body) if isinstance(node, Entry)}
    said = _said(before, families, env)
    after = _dimensions(trees, env)
    for node, size in said.items():
        root = after.root(node)
        sums = {
            fold.var: high
            for tree in trees
            for fold in walk(tree)
            if isinstance(fold, Fold) and after.root(after.index(fold.var, "")) == root
            if (high := _counted(fold)) is not None and _differ(high, size)
        }
        if sums:
            other = next(iter(sums.values()))
            same = frozenset(name for name, high in sums.items() if high == other)
            return Clash(node[1], size, other, trees, same)
        others = [each for place, each in said.items() if after.root(place) == root and _differ(each, size)]
        if others:
            return Clash(node[1], size, others[0], trees, frozenset())
    return None


def _said(dims: Dimensions, families: Iterable[tuple[str, int]], env: Environment) -> Mapping[Node, Expr]:
    """How many entries there are at each place, where the page says it and nowhere contradicts it."""
    declared = dict(sizes_said(families, env))
    nodes = [dims.place(family, rank, place) for family, rank in sorted(families) for place in range(rank)]
    while True:
        sizes = {node: _sizes(dims, node, declared) for node in nodes}
        disputed = {node[1] for node, each in sizes.items() if len(each) > 1}
        doubtful = [node for node in declared if node[1] in disputed]
        if not doubtful:
            return {node: each[0] for node, each in sizes.items() if each and node[1] not in disputed}
        declared = {node: size for node, size in declared.items() if node not in doubtful}


def _dimensions(trees: tuple[Expr, ...], env: Environment) -> Dimensions:
    dims = Dimensions()
    for tree in trees:
        _read(dims, tree, "")
    for definition in env.definitions.values():
        _read(dims, renamed(definition.body, set(definition.indices)), definition.name)
        for place, index in enumerate(definition.indices):
            node = dims.place(definition.name, len(definition.indices), place)
            dims.join(node, dims.index(index, definition.name))
    return dims


def _read(dims: Dimensions, tree: Expr, scope: str) -> None:
    dims.read(tree, scope)
    for node in walk(tree):
        if isinstance(node, Truth):
            dims.compare(node.condition, scope)


def _sizes(dims: Dimensions, node: Node, declared: Mapping[Node, Expr]) -> list[Expr]:
    """What definitions and declarations say of a place: none, one, or several that differ."""
    root = dims.root(node)
    found = [*dims.written(node), *(size for place, size in declared.items() if dims.root(place) == root)]
    found = list(dict.fromkeys(each for each in found if isinstance(each, Sym | Num)))
    return found[:1] if not any(_differ(found[0], each) for each in found) else found


def _counted(fold: Fold) -> Expr | None:
    """How many terms a sum from 1 has, or one from 0 to n - 1; None for any other."""
    match fold.kind, fold.low, fold.high:
        case "sum", Num(low), (Sym() | Num()) as high if low == 1:
            return high
        case "sum", Num(low), Add((Sym() as high, Num(less))) if low == 0 and less == -1:
            return high
        case _:
            return None


def _differ(left: Expr, right: Expr) -> bool:
    return type(left) is type(right) and left != right


def _are_apart(clash: Clash, env: Environment) -> bool:
    """Whether the page has both sizes, for different things."""
    known = {*env.fans, *(size for sizes in env.spaces.values() for size in sizes)}
    return {plain(clash.size), plain(clash.other)} <= known


def _with_range(tree: Expr, clash: Clash) -> Expr:
    """The claim with sums that run as far as there are entries."""
    tree = map_expr(tree, lambda each: _with_range(each, clash))
    if isinstance(tree, Fold) and tree.var in clash.sums:
        return replace(tree, low=ONE, high=clash.size)
    return tree


def _counterexample(clash: Clash, env: Environment, judge: _Judge) -> Counterexample | None:
    """Where the claim fails: a sum of one term, where there may be more entries; or an entry that is not there."""
    if not isinstance(clash.other, Sym):
        number, most = clash.other, clash.size
        if not (isinstance(number, Num) and isinstance(most, Num) and number.value > most.value):
            return None
        return Counterexample((), f"a sum to {plain(number)}", f"{clash.family} ends at {plain(most)}", "=")
    one: dict[str, Expr] = {clash.other.name: ONE}
    left, right = (unrolled(replaced(tree, one)) for tree in clash.trees)
    spaces = {name: sizes for name, sizes in env.spaces.items() if clash.other.name not in sizes}
    free = env.explained | mentioned((left, right), env)  # whatever these are, the claim with the right range holds
    found = judge(left, "=", right, (), replace(env.at_values(one), spaces=spaces, fans=(), explained=free))
    if found.verdict != "refuted" or found.counterexample is None:
        return None
    elsewhere = [each for each in found.counterexample.where if each[0] != clash.other.name]
    return replace(found.counterexample, where=((clash.other.name, "1"), *elsewhere))


def _correction(clash: Clash) -> str:
    return f"a sum to {plain(clash.size)}"
