r"""Letters that a section writes before brackets alone: \sigma of \sigma(x), s of h = s(z) and s'(z).

Such a letter is a function, whatever the setting takes it for: a product of a number with "(x)" is written by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment

_OPEN = r"\s*(?:\\left|\\[bB]igl?)?\s*\("
_LETTER = re.compile(
    r"(?<![A-Za-z_^\\{])(?P<name>\\(?:sigma|theta|phi|varphi|psi|rho)(?![A-Za-z])|[fghsuH](?![A-Za-z]))"
)
_APPLIED = re.compile(rf"(?:\s*\\[!,;:])*(?:'|\s*\^\s*\{{?\s*\\prime\s*\}}?)*{_OPEN}")
_TO_A_LETTER = re.compile(rf"{_OPEN}\s*[a-z](?:_\{{?\w\}}?)?\s*\)")
_CALLED = r"(?:is|be|denotes|for|=)\s+(?:the\s+)?(?:logistic\s+)?(?P<function>sigmoid|tanh|relu|step)\b"


def with_applied_letters(env: Environment, text: str, words: str) -> Environment:
    """The environment where letters that are always applied are functions, and no numbers of the setting.

    text: the formulas of the section;  words: all of it.
    """
    for written in applied(text):
        name = written.lstrip("\\").removeprefix("var")
        if name in env.functions or name in env.laws:
            continue
        said = re.search(rf"{re.escape(written)}\$?\s+{_CALLED}", words, re.IGNORECASE)
        if said is None and not (written.startswith("\\") or _has_slope(written, text)):
            continue
        unknown = name if written.startswith("\\") else ANY + name
        meaning = unknown if said is None else said["function"].lower()
        env = replace(env, functions={**env.functions, name: meaning}, positive=env.positive - {name})
    return env


def _has_slope(written: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z_^\\{{]){written}(?:'|\s*\^\s*\{{?\s*\\prime)", text) is not None


def applied(text: str) -> Iterator[str]:
    """The letters that stand nowhere but before a bracket, at least once before one around a single letter."""
    for name in dict.fromkeys(each["name"] for each in _LETTER.finditer(text)):
        if is_only_applied(name, text) and any(_TO_A_LETTER.match(text, end) for end in _ends(name, text)):
            yield name


def is_only_applied(name: str, text: str, least: int = 1) -> bool:
    """Whether formulas have a name before a bracket, that often at least, and nowhere else: H(x) and H'(x), no H^2."""
    ends = _ends(name, text)
    return len(ends) >= least and all(_APPLIED.match(text, end) for end in ends)


def _ends(name: str, text: str) -> list[int]:
    """Behind each place of a name, with or without the backslash of a Greek letter; not where it is an index."""
    said = rf"(?<![A-Za-z_^\\])(?<![_^]\{{)\\?(?:var)?{re.escape(name)}(?![A-Za-z])"
    return [each.end() for each in re.finditer(said, text)]
