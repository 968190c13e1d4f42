r"""Steps on a loss with a penalty: W <- (1 - \eta \lambda) W - \eta dW for J_\lambda = J + \lambda/2 ||W||^2.

What shrinks the weights by the strength of the penalty that the page has defined is a step on the loss with it.
"""

from __future__ import annotations

import re

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    ONE,
    Add,
    Call,
    Expr,
    Mul,
    Num,
    Sym,
    negative,
)
from backproof.documents.matrices.multiples import compared, differing, factors, is_scalar, terms
from backproof.documents.matrices.names import names_in, shown
from backproof.documents.matrices.network import LOSSES
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.penalties import of_layer, said_last, strength_of, sum_of
from backproof.documents.outcomes import Outcome

_RATES = ("eta", "alpha", "epsilon", "gamma", "mu", "tau")
_DECOUPLED = re.compile(r"decoupled|\bAdamW\b|\bSGDW\b", re.IGNORECASE)


def judge_decay(page: Page, target: Expr, value: Expr, said: str) -> Outcome | None:
    r"""Whether a new value is that after a step on a penalized loss of the page; None for any other step.

    said: the page before it, where a penalty may stand alone: "with the penalty $\lambda \|w\|^2$".
    """
    target, value = of_layer(target), of_layer(value)
    if not isinstance(target, Sym) or _DECOUPLED.search(page.text):
        return None
    parts = tuple(terms(value))
    kept = tuple(each for each in parts if _is_multiple(each, target))
    others = [each for each in parts if each not in kept]
    rates = {name for each in others for name in _scalars(each) if name in _RATES}
    if not kept or not others or len(rates) != 1:
        return None
    rate = rates.pop()
    slope = _slope(others[0], target) if len(others) == 1 else None
    for body in page.network.bodies.values() if slope is not None else ():
        of_loss = body.tree.terms if isinstance(body.tree, Add) and not body.indices else ()
        if body.name.partition("_")[0] not in LOSSES or not (slope == body.name or Sym(slope or "") in of_loss):
            continue
        strength = strength_of(of_loss, target)
        if strength is not None and _concerns(strength, rate, kept):
            expected = ONE if slope == body.name else _shrinking(rate, strength)
            return _judged(kept, expected, target, shown(body.name))
    strength = said_last(page, said, target)
    if strength is None or not _concerns(strength, rate, kept):
        return None
    return _judged(kept, _shrinking(rate, strength), target, "a loss with this penalty")


def _concerns(strength: Expr, rate: str, kept: tuple[Expr, ...]) -> bool:
    """Whether what is kept of the weights depends on the strength of the penalty, which is no learning rate."""
    names = set(names_in(strength))
    return bool(names) and rate not in names and bool(names & {name for each in kept for name in names_in(each)})


def _shrinking(rate: str, strength: Expr) -> Expr:
    return Add((ONE, negative(Mul((Sym(rate), strength)))))


def _judged(kept: tuple[Expr, ...], expected: Expr, target: Sym, loss: str) -> Outcome | None:
    """Whether the weights are multiplied by what a step on a loss multiplies them by."""
    number = sum_of(tuple(Mul((ONE, *(part for part in factors(each) if part != target))) for each in kept))
    if compared(number, expected).verdict == "equal":
        return Outcome("proved", f"a step of gradient descent on {loss}")
    differs = differing(number, expected, shown(target.name))
    words = f"no step of gradient descent on {loss}"
    right = f"({plain(expected)})*{shown(target.name)} - ..."
    return None if differs is None else Outcome("refuted", words, differs, correction=right)


def _is_multiple(term: Expr, target: Sym) -> bool:
    """Whether a term is the weights times numbers."""
    others = [each for each in factors(term) if each != target]
    return target in factors(term) and all(map(is_scalar, others))


def _scalars(term: Expr) -> set[str]:
    """The names of the numbers before an array."""
    return {name for each in factors(term) if is_scalar(each) for name in names_in(each)}


def _slope(term: Expr, target: Sym) -> str | None:
    """The loss of the term -rate dL/dW; None for any other."""
    match tuple(factors(term)):
        case (Num(value), Sym(), Call("D", (Sym(loss), by))) if value == -1 and by == target:
            return loss
        case _:
            return None
