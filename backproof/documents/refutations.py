"""What a certified difference between two sides means."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import (
    ONE,
    ZERO,
    Call,
    Cond,
    Entry,
    Expr,
    Fold,
    Num,
    Pow,
    Sym,
    Transpose,
    sides,
    walk,
)
from backproof.documents.conversion import Converter
from backproof.documents.corrections import correction
from backproof.documents.declarations import NotConverted, Problem
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment, Law
from backproof.documents.mentions import behind, bound_names, free_indices, labels_behind, mentioned, named
from backproof.documents.missing import with_missing
from backproof.documents.named_variances import worked_out
from backproof.documents.outcomes import Outcome, lacking, plain_name, rounded
from backproof.documents.report import Counterexample
from backproof.documents.settings import SCALES
from backproof.documents.sizes_in_numbers import with_size_in_numbers
from backproof.documents.sizes_of_setting import is_of_unsaid_size
from backproof.documents.some_values import DIFFER, holds_for_some
from backproof.documents.unsaid_sizes import ended, with_size_named
from backproof.documents.verdicts import decide
from proofs.kernel import verdicts as kernel
from proofs.kernel.claims import Claim
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import Proved, Refuted


def refutation(
    left: Expr,
    relation: str,
    right: Expr,
    conditions: tuple[Cond, ...],
    env: Environment,
    problem: Problem,
    found: kernel.Counterexample,
) -> Outcome:
    """What a certified difference means, if nothing was left unsaid."""
    if problem.opaque:
        return Outcome("undecided", f"{', '.join(each.split(':')[0] for each in problem.opaque)} is not evaluated")
    twice = sorted({base for base, rank in _ranked(problem) if rank and not _is_scale_of_its_law(base, env)})
    if twice:
        return Outcome("undecided", f"{', '.join(twice)} is used with different numbers of indices")
    if is_of_unsaid_size(left, right, env):
        return Outcome("undecided", "the page does not say how many inputs a layer has")
    understood = _understood(left, relation, right, conditions, env)
    if understood is not None:
        return understood
    offered = with_size_named(left, relation, right, conditions, env)
    offered = offered or with_size_in_numbers(left, relation, right, conditions, env)
    if offered is not None:
        return offered
    introduced = {name for cond in conditions for side in sides(cond) for node in walk(side) if (name := named(node))}
    introduced |= env.free if relation == "=" and _is_of_any_vector(left, right) else set()
    unexplained = [name for name in _unexplained(left, right, env) if name not in introduced]
    if unexplained and not _is_second_derivative(left):  # in which the target drops out of one side
        return Outcome("undecided", f"it is not said what {', '.join(unexplained)} stands for")
    offered = with_missing(left, relation, right, conditions, env)
    if offered is None and (counted := ended(left, right, env)) is not None:  # both are left unsaid
        offered = with_missing(counted[0], relation, counted[1], conditions, counted[2])
    if offered is not None:
        return offered
    if any(
        isinstance(node, Call) and node.function in ("relu", "max")
        for tree in behind((left, right), env)
        for node in walk(tree)
    ):
        normal = with_normal_sums(left, relation, right, conditions, env)
        if normal is not None and normal.verdict == "conditional":
            return normal
    shown = Counterexample(
        tuple((plain_name(name), value) for name, value in found.where),
        rounded(found.left),
        rounded(found.right),
        relation,
    )
    if relation != "=":
        return Outcome("refuted", "the inequality fails", shown)
    return Outcome("refuted", DIFFER, shown, correction=correction(problem), for_some=holds_for_some(problem))


def _is_scale_of_its_law(name: str, env: Environment) -> bool:
    """Whether a name is the standard deviation of the entries that are called like it: Var(g_j) = g^2."""
    law = env.laws.get(name)
    return law is not None and law.variance == Pow(Sym(name), Num(Fraction(2)))


def _is_of_any_vector(left: Expr, right: Expr) -> bool:
    """Whether an equation may be one for all vectors: of two formulas, or of a sum that is said to be 0 or 1.

    Any other number may be that of an example.
    """
    for one, other in ((left, right), (right, left)):
        if not any(named(node) for node in walk(one)) and not (
            one in (ZERO, ONE) and any(isinstance(node, Fold | Transpose) for node in walk(other))
        ):
            return False
    return True


def _is_second_derivative(side: Expr) -> bool:
    return any(
        isinstance(node, Call)
        and node.function == "D"
        and isinstance(node.args[0], Call)
        and node.args[0].function == "D"
        for node in walk(side)
    )


def _ranked(problem: Problem) -> list[tuple[str, str]]:
    """The names of a problem, with a mark where one is used with several numbers of indices."""
    found = (re.fullmatch(r"([^\[]+?)·(\d+)(?:\[.*)?", str(entry)) for entry, _ in problem.full.alphabet)
    return [(each[1], each[2]) for each in found if each]


def _understood(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Two indices that stand on one side each may be meant to be the same, as c and the class y of the sample."""
    first, second = (free_indices(side) | labels_behind(side, env) for side in (left, right))
    pairs = [(a, b) for a in sorted(first - second) for b in sorted(second - first)]
    for a, b in [*pairs[:4], *((b, a) for a, b in pairs[:4])]:
        change: dict[str, Expr] = {a: Sym(b)}
        both = replaced(left, change), replaced(right, change)
        if both == (left, right):
            continue
        try:
            problem = Converter(env, conditions).problem(both)
            verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
        except (NotConverted, NotATerm):
            continue
        if isinstance(verdict, Proved):
            return Outcome("conditional", f"holds if {a} = {b} is understood", condition=f"{a} = {b}")
    return None


