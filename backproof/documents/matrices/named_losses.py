r"""Losses that only words name: "the cost is the mean of the cross-entropy", and then dJ/dz = 1/N (g - y).

What a page says of its output (a sigmoid, a softmax) and its targets makes a formula of the words.  It proves a claim,
and refutes none, for the words may mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from backproof.answers.syntax import ONE, Add, Call, Div, Entry, Expr, Fold, Mul, Num, Sym, walk
from backproof.documents.matrices.bypass import is_reached
from backproof.documents.matrices.names import base, names_in
from backproof.documents.matrices.network import LOSSES, Body
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.samples import has_all_samples
from backproof.documents.matrices.shapes import NUMBER
from backproof.documents.mentions import named

_WORDS = r"cross[-\s]?entropy|log[-\s]?loss|negative log[-\s]?likelihood|Kreuzentropie"
_NAMED = re.compile(_WORDS, re.IGNORECASE)
_MEAN = re.compile(
    rf"\b(?:mean|average[ds]?|averaging|mittlere\w*)\b[^.]{{0,60}}(?:{_WORDS})|(?:{_WORDS})[^.]{{0,60}}\b(?:mean|average[ds]?)\b",
    re.IGNORECASE,
)
_LESS = Num(Fraction(-1))
_ROW, _COLUMN = "n·w", "k·w"  # the indices of the sums


@contextmanager
def in_words(page: Page, trees: tuple[Expr, Expr]) -> Iterator[str | None]:
    """While this lasts, the loss of a claim is what the words of the page make it; what they make it, if anything."""
    found = _formula(page, trees)
    if found is None:
        yield None
        return
    loss, body, output, target = found
    network = page.network
    kept = dict(network.bodies), dict(network.means), dict(network.shapes)
    network.means.pop(loss, None)
    network.bodies[loss] = Body(loss, (), body)
    network.shapes[loss] = NUMBER
    if target not in page.given:
        network.shapes[target] = network.shapes[output]
    try:
        yield f"the loss is the cross-entropy of {output} and {target}, as the words say"
    finally:
        network.bodies, network.means, network.shapes = kept


def _formula(page: Page, trees: tuple[Expr, Expr]) -> tuple[str, Expr, str, str] | None:
    """The loss of a claim, its formula, the output and the target; None where the words do not make one."""
    pairs = {
        (loss, variable)
        for tree in trees
        for node in walk(tree)
        if isinstance(node, Call) and node.function == "D"
        if (loss := named(node.args[0])) is not None and (variable := named(node.args[1])) is not None
        if base(loss) in LOSSES or loss in page.numbers
    }
    losses = {loss for loss, _ in pairs}
    if len(losses) != 1 or not _NAMED.search(page.text) or any(is_reached(page.network, *each) for each in pairs):
        return None
    (loss,) = losses
    outputs = [each for each in _outputs(page) if all(_leads(page, each, variable) for _, variable in pairs)]
    if len(outputs) != 1 or (target := _target(page, outputs[0], trees)) is None:
        return None
    body = _cross_entropy(page, outputs[0], target, loss)
    return None if body is None else (loss, body, outputs[0], target)


def _outputs(page: Page) -> list[str]:
    """What is a sigmoid or a softmax, and goes into nothing else."""
    bodies = page.network.bodies
    inner = {name for other in bodies if base(other) not in LOSSES for name in page.network.reach(other)}
    return [
        name
        for name, body in bodies.items()
        if name not in inner and isinstance(body.tree, Call) and body.tree.function in ("sigmoid", "softmax")
    ]


def _leads(page: Page, output: str, variable: str) -> bool:
    return output == variable or is_reached(page.network, output, variable)


def _target(page: Page, output: str, trees: tuple[Expr, Expr]) -> str | None:
    """y for yhat, Y for P: the one name of a target that the claim or the page writes, in the case of the output."""
    known = [each for each in ("y", "t", "Y", "T") if each in page.written and each not in page.network.bodies]
    here = {name for tree in trees for name in names_in(tree)}
    known = [each for each in known if each in here] or known
    same = [each for each in known if each.isupper() == output[:1].isupper()]
    found = same or known
    return found[0] if len(found) == 1 else None


def _cross_entropy(page: Page, output: str, target: str, loss: str) -> Expr | None:
    """The cross-entropy of all that the output holds, over the number of samples where the page speaks of a mean."""
    shape = page.network.shapes.get(output)
    body = page.network.bodies[output].tree
    assert isinstance(body, Call)
    if shape is None:
        return None
    every = has_all_samples(page, output)
    if shape.is_matrix != every and not (shape.rank == 1 and every):
        return None
    letters = (_ROW, _COLUMN)[: shape.rank]
    one, other = ((Entry(each, tuple(map(Sym, letters))) if letters else Sym(each)) for each in (target, output))
    if body.function == "softmax" and (shape.is_number or (every and not shape.is_matrix)):
        return None
    term: Expr = Mul((_LESS, one, Call("log", (other,))))
    if body.function == "sigmoid":
        term = Add((term, Mul((_LESS, _rest(one), Call("log", (_rest(other),))))))
    for letter in reversed(letters) if page.rows_are_samples else letters:  # classes inside, samples outside
        term = Fold("sum", letter, None, None, None, term)
    if not every:
        return term
    if page.batch is None or not (loss in page.network.means or _MEAN.search(page.text)):
        return None
    return Mul((Div(ONE, Sym(page.batch)), term))


def _rest(tree: Expr) -> Expr:
    return Add((ONE, Mul((_LESS, tree))))
