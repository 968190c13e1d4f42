"""Derivations by the rule `cases` that the judge does not try by itself: of steps and ReLUs, and from a cited part."""

from collections.abc import Iterable

from sympy import Expr, Indexed, Symbol, expand

from proofs.kernel.cases import cases
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Part, check, derive, step
from proofs.kernel.settings import Setting
from proofs.kernel.terms import heaviside, relu, subterms
from proofs.kernel.verdicts import is_proved


def equal_by_cases(claim: Claim, setting: Setting) -> Part | None:
    """Return a proved part for an equation whose sides agree for all signs of what stands in its steps, else None."""
    if claim.relation != "=":
        return None
    left, right = claim.terms
    forms = _forms(setting.unfold(left - right))
    if not forms:
        return None
    link = step(right, cases, "for each combination of signs", of=forms)
    part = Part("cases", str(claim), setting, derive(left, link))
    return part if is_proved(check(part).verdict) else None


def follows_by_signs(claim: Claim, part: Part) -> Part | None:
    """Return a proved part for a relation that follows from another part for all signs of its numbers, else None.

    From h^2 <= 0 follows h <= 0: where h > 0, the part is false.
    """
    numbers = {each for side in claim.terms for each in part.setting.unfold(side).atoms(Symbol, Indexed)}
    if claim.relation == "iff" or part.claim.relation == "iff" or not numbers:
        return None
    link = step(claim.terms[1], cases, "for each sign", relation=claim.relation, of=_sorted(numbers), part=part)
    following = Part("signs", str(claim), part.setting, derive(claim.terms[0], link))
    return following if is_proved(check(following).verdict) else None


def _forms(term: Expr) -> tuple[Expr, ...]:
    """The arguments of the steps and ReLUs that hold no other step, each once, whatever its sign."""
    forms: list[Expr] = []
    for each in subterms(term):
        if isinstance(each, heaviside | relu) and not each.args[0].has(heaviside, relu):
            form = expand(each.args[0])
            if form.free_symbols and form not in forms and expand(-form) not in forms:
                forms.append(form)
    return _sorted(forms)


def _sorted(forms: Iterable[Expr]) -> tuple[Expr, ...]:
    return tuple(sorted(forms, key=str))
