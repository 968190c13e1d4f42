r"""Spelling: forms of writing that mean the same as others, put into the form that is read.

\partial S / \partial z_j     a derivative on one line
\ell(y, \hat y), J(w, b)      a loss with its arguments shown; \ell(y_i, \hat y_i) is the loss of sample i
0{,}88                        a decimal comma
x_1 + \dots + x_n             a sum with dots
\sum_{ij}                     a sum over two indices, \sum_{i,j}
\mathrm { v a r }             a word whose letters were set apart when the page was scanned
1 0 2 4 \approx 1. 0 2 4      a number whose digits were
60\,000, 60,000               a number with a thin space or a comma before the thousands
z^{[1](i)}                    z^{[1]} of sample i, z_i^{[1]}
"""

from __future__ import annotations

import re
from collections.abc import Collection

from backproof.documents.ellipsis import without_dots

_TOKEN = (
    r"(?:\\(?:math\w+|boldsymbol|bm|text|operatorname|hat|bar|tilde)\s*\{\s*\\?\w+\s*\}"
    r"|\\(?:hat|bar|tilde|math\w+|bm)\s+[A-Za-z]|\\[A-Za-z]+|[A-Za-z])"
)
_SCRIPTS = r"(?:\s*_\s*(?:\{[^{}]*\}|\w)|\s*\^\s*(?:\{[^{}]*\}|\w))*"
_D = r"(?:\\partial|(?<![A-Za-z\\])d(?=\s*\\?[A-Za-z]))"
_SLASH = re.compile(rf"{_D}\s*(?P<over>{_TOKEN}{_SCRIPTS})\s*/\s*{_D}\s*(?P<under>{_TOKEN}{_SCRIPTS})")
_NAME = rf"\\?[A-Za-z]+|{_TOKEN}"
_LOSS = re.compile(
    r"(?P<loss>(?:\\(?:mathcal|text|mathrm|mathbf|operatorname)\s*\{\s*(?:L|J|C|[Ll]oss|[Cc]ost|BCE|CE)\s*\}|\\mathcal\s*L|\\ell(?![A-Za-z])"
    r"|(?<![A-Za-z\\{])(?:L|J|Loss|loss|Cost|BCE|CE)(?![A-Za-z])))"
    r"(?P<sub>\s*_\s*(?:\{\w\}|\w))?\s*(?:\\left|\\[bB]igl?)?\s*\(\s*(?P<inside>[^()]*?)\s*(?:\\right|\\[bB]igr?)?\s*\)"
)
_APART = re.compile(r"\\(?:mathrm|text|operatorname|mathsf|textrm)\s*\{\s*((?:[A-Za-z]\s+){2,}[A-Za-z])\s*\}")
_DIGITS = re.compile(
    r"(?<![\w.^_])(?<![\^_] )(?<!frac )(?<!binom )(?<!sqrt )"  # \frac 1 2 has two arguments
    r"\d(?:(?: \d)+(?! ?\d\d)(?: ?\. ?\d(?: \d)*)?|\. \d(?: \d)*)(?!\w|\.\d)"
)
THOUSANDS = "{,}"  # among the words of a page, where it separates thousands so
_THOUSANDS = re.compile(r"(?<![\d.,}])[1-9]\d{0,2}(?:(?:\\[,;]|~)\d{3})+(?!\d)")
_COMMAS = re.compile(r"(?<![\w.,}])[1-9]\d{0,2}(?:,\d{3})+(?![\d,.]*\d)")
_GROUPED = re.compile(r"(?<![\d.,}])[1-9]\d{0,2}(?:\{,\}\d{3})+(?![\d{])")
_DECIMAL_COMMA = re.compile(r"(?<![\d}])0\{,\}\d|\d\{,\}(?:\d{1,2}|\d{4,})(?!\d)")
_BOTH = re.compile(r"(\\sum\s*(?:\\limits\s*)?_\s*\{\s*[i-np-s])\s*([i-np-s]\s*\})")  # \sum_{ij}
_WORDS = {"für": "for", "falls": "if", "wenn": "if", "sonst": "otherwise", "und": "and", "oder": "or"}
_GERMAN = re.compile(r"\\(?:text|mbox|textrm)\s*\{\s*(für|falls|wenn|sonst|und|oder)\s*\}", re.IGNORECASE)
_OF_SAMPLE = re.compile(r"\^\s*\{\s*(?P<layer>\[[^\[\]{}]{1,5}\])\s*\(\s*(?P<sample>[a-z])\s*\)\s*\}")
_ARGUMENT = re.compile(
    rf"\s*(?P<name>{_TOKEN})(?:\s*_\s*(?:\{{(?P<braced>\w)\}}|(?P<single>\w)))?(?:\s*\^\s*\{{?\(\w\)\}}?)?\s*"
)


