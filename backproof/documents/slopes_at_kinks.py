r"""Slopes where there are none: $f'(0) = \alpha$ of f(r) = \max(r, \alpha r), and $f'(r) = \alpha$ for all $r \leq 0$.

A function has no slope where those of its two sides differ.  What a page agrees to take for one there is a definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.answers.printing import plain
from backproof.answers.proof import tidy
from backproof.answers.syntax import ZERO, Add, Call, Cases, Compare, Cond, Expr, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage
from backproof.documents.piecewise import NotANumber, put_in
from backproof.documents.plainly import between_0_and_1
from backproof.documents.report import Counterexample
from backproof.documents.rewriting import replaced
from backproof.documents.sides import conditions_in
from backproof.documents.slopes_by_cases import with_slopes
from backproof.documents.widening import is_relu

_AGREED = re.compile(
    r"\b(?:set|sets|setting|take|takes|taken|taking|defin\w+|choos\w+|chosen|chose|choice|put|let|us(?:e|es|ed|ing)|assign\w*"
    r"|agree\w*|pick\w*|call\w*|write|say|implement\w*|code|if|would|usual\w*|often|arbitrar\w+|instead"
    r"|returns?|gives?|autograd|pytorch|tensorflow|jax|keras|numpy|library|libraries|frameworks?|taste|matters?"
    r"|(?:left|right|one)[- ](?:hand(?:ed)? |sided )?(?:derivative|slope|limit))\b",
    re.IGNORECASE,
)
_AGREED_ANYWHERE = re.compile(
    r"\b(?:by |the |our |a |this |usual )?convention\b|\bsub-?(?:gradients?|derivatives?|differentials?)\b"
    r"|\b(?:ignor\w+|except|neglect\w*|apart from|up to)\b[^.$]{0,40}\b(?:kinks?|points?|origin|zero)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\$\s*\\?[A-Za-z]+\s*=[^$]*\$")
_ALL = re.compile(r"\b(?:all|any|every|each)\b|\\forall")
_SENTENCE = re.compile(r"(?<!\d)[.;](?:\s|$)|\n\s*\n|\n\s*[-*]\s")
_REACH = 200  # characters


def of_kink(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of the slope of a function at a place where it has none."""
    is_open = outcome.verdict == "undecided" or (outcome.verdict == "proved" and outcome.exceptions)
    match link.left, link.right:
        case (Call(slope, (at,)),), (value,) if slope.endswith("'") and slope.count("'") == 1:
            known = env.functions.get(slope[:-1])
        case _:
            return outcome
    if not is_open or link.relation != "=" or not isinstance(known, FunctionDefinition) or is_relu(slope[:-1], env):
        return outcome
    arguments = {known.parameter, *(node.name for node in walk(at) if isinstance(node, Sym))}
    arrays = {name: rank for name, rank in env.arrays.items() if name not in arguments}
    definitions = {name: each for name, each in env.definitions.items() if name not in arguments}
    env = replace(env, arrays=arrays, definitions=definitions)
    behind = _SENTENCE.split(passage.text[passage.start : passage.start + _REACH])[0]
    place = _place(at, link.given, behind)
    if place is None:
        return outcome
    sides = _sides(known, place, _said(link, passage, env), env)
    if sides is None:
        return outcome
    before = _SENTENCE.split(passage.said[-_REACH:])[-1]
    if _AGREED.search(f"{before} {behind}") or _AGREED_ANYWHERE.search(passage.text):
        words = "it is what the page takes for a slope where there is none"
        return Outcome("definition", words) if isinstance(at, Num) else outcome
    if _VALUE.search(before):
        return outcome  # for a parameter at which there may be no kink
    there = plain(Num(place.value))
    shown = f"{plain(sides[0])} on the left, {plain(sides[1])} on the right"
    name = known.parameter if isinstance(at, Num) else plain(at)
    return Outcome(
        "refuted",
        f"there is no slope at {name} = {there}, where those of the two sides differ",
        Counterexample(((name, there),), shown, plain(value)),
    )


def _place(at: Expr, given: tuple[Cond, ...], behind: str) -> Num | None:
    """The number at which a slope is taken, or the one that ends a half-line for all numbers of which it is said."""
    if isinstance(at, Num):
        return at if not given else None
    match given:
        case (Compare("<=" | ">=", Sym() as name, Num() as end),) if name == at and _ALL.search(behind):
            return end
        case _:
            return None


def _said(link: Link, passage: Passage, env: Environment) -> tuple[Cond, ...]:
    """That a parameter lies between 0 and 1, where the page says so."""
    words = between_0_and_1(passage.text, passage.start, " = ".join(link.latex))
    try:
        return conditions_in(words, env) if words else ()
    except Unreadable:
        return ()


def _sides(known: FunctionDefinition, place: Num, said: tuple[Cond, ...], env: Environment) -> tuple[Expr, Expr] | None:
    """The slopes on the left and on the right of a number, if they are seen to differ there."""
    name = Sym(known.parameter)
    slope = Call(f"{known.name}'", (name,))
    values = list(dict.fromkeys(_pieces(known, env)))

    def on_side(relation: str) -> Expr | None:
        where = (Compare(relation, name, place), *said)  # type: ignore[arg-type]
        proved = (each for each in values if judge_relation((slope,), "=", (each,), where, env).verdict == "proved")
        return next((_without_zeros(tidy(replaced(each, name, place))) for each in proved), None)

    left, right = on_side("<"), on_side(">")
    if left is None or right is None:
        return None
    return (left, right) if judge_relation((left,), "=", (right,), said, env).verdict == "refuted" else None


def _without_zeros(expr: Expr) -> Expr:
    """a, of 0 + a."""
    if not isinstance(expr, Add):
        return expr
    terms = tuple(each for each in expr.terms if each != ZERO)
    return Add(terms) if len(terms) > 1 else terms[0] if terms else ZERO


def _pieces(known: FunctionDefinition, env: Environment) -> Iterator[Expr]:
    """The slopes of the pieces of a function."""
    slope = Call(f"{known.name}'", (Sym(known.parameter),))
    try:
        found = with_slopes(slope, env, lambda body: put_in(body, env))
    except NotANumber:
        return
    for node in walk(found):
        if isinstance(node, Cases):
            yield from (value for _, value in node.branches if not any(isinstance(each, Cases) for each in walk(value)))
