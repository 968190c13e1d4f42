r"""Boxes that words describe, against networks of steps: "a box of height h on (s, t)", "f(x) = h for ...".

a box of height $h$ on $(s, t)$                          h for s < x < t, else 0
it starts at $s$ and has width $\delta$                  h for s < x < s + \delta, else 0
the function f(x) = h for $0 < x < \delta$ and 0 otherwise
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backproof.answers.building import build_cond
from backproof.answers.syntax import (
    ONE,
    ZERO,
    Add,
    All,
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Mul,
    Sym,
    map_cond,
    map_expr,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment
from backproof.documents.extraction import Formula, Page
from backproof.documents.grid_cells import steps_of
from backproof.documents.lexer import PageLexer, read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.piecewise import judge_numbers
from backproof.documents.settings import names_of
from backproof.documents.statements import Side, Statement

_NEAR = 400  # how far back, in characters, words describe a box
_ATOM = r"(?:\\[A-Za-z]+|[A-Za-z0-9])(?:_(?:\{{\w\}}|\w))?"
_MATH = rf"\$?\s*(?P<{{}}>{_ATOM}(?:\s*[-+]\s*(?:{_ATOM})+)*)\s*\$?"
_HEIGHT = re.compile(r"\bheight\s+" + _MATH.format("height") + r"(?![A-Za-z])")
_INTERVAL = re.compile(
    r"\b(?:on|over|in|for|to|between)\s+(?:the\s+)?(?:open\s+)?(?:interval\s+)?\$?\s*[(\[\]]" + _MATH.format("low")
    + r",\s*" + _MATH.format("high") + r"\s*[)\]\[]"
)  # fmt: skip
_WIDTH = re.compile(
    r"\b(?:starts?|starting|begins?|beginning|left end)\s+(?:at\s+)?" + _MATH.format("low")
    + r"\s+(?:and\s+)?(?:(?:has|have|with|of)\s+)?(?:the\s+)?width\s+" + _MATH.format("width") + r"(?![A-Za-z\\])"
)  # fmt: skip
_START = re.compile(
    r"\b(?:starts?|starting|begins?|beginning)\s+(?:at|in)\s+"
    r"(?:(?:a|an|any|some|the)\s+(?:(?:other|given|general|arbitrary)\s+)?(?:point|place|position|value)\s+)?"
    r"(?!an?\s)" + _MATH.format("low") + r"(?![A-Za-z])"
)
_BETWEEN = re.compile(
    r"\b(?:between|from)\s+\$\s*(?P<low>[^$=<>,]{1,12}?)\s*\$\s+(?:and|to)\s+\$\s*(?P<high>[^$=<>,]{1,12}?)\s*\$"
)
_OTHER_WIDTH = re.compile(  # not the one that the page has given to its boxes
    r"\b(?:ends?|ending|wide\w*|narrow\w*|twice|half|doubl\w*|lengths?|long\w*|until|stops?)\b"
    r"|(?<!same )\bwidths?\b(?!\s+(?:of\s+)?(?:\$\s*)?\\[A-Za-z]+\s*\$?(?:\s|[.,;:]))",
    re.IGNORECASE,
)
_OWN_WIDTH = re.compile(r"\bwidth\s+(?:of\s+)?" + _MATH.format("width") + r"(?![A-Za-z\\])")
_BOX = re.compile(
    r"\s*\\(?:text|mathrm|operatorname|textrm)\s*\{\s*box\s*\}\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*\(\s*(?P<argument>[a-z])\s*\)\s*"
)
_IN_WORDS = re.compile(
    r"(?<![\w$\\])(?P<name>[a-zA-Z])\((?P<argument>[a-z])\)\s*=\s*\$?(?P<value>[A-Za-z0-9]+)\$?\s+(?:for|if|when)\s+"
    r"\$(?P<condition>[^$]+)\$\s*,?\s*(?:and|or)?\s*\$?0\$?\s*(?:otherwise|elsewhere|else(?!\w))"
)


_BOX_NEAR = 140
_STEP = re.compile(r"\\sigma\s*(?:\\left|\\bigl?)?\s*\([^()]*x[^()]*\)")
_SENTENCE = re.compile(r"\n\s*\n(?=\s*[^\s$])|(?<=[.!?])\s+(?=[A-Z])")
_NAMED = re.compile(
    r"\s*(?:\\hat\s*\{?)?\\?[A-Za-z]+\}?\s*(?:_\s*(?:\{[^{}]*\}|\w)\s*)?(?:\(\s*(?P<argument>[a-z])\s*\)\s*)?"
)  # f_a(x), y
_A_BOX = re.compile(r"\b(?:box|bump|rectangle)(?:es|s)?\b", re.IGNORECASE)
_CALLS = re.compile(
    r"\b(?:box|bump|rectangle)\b[^.]*(?::|\bis|\bby|\bas|\bwith|\bgives|=)(?: (?:then|therefore|thus|hence|just))?"
    r"(?: (?:as )?(?:an?|the) (?:difference|sum) of (?:two |the )?(?:\w+ )?steps(?: functions)?,?)?\s*$",
    re.IGNORECASE,
)
_OF_A_PART = re.compile(
    r"=|\b(?:weight|bias|neuron|unit|threshold|number|step|jump|end|edge|error|area|term|part|half)s?\s+\w+\s*$",
    re.IGNORECASE,
)  # "the box on (a, b): its first unit is"


@dataclass(frozen=True)
class Box:
    """What a box is at x, the variable: `value` where `inside` holds and 0 elsewhere, if its width is positive."""

    variable: str
    value: Expr
    inside: Cond
    positive: Compare

    @property
    def tree(self) -> Expr:
        """The box as cases."""
        return Cases(((self.inside, self.value),), ZERO)


def judge_box(left: Expr, relation: str, right: Expr, latex: str, text: str, env: Environment) -> Outcome | None:
    """Judge a network of steps that is said to be a box; None for anything else.

    latex: the left-hand side as it was written;  text: the page before the claim.
    """
    if relation != "=" or not steps_of(env):
        return None
    box, network = _described(left, right, latex, text, env)
    if box is None or network is None:
        return None
    definitions = {name: each for name, each in env.definitions.items() if name != box.variable}
    sides, positive = (_with_points(network), _with_points(box.tree)), map_cond(box.positive, _with_points)
    found = judge_numbers(sides[0], "=", sides[1], (positive,), replace(env, definitions=definitions))
    return None if found is None or found.verdict not in ("proved", "refuted") else found


def _with_points(expr: Expr) -> Expr:
    """The expression where each point of a grid is a number of its own: t_i, whatever i is."""
    match expr:
        case Entry(family, (Sym(index),)):
            return Sym(f"{family}_{index}")
        case _:
            return map_expr(expr, _with_points)


def _described(left: Expr, right: Expr, latex: str, text: str, env: Environment) -> tuple[Box | None, Expr | None]:
    """The box that one side is by the words of the page, and the other side."""
    try:
        if (named := _BOX.fullmatch(latex)) is not None:
            return _in_words(text[-_NEAR:], named["argument"], env, right, text), right
        words = _SENTENCE.split(text[-_NEAR:].rstrip("$ \n"))[-1]
        if (named := _NAMED.fullmatch(latex)) is not None and _calls_one_box(words):
            return _in_words(words, named["argument"] or "x", env, right, text), right
        for one, other in ((left, right), (right, left)):
            name = _function(one)
            if name is not None:
                return _of_function(*name, text, env), other
    except Unreadable:
        pass
    return None, None


def _calls_one_box(words: str) -> bool:
    """Whether words right before an equation call its left side a box, and say where one stands."""
    places = _places(words)
    calls = _CALLS.search(words)
    one = len(places) == 1 and len(_A_BOX.findall(words)) == 1
    return one and calls is not None and _OF_A_PART.search(calls[0]) is None


def _function(side: Expr) -> tuple[str, str] | None:
    """f and x, of f(x), where nothing but words says what f is."""
    match side:
        case Mul((Sym(name), Sym(argument))) if len(name) == 1:
            return name, argument
        case Call(name, (Sym(argument),)) if name.startswith(ANY):
            return name.removeprefix(ANY), argument
        case _:
            return None


def _places(words: str) -> list[re.Match[str]]:
    """Where words say that boxes stand."""
    found = {
        each.start(): each for pattern in (_START, _WIDTH, _BETWEEN, _INTERVAL) for each in pattern.finditer(words)
    }
    return [found[start] for start in sorted(found)]


def _in_words(words: str, variable: str, env: Environment, network: Expr, text: str) -> Box | None:
    """The last box that words describe; one of which no height is said has that of the network.

    text: the page before, which may say how wide its boxes are.
    """
    heights = list(_HEIGHT.finditer(words))
    places = _places(words)
    own = [each for each in heights if each.start() >= words.rstrip("$ \n").rfind("\n\n")]
    if re.search(r"\bunit (?:box|bump|rectangle)\b", words[words.rstrip("$ \n").rfind("\n\n") :]) and not own:
        value: Expr | None = ONE
    else:
        value = _read(heights[-1]["height"], env) if heights else _factor(network)
    if value is None or not places:
        return None
    last = places[-1]
    low = _read(last["low"], env)
    widths = [last] if last.re is _WIDTH else [*_OWN_WIDTH.finditer(text)]
    if last.re not in (_INTERVAL, _BETWEEN) and not widths:
        return None
    if last.re is _START and _OTHER_WIDTH.search(_SENTENCE.split(words.rstrip("$ \n"))[-1]):
        return None
    high = _read(last["high"], env) if last.re in (_INTERVAL, _BETWEEN) else Add((low, _read(widths[-1]["width"], env)))
    inside = All((Compare("<", low, Sym(variable)), Compare("<", Sym(variable), high)))
    return Box(variable, value, inside, Compare("<", low, high))


def _factor(network: Expr) -> Expr | None:
    """h, of h [\\sigma(x - a) - \\sigma(x - b)] and of h \\sigma(x - a) - h \\sigma(x - b)."""
    first = network.terms[0] if isinstance(network, Add) else network
    match first:
        case Mul((Sym() as factor, *_)):
            return factor
        case Call() | Add():
            return ONE
        case _:
            return None


def box_said(page: Page, formula: Formula) -> Statement | None:
    r"""The statement of "the box on $(a, b)$ is $h [\sigma(x - a) - \sigma(x - b)]$", a formula without a relation."""
    text = page.text[formula.start : formula.end].strip(" .,;&\n")
    start = max(0, formula.start - _BOX_NEAR)
    words = _SENTENCE.split(re.sub(r"\$+\s*$", "", page.text[start : formula.start]))[-1]
    if len(_STEP.findall(text)) != 2 or re.search("[=<>]", text) or not _CALLS.search(words):
        return None
    if not _places(words):
        return None
    return Statement(
        (Side(formula.start, formula.start, r"\text{box}(x)"), Side(formula.start, formula.end, text)), ("=",)
    )


def _of_function(name: str, argument: str, text: str, env: Environment) -> Box | None:
    """The box that the page says a function is in words; None where it says so twice, or of something else."""
    found = [each for each in _IN_WORDS.finditer(text) if each["name"] == name and each["argument"] == argument]
    if len(found) != 1:
        return None
    condition = found[0]["condition"]
    inside = build_cond(PageLexer(condition, names_of(env)).pieces(), len(condition))
    parts = inside.parts if isinstance(inside, All) else (inside,)
    ends = [each for each in parts if isinstance(each, Compare) and each.relation in ("<", "<=")]
    if len(ends) != 2 or ends[0].right != Sym(argument) or ends[1].left != Sym(argument):
        return None
    return Box(argument, _read(found[0]["value"], env), inside, Compare("<", ends[0].left, ends[1].right))


def _read(latex: str, env: Environment) -> Expr:
    return read_side(latex, names_of(env))[0]
