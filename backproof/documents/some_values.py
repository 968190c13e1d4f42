r"""Numbers that a side has for some values of its names: a page may give them, or speak of an example.

Var(a_i) = 256 * 0.01      of n sigma^2 s^2: an example, whose values are given in words that are not read
L = -log(1/K)              of log sum_k e^{z_k} - z_c: where all logits are equal
\sum_k p_k = 2             is wrong: it is 1 for all logits
E[relu(a)] = 0             is wrong: it is above 0 for every variance
"""

from __future__ import annotations

from sympy import Expr, Indexed, Symbol

from backproof.documents.declarations import Problem
from backproof.documents.outcomes import Outcome
from backproof.documents.verdicts import known_parts
from proofs.kernel.claims import Claim, equal
from proofs.kernel.instances import compare
from proofs.kernel.judging import reduce
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, NotATerm, Var

DIFFER = "the two sides differ"
FOR_SOME = "it holds for some values of its names and not for all: the page may speak of an example"


def unless_for_some(outcome: Outcome) -> Outcome:
    """An open verdict for such an equation, where nothing else was seen against it."""
    lucky = outcome.verdict == "refuted" and outcome.for_some and outcome.reason.startswith(DIFFER)
    return Outcome("undecided", FOR_SOME) if lucky else outcome


def holds_for_some(problem: Problem) -> bool:
    """Whether an equation gives a number for what varies, and the number is one of its values.

    A number but 0, or one that depends on sizes alone, beside what depends on names, not of sizes, that it lacks.
    Between a point where the one side is larger and a point where it is smaller lies one where they are equal.
    """
    first, second = problem.sides
    return _is_value_of(first, second, problem.setting) or _is_value_of(second, first, problem.setting)


def _is_value_of(side: Expr, number: Expr, setting: Setting) -> bool:
    sizes = number.free_symbols
    if number.is_zero or number.has(Indexed, E, Var, D) or not all(each.is_integer for each in sizes):
        return False
    try:
        value = reduce(side, setting, known_parts(equal(side, number), setting))
    except (NotATerm, ValueError, TypeError, AttributeError):
        return False
    names = {each for each in value.free_symbols if isinstance(each, Symbol)} - sizes
    return not all(each.is_integer for each in names) and all(
        compare(Claim(one, "<=", other), setting).counterexample is not None
        for one, other in ((value, number), (number, value))
    )
