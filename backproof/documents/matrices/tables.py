r"""Tables of shapes, and equations in code, as statements.

| $\mathbf{W}^{[1]}$ | $256 \times 784$ |        W^(1) in R^(256 x 784)
| `W1`, `b1` | $784\times 128$, $1\times128$ |   one shape for each name
"""

from __future__ import annotations

import re
from itertools import pairwise

from backproof.documents.statements import Side, Statement

_ROW = re.compile(r"^[ \t]*\|(?P<row>.+)\|[ \t]*$", re.MULTILINE)
_CELL = re.compile(r"(?:\\\||[^|$`]|\$[^$]*\$|`[^`]*`)+")
_PIECE = re.compile(r"\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`")
_CODE_NAME = re.compile(r"(?P<letter>[A-Za-z])(?P<number>\d?)")
DIMENSIONS = re.compile(
    r"\s*\(?\s*(?P<rows>[\w{}\\^\[\]]+?(?:\s*[+-]\s*1)?)\s*(?:\\times(?![A-Za-z])|×|x|,)\s*(?P<columns>[\w{}\\^\[\]]+?(?:\s*[+-]\s*1)?)\s*\)?\s*"
)


def shape_statements(text: str) -> list[tuple[int, Statement]]:
    """What the tables of a page say of shapes: where it stands, and as a statement."""
    found: list[tuple[int, Statement]] = []
    for row in _ROW.finditer(text):
        cells = [(each.start() + row.start("row"), each[0]) for each in _CELL.finditer(row["row"])]
        cells = [each for each in cells if each[1].strip()]
        for (name_at, names), (shape_at, shapes) in pairwise(cells):
            pieces = [_name(each, name_at) for each in _PIECE.finditer(names)]
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


def space(latex: str) -> str | None:
    r"""256 \times 784 as \mathbb{R}^{256 \times 784}; None if it is no shape."""
    found = DIMENSIONS.fullmatch(latex)
    if found is None or not re.search(r"\\times|×", latex):
        return None
    return rf"\mathbb{{R}}^{{{found['rows']} \times {found['columns']}}}"


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
