r"""What the words of a page call constant, and what they call random: "for constants $a$ and $b$", "$X$ is random"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_NAME = r"\\?[A-Za-z]+(?:_\{?\w+\}?)?"
_FORMULA = rf"\$\s*{_NAME}(?:\s*,\s*{_NAME})*\s*(?:\\in\s*\\mathbb\s*\{{?R\}}?\s*)?\$"
_LIST = rf"(?P<names>{_FORMULA}(?:\s*(?:,|and|or|, and)\s*{_FORMULA})*)"
_CONSTANT = r"(?:constants?|scalars?|deterministic|non-?random|not random|fixed numbers?|real numbers?)"
_RANDOM = r"(?:(?:independent )?random|noise)"
_INDEPENDENT = r"independent(?: random)?"
_KINDS = r"(?:\s+(?:variables?|numbers?|quantities|weights?|inputs?|vectors?|factors?|coefficients?))?"
_IS = (
    r"\s*(?:(?:is|are|be|being|were)\s+)?(?:(?:here|just|only|any|some|all|both|now)\s+)?"
    r"(?:an?\s+)?(?:(?:real|positive|known)\s+)?"
)
_LETTERS = r"(?P<names>(?<![A-Za-z$\\])[B-HJ-Z](?:\s*(?:,|and|, and)\s*[B-HJ-Z](?![A-Za-z]))+)"
_PLAINLY = re.compile(
    rf"{_LETTERS}\s+(?:be|are|is|being)\s+(?:two\s+)?independent\b"
    rf"|\bindependent\s+(?:random variables\s+)?{_LETTERS.replace('names', 'named')}"
)
_SCALE = re.compile(r"sigma|tau")  # what is called so is a standard deviation


def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?<!not a )(?<!not )(?<!no )\b{kind}{_KINDS}\s*{_LIST}", re.IGNORECASE),
        re.compile(rf"{_LIST}{_IS}{kind}\b(?!\s+of)", re.IGNORECASE),
    )


_PATTERNS = {
    "constant": _patterns(_CONSTANT),
    "random": _patterns(_RANDOM),
    "independent": _patterns(_INDEPENDENT),
}


def _plainly_independent(text: str) -> Iterator[str]:
    """X and Y, of "let X, Y be independent", written without dollars; A and I are words."""
    for each in _PLAINLY.finditer(text):
        yield from re.findall(r"\b[A-Z]\b", each["names"] or each["named"])


@lru_cache(maxsize=64)  # every section of a page asks
def called(kind: str, text: str) -> frozenset[str]:
    """The names that a text calls so; kind: "constant", "random" or "independent"."""
    found: set[str] = set()
    for pattern in _PATTERNS[kind]:
        for each in pattern.finditer(text):
            written = re.sub(r"\\in\s*\\mathbb\s*\{?R\}?", "", each["names"])
            found |= {
                re.sub(r"[\\{}]", "", name) for name in re.findall(_NAME, re.sub(r"\band\b|\bor\b", ",", written))
            }
    if kind == "independent":
        found |= set(_plainly_independent(text))
    return frozenset(found)


def is_scale(name: str) -> bool:
    """Whether a name is that of a standard deviation by custom, so that it is a number without being called one."""
    return _SCALE.match(name) is not None
