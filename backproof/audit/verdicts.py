"""The verdicts of the audit: each is decided by the kernel or by an enclosure, now.

derived      the documented law has the variance that a proved rule asks for
wrong        it was promised to follow a rule, and does not: the kernel has a counterexample
convention, empirical      it follows from no rule; of these two, the catalogue says which its documentation makes it
"""

from dataclasses import dataclass
from math import ulp
from typing import Literal, assert_never

from flint import arb, ctx
from sympy import Expr, Integer, Rational

from backproof.activations import ACTIVATIONS
from backproof.answers.given import declare
from backproof.answers.reading import read
from backproof.gains import enclose
from backproof.pages.formulas import Text, term_text
from proofs.activations.leaky import sloped
from proofs.book import theorems
from proofs.initialization.truncated_normal import at_two
from proofs.initialization.weights import n_in
from proofs.initialization.xavier import r as limit
from proofs.initialization.xavier import sizes
from proofs.kernel.claims import equal
from proofs.kernel.derivations import Part, check
from proofs.kernel.evaluation import evaluate
from proofs.kernel.judging import judge
from proofs.kernel.normal_form import normalize
from proofs.kernel.point import Point
from proofs.kernel.verdicts import Refuted, is_proved

from .catalogue import (
    COMPROMISE,
    GAINS,
    INITIALIZERS,
    KEEPS_BACKWARD,
    KEEPS_FORWARD,
    KEEPS_RELU,
    KEEPS_RELU_BACKWARD,
    Gain,
    Initializer,
    Law,
    Library,
    Normal,
    Truncated,
    Uniform,
)

Verdict = Literal["derived", "convention", "empirical", "wrong"]
DIGITS = 32
RULES = (KEEPS_FORWARD, KEEPS_BACKWARD, KEEPS_RELU, KEEPS_RELU_BACKWARD, COMPROMISE)


@dataclass(frozen=True)
class Finding:
    """What the audit says of one entry.

    documented: the law or the number as the library has it.  ours: what the book has to say of it, with figures.
    theorem: of the rule that it follows, as `theorem (part)`.
    """

    library: Library
    kind: Literal["initializer", "gain"]
    name: str
    documented: str
    verdict: Verdict
    theorem: str
    ours: tuple[str, ...]


def text(term: Expr) -> str:
    """Write a term for a person."""
    return term_text(term, Text())


def proved_part(theorem: str, name: str) -> Part:
    """Return a part of the book; raises RuntimeError if the kernel does not prove it now, which must never happen."""
    part = next(each for each in theorems()[theorem].parts if each.name == name)
    if not is_proved(check(part).verdict):
        raise RuntimeError(f"{theorem} ({name}) is not proved, so nothing can be derived from it")
    return part


def required_variance(rule: tuple[str, str]) -> Expr:
    """The variance that a proved rule asks for: the right side of its last equation."""
    claim = proved_part(*rule).claim
    return (claim.claims[1] if claim.relation == "iff" else claim).terms[1]


def truncated_deviation() -> arb:
    """An enclosure of the deviation of N(0, 1) cut at 2, by the closed form that is proved."""
    closed = proved_part("truncated-normal", at_two.name).claim.terms[1]
    with ctx.workprec(192):
        return arb(evaluate(closed, Point(at_two.setting, {}))).sqrt()


def mean_and_variance(law: Law) -> tuple[Expr, Expr]:
    """The mean and the variance of a law; of a truncated one as documented, because its divisor is judged apart."""
    match law:
        case Normal(variance=variance) | Truncated(variance=variance):
            return Integer(0), variance
        case Uniform(low=low, high=high):
            of_limit = proved_part("xavier-rule", "uniform-variance").claim.terms[1]
            variance = of_limit.xreplace({limit: (high - low) / 2})
            return normalize((low + high) / 2, {}), normalize(variance, {})
        case _:
            assert_never(law)


def cut_is_divided_out(law: Truncated) -> bool:
    """Say whether the divisor, as float64, is the number of that format that is nearest to the deviation."""
    divisor = float(law.divisor)
    with ctx.workprec(192):
        return bool(abs(truncated_deviation() - arb(divisor)) < arb(ulp(divisor)) / 2)


