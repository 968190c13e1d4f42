"""One sample and one layer: what the index of a sample and the letter of a layer stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from backproof.answers.syntax import (
    Call,
    Cases,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    Truth,
    map_cond,
    map_expr,
    walk,
)
from backproof.documents.declarations import LOSSES
from backproof.documents.environment import Environment
from backproof.documents.mentions import label_index, named

_SUBSCRIPT = re.compile(r"(\\?[A-Za-z]+)\}?\s*_\s*\{?\s*(\w)")
_DOTS = re.compile(r"\\[lcv]?dots(?![A-Za-z])")  # [x_1 \cdots x_N]: all samples
_LISTED = re.compile(r"\d|[NM]")
_LOSSES = LOSSES | {"E"}  # what has the index of a sample is no mean
_SHARED = frozenset(("w", "W", "b", "theta", "v", "beta"))  # parameters are those of every sample
_OF_LAYER = re.compile(r"\^\([lL](?:[+-]\d)?\)")


def layers(left: Expr, right: Expr, env: Environment) -> Iterator[tuple[str, Expr, Expr]]:
    """Each layer of the page's network for a claim about a layer l; the claim itself otherwise.

    l stands for every layer at which the claim has a meaning: the last one has nothing above it, and below the first
    there is nothing but the input.  L stands for the last layer, whatever l is.
    """
    names = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    if not any(_OF_LAYER.search(name) for name in names):
        yield "", left, right
        return
    if any(isinstance(node, Fold) and node.var in ("l", "L", "ell") for side in (left, right) for node in walk(side)):
        return  # a sum over layers
    top = max(env.layers, default=0)
    inputs = {
        name for each in env.definitions.values() for node in walk(each.body) if (name := named(node)) is not None
    }
    for layer in env.layers if any("^(l" in name for name in names) else env.layers[-1:]:
        one, other = (_with_input(_at_layer(side, layer, top), env) for side in (left, right))
        used = {
            (name, int(found[1]))
            for side in (one, other)
            for node in walk(side)
            if (name := named(node)) and (found := re.search(r"\^\((-?\d+)\)", name))
        }
        if all(0 < number <= top or (number == 0 and name in inputs) for name, number in used):
            yield f"l = {layer}", one, other


def ends_differently(env: Environment) -> bool:
    """Whether the page says what its last layer does: a softmax of z^(L), say."""
    return any(
        (name := named(node)) is not None and re.search(r"\^\(L\)", name)
        for each in env.definitions.values()
        if each.line is not None
        for node in walk(each.body)
    )


def uses_own_activation(left: Expr, right: Expr) -> bool:
    """Whether a claim about layer l uses the activation of that layer, and no layer above shows that it is hidden."""
    nodes = [node for side in (left, right) for node in walk(side)]
    names = [name for node in nodes if (name := named(node)) is not None]
    slopes = (node for node in nodes if isinstance(node, Call) and node.function.endswith("'"))
    inner = (name for node in slopes for each in walk(node) if (name := named(each)) is not None)
    own = any("^(l)" in name for name in inner) or any(re.match(r"[ahyo]\^\(l\)", name) for name in names)
    return own and not any("^(l+1)" in name for name in names)


def speaks_of_two_layers(left: Expr, right: Expr) -> bool:
    """Whether a claim speaks of a layer l and of the last layer L, however far apart they are."""
    names = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    return any("^(l" in name for name in names) and any("^(L" in name for name in names)


def _with_input(expr: Expr, env: Environment) -> Expr:
    """y^(0) is the input of the network, whatever the first layer calls it."""
    first = env.definitions.get("z^(1)") or env.definitions.get("a^(1)")
    if first is None:
        return expr
    names = {name for node in walk(first.body) if (name := named(node)) and "^(" not in name and len(name) == 1}
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
            if name in _LOSSES and not rest:
                return Sym(f"{name}_{index}")
            return Entry(name, rest) if rest else Sym(name)
        case Fold(_, var, _, _, _, _) if var == index:
            return expr
        case _:
            return map_expr(expr, lambda each: without_sample(each, index))


def condition_without_sample(cond: Cond, index: str) -> Cond:
    """The same for a condition."""
    return map_cond(cond, lambda each: without_sample(each, index))


def per_sample(
    sides: Iterable[Expr], losses: Iterable[Expr], unread: Iterable[str], before: Iterable[str] = ()
) -> Mapping[str, str]:
    r"""The families that a section uses with the index of the sample only: p and z for Loss_i, p_i, z_i.

    sides: all that could be read;  losses: what is defined or differentiated;  unread: the LaTeX of the other sides;
    before: the index in the sections before, for one in which no loss has an index.
    """
    letters = {index for each in losses if isinstance(each, Entry) and each.family in _LOSSES
               for index in _lone_letter(each)} or set(before)  # fmt: skip
    if len(letters) != 1:
        return {}
    (letter,) = letters
    trees = tuple(sides)
    used: dict[str, set[tuple[Expr, ...]]] = {}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, Entry):
                used.setdefault(node.family, set()).add(node.indices)
    runs = {node.high for tree in trees for node in walk(tree) if isinstance(node, Fold) and node.var == letter}
    last = {each.name for each in runs if isinstance(each, Sym)}
    otherwise = {
        found[1].lstrip("\\")
        for latex in unread
        for found in _SUBSCRIPT.finditer(latex)
        if found[2] != letter and not (_DOTS.search(latex) and (found[2] in last or _LISTED.fullmatch(found[2])))
    }
    used = {name: indices - {(Sym(each),) for each in last} for name, indices in used.items()}
    own = {name for name, indices in used.items() if _of_this(letter, indices)}
    entries = {name for name, indices in used.items() if _of_entries(letter, indices)} - _SHARED - {"delta"}
    if own & _SHARED or len(runs - {None}) > 1:
        return {}  # the letter is an index of inputs or classes as well
    return dict.fromkeys(sorted((own | entries) - otherwise - _LOSSES), letter)


def _of_this(letter: str, indices: set[tuple[Expr, ...]]) -> bool:
    """Whether a family has that index, and else at most numbers: x_i is a sample, x_1 and x_2 are its entries."""
    rest = indices - {(Sym(letter),)}
    return rest < indices and all(len(each) == 1 and isinstance(each[0], Num) for each in rest)


def _of_entries(letter: str, indices: set[tuple[Expr, ...]]) -> bool:
    r"""Whether a family has that index first, and others behind it: p_nk, of \mathbf{p}_n."""
    return bool(indices) and all(each[0] == Sym(letter) and Sym(letter) not in each[1:] for each in indices)


def _lone_letter(entry: Entry) -> tuple[str, ...]:
    """The index of an entry, if it has one alone; lambda of C_lambda is none."""
    names = [each.name for each in entry.indices if isinstance(each, Sym)] if len(entry.indices) == 1 else []
    return tuple(name for name in names if len(name) == 1)


def sample_by_sample(sides: Sequence[Expr], env: Environment) -> tuple[Expr, ...] | None:
    """A claim about sums over all samples, or gradients of such a loss, as one about any sample; None for another.

    Sums of equal terms are equal, and where the terms of some sample differ, N equal samples are a counterexample.
    """
    letters = set(env.per_sample.values())
    if len(letters) != 1:
        return None
    (letter,) = letters
    terms = [_term(each, letter, env, lambda body: body) for each in sides]
    found = tuple(each for each in terms if each is not None)
    return found if len(found) == len(terms) else None


def _term(expr: Expr, letter: str, env: Environment, change: Callable[[Expr], Expr]) -> Expr | None:
    """The term of any sample, with the factors before the sum; `change` is what is done to the terms."""
    match expr:
        case Fold("sum", var, _, high, None, body) if var == letter and high is not None:
            return change(without_sample(body, letter))
        case Call("D", (Sym(loss), variable)) if loss in _LOSSES and loss in env.definitions:
            name = named(variable)
            if name is None or name in env.per_sample or name in env.definitions:
                return None
            return _term(env.definitions[loss].body, letter, env, lambda body: Call("D", (body, variable)))
        case Mul(factors):
            terms = [_term(each, letter, env, change) for each in factors]
            if sum(each is not None for each in terms) != 1 or _of_samples(factors, terms, env):
                return None
            return Mul(tuple(other or each for each, other in zip(factors, terms, strict=True)))
        case Div(total, factor) if not _of_samples((factor,), (None,), env):
            inner = _term(total, letter, env, change)
            return None if inner is None else Div(inner, factor)
        case _:
            return None


def _of_samples(factors: Sequence[Expr], terms: Sequence[Expr | None], env: Environment) -> bool:
    """Whether a factor outside the sum has something of a sample in it."""
    outside = (each for each, term in zip(factors, terms, strict=True) if term is None)
    return any(named(node) in env.per_sample for each in outside for node in walk(each))


def sample_index(exprs: Iterable[Expr], env: Environment | None = None) -> str | None:
    """The index of the sample, if no sum binds it: that of a loss, Loss_i, of a label that is compared with a class,
    y_i = c, or of a layer of the network, y_i^(2), which is known without an index.
    """
    exprs = tuple(exprs)
    bound = {node.var for expr in exprs for node in walk(expr) if isinstance(node, Fold)}
    if env is not None and (whole := _beside_arrays(exprs, env)) is not None and whole not in bound:
        return whole
    for expr in exprs:
        for node in walk(expr):
            match node:
                case Entry(name, (Sym(index),)) if index not in bound and (
                    name in LOSSES
                    or (name == "E" and env is not None and index in env.per_sample.values())
                    or (env is not None and _is_of_sample(name, index, env))
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


def _beside_arrays(exprs: tuple[Expr, ...], env: Environment) -> str | None:
    """i, of p - t_i, where the page has the loss of sample i, whose label is a vector, and p is one here."""
    nodes = [node for expr in exprs for node in walk(expr)]
    if not any(isinstance(node, Sym) and env.arrays.get(node.name) == 1 for node in nodes):
        return None
    for name, known in env.definitions.items():
        loss, _, letter = name.partition("_")
        if loss not in LOSSES or not letter:
            continue
        labels = {node.family for node in walk(known.body) if isinstance(node, Entry) and len(node.indices) == 1}
        labels -= env.definitions.keys()
        if any(isinstance(node, Entry) and node.family in labels and node.indices == (Sym(letter),) for node in nodes):
            return letter
    return None


def _is_of_sample(name: str, index: str, env: Environment) -> bool:
    known = env.per_sample.values()
    return env.per_sample.get(name) == index or ("^(" in name and index in (known or (index,)) and is_whole(name, env))


def is_whole(name: str, env: Environment) -> bool:
    """Whether a name is known without an index, and is no array."""
    return env.definition(name, 0) is not None and not env.arrays.get(name, 0)


def identified(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment]:
    """A bare z, of which nothing is said, beside z^(2): the last layer is meant."""
    names = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    reach = set(names)
    for _ in range(6):
        for name in list(reach):
            definition = env.definitions.get(name)
            if definition is not None:
                reach |= {each for node in walk(definition.body) if (each := named(node))}
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
        if any(named(node) == base for each in env.definitions.values() for node in walk(each.body))
    }
    definitions = {name: each for name, each in definitions.items() if name not in {change[base] for base in behind}}
    arrays = dict(env.arrays)
    for base in behind:
        arrays[change[base]] = env.arrays.get(base, 0)
    return renamed(left), renamed(right), replace(env, definitions=definitions, arrays=arrays)


def is_ambiguous(left: Expr, right: Expr, env: Environment) -> bool:
    """Whether a mean over samples is differentiated by what each sample has its own of, such as z^(2)."""
    for side in (left, right):
        for node in walk(side):
            match node:
                case Call("D", (Sym(loss), variable)) if (name := named(variable)) is not None:
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
