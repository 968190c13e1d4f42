r"""Equations in words: what a sentence says of the mean and the variance of a name.

    the entries $w_{ij}$ are i.i.d. with mean zero and variance $\sigma^2$      E[w_ij] = 0, Var(w_ij) = \sigma^2
    the x's are independent, zero-mean, with variance $v^2$                     E[x] = 0, Var(x) = v^2
    the $x_i$ have mean $\mu$ and variance $v^2$                                E[x_i] = \mu, Var(x_i) = v^2
    the $x_i$ have variance $v^2$ and mean $\mu$                                E[x_i] = \mu, Var(x_i) = v^2
    let g be the vector of gradients, with zero mean and variance $g_0^2$       E[g] = 0, Var(g) = g_0^2
    $w$ is Gaussian with mean 0 and variance $1/n$                              w \sim N(0, 1/n)
    the weights are initialized as $N(0, s^2)$                                  w \sim N(0, s^2)

Only words that can add nothing else may stand between the name and the number.
"""

from __future__ import annotations

import re

from backproof.documents.extraction import Formula
from backproof.documents.statements import Side, Statement

_ZERO = r"(?:zero[- ]mean|mean[- ](?:of )?(?:zero|0|\$0\$)|centered|centred|(?:zero|0) mean)"
_WORD = (
    rf"(?:{_ZERO}|'?s|is|are|be|being|have|has|having|with|to be|i\.?i\.?d\.?|independent(?:ly)?|identically"
    r"|distributed|random|variables?|numbers?"
    r"|of|and|a|an|the|each|all|both|which|that|drawn|sampled|chosen|initiali[sz]ed|from|gaussians?|normal(?:ly)?"
    r"|distributions?|inputs?|gradients?|outputs?|errors?|at|layers?|neurons?|units?|entries|weights?|elements"
    r"|components|coordinates|vectors?|signals?|common|same|finite|some|any|again|also"
    r"|mutually|pairwise|others?|symmetric(?:ally)?)"
)
_NORMAL = re.compile(r"(?<![A-Za-z])(?:gaussians?|normal(?:ly)?)(?![A-Za-z])", re.IGNORECASE)
_BETWEEN = re.compile(rf"'?(?:[\s,;:()]|(?<![A-Za-z]){_WORD}(?![A-Za-z]))*", re.IGNORECASE)
_COUNTED = re.compile(r"\s*(?:inputs|outputs|units|neurons|layers|entries|weights|gradients|numbers|elements)\b")
_SIZE = re.compile(r"[nNmMdDkK]_|fan")
_WIDTH = re.compile(r"\b(?:width|size|depth|dimension|fan[- ]?(?:in|out)|number of \w+)\s*$", re.IGNORECASE)
_OF_LAYER = re.compile(r"\b(?:weights|entries)\s+(?:of|in)\s+(?:the\s+)?layers?\s*$", re.IGNORECASE)
_VARIANCE = re.compile(r"(?<!\bthe )\bvariance\s*(?:of\s*)?$|\bthe variance\s*$", re.IGNORECASE)  # "the variance of a"
_MEAN = re.compile(
    r"\bmean\s+(?:of\s+)?\$(?P<mean>(?!\s*0\s*\$)[^$]+)\$\s*(?:,|and|,\s*and)\s*(?:an?\s+)?$", re.IGNORECASE
)
_MEAN_BEHIND = re.compile(
    r"\$?\s*(?:,|and|,\s*and)\s*(?:with\s+|an?\s+|(?:have|has|their|its)\s+)*(?:mean|average)\s+(?:of\s+|is\s+)?"
    r"\$(?P<mean>[^$=<>]+)\$",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\b(?:if|when|had|were)\b", re.IGNORECASE)
_IS_ZERO = re.compile(rf"(?<![A-Za-z]){_ZERO}(?![A-Za-z])", re.IGNORECASE)
_NAME = r"\\?[A-Za-z]+(?:\s*\{\s*\\?[A-Za-z]+\s*\})?(?:\s*_\s*(?:\{[^{}]*\}|\w))?(?:\s*\^\s*\{\s*\(\w\)\s*\})?"
_SUBJECT = re.compile(
    r"\$(?P<formula>[^$]*)\$|(?<![A-Za-z$\\])(?P<letter>[A-Za-z])(?='s(?![A-Za-z])|(?<=\b[Ll]et [A-Za-z]) be\b)"
)
_NAMED = re.compile(rf"\s*(?P<name>{_NAME})\s*(?:\\in(?![A-Za-z])[^=]*|,[^=<>]*)?")
_LAW = re.compile(
    r"\\?(?:(?:mathcal|mathrm|text)\s*\{?\s*)?(?:N|Normal|U|Unif|Uniform)\s*\}?\s*(?:\\left)?\s*[(\[].*[)\]]"
)
_WEIGHTS_FROM = re.compile(
    r"\bweights\s+(?:(?:of|in)\s+(?:the|this|each|every|a)\s+(?:\w+\s+)?layers?\s+)?(?:are|be|is|were)\s+"
    r"(?:(?:all|randomly|independently|independent|i\.i\.d\.|and)\s+)*"
    r"(?:initiali[sz]ed|drawn|sampled|distributed|chosen|set)\s+(?:randomly\s+|independently\s+)?"
    r"(?:as|from|with|by|to|like|according to)\s+(?:(?:an?|the|normal|gaussian|uniform|distribution)\s+)*$",
    re.IGNORECASE,
)
_NIL = re.compile(r"\$\s*0\s*\$")
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z$])(?<!i\.i\.d\. )|\n\s*\n")


