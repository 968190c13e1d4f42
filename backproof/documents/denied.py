r"""What words say of weights and inputs against what the setting assumes of them, from there on.

    The inputs have mean $\mu$ and variance $v^2$.          E[x] = \mu
    ..., the weights mean $m$ and variance $s^2$.           E[w] = m
    the $x_i$ are positive; they are not centered           E[x] is some number
    $x_i$ are fixed numbers                                 x is no random name
    The weights are all equal; they are not independent     what needs independence is not proved

A sentence that supposes something speaks for itself alone; see `supposed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Expr, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment
from backproof.documents.lexer import read_side
from backproof.documents.mentions import named
from backproof.documents.scanning import said_before
from backproof.documents.settings import names_of

_INDEX = r"(?:\s*_\s*(?:\w|\{[^{}$]*\}))?"
_SUBJECT = re.compile(
    r"(?<!mean )(?<!variance )(?<!average )(?:"
    rf"(?P<inputs>\b(?:inputs|input values|features|pixels?(?: values)?)\b|\$\s*x{_INDEX}\s*\$)"
    rf"|(?P<weights>\bweights\b|\$\s*[wW]{_INDEX}\s*\$)"
    r"|\b(?:outputs?|gradients?|bias(?:es)?|activations?|errors?|targets?|labels?|noise|neurons?|sums?)\b"
    rf"|\$\s*[a-zA-Z]{_INDEX}\s*\$(?=\s+(?:has|have|is|are)\b))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[-*+•]\s+|\n#")
_SUPPOSED = re.compile(
    r"\b(?:if|when|whenever|were|had|would|unless|suppose|without|instead of|might|could|should"
    r"|not (?:true|the case))\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\?\s*$")
_NOT = r"(?:not|no longer|never|n't)"
_ZERO = r"(?:zero|0(?![.\d])|\$\s*0\s*\$)"
_CENTERED = rf"(?:cent(?:er|r)ed|zero[- ]mean|of mean {_ZERO})"
_ANY_MEAN = re.compile(
    rf"\b{_NOT}\s+(?:all\s+|exactly\s+)?{_CENTERED}|\bnon-?zero mean"
    rf"|\b(?:do|does) {_NOT} have (?:a )?(?:zero mean|mean {_ZERO})"
    rf"|\bmeans?\s+(?:\$[^$]*\$\s+)?(?:is|are)\s+(?:{_NOT}\s+(?:zero|0|\$\s*0\s*\$)|positive|non-?zero)"
    r"|\b(?:are|is)\s+(?:all\s+|always\s+)?(?:strictly\s+)?(?:positive|non-?negative)\b(?! (?:or|and) )",
    re.IGNORECASE,
)
_BEHIND_ACTIVATION = re.compile(
    r"[^.;]{0,60}?\b(?:are|is|being)\s+(?:(?!not\b)\w+\s+){0,4}?outputs?\s+of\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:relus?|sigmoids?)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(  # "so the mean of one product is" speaks of something else
    r"(?:\A|\b(?P<has>have|has|having|with|of|and|but|an?|their|whose|its|common|same|non-?zero|positive))\s+"
    r"(?:mean|average|expectation|expected value)\s+(?:value\s+)?(?:of\s+|is\s+|equal to\s+)?"
    r"(?:\$(?P<formula>[^$]+)\$|(?P<number>\d+(?:\.\d+)?)(?![\w.]*\d)|(?P<zero>zero)|(?P<one>one))"
    r"(?![- ]+(?!and|but|or|with|which|that|where|is|are|in|for|here|instead|as|so|then|now|each)[a-z])",
    re.IGNORECASE,
)
_OUTRIGHT = frozenset(("have", "has", "having", "with", "a", "and"))
_FIXED = re.compile(
    r"\s*(?:are|is|as|being)\s+(?:all\s+|given\s+|some\s+)?(?:fixed|deterministic|constants?|not random)"
    r"(?:\s+(?:numbers?|constants?|values?))?\b"
    r"|\s*(?:are|is) (?:fixed|constant)\b",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}?independent|\b(?<!un)(?<!not )correlated\b|\bdependent\b"
    r"|\b(?:are|is)\s+(?:all\s+)?(?:equal|the same|identical)\b(?! (?:distribut|in|for|variance|law))",
    re.IGNORECASE,
)


_NO_MEAN = re.compile(  # E[x] \\neq 0; E[x] = 0 does not hold
    rf"(?:E|\\mathbb\s*\{{?\s*E\s*\}}?)\s*(?:\\left)?\s*[\[(]\s*(?P<name>[xwW]){_INDEX}\s*(?:\\right)?[\])]\s*"
    r"(?:(?:\\neq?(?![A-Za-z])|≠)\s*0|=\s*0\s*\$?\s*(?:does not|no longer|cannot) hold)"
)


def as_words_say(text: str, start: int, end: int, env: Environment) -> Environment:
    """The environment after the words of a page between two statements, with the sentence in which they begin."""
    if env.setting != "initialization":
        return env
    ends = said_before(_SENTENCE, text, start)
    for sentence in _SENTENCE.split(text[ends[-1].end() if ends else 0 : end]):
        if _SUPPOSED.search(sentence) or _ASKED.search(sentence):
            continue
        for found in _NO_MEAN.finditer(sentence):
            env = _with_mean(tuple(name for name in (found["name"],) if name in env.laws), None, env)
        for family, clause, rest in _clauses(sentence):
            env = _said_of(family, clause, rest, env)
    return env


def _clauses(sentence: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The names of which a sentence speaks, what it says of each, and how it goes on after that."""
    subjects = list(_SUBJECT.finditer(sentence))
    for found, following in zip(subjects, [*subjects[1:], None], strict=False):
        names = ("x",) if found["inputs"] else ("w", "W") if found["weights"] else ()
        if names:
            rest = sentence[found.end() :]
            yield names, rest[: following.start() - found.end()] if following else rest, rest