def respelled(latex: str, functions: Collection[str] = ()) -> str:
    """The side of a statement in the form that is read; functions: the names that are applied to what follows them."""
    latex = re.sub(r"(?<=\d)\{,\}(?=\d)", ".", latex)
    latex = re.sub(r"\\Pr(?![A-Za-z])", r"\\mathrm{P}", latex)
    latex = _BOTH.sub(r"\1,\2", with_digits_joined(latex))
    latex = _GERMAN.sub(lambda found: rf"\text{{{_WORDS[found[1].lower()]} }}", latex)
    latex = _APART.sub(lambda found: found[0].replace(found[1], re.sub(r"\s", "", found[1])), latex)
    latex = _OF_SAMPLE.sub(r"_{\g<sample>}^{\g<layer>}", latex)
    latex = _SLASH.sub(lambda found: rf"\frac{{\partial {found['over']}}}{{\partial {found['under']}}}", latex)
    bare = _LOSS.sub(lambda found: found[0] if found["loss"].lstrip("\\") in functions else _loss(found), latex)
    return without_dots(bare)


def samples_behind_layers(text: str) -> frozenset[str]:
    """The letters that number samples behind a layer: i, of z^{[1](i)}."""
    return frozenset(each["sample"] for each in _OF_SAMPLE.finditer(text))


def with_digits_joined(latex: str) -> str:
    r"""1 0 2 4 and 0. 0 0 1 as the numbers they were before a page was scanned, and 60\,000 without the space."""
    latex = _THOUSANDS.sub(lambda found: re.sub(r"\\[,;]|~", "", found[0]), latex)
    latex = _COMMAS.sub(
        lambda found: found[0] if _in_brackets(latex, found.start()) else found[0].replace(",", ""), latex
    )
    return _DIGITS.sub(lambda found: found[0].replace(" ", ""), latex)


def _in_brackets(latex: str, at: int) -> bool:
    """Whether a bracket or a brace is open at a place: (1,200) is a pair."""
    before = latex[:at]
    return any(before.count(one) > before.count(other) for one, other in ("()", "[]", "{}"))


def has_thousands(text: str) -> bool:
    r"""Whether a comma in braces separates thousands on a page, 60{,}000, and no decimals, 0{,}88."""
    return _GROUPED.search(text) is not None and _DECIMAL_COMMA.search(text) is None


def with_thousands(latex: str) -> str:
    r"""60{,}000 as 60000."""
    return _GROUPED.sub(lambda found: found[0].replace("{,}", ""), latex)


def _loss(found: re.Match[str]) -> str:
    """The loss without its arguments, with the index that all of its indexed arguments share."""
    arguments = [_ARGUMENT.fullmatch(each) for each in re.split(r"[,;]", found["inside"])]
    if not all(arguments) or (
        len(arguments) == 1 and found["loss"].strip() != r"\ell" and found["inside"].strip() in ("x", "z", "t")
    ):
        return found[0]
    indices = {each["braced"] or each["single"] for each in arguments if each is not None} - {None}
    if len(indices) > 1 or (found["sub"] and indices):
        return found[0]
    sub = found["sub"] or (f"_{{{indices.pop()}}}" if indices else "")
    return f"{found['loss']}{sub} "
