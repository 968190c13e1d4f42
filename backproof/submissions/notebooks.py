"""From .ipynb to its code cells. Magics are left alone here: the worker, which may parse Python, knows what to do."""

import json
from typing import Any

MAX_CELLS = 2000


class NotANotebook(Exception):
    """The text is not a Jupyter notebook; the message says why."""


def cells(text: str) -> list[str]:
    """The code cells of a notebook, in order."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotANotebook(
            f"not a notebook: the JSON cannot be read ({type(error).__name__}); save it again"
        ) from error
    found = [_source(cell) for cell in _cells(document) if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return found[:MAX_CELLS]


def _cells(document: Any) -> list[Any]:
    match document:
        case {"cells": list(found)}:
            return found
        case {"worksheets": [{"cells": list(found)}, *_]}:  # notebooks before version 4
            return found
        case _:
            raise NotANotebook("not a notebook: it has no list of cells; save it again from Jupyter")


def _source(cell: dict[str, Any]) -> str:
    match cell.get("source", cell.get("input", "")):
        case str(source):
            return source
        case list(lines):
            return "".join(line for line in lines if isinstance(line, str))
        case _:
            return ""
