r"""What a sentence supposes of a distribution, for itself alone.

    If the inputs have mean $\mu$ and variance $v^2$, then $\text{Var}(a) = n \sigma^2 (v^2 + \mu^2)$.
    For uniform weights on $[-r, r]$ we have $\mathbb{E}[w^2] = r^2/3$.

The laws that the page has given before are the same again after the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Call, Entry, Expr, Num, Sym, negative, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, Law
from backproof.documents.lexer import read_side
from backproof.documents.mentions import mentioned, named
from backproof.documents.settings import names_of
from backproof.documents.special import sentence_before

_LETTER = r"(?P<name>[A-Za-z])\s*(?:_\s*(?:\w|\{\w+\}))?"
_WHO = rf"(?:(?P<inputs>inputs?|features)|(?P<weights>weights?)|\$\s*{_LETTER}\s*\$)"
_MEAN = (  # mean $\mu$; mean m
    r"(?:mean|average|expectation)\s+(?:of\s+|value\s+)?"
    r"(?:\$(?P<mean>[^$]+?)(?:\\neq?\s*0\s*)?\$|(?P<plain>[b-z]|mu)(?![\w'$^]))"
)
_VARIANCE = r"variance\s+(?:of\s+)?\$(?P<variance>[^$]+)\$"
_NOT_CENTERED = (
    r"(?:(?:are|is|were|was|be|being)\s+(?:not|no longer)\s+(?:centered|centred|zero-mean|of mean zero)"
    r"|(?:do|does|did)\s+not\s+have\s+(?:a\s+)?(?:zero\s+mean|mean\s+(?:zero|0|\$0\$)))\s*,?\s*"
)
_EXPECTED = (
    rf"(?:\\(?:mathbb|mathrm|operatorname|text)\s*\{{?\s*)?E\}}?\s*(?:\\left)?[\[(]\s*{_LETTER}\s*(?:\\right)?[\])]"
)
_PARAMETER = r"(?P<mean>\\?[A-Za-z]+(?:_\w)?)"
_IN_FORMULA = tuple(
    re.compile(rf"\b(?:if|when|had|were|suppose|assume|let|with|for|in general)\b[^.]*?\$\s*{each}", re.IGNORECASE)
    for each in (
        rf"{_EXPECTED}\s*=\s*{_PARAMETER}\s*(?:\\neq?\s*0\s*)?\$",
        rf"{_PARAMETER}\s*=\s*{_EXPECTED}\s*(?:\\neq?\s*0\s*)?\$",
    )
)
_SUPPOSED = re.compile(
    rf"\b(?:if|when|had|were|should|suppose|assume|for|once|without|with)\b[^.]*?{_WHO}\s*(?:{_NOT_CENTERED})?"
    r"(?:(?:do|would|should|all|also|now|instead|still|but|and)\s+)*"
    rf"(?:have|has|had|with|of|but)\s+(?:an?\s+|the\s+)?(?:non-?zero\s+)?{_MEAN}"
    rf"(?:\s*(?:,|and|,\s*and)\s*(?:an?\s+)?{_VARIANCE})?",
    re.IGNORECASE,
)
_UNIFORM = re.compile(
    r"\b(?:uniform(?:ly)?\b[^.$]*\$?|(?:\\(?:mathcal|mathrm|text)\s*\{\s*)?(?:U|Unif|Uniform)\s*\}?)\s*(?:\\left)?"
    r"[\[(]\s*(?P<low>-\s*[a-z]|0)\s*,\s*(?P<high>[a-z])\s*(?:\\right)?[\])]",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\buniform(?:ly)?\b[^.$]*\b(?:from|between)\s+\$?\s*-\s*(?P<high>[a-z])\s*\$?\s*(?:to|and)\s+\$?\s*(?P=high)(?![a-z(])",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:if|when|suppose|assume|had|were|without|unless|in case|once)\b[^.]*?"
    r"(?:(?:\bnot|n't|\bno longer|\bnon)\b[- ]*(?:\w+ ){0,3}?"
    r"(?:zero|cent(?:er|r)ed|symmetric|random|gaussian|normal)"
    r"|\b(?:correlated|non-?zero|fixed|shared|tied|positive|all (?:equal|the same))\b"
    r"|\bmeans?\s+(?:of\s+|value\s+)?(?!zero|\$?\s*0(?![.\d])|of\b|square|is\b|are\b|and\b|or\b)\S)",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(r"\b(?:if|had|were|in case|without|would)\b[^.;]*$", re.IGNORECASE)
_NEW_PARAGRAPH = re.compile(r"\n\s*\n")
_GOES_ON = re.compile(r"\s*(?:then|so|thus|hence|therefore|in (?:this|that) case|now)\b", re.IGNORECASE)
_WEIGHTS = ("w", "W")
_MOMENTS = frozenset(("E", "Var", "Cov"))


def sentences_before(text: str, at: int) -> str:
    """What stands in a sentence before a place of the page; with the sentence before, if it goes on: "Then ..."."""
    sentence = sentence_before(text, at)
    if _GOES_ON.match(sentence) is None:
        return sentence
    return sentence_before(text, max(0, at - len(sentence) - 1)) + " " + sentence


def supposing(sentence: str, sides: Iterable[Expr], last: Iterable[Expr], env: Environment) -> Environment:
    """The environment for a claim of a sentence; the same one where its words suppose nothing of what is claimed.

    sentence: what stands in the sentence before the claim;  sides: those of the claim;  last: of the equation before.
    """
    spoken = (tuple(sides), tuple(last))
    about = [each for each in spoken if any(_is_moment(node) for side in each for node in walk(side))]
    if env.setting != "initialization" or not about:
        return env
    env = _with_moments(sentence, env)
    uniform = _uniform(sentence)
    return env if uniform is None else _with_uniform(*uniform, about[0], env)


def supposes_otherwise(sentence: str, sides: Iterable[Expr], env: Environment) -> bool:
    """Whether a sentence may suppose what the setting denies of its random names, and speaks of their moments."""
    if env.setting != "initialization" or _DENIED.search(sentence) is None:
        return False
    return any(_is_moment(node) for side in sides for node in walk(side))


def supposed_means(sentence: str, before: Environment, env: Environment) -> dict[str, Law]:
    r"""The laws as they were, of names whose mean a formula supposes only: "if they are not centered, $E[x] = \mu$"."""
    if env.laws is before.laws or _ONLY_IF.search(sentence) is None:
        return {}
    return {name: law for name, law in before.laws.items() if name in env.laws and env.laws[name].mean != law.mean}


def ends_supposition(words: str) -> bool:
    """Whether a new paragraph begins, in which nothing is supposed any more."""
    return _NEW_PARAGRAPH.search(words) is not None


def supposes_mean(left: Expr, right: Expr, env: Environment) -> bool:
    r"""Whether an equation gives a new name to a mean that is a number by what the page has said before.

    "If E[x_i] = \mu" after E[x_i] = 0 does not say that \mu is 0: another law of x is supposed.
    """
    for mean, name in ((left, right), (right, left)):
        match mean, name:
            case Call("E", (Sym(random) | Entry(random, _),)), Sym(letter):
                law = env.laws.get(random)
                new = letter not in env.definitions and letter not in env.laws
                if law is not None and isinstance(law.mean, Num) and law.line is not None and new:
                    return True
            case _:
                pass
    return False


def bounds_said(text: str) -> frozenset[str]:
    """The letters that words make bounds of a uniform law: a, of "uniform on $[-a, a]$"."""
    return frozenset(each["high"] for pattern in (_UNIFORM, _FROM_TO) for each in pattern.finditer(text))


def no_longer(env: Environment, supposed: Environment, before: Environment) -> Environment:
    """The environment after the sentence: what it has supposed is what was known before again."""
    if supposed is before:
        return env
    laws = dict(env.laws)
    for name in {*supposed.laws, *before.laws}:
        if supposed.laws.get(name) != before.laws.get(name) and laws.get(name) == supposed.laws.get(name):
            laws.pop(name, None)
            if name in before.laws:
                laws[name] = before.laws[name]
    gone = {name: each for name, each in before.definitions.items() if name not in supposed.definitions}
    positive = env.positive - (supposed.positive - before.positive)
    return replace(env, laws=laws, definitions={**gone, **env.definitions}, positive=positive)


def _is_moment(node: Expr) -> bool:
    return isinstance(node, Call) and node.function in _MOMENTS


def _with_moments(sentence: str, env: Environment) -> Environment:
    """Names that have another mean, or variance, than the page has said."""
    found = next((one for each in (_SUPPOSED, *_IN_FORMULA) if (one := each.search(sentence)) is not None), None)
    if found is None:
        return env
    said = found.groupdict()
    names = (said["name"],) if said["name"] else _WEIGHTS if said["weights"] else ("x",)
    values: dict[str, Expr] = {}
    said["mean"] = said["mean"] or said.get("plain")
    for key in ("mean", "variance"):
        if said.get(key) is None:
            continue
        try:
            values[key] = read_side(said[key], names_of(env))[0]
        except Unreadable:
            return env
    laws: Mapping[str, Law] = {
        name: replace(env.laws[name], line=env.laws[name].line or 1, kind="moments", **values)  # type: ignore[arg-type]
        for name in names
        if name in env.laws
    }
    parameters = {name for value in values.values() for node in walk(value) if (name := named(node))}
    if not laws or parameters & env.definitions.keys():
        return env
    return replace(env, laws={**{k: v for k, v in env.laws.items() if k not in parameters}, **laws})


def _uniform(sentence: str) -> tuple[Expr, str] | None:
    """The bounds of which a sentence speaks last: the lower one, and the name of the upper one."""
    found = list(_UNIFORM.finditer(sentence))
    if not found:
        return None
    low, high = found[-1]["low"].replace("-", "").strip(), found[-1]["high"]
    if low == "0":
        return Num(Fraction(0)), high
    return (negative(Sym(high)), high) if low == high else None


def _with_uniform(low: Expr, high: str, sides: tuple[Expr, ...], env: Environment) -> Environment:
    """Weights between these bounds, where the claim is about means or variances of weights alone."""
    inside = {
        name
        for side in sides
        for node in walk(side)
        if _is_moment(node)
        for name in mentioned((node,), env) & env.laws.keys()
    }
    if not inside or not inside <= set(_WEIGHTS):
        return env
    laws = {name: Law(name, kind="uniform", low=low, high=Sym(high), line=1) for name in inside}
    definitions = {name: each for name, each in env.definitions.items() if name != high}
    return replace(env, laws={**env.laws, **laws}, definitions=definitions, positive=env.positive | {high})
