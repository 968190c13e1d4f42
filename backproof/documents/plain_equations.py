r"""Equations in plain text, where a page has no dollar signs around them: a line, or what stands behind a colon.

z_2 = u(-x + d)                            a line of its own
Output: y = h z_1 + h z_2 - h.             behind a label, to the end of the sentence
E[a_j] = sum_i E[w_ji] E[x_i] = 0          \sum_i, w_{ji}
dL/dv = e h                                \frac{\partial L}{\partial v}
So w_1 = 1, b_1 = 0, both weights are h.   several, up to the first piece in words
For n = 8 and s = 0.5 we get n s^2 = 2.    behind the words of a sentence, with the values that it gives
Its output is u1 = step(x - δ).            u_1, if formulas of the page have that, and \delta

Nothing is read of a piece in which any word stands that is no name or function, nor what words go on with: "h times".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from backproof.documents.extraction import FORMULA, Page
from backproof.documents.plain_arithmetic import arithmetic_on
from backproof.documents.plain_values import values_listed
from backproof.documents.plainly import said_plainly
from backproof.documents.statements import Side, Statement, statements

_GREEK = "alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|nu|rho|sigma|tau|phi|omega|Delta|Sigma|Phi"
_KNOWN = r"log|ln|exp|max|min|tanh|sin|cos"
_SPELLED = r"var|Var|std|Std|Cov|cov|softmax|sigmoid|ReLU|relu|diag|step"
_LETTERS = {"δ": "delta", "Δ": "Delta", "σ": "sigma", "ε": "epsilon", "θ": "theta", "μ": "mu"}
_SUBSCRIPT = r"(?:_(?:\{[\w,+\-= ]{1,9}\}|[A-Za-z0-9]{1,3}))"
_DERIVATIVE = rf"(?<![A-Za-z])d(?P<top>[A-Za-z]{_SUBSCRIPT}?)/d(?P<below>[A-Za-z]{_SUBSCRIPT}?)(?![A-Za-z(])"
_TOKEN = re.compile(
    rf"(?P<derivative>{_DERIVATIVE})|(?P<sum>sum|prod){_SUBSCRIPT}?(?:\^(?:\{{\w+\}}|\w))?(?![A-Za-z])"
    rf"|(?P<greek>{_GREEK}){_SUBSCRIPT}?(?![A-Za-z])|(?P<known>{_KNOWN})(?![A-Za-z])"
    rf"|(?P<spelled>{_SPELLED})(?=\s?\()|(?P<root>sqrt)(?=\()|(?P<name>[A-Za-z]{_SUBSCRIPT}?'?)(?![A-Za-z])"
    r"|(?P<pair>(?<=[\[(])(?!mu|nu|pi|xi|in|id|or|as|is|at|of|to|it|IN|ID|OR)(?:[a-z]{2}|[A-Z]{2})(?=[\])]))"
    r"|(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?)(?![A-Za-z])|(?P<relation>:=|=:|<=|>=|=)|(?P<sign>[-+*/^()\[\]{},|]|\s+)"
)
_UNREAD = "\x00"  # in the place of a formula that is read elsewhere
_ITEM = r"(?:[ \t]*(?:[-*•]|\(?(?:[a-z]|\d{1,2})[.)])[ \t]+)*"
_BREAK = re.compile(rf"(?<=[.;])\s+(?=[A-Z(])|(?<=[^=]:)(?:[ \t]*\n\s*?(?=[ \t]*\S){_ITEM}|\s+)|(?:\A|\n){_ITEM}")
_LEADING = re.compile(
    r"(?:(?:So|Then|Thus|Hence|Therefore|Now|Here|Also|Again|and|so|then|hence|thus|[Ww]e have|[Ww]e get|i\.e\.),?\s+)*"
)
_RESTRICTING = re.compile(r"\s*(?:if|for|when|where|unless|provided|as|only|except|whenever|with|at)\b", re.IGNORECASE)
_SIGNED = re.compile(r"[_^()*/\[]|[A-Za-z\d]\s*[-+]\s*[A-Za-z\d]|[A-Za-z]\s[A-Za-z]")
_VALUE = re.compile(r"[A-Za-z]\s*=\s*-?[\d.]+")  # of an example, which is read with its other numbers or not at all
_GIVEN = re.compile(
    rf"(?<![\w^*/+)\]-])(?<![)\]]\s)(?<!\W[A-Za-z\d]\s)(?:[A-Za-z]|{_GREEK}){_SUBSCRIPT}?\s*=\s*-?\d+(?:\.\d+)?(?![\w^*/(.]|\s*[-+*/^=])"
)
_OF_SIZES = re.compile(r"(?=.*(?<![A-Za-z])n(?:_\w+)?(?![A-Za-z])).*\b(?:sigma|s)(?![A-Za-z(])")  # a requirement
_OF_EXAMPLE = re.compile(r"=\s*-?(?!0$)[\d.]+$")
_DERIVED = re.compile(_DERIVATIVE)
_LETTER_E = re.compile(r"(?<![A-Za-z\\_])e(?![A-Za-z_]|\s*\^)")  # of a page that also has e^x: which is it?
_HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|when|whenever|suppos\w+|assum\w+|would|not|without|instead|wrong\w*|false|claims?|whether|case"
    r"|until|except|only)\b|n't\b|\?",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"\b(?:with|at|where|let|take)\b|\bfor (?!(?:any|all|every|two|independent)\b)", re.IGNORECASE)
_LEADS = re.compile(  # the words right before an equation
    r"(?:\b(?:so|thus|hence|therefore|then|and|we|get|gets|have|has|gives?|obtain|yields?|becomes?|is|are|means?|that|i\.e\."
    r"|definition|rule|formula|bias|output|variance|need|want|condition|requires?|also|but|finally|here|follows|by|because"
    r"|since|as|says|reads?|to|use|see|know|find|write|called|conditions?|simply|just|again|neuron|network)[,:]?\s+"
    r"|[,:]\s*|\A\s*)\(?\s*\Z",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\s*(?:[.;,:!)](?=[\s).,;:]|\Z)|\Z|\n\s*(?:\n|\Z|[A-Z$\\(#|\x00]|[a-z]{2})|\x00"
    r"|\s(?!(?:times|plus|minus|divided|multiplied|over|of|per|squared|cubed|mod|or|to|e)\b)[A-Za-z]{2,}(?![\w(^_/=*]))"
)
_NEXT_LINE = re.compile(r"\n[ \t]*[+/^)]")  # a line that goes on with a sign
_AMBIGUOUS = re.compile(r"(?:a|A|I)\s+[A-Za-z\d(]|\d+\s+[A-Za-z]")  # "a x = 2": an article, or a product?
_SUPPOSING = re.compile(r"\b(?:if|when|suppose|assume|unless|case|for)\b[^.]*:\s*\Z", re.IGNORECASE)


def plain_equations(page: Page) -> list[tuple[Statement, str]]:
    """The equations in plain text of a page, each with the words before it."""
    text = FORMULA.sub(lambda found: _UNREAD * len(found[0]), page.visible)
    text = re.sub(r"^[ \t]*(?:#|\|).*$", lambda found: _UNREAD * len(found[0]), text, flags=re.MULTILINE)
    text, places = _spelled_out(*_unescaped(text), page.text)
    out: list[tuple[Statement, str]] = []
    start = 0
    has_euler = re.search(r"(?<![A-Za-z\\])e\s*\^", page.text) is not None
    for end, following in [*((each.start(), each.end()) for each in _BREAK.finditer(text)), (len(text), len(text))]:
        begin = places[start]
        before = page.visible[max(0, begin - 160) : begin].rpartition("\n\n")[2]
        segment = text[start:end]
        supposed = _SUPPOSING.search(before) is not None
        leading = [] if supposed or _NEXT_LINE.match(text, end) else list(_pieces(segment))
        reached = max((at + len(piece) for at, piece in leading), default=0)
        within = [] if supposed else [each for each in _within(segment, text[end : end + 40]) if each[0] >= reached]
        for at, piece, given in (*((*each, ()) for each in leading), *within):
            if has_euler and _LETTER_E.search(piece):
                continue
            found = statements(latex_of(piece), 0)
            if len(found) == 1 and found[0].relations and all(each.latex for each in found[0].sides):
                first = places[start + at]
                words = before if at < reached else (before + page.visible[begin:first])[-160:]
                clause = (*said_plainly(page.visible, first), *map(latex_of, given))
                said = replace(found[0], clause=clause)
                out.append((_at(said, first, places[start + at + len(piece)] - first), words))
        start = following
    return out


def in_running_text(page: Page) -> list[tuple[Statement, str]]:
    """The equations in plain text, and numbers that stand in none of them, with the words before each."""
    found = plain_equations(page)
    taken = [(each.sides[0].start, each.sides[0].end) for each, _ in found]
    others = (*arithmetic_on(page), *values_listed(page))
    numbers = [each for each in others if not any(a <= each.sides[0].start < b for a, b in taken)]
    return [*found, *((each, "") for each in numbers)]


def _unescaped(text: str) -> tuple[str, list[int]]:
    r"""The text with _ and * for \_ and \*, as Markdown writes them, and where each character stood."""
    places = [n for n in range(len(text)) if not (text[n] == "\\" and text[n + 1 : n + 2] in ("_", "*"))]
    return "".join(text[n] for n in places), [*places, len(text)]


def _spelled_out(text: str, places: list[int], page: str) -> tuple[str, list[int]]:
    """The text with u_1 for the u1 of a page that has u_1 in formulas, and Greek letters by name."""
    numbered = set(re.findall(r"(?<![A-Za-z\\])([a-z])_\{?(\d)\}?(?!\d)", page))
    out: list[str] = []
    origin: list[int] = []
    for n, char in enumerate(text):
        alone = not re.match(r"\w{2}", text[n : n + 2]) and not text[max(0, n - 2) : max(0, n - 1)].isalnum()
        name = f"{_LETTERS[char]} " if char in _LETTERS else char
        new = f"_{char}" if alone and (text[max(0, n - 1) : n], char) in numbered else name
        out.append(new)
        origin += [places[n]] * len(new)
    return "".join(out), [*origin, places[-1]]


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
        body, arrow, target = body.partition("->")
        if arrow and (target.strip(_UNREAD + " ,.") or _VALUE.fullmatch(body.strip())):
            break
        body = body.rstrip()
        if not body.strip(_UNREAD + " ."):
            pass  # a formula that is read elsewhere
        elif not _is_equation(body):
            found = [] if _RESTRICTING.match(piece) else found
            break
        elif not _VALUE.fullmatch(body):
            signed = signed or _SIGNED.search(body) is not None
            found.append((at + len(piece) - len(piece.lstrip()), body))
        at += len(piece) + 1
    yield from found if signed else ()


def _within(segment: str, following: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The equations that stand behind the words of a sentence, and the values that it gives to names before each.

    following: what the text goes on with.

    None of a sentence that supposes something, and none that an operation in words goes on with.
    """
    if _HYPOTHETICAL.search(segment):
        return
    last = 0
    for at, run in _runs(segment):
        since, end, last = segment[last:at], at + len(run), at + len(run)
        if _LOCAL.search(since):
            continue
        rest = segment[end:] if segment[end:].strip() else following
        if not _LEADS.search(segment[:at]) or not _STOPS.match(rest) or _RESTRICTING.match(rest):
            continue
        pieces = [each for each in _listed(run) if each.strip()]
        if not all(map(_is_equation, map(str.strip, pieces))):
            continue
        for piece in pieces:
            body = piece.strip()
            given = tuple(each[0] for each in _GIVEN.finditer(segment[:at]))
            read = _SIGNED.search(body) and not _GIVEN.fullmatch(body) and not _AMBIGUOUS.match(body)
            of_example = _OF_EXAMPLE.search(body) and not _OF_SIZES.match(body)
            if read and (given or not of_example or _DERIVED.search(body)):
                yield at + run.index(piece) + len(piece) - len(piece.lstrip()), body, given


