"""Inequalities that follow from assumed ones link by link, as a derivation that the kernel checks.

The judge proves a <= b by the sign of one product.  From v <= M it does not see v <= 2 M; the chain v <= M <= 2 M does:
a side is replaced by what an assumption puts above (or below) it, and each link is submitted with its gap.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sympy import Expr, Symbol, cancel, factor

from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Derivation, Part, Step, check, check_step, step
from proofs.kernel.rules import order
from proofs.kernel.settings import Setting
from proofs.kernel.terms import substitute
from proofs.kernel.verdicts import is_proved


def chained(claim: Claim, setting: Setting) -> Part | None:
    """Return a part whose derivation proves an inequality `<=` by a chain; None if no chain is found."""
    if claim.relation != "<=":
        return None
    low, high = claim.terms
    above, below = [low], [high]
    assumed = [each.terms for each in setting.assumptions if each.relation in ("<=", "<")]
    for small, large in assumed:
        for replacement in _replacements(small, large, assumed):
            raised, lowered = (substitute(ends[-1], replacement) for ends in (above, below))
            if raised != above[-1] and _link(above[-1], raised, setting, large - small):
                above.append(raised)
                break
            if lowered != below[-1] and _link(lowered, below[-1], setting, large - small):
                below.append(lowered)
                break
    terms = list(dict.fromkeys([*above, *reversed(below)]))  # the two ends may have met
    gaps = [large - small for small, large in assumed]
    links = [_link(left, right, setting, *gaps) for left, right in pairwise(terms)]
    if any(each is None for each in links):
        return None
    part = Part("chain", str(claim), setting, Derivation(low, tuple(each for each in links if each is not None)))
    return part if is_proved(check(part).verdict) and part.claim.terms == claim.terms else None


def _replacements(small: Expr, large: Expr, assumed: Sequence[tuple[Expr, Expr]]) -> Iterator[dict[Expr, Expr]]:
    """For an assumed u <= v, what may stand for what: a name gives way to its bound, not the bound to a name."""

    def uses(side: Expr) -> int:
        return sum(each.has(side) for pair in assumed for each in pair)

    for old, new in ((small, large), (large, small)):
        if isinstance(old, Symbol) and (not isinstance(new, Symbol) or uses(old) <= uses(new)):
            yield {old: new}


def _link(left: Expr, right: Expr, setting: Setting, *assumed: Expr) -> Step | None:
    """Return the step that proves left <= right, if one of a few gaps shows it."""
    difference = right - left
    gaps = [difference, factor(difference), *(cancel(difference / gap) * gap for gap in assumed)]
    steps = (step(right, order, "the gap is not negative", relation="<=", gap=gap) for gap in gaps)
    return next((each for each in steps if is_proved(check_step(Claim(left, "<=", right), each, setting))), None)
