r"""n_{in} for n_{\text{in}}, and fan_{in} for \text{fan\_in}: in and out as indices, in as many characters as before.

So every pattern for words and formulas sees one form of them; the claims of the report show the source again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from backproof.documents.report import CheckedClaim

_FONT = r"\\(?:text(?:rm|it|tt|sf)?|math(?:rm|it|tt|sf)|operatorname|mbox)\s*\{\s*"
_INDEX = re.compile(
    rf"_\s*(?:\{{\s*{_FONT}(?P<braced>in|out)\s*\}}\s*\}}|{_FONT}(?P<bare>in|out)\s*\}})"
    rf"|{_FONT}(?P<fan>fan)\s*(?:\\?_|-)\s*(?:(?P<after>in|out)|\{{\s*(?P<inside>in|out)\s*\}})\s*\}}"
)


def with_plain_indices(text: str) -> tuple[str, Mapping[str, str]]:
    """The text with such indices as plain letters and blanks, and what each of them was."""
    sources: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        start = f"{found['fan'] or ''}_{{"
        word = next(each for each in found.group("braced", "bare", "after", "inside") if each)
        index = start + word.ljust(len(found[0]) - len(start) - 1) + "}"
        sources.setdefault(index, found[0])
        return index

    return _INDEX.sub(plain, text), sources


def as_written(claims: Iterable[CheckedClaim], sources: Mapping[str, str]) -> tuple[CheckedClaim, ...]:
    """The claims with their LaTeX as it stands in the source."""
    return tuple(replace(claim, latex=_restored(claim.latex, sources)) if sources else claim for claim in claims)


def _restored(latex: str, sources: Mapping[str, str]) -> str:
    for index, source in sources.items():
        latex = latex.replace(index, source)
    return latex
