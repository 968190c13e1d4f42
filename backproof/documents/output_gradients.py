r"""Gradients at the outputs that only words name: "the output gradients $g_j$ have variance $g^2$".

\frac{\partial L}{\partial x_i} = \sum_j w_{ji} g_j      holds if g_j = dL/da_j, with a_j = \sum_i w_{ji} x_i
"""

from __future__ import annotations

import re

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, map_expr, walk
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.mentions import named
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_GRADIENTS = re.compile(r"\bgradients?\b|\bderivatives?\b|\berrors?\b|\bGradient", re.IGNORECASE)
_LETTERS = frozenset(("g", "delta", "gamma", "G", "e", "d"))


def with_output_gradients(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """An open claim about the gradient at an input, with a letter for the gradients at the outputs."""
    sides = (*link.left, *link.right)
    if outcome.verdict != "undecided" or link.relation != "=" or len(sides) != 2 or not _GRADIENTS.search(passage.text):
        return outcome
    losses = {loss for side in sides for node in walk(side) if (loss := _loss_of(node)) is not None}
    outputs = [each for each in env.definitions.values() if len(each.indices) == 1 and _is_layer(each.body)]
    families = {
        node.family for side in sides for node in walk(side) if isinstance(node, Entry) and len(node.indices) == 1
    }
    if any(
        isinstance(node, Call) and node.function == "D" and isinstance(node.args[1], Sym) for node in walk(sides[0])
    ):
        families |= {node.name for side in sides for node in walk(side) if isinstance(node, Sym)}  # W^T g
    letters = {name for name in families & _LETTERS if name not in env.definitions}
    if len(losses) != 1 or len(outputs) != 1 or len(letters) != 1:
        return outcome
    (loss,), (output,), (letter,) = losses, outputs, letters

    def meant(expr: Expr) -> Expr:
        if isinstance(expr, Entry) and expr.family == letter:
            return Call("D", (loss, Entry(output.name, expr.indices)))
        if expr == Sym(letter):
            return Call("D", (loss, Sym(output.name)))
        return map_expr(expr, meant)

    found = judge_relation((meant(sides[0]),), "=", (meant(sides[1]),), link.given, env)
    words = f"{letter}_j is the gradient at {output.name}_j"
    if found.verdict == "proved":
        return lacking(words)
    if found.verdict == "conditional" and found.missing:
        return lacking(words, *found.missing)
    return found if found.verdict == "refuted" else outcome


def _loss_of(node: Expr) -> Expr | None:
    """L, of dL/dx_i."""
    match node:
        case Call("D", (Sym() as loss, _)):
            return loss
        case _:
            return None


def _is_layer(body: Expr) -> bool:
    """Whether a definition is a sum over weights times inputs."""
    folds = [node for node in walk(body) if isinstance(node, Fold)]
    return len(folds) == 1 and any(named(node) in ("w", "W") for node in walk(folds[0].body))
