r"""Statements: what a formula says, taken apart into sides, relations, conditions and connectives.

    \begin{aligned} a &= b \\ &= c \quad \text{for } x > 0 \end{aligned}      one statement, a = b = c, if x > 0
    a = b \implies c = d                                                      two statements, the second implied

Only brackets, braces and environments are followed here; what a side means is read elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

Relation = Literal["=", ":=", "<", "<=", ">", ">=", "!=", "~", "in", "approx", "<-", "->", "prop"]
Connective = Literal["", "implies", "iff"]

_RELATIONS: tuple[tuple[str, Relation], ...] = (
    (r":=|\\coloneqq(?![A-Za-z])|\\triangleq(?![A-Za-z])|\\stackrel\{[^{}]*\}\{=\}"
     r"|\\overset\{\s*(?:\\text\{)?\s*(?:def|\\triangle)[^{}]*\}?\s*\}\{=\}", ":="),
    (r"\\(?:overset|stackrel)\s*\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}\s*\{\s*=\s*\}", "="),
    (r"\\(?:overset|stackrel)\s*\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}\s*\{?\s*\\sim\s*\}?", "~"),
    (r"\\(?:approx|simeq|cong)(?![A-Za-z])|≈", "approx"),
    (r"\\(?:leq?|leqslant)(?![A-Za-z])|<=|≤", "<="),
    (r"\\(?:geq?|geqslant)(?![A-Za-z])|>=|≥", ">="),
    (r"\\(?:neq?)(?![A-Za-z])|\\not\s*=|!=|≠", "!="),
    (r"\\leftarrow(?![A-Za-z])|\\gets(?![A-Za-z])|←", "<-"),
    (r"\\(?:to|rightarrow|longrightarrow|mapsto)(?![A-Za-z])|→", "->"),
    (r"\\sim(?![A-Za-z])|∼", "~"),
    (r"\\in(?![A-Za-z])|∈", "in"),
    (r"\\propto(?![A-Za-z])", "prop"),
    (r"\\equiv(?![A-Za-z])|\\eqqcolon(?![A-Za-z])|=:|=", "="),
    (r"\\lt(?![A-Za-z])|<", "<"),
    (r"\\gt(?![A-Za-z])|>", ">"),
)  # fmt: skip
_RELATION = re.compile("|".join(f"({pattern})" for pattern, _ in _RELATIONS))
RELATION = re.compile(r"[<>=]|\\(?:sim|in|approx|leq?|geq?|to)(?![A-Za-z])")  # what no lone value has
_CONNECTIVE = re.compile(
    r"(\\(?:iff|Leftrightarrow|Longleftrightarrow)(?![A-Za-z])|⇔)"
    r"|(\\(?:implies|Rightarrow|Longrightarrow|therefore)(?![A-Za-z])|⇒|∴)"
)
_CONDITION = re.compile(
    r"(?:,|;|\\quad|\\qquad|\\[,;: ]|\s|~|\()*"
    r"(?:\\(?:text|mbox|textrm|mathrm|textit)\s*\{[\s~]*(?:,\s*)?"
    r"(?:if|for|when|where|whenever|provided|with|as long as|since)"
    r"(?:\s+(?:all|each|every|any|some|that))?\b(?P<words>[^{}]*)\}|\\forall(?![A-Za-z])|\\mid(?![A-Za-z]))"
)
_AT_MOST = r"(?:\\leq?(?![A-Za-z])|<|≤)"
_OF_INDEX = (  # 1 \\leq k \\leq N - 1;  k \\geq 1;  k = 1, \\dots, N - 1
    rf"\d\s*{_AT_MOST}\s*[i-n]\s*{_AT_MOST}\s*[A-Za-z](?:\s*-\s*\d)?"
    r"|[i-n]\s*(?:\\geq?(?![A-Za-z])|>|≥)\s*\d"
    r"|[i-n]\s*=\s*\d\s*,[\s\d,]*\\[lc]?dots\s*,\s*[A-Za-z](?:\s*-\s*\d)?"
)
_IN_BRACKETS = re.compile(  # -p_i p_j \\quad (i \\neq j); P (a > 0) and 1 (i = j) are values
    r"(?:,|;|\\q?quad(?![A-Za-z])|\\[,;:!> ]|(?<![A-Z1}r])\s|~)(?:\s|~|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\left)*"
    r"\(\s*(?P<condition>[A-Za-z]\s*(?:=|\\neq?(?![A-Za-z])|\\not\s*=|!=|≠)\s*[A-Za-z]|"
    rf"{_OF_INDEX}"
    r")\s*(?:\\right\s*)?\)"
    r"(?:[\s.,;~]|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\(?:tag|label)\*?\s*\{[^}]*\})*\Z"
)
_RANGE_IN_BRACKETS = re.compile(  # \\qquad (0 < s < 1)
    r"\\q?quad(?![A-Za-z])(?:\s|~|\\[,;:! ])*"
    rf"\((?P<condition>[^()=]*(?:{_AT_MOST}|>|≥|\\geq?(?![A-Za-z]))[^()=]*)\)[\s.,;]*\Z"
)
_SPACE = r"\\(?:mathbb|mathbf)\s*(?:\{\s*R\s*\}|R)(?!\s*(?:\^\s*(?:\{[^{}]*\}|\w)\s*)?(?:_|\\setminus|\^\s*\{?\s*[+*]))"
_IN_SPACE = rf"(?:(?!\\forall)[^=<>,])*?(?:\\in(?![A-Za-z])|∈)\s*{_SPACE}"  # W \in \mathbb{R}^{m \times n}
_SPACE_IN_BRACKETS = re.compile(rf"(?:\\q?quad|\s|~)*\((?P<inside>{_IN_SPACE}[^()]*)\)(?:\s|[.,;])*", re.DOTALL)
_SAME_INDEX = re.compile(r"\s*[ijklmcrs]\s*=\s*[ijklmcrs]\s*[.,;]?\s*")
_BLANK = r"(?:\s|~|&|\\[,;:!> ]|\\q?quad(?![A-Za-z])|\\\\)"
_CASE_OF_ROW = re.compile(
    rf"{_BLANK}*(?P<condition>[^:=]*(?:<|>|\\leq?(?![A-Za-z])|\\geq?(?![A-Za-z]))[^:=]*):{_BLANK}+(?=[^=]*=)"
)
_WORDS = re.compile(r"\\(?:text|mbox|textrm|textit|textbf)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_NOISE = re.compile(
    r"\\(?:nonumber|notag|displaystyle|textstyle|limits|hfill|(?:(?:hspace|vspace|tag)\*?|label|ref)\s*\{[^}]*\}"
    r"|boxed(?=\s*\{))"
)
_TRAILING = re.compile(rf"(?:{_BLANK}|[.,;:]|\\(?:tag|label)\*?\s*\{{[^}}]*\}}|\\blacksquare|\\square)+$")
_LEADING = re.compile(rf"^(?:{_BLANK}|[.,;])+")
_NUMBER_OF_EQUATION = re.compile(
    r"(?:\s|[.,;]|\\[,;:!> ])*(?:(?:\\q?quad|\\hfill|\\eqno|~)\s*|[.,;]\s{4,})+"  # four blanks where a space was
    r"\(\s*(?:[A-Z]|\\(?:text|mathrm|mathbf|textbf)\s*\{\s*[A-Z]\s*\.?\s*\})?\s*[.\-]?\s*\d+(?:[.\-]\d+)*\s*[a-z]?'*\s*\)$"
)
_APART = re.compile(r"(\\(?:text|textrm|mbox|operatorname)\s*\{)(\s*[A-Za-z](?:\s+[A-Za-z])+\s*)\}")  # \text {v a r}
_SPACED = re.compile(r"(\\(?:begin|end))(\s+)(\{[^{}]*\})")
_CASES = re.compile(
    r"(?:(?:\\left\s*)?\\\{\s*\\begin\{array\}\s*\{[^{}]*\}|\\begin\{d?cases\})(.*)"
    r"\\end\{(?:array|d?cases)\}\s*(?:\\right\s*\.?)?\s*",
    re.DOTALL,
)
_AT_POINT = re.compile(
    r"(?:(?P<right>\\right)|\\[bB]igg?[rlm]?(?![A-Za-z]))?\s*(?:\||\\[rl]?vert(?![A-Za-z])|\\mid(?![A-Za-z]))\s*_\s*"
    r"\{(?P<point>[^{}=]*(?:\{[^{}]*\}[^{}=]*)*=[^{}=]*(?:\{[^{}]*\}[^{}=]*)*)\}"
)
_AMPERSAND = re.compile("&")
_EMPTY = re.compile(r"(?:\s|~|\\[,;:!> ]|\\q?quad(?![A-Za-z]))*")
_BEGINS = re.compile(  # a cell that goes on with a relation, and not one that makes a condition
    rf"{_EMPTY.pattern}(?:=|:=|\\(?:approx|equiv|sim|in|coloneqq)(?![A-Za-z]))"
)
_OF_TWO_EQUATIONS = 4  # cells
_SHAPES = re.compile(  # (64 \times m)(m \times 10)
    rf"{_EMPTY.pattern}(?:\(?\s*\w+\s*\\times\s*\w+\s*(?:\)|(?=[\s.,]*\Z))\s*(?:\\cdot\s*)?)+[\s.,]*\Z"
)
_ROW = re.compile(r"\\\\(?:\s*\[[^\]]*(?:pt|em|ex|mm|cm)\])?")


@dataclass(frozen=True)
class Side:
    """One side of a statement: its offsets in the source."""

    start: int
    end: int
    latex: str


@dataclass(frozen=True)
class Statement:
    """`sides[0] relations[0] sides[1] ...`, under conditions, perhaps implied by the statement before it.

    claimed: whether it claims something of names that are known, as in a row of a table, and defines none.
    """

    sides: tuple[Side, ...]
    relations: tuple[Relation, ...]
    conditions: tuple[str, ...] = ()
    connective: Connective = ""
    words: tuple[str, ...] = field(default=())  # what \text says around the formula
    clause: tuple[str, ...] = ()  # conditions that words around the formula make
    claimed: bool = False


def statements(latex: str, start: int) -> list[Statement]:
    """Take a formula apart; `start` is its offset in the source."""
    latex = _APART.sub(_joined, _SPACED.sub(r"\1\3\2", latex))
    body, at = _unwrapped(latex, start)
    found: list[Statement] = []
    for row, row_at in _in_columns(_rows(body, at)):
        for piece, piece_at, connective in _split_connectives(row, row_at):
            for part, part_at in _split_commas(piece, piece_at):
                statement = _statement(part, part_at, connective)
                if statement is None:
                    continue
                if found and not statement.sides[0].latex and statement.relations:
                    last = found[-1]
                    if connective and len(last.sides) > 1:  # "=> = c": the relation goes on
                        connective = ""
                    found[-1] = Statement(
                        (*last.sides, *statement.sides[1:]),
                        (*last.relations, *statement.relations),
                        (*last.conditions, *statement.conditions),
                        last.connective,
                        (*last.words, *statement.words),
                    )
                else:
                    found.append(statement)
                connective = ""
    return [each for each in found if each.sides[0].latex or len(each.sides) > 2]


def _joined(found: re.Match[str]) -> str:
    """Words whose letters were set apart in scanning, "i n   f o r m", in as many characters."""
    words = " ".join(re.sub(r"\s", "", each) for each in re.split(r"\s{2,}", found[2].strip()))
    return f"{found[1]}{words:<{len(found[2])}}}}"


def _unwrapped(latex: str, start: int) -> tuple[str, int]:
    """Without an environment that only aligns."""
    pattern = re.compile(
        r"\s*\\begin\{((?:align|aligned|alignat|eqnarray|gather|gathered|split|equation|multline)\*?"
        r"|array(?=\}\s*\{\s*(?:[lc]|r\s*[cl]\s*l?)\s*\}))\}"
        r"(?:\s*\{[\d\s]*[lrc\s]*\})?(?:\[[a-z]\])?(.*)\\end\{\1\}(.*)",
        re.DOTALL,
    )
    while found := pattern.fullmatch(latex):
        latex, start = found[2], start + found.start(2)
    return latex, start


def _levels(text: str) -> list[int]:
    """How deep each character stands in braces, brackets and environments."""
    levels, level, n = [0] * (len(text) + 1), 0, 0
    while n < len(text):
        found = re.compile(r"\\(begin|end)\s*\{[^}]*\}|\\[{}|]|\\[A-Za-z]+|\\.", re.DOTALL).match(text, n)
        if found:
            if found[1] == "begin" or found[0] in (r"\{", r"\left"):
                level += found[0] != r"\left"
            elif found[1] == "end" or found[0] == r"\}":
                level = max(0, level - 1)
            for position in range(n, found.end()):
                levels[position] = level if found[0][:2] not in (r"\e", r"\}") else level + 1
            if found[0] in (r"\begin", r"\end") or not found[1]:
                levels[n] = level
            n = found.end()
            continue
        if text[n] in ")]}":
            level = max(0, level - 1)
            levels[n] = level + 1
        else:
            levels[n] = level + (text[n] in "([{")
        if text[n] in "([{":
            level += 1
        n += 1
    return levels


def _cut(text: str, at: int, pattern: re.Pattern[str]) -> list[tuple[str, int, re.Match[str] | None]]:
    """The pieces between matches outside all brackets, each with the match before it."""
    levels, pieces, begin, before, n = _levels(text), list[tuple[str, int, re.Match[str] | None]](), 0, None, 0
    while n < len(text):
        found = pattern.match(text, n)
        if found and levels[n] == 0 and found.end() > n:
            pieces.append((text[begin:n], at + begin, before))
            begin, before, n = found.end(), found, found.end()
            continue
        command = re.compile(r"\\[A-Za-z]+|\\.", re.DOTALL).match(text, n)
        n = command.end() if command else n + 1
    pieces.append((text[begin:], at + begin, before))
    return pieces


def _rows(body: str, at: int) -> list[tuple[str, int]]:
    return [(piece, piece_at) for piece, piece_at, _ in _cut(body, at, _ROW)]


def _in_columns(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Rows that set equations side by side, `a &= b & c &= d`, with each equation apart.

    Where the second one goes on in the next row, `&= e & &= f`, the columns are read one after the other.
    """
    cells = [[(piece, at) for piece, at, _ in _cut(row, row_at, _AMPERSAND)] for row, row_at in rows]
    if len({len(each) for each in cells}) == 1 and any(
        all(_EMPTY.fullmatch(left[0]) and _BEGINS.match(right[0]) for left, right in (each[:2], each[2:]))
        for each in cells
        if len(each) == _OF_TWO_EQUATIONS
    ):
        return [_whole(rows[n], each[k : k + 2]) for k in (0, 2) for n, each in enumerate(cells)]
    return [equation for n, each in enumerate(cells) for equation in _side_by_side(rows[n], each)]


