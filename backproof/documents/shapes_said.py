r"""Shapes that words give: "$\delta x^T$ is a $256 \times 784$ matrix", "$W^T$ is 256 x 10", "$D_1$: $256 \times N$".

Of a name it is a declaration, of a product or of what the page has defined a claim.
"""

from __future__ import annotations

import re

from backproof.documents.extraction import Page
from backproof.documents.matrices.tables import space
from backproof.documents.statements import Side, Statement

_NAME = r"\$(?P<name>[^$]{1,120})\$"
_ALSO = r"(?:again|also|then|now|just|therefore|indeed|really)\s+"
_OF = r"(?:(?:the\s+)?(?:right\s+|correct\s+)?(?:shape|size|dimensions?)\s+(?:of\s+)?)?"
_WHICH = r"(?:and\s+(?:it\s+)?|which\s+)?(?:(?:should|must|will|has to)\s+)?"
_VERB = rf"{_WHICH}(?:be|is|are|has|have|gets?|becomes?|gives?)\s+(?:{_ALSO})?"
_LINK = rf"\s*(?::\s*|,?\s*{_VERB}(?:(?:an?|the|of)\s+)?{_OF})"
_COUNT = r"(?:\d+|[A-Z])"
_SHAPE = rf"(?:\$(?P<written>[^$]{{1,60}})\$|(?<![\w(])(?P<plain>{_COUNT}\s?[x×]\s?{_COUNT})(?![\w(]))"
_SAID = re.compile(rf"{_NAME}{_LINK}{_SHAPE}(?!\s*(?:\\times|[x×])\s*\w)")
_BARE = re.compile(  # let T be the 10 x N array of the labels and P the 10 x N array of the outputs
    rf"(?<![\w$\\{{])(?P<name>[A-Z])\s+(?:(?:be|is)\s+)?(?:the|an?)\s+{_SHAPE}\s+(?:array|matrix)\b"
)
_RELATION = re.compile(r"[=<>]|(?<!\\mathbb\{R\})\\(?:in|le|leq|ge|geq|sim|times|approx|to|leftarrow)(?![A-Za-z])")
_OF_ANOTHER = re.compile(
    r"\b(?:of|by|for|from|to|with|than|like|times|transpose|instead|if|not|would|wrong|unless|suppose)\s+$"
    r"|\bof\s+\$[^$]*\$\s+(?:and|with|by)\s+$|\b(?:if|not|would|unless|suppose)\b[^.$]{0,40}$",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"(?:\\(?:mathbf|boldsymbol|bm|vec|hat|tilde|bar)\s*\{?\s*)*(?:[a-z]|\\(?:delta|epsilon|sigma|theta))(?![A-Za-z])"
)
_COLUMN = re.compile(r"\\in\s*\\mathbb\s*\{\s*R\s*\}\s*\^\s*(?:\w|\{\s*\w+\s*\})")
_VECTOR = re.compile(r"(?<!\d)1\s*(?:\\times|[x×])|(?:\\times|[x×])\s*1(?!\d)")
_NEAR = 80


def shapes_said(page: Page) -> list[tuple[int, Statement]]:
    """What the words of a page say of shapes: where it stands, and as a statement."""
    found: list[tuple[int, Statement]] = []
    at = 0
    while (each := _first(page.visible, at)) is not None:
        at = each.end("name") + 1
        written = each["written"] or re.sub(r"[x×]", r"\\times ", each["plain"])
        shape = space(written)
        before = page.visible[max(0, each.start() - _NEAR) : each.start()]
        in_formula = page.visible.count("$", 0, each.start()) % 2
        if shape is None or in_formula or _RELATION.search(each["name"]) or _OF_ANOTHER.search(before):
            continue
        group = "written" if each["written"] else "plain"
        name = Side(each.start("name"), each.end("name"), each["name"].strip())
        sides = (name, Side(each.start(group), each.end(group), shape))
        found.append((name.start, Statement(sides, ("in",), claimed=_is_of_many(name.latex, shape, page.text))))
    return found


def _first(text: str, at: int) -> re.Match[str] | None:
    """What words say next of a shape, behind a place of a text."""
    found = [each for pattern in (_SAID, _BARE) if (each := pattern.search(text, at)) is not None]
    return min(found, key=lambda each: each.start(), default=None)


def _is_of_many(name: str, shape: str, text: str) -> bool:
    """Whether the name of a matrix is a small letter, that of a vector for one sample on a page that has vectors."""
    return bool(_SMALL.match(name) and _COLUMN.search(text)) and not _VECTOR.search(shape)
