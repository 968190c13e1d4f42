r"""Networks with one output, as the loss shows: (1 - y_i) \log(1 - a_i^{(2)}) is of numbers, so W^{(2)} is a row.

a^(2) = sigma(z^(2)),  z^(2) = W^(2) h + b^(2)          z^(2) and b^(2) are numbers then
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from backproof.answers.syntax import Add, Call, Expr, Mul, Sym, Transpose
from backproof.documents.matrices.names import label
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.plain_numbers import in_cross_entropies
from backproof.documents.matrices.shapes import NUMBER, Shape
from backproof.documents.matrices.sizes import ONE

Kind = Literal["number", "row", "column"]
_OF_MANY = frozenset(("D", "diag", "onehot"))


def kinds_of_last_layer(equations: Iterable[tuple[Expr, Expr]], samples: frozenset[str]) -> Mapping[str, Kind]:
    """What the names of the last layer are, where its output is a number of each sample; none beside a softmax.

    equations: both sides of what the page writes;  samples: the letters that number the samples.
    """
    equations = list(equations)
    outputs = {name for name in in_cross_entropies(equations, samples) if label(name) is not None}
    found: dict[str, Kind] = {}
    waiting: list[Expr] = [Sym(name) for name in sorted(outputs)]
    while waiting:
        part = waiting.pop()
        match part:
            case Sym(name) if name not in found:
                found[name] = "number"
                waiting += [right for left, right in equations if left == part]
            case Add(terms):
                waiting += terms
            case Call("softmax", _):
                return {}
            case Call(function, (inside,)) if function not in _OF_MANY:
                waiting.append(inside)
            case Mul((Sym(weights), Sym())):
                found[weights] = "row"
            case Mul((Transpose(Sym(weights)), Sym())):
                found[weights] = "column"
            case _:
                pass
    return found


def learn_one_output(page: Page, equations: Iterable[tuple[Expr, Expr]]) -> None:
    """The shapes of the last layer, where its output is a number of each sample; not where it has a softmax, too."""
    for name, kind in kinds_of_last_layer(equations, page.network.samples).items():
        if kind == "number":
            shape = NUMBER
        else:
            shape = Shape(ONE, page.sizes.fresh()) if kind == "row" else Shape(page.sizes.fresh(), ONE)
        page.network.shapes.setdefault(name, shape)
