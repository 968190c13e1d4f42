r"""Macros: what \newcommand, \def and \DeclareMathOperator of a page stand for."""

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


def macros_of(text: str) -> dict[str, Macro]:
    """The macros that a page defines; those with an optional argument are left out."""
    found: dict[str, Macro] = {}
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


def expanded(latex: str, macros: Mapping[str, Macro]) -> str:
    """The formula with the macros put in; what grows beyond bounds is left as it is."""
    for _ in range(_MOST_ROUNDS):
        before = latex
        for name, macro in macros.items():
            latex = _put_in(latex, name, macro)
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
