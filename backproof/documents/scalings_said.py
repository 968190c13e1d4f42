r"""What words say a bound does when something is doubled: "doubling the number of neurons halves the error".

\frac{MB}{2N} = \frac12 \frac{MB}{N}        where the bound before is \frac{MB}{N}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backproof.documents.extraction import Page
from backproof.documents.statements import Side, Statement

_NEAR = 600  # characters from a bound to what is said of it
_COUNTED = r"number of (?:hidden |step )*(?:neurons|units|boxes|pieces|cells|intervals|steps|bumps|hidden neurons)"
_WHAT = rf"(?:the\s+)?(?:(?P<number>{_COUNTED})|(?P<width>width|cell size|step size)|\$\s*(?P<name>\\?[A-Za-z]+)\s*\$)"
_BOUND = r"(?:the\s+)?(?:error(?:\s+bound)?|bound(?:\s+on the error)?|maximal error|approximation error|it)"
_RESULTS: tuple[tuple[str, str], ...] = (
    (
        r"halves|halved|to (?:a |one )?half|in half|by (?:a )?half|by (?:a )?factor (?:of )?(?:two|2|\$2\$)",
        r"\frac{1}{2}",
    ),
    (r"quarters|to (?:a |one )?quarter|by (?:a )?factor (?:of )?(?:four|4|\$4\$)", r"\frac{1}{4}"),
)
_SAID = re.compile(
    rf"\b(?P<how>doubl(?:ing|e)|halv(?:ing|e))\s+{_WHAT}(?P<between>[^.;:$]{{0,60}}?)\b"
    rf"(?:{'|'.join(f'(?P<r{n}>{pattern})' for n, (pattern, _) in enumerate(_RESULTS))})\b",
    re.IGNORECASE,
)
_OF_BOUND = re.compile(r"\b(?:error|bound)\b", re.IGNORECASE)
_COUNTS = ("N", "n", "m", "K", "k")


def scalings_said(page: Page, statements: Sequence[Statement]) -> Iterator[tuple[int, Statement]]:
    """The claims of words about the last bound before them, each with its place on the page."""
    for found in _SAID.finditer(page.visible):
        behind = page.visible[found.end() : found.end() + 40].split(".")[0]
        if not _OF_BOUND.search(found["between"] + behind):
            continue
        bounds = [each for each in statements if _is_bound(each) and 0 < found.start() - each.sides[-1].end < _NEAR]
        if not bounds:
            continue
        value = bounds[-1].sides[-1].latex
        changed = _changed(value, found)
        if changed is None:
            continue
        factor = next(result for n, (_, result) in enumerate(_RESULTS) if found[f"r{n}"])
        sides = (
            Side(found.start(), found.end(), changed),
            Side(found.start(), found.end(), rf"{factor} \cdot \left({value}\right)"),
        )
        yield found.start(), Statement(sides, ("=",))


def _is_bound(statement: Statement) -> bool:
    error = re.search(r"\||\\[lr]?[vV]ert", statement.sides[0].latex) is not None if statement.sides else False
    return error and set(statement.relations) <= {"=", "<=", "<"} and bool(set(statement.relations) & {"<=", "<"})


def _changed(value: str, found: re.Match[str]) -> str | None:
    """The bound with twice, or half, of what the words change; None where it is not seen in the bound."""
    factor, inverse = ("2", r"\frac{1}{2}") if found["how"].lower().startswith("doubl") else (r"\frac{1}{2}", "2")
    counts = [each for each in _COUNTS if _letter(each).search(value)]
    widths = [each for each in (r"\delta", r"\Delta", "h") if _letter(each).search(value)]
    if found["name"]:
        name, by = found["name"], factor
        return _put(name, by, value) if _letter(name).search(value) and len(counts + widths) == 1 else None
    if len(counts + widths) != 1:
        return None
    by = factor if bool(found["number"]) == bool(counts) else inverse
    return _put((counts + widths)[0], by, value)


def _letter(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])")


def _put(name: str, factor: str, value: str) -> str:
    return _letter(name).sub(lambda found: rf"\left({factor} {found[0]}\right)", value)
