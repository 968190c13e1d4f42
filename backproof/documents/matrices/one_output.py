r"""Networks with one output, as the loss shows: (1 - y_i) \log(1 - a_i^{(2)}) is of numbers, so W^{(2)} is a row.

a^(2) = sigma(z^(2)),  z^(2) = W^(2) h + b^(2)          z^(2) and b^(2) are numbers then
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import Add, Call, Expr, Mul, Sym, Transpose
from backproof.documents.matrices.names import label
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.plain_numbers import in_cross_entropies
from backproof.documents.matrices.shapes import ENTRYWISE, NUMBER, Shape
from backproof.documents.matrices.sizes import ONE


def learn_one_output(page: Page, equations: Iterable[tuple[Expr, Expr]]) -> None:
    """The shapes of the last layer, where its output is a number of each sample; not where it has a softmax, too."""
    equations = list(equations)
    outputs = {name for name in in_cross_entropies(equations, page.network.samples) if label(name) is not None}
    found: dict[str, Shape] = {}
    waiting: list[Expr] = [Sym(name) for name in sorted(outputs)]
    while waiting:
        part = waiting.pop()
        match part:
            case Sym(name) if name not in found:
                found[name] = NUMBER
                waiting += [right for left, right in equations if left == part]
            case Add(terms):
                waiting += terms
            case Call(function, (inside,)) if function in ENTRYWISE or function.startswith("any:"):
                waiting.append(inside)
            case Call("softmax", _):
                return
            case Mul((Sym(weights), Sym())):
                found[weights] = Shape(ONE, page.sizes.fresh())
            case Mul((Transpose(Sym(weights)), Sym())):
                found[weights] = Shape(page.sizes.fresh(), ONE)
            case _:
                pass
    for name, shape in found.items():
        page.network.shapes.setdefault(name, shape)
