r"""Errors that a page defines by the loss of all samples, in a claim about the loss of one.

    \nabla_{W^{(l)}} L_i = \delta^{(l)} a^{(l-1)T}, where \delta^{(l)} = \nabla_{z^{(l)}} L

It holds if the delta is the gradient of L_i, as the left side has it; the page may mean that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backproof.answers.syntax import Call, Expr, Sym, map_expr, walk
from backproof.documents.environment import Environment
from backproof.documents.mentions import mentioned


def with_errors_of_sample(
    sides: Iterable[Expr], loss: str, single: str, env: Environment
) -> tuple[Environment, tuple[str, ...]]:
    """The environment where gradients that claims rest on are those of one sample, and the names of these.

    loss, single: the loss of all samples, and that of one, of which the claim speaks; no names where it does not.
    """
    sides = tuple(sides)
    written = {node.name for side in sides for node in walk(side) if isinstance(node, Sym)}
    if single not in written or loss in written:
        return env, ()

    def of_one(expr: Expr) -> Expr:
        return with_losses(expr, {loss: Sym(single)})

    rests_on = mentioned(sides, env) & env.definitions.keys()
    changed = tuple(sorted(name for name in rests_on if of_one(body := env.definitions[name].body) != body))
    return env.rewritten(of_one), changed


def with_losses(expr: Expr, losses: Mapping[str, Expr]) -> Expr:
    """The expression with derivatives of other losses in the place of those of the named ones."""
    match expr:
        case Call("D", (Sym(name), variable)) if name in losses:
            return Call("D", (losses[name], variable))
        case _:
            return map_expr(expr, lambda each: with_losses(each, losses))
