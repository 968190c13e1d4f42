r"""Macros: what \newcommand, \def and \DeclareMathOperator of a page stand for.

And y_i(T), where the page defines it: y_i, which depends on T as its definition says.
And \Delta_Q, where the page says \Delta_Z = \frac{\partial L}{\partial Z} for any Z: \frac{\partial L}{\partial Q}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Dependence:
    """A family that the page writes with what it depends on: y_i(T)."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, name: str, argument: str) -> Dependence:
        """That of a name and an argument, as LaTeX."""
        base = re.escape(re.sub(r"\s", "", name))
        index = r"\s*_\s*(?:\w|\{[^{}]*\})"
        return cls(re.compile(rf"({base}{index})\s*(?:\\left)?\(\s*{re.escape(argument)}\s*(?:\\right)?\)"))

    def left_out(self, latex: str) -> str:
        """The formula in which the family stands without what it depends on."""
        return self.pattern.sub(lambda found: found[1], latex)


_GRADIENTS = re.compile(
    r"(?P<mark>\\(?:Delta|delta|Gamma|bar|widehat|dot)|d|G)\s*(?:_\s*)?\{?\s*(?:\\mathbf\s*\{\s*)?(?P<letter>[A-Za-z])\s*\}{0,2}\s*(?::=|=|:)\s*"
    r"\\d?frac\s*\{\s*\\partial\s*(?P<loss>(?:\\mathcal\s*\{?\s*)?\\?[A-Za-z]+\}?)\s*\}\s*"
    r"\{\s*\\partial\s*(?:\\mathbf\s*\{\s*)?(?P=letter)\s*\}{1,2}\s*\$?[^.$]{0,12}\bfor (?:any|every|each|all)\b"
)


@dataclass(frozen=True)
class GradientMark:
    r"""A mark that makes the gradient of a name: \Delta_Q for any Q."""

    pattern: re.Pattern[str]
    loss: str

    @classmethod
    def of(cls, mark: str, loss: str) -> GradientMark:
        """That of a mark and a loss, as LaTeX."""
        return cls(
            re.compile(rf"{re.escape(mark)}\s*_\s*(?:([A-Z])|\{{\s*([A-Z](?:\s*\^\s*\{{?\(\w\)\}}?)?)\s*\}})"), loss
        )

    def left_out(self, latex: str) -> str:
        """The formula with the gradient in the place of its name."""
        return self.pattern.sub(
            lambda found: rf"\frac{{\partial {self.loss}}}{{\partial {found[1] or found[2]}}}", latex
        )


Macros = Mapping[str, "Macro | Dependence | GradientMark"]


def macros_of(text: str) -> Macros:
    """The macros that a page defines; those with an optional argument are left out."""
    found: dict[str, Macro | Dependence | GradientMark] = {
        f"{each['name']}({each['argument']})": Dependence.of(each["name"], each["argument"])
        for each in _DEPENDS.finditer(text)
    }
    for each in _GRADIENTS.finditer(text):
        if each["mark"] == r"\Delta":
            found[each["mark"]] = GradientMark.of(each["mark"], each["loss"])
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
            latex = _put_in(latex, name, macro) if isinstance(macro, Macro) else macro.left_out(latex)
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