def moments_said(text: str, formula: Formula) -> list[Statement]:
    """The mean and the variance that the words before a formula, which is the variance, give to a name; often none."""
    value = text[formula.start : formula.end].strip(" .,")
    opening = text.rfind("$", 0, formula.start) if text[formula.start - 1 : formula.start] == "$" else formula.start
    before = text[max(0, opening - 300) : opening]
    said = _NIL.sub("zero", _SENTENCE.split(before)[-1])
    if not formula.display and _LAW.fullmatch(value) and _WEIGHTS_FROM.search(before[-200:]):
        weights = Side(formula.start, formula.start, "W" if re.search(r"(?<![A-Za-z])W\}?\s*_", text) else "w")
        return [Statement((weights, Side(formula.start, formula.end, value)), ("~",))]
    last = _VARIANCE.search(said)
    if formula.display or last is None or re.search(r"[<>=,]|\\(?:sim|in|le|ge|to)(?![A-Za-z])", value):
        return []
    mean = _MEAN.search(said[: last.start()])
    end = last.start() if mean is None else mean.start()
    mean = mean or _MEAN_BEHIND.match(text, formula.end)
    subjects = list(_SUBJECT.finditer(said[:end]))
    if not subjects or (mean is not None and _HYPOTHETICAL.search(said[:end])):
        return []
    subject = subjects[-1]
    between = said[subject.end() : end]
    if not _BETWEEN.fullmatch(between):
        return []
    named = _NAMED.fullmatch(subject["formula"] or subject["letter"])
    if named is None:
        return []
    name = named["name"]
    if _OF_LAYER.search(said[: subject.start()]):  # all weights of layer $k$
        name = rf"{'W' if re.search(r'(?<![A-Za-z])W', text) else 'w'}^{{({name})}}"
    if _WIDTH.search(said[: subject.start()]):  # constant width $h$ and variance ...
        return []
    if (name.isalpha() or _SIZE.match(name)) and _COUNTED.match(between):  # $k$ outputs
        return []
    if _NORMAL.search(between) and _IS_ZERO.search(between):
        law = Side(formula.start, formula.end, rf"\mathcal{{N}}(0, {value})")
        return [Statement((Side(formula.start, formula.start, name), law), ("~",))]
    left = Side(formula.start, formula.start, rf"\operatorname{{Var}}({name})")
    found = [Statement((left, Side(formula.start, formula.end, value)), ("=",))]
    if _IS_ZERO.search(between) or mean is not None:
        of = Side(formula.start, formula.start, rf"\mathbb{{E}}[{name}]")
        value = "0" if mean is None else mean["mean"]
        found.insert(0, Statement((of, Side(formula.start, formula.end, value)), ("=",)))
    return found
