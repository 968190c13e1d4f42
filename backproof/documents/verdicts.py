"""Asking the kernel: a claim in a setting, with the equations that the setting assumes at hand."""

from __future__ import annotations

from functools import lru_cache

from sympy import Expr, Indexed, Integer, Sum, Symbol

from backproof.documents.gaussian import mirrored_relus, relu_moments, uniform_moments
from proofs.kernel.claims import Claim
from proofs.kernel.derivations import Part, derive, step
from proofs.kernel.hypotheses import Assume, base_of
from proofs.kernel.judging import judge
from proofs.kernel.rules import given
from proofs.kernel.settings import Setting
from proofs.kernel.terms import E, Var, relu
from proofs.kernel.verdicts import Verdict


@lru_cache(maxsize=512)  # a claim is asked again for a layer, a sample, a diagnosis
def decide(claim: Claim, setting: Setting) -> Verdict:
    """The kernel's verdict; each assumed equation is a proved part of one step, which the kernel checks."""
    return judge(claim, setting, known_parts(claim, setting))


def known_parts(claim: Claim, setting: Setting) -> list[Part]:
    """What may be used of what is proved or assumed already."""
    return [*assumed_equations(setting), *_of_relus(claim, setting), *uniform_moments(setting)]


def _of_relus(claim: Claim, setting: Setting) -> list[Part]:
    """What is known of the ReLUs in the means of a claim, of what is assumed, and of the definitions behind them."""
    sides = claim.terms if claim.relation != "iff" else tuple(each for one in claim.claims for each in one.terms)
    assumed = [term for each in setting.hypotheses if isinstance(each, Assume) for term in each.claim.terms]
    stated = (*sides, *assumed)
    bodies = [*stated, *(each.body for term in stated for each in setting.definitions_used(term))]
    if not any(each.has(E, Var) for each in bodies):
        return []
    inside = {setting.unfold(each.args[0]) for body in bodies for each in body.atoms(relu)}
    mirrored = sorted((-each for each in inside if isinstance(-each, Symbol | Indexed)), key=str)  # a, of relu(-a)
    single = {term for each in inside for term in (each, *each.args) if not each.has(Sum)}  # of sums it says nothing
    beside = [setting.unfold(each).xreplace({part: Integer(0) for part in each.atoms(relu)}) for each in bodies]
    mixed = {term for term in single if term in mirrored or any(each.has(term) for each in beside)}
    moments = relu_moments(setting, frozenset(map(base_of, single)), frozenset(map(base_of, mixed)))
    return [*mirrored_relus(setting, mirrored), *moments]


def assumed_equations(setting: Setting) -> list[Part]:
    """For each assumed equation, the part that says so."""
    return [
        Part("assumed", each.words, setting, derive(left, step(right, given, each.words, equation=each)))
        for each in setting.hypotheses
        if isinstance(each, Assume) and each.claim.relation == "=" and not each.claim.left.is_number  # type: ignore[union-attr]
        for left, right in [_terms(each.claim)]
    ]


def _terms(claim: Claim) -> tuple[Expr, Expr]:
    return claim.terms