def audit_initializer(entry: Initializer) -> Finding:
    """Hold an initializer against the rules."""
    mean, variance = mean_and_variance(entry.law)
    second_moment = normalize(variance + mean**2, {})
    followed = [rule for rule in RULES if _agrees(second_moment, rule)] if mean == 0 else []
    ours = list(_layers(mean, second_moment))
    divided = not isinstance(entry.law, Truncated) or cut_is_divided_out(entry.law)
    if isinstance(entry.law, Truncated):
        deviation = truncated_deviation()
        ours.insert(0, f"cut at 2, N(0, 1) has the deviation {deviation.str(DIGITS)} (truncated-normal)")
        if not divided:
            with ctx.workprec(192):
                ours = [ours[0], f"so the variance is {text(variance)} times {(deviation**2).str(DIGITS)}"]
            followed = []
    verdict: Verdict = entry.origin
    theorem = ""
    if entry.promise in followed or (entry.promise is None and followed):
        verdict, theorem = "derived", "{} ({})".format(*(entry.promise or followed[0]))
    elif entry.promise is not None:
        verdict, theorem = "wrong", "{} ({})".format(*entry.promise)
        ours.insert(0, _refutation(second_moment, entry.promise) if divided else "its divisor is not that deviation")
    return Finding(
        entry.library,
        "initializer",
        entry.name,
        _written(entry.law),
        verdict,
        theorem,
        (*ours, *([entry.note] if entry.note else [])),
    )


def _agrees(second_moment: Expr, rule: tuple[str, str]) -> bool:
    return is_proved(judge(equal(second_moment, required_variance(rule)), sizes))


def _refutation(second_moment: Expr, rule: tuple[str, str]) -> str:
    wanted = required_variance(rule)
    refuted = judge(equal(second_moment, wanted), sizes)
    if not isinstance(refuted, Refuted):
        raise RuntimeError(f"whether {second_moment} is {wanted} is not decided: no verdict can be given")
    return f"E[w^2] = {text(second_moment)}, the rule asks for {text(wanted)}: {refuted.counterexample}"


def _layers(mean: Expr, second_moment: Expr) -> list[str]:
    """What linear and ReLU layers do to the variance of inputs of mean zero, by `depth` and `input-means`."""
    if mean != 0:
        factor = normalize(n_in * second_moment, {})
        return [f"E[w] = {text(mean)}, not 0: a linear layer multiplies the variance by {_fate(factor)} (input-means)"]
    linear, rectified = (normalize(n_in * second_moment / share, {}) for share in (1, 2))
    return [f"a linear layer multiplies the variance by {_fate(linear)}, a ReLU layer by {_fate(rectified)} (depth)"]


def _fate(factor: Expr) -> str:
    if not isinstance(factor, Rational):
        return text(factor)
    word = "keeps" if factor == 1 else "explodes" if factor > 1 else "vanishes"
    return f"{text(factor)} ({word})"


def _written(law: Law) -> str:
    match law:
        case Normal(variance=variance):
            return f"N(0, {text(variance)})"
        case Uniform(low=low, high=high):
            return f"U({text(low)}, {text(high)})"
        case Truncated(variance=variance, divisor=divisor):
            return f"variance {text(variance)}, normal, cut at 2 deviations, divided by {divisor}"
        case _:
            assert_never(law)


def audit_gain(entry: Gain) -> Finding:
    """Hold a gain against the one that keeps the second moment: gain^2 E[f(z)^2] = 1 for z ~ N(0, 1)."""
    verdict: Verdict = entry.origin
    theorem, ours = "", []
    if entry.source is None:
        formula = ACTIVATIONS[entry.activation].formula
        enclosures = enclose(read(formula, declare({"x": "real"}), "text").readings[0])
        with ctx.workprec(192):
            factor = arb(evaluate(entry.value**2, Point(sloped, {}))) * enclosures.second_moment
        ours = [
            f"z ~ N(0, 1): the gain that keeps the second moment is {enclosures.forward_gain.str(DIGITS)}",
            f"with the documented one it becomes {factor.str(DIGITS)}",
        ]
    if entry.source is not None:
        moment = _second_moment(entry.source)
        if is_proved(judge(equal(entry.value**2 * moment, Integer(1)), sloped)):
            verdict, theorem = "derived", "{} ({})".format(*entry.source)
            ours = [f"E[f(z)^2] = {text(moment)}, and the square of the gain is its inverse"]
    notes = [entry.note] if entry.note else []
    return Finding(entry.library, "gain", entry.activation, text(entry.value), verdict, theorem, (*ours, *notes))


def _second_moment(source: tuple[str, str]) -> Expr:
    """E[f(z)^2] from a proved part that says it, or that says which variance of the weights makes up for it."""
    part = proved_part(*source)
    if part.claim.relation == "iff":
        return normalize(1 / (n_in * required_variance(source)), {})
    return part.claim.terms[1]


def audited(libraries: tuple[Library, ...]) -> tuple[Finding, ...]:
    """Judge every entry of these libraries, in the order of the catalogue."""
    initializers = (audit_initializer(each) for each in INITIALIZERS if each.library in libraries)
    return (*initializers, *(audit_gain(each) for each in GAINS if each.library in libraries))
