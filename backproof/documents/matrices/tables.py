r"""Tables of shapes, and equations in code, as statements.

| $\mathbf{W}^{[1]}$ | $256 \times 784$ |        W^(1) in R^(256 x 784)
| `W1`, `b1` | $784\times 128$, $1\times128$ |   one shape for each name
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from backproof.documents.statements import Side, Statement

_ROW = re.compile(r"^[ \t]*\|(?P<row>.+)\|[ \t]*$", re.MULTILINE)
_CELL = re.compile(r"(?:\\\||[^|$`]|\$[^$]*\$|`[^`]*`)+")
_PIECE = re.compile(r"\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`")
_LETTER = re.compile(
    r"\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?(?:\^(?:\w|\{[^{}]*\}))?|\\(?:mathbf|boldsymbol)\{[A-Za-z]\}(?:_\w)?"
)
_CODE_NAME = re.compile(r"(?P<letter>[A-Za-z])(?P<number>\d?)")
_BLOCK = re.compile(r"^(?P<fence>`{3,}|~{3,})[ \t]*\n(?P<inside>.*?)^(?P=fence)", re.MULTILINE | re.DOTALL)
_EQUATION = re.compile(r"\s*(?P<left>[A-Za-z]+\d?)\s*=\s*(?P<right>[A-Za-z0-9 ().+\-*@]+)")
_CODE_FUNCTIONS = frozenset(("softmax", "sigmoid", "tanh", "relu", "ReLU"))
_CODE_WORDS = {"yhat": r"\hat{y}", "delta": r"\delta", "sigma": r"\sigma", "phi": r"\varphi"}
DIMENSIONS = re.compile(
    r"\s*\(?\s*(?P<rows>[\w{}\\^\[\]]+?(?:\s*[+-]\s*1)?)\s*(?:\\times(?![A-Za-z])|×|x|,)\s*(?P<columns>[\w{}\\^\[\]]+?(?:\s*[+-]\s*1)?)\s*\)?\s*"
)


def shape_statements(text: str) -> list[tuple[int, Statement]]:
    """What the tables of a page say of shapes: where it stands, and as a statement."""
    found: list[tuple[int, Statement]] = []
    for row in _ROW.finditer(text):
        cells = [(each.start() + row.start("row"), each[0]) for each in _CELL.finditer(row["row"])]
        cells = [each for each in cells if each[1].strip()]
        for (name_at, names), (shape_at, shapes) in _pairs(cells):
            pieces = [name for each in _PIECE.finditer(names) for name in _names(each, name_at)]
            sizes = [_shape(each, shape_at) for each in _PIECE.finditer(shapes)]
            if not pieces or not sizes or None in pieces or None in sizes or len(sizes) not in (1, len(pieces)):
                continue
            for n, piece in enumerate(pieces):
                size = sizes[n if len(sizes) > 1 else 0]
                assert piece is not None
                assert size is not None
                found.append((piece.start, Statement((piece, size), ("in",))))
            break
    return found


def code_equations(text: str) -> list[tuple[str, str]]:
    """Equations that a page writes as code without a language, `z = W x + b`, or in a table, as two sides of LaTeX."""
    lines = [line for block in _BLOCK.finditer(text) for line in block["inside"].splitlines()]
    for row in _ROW.finditer(text):
        lines += [each["code"] for each in _PIECE.finditer(row["row"]) if each["code"]]
    found: list[tuple[str, str]] = []
    for line in lines:
        equation = _EQUATION.fullmatch(line.partition("#")[0])
        if equation is None:
            continue
        words = set(re.findall(r"[A-Za-z]{2,}", equation["right"]))
        if all(word in _CODE_FUNCTIONS or _CODE_NAME.fullmatch(word) or word in _CODE_WORDS for word in words):
            found.append((_from_code(equation["left"]), _from_code(equation["right"])))
    return found


def _from_code(code: str) -> str:
    """W1 as W_1, `v . h` as a product with a transpose, `a * b` entry by entry."""
    code = re.sub(r"\b[A-Za-z]{2,}\b", lambda found: _CODE_WORDS.get(found[0]) or rf"\text{{{found[0]}}}", code)
    code = re.sub(r"\b([A-Za-z])\s+\.\s+([A-Za-z])", r"\1^\\top \2", code)
    code = code.replace(".T", r"^\top ").replace("@", " ").replace("*", r" \odot ")
    return re.sub(r"(?<![A-Za-z\\])([A-Za-z])(\d)\b", r"\1_\2", code)


def space(latex: str) -> str | None:
    r"""256 \times 784 as \mathbb{R}^{256 \times 784}; None if it is no shape."""
    found = DIMENSIONS.fullmatch(latex)
    if found is None or not re.search(r"\\times|×", latex):
        return None
    return rf"\mathbb{{R}}^{{{found['rows']} \times {found['columns']}}}"


def _pairs(cells: list[tuple[int, str]]) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    """A cell and the one behind it; words may stand between a name and its shape: | X | images | B x 784 |."""
    yield from pairwise(cells)
    yield from ((cells[0], each) for n, each in enumerate(cells[2:], 2) if not any(map(_has_formula, cells[1:n])))


def _has_formula(cell: tuple[int, str]) -> bool:
    return _PIECE.search(cell[1]) is not None


def _names(found: re.Match[str], at: int) -> list[Side | None]:
    r"""The name of a cell, or those of a list: U,\ c."""
    if found["math"] is None or "," not in found["math"]:
        return [_name(found, at)]
    names = re.finditer(r"(?:[^,{}]|\{[^{}]*\})+", re.sub(r"\\[ ,;:!]", "  ", found["math"]))
    start = at + found.start("math")
    parts = [(each.start() + len(each[0]) - len(each[0].lstrip()), each[0].strip()) for each in names]
    if not all(_LETTER.fullmatch(latex) for _, latex in parts):
        return [None]
    return [Side(start + offset, start + offset + len(latex), latex) for offset, latex in parts]


def _name(found: re.Match[str], at: int) -> Side | None:
    group = "math" if found["math"] else "code"
    latex = found[group].strip()
    if group == "code":
        target, _, _ = latex.partition("=")
        name = _CODE_NAME.fullmatch(target.strip())
        if name is None:
            return None
        latex = name["letter"] + (f"_{name['number']}" if name["number"] else "")
    elif re.search(r"[=<>,]|\\(?:times|in|le|ge)\b", latex):
        return None
    return Side(at + found.start(group), at + found.end(group), latex)


def _shape(found: re.Match[str], at: int) -> Side | None:
    group = "math" if found["math"] else "code"
    latex = space(found[group])
    return None if latex is None else Side(at + found.start(group), at + found.end(group), latex)
