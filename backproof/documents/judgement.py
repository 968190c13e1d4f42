"""Judging one relation in an environment: proved, refuted, conditional, or undecided, and why."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic
from typing import Any

import sympy
from sympy import Expr as Term
from sympy import Poly, Symbol, cancel, fraction

from backproof.answers.syntax import (
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    Truth,
    map_cond,
    map_expr,
    sides,
    walk,
)
from backproof.documents.arrays import Entries, Shapeless, rank_of, with_arrays
from backproof.documents.conversion import LOSSES, Converter, NotConverted, Problem, is_size_name
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, Environment, Law
from backproof.documents.report import Counterexample, Verdict
from backproof.documents.verdicts import decide
from proofs.kernel import verdicts as kernel
from proofs.kernel.claims import Claim, equal
from proofs.kernel.instances import compare
from proofs.kernel.judging import reduce
from proofs.kernel.terms import D, E, NotATerm, Var
from proofs.kernel.verdicts import Proved, Refuted

SECONDS_PER_CLAIM = 8
SECONDS_PER_ATTEMPT = 3
MOST_INDICES = 8


@dataclass(frozen=True)
class Outcome:
    """What judging came to; see `CheckedClaim` for the fields."""

    verdict: Verdict
    reason: str
    counterexample: Counterexample | None = None
    condition: str | None = None
    correction: str | None = None
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    misconception: str | None = None
    any_loss: bool = False  # proved whatever the loss is


class TooLong(Exception):
    """The time for one claim, or for one attempt at it, is over."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Give up after so many seconds; only the main thread can be interrupted, elsewhere there is no limit."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    over = False

    def stop(signum: int, frame: Any) -> None:
        nonlocal over
        over = True
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)  # again and again: a callback from C may swallow one
    begin = monotonic()  # `left` is what a limit around this one still has
    try:
        yield
    except Exception as error:
        if over and not isinstance(error, TooLong):  # what C code makes of an exception in its callback
            raise TooLong from None
        raise
    finally:
        rest = max(left - (monotonic() - begin), 1 / 64) if left else 0
        signal.setitimer(signal.ITIMER_REAL, rest, 0.2 if left else 0)
        signal.signal(signal.SIGALRM, before)


def judge_relation(
    lefts: tuple[Expr, ...], relation: str, rights: tuple[Expr, ...], conditions: tuple[Cond, ...], env: Environment
) -> Outcome:
    """Judge `left relation right`; several readings of a side must agree."""
    outcomes = [judge_reading(left, relation, right, conditions, env) for left in lefts for right in rights]
    if len({each.verdict for each in outcomes}) == 1:
        return outcomes[0]
    return Outcome("undecided", "it can be read in two ways, and they differ: add brackets")


