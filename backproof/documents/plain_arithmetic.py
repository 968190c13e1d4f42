r"""Arithmetic in running text, where a page has no dollar signs around it.

Each layer has 28 * 28 = 784 inputs          28 \cdot 28 = 784
sigma^2 = 2/400 = 0.005                      2/400 = 0.005, whatever the name stands for
10^6 = 1,000,000 boxes; 1.1^50 = 117         10^{6} = 1000000; right to the printed digits

Only whole sides are read: what a name, an operation or a unit goes on with is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backproof.documents.extraction import FORMULA, Page
from backproof.documents.statements import Relation, Side, Statement

_FORMULA = "\x00"  # in the place of one
_NUMBER = r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?(?:e-?\d+)?(?!\w*[A-WYZa-wyz_])(?![xX](?![\d(]))(?!\.\d)"
_SIGN = r"\s*(?:[-+/^]|\\?\*\*?|[xX×·](?=\s*[\d(]))\s*"
_FLAT = rf"(?:-\s?)?{_NUMBER}(?:{_SIGN}-?{_NUMBER})*"
_GROUP = rf"(?:\(\s*{_FLAT}\s*\)|{_NUMBER})"
_SIDE = rf"(?:-\s?)?{_GROUP}(?:{_SIGN}-?{_GROUP}|\s*\(\s*{_FLAT}\s*\))*"
_CHAIN = re.compile(rf"(?<![\w.,^_\\%$€£-]){_SIDE}(?:\s*=\s*{_SIDE})+")
_BEGINS = re.compile(  # what stands right before a whole side
    r"(?:\A|\n|(?:[.,;:!?]|->|=>|[→⇒]|(?<![<>=!:~])=)\s*|\n[ \t]*[-*+•][ \t]+|(?<![\w_\\])\(\s?"
    r"|(?<![A-Za-z_\\^])(?!(?:times|of|per|minus|plus|over|by|than|mod|log|ln|exp|sin|cos|sqrt|var|std|Var|max|min"
    r"|alpha|beta|gamma|delta|epsilon|eta|lambda|mu|nu|rho|sigma|tau|pi|phi|omega|Delta|Sigma)\s)[A-Za-z]{2,}\s+)\Z"
)
_ENDS = re.compile(r"\s*(?:[.;,:!?)]*(?:\s|\Z)|\*\*)")
_GOES_ON = re.compile(
    r"\s*(?:[-+*/^=<>~≈%(\[{$\\\x00_|°]|[A-Za-z](?![A-Za-z])|[A-Za-z]_"
    r"|(?:times|of|per|percent|million|billion|thousand|hundred|dozen|or|to|minus|plus|over|divided|squared|mod|e"
    r"|alpha|beta|gamma|delta|epsilon|eta|lambda|mu|nu|rho|sigma|tau|pi|sqrt|log|ln|exp|max|min|var|std|Var)\b)"
)
_DENIED = re.compile(r"\s*(?:is|are|was|were|would be)\s+(?:not|wrong|false|incorrect|n't)\b")
_WRONG = re.compile(r"\b(?:not|never|wrong|instead of|would|if|mod|modulo|binary|hex)\b|n't\b", re.IGNORECASE)


def arithmetic_on(page: Page) -> list[Statement]:
    """The chains of equal numbers in the words of a page."""
    return list(arithmetic_in(FORMULA.sub(lambda found: _FORMULA * len(found[0]), page.visible)))


def arithmetic_in(text: str) -> Iterator[Statement]:
    """The chains of equal numbers in a text without formulas."""
    for each in _CHAIN.finditer(text):
        if _BEGINS.search(text[max(0, each.start() - 20) : each.start()]) is None:
            continue
        sides = [side.strip() for side in each[0].split("=")]
        end = each.end()
        stops = _ENDS.match(text, end) is not None or re.match(r"\s[A-Za-z]", text[end:]) is not None
        if _GOES_ON.match(text, end) or not stops:
            end -= len(each[0]) - each[0].rindex("=")
            sides = sides[:-1]
        sentence = re.split(r"[.;:]\s|\n", text[max(0, each.start() - 120) : each.start()])[-1]
        calculated = any(re.search(r"\d\s*[-+*/^xX×·(]", side.replace("\\", "")) for side in sides)
        if len(sides) < 2 or not calculated or _WRONG.search(sentence) or _DENIED.match(text, end):
            continue
        whole = tuple(Side(each.start(), end, _latex(side)) for side in sides)
        yield Statement(whole, tuple[Relation, ...]("=" for _ in sides[1:]))


def _latex(side: str) -> str:
    side = re.sub(r"(?<=\d),(?=\d{3})", "", side)
    side = re.sub(r"\\?\*\*|\^", "^", side)
    side = re.sub(r"\\?\*|[xX×·]", r"\\cdot ", side)
    side = re.sub(r"(\d+(?:\.\d+)?)e(-?\d+)", r"\1 \\cdot 10^{\2}", side)
    return re.sub(r"\^\s*(-?\d+(?:\.\d+)?)", r"^{\1}", side)
