r"""Words that name gradients by a d: dW_2, db, and d\hat{y}, which is the gradient by \hat{y}."""

from __future__ import annotations

import re

_ACCENTED = r"d\\hat\s*(?:\{\s*(?P<braced>[a-z])\s*\}|(?P<bare>[a-z])(?![A-Za-z]))"
_LEFT = re.compile(r"(?:^|[$&\n,]|\\\\|quad)[^\S\n]*(?:\([^\S\n]*)?d(?P<letter>[a-z])(?![A-Za-z])[^=$&\n]{0,16}&?\s*=")
_CAPITAL = re.compile(r"(?<![A-Za-z\\])d(?P<letter>[A-Z])(?![A-Za-z])")
_FRACTION = re.compile(r"\\d?frac\s*\{[^{}]*\}")
_GRADIENT = re.compile(rf"(?<![A-Za-z\\{{]){_ACCENTED}")  # but not of \frac{d\hat{y}}{dz}


def d_words(text: str) -> frozenset[str]:
    """The words of a page that name gradients by a d: dW wherever it stands, db where it is the left of an equation."""
    text = _FRACTION.sub(" ", text)
    large = {found["letter"] for found in _CAPITAL.finditer(text)}
    small = {found["letter"] for found in _LEFT.finditer(text)} | {_hat(found) for found in _GRADIENT.finditer(text)}
    return frozenset(f"d{letter}" for letter in large | small) if large else frozenset()


def with_d_words(latex: str, words: frozenset[str]) -> str:
    r"""A formula with a word for d\hat{y}, where that is the name of a gradient."""
    return _GRADIENT.sub(
        lambda found: rf"\text{{d{_hat(found)}}}" if f"d{_hat(found)}" in words else found[0],
        latex,
    )


def _hat(found: re.Match[str]) -> str:
    return f"{found['braced'] or found['bare']}hat"
