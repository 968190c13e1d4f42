r"""Signs of array code in formulas: a star for products entry by entry, a colon for all entries of a row.

"`*` is elementwise":  dZ_1 = dA_1 * A_1 * (1 - A_1)        dA_1 \odot A_1 \odot (1 - A_1)
db_1 = \sum_n dZ_1[n, :],  \sum_n (dZ_1)_{n,:}              \mathbf{1}^T dZ_1
"""

from __future__ import annotations

import re

from backproof.documents.scanning import is_said

_SAID = re.compile(
    r"(?:\*|\\ast)[`$ ]*[^.\n`$]{0,40}?\b(?:(?:element|entry|component|coordinate|point)-?wise|Hadamard)",
    re.IGNORECASE,
)
_STAR = re.compile(r"(?<![\^_{])\s*(?:\*|\\ast(?![A-Za-z]))\s*(?!\})")
_NAME = r"\(?\s*(?P<name>(?:\\[A-Za-z]+\s*(?:\{[^{}]*\}\s*)?|[A-Za-z]+)(?:\s*_\s*(?:\{\d\}|\d))?)\s*\)?"
_SUM = re.compile(
    r"\\sum\s*(?:\\limits\s*)?_\s*(?:\{\s*(?P<index>[a-z])\s*(?:=\s*1\s*)?\}|(?P<letter>[a-z]))\s*(?:\^\s*(?:\{[^{}]*\}|\w)\s*)?"
    rf"{_NAME}\s*(?:\[\s*(?P<row>[a-z])\s*,\s*:\s*\]|_\s*\{{\s*(?P<place>[a-z])\s*,\s*:\s*\}})"
)


def without_code(latex: str, text: str) -> str:
    """A formula without signs of code, as far as the page says what they mean."""
    latex = _SUM.sub(_of_rows, latex)
    return _STAR.sub(r" \\odot ", latex) if is_said(_SAID, text) else latex


def _of_rows(found: re.Match[str]) -> str:
    """The sum of all rows of a matrix."""
    same = (found["index"] or found["letter"]) == (found["row"] or found["place"])
    return rf"\mathbf{{1}}^{{\top}} {found['name']}" if same else found[0]
