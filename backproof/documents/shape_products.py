r"""Products of shapes: (128 \times N)(N \times 784) = 128 \times 784 says what fits, and nothing of numbers."""

from __future__ import annotations

import re
from itertools import pairwise

from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample

_TIMES = r"(?:\\times(?![A-Za-z])|×)"
_SIZE = r"(?:\\[a-z]+|\w)(?:\w|[_^+\-{}\s]|\\ell)*?"
_SHAPE = rf"\s*(?P<rows>{_SIZE})\s*{_TIMES}\s*(?P<columns>{_SIZE})\s*"
_OPEN, _CLOSE = r"(?:\\left|\\[bB]igl?)?\s*[(\[]", r"(?:\\right|\\[bB]igr?)?\s*[)\]]"
_FACTOR = re.compile(rf"\s*(?:\\cdot|\\,|\\;|{_TIMES})?\s*{_OPEN}{_SHAPE}{_CLOSE}\s*")
_ALONE = re.compile(rf"(?:\s*{_OPEN})?{_SHAPE}(?:{_CLOSE}\s*)?")
_PLAIN = re.compile(r"(?<![\w\\])(\d+|[A-Z]) x (\d+|[A-Z])(?!\w)")  # 1 x N, in running text

Shape = tuple[str, str]


def judge_shapes(left: str, right: str) -> Outcome | None:
    """What is true of `(m x k)(k x n) = m x n`; None for what is no such statement."""
    left, right = (_PLAIN.sub(r"\1 \\times \2", side) for side in (left, right))
    products = _factors(left), _factors(right)
    alone = _alone(left), _alone(right)
    if len(products[0]) > 1 and alone[1] is not None:
        factors, said = products[0], alone[1]
    elif len(products[1]) > 1 and alone[0] is not None:
        factors, said = products[1], alone[0]
    else:
        return None
    for one, other in pairwise(factors):
        if one[1] != other[0]:
            words = (_words(one), f"{_words(other)}: they cannot be multiplied")
            return Outcome("refuted", f"the shapes do not fit: {words[0]}, {words[1]}", Counterexample((), *words, "="))
    seen = (factors[0][0], factors[-1][1])
    if seen == said:
        return Outcome("proved", f"the shapes fit: the product is {_words(seen)}")
    words = (_words(seen), _words(said))
    reason = f"the product is {words[0]}, not {words[1]}"
    return Outcome("refuted", reason, Counterexample((), *words, "="), correction=words[0])


def _factors(side: str) -> list[Shape]:
    """The shapes in brackets of which a side is the product; none if it is anything else."""
    found: list[Shape] = []
    at = 0
    while (factor := _FACTOR.match(side, at)) is not None and factor.end() > at:
        found.append(_shape(factor))
        at = factor.end()
    return found if at == len(side) else []


def _alone(side: str) -> Shape | None:
    found = _ALONE.fullmatch(side)
    return None if found is None else _shape(found)


def _shape(found: re.Match[str]) -> Shape:
    rows, columns = (re.sub(r"[\s{}]", "", found[each]) for each in ("rows", "columns"))
    return rows, columns


def _words(shape: Shape) -> str:
    return f"{shape[0]} x {shape[1]}"
