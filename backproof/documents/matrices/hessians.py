r"""Hessians and Jacobians that words name: "The Hessian is $H = X^T S X$" claims that this is \nabla^2_w L, where L is
the loss, and "the Jacobian is $J = \operatorname{diag}(p) - p p^T$" that it is \partial p / \partial z.
"""

from __future__ import annotations

import re

from backproof.answers.syntax import Call, Expr, Sym
from backproof.documents.matrices.names import base, names_in
from backproof.documents.matrices.network import LOSSES, PARAMETERS
from backproof.documents.matrices.page import Page

_IS = (
    r"(?:\s*,?\s*(?:in|as a|using) (?:matrix|vector|compact)(?:[ -](?:form|notation))?,?)?"
    r"\s+(?:is|becomes|reads|equals|ist)(?: (?:then|thus|therefore|given by|just))?\s*:?\s*$"
)
_HESSIAN = re.compile(
    r"\b(?:Hessian|Hesse-?[Mm]atri\w+|second derivatives?)\b(?:\s+matrix)?"
    rf"(?:\s+of (?:the|this|our) (?:\w+ )?(?:loss|cost|objective))?{_IS}"
)
_JACOBIAN = re.compile(rf"\bJacobi(?:an|-?[Mm]atri\w+)\b(?:\s+matrix)?(?:\s+of (?:the )?softmax(?: function)?)?{_IS}")


def named_hessian(page: Page, sentence: str) -> Expr | None:
    """The Hessian that the words before an equation name: of the one loss of the page, by its one vector of weights."""
    if _HESSIAN.search(sentence.rstrip("$ \n")) is None:
        return None
    network = page.network
    singles = set(network.means.values())
    losses = [name for name in network.bodies if base(name) in LOSSES and name not in singles]
    if len(losses) != 1:
        return None
    loss = Sym(losses[0])
    bodies = page.closure((loss, *(Sym(each) for each in singles))).values()
    names = {name for each in bodies for name in names_in(each.tree)} - network.bodies.keys()
    known = {name: network.shapes.get(name) for name in names if base(name) in PARAMETERS}
    vectors = [name for name, shape in known.items() if shape is not None and shape.is_column]
    if len(vectors) != 1 or len(known) != 1:  # by w alone, or by w and b?
        return None
    weights = Sym(vectors[0])
    return Call("D", (Call("D", (loss, weights)), weights))


def named_jacobian(page: Page, sentence: str) -> Expr | None:
    """The Jacobian that the words before an equation name: of the one function of the page that makes a vector of one.

    That of a softmax, or of a function of each entry, is symmetric, so it does not matter what its rows are.
    """
    if _JACOBIAN.search(sentence.rstrip("$ \n")) is None:
        return None
    applied = [
        each for each in page.network.bodies.values() if isinstance(each.tree, Call) and each.tree.function != "D"
    ]
    match [(each.name, each.tree, each.indices) for each in applied]:
        case [(name, Call("softmax" | "sigmoid" | "tanh" | "relu", (Sym() as inside,)), ())]:
            return Call("D", (Sym(name), inside))
        case _:
            return None
