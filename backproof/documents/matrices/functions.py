r"""The letters that a page applies as functions: g(z) = \max(0, z), and g' is the slope of the ReLU.

A letter is a function where the page says what it is of a number, or writes its slope: a gradient has no prime.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from backproof.documents.declarations import ANY

_LETTER = r"(?<![A-Za-z\\{_^])(?P<letter>\\(?:sigma|(?:var)?phi|psi|rho)|[fghs])"
_OPEN = r"\s*(?:\\left|\\[bB]igl?)?\s*\(\s*"
_CLOSE = r"\s*(?:\\right|\\[bB]igr?)?\s*\)"
_ANY_LETTER = r"(?<![A-Za-z\\{_^])(?P<letter>\\(?:sigma|(?:var)?phi|psi|rho)|[a-z])"
_OF_NUMBER = re.compile(rf"{_ANY_LETTER}{_OPEN}(?P<of>[a-z]){_CLOSE}\s*(?::=|=|&=|=&)\s*(?P<body>[^$=\n]+)")
_SLOPE = re.compile(rf"{_LETTER}(?:'|\s*\^\s*(?:\{{\s*\\prime\s*\}}|\\prime)){_OPEN}")
_NAMED = re.compile(
    rf"{_LETTER}\s*=\s*(?:\\(?:text|mathrm|operatorname)\s*\{{\s*|\\)?(?P<body>ReLU|relu|tanh|sigmoid)(?![A-Za-z(])\s*\}}?\s*(?!\\?[({{])"
)
_SIGMA = r"\\sigma(?![A-Za-z])"
_SIGMOIDS_SLOPE = re.compile(  # what is said of the sigmoid, by its usual letter
    rf"{_SIGMA}\s*(?:'|\^\s*\{{?\s*\\prime\s*\}}?){_OPEN}(?P<of>[a-z]){_CLOSE}\s*&?=\s*{_SIGMA}{_OPEN}(?P=of){_CLOSE}"
    rf"\s*(?:\\cdot\s*)?(?:\\left|\\[bB]igl?)?[(\[]\s*1\s*-\s*{_SIGMA}{_OPEN}(?P=of){_CLOSE}"
)
_OTHER = re.compile(  # of any function, or of tanh as well
    r"\b(?:any|arbitrary|generic|general|some|differentiable) (?:\w+ )?activation"
    rf"|{_SIGMA}\s*(?:'|\^\s*\{{?\s*\\prime\s*\}}?){_OPEN}[a-z]{_CLOSE}\s*&?=\s*1\s*-|{_SIGMA}\s*(?:=|\(\w\)\s*=)\s*\\tanh"
    rf"|tanh[^.$]{{0,30}}\$\s*{_SIGMA}\s*\$"
)
_ARRAY = (  # g = e^T W, h \odot u: the letter of an array
    r"(?<![A-Za-z\\])(?:\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*%s\s*\}|%s(?![A-Za-z]))"
    r"|%s\s*&?\s*(?:=(?!\s*&?\s*(?:\\(?:text|math|operatorname|tanh|max|sigma)|g'))|\\odot|\\in(?![a-z])|\^\s*\{?\s*(?:T|\\top)))"
)
_CALLED = r"\s*(?:\\(?:text|mathrm|operatorname)\s*\{\s*)?\\?"


@lru_cache
def function_letters(text: str) -> Mapping[str, str]:
    """What the letters stand for that a page applies: an activation, or any function with a slope."""
    found: dict[str, str] = {}
    for each in _SLOPE.finditer(text):
        if not _is_array(each["letter"], text):
            found[_name(each["letter"])] = ANY + _name(each["letter"])
    for each in (*_OF_NUMBER.finditer(text), *_NAMED.finditer(text)):
        name = _name(each["letter"])
        known = _activation(each["body"], each.groupdict().get("of"))
        if known is None or _is_array(each["letter"], text):
            continue
        if found.get(name, ANY).startswith(ANY):
            found[name] = known
        elif found[name] != known:
            found[name] = ANY + name  # a function of one part of the page, another one of another
    if found.get("sigma", ANY).startswith(ANY) and _SIGMOIDS_SLOPE.search(text) and "sigmoid" in text:
        found |= {} if _OTHER.search(text) else {"sigma": "sigmoid"}
    return MappingProxyType(found)


def _is_array(letter: str, text: str) -> bool:
    return letter.isalpha() and re.search(_ARRAY.replace("%s", letter), text) is not None


def _name(letter: str) -> str:
    return letter.lstrip("\\").replace("varphi", "phi")


def _activation(body: str, of: str | None) -> str | None:
    """The activation that a formula in `of` is, as far as it is one by name, or the maximum with zero."""
    if of is None:
        return body.lower()
    inside = rf"{_OPEN}{of}{_CLOSE}"
    maximum = rf"{_CALLED}max\}}?(?:{_OPEN}|\s*\\\{{\s*)(?:0\s*,\s*{of}|{of}\s*,\s*0)\s*(?:{_CLOSE}|\\\}})"
    below = rf"e\s*\^\s*\{{\s*-\s*{of}\s*\}}|\\exp{_OPEN}-\s*{of}{_CLOSE}"
    under = rf"1\s*\+\s*(?:{below})\s*"
    sigmoid = rf"\s*(?:\\[dt]?frac\s*\{{\s*1\s*\}}\s*\{{\s*{under}\}}|1\s*/{_OPEN}{under}{_CLOSE})"
    for name, pattern in (
        ("relu", maximum),
        ("relu", rf"{_CALLED}(?:ReLU|relu)\}}?{inside}"),
        ("tanh", rf"{_CALLED}tanh\}}?(?:{inside}|\s+{of})"),
        ("sigmoid", rf"{_CALLED}sigmoid\}}?{inside}"),
        ("sigmoid", sigmoid),
    ):
        if re.match(rf"{pattern}\s*(?:[.,;]|\\q?quad|\\\\|\\end|\\text|$)", body):
            return name
    return None
