r"""What words and formulas without a relation say of single letters.

labels 0 or 1                                     y is 0 or 1
weights drawn from $U[-a, a]$                     a is a positive number, and no activation
Let a be 1 or -1 with probability 1/2 each        a is what is said here, and no longer what it was
(sigma is the logistic sigmoid)                   which function a letter is
the standard deviation $\sigma$                   no function, where nothing is in brackets behind it
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Entry, Expr, Num, Sym, negative, sides, walk
from backproof.documents.environment import Environment, Law, is_size_name
from backproof.documents.mentions import named
from backproof.documents.parts import part_around
from backproof.documents.shown import bold_names

_BINARY_LABELS = re.compile(
    r"\b(?:labels?|targets?)\b[^.\n]{0,30}?(?<![\w.])\$?\\?\{?\s*0\s*\$?\s*(?:,|or|and|/)\s*\$?\s*1(?![\w])(?!\.\d)"
    r"|\b(?:0/1|0-1|binary) labels?\b",
    re.IGNORECASE,
)
_LABELS = ("y", "t")
_BITS = (Fraction(0), Fraction(1))
_TWO_CLASSES = re.compile(  # "pullovers (target $t = 0$) against coats (target $t = 1$)"
    r"\b(?:labels?|targets?|class(?:es)?)\b[^.\n$]{0,40}\$?\s*(?P<name>[a-z])\s*=\s*(?:0\b[^.\n]{0,80}?(?P=name)\s*=\s*1\b"
    r"|1\b[^.\n]{0,80}?(?P=name)\s*=\s*0\b)",
    re.IGNORECASE,
)
_UNIFORM = re.compile(
    r"(?:\\(?:mathcal|mathrm|text)\s*\{\s*)?(?:U|Unif|Uniform|uniform)\}?\s*(?:\\left)?\s*"
    r"[\[(]\s*-\s*(?P<bound>[a-z])\s*,\s*(?P=bound)\s*(?:\\right)?\s*[\])]"
)
_UNIFORM_WORDS = re.compile(
    r"\buniform(?:ly)?(?:\s+(?:distribution|distributed|random|law))*(?:\s+(?:on|over|in|from|between))?"
    r"(?:\s+the interval)?\s*\$?\s*\[\s*-\s*(?P<bound>[a-z])\s*,\s*(?P=bound)\s*\]",
    re.IGNORECASE,
)
POSITIVE = re.compile(r"\s*(\\[A-Za-z]+|[A-W]|[cdhkr])\s*(?:>|\\gt(?![A-Za-z]))\s*0\s*")  # x > 0 is rather a case
_NOT_ABOVE = r"(?:<|=|≤|\\(?:lt|leq?(?:slant)?)(?![A-Za-z]))"
_LET = re.compile(
    r"\b(?:[Ll]et|[Tt]ake|[Ss]uppose(?: that)?|[Aa]ssume(?: that)?)\s+\$?(?P<name>[a-z])\$?\s+"
    r"(?:(?:be|is|to be|takes|equals)\s+(?:a\s+|an\s+)?)?"
    r"(?:[-+]?\d|\$\s*[-+\\]|random|uniform|equal to|either|with probability|constant)"
)
_IS_FUNCTION = re.compile(
    r"(?<![A-Za-z\\])\$?\s*\\?(?P<letter>sigma|varphi|phi|psi|[fg])\$?\s*(?:is|be|denotes|stands for|means)\s+"
    r"(?:(?:now|here|again|always)\s+)?(?:the|a|an|our)\s+(?:\w+\s+)?"
    r"(?:(?P<sigmoid>sigmoid|logistic)|(?P<tanh>tanh|hyperbolic tangent)|(?P<relu>relu|rectif)|(?P<step>step|Heaviside)"
    r"|(?P<softmax>softmax))",
    re.IGNORECASE,
)


_IS_SPREAD = re.compile(
    r"\bstandard deviation\s+(?:of\s+|is\s+)?\$?\s*\\(?P<letter>sigma|varphi|phi)(?![A-Za-z])", re.IGNORECASE
)
_AS_INDEX = re.compile(r"_\s*\{?\s*([a-z])(?![A-Za-z])")
_TEMPERATURES = frozenset(("T", "tau"))  # of a softmax


def with_letters(env: Environment, words: str, numbers: Collection[str], page: str) -> Environment:
    """The environment of a section after what its words say of letters.

    page: all words of the page;
    numbers: names that the section uses as numbers, or as the numbers of samples.
    """
    for found in _IS_FUNCTION.finditer(words):
        name = found["letter"].removeprefix("var")
        known = env.functions.get(name)
        if known is None or isinstance(known, str):
            env = replace(env, functions={**env.functions, name: str(found.lastgroup)})
    for found in _IS_SPREAD.finditer(words):
        applied = re.search(rf"\\{found['letter']}\s*(?:'|\\left|\\[bB]igl?|\()", page)
        if applied is None and isinstance(env.functions.get(name := found["letter"].removeprefix("var")), str):
            others = {each: known for each, known in env.functions.items() if each != name}
            env = replace(env, functions=others)
    if _BINARY_LABELS.search(words):
        labels = [name for name in _LABELS if name in numbers and name not in env.definitions]
        if labels:
            env = replace(env, values={**env.values, labels[0]: _BITS})
    named_so = [each["name"] for each in _TWO_CLASSES.finditer(page)]
    env = replace(env, values={**env.values, **{name: _BITS for name in named_so if name not in env.definitions}})
    if re.search(r"\btemperature\b", words, re.IGNORECASE):
        env = replace(env, positive=env.positive | (_TEMPERATURES & set(numbers)) - env.definitions.keys())
    bounds = [*_UNIFORM.finditer(words), *(_UNIFORM_WORDS.finditer(page) if env.setting == "initialization" else ())]
    for name in sorted({found["bound"] for found in bounds} - bold_names(words)):
        env = _with_bound(name, env)
    return env


def _with_bound(name: str, env: Environment) -> Environment:
    """The environment in which the law U[-name, name] is spoken of."""
    env = replace(forgetting(name, env), positive=env.positive | {name})
    bound = Sym(name)
    return env.drawing(Law(f"U[-{name}, {name}]", kind="uniform", low=negative(bound), high=bound))


def beside_bold(text: str, at: int, latex: str, env: Environment) -> Environment:
    r"""The environment of a statement in which the a of U(-a, a) is a number, on a page with a column \mathbf{a}."""
    start, end = part_around(text, at)
    bounds = {found["bound"] for each in (_UNIFORM, _UNIFORM_WORDS) for found in each.finditer(text, start, end)}
    for name in sorted((bounds & bold_names(text)) - bold_names(latex)):
        if re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z]|\s*(?:_|\^\s*\{{?\s*\())", latex):  # no a_j, no a^{{(l)}}
            others = {each: known for each, known in env.definitions.items() if each != name}
            env = _with_bound(name, replace(env.forgetting_shape(name), definitions=others))
    return env


def bold_again(before: Environment, env: Environment) -> Environment:
    """The environment after such a statement: the column is what it was before."""
    laws = {name: law for name, law in env.laws.items() if name in before.laws or not name.startswith("U[")}
    names = {name for law in env.laws.keys() - laws.keys() for name in env.laws[law].letters}
    if not names:
        return env
    own = {name: before.definitions[name] for name in names & before.definitions.keys()}
    return replace(
        env,
        laws=laws,
        definitions={**{name: each for name, each in env.definitions.items() if name not in names}, **own},
        arrays={**env.arrays, **{name: before.arrays[name] for name in names & before.arrays.keys()}},
        rows=env.rows | (before.rows & names),
        positive=env.positive - (names - before.positive),
    )


def declared_positive(conditions: Iterable[str], text: str, env: Environment) -> Environment:
    r"""T of "y_i = ..., \qquad T > 0" is positive from here on; x > 0 is rather a case, and so is r > 0 beside r < 0.

    text: the page.
    """
    names = {found[1] for each in conditions if (found := POSITIVE.fullmatch(each)) is not None}
    cases = {
        name for name in names if re.search(rf"(?<![A-Za-z\\]){re.escape(name)}\s*{_NOT_ABOVE}\s*0(?![\d.])", text)
    }
    return replace(env, positive=env.positive | {name.lstrip("\\") for name in names - cases} - env.definitions.keys())


def anew(before: str) -> tuple[str, ...]:
    """The letters of which the words before a formula say anew what they are."""
    return tuple(found["name"] for found in _LET.finditer(before))


def unsaid(name: str, env: Environment) -> Environment:
    """The name stands for what is said in words that are not read: nothing about it is called wrong."""
    env = forgetting(name, env)
    return env if name in env.definitions else replace(env, unsaid=env.unsaid | {name})


def of_unread(left: Expr, verdict: str, env: Environment) -> Environment:
    """The environment after an equation for a name of which nothing else is known: what is not read says what it is."""
    numbered = isinstance(left, Entry) and all(isinstance(each, Num) for each in left.indices)  # z_1
    name = named(left) if isinstance(left, Sym) or numbered else None
    by_setting = env.definitions.get(named(left) or "")
    if verdict == "unreadable" and by_setting is not None and by_setting.line is None:
        return unsaid(by_setting.name, env)  # a_j = \sum_i ...: what the page writes and nobody reads may be another a
    known = (env.definitions, env.laws, env.functions, env.positive, env.values, env.explained, env.sizes)
    if name is None or verdict not in ("undecided", "unreadable") or is_size_name(name):
        return env
    if any(name in each for each in known) or (name in env.arrays and not numbered):
        return env
    return replace(env, unsaid=env.unsaid | {name})


def forgetting(name: str, env: Environment) -> Environment:
    """Without what the setting says of a name; what the page has said stays."""
    known, law = env.definitions.get(name), env.laws.get(name)
    if known is not None and known.line is None:
        env = replace(env, definitions={each: body for each, body in env.definitions.items() if each != name})
    if law is not None and law.line is None:
        env = replace(env, laws={each: body for each, body in env.laws.items() if each != name})
    return env


def with_classes(env: Environment, text: str, seen: Mapping[str, Collection[int]]) -> Environment:
    """The environment of a section after what its formulas make of y: the class of a sample, as in -log p_y.

    text: the formulas of the section;  seen: its names, with the numbers of indices that they have.
    """
    inside = set(_AS_INDEX.findall(text))
    classes = {name for name in (inside & set(_LABELS)) - bold_names(text) if not set(seen.get(name, ())) - {0}}

    def speaks(trees: Iterable[Expr]) -> bool:
        return any(named(node) in classes for tree in trees for node in walk(tree))

    definitions = {
        name: each for name, each in env.definitions.items() if each.line is not None or not speaks((each.body,))
    }
    return replace(
        env,
        arrays={name: rank for name, rank in env.arrays.items() if name not in classes},
        assumptions=tuple(each for each in env.assumptions if not speaks(sides(each))),
        definitions=definitions,
    )


def applied_to_something(names: Iterable[str], text: str) -> set[str]:
    """The letters that a page writes before a bracket wherever they stand: functions, whatever was read of u(x)."""
    return {
        name
        for name in names
        if re.search(rf"(?<![A-Za-z\\]){name}\s?\(", text)
        and not re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z]|\s?[(=])", text)
    }
