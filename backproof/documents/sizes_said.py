r"""How many entries arrays have, as declarations and words say: W \in R^{q x p}, "n_in inputs and n_out outputs"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from backproof.answers.syntax import Entry, Expr, Fold, Mul, Num, Sym, walk
from backproof.documents.dimensions import Dimensions, Node
from backproof.documents.environment import Definition, Environment

_FANS = re.compile(
    r"\$\s*([A-Za-z](?:_\s*(?:\w|\{[^{}$]*\}))?)\s*\$\s+(?:input|incoming)\w*[^.;$]{0,40}"
    r"\$\s*([A-Za-z](?:_\s*(?:\w|\{[^{}$]*\}))?)\s*\$\s+(?:output|outgoing|neuron|unit)"
)
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


def fans_said(words: str, names: Iterable[str]) -> tuple[str, ...]:
    """The numbers of inputs and of outputs of a layer: n_in and n_out, or what words call so; empty if nothing does."""
    if {"n_in", "n_out"} <= set(names):
        return "n_in", "n_out"
    found = {tuple(re.sub(r"\\(?:text|mathrm)|[{}\s]", "", each) for each in pair) for pair in _FANS.findall(words)}
    return next(iter(found)) if len(found) == 1 and all(one != other for one, other in found) else ()