def _unexplained(left: Expr, right: Expr, env: Environment) -> list[str]:
    """Free names that stand on one side only and that nothing explains."""
    first, second = _explained(left, env), _explained(right, env)
    spreads = [env.laws[name].variance for name in mentioned((left, right), env) & env.laws.keys()]
    given = all(each is not None and not is_own_spread(each) for each in spreads)  # else a scale may be one of these
    known = set(env.laws) | (set(env.positive) - (SCALES if given else set()))
    known |= {*env.sizes, *env.explained, *env.fans}
    known |= {
        name
        for law in env.laws.values()
        for value in (law.mean, law.variance, law.low, law.high)
        if value is not None
        for node in walk(value)
        if (name := named(node))
    }
    if env.setting == "step-networks":  # k, of a grid -B + k w
        known |= bound_names(env)
    if _classes(left, env) == _classes(right, env):  # else an index may be the class for which t is 1
        known |= set(env.values)
    if env.any_depth:  # weights and outputs of the layers of a network are numbers of their own
        known |= {name for name in first | second if "^(" in name}
    return sorted(name for name in first ^ second if name not in known and not env.is_size(name))


def _classes(side: Expr, env: Environment) -> frozenset[str]:
    """The indices of one side that may be classes of a sample, in what it rests on too."""
    return free_indices(side) | labels_behind(side, env)


def is_own_spread(variance: Expr) -> bool:
    """Whether a variance is a number of which nobody has said anything: Var(w)."""
    return isinstance(variance, Sym) and variance.name.startswith("Var(")


def _explained(expr: Expr, env: Environment) -> set[str]:
    """The names on which an expression rests, without indices and without those that are defined."""
    found: set[str] = set()
    waiting = [(expr, frozenset[str]())]
    seen: set[str] = set()
    while waiting:
        each, own = waiting.pop()  # own: the indices of the definition of which it is the body
        indices = own | free_indices(each) | {node.var for node in walk(each) if isinstance(node, Fold)}
        for node in walk(each):
            name = named(node)
            if name is None or (isinstance(node, Sym) and name in indices):
                continue
            definition = env.definitions.get(name)
            number = isinstance(node, Sym) and name not in env.arrays  # g, beside the g_j of which it is the scale
            if definition is None or (number and definition.indices):
                found.add(name)
            elif name not in seen:
                seen.add(name)
                waiting.append((definition.body, frozenset(definition.indices)))
    return found


def with_normal_sums(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """The moments of relu(a), where a is a weighted sum: nothing general can be said, but much where a is normal.

    A sum of normal weights is normal where the inputs are of constant size, so what fails there fails in general.
    """
    names = {
        name
        for tree in behind((left, right), env)
        for node in walk(tree)
        if isinstance(node, Call) and node.function in ("relu", "max")
        for each in node.args
        for inner in walk(each)
        if (name := named(inner)) is not None and name in env.definitions
    }
    if len(names) != 1:
        return None
    (name,) = names
    definition = env.definitions[name]
    entry = Entry(name, tuple(map(Sym, definition.indices))) if definition.indices else Sym(name)
    moments = worked_out((Call("Var", (entry,)), Call("E", (entry,))), env)
    if moments is None or moments[1] != Num(Fraction(0)):
        return None
    definitions = {each: known for each, known in env.definitions.items() if each != name}
    law = Law(name, moments[1], moments[0], "normal", line=definition.line)
    normal = replace(env, definitions=definitions, laws={**env.laws, name: law})
    problem = Converter(normal, conditions).problem((left, right))
    verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
    if isinstance(verdict, Proved):
        return lacking(f"{name} is normal")
    if isinstance(verdict, Refuted):
        found = refutation(left, relation, right, conditions, normal, problem, verdict.counterexample)
        return replace(found, reason=f"{found.reason}, already where {name} is normal")
    return None
