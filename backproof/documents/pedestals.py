r"""A box that stands on a pedestal: two opposite steps and an output bias that does not bring the outside down to 0.

So the network is y = h \sigma(x) + h \sigma(d - x) - h        a box: 0 on both sides
So the network is y = h \sigma(x) + h \sigma(d - x) + h        2h on both sides: the bias has the wrong sign

Without a bias nothing is said: a page may write the sum first, and see then that it is too high.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import ONE, ZERO, Add, Call, Div, Expr, Mul, Num, Sym, map_expr, walk
from backproof.documents.environment import Environment
from backproof.documents.grid_cells import steps_of
from backproof.documents.judgement import judge_relation
from backproof.documents.neurons import weight_and_bias
from backproof.documents.outcomes import Outcome

_BOX = re.compile(r"\b(?:box|bump|rectangle|pulse)(?:es|s)?\b", re.IGNORECASE)
_NETWORK = re.compile(
    r"\b(?:networks?|output|answer|result|solution|box|bump|rectangle)\b[^.]{0,60}(?::|\b(?:is|as|by|reads|becomes|gives"
    r"|be|get|have|write|obtain)\b)[^.]{0,20}$",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:would|if|instead|without|wrong\w*|not|too high|pedestal|baseline|offset|background|on top|above"
    r"|lifted|raised|shifted|first|before|yet)\b|n't\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n(?=\s*[^\s$])")
_BOTH = 2  # neurons


def judge_pedestal(network: Expr, at: int, text: str, env: Environment) -> Outcome | None:
    """The refutation of a network that is a box and a constant, on a page about boxes; None for anything else.

    at: where the equation begins;  text: the page.
    """
    words = _SENTENCE.split(text[max(0, at - 300) : at].rstrip("$ \n"))[-1]
    if not (_BOX.search(text) and _NETWORK.search(words)) or _OTHERWISE.search(words):
        return None
    terms = _terms(network)
    steps = list(dict.fromkeys(node for each in terms for node in walk(each) if _is_step(node, env)))
    with_steps = [each for each in terms if any(step in walk(each) for step in steps)]
    names = {node.name for each in with_steps for node in walk(each) if isinstance(node, Sym)}
    constants = [each for each in terms if each not in with_steps]
    if len(steps) != _BOTH or not constants or not all(_is_made_of(each, names) for each in constants):
        return None
    weights = [_weight(step, env) for step in steps]
    if None in weights:
        return None
    left, right = (
        _where(network, {step: ONE if weight == on else ZERO for step, weight in zip(steps, weights, strict=True)})
        for on in (-1, 1)
    )
    if judge_relation((left,), "=", (right,), (), env).verdict != "proved":
        return None
    of_any = replace(env, positive=env.positive | names)  # such as the height: it has to be 0 for every one
    found = judge_relation((left,), "=", (ZERO,), (), of_any)
    if found.verdict != "refuted":
        return None
    return Outcome("refuted", "it is a box and a constant: outside of the box it is not 0", found.counterexample)


def _terms(network: Expr) -> tuple[Expr, ...]:
    """The terms of a sum, and of a sum with one factor before it."""
    match network:
        case Add(terms):
            return tuple(each for term in terms for each in _terms(term))
        case Mul((*factors, Add(terms))):
            return tuple(Mul((*factors, each)) for each in terms)
        case _:
            return (network,)


def _is_step(node: Expr, env: Environment) -> bool:
    return isinstance(node, Call) and node.function in steps_of(env) and len(node.args) == 1


def _is_made_of(constant: Expr, names: set[str]) -> bool:
    """Whether a term is made of numbers and of names that stand before the steps, such as their height."""
    nodes = list(walk(constant))
    return (
        all(isinstance(node, Num | Sym | Mul | Div) for node in nodes)
        and {node.name for node in nodes if isinstance(node, Sym)} <= names
    )


def _weight(step: Expr, env: Environment) -> int | None:
    """1 or -1, the weight of the input; None for any other."""
    assert isinstance(step, Call)
    parts = weight_and_bias(step.args[0])
    if parts is None:
        return None
    for sign in (1, -1):
        if judge_relation((parts[0],), "=", (Num(ONE.value * sign),), (), env).verdict == "proved":
            return sign
    return None


def _where(network: Expr, values: dict[Expr, Expr]) -> Expr:
    """The network where its steps have these values."""
    return values.get(network) or map_expr(network, lambda each: _where(each, values))
