r"""The standard deviation that words name beside the variance, which is its square.

the variance is $2^6 v^2$, and the standard deviation is $8 v$                  2^6 v^2 = (8 v)^2
$q^2 = \frac{2}{n}$.  As a standard deviation this is $q = \sqrt{2/n}$          2/n = (\sqrt{2/n})^2
$q^2 = \frac{2}{n} \quad \text{and} \quad q = \sqrt{2/n}$                          the same
the weights have standard deviation 0.1, so $\text{Var}(w) = 0.01$              0.1^2 = 0.01

Nothing is said where one of the two has letters and the other has none: there are values in between.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.documents.extraction import Formula, Page
from backproof.documents.statements import Side, Statement

_ROOT = r"(?:standard deviation|std)\b"
_BESIDE = re.compile(
    r"\bvariance\b[^.;:$]{0,60}?\b(?:is|becomes|of|equals|be)\s*(?:then\s+|just\s+)?\$\s*(?P<variance>[^$]+?)\s*\$"
    r"\s*,?\s*(?:(?:and|so|hence|thus|therefore|then|that is|which means)\b,?\s*)*(?:that\s+)?"
    r"(?:the|its)?\s*(?:corresponding\s+)?"
    rf"{_ROOT}\s+(?:is|becomes|equals|will be)(?:\s+(?:then|only|just|therefore))?\s*\$+\s*\Z"
)
_AS_ROOT = re.compile(
    rf"\b{_ROOT}[^.;$]{{0,40}}\b(?:not|instead of|rather than)\b[^.;$]{{0,12}}\bvariance\b(?:[^.;$]|\.(?=\w))*\$+\s*\Z"
    rf"|\b(?:corresponding|as an?|in terms of (?:the|a)|expressed as an?)\s+{_ROOT}[^.;$]{{0,40}}\$+\s*\Z"
)
_SQUARED = re.compile(
    rf"\b{_ROOT}\s*(?:of\s+|is\s+|=\s*)?\$?\s*(?P<root>\d+(?:\.\d+)?)\s*\$?\s*[,)]?\s*"
    r"(?:and\s+)?(?:so|hence|thus|therefore|i\.e\.,?|that is,?|which means|which gives)(?:\s+that)?\s*\$+\s*\Z"
)
_OF_WEIGHTS = re.compile(
    r"\s*(?:\\(?:text|mathrm|operatorname)\s*\{\s*)?[Vv]ar\s*\}?\s*(?:\\left)?\s*[(\[]\s*[wW][^()]*(?:\([^()]*\)[^()]*)?"
    r"(?:\\right)?[)\]]\s*|\s*\\sigma(?:_[wW])?\s*\^\s*(?:2|\{\s*2\s*\})\s*"
)
_SQUARE = re.compile(r"\s*(?P<name>\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*\^\s*(?:2|\{\s*2\s*\})\s*")
_NAME = re.compile(r"\\?[A-Za-z]+(?:_\{?\w+\}?)?")
_KNOWN = re.compile(r"\s*(?:\\sigma|(?:\\(?:text|mathrm|operatorname)\s*\{\s*)?(?:std|sd|SD)\s*\}?\s*\(.*)\s*")
_OTHER = re.compile(r"\b(?:not|wrong\w*|another|different|other|now|leaky|relu|if|would)\b", re.IGNORECASE)
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])|\\(?:sigma|tau|mu|rho|alpha|nu)(?![A-Za-z])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNDER_ROOT = re.compile(r"\\sqrt\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[\^_]\s*\{[^{}]*\}")
_MINUS = re.compile(r"-")  # what may be negative is the root of no square
_DECIMAL = re.compile(r"\d\.\d")
_NEAR = 400  # characters


def root_said(page: Page, formula: Formula, found: list[Statement], last: Statement | None) -> Statement | None:
    """The claim that a formula is the square root, or the square, of what the words before it name; often none.

    found: the statements of the formula, if it has any;  last: the statement before.
    """
    if len(found) == 2 and _are_square_and_root(*found):  # q^2 = A and q = C, in one formula
        value = found[1].sides[1]
        return _claim(found[0].sides[1].latex, replace(value, latex=rf"\left({value.latex}\right)^2"))
    here = found[0] if len(found) == 1 and found[0].relations else None
    if here is not None and (here.relations != ("=",) or here.conditions or here.clause):
        return None
    before = page.text[max(0, formula.start - _NEAR) : formula.start]
    if here is not None and (given := _SQUARED.search(before)) and _OF_WEIGHTS.fullmatch(here.sides[0].latex):
        return _claim(f"{given['root']}^2", here.sides[1], _are_near(given["root"], here.sides[1].latex))
    value = Side(formula.start, formula.end, page.text[formula.start : formula.end]) if here is None else here.sides[1]
    variance = _beside(before) or (None if here is None else _before(before, here, last))
    if variance is None or r"\approx" in value.latex:
        return None
    letters, root = _LETTER.search(variance) is not None, value.latex.strip(" .,;\n")
    if letters != (_LETTER.search(root) is not None) or root.startswith("-") or _NAME.fullmatch(root):
        return None
    if letters and not _MINUS.search(_UNDER_ROOT.sub("", root)):  # c may be any number in c^2 = (c)^2
        return _claim(variance, replace(value, latex=rf"\left({root}\right)^2"))
    if letters:
        return _claim(rf"\sqrt{{{variance}}}", value)
    return _claim(rf"\sqrt{{{variance}}}", value, _DECIMAL.search(root) is not None and _are_near(root, variance))


def _are_square_and_root(one: Statement, other: Statement) -> bool:
    """Whether two equations of letters say what q^2 is and what q is, under no condition."""
    if any(each.relations != ("=",) or each.conditions or each.clause for each in (one, other)):
        return False
    square = _SQUARE.fullmatch(one.sides[0].latex)
    values = one.sides[1].latex, other.sides[1].latex
    return square is not None and square["name"] == other.sides[0].latex.strip() and all(map(_LETTER.search, values))


def says_nothing_else(found: list[Statement]) -> bool:
    r"""Whether the statements of such a formula define nothing: \text{std}(a) = 8 v, \sigma = \sqrt{2/n}."""
    return len(found) == 1 and _KNOWN.fullmatch(found[0].sides[0].latex) is not None


def _claim(left: str, right: Side, rounded: bool = False) -> Statement:
    sides = Side(right.start, right.start, left), Side(right.start, right.end, right.latex.strip(" .,;\n"))
    return Statement(sides, ("approx" if rounded else "=",))


def _are_near(root: str, square: str) -> bool:
    """Whether a number may be the square of another one as they are printed; what is no plain number may be."""
    if not _NUMBER.fullmatch(root) or not _NUMBER.fullmatch(square.strip(" .,;\n")):
        return True
    number = float(square.strip(" .,;\n"))
    return abs(float(root) ** 2 - number) < number / 5


def _beside(before: str) -> str | None:
    """The variance that the same sentence gives; None without one."""
    said = _BESIDE.search(before)
    return None if said is None else re.split(r"=|\\approx", said["variance"])[-1].strip(" .,;")


def _before(before: str, here: Statement, last: Statement | None) -> str | None:
    """A, of the equation q^2 = A before, where words say that q is the root of this; None for anything else."""
    said = _AS_ROOT.search(before)
    if said is None or last is None or set(last.relations) != {"="} or last.clause or last.conditions:
        return None
    square = _SQUARE.fullmatch(last.sides[0].latex)
    same = square is not None and square["name"] == here.sides[0].latex.strip()
    between = before[max(0, len(before) - (here.sides[0].start - last.sides[-1].end)) :].replace(said[0], "")
    return last.sides[-1].latex.strip(" .,;") if same and not _OTHER.search(between) else None
