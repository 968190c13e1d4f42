"""Numbers that words compare, before a formula: "When x is negative or zero, both are off, and $f(x) = 0$".

x is larger than $d$            x > d
x lies strictly between 0 and d 0 < x < d
if i is not equal to j          i != j
When x is larger than , ...     where a scan has lost a symbol: a place that is not known
"""

from __future__ import annotations

import re

_NAMED = r"\$?(?P<{}>-?\s?(?:\d+(?:\.\d+)?|\\?[A-Za-z]+(?:_(?:\w|\{{[^{{}}]*\}}))?)(?![\w({{^]))\$?"
_ONE, _OTHER = _NAMED.format("one"), _NAMED.format("other")
_ZERO = r"(?:zero|0|\$0\$)"
_VARIABLE = r"(?<![\w\\])\$?(?P<x>[a-z])\$?"
_IS = r"\s+(?:is|lies|is still|is now|stays|falls|becomes|gets)\s+(?:still\s+|strictly\s+|exactly\s+|anywhere\s+)*"
_ABOVE = r"(?:larger|greater|bigger|more|higher)\s+than|above|to the right of|right of|beyond|past"
_BELOW = r"(?:smaller|less|lower)\s+than|below|under|to the left of|left of"
_OR_EQUAL = r"(?P<equal>\s+or\s+equal(?:\s+to)?)?"
_ALIKE: tuple[tuple[str, str], ...] = (
    (r"\b([a-z]) (?:is not equal to|does not equal|is different from|differs from|is unequal to) ([a-z])\b", "!="),
    (r"\b([a-z]) (?:is equal to|equals|is the same as) ([a-z])\b", "="),
    (r"\b([a-z]) and ([a-z]) are (?:different|not equal|distinct|not the same)\b", "!="),
    (r"\b([a-z]) and ([a-z]) are (?:equal|the same)\b", "="),
)
_COMPARED: tuple[tuple[str, str], ...] = (
    (
        rf"{_VARIABLE}{_IS}(?:negative\s+or\s+{_ZERO}|{_ZERO}\s+or\s+negative|non-?positive|not\s+positive)\b",
        "{x} <= 0",
    ),
    (
        rf"{_VARIABLE}{_IS}(?:positive\s+or\s+{_ZERO}|{_ZERO}\s+or\s+positive|non-?negative|not\s+negative)\b",
        "{x} >= 0",
    ),
    (rf"{_VARIABLE}{_IS}negative\b", "{x} < 0"),
    (rf"{_VARIABLE}{_IS}positive\b", "{x} > 0"),
    (rf"{_VARIABLE}(?:{_IS}|\s+(?:strictly\s+)?)(?:in\s+)?between\s+{_ONE}\s+and\s+{_OTHER}", "{one} < {x} < {other}"),
    (
        rf"{_VARIABLE}(?:{_IS}(?:{_ABOVE})|\s+(?:exceeds|passes|has passed|{_ABOVE})){_OR_EQUAL}\s+{_ONE}",
        "{x} >{equal} {one}",
    ),
    (rf"{_VARIABLE}(?:{_IS}|\s+)(?:{_BELOW}){_OR_EQUAL}\s+{_ONE}", "{x} <{equal} {one}"),
    (rf"{_VARIABLE}{_IS}at\s+least\s+{_ONE}", "{x} >= {one}"),
    (rf"{_VARIABLE}{_IS}at\s+most\s+{_ONE}", "{x} <= {one}"),
)
_PATTERNS = tuple(
    (re.compile(pattern), said)
    for pattern, said in ((*((p, rf"\1 {relation} \2") for p, relation in _ALIKE), *_COMPARED))
)
_UNREAD = re.compile(
    r"\b(?:when|if|whenever|once|while|as long as|as soon as|until|for)\s+(?P<words>\$?[xyztu]\$?\s+(?:is|lies|falls"
    r"|stays|gets|becomes|passes|exceeds|reaches|crosses|has\s+passed|goes)\b[^,.;:]*?"
    r"|\$?(?:[a-z]|\\[a-z]+)\$?\s+(?:is|was|were|had been|stays|would be)\s+(?:fixed|set|kept|held|chosen|taken)\b"
    r"(?:[^,.;:]|\.\d)*?(?=,|:|then\b))"
    r"\s*(?:[,:]|then\b)",
    re.IGNORECASE,
)


def with_relations(words: str) -> str:
    """The words with relations in place of comparisons: i != j, of "i is not equal to j"."""
    words = re.sub(r"[ \t]+", " ", words)
    for pattern, said in _PATTERNS:
        words = pattern.sub(lambda found, said=said: _filled(found, said), words)  # type: ignore[misc]
    return words


def unread_place(sentence: str, known: frozenset[frozenset[str]]) -> tuple[str, str] | None:
    """The words "x is larger than" of a condition without a relation, and what follows them; None without such words.

    known: the letters of the conditions that the sentence is seen to have.
    """
    for found in reversed([*_UNREAD.finditer(sentence)]):
        name = found["words"].strip("$ \\").split()[0]
        if not any(name in letters for letters in known):
            return found["words"], sentence[found.end() :]
    return None


def _filled(found: re.Match[str], said: str) -> str:
    if not found.groupdict():
        return found.expand(said)
    parts = {name: (value or "").strip() for name, value in found.groupdict().items()}
    return said.format(**{**parts, "equal": "=" if parts.get("equal") else ""})
