r"""Arrays by an entry in brackets: $S = (s_{ip}) \in \mathbb{R}^{m \times P}$ has the numbers s_ip as its entries."""

from __future__ import annotations

import re

_NAME = r"\\?[A-Za-z]+|\\(?:hat|tilde|bar|math\w+|bm)\s*\{?\s*\\?[A-Za-z]+\s*\}?"
_INDICES = r"_\s*\{\s*(?!\d)\w\s*,?\s*(?!\d)\w\s*\}"
_OF_ENTRIES = re.compile(
    rf"\s*(?:\\left|\\[bB]igl?)?\s*[(\[]\s*(?:{_NAME})\s*{_INDICES}\s*(?:\\right|\\[bB]igr?)?\s*[)\]]"
    rf"\s*(?:_\s*(?:\{{[^{{}}]*\}}|\w)\s*)?"
)


def is_of_entries(latex: str) -> bool:
    """Whether a side is one entry with two letters in brackets, which stands for the array of all of them."""
    return _OF_ENTRIES.fullmatch(latex) is not None
