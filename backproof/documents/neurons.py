r"""The weight and the bias of a neuron, held against the neuron as the page writes it.

h_2 = \sigma(x - \delta)                       w_2 = 1 and b_2 = -\delta, not b_2 = \delta
\hat f(x) = \sum_k c_k \sigma(x - x_k)         "the neuron k has the bias $b_k = -x_k$"
y = \sigma(x - p) - \sigma(x - q)              "the biases are $b_1 = -p$ and $b_2 = -q$", not p
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Add, Entry, Expr, Mul, Num, Pow, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.settings import names_of
from backproof.documents.sides import name_of

_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))
_NAMED = re.compile(r"(?P<letter>[wb])_(?P<number>\d)")
_NEURON = (
    r"(?<![A-Za-z\\])(?:\\hat\s*)?[a-z]_\{{?{number}\}}?\s*(?:\(\s*[a-z]\s*\))?\s*&?=\s*\\?(?P<step>[A-Za-z]+)"
    r"\s*(?:\\left|\\bigl?)?\s*(?P<inside>\([^()$]{{1,60}}\))"
)
_SUM = re.compile(r"\\sum\s*_\s*\{\s*(?P<index>[a-z])\s*=[^{}]*\}\s*\^\s*(?:\w|\{[^{}]*\})(?P<body>[^=$&]*)")
_STEP = re.compile(
    r"(?P<step>\\?[A-Za-z]+)\s*(?:\\left|\\bigl?)?\s*(?P<inside>\(\s*(?:-\s*)?[xtuz]\s*[-+][^()$]{1,40}\)"
    r"|\(\s*[^()$]{1,40}-\s*[xtuz]\s*\))"
)
_CALL = re.compile(r"(?P<step>\\?[A-Za-z]+)\s*(?:\\left|\\[bB]igl?)?\s*(?P<inside>\((?:[^()$]|\([^()$]*\)){1,60}\))")
_THE_BIASES = re.compile(r"\b[Tt]he\s+(?:\w+\s+)?bias(?:es)?\s+(?:is|are)\b")
_OTHERS = re.compile(
    r"\b(?:output|instead|negative|flip\w*|mirror\w*|alternativ\w*|others?|if|could|would|not|wrong\w*|shift\w*|mov\w+)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\$\$\s+(?=[A-Z])|\n\s*\n(?=\s*[^\s$])")
_OF_NEURON = re.compile(r"\b(?:neuron|unit)\b", re.IGNORECASE)
_CALLED = {"b": re.compile(r"\bbias(?:es)?\b[^.$]{0,30}\$?\s*$"), "w": re.compile(r"\bweights?\b[^.$]{0,30}\$?\s*$")}
_NEAR = 400  # characters between a neuron and what is said of it
_INPUTS = ("x", "t", "s", "u", "z")


def judge_neuron(left: Expr, right: Expr, at: int, text: str, env: Environment) -> Outcome | None:
    """Whether w_k or b_k is what stands in the neuron of this number; None where none is written near by.

    at: where the equation stands in the text of the page.
    """
    match left:
        case Entry(letter, (Num(number),)):
            name = f"{letter}_{number}"
        case Entry():
            return _judge_any(left, right, at, text, env)
        case _:
            name = name_of(left)
    found = _NAMED.fullmatch(name)
    inside = None if found is None else _argument(found["number"], at, text, env)
    if found is not None and inside is None and found["letter"] == "b":
        return _judge_among(int(found["number"]), right, at, text, env)
    if found is None or inside is None:
        return None
    if (parts := weight_and_bias(inside)) is None:
        return None
    weight, constant = parts
    value = constant if found["letter"] == "b" else weight
    said = judge_relation((value,), "=", (right,), (), env)
    neuron = f"of neuron {found['number']} as the page writes it"
    if said.verdict == "proved":
        return Outcome("proved", f"{'the bias' if found['letter'] == 'b' else 'the weight'} {neuron}")
    if said.verdict != "refuted":
        return None
    if _is_scaled(found["number"], weight, at, text, env):
        return None  # sigma(2 x - 2 d) is the same step
    if found["letter"] == "w" and judge_relation((_ZERO,), "<", (Mul((weight, right)),), (), env).verdict != "refuted":
        return None
    return Outcome(
        "refuted", f"it is not the {'bias' if found['letter'] == 'b' else 'weight'} {neuron}", said.counterexample
    )


def weight_and_bias(inside: Expr) -> tuple[Expr, Expr] | None:
    """w and b of w x + b; None for anything else."""
    x = next((name for name in _INPUTS if Sym(name) in walk(inside)), None)
    if x is None or any(isinstance(node, Pow) and Sym(x) in walk(node) for node in walk(inside)):
        return None
    constant = replaced(inside, {x: _ZERO})
    return Add((replaced(inside, {x: _ONE}), Mul((Num(Fraction(-1)), constant)))), constant


def _judge_among(number: int, bias: Expr, at: int, text: str, env: Environment) -> Outcome | None:
    """Whether a neuron of the formula right before has this bias, where the page numbers its neurons in words alone."""
    sentence = _SENTENCE.split(text[max(0, at - _NEAR) : at])[-1]
    if not _THE_BIASES.search(sentence) or _OTHERS.search(sentence):
        return None
    parts = [weight_and_bias(each) for each in _last_neurons(at, text, env)]
    neurons = [each for each in parts if each is not None]
    if len(neurons) != len(parts) or not number <= len(neurons):
        return None
    known = {node.name for each in neurons for node in walk(each[1]) if isinstance(node, Sym)}
    if not {node.name for node in walk(bias) if isinstance(node, Sym)} <= known:
        return None  # of a box that is moved
    if any(_is_scaled(str(n), weight, at, text, env) for n, (weight, _) in enumerate(neurons, 1)):
        return None
    some = replace(env, explained=env.explained | known)  # the ends of a box anywhere
    said = [judge_relation((constant,), "=", (bias,), (), some) for _, constant in neurons]
    if said[number - 1].verdict == "proved":
        return Outcome("proved", f"the bias of neuron {number} of the formula before, as they stand there")
    if any(each.verdict != "refuted" for each in said):
        return None
    words = "none of the neurons in the formula before has this bias"
    return Outcome("refuted", words, said[number - 1].counterexample)


def _last_neurons(at: int, text: str, env: Environment) -> list[Expr]:
    """What stands in each step of the last formula with steps before a place, if there are two or more."""
    found = [each for each in _CALL.finditer(text, max(0, at - _NEAR), at) if _is_step(each["step"], env)]
    last = [each for each in found if "$" not in text[each.end() : found[-1].start()]]
    try:
        return [read_side(each["inside"], names_of(env))[0] for each in last] if len(last) > 1 else []
    except Unreadable:
        return []


def _judge_any(left: Entry, right: Expr, at: int, text: str, env: Environment) -> Outcome | None:
    """Whether b_k is what words call it, the bias of the neuron k in the last sum over steps of the page."""
    called, sentence = _CALLED.get(left.family), text[max(0, at - _NEAR) : at].rpartition(". ")[2]
    if called is None or not called.search(text[:at][-60:]) or not _OF_NEURON.search(sentence):
        return None
    inside = _in_sum(left.indices, at, text, env)
    parts = None if inside is None else weight_and_bias(inside)
    if parts is None:
        return None
    what, value = ("bias", parts[1]) if left.family == "b" else ("weight", parts[0])
    said = judge_relation((value,), "=", (right,), (), env)
    if said.verdict == "proved":
        return Outcome("proved", f"the {what} of each neuron as the page writes it")
    words = f"it is not the {what} of the neurons as the page writes them"
    return Outcome("refuted", words, said.counterexample) if said.verdict == "refuted" else None


def _in_sum(indices: tuple[Expr, ...], at: int, text: str, env: Environment) -> Expr | None:
    """What stands in the step of the last sum over an index before a place, if there is one step in it."""
    found = list(_SUM.finditer(text, max(0, at - 2 * _NEAR), at))
    if not found or indices != (Sym(found[-1]["index"]),):
        return None
    steps = [each for each in _STEP.finditer(found[-1]["body"]) if _is_step(each["step"], env)]
    if len(steps) != 1:
        return None
    try:
        return read_side(steps[0]["inside"], names_of(env))[0]
    except Unreadable:
        return None


def _is_step(name: str, env: Environment) -> bool:
    name = name.removeprefix("\\")
    return env.functions.get(name) == "step" or _is_own_step(name, env)


def _argument(number: str, at: int, text: str, env: Environment) -> Expr | None:
    """What stands in the step of the nearest neuron of this number."""
    start = max(0, at - _NEAR)
    near = text[start : at + _NEAR]
    found = sorted(re.finditer(_NEURON.format(number=number), near), key=lambda each: abs(each.start() + start - at))
    for each in found:
        if env.functions.get(each["step"]) != "step" and not _is_own_step(each["step"], env):
            continue
        try:
            return read_side(each["inside"], names_of(env))[0]
        except Unreadable:
            continue
    return None


def _is_own_step(name: str, env: Environment) -> bool:
    """Whether the page itself says what a function is; in the questions about steps that is the step."""
    return env.setting == "step-networks" and name in env.functions


def _is_scaled(number: str, weight: Expr, at: int, text: str, env: Environment) -> bool:
    """Whether the page gives the neuron another weight than it writes, so that its bias is another too."""
    near = text[max(0, at - _NEAR) : at + _NEAR]
    found = re.search(rf"w_\{{?{number}\}}?\s*=\s*(?:w_\{{?\d\}}?\s*=\s*)*([^$,;=]{{1,20}})", near)
    if found is None:
        return False
    try:
        value = read_side(found[1].strip(" ."), names_of(env))[0]
    except Unreadable:
        return True
    return judge_relation((weight,), "=", (value,), (), env).verdict != "proved"
