r"""Errors of a layer of which a page does not say what they are: by convention, the gradients at that layer.

    p = softmax(z^{(2)}),  L = -\sum_c t_c \log p_c
    \delta^{(2)} = p - t                                  the gradient by z^{(2)}
    \delta^{(2)} = (p - t) \odot p \odot (1 - p)          that by nothing: a slope too many

An error with the other sign, or by the output of the layer, is one that somebody may mean (Nielsen 2015, chapter 2).
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.syntax import MINUS_ONE, Call, Expr, Mul, Sym
from backproof.documents.adding_up import weights_of_logarithms
from backproof.documents.declarations import LOSSES
from backproof.documents.environment import Definition, Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage
from backproof.documents.rereading import at_last_layer
from backproof.documents.targets import adding_to_one

_ERROR = re.compile(r"delta\^\((?P<layer>\w+)\)")
_DEFINES = re.compile(
    r"\b(?:defin\w+|let|call\w*|denot\w+|introduc\w+|set|write|abbreviat\w+|short for|where|with|difference"
    r"|residuals?)\b",
    re.IGNORECASE,
)
BY_CONVENTION = "it is the gradient of"  # how a proof begins; the name goes on to mean that gradient
_SETTINGS = frozenset(("backpropagation", "softmax", "logistic"))
_MOST_LAYERS = 3


def judge_error(left: Expr, right: Expr, passage: Passage, env: Environment) -> Outcome | None:
    """What is to be said of an equation for a new error; None where it may mean something else, or is not followed."""
    found = _ERROR.fullmatch(left.name) if isinstance(left, Sym) else None
    if found is None or env.setting not in _SETTINGS or _DEFINES.search(passage.sentence):
        return None
    if isinstance(right, Call) and right.function == "D":
        return None  # that says which gradient it is
    spoken = mentioned((right,), env)
    if not spoken & env.definitions.keys() or any(map(_ERROR.fullmatch, spoken)):
        return None
    losses = [each for name, each in env.definitions.items() if name.partition("_")[0] in LOSSES and _is_of_page(each)]
    layer = [name for name, each in env.definitions.items() if _is_of(name, found["layer"]) and _is_of_page(each)]
    layer = layer or [f"z^({found['layer']})"]
    if not losses or len(layer) > _MOST_LAYERS or any(each.indices for each in losses):
        return None
    first: Outcome | None = None
    for loss in sorted(losses, key=lambda each: "_" not in each.name):
        for name in sorted(layer, reverse=True):
            gradient = Call("D", (Sym(loss.name), Sym(name)))
            said = _judged(gradient, right, env)
            if said.verdict == "proved":
                return replace(said, reason=f"{BY_CONVENTION} {loss.name} by {name}: {said.reason}")
            if said.verdict != "refuted" or _judged(Mul((MINUS_ONE, gradient)), right, env).verdict != "refuted":
                return None
            if (needs := _needs(gradient, right, env)) is not None:
                return replace(lacking(needs), reason=f"{BY_CONVENTION} {loss.name} by {name} if {needs}")
            first = first or replace(said, reason=f"it is no gradient of {loss.name} at this layer: {said.reason}")
    return first


def _judged(gradient: Expr, right: Expr, env: Environment) -> Outcome:
    readings, _, there = at_last_layer([(gradient,), (right,)], (), env)
    one, other = readings
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return judge_relation(one, "=", other, (), there)


def _needs(gradient: Expr, right: Expr, env: Environment) -> str | None:
    """What makes an equation right that is wrong without it: that the targets in it add up to 1."""
    for name in sorted(weights_of_logarithms(env).keys() & mentioned((right,), env) - env.definitions.keys()):
        assumption = adding_to_one(name)
        if _judged(gradient, right, replace(env, assumptions=(*env.assumptions, assumption))).verdict == "proved":
            return f"{plain(assumption.left)} = 1"
    return None


def _is_of_page(definition: Definition) -> bool:
    return definition.line is not None


def _is_of(name: str, layer: str) -> bool:
    """Whether a name is that of units of a layer: z^(2) and a^(2), not W^(2)."""
    return re.fullmatch(rf"[a-z]\w*\^\({layer}\)", name) is not None and not name.startswith(("w^", "b^", "delta"))
