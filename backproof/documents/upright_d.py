r"""dW for \mathrm{d}W, where that is the name of a gradient and no differential, in as many characters as before.

\mathrm{d}A = \partial L / \partial A                      the page says so
\mathrm{d}W_1 = X^\top\, \mathrm{d}Z_1                     or has an equation for that of a parameter

A page that speaks of differentials has to say so, for in \mathrm{d}Z = X\, \mathrm{d}W + \mathrm{d}X\, W they are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from backproof.documents.scanning import is_said

_D = r"\\(?:math(?:rm|sf|up)|text(?:rm|up)?|operatorname)\s*(?:\{\s*d\s*\}|(?<=rm )d(?![A-Za-z]))\s*(?:\\!\s*)*"
_BOLD = r"\\(?:mathbf|boldsymbol|bm)\s*(?:\{\s*(?P<braced>[A-Za-z])\s*\}|(?P<bare>[A-Za-z])(?![A-Za-z]))"
_ACCENT = r"\\(?:hat|tilde|bar)\s*(?:\{\s*[A-Za-z]\s*\}|[A-Za-z](?![A-Za-z]))"
_UPRIGHT = re.compile(
    rf"(?:(?P<d>{_D})|(?<![A-Za-z\\])d\s*(?=\\(?:mathbf|b)))(?:{_BOLD}|(?P<letter>[A-Za-z])(?![A-Za-z])|(?P<accented>{_ACCENT}))"
)
_SCRIPTS = r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*"
_ANY = rf"(?:{_D}|(?<![A-Za-z\\])d\s*)(?:\\\w+\s*\{{?\s*)?(?P<name>[A-Za-z])(?![A-Za-z])\s*\}}?{_SCRIPTS}"
_BY = r"\\partial\s*(?:\\\w+\s*\{?\s*)?(?P=name)(?![A-Za-z])"
_SHOWN = re.compile(
    rf"{_ANY}\s*&?\s*(?::|\\equiv|\\coloneqq)?=?\s*&?\s*"
    rf"(?:\\[dt]?frac\s*\{{\s*\\partial[^{{}}]*(?:\{{[^{{}}]*\}})?[^{{}}]*\}}\s*\{{\s*{_BY}|\\partial[^=$]{{1,30}}/\s*{_BY}"
    r"|\\nabla\s*_\s*\{?\s*(?:\\\w+\s*\{?\s*)?(?P=name)(?![A-Za-z]))"
)
_IN_WORDS = re.compile(
    rf"{_ANY}\s*\$?[^.;=]{{0,40}}\b(?:for|denotes?|means?|is|are|as)\b[^.;=]{{0,60}}"
    r"(?:\\partial|\\nabla|\bgradients?\b|\bderivatives?\b)"
    r"|(?:\\partial|\\nabla|\bgradients?\b|\bderivatives?\b)[^.;=]{0,80}\b(?:writ(?:e|ten)|call(?:ed)?|denoted?)\b"
    rf"[^.;=]{{0,30}}{_ANY.replace('name', 'other')}"
)
_OF_PARAMETER = re.compile(
    rf"(?:[$&,;(]|\\\\|quad)\s*{_D}(?:\\\w+\s*\{{?\s*)?[WVUb](?![A-Za-z])\s*\}}?{_SCRIPTS}\s*&?\s*="
    r"(?=[^=$]*(?:\\top|\^\s*\{?\s*T|\\odot|\\sum))(?![^=$]*\\int)"
)
_DIFFERENTIALS = re.compile(r"\b(?:total )?differentials?\b|\bstochastic\b|\bBrownian\b|\bWiener\b", re.IGNORECASE)
_OVER = re.compile(r"\\[dt]?frac\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}\s*)?\{\s*$|/\s*$")
_QUOTIENT = re.compile(rf"{_SCRIPTS}\s*(?:\([^()]*\)\s*)?/\s*(?:{_D}|\\partial)")


def with_plain_d(text: str, visible: str) -> tuple[str, Mapping[str, str]]:
    """The text with dW for such gradients, and what each of them was;  visible: the text without its code."""
    if not _UPRIGHT.search(text) or not _names_gradients(text):
        return text, {}
    sources: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        if _is_differential(text, found):
            return found[0]
        short: str = "d" + next(filter(None, (found[each] for each in ("braced", "bare", "letter", "accented"))))
        padded = short.rjust(len(found[0]))
        if padded != found[0]:
            sources.setdefault(padded, found[0])
        if short not in visible:
            sources.setdefault(short, found[0])
        return padded

    plainly = _UPRIGHT.sub(plain, text)
    return plainly, dict(sorted(sources.items(), key=lambda each: -len(each[0])))


def _names_gradients(text: str) -> bool:
    """Whether such a d names gradients on a page."""
    if is_said(_SHOWN, text) or is_said(_IN_WORDS, text):
        return True
    return not _DIFFERENTIALS.search(text) and _OF_PARAMETER.search(text) is not None


def _is_differential(text: str, found: re.Match[str]) -> bool:
    """Whether a d belongs to a quotient or to an integral all the same."""
    before = text[max(0, found.start() - 200) : found.start()]
    formula = before.rpartition("$")[2]
    return bool(_OVER.search(before) or r"\int" in formula or _QUOTIENT.match(text, found.end()))