def _said_of(names: tuple[str, ...], clause: str, rest: str, env: Environment) -> Environment:
    random = tuple(name for name in names if name in env.laws)
    if _DEPENDENT.search(clause) and "x" not in names:
        env = replace(env, dependent=env.dependent | set(random))
    if _FIXED.match(clause) and names == ("x",):
        laws = {name: law for name, law in env.laws.items() if name not in names}
        return replace(env, laws=laws, constants=env.constants | set(names))
    if _ANY_MEAN.search(clause) or (names == ("x",) and _BEHIND_ACTIVATION.match(rest)):
        known = _MEAN.search(clause)
        value = None if known is None or known["zero"] or known["number"] == "0" else _value(known, env)
        return _with_mean(random, value, env, loosely=True)
    if (found := _MEAN.search(clause)) is not None:
        value = _value(found, env)
        if value is None:
            return env
        outright = found["formula"] is not None and (found["has"] or "have").lower() in _OUTRIGHT
        return _with_mean(random, value, env, loosely=not outright and value != Num(Fraction(0)))
    return env


def _value(found: re.Match[str], env: Environment) -> Expr | None:
    """The mean that words give; None where it is not read."""
    if found["zero"] or found["one"]:
        return Num(Fraction(0 if found["zero"] else 1))
    try:
        value = read_side(
            re.split(r"\\neq?(?![A-Za-z])|≠|\\ne\b", found["formula"] or found["number"])[0], names_of(env)
        )[0]
    except Unreadable:
        return None
    used = {name for node in walk(value) if (name := named(node))}
    return None if used & (env.laws.keys() | env.definitions.keys()) else value


def _with_mean(names: tuple[str, ...], value: Expr | None, env: Environment, loosely: bool = False) -> Environment:
    """Names that have this mean, or some mean; what the page has said in a formula stays.

    loosely: the words may mean something else, so that nothing is refuted because of them; see `without_loose_means`.
    """
    laws = dict(env.laws)
    for name in names:
        law = laws[name]
        if "E" not in law.given and law.kind == "moments":
            laws[name] = replace(law, mean=Sym(f"E({name})") if value is None else value, loosely=loosely)
    return replace(env, laws=laws)


def without_loose_means(env: Environment) -> tuple[tuple[str, ...], Environment] | None:
    """The names to which loose words alone give a mean, and the environment in which it is zero; None without any.

    Nothing is refuted because of such words: what is right for a mean of zero holds under that condition.
    """
    names = sorted(name for name, law in env.laws.items() if law.loosely)
    if not names:
        return None
    laws = {name: replace(env.laws[name], mean=Num(Fraction(0)), loosely=False) for name in names}
    names = ["w"] if names == ["W", "w"] else names
    return tuple(names), replace(env, laws={**env.laws, **laws})
