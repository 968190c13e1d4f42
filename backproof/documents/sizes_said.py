r"""How many entries arrays have, as declarations and words say: W \in R^{q x p}, "n_in inputs and n_out outputs"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from backproof.answers.syntax import Entry, Expr, Fold, Mul, Num, Sym, walk
from backproof.documents.dimensions import Dimensions, Node
from backproof.documents.environment import Definition, Environment

_FANS = re.compile(
    r"\$\s*([A-Za-z](?:_\s*(?:\w|\{[^{}$]*\}))?)\s*\$\s+(?:input|incoming)\w*[^.;$]{0,40}"
    r"\$\s*([A-Za-z](?:_\s*(?:\w|\{[^{}$]*\}))?)\s*\$\s+(?:output|outgoing|neuron|unit)"
)
_SIZE = r"[A-Za-z]+(?:_\s*(?:\w|\{[^{}$]*\}))?"
_INPUTS = re.compile(
    rf"\$\s*(?P<one>{_SIZE})\s*\$\s+(?:\w+\s+)?inputs?\b(?!\s*(?:samples?|vectors?|examples?))"
    rf"|\bnumber of inputs\s*(?:,|is|be|by|called)?\s*\$\s*(?P<other>{_SIZE})\s*\$"
)
_SUM = re.compile(
    r"\\sum\s*(?:\\limits\s*)?_\s*\{\s*(?P<index>[a-z])\s*=\s*1\s*\}\s*\^\s*"
    rf"(?:(?P<one>[A-Za-z])|\{{\s*(?P<other>{_SIZE})\s*\}})"
    r"\s*[wW]\s*_\s*(?:\{[^{}]*\}|\w)\s*x\s*_\s*\{?\s*(?P=index)(?!\w)"
)
_SUM_TO = re.compile(
    r"\\sum\s*(?:\\limits\s*)?_\s*\{\s*[a-z]\s*=\s*1\s*\}\s*\^\s*(?:([A-Za-z])(?![A-Za-z])|\{\s*([A-Za-z])\s*\})"
)
_FAN = re.compile(r"\$\s*(?:([A-Za-z])|\{([A-Za-z])\})\s*\$\s+(?:for|is|denotes)\s+(?:the\s+)?fan[- ]?(?:in|out)\b")
_THINGS = r"(?:inputs?|outputs?|neurons?|units?|nodes|classes|samples|layers|fan[- ]?in|fan[- ]?out)"
_NUMBER = r"\$\s*([A-Za-z])\s*\$"
_COUNTS = re.compile(
    rf"{_NUMBER}\s+(?:hidden |input |output )?{_THINGS}\b(?!\s*\$)"
    rf"|{_NUMBER}\s+(?:for|is|denotes|stands for)\s+the\s+number\s+of\s+(?:\w+ )?{_THINGS}"
    rf"|\bnumber of (?:\w+ )?{_THINGS}\s*(?:\([^()$]*\)\s*)?(?:,|is|be|by|called)?\s*{_NUMBER}"
    rf"|{_NUMBER}(?=\s+for\s+the\s+number\s+of\s)"
)


def counts_named(words: str) -> frozenset[str]:
    """The letters that words give to numbers of inputs, outputs and the like: "$m$ inputs", "$k$ for the number of"."""
    return frozenset(name for found in _COUNTS.findall(words) for name in found if name)


def ends_of_sums(words: str, names: Mapping[str, Collection[int]]) -> frozenset[str]:
    r"""The letters without indices that end a sum, \sum_{j=1}^{D}, or that words call a fan: "$D$ for fan-in"."""
    found = {each[1] or each[2] for each in (*_SUM_TO.finditer(words), *_FAN.finditer(words))}
    return frozenset(name for name in found if set(names.get(name, ())) == {0})


def sizes_said(families: Iterable[tuple[str, int]], env: Environment) -> Mapping[Node, Expr]:
    """The sizes of the places of families; w_ji are the entries of W where nobody writes W_ji."""
    found: dict[Node, Expr] = {}
    used = set(families)
    for name, sizes in (*env.spaces.items(), *layers_between(env)):
        if name in env.per_sample:
            continue  # x_i is a sample, whatever the x in R^d is
        small = name.lower()
        entries = name if (name, len(sizes)) in used or len(sizes) != 2 or small in env.spaces else small
        for place, size in enumerate(sizes):
            whole = Num(Fraction(int(size))) if size.isdigit() else Sym(size)
            found[Dimensions().place(entries, len(sizes), place)] = whole
    return found


def layers_between(env: Environment) -> Iterator[tuple[str, tuple[str]]]:
    """Of a page with n_in inputs and n_out outputs: a_j = sum_{i=1}^{n_in} w_ji x_i has as many entries as outputs."""
    if len(env.fans) != 2:
        return
    layers = {each.name: fold for each in env.definitions.values() if (fold := _layer(each)) is not None}
    inside = {node.family for fold in layers.values() for node in walk(fold) if isinstance(node, Entry)}
    if inside & layers.keys():
        return  # a layer on top of another: there are more sizes
    for name, fold in layers.items():
        if isinstance(fold.high, Sym) and fold.high.name in env.fans:
            yield name, (env.fans[1 - env.fans.index(fold.high.name)],)


def ends_of(letter: str, env: Environment) -> set[Expr]:
    """How far a letter runs in what the page defines: as far as its sums over it do, or as there are outputs a_j."""
    own = {name: each for name, each in env.definitions.items() if each.line is not None}
    folds = [node for each in own.values() for node in walk(each.body) if isinstance(node, Fold)]
    ends: set[Expr] = {each.high for each in folds if each.var == letter and each.high is not None}
    layers = {name: size for name, (size,) in layers_between(env)}
    return ends | {Sym(layers[name]) for name, each in own.items() if each.indices == (letter,) and name in layers}


def _layer(definition: Definition) -> Fold | None:
    """The sum over weights times inputs that a definition is, perhaps with a bias."""
    if len(definition.indices) != 1:
        return None
    for fold in walk(definition.body):
        if isinstance(fold, Fold) and isinstance(fold.body, Mul):
            places = {Sym(fold.var), Sym(definition.indices[0])}
            if any(isinstance(each, Entry) and set(each.indices) == places for each in fold.body.factors):
                return fold
    return None


def inputs_called(words: str, names: Mapping[str, Collection[int]]) -> str:
    r"""What a section with these names calls the number of inputs of a layer; n_in where nothing says it.

    It is that of "$d$ inputs", or of \sum_{i=1}^d w_{ji} x_i.  names: with the numbers of indices that they have.
    """
    if "n_in" in names:
        return "n_in"
    for pattern in (_INPUTS, _SUM):
        called = {_plain(found["one"] or found["other"]) for found in pattern.finditer(words)}
        called = {each for each in called if each in names or 1 in names.get(re.sub(r"_\d$", "", each), ())}
        if len(called) == 1:
            return called.pop()
    return next((each for each in ("fan_in", "n") if 0 in names.get(each, ())), "n_in")


def fans_said(words: str, names: Iterable[str]) -> tuple[str, ...]:
    """The numbers of inputs and of outputs of a layer: n_in and n_out, or what words call so; empty if nothing does."""
    names = set(names)
    for base in ("n", "fan", "d"):
        if {f"{base}_in", f"{base}_out"} <= names:
            return f"{base}_in", f"{base}_out"
    found = {tuple(map(_plain, pair)) for pair in _FANS.findall(words)}
    return next(iter(found)) if len(found) == 1 and all(one != other for one, other in found) else ()


def _plain(written: str) -> str:
    """n_in, of n_{\\text{in}}."""
    return re.sub(r"\\(?:text|mathrm)|[{}\s]", "", written)
