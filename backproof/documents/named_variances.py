r"""Names for the variance of a sum: "write $s^2 = \text{Var}(a_j)$", where $a_j = \sum_i w_{ji} x_i$.

The variance is worked out, s = \sqrt{n \sigma^2 v^2}, so that s is seen to be a positive number.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sympy
from sympy import Expr as Term
from sympy import Symbol

from backproof.answers.syntax import TWO, Call, Expr, Mul, Num, Pow, Sym, walk
from backproof.documents.conversion import Converter
from backproof.documents.declarations import NotConverted
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import behind
from proofs.kernel.judging import reduce
from proofs.kernel.terms import NotATerm


def name_variance(target: Expr, moment: Call, line: int, env: Environment) -> Environment | None:
    """The environment after q = Var(a) or s^2 = Var(a), where a is defined; None for anything else."""
    match target:
        case Sym(name):
            power = None
        case Pow(Sym(name), exponent) if exponent == TWO and moment.function == "Var":
            power = Num(Fraction(1, 2))
        case _:
            return None
    worked = worked_out((moment,), env) if moment.function == "Var" else None
    if worked is not None and not _letters(worked) <= _letters(_laws(env) + behind((moment,), env)):
        worked = None  # a sum without an end: how many terms it has may be said below
    value: Expr = moment if worked is None else worked[0]
    defined = env.defining(Definition(name, (), value if power is None else Pow(value, power), line))
    return replace(defined, here=env.here | {name})


def _letters(trees: tuple[Expr, ...]) -> set[str]:
    return {node.name for tree in trees for node in walk(tree) if isinstance(node, Sym)}


def _laws(env: Environment) -> tuple[Expr, ...]:
    values = ((law.mean, law.variance, law.low, law.high) for law in env.laws.values())
    return tuple(value for law in values for value in law if value is not None)


def worked_out(trees: tuple[Expr, ...], env: Environment) -> tuple[Expr, ...] | None:
    """What means and variances come to, if that is a product of powers of names."""
    try:
        problem = Converter(env).problem(trees)
        found = [_as_tree(reduce(side, problem.setting)) for side in problem.sides]
    except (NotConverted, NotATerm):
        return None
    return None if None in found else tuple(each for each in found if each is not None)


def _as_tree(term: Term) -> Expr | None:
    """A product of powers of names as a tree of the page; None for anything else."""
    if term.is_Rational:
        return Num(Fraction(int(term.p), int(term.q)))
    if isinstance(term, Symbol):
        return Sym(str(term))
    if isinstance(term, sympy.Pow):
        base = _as_tree(term.base)
        return Pow(base, Num(Fraction(int(term.exp)))) if base is not None and term.exp.is_Integer else None
    if isinstance(term, sympy.Mul):
        factors = [_as_tree(each) for each in term.args]
        return None if None in factors else Mul(tuple(each for each in factors if each is not None))
    return None
