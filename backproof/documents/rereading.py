"""What a statement as a whole, and the words around it, make of its sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from backproof.answers.syntax import (
    ONE,
    ZERO,
    Call,
    Compare,
    Cond,
    Entry,
    Expr,
    Num,
    Pow,
    Sym,
    Truth,
    map_cond,
    map_expr,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import renamed, replaced, unrolled, with_family
from backproof.documents.environment import Definition, Environment, FunctionDefinition
from backproof.documents.lexer import read_side
from backproof.documents.mentions import classes_in, differentiated, is_moment, label_index, mentioned, named, reach
from backproof.documents.samples import condition_without_sample, sample_by_sample, sample_index, without_sample
from backproof.documents.settings import names_of
from backproof.documents.sides import DEFINED, Reading, defines_function, name_of
from backproof.documents.single_units import at_weights
from backproof.documents.targets import with_targets
from backproof.documents.zero_arrays import at_zero

_EXAMPLE = re.compile(
    r"(?:^|[^A-Za-z])(?:for|take|consider|e\.g\.|example|say|suppose|let|with|now|choose)(?: \w+)?[,:]?\s*$",
    re.IGNORECASE,
)


def as_known_function(readings: list[Reading], env: Environment) -> list[Reading]:
    """sigma(x) = 1 under a condition of the clause speaks of the sigma that is known, and defines nothing."""
    shown = readings[0]
    if isinstance(shown, Unreadable) or not defines_function(shown[0]):
        return readings
    assert isinstance(shown[0], Call)
    name = shown[0].function.removeprefix(DEFINED)
    meaning = env.functions.get(name)
    if meaning is None:
        return readings
    return [(Call(meaning if isinstance(meaning, str) else name, shown[0].args),), *readings[1:]]


def as_example(readings: list[Reading], sentence: str, env: Environment) -> list[Reading]:
    """For f(x) = x^2 ...: another function of that name, to show something."""
    shown = readings[0]
    if isinstance(shown, Unreadable) or not _EXAMPLE.search(sentence):
        return readings
    match shown[0]:
        case Call(name, (Sym(),)) if isinstance(env.functions.get(name), FunctionDefinition):
            return [(Call(DEFINED + name, shown[0].args),), *readings[1:]]
        case _:
            return readings


def with_arguments(
    readings: list[Reading], written: Iterable[str], env: Environment
) -> tuple[list[Reading], Environment]:
    """sigma' = sigma (1 - sigma): a function without its argument is taken at z.

    written: the LaTeX of each side.  In the environment, g may be a number from then on that stands for g(z).
    """
    written = tuple(written)
    lacking = {
        found[1]
        for each in readings
        if isinstance(each, Unreadable) and (found := re.match(r"(\w+)'* is a function here and has no", each.reason))
    }
    names = {
        name: meaning
        for name, meaning in env.functions.items()
        if (meaning if isinstance(meaning, str) else name) in lacking
    }
    if not names or any(isinstance(each, tuple) and defines_function(each[0]) for each in readings):
        return readings, env
    others = {name: meaning for name, meaning in env.functions.items() if name not in names}
    bare = names_of(replace(env, functions=others))

    primes = any(re.search(r"'|\\prime", latex) for latex in written)
    for name, meaning in names.items():  # g(z) is called g: a number that depends on z
        if not primes and isinstance(meaning, FunctionDefinition) and name not in env.definitions:
            env = env.defining(Definition(name, (), meaning.body, meaning.line))
    numbers = frozenset() if primes else names.keys() & env.definitions.keys()

    def applied(expr: Expr) -> Expr:
        if isinstance(expr, Sym) and expr.name in numbers:
            return expr
        if isinstance(expr, Sym) and expr.name.rstrip("'") in names:
            base = expr.name.rstrip("'")
            meaning = names[base]
            return Call((meaning if isinstance(meaning, str) else base) + expr.name[len(base) :], (Sym("z"),))
        return map_expr(expr, applied)

    out: list[Reading] = []
    for reading, latex in zip(readings, written, strict=True):
        if isinstance(reading, tuple):  # g(z) stands there with its argument
            out.append(reading)
            continue
        try:
            out.append(tuple(applied(tree) for tree in read_side(latex, bare)))
        except Unreadable as error:
            out.append(error)
    return out, env


def with_unit_vectors(readings: list[Reading], env: Environment) -> list[Reading]:
    """e_y, where y is the class of a sample and nothing else is called e: the one-hot vector of that class."""
    classes = {name for each in env.definitions.values() for name in classes_in(each)}
    if not classes or "e" in env.definitions or env.arrays.get("e", 1) != 1:
        return readings

    def unit(expr: Expr) -> Expr:
        match expr:
            case Entry("e", (Sym(name) | Entry(name, _) as label,)) if name in classes:
                return Call("onehot", (label,))
            case _:
                return map_expr(expr, unit)

    return _changed(readings, unit)


def for_any_sample(
    readings: list[Reading], conditions: tuple[Cond, ...], env: Environment
) -> tuple[list[Reading], tuple[Cond, ...]]:
    """A statement about sample i is one about any sample: its index is dropped."""
    if env.of_samples:
        return readings, conditions
    trees = [each[0] for each in readings if not isinstance(each, Unreadable)]
    if len(trees) > 1 and (terms := sample_by_sample(trees, env)) is not None:
        of_one = iter(terms)
        return [each if isinstance(each, Unreadable) else (next(of_one),) for each in readings], conditions
    index = sample_index(trees, env) or next((i for each in conditions if (i := label_index(each))), None)
    if index is None or index in at_weights(trees):  # no weight has the index of a sample
        return readings, conditions
    changed = _changed(readings, lambda tree: without_sample(tree, index))
    return changed, tuple(condition_without_sample(each, index) for each in conditions)


def at_last_layer(
    readings: list[Reading], given: tuple[Cond, ...], env: Environment
) -> tuple[list[Reading], tuple[Cond, ...], Environment]:
    """phi'(z) in a statement about z^(2), where no z of its own is defined: z^(2) is meant.

    So it is in what rests on z: the m of m = max_k z_k.  given: conditions under which the statement stands.
    """
    nodes = [node for each in readings if not isinstance(each, Unreadable) for node in walk(each[0])]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    known = env.definitions.get("z")
    if "z" in env.laws or (known is not None and known.line is not None):
        return readings, given, env
    layered = [name for name in names if _is_layer_of_z(name) and name in env.definitions]
    last = layered[0] if len(layered) == 1 and "z" in names else None
    if last is None and known is not None:
        return readings, given, env  # what the setting calls z gives way to a layer in the same formula, and not else
    last = last or (_behind_numbers(names, env) if not layered and "z" in names else None)
    if last is not None:
        change: dict[str, Expr] = {"z": Sym(last)}
        return _changed(readings, lambda tree: replaced(tree, change)), given, env
    if layered:
        return readings, given, env
    last = _behind_slope(readings, env) or _behind_output(nodes, env) or _behind_exponentials(nodes, env)
    if last is None:
        return readings, given, env
    return (
        _changed(readings, lambda tree: with_family(tree, "z", last)),
        tuple(map_cond(each, lambda side: with_family(side, "z", last)) for each in given),
        env.rewritten(lambda body: with_family(body, "z", last)),
    )


def _is_layer_of_z(name: str) -> bool:
    return re.fullmatch(r"z\^\(\d+\)", name) is not None


def _behind_numbers(names: set[str], env: Environment) -> str | None:
    """z^(2), of -log g = log(1 + e^-z), where g = sigma(z^(2)); of what rests on several layers, the last one."""
    found = set()
    for name in names & env.definitions.keys():
        layers = [each for each in reach(name, env) if _is_layer_of_z(each)]
        if layers and "z" not in reach(name, env):
            found.add(max(layers, key=lambda each: int(re.findall(r"\d+", each)[-1])))
    return found.pop() if len(found) == 1 else None


def _behind_output(nodes: list[Expr], env: Environment) -> str | None:
    """z^(3), of a statement about entries p_c and z_c, where p = softmax(z^(3))."""
    spoken = {node.family for node in nodes if isinstance(node, Entry)}
    defined = [env.definitions[name] for name in spoken if name in env.definitions] if "z" in spoken else []
    inside = {
        node.family
        for each in defined
        for node in walk(each.body)
        if isinstance(node, Entry) and len(each.indices) == 1
    }
    layers = {name for name in inside if _is_layer_of_z(name)}
    return layers.pop() if len(layers) == 1 and "z" not in inside else None


def _behind_exponentials(nodes: list[Expr], env: Environment) -> str | None:
    """z^(2), of a statement about the e^{z_k}, where what has exponentials on the page has those of the z^(2)_k."""
    if "z" not in _raised(nodes):
        return None
    inside = _raised(node for each in env.definitions.values() for node in walk(each.body))
    layers = {name for name in inside if _is_layer_of_z(name)}
    return layers.pop() if len(layers) == 1 and "z" not in inside else None


def _raised(nodes: Iterable[Expr]) -> set[str]:
    """The families in exponents of e."""
    powers = [
        node.args[0] if isinstance(node, Call) else node.exponent
        for node in nodes
        if (isinstance(node, Call) and node.function == "exp") or (isinstance(node, Pow) and _is_euler(node.base))
    ]
    return {each.family for power in powers for each in walk(power) if isinstance(each, Entry)}


def _is_euler(base: Expr) -> bool:
    return isinstance(base, Call) and base.function == "exp" and base.args == (ONE,)


def _behind_slope(readings: list[Reading], env: Environment) -> str | None:
    """z^(3), of dp_c/dz_j, where p = softmax(z^(3)) and no z without a layer is known."""
    last: set[str] = set()
    for each in readings:
        for node in walk(each[0]) if not isinstance(each, Unreadable) else ():
            match node:
                case Call("D", (Entry(value, _) | Sym(value), Entry("z", _) | Sym("z"))) if value in env.definitions:
                    layers = [name for name in reach(value, env) if _is_layer_of_z(name)]
                    if "z" not in reach(value, env) and layers:
                        last.add(max(layers, key=lambda name: int(re.findall(r"\d+", name)[-1])))
                case _:
                    pass
    return last.pop() if len(last) == 1 else None


def with_labels(clause: tuple[Cond, ...], words: str, env: Environment) -> tuple[tuple[Cond, ...], Environment]:
    """A one-hot vector with y_t = 1: y_i is 1 for i = t and 0 otherwise, from here on."""
    if not re.search(r"one[- ]hot", words, re.IGNORECASE):
        return clause, env
    rest: list[Cond] = []
    for cond in clause:
        match cond:
            case Compare("=", Entry(name, (Sym() as label,)), Num(value)) if value == 1 and name not in env.definitions:
                env = replace(env, labels={**env.labels, name: label})
            case _:
                rest.append(cond)
    return tuple(rest), env


_MOST_WRITTEN = 12  # terms of a sum
_PLACES = frozenset("xzut")  # names of a place on a line, which may be that of a step


def at_numbers(
    readings: list[Reading], clause: tuple[Cond, ...], env: Environment
) -> tuple[list[Reading], tuple[Cond, ...], Environment]:
    """For n = 2, if y = 1: the number in the place of the name, in the definitions too, until `forgotten`."""
    trees = [each[0] for each in readings if not isinstance(each, Unreadable)]
    values = (node for tree in trees[1:] for node in walk(tree))
    is_value = len(trees) > 1 and not any(isinstance(node, Sym | Entry) for node in values)
    given = name_of(trees[0]) if is_value else ""  # for d = 3 ..., but for an image d = 28 * 28
    of_moments = any(is_moment(node) for tree in trees for node in walk(tree))  # sums of many terms stay sums
    fixed = {
        cond.left.name: cond.right
        for cond in clause
        if isinstance(cond, Compare)
        and cond.relation == "="
        and isinstance(cond.left, Sym)
        and (isinstance(cond.right, Num) or (isinstance(cond.right, Sym) and cond.left.name in _PLACES))
        and cond.left.name not in env.definitions
        and cond.left.name != given
        and not (of_moments and isinstance(cond.right, Num) and cond.right.value > _MOST_WRITTEN)
        and not mentioned((cond.left, cond.right), env) & differentiated(trees, env)
    }
    hot = {name: label for name, label in env.labels.items() if name not in env.definitions}
    if not fixed and not hot:
        return readings, clause, env
    change: dict[str, Expr] = dict(fixed)
    zero = frozenset(name for name, value in fixed.items() if value == ZERO)  # of an array: all of its entries

    def settled(expr: Expr) -> Expr:
        match expr:
            case Sym(name) if name in hot:
                return Call("onehot", (hot[name],))
            case Entry(name, (index,)) if name in hot:
                return Call("kronecker", (index, hot[name]))
            case Call("onehot", _) | Entry() | Truth():  # of a class y_i, as in p_{y_i} and 1(y_i = c)
                return expr
            case _:
                return map_expr(expr, settled)

    classes = {label.name for label in hot.values()}
    arrays = {name: rank for name, rank in env.arrays.items() if name not in classes}
    env = _with_indices_apart(env, classes)
    env = replace(
        env.rewritten(lambda body: unrolled(replaced(at_zero(zero, settled(renamed(body, set(classes)))), change))),
        arrays=arrays,
        laws={name: law.at_values(change) for name, law in env.laws.items()},
    )
    readings = _changed(readings, lambda tree: settled(renamed(tree, set(classes))))
    if not fixed:
        return readings, clause, env
    rest = tuple(
        each
        for each in clause
        if not (isinstance(each, Compare) and isinstance(each.left, Sym) and each.left.name in fixed)
    )
    return _changed(readings, lambda tree: _written_out(replaced(at_zero(zero, tree), change), env)), rest, env


def _with_indices_apart(env: Environment, classes: set[str]) -> Environment:
    """The environment in which no definition has the letter of a class for an index: g_c = p_c - y_c is for any c."""
    definitions = dict(env.definitions)
    for name, each in definitions.items():
        if classes.isdisjoint(each.indices):
            continue
        taken = {*classes, *each.indices, *(one for node in walk(each.body) if (one := named(node)))}
        change: dict[str, Expr] = {index: Sym(_apart(index, taken)) for index in each.indices if index in classes}
        indices = tuple(_apart(index, taken) if index in classes else index for index in each.indices)
        definitions[name] = replace(each, indices=indices, body=replaced(each.body, change))
    return replace(env, definitions=definitions)


def _apart(letter: str, taken: set[str]) -> str:
    """The letter with a number that makes it a new one."""
    return next(name for n in range(2, len(taken) + 3) if (name := f"{letter}{n}") not in taken)


def forgotten(env: Environment, narrow: Environment, whole: Environment) -> Environment:
    """The environment after a statement that was read `at_numbers`, which had made `narrow` of `whole`.

    What is defined there by a one-hot vector is so for every class, and not for that of the statement alone.
    """
    if narrow is whole:
        return env
    said = {
        name: replace(each, body=with_targets(each.body, narrow.labels))
        for name, each in env.definitions.items()
        if narrow.definitions.get(name) != each
    }
    laws = {
        name: whole.laws[name] if name in whole.laws and law == narrow.laws.get(name) else law
        for name, law in env.laws.items()
    }
    return replace(env, definitions={**whole.definitions, **said}, arrays={**whole.arrays, **env.arrays}, laws=laws)


def _written_out(expr: Expr, env: Environment) -> Expr:
    """Sums over a few numbers, and entries of what is defined at such numbers, written out."""
    expr = unrolled(map_expr(expr, lambda each: _written_out(each, env)))
    match expr:
        case Entry(name, indices) if indices and all(isinstance(each, Num) for each in indices):
            definition = env.definition(name, len(indices))
            if definition is None or any(
                isinstance(node, Call) and node.function == "D" for node in walk(definition.body)
            ):
                return expr
            return _written_out(replaced(definition.body, dict(zip(definition.indices, indices, strict=True))), env)
        case _:
            return expr


def _changed(readings: list[Reading], change: Callable[[Expr], Expr]) -> list[Reading]:
    """The same change in every side that could be read."""
    return [each if isinstance(each, Unreadable) else tuple(map(change, each)) for each in readings]
