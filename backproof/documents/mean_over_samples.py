r"""A gradient for N samples, where the page has the loss of one: $\nabla_b L = \frac1N \sum_n (y^{(n)} - t^{(n)})$.

Without the index of the sample it is a claim about one sample.  What holds there holds for the mean of the losses, of
which gradients are means; what fails there fails for N = 1.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.answers.syntax import ONE, Call, Div, Entry, Expr, Fold, Mul, Sym, map_expr, walk
from backproof.documents.environment import Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.links import Link
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.passages import Passage

_AVERAGED = re.compile(r"\b(?:batch(?:es)?|averag\w+|mean|samples?|examples?|data points?)\b", re.IGNORECASE)


def of_mean_over_samples(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """An open claim about a gradient as a mean over samples of which the sentence speaks."""
    sides = (*link.left, *link.right)
    is_open = outcome.verdict == "undecided" and link.relation == "=" and len(sides) == 2
    if not is_open or not _AVERAGED.search(passage.sentence):
        return outcome
    left, right = sides
    term = _term(right)
    if term is None or not (isinstance(left, Call) and left.function == "D"):
        return outcome
    single = _of_one(term.body, term.var)
    if single == term.body or any(node == Sym(term.var) for node in walk(single)):
        return outcome
    found = judge_relation((_of_one(left, term.var),), "=", (single,), link.given, env)
    if found.verdict == "refuted":
        return replace(found, reason=f"already for one sample: {found.reason}", correction=None)
    if found.verdict != "proved":
        return outcome
    return lacking(f"the loss is the mean of the losses of the {_size(term)} samples")


def _term(side: Expr) -> Fold | None:
    """The sum of a mean over samples, sum_{n=1}^N (...) / N."""
    match side:
        case Mul((Div(one, size), Fold("sum", _, low, high, None, _) as fold)) if one == low == ONE and size == high:
            return fold
        case Div(Fold("sum", _, low, high, None, _) as fold, size) if low == ONE and size == high:
            return fold
        case _:
            return None


def _size(term: Fold) -> str:
    return term.high.name if isinstance(term.high, Sym) else "N"


def _of_one(expr: Expr, index: str) -> Expr:
    """Without the index of the sample: y for y^(n), y_n and y_k^(n)."""
    layer = f"^({index})"
    match expr:
        case Sym(name):
            return Sym(name.removesuffix(layer))
        case Entry(name, indices) if name.endswith(layer):
            return Entry(name.removesuffix(layer), indices)
        case Entry(name, (Sym(first), *rest)) if first == index:
            return Entry(name, tuple(rest)) if rest else Sym(name)
        case _:
            return map_expr(expr, lambda each: _of_one(each, index))
