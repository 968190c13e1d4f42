r"""Steps on a loss with a penalty: W <- (1 - \eta \lambda) W - \eta dW for J_\lambda = J + \lambda/2 ||W||^2.

What shrinks the weights by the strength of the penalty that the page has defined is a step on the loss with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from backproof.answers.syntax import Add, Call, Div, Expr, Fold, Mul, Norm, Num, Pow, Sym, walk
from backproof.documents.dimensions import replaced
from backproof.documents.matrices.judging import Judge
from backproof.documents.matrices.names import base, label, names_in, shown
from backproof.documents.matrices.network import HYPER, LOSSES
from backproof.documents.outcomes import Outcome
from backproof.documents.rationals import rational
from backproof.documents.report import Counterexample

_RATES = ("eta", "alpha", "epsilon", "gamma", "mu", "tau")
_DECOUPLED = re.compile(r"decoupled|\bAdamW\b|\bSGDW\b", re.IGNORECASE)
_ONE, _TWO, _MINUS = (Num(Fraction(n)) for n in (1, 2, -1))


def judge_decay(judge: Judge, target: Expr, value: Expr) -> Outcome | None:
    """Whether a new value is that after a step on a penalized loss of the page; None for any other step."""
    if not isinstance(target, Sym) or _DECOUPLED.search(judge.page.text):
        return None
    terms = tuple(_terms(value))
    slopes = [each for each in terms if _slope(each, target) is not None]
    rest = tuple(each for each in terms if each not in slopes)
    step = _slope(slopes[0], target) if len(slopes) == 1 else None
    if step is None or not rest:
        return None
    rate, of = step
    for body in judge.page.network.bodies.values():
        parts = body.tree.terms if isinstance(body.tree, Add) and not body.indices else ()
        if body.name.partition("_")[0] not in LOSSES or not (of == body.name or Sym(of) in parts):
            continue
        strengths = tuple(found for each in parts if (found := _strength(each, target.name)) is not None)
        names = {name for each in strengths for name in names_in(each)}
        if not names or rate in names or not names & {name for each in rest for name in names_in(each)}:
            continue
        shrinks = Mul((_MINUS, Sym(rate), _sum(strengths)))
        expected = target if of == body.name else Mul((Add((_ONE, shrinks)), target))
        if judge.is_proved(_sum(rest), expected):
            return Outcome("proved", f"a step of gradient descent on {shown(body.name)}")
        differs = _differs(_sum(rest), expected, target)
        words = f"no step of gradient descent on {shown(body.name)}"
        return None if differs is None else Outcome("refuted", words, differs)
    return None


def _differs(one: Expr, other: Expr, target: Sym) -> Counterexample | None:
    """Numbers for the rate and the strengths at which two multiples of the weights differ."""
    names = sorted({*names_in(one), *names_in(other)} - {target.name})
    values = {name: Fraction(1, n + 2) for n, name in enumerate(names)}
    numbers: dict[str, Expr] = {name: Num(value) for name, value in values.items()}
    left, right = (rational(replaced(each, {**numbers, target.name: _ONE})) for each in (one, other))
    if left is None or right is None or left == right or not set(names) <= HYPER:
        return None
    where = (*((name, str(value)) for name, value in values.items()), (shown(target.name), "1"))
    return Counterexample(where, str(left), str(right), "=")


def _terms(tree: Expr, *before: Expr) -> Iterator[Expr]:
    """The terms of a sum, with sums that hold a gradient multiplied out."""
    factors = tuple(_factors(tree))
    inner = next((each for each in factors if isinstance(each, Add) and _has_slope(each)), None)
    if isinstance(tree, Add):
        for each in tree.terms:
            yield from _terms(each, *before)
    elif inner is not None:
        others = tuple(each for each in factors if each is not inner)
        for each in inner.terms:
            yield from _terms(each, *before, *others)
    else:
        yield Mul((*before, *factors)) if before or len(factors) > 1 else tree


def _factors(tree: Expr) -> Iterator[Expr]:
    if isinstance(tree, Mul):
        for each in tree.factors:
            yield from _factors(each)
    else:
        yield tree


def _has_slope(tree: Expr) -> bool:
    return any(isinstance(node, Call) and node.function == "D" for node in walk(tree))


def _slope(term: Expr, target: Sym) -> tuple[str, str] | None:
    """The rate and the loss of the term -rate dL/dW; None for any other."""
    match tuple(_factors(term)):
        case (Num(value), Sym(rate), Call("D", (Sym(loss), by))) if value == -1 and by == target and rate in _RATES:
            return rate, loss
        case _:
            return None


def _strength(tree: Expr, by: str, layer: str | None = None) -> Expr | None:
    """k of a penalty whose slope by W is k W; None for what is no penalty of W alone."""
    match tree:
        case Pow(Call("fro", (Sym(name),)) | Norm(Sym(name), 2), Num(power)) if power == 2:
            is_own = name == by or (layer is not None and base(name) == base(by) and label(name) == layer)
            return _TWO if is_own else None
        case Fold("sum", var, _, _, None, inside) if label(by) is not None:
            return _strength(inside, by, var)
        case Mul(factors):
            strengths = [_strength(each, by, layer) for each in factors]
            known = [each for each in strengths if each is not None]
            others = tuple(each for each, one in zip(factors, strengths, strict=True) if one is None)
            return Mul((*others, known[0])) if len(known) == 1 else None
        case Div(over, under):
            inner = _strength(over, by, layer)
            return None if inner is None else Div(inner, under)
        case Add(terms):
            own = [found for each in terms if (found := _strength(each, by, layer)) is not None]
            return own[0] if len(own) == 1 else None
        case _:
            return None


def _sum(terms: tuple[Expr, ...]) -> Expr:
    return Add(terms) if len(terms) > 1 else terms[0]
