r"""Equations between sums of any sequences, by induction over the number of terms.

    \sum_{k=1}^{N} a_k = G(N)        from        a_1 = G(1)        and        G(N) + a_{N+1} = G(N + 1)

The kernel proves base and step; a sum whose end depends on the number is taken apart by its last term.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sympy import Expr, Integer, Sum, Symbol

from proofs.kernel.claims import Claim, equal
from proofs.kernel.derivations import Part, Step, check, derive, step
from proofs.kernel.enumeration import least_of
from proofs.kernel.induction import at_next, hypothesis, induction
from proofs.kernel.rules import algebra, given
from proofs.kernel.settings import Setting
from proofs.kernel.sums import last_term
from proofs.kernel.terms import NotATerm, bound_variable, substitute, under_binder
from proofs.kernel.verdicts import EngineDisagreement, Proved

_WORDS = "by induction over the number of terms"


@lru_cache(maxsize=256)  # both sides of a link come back in every attempt
def is_proved_by_induction(claim: Claim, setting: Setting, over: Symbol) -> bool:
    """Whether the kernel proves an equation, which no hypothesis restricts, for every value of a size or natural."""
    left, right = claim.terms
    for whole in _sums(left - right, over):
        rest = _without(left - right, whole)
        if rest is not None and _proves(equal(whole, rest), setting, over):
            return True
    return False


def _sums(term: Expr, over: Symbol) -> list[Sum]:
    """The sums whose ends depend on the number, the longest first."""
    found = [each for each in term.atoms(Sum) if bound_variable(each)[2].has(over)]
    ends = {each: bound_variable(each)[2].subs(over, Integer(9)) for each in found}
    numbers = [each for each in found if ends[each].is_number]
    return sorted(numbers, key=lambda each: (-ends[each], str(each)))


def _without(difference: Expr, whole: Sum) -> Expr | None:
    """What a sum is equal to if the difference, in which it stands with a factor, is 0."""
    letter = Symbol("whole", real=True)
    opened = difference.xreplace({whole: letter}).expand()
    factor = opened.coeff(letter, 1)
    if factor == 0 or not factor.is_number or opened.has(letter**2):
        return None
    return (-(opened - factor * letter).expand() / factor).expand()


def _proves(claim: Claim, setting: Setting, over: Symbol) -> bool:
    try:
        part = _part(claim, setting, over)
        return part is not None and isinstance(check(part).verdict, Proved)
    except (NotATerm, EngineDisagreement, ValueError):
        return False


def _part(claim: Claim, setting: Setting, over: Symbol) -> Part | None:
    """The proof by induction of `sum = rest`, step by step."""
    first = Integer(least_of(over))
    start, end = (substitute(side, {over: first}) for side in claim.terms)
    following, known = at_next(claim, over), hypothesis(claim)
    left, right = following.terms
    whole, rest = claim.terms
    last = _last(left)
    if last is None:
        return None
    links: list[Step] = [
        step(whole + last, last_term, "the last term", of=left),
        step(rest + last, given, "the induction hypothesis", equation=known),
    ]
    links += _backwards(right, over)
    base = Part("base", "the first", setting, derive(start, step(end, algebra, "a few terms")))
    after = Part("step", "one more", setting.having(known), derive(left, *links))
    by = step(rest, induction, _WORDS, over=over, base=base, step=after)
    return Part("sum", "an equation between sums", setting, derive(whole, by))


def _last(whole: Expr) -> Expr | None:
    """The last term of a sum."""
    if not isinstance(whole, Sum):
        return None
    variable, _, upper = bound_variable(whole)
    return substitute(under_binder(whole), {variable: upper})


def _backwards(right: Expr, over: Symbol) -> Sequence[Step]:
    """The steps to the right-hand side at the next number: each of its sums has one term more than before."""
    sums = sorted((each for each in right.atoms(Sum) if bound_variable(each)[2].has(over)), key=str)
    chain = [right]
    for each in sums:
        variable, lower, upper = bound_variable(each)
        last = _last(each)
        assert last is not None
        chain.append(chain[-1].xreplace({each: Sum(under_binder(each), (variable, lower, upper - 1)) + last}))
    links = [step(chain[-1], algebra, "collected")]
    links += [
        step(later, last_term, "the last term", of=each)
        for later, each in zip(reversed(chain[:-1]), reversed(sums), strict=True)
    ]
    return links
