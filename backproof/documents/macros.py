r"""Macros: what \newcommand, \def and \DeclareMathOperator of a page stand for.

And y_i(T), where the page defines it: y_i, which depends on T as its definition says.
And W^{l}, where the page says z^{l} = W^{l} a^{l-1} + b^{l}: W^{(l)}, of the layer l.
And \Delta_Q, where the page says \Delta_Z = \frac{\partial L}{\partial Z} for any Z: \frac{\partial L}{\partial Q}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_NEW = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?\s*(?:\[(?P<number>\d)\])?\s*(?=\{)"
    r"|\\def\s*\\(?P<plain>[A-Za-z]+)\s*(?=\{)"
    r"|\\DeclareMathOperator\*?\s*\{\s*\\(?P<operator>[A-Za-z]+)\s*\}\s*(?=\{)"
)
_MOST_ROUNDS = 8
_LONGEST = 4000


@dataclass(frozen=True)
class Macro:
    """What a command stands for, with #1, #2, ... for its arguments."""

    arguments: int
    body: str


_INDEXED = r"(?P<name>(?:\\hat\s*\{?\s*)?(?:\\[a-zA-Z]+|[A-Za-z])\}?)\s*_\s*(?:[a-z]|\{\s*[a-z]\s*\})"
_DEPENDS = re.compile(
    rf"(?:\$|&|\\\\|\\quad|\\qquad|\n|\A)\s*{_INDEXED}\s*(?:\\left)?\(\s*(?P<argument>[A-Z]|\\[a-z]+)\s*(?:\\right)?\)\s*(?::?=|&=)"
)


_GRADIENTS = re.compile(
    r"\\Delta\s*(?:_\s*)?\{?\s*(?:\\mathbf\s*\{\s*)?(?P<letter>[A-Za-z])\s*\}{0,2}\s*(?::=|=|:)\s*"
    r"\\d?frac\s*\{\s*\\partial\s*(?P<loss>(?:\\mathcal\s*\{?\s*)?\\?[A-Za-z]+\}?)\s*\}\s*"
    r"\{\s*\\partial\s*(?:\\mathbf\s*\{\s*)?(?P=letter)\s*\}{1,2}\s*\$?[^.$]{0,12}\bfor (?:any|every|each|all)\b"
)
_MARKED = re.compile(r"\\Delta\s*_\s*(?:([A-Z])|\{\s*([A-Z](?:\s*\^\s*\{?\(\w\)\}?)?)\s*\})")


@dataclass(frozen=True)
class Notation:
    r"""A way of writing a name of the page: y_i(T) for y_i, \Delta_Q for the gradient by Q.

    before, after: what stands around the group that matched last, once it is put in.
    What the group `name` matched stays before all of that.
    """

    pattern: re.Pattern[str]
    before: str = ""
    after: str = ""

    def put_in(self, latex: str) -> str:
        """The formula without that notation."""

        def plain(found: re.Match[str]) -> str:
            kept = found["name"] if "name" in self.pattern.groupindex else ""
            return f"{kept}{self.before}{found[found.lastindex or 0]}{self.after}"

        return self.pattern.sub(plain, latex)


def _dependence(name: str, argument: str) -> Notation:
    """A family that the page writes with what it depends on, as LaTeX."""
    base = re.escape(re.sub(r"\s", "", name))
    index = r"\s*_\s*(?:\w|\{[^{}]*\})"
    return Notation(re.compile(rf"({base}{index})\s*(?:\\left)?\(\s*{re.escape(argument)}\s*(?:\\right)?\)"))


_GAP = r"\s{0,2}"  # what is blanked out of a page leaves long ones
_FONT = rf"(?:\\(?:mathbf|boldsymbol|bm|vec|mathrm){_GAP}\{{{_GAP})?"
_SUB = rf"(?:{_GAP}_{_GAP}(?:\{{[^{{}}]*\}}|\w))?"
_RAISED = rf"{_FONT}\\?[A-Za-z]+{_GAP}\}}?{_SUB}{_GAP}\^{_GAP}\{{?{_GAP}(?:l|\\ell)"
_LAYERS = re.compile(  # z^{l} = W^{l} a^{l-1}: the superscripts are those of layers
    rf"(?<![A-Za-z\\]){_RAISED}{_GAP}\}}?{_GAP}(?::=|&?=){_GAP}"
    rf"(?:\\sum{_GAP}(?:_{_GAP}\{{[^{{}}]*\}})?{_GAP}(?:\^{_GAP}\{{[^{{}}]*\}})?{_GAP})?"
    rf"{_RAISED}{_GAP}\}}?{_GAP}{_RAISED}{_GAP}-{_GAP}1"
)
_CARRIES = re.compile(
    rf"{_FONT}\\?(?P<name>[A-Za-z]+){_GAP}\}}?{_SUB}{_GAP}\^{_GAP}\{{?{_GAP}(?:l|\\ell){_GAP}(?:[-+]{_GAP}1{_GAP})?\}}"
)
_OF_A_NETWORK = frozenset(("delta", "Delta", *"WwbzahuxyAZHsDd"))


