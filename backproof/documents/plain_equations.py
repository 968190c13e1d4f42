r"""Equations in plain text, where a page has no dollar signs around them: a line, or what stands behind a colon.

z_2 = u(-x + d)                            a line of its own
Output: y = h z_1 + h z_2 - h.             behind a label, to the end of the sentence
E[a_j] = sum_i E[w_ji] E[x_i] = 0          \sum_i, w_{ji}
dL/dv = e h                                \frac{\partial L}{\partial v}
So w_1 = 1, b_1 = 0, both weights are h.   several, up to the first piece in words

Nothing is read of a piece in which any word stands that is no name or function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.documents.extraction import FORMULA, Page
from backproof.documents.statements import Side, Statement, statements

_GREEK = "alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|nu|rho|sigma|tau|phi|omega|Delta|Sigma|Phi"
_KNOWN = r"log|ln|exp|max|min|tanh|sin|cos"
_SPELLED = r"var|Var|std|Std|Cov|cov|softmax|sigmoid|ReLU|relu|diag"
_SUBSCRIPT = r"(?:_(?:\{[\w,+\-= ]{1,9}\}|[A-Za-z0-9]{1,3}))"
_DERIVATIVE = rf"(?<![A-Za-z])d(?P<top>[A-Za-z]{_SUBSCRIPT}?)/d(?P<below>[A-Za-z]{_SUBSCRIPT}?)(?![A-Za-z(])"
_TOKEN = re.compile(
    rf"(?P<derivative>{_DERIVATIVE})|(?P<sum>sum|prod){_SUBSCRIPT}?(?:\^(?:\{{\w+\}}|\w))?(?![A-Za-z])"
    rf"|(?P<greek>{_GREEK}){_SUBSCRIPT}?(?![A-Za-z])|(?P<known>{_KNOWN})(?![A-Za-z])"
    rf"|(?P<spelled>{_SPELLED})(?=\s?\()|(?P<root>sqrt)(?=\()|(?P<name>[A-Za-z]{_SUBSCRIPT}?'?)(?![A-Za-z])"
    r"|(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?)(?![A-Za-z])|(?P<relation>:=|=:|<=|>=|=)|(?P<sign>[-+*/^()\[\]{},|]|\s+)"
)
_UNREAD = "\x00"  # in the place of a formula that is read elsewhere
_BREAK = re.compile(r"(?<=[.;])\s+(?=[A-Z(])|(?<=[^=]:)\s+|\n")
_LEADING = re.compile(
    r"(?:(?:So|Then|Thus|Hence|Therefore|Now|Here|Also|Again|and|so|then|hence|thus|[Ww]e have|[Ww]e get|i\.e\.),?\s+)*"
)
_RESTRICTING = re.compile(r"\s*(?:if|for|when|where|unless|provided|as|only|except|whenever|with|at)\b", re.IGNORECASE)
_SIGNED = re.compile(r"[_^()*/]|[A-Za-z\d]\s*[-+]\s*[A-Za-z\d]|[A-Za-z]\s[A-Za-z]")
_VALUE = re.compile(r"[A-Za-z]\s*=\s*-?[\d.]+")  # of an example, which is read with its other numbers or not at all
_LETTER_E = re.compile(r"(?<![A-Za-z\\_])e(?![A-Za-z_]|\s*\^)")  # of a page that also has e^x: which is it?
_SUPPOSING = re.compile(r"\b(?:if|when|suppose|assume|unless|case|for)\b[^.]*:\s*\Z", re.IGNORECASE)


def plain_equations(page: Page) -> list[tuple[Statement, str]]:
    """The equations in plain text of a page, each with the words before it."""
    text = FORMULA.sub(lambda found: _UNREAD * len(found[0]), page.visible)
    text = re.sub(r"^[ \t]*(?:#|\|).*$", lambda found: _UNREAD * len(found[0]), text, flags=re.MULTILINE)
    out: list[tuple[Statement, str]] = []
    start, has_euler = 0, re.search(r"(?<![A-Za-z\\])e\s*\^", page.text) is not None
    for end, following in [*((each.start(), each.end()) for each in _BREAK.finditer(text)), (len(text), len(text))]:
        before = page.visible[max(0, start - 160) : start].rpartition("\n\n")[2]
        for at, piece in () if _SUPPOSING.search(before) else _pieces(text[start:end]):
            if has_euler and _LETTER_E.search(piece):
                continue
            found = statements(latex_of(piece), 0)
            if len(found) == 1 and found[0].relations and all(each.latex for each in found[0].sides):
                out.append((_at(found[0], start + at, len(piece)), before))
        start = following
    return out


def _at(statement: Statement, start: int, length: int) -> Statement:
    return replace(statement, sides=tuple(Side(start, start + length, each.latex) for each in statement.sides))


def _pieces(segment: str) -> Iterator[tuple[int, str]]:
    """The equations with which a sentence begins, up to the first piece in words; none where that restricts them."""
    lead = _LEADING.match(segment)
    at = 0 if lead is None else lead.end()
    found: list[tuple[int, str]] = []
    signed = False
    for piece in _listed(segment[at:].rstrip()):
        body = piece.strip().rstrip(".;,")
        if body and not body.strip(_UNREAD + " ."):
            pass  # a formula that is read elsewhere
        elif not _is_equation(body):
            found = [] if _RESTRICTING.match(piece) else found
            break
        elif not _VALUE.fullmatch(body):
            signed = signed or _SIGNED.search(body) is not None
            found.append((at + len(piece) - len(piece.lstrip()), body))
        at += len(piece) + 1
    yield from found if signed else ()


def _listed(text: str) -> Iterator[str]:
    """The pieces between commas outside brackets."""
    level, begin = 0, 0
    for n, char in enumerate(text):
        level += (char in "([{") - (char in ")]}")
        if char == "," and level == 0:
            yield text[begin:n]
            begin = n + 1
    yield text[begin:]


def _is_equation(body: str) -> bool:
    """Whether a text is made of names, numbers and signs alone, with a relation between them."""
    if re.search(r"[A-Za-z]\d", body):
        return False  # W1, a name of code
    at, relations = 0, 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if token is None:
            return False
        relations += token["relation"] is not None
        at = token.end()
    ends = re.split(r":=|=:|<=|>=|=", body)
    sides = all(re.search(r"[A-Za-z\d]", each) for each in ends)
    return relations > 0 and sides and bool(re.match(r"\s*[A-Za-z]", body))


def latex_of(text: str) -> str:
    """An equation in plain text, as LaTeX."""

    def written(found: re.Match[str]) -> str:
        if found["derivative"]:
            return rf"\frac{{\partial {_braced(found['top'])}}}{{\partial {_braced(found['below'])}}}"
        if found["sum"] or found["greek"] or found["known"]:
            return "\\" + _braced(found[0]) + " "
        if found["spelled"]:
            return rf"\text{{{found['spelled']}}}"
        if found["name"]:
            return _braced(found[0])
        if found["relation"]:
            return {"=:": "=", "<=": r"\leq ", ">=": r"\geq "}.get(found[0], found[0])
        return r"\cdot " if found[0] == "*" else found[0]

    latex = _TOKEN.sub(written, _with_roots(text))
    latex = re.sub(r"(?<![\w^_])1\{([^{}]*)\}", r"1\\{\1\\}", latex)  # an indicator
    latex = re.sub(r"\^\(([^()]*)\)", r"^{\1}", latex)
    return re.sub(r"\^(-?\d{2,}|-\w)", r"^{\1}", latex)


def _braced(name: str) -> str:
    """w_{ji}, of w_ji."""
    return re.sub(r"_([A-Za-z0-9]{2,3})", r"_{\1}", name)


def _with_roots(text: str) -> str:
    return re.sub(r"(?<![A-Za-z\\])sqrt\(([^()]*)\)", r"\\sqrt{\1}", text)
