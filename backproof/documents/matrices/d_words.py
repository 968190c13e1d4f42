r"""Words that name gradients by a d: dW_2, db, and d\hat{y}, d\tilde{W}, which are those by \hat{y} and \tilde{W}.

So does D_H, on a page that says D_A = \partial L / \partial A.
"""

from __future__ import annotations

import re

from backproof.documents.scanning import is_said

_ACCENTED = r"d\\(?P<accent>hat|tilde|bar)\s*(?:\{\s*(?P<braced>[A-Za-z])\s*\}|(?P<bare>[A-Za-z])(?![A-Za-z]))"
_LEFT = re.compile(r"(?:^|[$&\n,]|\\\\|quad)[^\S\n]*(?:\([^\S\n]*)?d(?P<letter>[a-z])(?![A-Za-z])[^=$&\n]{0,16}&?\s*=")
_CAPITAL = re.compile(r"(?<![A-Za-z\\])d(?P<letter>[A-Z])(?![A-Za-z])")
_FRACTION = re.compile(r"\\d?frac\s*\{[^{}]*\}")
_GRADIENT = re.compile(rf"(?<![A-Za-z\\{{]){_ACCENTED}")  # but not of \frac{d\hat{y}}{dz}
_OF_INDEX = re.compile(
    r"(?<![A-Za-z\\])(?P<letter>[DG])\s*_\s*(?:\{\s*(?P<braced>[A-Z])\s*\}|(?P<bare>[A-Z])(?![A-Za-z]))"
)
_SHOWN = re.compile(
    rf"{_OF_INDEX.pattern}\s*&?:?=\s*\\d?frac\s*\{{\s*\\partial\s*[^{{}}]*\}}\s*"
    r"\{\s*\\partial\s*(?:(?P=braced)|(?P=bare))\s*\}"
)


def d_words(text: str) -> frozenset[str]:
    """The words of a page that name gradients by a d: dW wherever it stands, db where it is the left of an equation."""
    text = _FRACTION.sub(" ", with_indexed(text, text))
    large = {found["letter"] for found in _CAPITAL.finditer(text)}
    small = {found["letter"] for found in _LEFT.finditer(text)} | {
        _accented(found) for found in _GRADIENT.finditer(text)
    }
    return frozenset(f"d{letter}" for letter in large | small) if large else frozenset()


def with_d_words(latex: str, words: frozenset[str]) -> str:
    r"""A formula with a word for d\hat{y} and d\tilde{W}, where that is the name of a gradient."""
    return _GRADIENT.sub(
        lambda found: rf"\text{{d{_accented(found)}}}" if f"d{_accented(found)}" in words else found[0],
        latex,
    )


def with_indexed(latex: str, text: str) -> str:
    r"""A formula with dH for D_H, where the page says that D_A is the gradient by A."""
    letters = {found["letter"] for found in _SHOWN.finditer(text)} if is_said(_SHOWN, text) else set()
    return _OF_INDEX.sub(
        lambda found: f"d{found['braced'] or found['bare']}" if found["letter"] in letters else found[0], latex
    )


def _accented(found: re.Match[str]) -> str:
    return f"{found['braced'] or found['bare']}{found['accent']}"
