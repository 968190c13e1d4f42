r"""A second reading of a page, without what the first one found to mislead.

    $W \in \mathbb{R}^{n_{in} \times n_{out}}$, but $a = W x$ with $x \in \mathbb{R}^{n_{in}}$        refuted
    $p_c = \frac{e^{z_c}}{\sum_k e^{z_k} - m}$    a slip that seems to define p: what is right of p fails

A wrong line is blamed once: what follows is judged by what the rest of the page says, not by the slip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from backproof.documents.placing import Placed
from backproof.documents.report import CheckedClaim

Said = Mapping[int, Sequence[CheckedClaim]]  # the claims of each statement, by its place in the order of the page

_AT_LEAST = 2  # claims that fail by one definition: a single one is rather wrong itself
_MOST_TRIED = 2
_STYLE = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec|mathrm|mathcal)(?![A-Za-z])|[{}\s]")
_MOMENT = re.compile(r"(?:\\mathbb|\\operatorname|\\text)?(?:E|Var)$")  # what is given of a name: no name itself
_ANNOUNCED = re.compile(
    r"\b(?:let|defin\w+|denot\w+|call|use|using|choose|take|consider|suppose|assume|given|anew|with)\b[^.!?]*$",
    re.IGNORECASE,
)
_ROW = r"\s*[01]\s*[.,;]?\s*&[^&\\\n]*(?:\\(?!\\)[^&\\]*)*"
_STEP = re.compile(rf"\s*\\begin\{{d?cases\}}{_ROW}\\\\(?:\[[^\]]*\])?{_ROW}(?:\\\\)?\s*\\end\{{d?cases\}}\s*")
_NAME = re.compile(r"\\?[A-Za-z]+(?:\^\(\w+\))?")


def equations_refuted(placed: Sequence[Placed], said: Said) -> frozenset[int]:
    """The refuted equations for a name of which later claims speak that are refuted too."""
    refuted = [(n, _bare(each.latex)) for n, claims in said.items() for each in claims if each.verdict == "refuted"]
    found = set[int]()
    for n, claims in said.items():
        statement = placed[n].statement
        name = _NAME.fullmatch(_bare(statement.sides[0].latex))
        if name is None or statement.relations[:1] not in (("=",), (":=",)) or not claims:
            continue
        if claims[0].verdict == "refuted" and any(later > n and _mentions(latex, name[0]) for later, latex in refuted):
            found.add(n)
    return frozenset(found)


def shapes_refuted(placed: Sequence[Placed], said: Said) -> frozenset[int]:
    """The declarations of shapes that the equations of the page refute."""
    return frozenset(
        n
        for n, claims in said.items()
        if placed[n].statement.relations[:1] == ("in",) and any(each.verdict == "refuted" for each in claims)
    )


def suspects(placed: Sequence[Placed], said: Said) -> list[int]:
    """The definitions of names of which most later claims are refuted, the worst first."""
    judged = [
        (n, _bare(each.latex), each.verdict == "refuted")
        for n, claims in said.items()
        for each in claims
        if each.verdict in ("refuted", "proved")
    ]
    found: list[tuple[float, int]] = []
    for n, claims in said.items():
        if not claims or claims[0].verdict != "definition" or placed[n].statement.relations[0] not in ("=", ":="):
            continue
        if _ANNOUNCED.search(placed[n].before) or (claims[0].reason or "").endswith("defined anew"):
            continue  # no slip: the page means it so
        if _STEP.fullmatch(placed[n].statement.sides[-1].latex):
            continue  # what is 1 on one side and 0 on the other is what the page means by its step
        name = _NAME.match(_bare(placed[n].statement.sides[0].latex))
        if name is None or name[0] in ("\\frac", "\\partial", "\\nabla") or _MOMENT.match(name[0]):
            continue
        wrong = [is_wrong for later, latex, is_wrong in judged if later > n and _mentions(latex, name[0])]
        if sum(wrong) >= _AT_LEAST and 2 * sum(wrong) >= len(wrong):
            found.append((sum(wrong) / len(wrong), n))
    return [n for _, n in sorted(found, key=lambda each: (-each[0], -each[1]))][:_MOST_TRIED]


def clears(before: Said, after: Said, culprit: int) -> bool:
    """Whether claims that were refuted are proved without a definition, and none is refuted that was not.

    Those behind a line that takes its place do not count, for they may follow from what is wrong:
    "f(x) = x^2 + 1. Then f(x) = (x + 1)^2, so f(1) = 4 and f(2) = 9" is wrong in all but the first.
    """
    successors = (n for n, claims in before.items() if _turned(claims, after.get(n, ())))
    first = min(successors, default=max(before) + 1)
    earlier = {n: claims for n, claims in before.items() if n < first}
    found = [_cleared(claims, after, frozenset((culprit,)), ("proved",)) for claims in (before, earlier)]
    return min(found) >= _AT_LEAST


def _turned(old: Sequence[CheckedClaim], new: Sequence[CheckedClaim]) -> bool:
    """Whether what was judged is a definition now."""
    pairs = zip(old, new, strict=False)
    return any(one.verdict in ("refuted", "proved") and other.verdict == "definition" for one, other in pairs)


def mends(before: Said, after: Said, wrong: frozenset[int]) -> bool:
    """Whether claims that were refuted are not without the lines that are wrong, and none is refuted that was not."""
    return _cleared(before, after, wrong, ("proved", "definition", "conditional", "undecided")) > 0


def _cleared(before: Said, after: Said, without: frozenset[int], verdicts: Collection[str]) -> int:
    """How many claims have one of these verdicts after, and were refuted before; -1 if one is refuted that was not."""
    cleared = 0
    for n, claims in before.items():
        if n in without:
            continue
        for old, new in zip(claims, after.get(n, ()), strict=False):
            if old.verdict != "refuted" == new.verdict:
                return -1
            cleared += old.verdict == "refuted" and new.verdict in verdicts
    return cleared


def in_doubt(as_definition: Sequence[CheckedClaim], as_claim: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    """What is to be said of a definition that the page contradicts: that it is wrong, if that is seen."""
    words = "what the page says of it in other lines holds without this line, and not with it"
    return [
        new
        if new.verdict == "refuted"
        else replace(old, verdict="undecided", reason=words)
        if old.verdict == "definition"
        else old
        for old, new in zip(as_definition, as_claim, strict=True)
    ]


def _bare(latex: str) -> str:
    return _STYLE.sub("", latex)


def _mentions(latex: str, name: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", latex) is not None
