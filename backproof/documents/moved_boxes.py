r"""The biases of a box that stands somewhere else, held against the two neurons of the box that the page has made.

y = h \sigma(x) + h \sigma(d - x) - h, a box between 0 and d        weights 1 and -1, switching at 0 and at d
"a box between p and q has the biases $b_1 = -p$, $b_2 = q$"        they switch at p and at q now: b = -w t
"a box that starts at c has ... $b_2 = c + d$"                      and at c + d
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backproof.answers.syntax import ONE, ZERO, Add, Call, Entry, Expr, Mul, Num, Sym, negative, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.grid_cells import steps_of
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.neurons import weight_and_bias
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of

_NAME = r"\$?\s*(?P<{}>\\[A-Za-z]+|[A-Za-z])(?![A-Za-z(_])\s*\$?"
_PLACE = re.compile(
    rf"\b(?:box|bump|rectangle)\s+(?:that\s+|which\s+)?(?:is\s+|stands\s+|lies\s+|goes\s+)?"
    rf"(?:(?:between|from)\s+{_NAME.format('low')}\s+(?:and|to)\s+{_NAME.format('high')}"
    rf"|(?:starts|starting|begins|beginning)\s+at\s+{_NAME.format('start')})",
    re.IGNORECASE,
)
_BIASES = re.compile(r"\bbias(?:es)?\b", re.IGNORECASE)
_WEIGHTS = re.compile(r"(?<!same )(?<!same input )\bweights?\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n")


def judge_moved(left: Expr, right: Expr, at: int, text: str, env: Environment) -> Outcome | None:
    """Whether b_i is the bias of neuron i of the page's box, moved to where the sentence has it; None for all else."""
    number = _number(left)
    before = _SENTENCE.split(text[max(0, at - 400) : at])[-1]
    said = before + _SENTENCE.split(text[at : at + 200])[0]
    place = _PLACE.search(before)
    if number is None or place is None or not _BIASES.search(text[:at]) or _WEIGHTS.search(said):
        return None
    neurons = next((each for each in _networks(env) if len(each) == 2), None)
    if neurons is None or number > 2:
        return None
    switches = [Mul((negative(weight), bias)) for weight, bias in neurons]  # where w x + b = 0, as w = 1 or -1
    first = _lower(switches, env)
    ends = None if first is None else _ends(place, switches[1 - first], switches[first], env)
    if first is None or ends is None:
        return None
    low, high = ends
    weight, _ = neurons[number - 1]
    bias = negative(Mul((weight, low if number - 1 == first else high)))
    found = judge_relation((bias,), "=", (right,), (), env)
    if found.verdict not in ("proved", "refuted"):
        return None
    if found.verdict == "proved":
        return Outcome("proved", f"the bias of neuron {number} of the box, which stands there now")
    words = f"with this bias neuron {number} of the box does not switch where the box is to end"
    return Outcome("refuted", words, found.counterexample)


def _number(left: Expr) -> int | None:
    match left:
        case Entry("b", (Num(value),)):
            return int(value)
        case Sym(name) if (found := re.fullmatch(r"b_(\d)", name)) is not None:
            return int(found[1])
        case _:
            return None


def _networks(env: Environment) -> Iterator[list[tuple[Expr, Expr]]]:
    """The neurons of what the page has defined, the last one first: weight and bias of each, as they stand there."""
    bodies = [(each.line, each.body) for each in env.definitions.values() if not each.indices]
    bodies += [(each.line, each.body) for each in env.functions.values() if isinstance(each, FunctionDefinition)]
    steps = steps_of(env)
    for line, body in sorted(bodies, key=lambda each: -(each[0] or 0)):
        calls = [node for node in walk(body) if isinstance(node, Call) and node.function in steps and node.args]
        parts = [weight_and_bias(each.args[0]) for each in calls]
        found = [each for each in parts if each is not None and _is_unit(each[0], env)]
        if line is not None and calls and len(found) == len(calls):
            yield found


def _is_unit(weight: Expr, env: Environment) -> bool:
    return judge_relation((Mul((weight, weight)),), "=", (ONE,), (), env).verdict == "proved"


def _lower(switches: Sequence[Expr], env: Environment) -> int | None:
    """The neuron at the left end of the box, which stands at 0 as the exercise has it."""
    zero = [judge_relation((each,), "=", (ZERO,), (), env).verdict == "proved" for each in switches]
    return zero.index(True) if zero.count(True) == 1 else None


def _ends(place: re.Match[str], far: Expr, near: Expr, env: Environment) -> tuple[Expr, Expr] | None:
    try:
        if place["start"] is None:
            low, high = (read_side(place[name], names_of(env))[0] for name in ("low", "high"))
            return low, high
        low = read_side(place["start"], names_of(env))[0]
        return low, Add((low, far, negative(near)))
    except Unreadable:
        return None
