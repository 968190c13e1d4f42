"""Equations between steps and ReLUs, as derivations by the rule `cases`, which the judge does not try by itself."""

from sympy import Expr, expand

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


def _forms(term: Expr) -> tuple[Expr, ...]:
    """The arguments of the steps and ReLUs that hold no other step, each once, whatever its sign."""
    forms: list[Expr] = []
    for each in subterms(term):
        if isinstance(each, heaviside | relu) and not each.args[0].has(heaviside, relu):
            form = expand(each.args[0])
            if form.free_symbols and form not in forms and expand(-form) not in forms:
                forms.append(form)
    return tuple(sorted(forms, key=str))
