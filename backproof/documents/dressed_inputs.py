r"""A layer whose inputs are changed, \tilde x_j = m_j x_j / q: what is said of y_i = \sum_j w_ij x_j is said with them.

A claim that fails of the layer as it was defined, and holds where \tilde x stands for x, holds under that condition.
"""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.syntax import Call, Entry, Expr, map_expr, walk
from backproof.documents.environment import Definition, Environment
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned, named
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_MARKS = ("tilde", "hat")


def with_dressed_inputs(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of a moment of a layer that fails, where the page has changed the inputs of the layer."""
    if outcome.verdict != "refuted" or link.relation != "=" or not _is_moment(link.left[0]):
        return outcome
    layers = mentioned((link.left[0],), env) & env.definitions.keys()
    for name in sorted(env.definitions):
        bare = next((name.removesuffix(mark) for mark in _MARKS if name.endswith(mark)), "")
        inside = {each for each in layers if bare and bare in _families(env.definitions[each].body)} - {name}
        if not inside:
            continue
        changed = {each: _dressed(env.definitions[each], bare, name) for each in inside}
        if link.judged_in(replace(env, definitions={**env.definitions, **changed})).verdict == "proved":
            words = f"{name} stands for {bare}"
            return Outcome("conditional", f"holds where {words} in {', '.join(sorted(inside))}", condition=words)
    return outcome


def _is_moment(side: Expr) -> bool:
    return isinstance(side, Call) and side.function in ("E", "Var", "std")


def _families(expr: Expr) -> set[str]:
    return {name for node in walk(expr) if (name := named(node))}


def _dressed(definition: Definition, bare: str, name: str) -> Definition:
    """The definition with \\tilde x_j in the place of x_j."""

    def put(expr: Expr) -> Expr:
        return Entry(name, expr.indices) if isinstance(expr, Entry) and expr.family == bare else map_expr(expr, put)

    return replace(definition, body=put(definition.body))