def _runs(segment: str) -> Iterator[tuple[int, str]]:
    """The longest stretches of a segment that are made of names, numbers and signs alone, and have a relation."""
    at = 0
    while at < len(segment):
        start = at
        while at < len(segment) and (token := _TOKEN.match(segment, at)) is not None:
            at = token.end()
        run = segment[start:at].rstrip(" ,.;(")
        while run.endswith(")") and run.count(")") > run.count("("):
            run = run[:-1].rstrip()
        whole = run.lstrip(" ,")
        while whole.startswith("(") and whole.count("(") > whole.count(")"):
            whole = whole[1:].lstrip()
        if "=" in whole:
            yield start + len(run) - len(whole), whole
        word = re.compile(r"[A-Za-z]+|.", re.DOTALL).match(segment, at)
        at = at if word is None else word.end()


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
    if re.search(r"[A-Za-z]\d", body) or body.count("(") != body.count(")") or re.search(r"[-+*/^=]\s*\Z", body):
        return False  # W1, a name of code; half of an equation
    at, relations = 0, 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if token is None:
            return False
        relations += token["relation"] is not None
        at = token.end()
    ends = re.split(r":=|=:|<=|>=|=", body)
    sides = all(re.search(r"[A-Za-z\d]", each) for each in ends)
    return relations > 0 and sides and bool(re.match(r"\s*[A-Za-z(]", body))


def latex_of(text: str) -> str:
    """An equation in plain text, as LaTeX."""

    def written(found: re.Match[str]) -> str:
        if found["derivative"]:
            return rf"\frac{{\partial {_braced(found['top'])}}}{{\partial {_braced(found['below'])}}}"
        if found["sum"] or found["greek"] or found["known"]:
            return "\\" + _braced(found[0]) + " "
        if found["spelled"]:
            return rf"\text{{{found['spelled']}}}"
        if found["pair"]:
            return " ".join(found[0])
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