def _side_by_side(row: tuple[str, int], cells: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The equations of a row: one begins where the next cell has a relation; shapes that are noted behind are none."""
    cells = [cell for n, cell in enumerate(cells) if not n or not _EMPTY.fullmatch(cell[0])]
    if _SHAPES.match(cells[-1][0]) and any(_relations_in(text) for text, _ in cells[:-1]):
        cells.pop()
    heads = [
        n
        for n in range(1, len(cells) - 1)
        if _BEGINS.match(cells[n + 1][0]) and not _BEGINS.match(cells[n][0]) and _relations_in(cells[n - 1][0])
    ]
    return [_whole(row, cells[begin:end]) for begin, end in pairwise([0, *heads, len(cells)])]


def _whole(row: tuple[str, int], cells: list[tuple[str, int]]) -> tuple[str, int]:
    """Neighbouring cells of a row as they stand there."""
    begin, end = cells[0][1], cells[-1][1] + len(cells[-1][0])
    return row[0][begin - row[1] : end - row[1]], begin


def _split_connectives(row: str, at: int) -> list[tuple[str, int, Connective]]:
    out: list[tuple[str, int, Connective]] = []
    for piece, piece_at, before in _cut(row, at, _CONNECTIVE):
        kind: Connective = "" if before is None else "iff" if before[1] else "implies"
        out.append((piece, piece_at, kind))
    return out


def _split_commas(piece: str, at: int) -> list[tuple[str, int]]:
    """Several statements in one formula: `a = b, \\quad c = d`; a comma before a condition does not separate."""
    separator = re.compile(
        r"(?:[,;]\s*(?:\\q?quad|\\[,;: ])*\s*(?:\\text\s*\{\s*(?:and|where|so|thus|hence|then)?\s*\})?"
        r"|(?:\\q?quad\s*)*\\(?:text|mbox)\s*\{\s*,?\s*(?:and|where|so|thus|hence|then)\s*\}"
        rf"|(?:[,;]|\\q?quad)*\s*\\(?:text|mbox)\s*\{{\s*(?:with|for)\s*\}}(?={_IN_SPACE})"
        r"|\\q?quad(?![A-Za-z]))\s*"
    )
    parts = _cut(piece, at, separator)
    merged: list[tuple[str, int]] = []
    for text, text_at, before in parts:
        if (found := _SPACE_IN_BRACKETS.fullmatch(text)) is not None:
            text, text_at = found["inside"], text_at + found.start("inside")
        separate = bool(_relations_in(text)) and not _is_condition(text, before)
        if merged and separate and _CASE_OF_ROW.match(f"{merged[-1][0]} y =") is not None:  # x > 0: \\quad y = h
            separate = False
        if merged and not text.strip():
            continue
        if merged and not (separate and _relations_in(merged[-1][0])):
            start = merged[-1][1]
            merged[-1] = (piece[start - at : text_at - at + len(text)], start)
        else:
            merged.append((text, text_at))
    return merged


def _is_condition(text: str, before: re.Match[str] | None) -> bool:
    """Whether what follows a comma restricts what stands before it: `, i \\neq j`, `, x > 0`, `, i = 1, \\dots, n`."""
    if before is not None and re.search(r"and|where|so|thus|hence|then", before[0]):
        return False
    if re.match(_IN_SPACE, text):
        return False  # it declares an array, and restricts no value
    if _CONDITION.match(text) or _SAME_INDEX.fullmatch(text):
        return True
    relations = _relations_in(text)
    simple = re.fullmatch(
        rf"{_BLANK}*[A-Za-z](?:_\{{?\w+\}}?)?{_BLANK}*(?:\\(?:neq?|[gl]eq?(?:slant)?|in)(?![A-Za-z])|\\not\s*=|[<>=≠≤≥]){_BLANK}*[\w\\{{}}.]+.*",
        text,
        re.DOTALL,
    )
    if set(relations) == {"="} and len(relations) > 1 and re.search(r"\(|\\(?:frac|dfrac|sum)", text):
        return False  # g = sigma(z) = 1/(1 + e^-z)
    return (bool(simple) and relations != ["="]) or bool(re.search(r"\\[lc]?dots", text) and relations == ["="])


def _relations_in(text: str) -> list[Relation]:
    return [_relation(found) for _, _, found in _cut(text, 0, _RELATION) if found is not None]


def _relation(found: re.Match[str]) -> Relation:
    assert found.lastindex is not None
    return _RELATIONS[found.lastindex - 1][1]


def _statement(text: str, at: int, connective: Connective) -> Statement | None:
    conditions: list[str] = []
    if (found := _CASE_OF_ROW.match(text)) is not None:  # x > 0: \quad y = h
        conditions.append(found["condition"])
        text, at = text[found.end() :], at + found.end()
    words: list[str] = []
    for found in _CONDITION.finditer(text):
        if _levels(text)[found.start()] == 0 and text[: found.start()].strip():
            rest = text[found.end() :]
            conditions.append((found["words"] or "").strip() + " " + rest if found["words"] else rest)
            text = text[: found.start()]
            break
    behind = _IN_BRACKETS.search(text) or _RANGE_IN_BRACKETS.search(text)
    if (found := behind) is not None and _relations_in(text[: found.start()]):
        conditions += re.split(r",(?:\s|\\[,;: ])*", found["condition"])  # (z \neq 0, k > 0)
        text = text[: found.start()]
    text, comma_conditions = _comma_conditions(text)
    text, points = _without_bars(text)
    conditions += comma_conditions + points

    def blank(found: re.Match[str]) -> str:
        if found[1].strip() in ("AND", "OR"):  # a gate
            return found[0]
        if (
            re.search(r"\s|^\(|-wise\b", found[1].strip())
            or found[1].strip().lower() in _CONNECTING
            or not found[1].strip()
        ):
            words.append(found[1].strip())
            return " " * len(found[0])
        return found[0]

    text = _NOISE.sub(lambda found: " " * len(found[0]), text)
    levels = _levels(text)
    text = _WORDS.sub(lambda found: blank(found) if levels[found.start()] == 0 else found[0], text)
    sides: list[Side] = []
    relations: list[Relation] = []
    for piece, piece_at, before in _cut(text, at, _RELATION):
        sides.append(_trimmed(piece, piece_at))
        if before is not None:
            relations.append(_relation(before))
    if not relations and not sides[0].latex:
        return None
    sides, relations = _with_chains_in_rows(sides, relations)
    return Statement(
        tuple(sides), tuple(relations), tuple(_trimmed(each, 0).latex for each in conditions), connective, tuple(words)
    )


def _without_bars(text: str) -> tuple[str, list[str]]:
    r"""What is taken at a point, \frac{df}{dx} \Big|_{x = 2}, without the bar, in as many characters, and the point.

    Nothing is changed where the letter also stands where it has other values, as in f'(x)|_{x = 2} = 2 x.
    """
    found = list(_AT_POINT.finditer(text))
    points = list(dict.fromkeys(re.sub(r"\s", "", each["point"]) for each in found))
    if len(points) != 1:
        return text, []
    letter, rest = points[0].partition("=")[0], text
    for each in found:
        blanks, before = " " * len(each[0]), rest[: each.start()]
        if each["right"] and (left := before.rfind(r"\left.")) >= 0:
            before = before[:left] + " " * len(r"\left.") + before[left + len(r"\left.") :]
        rest = before + blanks + rest[each.end() :]
    for piece, at, _ in _cut(text, 0, _RELATION):
        bar = next((each for each in found if at <= each.start() < at + len(piece)), None)
        outside = piece if bar is None else text[bar.end() : at + len(piece)]
        if letter in (outside if letter.startswith("\\") else re.sub(r"\\[A-Za-z]+", " ", outside)):
            return text, []
    return rest, [found[0]["point"]]


def _with_chains_in_rows(sides: list[Side], relations: list[Relation]) -> tuple[list[Side], list[Relation]]:
    r"""A side by cases in whose rows equations stand, `h - h = 0 & x > d`, as one side for each link of them."""
    out, between = list[Side](), list[Relation]()
    for n, side in enumerate(sides):
        between += relations[n - 1 : n] if n else []
        found = _CASES.fullmatch(side.latex)
        rows = [] if found is None else [row for row, _ in _rows(found[1], 0) if row.strip()]
        parts = [[piece for piece, _, _ in _cut(row, 0, re.compile("&"))] for row in rows]
        chains = [[value for value, _, _ in _cut(each[0], 0, re.compile("="))] for each in parts]
        longest = max(map(len, chains), default=1)
        if longest == 1 or any(len(each) != 2 for each in parts):
            out.append(side)
            continue
        for link in range(longest):
            values = [chain[min(link, len(chain) - 1)] for chain in chains]
            body = r" \\ ".join(f"{value} & {row[1]}" for value, row in zip(values, parts, strict=True))
            out.append(replace(side, latex=rf"\begin{{cases}} {body} \end{{cases}}"))
        between += ["="] * (longest - 1)
    return out, between


_CONNECTING = frozenset(
    [
        "and",
        "or",
        "so",
        "thus",
        "hence",
        "then",
        "where",
        "we",
        "since",
        "because",
        "therefore",
        "want",
        "need",
        "require",
        "set",
        "let",
        "also",
        "similarly",
        "i.e.",
        "iid",
        "gives",
        "or,",
        "yields",
        "now",
        "to",
        "from",
        "until",
    ]
)


def _comma_conditions(text: str) -> tuple[str, list[str]]:
    pieces = _cut(text, 0, re.compile(r"(?:[,;]\s*(?:\\q?quad|\\[,;: ])*|\\q?quad(?![A-Za-z]))\s*"))
    kept = [pieces[0][0]]
    conditions: list[str] = []
    for piece, _, before in pieces[1:]:
        if _relations_in(kept[0]) and _is_condition(piece, before) and not conditions:
            conditions.append(piece)
        elif conditions:
            conditions[-1] += ", " + piece
        else:
            assert before is not None
            kept.append(before[0] + piece)
    return "".join(kept), conditions


def _trimmed(text: str, at: int) -> Side:
    levels = _levels(text)
    text = "".join(" " if char == "&" and levels[n] == 0 else char for n, char in enumerate(text))
    lead = _LEADING.match(text)
    start = lead.end() if lead else 0
    body = text[start:]
    tail = _TRAILING.search(body)
    if tail and not body[: tail.start()].endswith("\\"):
        body = body[: tail.start()]
    body = _NUMBER_OF_EQUATION.sub("", body).rstrip()
    return Side(at + start, at + start + len(body), body)