def judge_reading(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    """Judge one reading; a layer l stands for every layer of the page's network."""
    instances = list(layers(left, right, env))
    if not instances:
        return Outcome("undecided", "it speaks of a layer l, and the page does not say which layers there are")
    outcomes = [(label, _timed(one, relation, other, conditions, env)) for label, one, other in instances]
    if len(outcomes) == 1 and not (env.any_depth and outcomes[0][0]):
        return outcomes[0][1]
    for wanted in ("refuted", "undecided", "conditional"):
        for label, outcome in outcomes:
            if outcome.verdict == wanted:
                holds = [name for name, other in outcomes if other.verdict == "proved"]
                also = f"; it holds for {', '.join(holds)}" if holds else ""
                return replace(outcome, reason=f"for {label}: {outcome.reason}{also}")
    if env.any_depth:
        if all(outcome.any_loss for _, outcome in outcomes):
            return replace(outcomes[0][1], reason="for every layer and any loss: " + outcomes[0][1].reason)
        return Outcome("undecided", "it holds for the layers 1 and 2 of a network of two layers")
    labels = ", ".join(label for label, _ in outcomes)
    return replace(outcomes[0][1], reason=f"for each of {labels}: {outcomes[0][1].reason}")


def _timed(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    try:
        if _is_ambiguous(left, right, env):
            raise NotConverted("it is not said whether the loss of one sample or of all is meant")
        with time_limit(SECONDS_PER_CLAIM):
            return _judged(left, relation, right, conditions, env)
    except TooLong:
        return Outcome("undecided", f"no decision within {SECONDS_PER_CLAIM} seconds")
    except (NotConverted, Shapeless, NotATerm) as error:
        single = _for_one_sample(left, relation, right, conditions, env)
        return single or Outcome("undecided", str(error))
    except RecursionError:
        return Outcome("undecided", "nested too deep")


def _is_ambiguous(left: Expr, right: Expr, env: Environment) -> bool:
    """Whether a mean over samples is differentiated by what each sample has its own of, such as z^(2)."""
    for side in (left, right):
        for node in walk(side):
            match node:
                case Call("D", (Sym(loss), variable)) if (name := _named(variable)) is not None:
                    mean = env.definitions.get(loss)
                    if (
                        name in env.definitions
                        and mean is not None
                        and any(isinstance(each, Entry) and each.family == loss for each in walk(mean.body))
                    ):
                        return True
                case _:
                    pass
    return False


def _for_one_sample(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """A mean over samples at N = 1, which is the loss of the sample: what is false there is false."""
    for name in LOSSES & env.definitions.keys():
        single = next((each for each in env.definitions if each.startswith(f"{name}_")), None)
        if single is None or not any(isinstance(node, Fold) for node in walk(env.definitions[name].body)):
            continue
        sides = [replaced(side, {name: Sym(single)}) for side in (left, right)]
        if sides == [left, right]:
            continue
        try:
            with time_limit(SECONDS_PER_CLAIM):
                found = _judged(sides[0], relation, sides[1], conditions, env)
        except (TooLong, NotConverted, Shapeless, NotATerm):
            return None
        if found.verdict == "refuted":
            return replace(found, reason=f"already for one sample: {found.reason}")
        if found.verdict == "proved":
            return Outcome("undecided", "it holds for one sample, N = 1")
    return None


# -- preparation


def layers(left: Expr, right: Expr, env: Environment) -> Iterator[tuple[str, Expr, Expr]]:
    """Each layer of the page's network for a claim about a layer l; the claim itself otherwise."""
    names = {name for side in (left, right) for node in walk(side) if (name := _named(node))}
    if not any(re.search(r"\^\([lL](?:[+-]\d)?\)", name) for name in names):
        yield "", left, right
        return
    top = max(env.layers, default=0)
    for layer in env.layers:
        sides = tuple(_with_input(_at_layer(side, layer, top), env) for side in (left, right))
        used = {
            int(found[1])
            for side in sides
            for node in walk(side)
            if (name := _named(node)) and (found := re.search(r"\^\((-?\d+)\)", name))
        }
        if all(0 <= each <= top for each in used) and not ("^(L" in "".join(names) and layer != top):
            yield f"l = {layer}", *sides


def _with_input(expr: Expr, env: Environment) -> Expr:
    """y^(0) is the input of the network, whatever the first layer calls it."""
    first = env.definitions.get("z^(1)") or env.definitions.get("a^(1)")
    if first is None:
        return expr
    names = {name for node in walk(first.body) if (name := _named(node)) and "^(" not in name and len(name) == 1}
    inputs = [name for name in names if env.arrays.get(name) == 1]
    if len(inputs) != 1:
        return expr

    def change(each: Expr) -> Expr:
        match each:
            case Sym(name) if name.endswith("^(0)") and name not in env.definitions:
                return Sym(inputs[0])
            case Entry(name, indices) if name.endswith("^(0)") and name not in env.definitions:
                return Entry(inputs[0], indices)
            case _:
                return map_expr(each, change)

    return change(expr)


def _at_layer(expr: Expr, layer: int, top: int) -> Expr:
    def shifted(name: str) -> str:
        def number(found: re.Match[str]) -> str:
            base = layer if found[1] == "l" else top
            return f"^({base + int(found[2] or 0)})"

        return re.sub(r"\^\(([lL])([+-]\d)?\)", number, name)

    match expr:
        case Sym(name):
            return Sym(shifted(name))
        case Entry(name, indices):
            return Entry(shifted(name), indices)
        case _:
            return map_expr(expr, lambda each: _at_layer(each, layer, top))


def without_sample(expr: Expr, index: str) -> Expr:
    """One sample's statement: Loss_i, y_i and y_i^(2) without the index of the sample."""
    match expr:
        case Entry(name, indices) if Sym(index) in indices:
            rest = tuple(each for each in indices if each != Sym(index))
            if name in LOSSES and not rest:
                return Sym(f"{name}_{index}")
            return Entry(name, rest) if rest else Sym(name)
        case Fold(_, var, _, _, _, _) if var == index:
            return expr
        case _:
            return map_expr(expr, lambda each: without_sample(each, index))


def condition_without_sample(cond: Cond, index: str) -> Cond:
    """The same for a condition."""
    return map_cond(cond, lambda each: without_sample(each, index))


def sample_index(exprs: Iterable[Expr], env: Environment | None = None) -> str | None:
    """The index of the sample, if no sum binds it: that of a loss, Loss_i, of a label that is compared with a class,
    y_i = c, or of a layer of the network, y_i^(2), which is known without an index.
    """
    exprs = tuple(exprs)
    bound = {node.var for expr in exprs for node in walk(expr) if isinstance(node, Fold)}
    for expr in exprs:
        for node in walk(expr):
            match node:
                case Entry(name, (Sym(index),)) if index not in bound and (
                    name in LOSSES or (env is not None and "^(" in name and _is_whole(name, env))
                ):
                    return index
                case Call("onehot", (Entry(_, (Sym(index),)),)) if index not in bound:
                    return index
                case Truth() | Cases():
                    for cond in [node.condition] if isinstance(node, Truth) else [each for each, _ in node.branches]:
                        if (found := label_index(cond)) is not None and found not in bound:
                            return found
                case _:
                    pass
    return None


def _is_whole(name: str, env: Environment) -> bool:
    return env.definition(name, 0) is not None and not env.arrays.get(name, 0)


def label_index(cond: Cond) -> str | None:
    """The index of the sample in y_i = c, a comparison of a label with a class."""
    match cond:
        case Compare(("=" | "!="), Entry(_, (Sym(index),)), Sym()) | Compare(
            ("=" | "!="), Sym(), Entry(_, (Sym(index),))
        ):
            return index
        case _:
            return None


def labels(exprs: Iterable[Expr], conditions: Iterable[Cond]) -> frozenset[str]:
    """Names that stand for a class: compared with an index, or the class of a one-hot vector."""
    found: set[str] = set()
    for expr in exprs:
        for node in walk(expr):
            match node:
                case Call("onehot", (Sym(name),)):
                    found.add(name)
                case Truth(condition):
                    found |= {each.name for each in sides(condition) if isinstance(each, Sym)}
                case Cases(branches, _):
                    found |= {each.name for cond, _ in branches for each in sides(cond) if isinstance(each, Sym)}
                case _:
                    pass
    found |= {each.name for cond in conditions for each in sides(cond) if isinstance(each, Sym)}
    return frozenset(found)


def opened(left: Expr, right: Expr, env: Environment, conditions: tuple[Cond, ...] = ()) -> tuple[Expr, Expr]:
    """Both sides for one sample and one entry.  Raises Shapeless."""
    classes = labels((left, right), conditions)
    fixed = (
        frozenset(name for name, definition in env.definitions.items() if not definition.indices)
        | env.laws.keys()
        | env.positive
    )
    arrays = {name: rank for name, rank in env.arrays.items() if name not in classes}
    ranks = with_arrays((left, right), arrays, fixed | classes, env.rows)
    entries = Entries(ranks, env.rows)
    kinds = entries.kind(left), entries.kind(right)
    rank = max(map(rank_of, kinds))
    for kind, side in zip(kinds, (left, right), strict=True):
        if kind == "number" and rank and not isinstance(side, Num):
            raise Shapeless("one side is an array, the other a number")
    if (rank == 2 and "column" in kinds) or (rank == 2 and "row" in kinds):
        raise Shapeless("one side is a matrix, the other a vector")
    used = {each.name for side in (left, right) for each in walk(side) if isinstance(each, Sym)}
    letters = [each for each in ("i", "j", "r", "s", "p1", "p2") if each not in used]
    at = tuple(Sym(letters[n]) for n in range(rank))
    return entries.entry(left, at) if rank else entries.number(left), (
        entries.entry(right, at) if rank else entries.number(right)
    )


# -- the kernel's answer


def _identified(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment]:
    """A bare z, of which nothing is said, beside z^(2): the last layer is meant."""
    names = {name for side in (left, right) for node in walk(side) if (name := _named(node))}
    reach = set(names)
    for _ in range(6):
        for name in list(reach):
            definition = env.definitions.get(name)
            if definition is not None:
                reach |= {each for node in walk(definition.body) if (each := _named(node))}
    layered = [name for name in names if re.fullmatch(r"\w+\^\(\d+\)", name)]
    change: dict[str, str] = {}
    for name in layered:
        base = name.split("^")[0]
        if (
            base == "z"
            and base in reach
            and base not in env.definitions
            and sum(each.startswith(base + "^(") for each in names) == 1
        ):
            change[base] = name
    if not change:
        return left, right, env

    def renamed(expr: Expr) -> Expr:
        match expr:
            case Sym(name):
                return Sym(change.get(name, name))
            case Entry(name, indices):
                return Entry(change.get(name, name), tuple(map(renamed, indices)))
            case _:
                return map_expr(expr, renamed)

    definitions = {
        name: each if name in change.values() else replace(each, body=renamed(each.body))
        for name, each in env.definitions.items()
    }
    behind = {
        base
        for base in change
        if any(_named(node) == base for each in env.definitions.values() for node in walk(each.body))
    }
    definitions = {name: each for name, each in definitions.items() if name not in {change[base] for base in behind}}
    arrays = dict(env.arrays)
    for base in behind:
        arrays[change[base]] = env.arrays.get(base, 0)
    return renamed(left), renamed(right), replace(env, definitions=definitions, arrays=arrays)


def _judged(left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> Outcome:
    if relation in (">", ">="):
        left, right, relation = right, left, {">": "<", ">=": "<="}[relation]
    approximate = relation == "approx"
    if approximate:
        relation = "="
    if relation not in ("=", "<", "<="):
        return Outcome("undecided", f"the relation {relation} is not judged")
    left, right, env = _identified(left, right, env)
    left, right = opened(left, right, env, conditions)
    strangers = _without_law((left, right), env)
    if strangers:
        env = replace(env, laws={**env.laws, **{name: Law(name, kind="unknown") for name in strangers}})
    quick = _in_general(left, relation, right, conditions, env)
    if quick is not None:
        return quick
    problem = Converter(env, conditions).problem((left, right))
    _small(problem)
    claim = Claim(problem.sides[0], relation, problem.sides[1])  # type: ignore[arg-type]
    verdict = decide(claim, problem.setting)
    match verdict:
        case Proved():
            return Outcome("proved", _reason(problem), used=problem.laws)
        case Refuted(counterexample=found):
            if approximate:
                return Outcome("undecided", "the two sides are not equal; how close is meant is not said")
            if strangers:
                offered = _with_missing(left, relation, right, conditions, env)
                words = f"nothing is said of the distribution of {', '.join(sorted(strangers))}"
                return offered or Outcome("undecided", words)
            return _refuted(left, relation, right, conditions, env, problem, found)
        case _:
            offered = _with_missing(left, relation, right, conditions, env)
            offered = offered or _with_normal_sums(left, relation, right, conditions, env)
            if offered is not None:
                return offered
            seen = compare(claim, problem.setting)
            instances = seen.text.replace("exactly equal", "equal") if seen.holds else ""
            words = f"not proved: {verdict.reason}" + (f"; it holds for n = 1..4 ({instances})" if instances else "")
            return Outcome("undecided", words)


def _without_law(trees: Iterable[Expr], env: Environment) -> frozenset[str]:
    """Names inside E and Var of which nothing is known: they are random, but nobody says how."""
    found: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Call) and node.function in ("E", "Var", "Cov"):
                for argument in node.args:
                    indices = _free_indices(argument) | {each.var for each in walk(argument) if isinstance(each, Fold)}
                    names = {name for each in walk(argument) if (name := _named(each))} - indices
                    names |= {each for name in names for each in _reach(name, env)}
                    found |= names
    known = env.laws.keys() | env.definitions.keys() | env.sizes
    strangers = found - known - env.positive - _bound_names(env)
    return frozenset(name for name in strangers if not is_size_name(name) and name not in ("c", "alpha", "beta", "b"))


def _bound_names(env: Environment) -> frozenset[str]:
    """Indices of the definitions of the page."""
    return frozenset(
        name
        for definition in env.definitions.values()
        for name in (
            *definition.indices,
            *(node.var for node in walk(definition.body) if isinstance(node, Fold)),
            *_free_indices(definition.body),
        )
    )


def _refuted(
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
        return Outcome("undecided", f"{', '.join(problem.opaque)} is not evaluated")
    understood = _understood(left, relation, right, conditions, env)
    if understood is not None:
        return understood
    unexplained = _unexplained(left, right, env)
    if unexplained:
        return Outcome("undecided", f"it is not said what {', '.join(unexplained)} stands for")
    offered = _with_missing(left, relation, right, conditions, env)
    if offered is not None:
        return offered
    if any(isinstance(node, Call) and node.function == "relu" for side in (left, right) for node in walk(side)):
        normal = _with_normal_sums(left, relation, right, conditions, env)
        if normal is not None and normal.verdict == "conditional":
            return normal
    shown = Counterexample(
        tuple((_plain(name), value) for name, value in found.where),
        _rounded(found.left),
        _rounded(found.right),
        relation,
    )
    words = "the two sides differ" if relation == "=" else "the inequality fails"
    return Outcome("refuted", words, shown, correction=_correction(problem, relation))


def _in_general(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Try with as few definitions as possible: what holds with free names holds with defined ones.

    First for any loss (the chain rule needs nothing else), then with the definitions between what is differentiated
    and what it is differentiated by.  A difference found there counts only if it is there with all definitions too.
    """
    trees = (left, right)
    if any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for tree in trees for node in walk(tree)):
        return None
    variables = _differentiated(trees, env)
    keep = frozenset(name for name in env.definitions if _reach(name, env) & variables)
    attempts = [(any_loss, keep)] if variables and (any_loss := _any_loss(variables, env)) is not None else []
    if len(keep) < len(env.definitions):
        attempts.append((env, keep))
    for environment, names in attempts:
        try:
            with time_limit(SECONDS_PER_ATTEMPT):
                problem = Converter(environment, conditions, keep=names).problem(trees)
                if problem.opaque or len(problem.setting.ranges) > MOST_INDICES:
                    continue
                claim = Claim(problem.sides[0], relation, problem.sides[1])  # type: ignore[arg-type]
                verdict = decide(claim, problem.setting)
                if isinstance(verdict, Proved):
                    general = environment is not env
                    return Outcome("proved", _reason(problem), used=problem.laws, any_loss=general)
                if environment is not env and env.any_depth and isinstance(verdict, Refuted):
                    found = verdict.counterexample
                    shown = tuple((_plain(name), value) for name, value in found.where)
                    values = _rounded(found.left), _rounded(found.right)
                    return Outcome(
                        "refuted", "the two sides differ for some loss", Counterexample(shown, *values, relation)
                    )
                if environment is env and variables and isinstance(verdict, Refuted):
                    reduced = [reduce(side, problem.setting) for side in problem.sides]
                    seen = compare(Claim(reduced[0], relation, reduced[1]), problem.full)  # type: ignore[arg-type]
                    if seen.counterexample is not None:
                        return _refuted(left, relation, right, conditions, env, problem, seen.counterexample)
        except (TooLong, NotConverted, NotATerm):
            continue
    return None


def _differentiated(trees: Iterable[Expr], env: Environment) -> frozenset[str]:
    """The names by which a statement differentiates, in the definitions on which it rests too."""
    found: set[str] = set()
    waiting, seen = list(trees), set[str]()
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Call) and node.function == "D" and (name := _named(node.args[1])):
                found.add(name)
            each = _named(node)
            if each in env.definitions and each not in seen:
                seen.add(each)
                waiting.append(env.definitions[each].body)
    return frozenset(found)


def _reach(name: str, env: Environment, without: str = "") -> frozenset[str]:
    """Every name on which a definition rests; `without` leaves out what is only reached through that one."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        definition = env.definitions.get(waiting.pop())
        for node in walk(definition.body) if definition is not None else ():
            each = _named(node)
            if each is not None and each not in found and each != without:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def _any_loss(variables: frozenset[str], env: Environment) -> Environment | None:
    """The environment without the loss, if the loss depends on the variables through one of them alone."""
    losses = [name for name in env.definitions if re.split(r"_", name)[0] in LOSSES]
    if env.any_depth and not losses:
        losses = ["L"]
    last = [name for name in variables if variables - {name} <= _reach(name, env)]
    if not losses or len(last) != 1:
        return None
    if any(_reach(loss, env, without=last[0]) & variables for loss in losses):
        return None
    return replace(env, definitions={name: each for name, each in env.definitions.items() if name not in losses})


def _understood(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Two indices that stand on one side each may be meant to be the same, as c and the class y of the sample."""
    first, second = (_free_indices(side) | _labels_behind(side, env) for side in (left, right))
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


def _labels_behind(expr: Expr, env: Environment) -> frozenset[str]:
    """The classes that the definitions of a side speak of, such as y in a loss."""
    names = {name for node in walk(expr) if (name := _named(node))}
    names |= {each for name in names for each in _reach(name, env)}
    return frozenset(
        label
        for name in names
        if (definition := env.definitions.get(name)) is not None
        for label in labels((definition.body,), ())
        - set(definition.indices)
        - {node.var for node in walk(definition.body) if isinstance(node, Fold)}
    )


def _free_indices(expr: Expr) -> frozenset[str]:
    bound = {node.var for node in walk(expr) if isinstance(node, Fold)}
    found: set[str] = set()
    for node in walk(expr):
        match node:
            case Entry(_, indices):
                found |= {each.name for each in indices if isinstance(each, Sym)}
            case Call("kronecker", args):
                found |= {each.name for each in args if isinstance(each, Sym)}
            case Truth(condition):
                found |= {each.name for each in sides(condition) if isinstance(each, Sym)}
            case Cases(branches, _):
                found |= {each.name for cond, _ in branches for each in sides(cond) if isinstance(each, Sym)}
            case _:
                pass
    return frozenset(found - bound)


def _small(problem: Problem) -> None:
    if len(problem.setting.ranges) > MOST_INDICES:
        raise NotConverted("too many indices")


def _reason(problem: Problem) -> str:
    sizes = sorted(str(each) for each in problem.setting.sizes)
    general = f", for every {', '.join(sizes)}" if sizes else ""
    return "two engines of the kernel agree" + general


def _unexplained(left: Expr, right: Expr, env: Environment) -> list[str]:
    """Free names that stand on one side only and that nothing explains."""
    first, second = _explained(left, env), _explained(right, env)
    known = set(env.laws) | set(env.positive) | set(env.sizes)
    known |= {
        name
        for law in env.laws.values()
        for value in (law.mean, law.variance, law.low, law.high)
        if value is not None
        for node in walk(value)
        if (name := _named(node))
    }
    return sorted(name for name in first ^ second if name not in known and not is_size_name(name))


def _explained(expr: Expr, env: Environment) -> set[str]:
    """The names on which an expression rests, without indices and without those that are defined."""
    found: set[str] = set()
    waiting = [expr]
    seen: set[str] = set()
    while waiting:
        each = waiting.pop()
        indices = _free_indices(each) | {node.var for node in walk(each) if isinstance(node, Fold)}
        for node in walk(each):
            name = _named(node)
            if name is None or (isinstance(node, Sym) and name in indices):
                continue
            definition = env.definitions.get(name)
            if definition is None:
                found.add(name)
            elif name not in seen:
                seen.add(name)
                waiting.append(definition.body)
    return found


def _plain(name: str) -> str:
    return name.split("·")[0]


def _rounded(value: str) -> str:
    """A ball of Arb with as many digits as a person reads."""
    if re.fullmatch(r"\[\+/- [^\]]*\]", value):
        return "0"
    found = re.fullmatch(r"\[?(-?\d+\.\d+(?:e[+-]?\d+)?)(?: \+/- [^\]]*)?\]?", value)
    if not found:
        return value
    digits, _, power = found[1].partition("e")
    whole, _, decimals = digits.partition(".")
    return f"{whole}.{decimals[:6]}" + (f"e{power}" if power else "")


def _correction(problem: Problem, relation: str) -> str | None:
    """What the left side really is, if it can be said in a few words."""
    if relation != "=" or not problem.sides[0].has(D, E, Var, sympy.Indexed, sympy.Sum):
        return None
    try:
        value = reduce(problem.sides[0], problem.setting)
        value = _folded(value, problem)
        if value.has(E, Var, D):
            return None
        words = str(sympy.factor(value) if not value.has(sympy.Piecewise) else value)
    except (NotATerm, TooLong, ValueError, TypeError, AttributeError):
        return None
    return re.sub(r"·\w+'?", "", words).replace("**", "^").replace("*", " ") if len(words) < 160 else None


def _folded(value: Term, problem: Problem) -> Term:
    """Write the body of a definition as its name again, where it stands as it was defined."""
    return value


# -- what is missing


def _with_missing(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Would it hold under a hypothesis that nobody declared?  A mean of zero is what is usually forgotten."""
    names = {name for side in (left, right) for node in walk(side) if (name := _named(node))}
    names |= {each for name in names for each in _reach(name, env)}
    used = {name: law for name in sorted(names) if (law := env.laws.get(name))}
    centred = dict(env.laws)
    means = [name for name, law in used.items() if law.mean is None and law.kind in ("moments", "unknown")]
    for name in means:
        centred[name] = replace(used[name], mean=Num(Fraction(0)))
    strangers = any(law.kind == "unknown" for law in used.values())
    together = [f"{', '.join(used)} are independent"] if len(used) > 1 and (strangers or not env.independent) else []
    zero = [f"E[{name}] = 0" for name in means]
    known = {name: replace(law, kind="moments") if law.kind == "unknown" else law for name, law in env.laws.items()}
    known_centred = {name: replace(law, mean=centred[name].mean) for name, law in known.items()}
    attempts = [
        (replace(env, laws=centred), zero),
        (replace(env, laws=known, independent=True), together),
        (replace(env, laws=known_centred, independent=True), [*zero, *together] if zero and together else []),
    ]
    for changed, missing in attempts:
        if not missing:
            continue
        problem = Converter(changed, conditions).problem((left, right))
        verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
        if isinstance(verdict, Proved):
            condition = ", ".join(missing)
            return Outcome("conditional", f"holds if {condition}", condition=condition, missing=tuple(missing))
    return None


def _with_normal_sums(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """The moments of relu(a), where a is a weighted sum: nothing general can be said, but much where a is normal.

    A sum of normal weights is normal where the inputs are of constant size, so what fails there fails in general.
    """
    names = {
        name
        for side in (left, right)
        for node in walk(side)
        if isinstance(node, Call) and node.function in ("relu", "max")
        for each in node.args
        for inner in walk(each)
        if (name := _named(inner)) is not None and name in env.definitions
    }
    if len(names) != 1:
        return None
    (name,) = names
    definition = env.definitions[name]
    entry = Entry(name, tuple(map(Sym, definition.indices))) if definition.indices else Sym(name)
    problem = Converter(env).problem((Call("Var", (entry,)), Call("E", (entry,))))
    variance, mean = (_as_tree(reduce(side, problem.setting)) for side in problem.sides)
    if variance is None or mean != Num(Fraction(0)):
        return None
    definitions = {each: known for each, known in env.definitions.items() if each != name}
    law = Law(name, mean, variance, "normal", line=definition.line)
    normal = replace(env, definitions=definitions, laws={**env.laws, name: law})
    problem = Converter(normal, conditions).problem((left, right))
    verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
    if isinstance(verdict, Proved):
        return Outcome(
            "conditional", f"holds if {name} is normal", condition=f"{name} is normal", missing=(f"{name} is normal",)
        )
    if isinstance(verdict, Refuted):
        found = _refuted(left, relation, right, conditions, normal, problem, verdict.counterexample)
        return replace(found, reason=f"{found.reason}, already where {name} is normal")
    return None


def _as_tree(term: Term) -> Expr | None:
    """A product of powers of names as a tree of the page; None for anything else."""
    if term.is_Rational:
        return Num(Fraction(int(term.p), int(term.q)))
    if isinstance(term, Symbol):
        return Sym(str(term))
    if isinstance(term, sympy.Pow):
        base = _as_tree(term.base)
        return Pow(base, Num(Fraction(int(term.exp)))) if base is not None and term.exp.is_Integer else None
    if isinstance(term, sympy.Mul):
        factors = [_as_tree(each) for each in term.args]
        return None if None in factors else Mul(tuple(each for each in factors if each is not None))
    return None


# -- requirements


def solved(left: Expr, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> tuple[str, Expr | None] | None:
    """The condition under which an equation holds, solved for the variance of the weights: sigma^2 = 1/n_in."""
    try:
        with time_limit(SECONDS_PER_CLAIM):
            return _solved(*opened(left, right, env, conditions), conditions, env)
    except (TooLong, NotConverted, Shapeless, NotATerm):
        return None


def _solved(left: Expr, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> tuple[str, Expr | None] | None:
    problem = Converter(env, conditions).problem((left, right))
    setting = problem.setting
    sides = [reduce(side, setting) for side in problem.sides]
    difference = cancel(sides[0] - sides[1])
    candidates = [each for each in difference.free_symbols if str(each) in env.positive]
    for symbol in sorted(candidates, key=lambda each: (not str(each).startswith("sigma"), str(each))):
        for power in (2, 1):
            top, _ = fraction(cancel(difference))
            try:
                polynomial = Poly(top, symbol)
            except sympy.PolynomialError:
                continue
            powers = sorted({powers[0] for powers, _ in polynomial.terms()})
            if len(powers) == 2 and powers[1] - powers[0] == power:
                high, low = (
                    polynomial.coeff_monomial(symbol ** powers[1]),
                    polynomial.coeff_monomial(symbol ** powers[0]),
                )
                value = cancel(-low / high)
                claim = Claim(equal(*problem.sides), "iff", equal(symbol**power, value))
                if isinstance(decide(claim, setting), Proved):
                    return f"{symbol}{'^2' if power == 2 else ''} = {_words(value)}", None
    return None


def _words(value: Term) -> str:
    return str(value).replace("**", "^").replace("*", " ")


def implied(
    first: tuple[Expr, Expr], second: tuple[Expr, Expr], conditions: tuple[Cond, ...], env: Environment
) -> bool | None:
    """Whether one equation says the same as another: True or False if the kernel can tell."""
    try:
        with time_limit(SECONDS_PER_CLAIM):
            sides = (*opened(*first, env), *opened(*second, env))
            problem = Converter(env, conditions).problem(sides)
            claim = Claim(equal(*problem.sides[:2]), "iff", equal(*problem.sides[2:]))
            verdict = decide(claim, problem.setting)
    except (TooLong, NotConverted, Shapeless, NotATerm, TypeError):
        return None
    return True if isinstance(verdict, Proved) else False if isinstance(verdict, Refuted) else None


def _named(node: Expr) -> str | None:
    match node:
        case Sym(name) | Entry(name, _):
            return name
        case _:
            return None


def array_definition(name: str, body: Expr, env: Environment, indices: tuple[str, ...] = ()) -> tuple[Definition, int]:
    """The definition of a name that may be an array: entry by entry.  Raises Shapeless."""
    classes = labels((body,), ())
    arrays = {each: rank for each, rank in env.arrays.items() if each not in classes}
    shown = (body,) if indices else (Sym(name), body)
    ranks = with_arrays(shown, arrays, classes, env.rows)
    entries = Entries(ranks, env.rows)
    rank = rank_of(entries.kind(body))
    if not rank:
        return Definition(name, indices, entries.number(body), written=body), 0
    if indices:
        raise Shapeless("one side has all its indices, the other is an array")
    used = {each.name for each in walk(body) if isinstance(each, Sym)}
    letters = [each for each in ("i", "j", "r", "s", "p1", "p2") if each not in used][:rank]
    return Definition(name, tuple(letters), entries.entry(body, tuple(map(Sym, letters))), written=body), rank


def reopened(name: str, env: Environment) -> Environment:
    """The environment after the shape of a name has changed: what was defined by it is opened again."""
    for other, definition in list(env.definitions.items()):
        if other == name or definition.written is None or (definition.indices and other not in env.arrays):
            continue
        if not any(_named(node) == name for node in walk(definition.written)):
            continue
        try:
            again, rank = array_definition(other, definition.written, env.forgetting_shape(other))
        except Shapeless:
            continue
        if len(again.indices) != len(definition.indices):
            env = env.forgetting_shape(other).defining(replace(again, line=definition.line))
            env = env.shaping(other, rank) if rank else env
    return env


def arrays_of(definitions: Mapping[str, Definition]) -> dict[str, int]:
    """Names that are defined entry by entry."""
    return {name: len(each.indices) for name, each in definitions.items() if each.indices}


def is_moment(expr: Expr) -> bool:
    """Whether an expression is E or Var of a bare name."""
    return isinstance(expr, Call) and expr.function in ("E", "Var") and isinstance(expr.args[0], Sym | Entry)
