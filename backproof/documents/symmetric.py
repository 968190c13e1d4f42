r"""Symmetric matrices: \nabla_x (x^T A x) = 2 A x holds of them, and of no others."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Add, Div, Entry, Expr, Mul, Num, Sym, Transpose, walk
from backproof.documents.environment import Definition, Environment
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_DRESS = r"(?:\$|\\(?:mathbf|boldsymbol|bm)|[{}\s])*"
_NOT = re.compile(
    r"\b(?:not|n't|non|un|no|nicht|without)\b[\w\s-]{0,24}\bsymmetric|\ba(?:nti)?-?symmetric|\bskew", re.IGNORECASE
)


def of_symmetric(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim that fails for some matrix may hold for symmetric ones: A = (B + B^T)/2 for any B.

    Where the words of the page say that a matrix is not symmetric, nothing is offered.
    """
    if outcome.verdict != "refuted" or link.relation != "=" or _NOT.search(passage.text):
        return outcome
    left, right = link.left[0], link.right[0]
    if left == Transpose(right) or right == Transpose(left):
        return outcome  # that it is symmetric is what the page says
    used = {node.name for side in (*link.left, *link.right) for node in walk(side) if isinstance(node, Sym)}
    names = sorted(name for name in used if env.arrays.get(name) == 2 and name not in env.definitions)
    if len(names) != 1:
        return outcome
    (name,) = names
    half = f"{name}half"
    body = Div(Add((Entry(half, (Sym("i"), Sym("j"))), Entry(half, (Sym("j"), Sym("i"))))), Num(Fraction(2)))
    some = replace(env.defining(Definition(name, ("i", "j"), body)), arrays={**env.arrays, half: 2})
    found = link.judged_in(some)
    if found.verdict != "proved":
        return outcome
    if _says_so(name, passage.text):
        return replace(found, reason=f"{found.reason}, with {name} symmetric as the page says")
    if not any(_is_quadratic(node, name) for side in (*link.left, *link.right) for node in walk(side)):
        return outcome  # nobody means symmetric weights in W delta
    return lacking(f"{name} is symmetric")


def _says_so(name: str, text: str) -> bool:
    letter = rf"{_DRESS}\\?{name}(?![A-Za-z]){_DRESS}"
    return bool(
        re.search(rf"\bsymmetric\s+(?:\w+\s+){{0,2}}{letter}", text)
        or re.search(rf"(?<![A-Za-z]){letter}\s*(?:is|be|being|are)?\s+(?:a\s+|an\s+)?(?:\w+\s+)?symmetric", text)
        or re.search(rf"{letter}\s*=\s*{letter}\^{_DRESS}(?:T|\\top)", text)
    )


def _is_quadratic(node: Expr, name: str) -> bool:
    """x^T M x."""
    if not isinstance(node, Mul):
        return False
    return any(
        isinstance(one, Transpose) and middle == Sym(name) and one.array == other
        for one, middle, other in zip(node.factors, node.factors[1:], node.factors[2:], strict=False)
    )