def _layers(text: str) -> dict[str, Notation]:
    """W^{l} is W^{(l)} for the letters that carry a layer so, where the page says how one layer follows from another.

    Of a small letter in plain type, w^{2} may be the square.
    """
    if _LAYERS.search(text) is None:
        return {}
    names = sorted({each["name"] for each in _CARRIES.finditer(text)} & _OF_A_NETWORK)
    one = "|".join(rf"\\{each}(?![A-Za-z])" if len(each) > 1 else rf"(?<![A-Za-z\\]){each}" for each in names)
    large = "|".join(each for each in one.split("|") if each[-1].isupper() or each.startswith(r"\\")) or "(?!)"
    bold = rf"(?:{_FONT[:-1]}(?:{one})\s*\}}|{large})"
    return {
        "^l": _numbered(rf"{_FONT}(?:{one}){_GAP}\}}?", r"(?:[lL]|\\ell)(?:\s*[-+]\s*1)?|[01]"),
        "^2": _numbered(bold, r"\d"),
    }


def _numbered(name: str, layer: str) -> Notation:
    superscript = rf"(?:\{{\s*({layer})\s*\}}|({layer})(?![A-Za-z0-9]))"
    return Notation(re.compile(rf"(?P<name>{name}{_SUB})\s*\^\s*{superscript}"), "^{(", ")}")


Macros = Mapping[str, Macro | Notation]


@lru_cache(maxsize=16)  # every section of a page asks
def macros_of(text: str) -> Macros:
    """The macros that a page defines; those with an optional argument are left out."""
    found: dict[str, Macro | Notation] = {
        f"{each['name']}({each['argument']})": _dependence(each["name"], each["argument"])
        for each in _DEPENDS.finditer(text)
    }
    found |= _layers(text)
    for each in _GRADIENTS.finditer(text):
        found[r"\Delta"] = Notation(_MARKED, rf"\frac{{\partial {each['loss']}}}{{\partial ", "}")
    for each in _NEW.finditer(text):
        body = braced(text, each.end())
        if body is None:
            continue
        name = each["name"] or each["plain"] or each["operator"]
        inside = rf"\operatorname{{{body}}}" if each["operator"] else body
        found[name] = Macro(int(each["number"] or 0), inside)
    return found


def braced(text: str, at: int) -> str | None:
    """What stands between the brace at an offset and the one that closes it; None if none does."""
    level = 0
    for n in range(at, min(len(text), at + _LONGEST)):
        if text[n] == "\\":
            continue
        if text[n] in "{}" and (n == 0 or text[n - 1] != "\\"):
            level += 1 if text[n] == "{" else -1
            if level == 0:
                return text[at + 1 : n]
    return None


def expanded(latex: str, macros: Macros) -> str:
    """The formula with the macros put in; what grows beyond bounds is left as it is."""
    for _ in range(_MOST_ROUNDS):
        before = latex
        for name, macro in macros.items():
            latex = _put_in(latex, name, macro) if isinstance(macro, Macro) else macro.put_in(latex)
            if len(latex) > _LONGEST:
                return before
        if latex == before:
            break
    return latex


def _put_in(latex: str, name: str, macro: Macro) -> str:
    pattern, out, at = re.compile(rf"\\{name}(?![A-Za-z])"), "", 0
    while found := pattern.search(latex, at):
        out += latex[at : found.start()]
        at = found.end()
        body = macro.body
        for number in range(1, macro.arguments + 1):
            while at < len(latex) and latex[at].isspace():
                at += 1
            argument = braced(latex, at) if latex[at : at + 1] == "{" else latex[at : at + 1]
            if argument is None:
                return out + latex[found.start() :]
            at += len(argument) + (2 if latex[at : at + 1] == "{" else 0)
            body = body.replace(f"#{number}", argument)
        out += body if len(body) < 2 or macro.arguments or body.startswith("\\") else f"{{{body}}}"
        if out[-1:].isalpha() and latex[at : at + 1].isalpha():
            out += " "
    return out + latex[at:]
