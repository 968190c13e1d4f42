"""Judging a bare claim: no derivation is given, the kernel looks for a proof and for a counterexample itself.

Both sides are reduced by everything the kernel knows (definitions, proved results, moments, derivatives); the
claim is proved if the rules accept what is left, refuted if a point of the setting certifies a difference,
undecided otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count, islice, product
from math import prod

from flint import fmpq
from sympy import Dummy, Expr, Indexed, Integral, Product, Sum, Symbol, cancel, default_sort_key, exp, expand, factor

from . import derivatives, moments, solver
from .agreement import undefined_in
from .assumptions import satisfies_assumptions
from .cases import cases
from .claims import Claim
from .counterexamples import shown
from .derivations import Part, check
from .enclosures import enclosure
from .enumeration import pool_of
from .evaluation import evaluate
from .hypotheses import Assume, base_of
from .instances import Finding, compare, violates
from .language import require_claim
from .moments import Use
from .normal_form import normalize, residual
from .point import Point
from .rewriting import instantiated
from .rule import Accepted, Refused
from .rules import equivalence, order, without_odd_means
from .settings import Setting
from .terms import (
    Applied,
    D,
    DependentSymbol,
    E,
    NotATerm,
    OpaqueFunction,
    TooLarge,
    Var,
    heaviside,
    real,
    relu,
    subterms,
    with_canonical_binders,
)
from .values import CannotEvaluate, Value
from .verdicts import (
    _SEAL,
    Counterexample,
    EngineDisagreement,
    Evidence,
    Proved,
    Refuted,
    Undecided,
    Verdict,
    is_proved,
)

_MOST_GRID_POINTS = 4096
_MOST_SORTED = 100_000
_MOST_ROUNDS = 12
_INTEGERS = [fmpq(each) for each in range(1, 10)]  # 8 among them: 8 (1/2)^2 = 2 solves n sigma^2 = 2 in rationals


def judge(claim: Claim, setting: Setting, known: Sequence[Part] = ()) -> Verdict:
    """Decide a claim in a setting; `known` are proved parts that may be used, in this order.

    Raises EngineDisagreement if one engine proves what the other refutes.
    """
    try:
        require_claim(claim, setting)
        return _judged(claim, setting, [part for part in known if _usable(part, setting)])
    except TooLarge as error:  # it can still be evaluated, as it stands
        found = None if claim.relation == "iff" else _differing(claim, setting)
        return Undecided(claim, str(error)) if found is None else Refuted(claim, found, str(error), None)
    except NotATerm as error:
        return Undecided(claim, str(error))


def _differing(claim: Claim, setting: Setting) -> Counterexample | None:
    """A certified counterexample of a claim that is too large to be multiplied out; its derivatives are carried out."""
    found = compare(claim, setting).counterexample
    if found is not None or undefined_in(claim, setting) is not None:
        return found
    left, right = (setting.unfold(term) for term in claim.terms)
    if not left.has(D) and not right.has(D):
        return None
    try:
        opened = Claim(derivatives.evaluate(left), claim.relation, derivatives.evaluate(right))
    except NotATerm:
        return None
    return compare(opened, setting).counterexample


def _usable(part: Part, setting: Setting) -> bool:
    assumed = (each for each in part.setting.hypotheses if isinstance(each, Assume))
    fits = part.claim.relation == "=" and all(each in setting.hypotheses for each in part.setting.hypotheses)
    if any(each.fixed or each.for_all for each in assumed):
        return False
    return fits and setting.agrees_with(part.setting, *part.claim.terms) and is_proved(check(part).verdict)


def _judged(claim: Claim, setting: Setting, known: list[Part]) -> Verdict:
    reduced = _reduced_claim(claim, setting, known)
    refuted = _refuted(claim, reduced, setting)
    outcome = _accepted(claim, reduced, setting)
    if isinstance(outcome, Accepted):
        if refuted is not None:
            raise EngineDisagreement(f"{claim}: {outcome.evidence[0].engine} proves it, but {refuted}")
        return Proved(claim, outcome.evidence, _SEAL)
    rest = _rest(reduced, setting)
    refuted = refuted or outcome.counterexample
    if refuted is not None:
        return Refuted(claim, refuted, outcome.reason, rest)
    return Undecided(claim, outcome.reason, outcome.evidence, rest)


def reduce(term: Expr, setting: Setting, known: Sequence[Part] = ()) -> Expr:
    """Return a term with definitions unfolded and derivatives, variances and expectations carried out."""
    return _reduced(term, setting, tuple(known))


@lru_cache(maxsize=1024)  # the sides of a claim come back in its refutation, its correction and its diagnosis
def _reduced(term: Expr, setting: Setting, known: tuple[Part, ...]) -> Expr:
    seen: set[Expr] = set()
    for _ in range(_MOST_ROUNDS):
        seen.add(term)
        for part in known:
            term = instantiated(term, part.claim, part.setting.range_of, setting.range_of)
        term = moments.open_variances(derivatives.evaluate(setting.unfold(term)))
        term = moments.calculate(without_odd_means(term, setting), setting, Use.MOMENTS)
        term = without_odd_means(term, setting)  # linearity may have brought odd functions to light
        if term in seen:
            return term
    raise NotATerm(f"the reductions of {term} do not end")


def _reduced_claim(claim: Claim, setting: Setting, known: list[Part]) -> Claim:
    if claim.relation == "iff":
        left, right = (_reduced_claim(side, setting, known) for side in claim.claims)
    else:
        left, right = (reduce(side, setting, known) for side in claim.terms)
    return Claim(left, claim.relation, right)


def _rest(claim: Claim, setting: Setting) -> Expr | None:
    return None if claim.relation == "iff" else residual(*claim.terms, setting.range_of)


def _accepted(claim: Claim, reduced: Claim, setting: Setting) -> Accepted | Refused:
    """Look for a proof with the rules of the kernel."""
    undefined = undefined_in(claim, setting) or undefined_in(reduced, setting)
    if undefined is not None:  # the normal form of a number may hide what its own form shows: a bounded denominator
        return (_enclosed(claim, setting) if claim.relation in ("<=", "<") else None) or Refused(undefined)
    match claim.relation:
        case "=":
            return _equal(claim, reduced, setting)
        case "iff":
            first, second = (left - right for left, right in (each.terms for each in reduced.claims))
            if second == 0:
                return Refused("the second equation is an identity")
            outcomes = (
                equivalence.apply(reduced, setting, factor=factor(cancel(first / second**power)), power=power)
                for power in (1, 2)
            )
            refused = next(outcomes)
            return refused if isinstance(refused, Accepted) else next(outcomes)
        case "<=" | "<":
            left, right = reduced.terms
            try:
                outcome = order.apply(reduced, setting, gap=_factored(normalize(right - left, {})))
            except NotATerm as error:
                outcome = Refused(str(error))
            if isinstance(outcome, Accepted):
                return outcome
            return _by_cases(reduced, setting) or _enclosed(claim, setting) or outcome


def _enclosed(claim: Claim, setting: Setting) -> Accepted | Refused | None:
    """Compare two numbers by their enclosures; None if a side is no number."""
    names = frozenset[Symbol]().union(*(setting.unfold(side).free_symbols for side in claim.terms))
    if not names <= frozenset(setting.random):
        return None
    try:
        return enclosure.apply(claim, setting)
    except NotATerm:
        return None


def _factored(term: Expr) -> Expr:
    """The term factored; where SymPy turns exp(sum) into a product, with sums and exponentials as letters."""
    factored = factor(term)
    if not factored.has(Product):
        return factored
    atoms = sorted(term.atoms(Sum, exp), key=default_sort_key)  # the order of the letters decides on the signs
    outer = [each for each in atoms if not any(other != each and other.has(each) for other in atoms)]
    letters = {each: Dummy(positive=each.is_positive) for each in outer}
    return factor(term.xreplace(letters)).xreplace({letter: each for each, letter in letters.items()})


def _equal(claim: Claim, reduced: Claim, setting: Setting) -> Accepted | Refused:
    rest = residual(*reduced.terms, setting.range_of)
    if rest != 0:
        return _by_cases(reduced, setting) or Refused("the two sides differ after all reductions", rest)
    finding = compare(claim, setting)
    if finding.holds is None and not any(side.has(E, Var, D, Integral) for side in claim.terms):
        finding = solver.holds(claim, setting)
    if not finding.holds:
        return Refused(f"only one engine sees it: {finding.text}")
    return Accepted((Evidence("reductions and normal form", "left - right is 0"), Evidence("evaluation", finding.text)))


def _by_cases(claim: Claim, setting: Setting) -> Accepted | Refused | None:
    """Prove a claim about steps and ReLUs by the signs of their arguments, or find where it fails.

    Where sums and unknown functions are among them, the claim is proved for all numbers that may stand in their place.
    """
    if not any(side.has(heaviside, relu) for side in claim.terms):
        return None
    for stated, where in ((claim, setting), _generalized(claim, setting)):
        switches = {
            expand(part.args[0])
            for side in stated.terms
            for part in subterms(side)
            if isinstance(part, heaviside | relu) and not part.args[0].has(heaviside, relu)
        }
        names = sorted((each for each in switches if each.free_symbols), key=str)
        forms = [each for position, each in enumerate(names) if expand(-each) not in names[:position]]
        anything = sorted((each for side in stated.terms for each in side.free_symbols), key=str)
        try:
            outcome = cases.apply(stated, where, of=tuple(forms or anything[:1]))
        except NotATerm:
            continue
        if isinstance(outcome, Accepted) or (where is setting and outcome.counterexample is not None):
            return outcome
    return None


def _generalized(claim: Claim, setting: Setting) -> tuple[Claim, Setting]:
    """The claim with any real number in the place of each sum and each value of an unknown function."""
    names: dict[Expr, Symbol] = {}
    taken = {str(base_of(each)) for each, _ in setting.alphabet}
    free = (name for number in count(1) if (name := f"value{number}") not in taken)

    def opened(term: Expr) -> Expr:
        if isinstance(term, Sum | Applied):
            key = with_canonical_binders(term)
            return names[key] if key in names else names.setdefault(key, real(next(free)))
        if not term.args or isinstance(term, Indexed):
            return term
        return term.func(*map(opened, term.args))

    left, right = map(opened, claim.terms)
    alphabet = tuple((name, "any number") for name in names.values())
    kept = tuple(each for each in setting.hypotheses if not isinstance(each, Assume))
    return Claim(left, claim.relation, right), replace(
        setting, alphabet=(*setting.alphabet, *alphabet), hypotheses=kept
    )


def _refuted(claim: Claim, reduced: Claim, setting: Setting) -> Counterexample | None:
    """Look for a certified counterexample, of the claim itself or of its reduced form."""
    whole = undefined_in(claim, setting) is None  # else the reduced claim may differ where the claim says nothing
    if claim.relation == "iff":
        return next(_grid_counterexamples(reduced, setting), None) if whole else None
    finding: Finding = compare(claim, setting)
    if not whole:
        return finding.counterexample
    if finding.counterexample is None and reduced != claim and _rest(reduced, setting) != 0:
        finding = compare(reduced, setting)
    return finding.counterexample or next(_grid_counterexamples(reduced, setting), None)


def _grid_counterexamples(claim: Claim, setting: Setting) -> Iterator[Counterexample]:
    """Try combinations of a few small values, where the claim mentions nothing but numbers.

    The names that the assumed relations tie to those of the claim get values too.
    """
    known = setting.names - frozenset(setting.random) - frozenset(setting.range_of)

    def is_free(symbol: Symbol) -> bool:
        number = isinstance(symbol, Symbol) and not isinstance(symbol, OpaqueFunction | DependentSymbol)
        return number and symbol in known and setting.definition_of(symbol) is None

    own = _symbols(claim)
    tied = _tied(own, setting)
    symbols = sorted(tied if all(map(is_free, tied)) else own, key=str)
    if not symbols or not all(map(is_free, symbols)):
        return
    pools = [_INTEGERS if each.is_integer else pool_of(each) for each in symbols]
    for values in islice(_simplest_first(pools), _MOST_GRID_POINTS):
        point = Point(setting, {(name, ()): value for name, value in zip(symbols, values, strict=True)})
        if not satisfies_assumptions(point):
            continue
        try:
            sides = _false_at(claim, point)
        except CannotEvaluate:
            continue
        if sides is not None:
            where = tuple((str(name), str(value)) for name, value in zip(symbols, values, strict=True))
            yield Counterexample(where, *sides)


def _tied(symbols: frozenset[Symbol], setting: Setting) -> frozenset[Symbol]:
    """The symbols, and those that an assumption relates to one of them, directly or through others."""
    unfolded = [map(setting.unfold, claim.terms) for claim in setting.assumptions]  # once: what is bound gets new names
    related = [frozenset[Symbol]().union(*(side.free_symbols for side in sides)) for sides in unfolded]
    while more := frozenset[Symbol]().union(*(each for each in related if each & symbols)) - symbols:
        symbols |= more
    return symbols


def _simplest_first(pools: Sequence[Sequence[Value]]) -> Iterator[tuple[Value, ...]]:
    """Every combination, by size; of very many, those that take early values of their pools come first."""
    if prod(map(len, pools)) <= _MOST_SORTED:
        yield from sorted(product(*pools), key=_size)
        return
    for level in range(sum(len(each) - 1 for each in pools) + 1):
        yield from _at_level(pools, level)


def _at_level(pools: Sequence[Sequence[Value]], level: int) -> Iterator[tuple[Value, ...]]:
    """The combinations whose positions in the pools add up to the level."""
    if not pools:
        if level == 0:
            yield ()
        return
    for position, value in enumerate(pools[0][: level + 1]):
        for rest in _at_level(pools[1:], level - position):
            yield (value, *rest)


def _size(values: Sequence[Value]) -> tuple[int, ...]:
    return (sum(abs(int(each.p)) + int(each.q) for each in values), *(int(each.p) for each in values))


def _symbols(claim: Claim) -> frozenset[Symbol]:
    if claim.relation == "iff":
        return frozenset[Symbol]().union(*map(_symbols, claim.claims))
    return frozenset[Symbol]().union(*(side.free_symbols for side in claim.terms))


def _false_at(claim: Claim, point: Point) -> tuple[str, str] | None:
    """Return the two sides where a claim is certainly false at a point: values, or truth values."""
    if claim.relation == "iff":
        truths = [_truth(side, point) for side in claim.claims]
        return ("true", "false") if truths == [True, False] else ("false", "true") if truths == [False, True] else None
    left, right = (evaluate(side, point) for side in claim.terms)
    return (shown(left), shown(right)) if violates(left, claim.relation, right) else None


def _truth(claim: Claim, point: Point) -> bool | None:
    """Say whether an equation certainly holds (exact rationals) or certainly fails; None if neither is certain."""
    left, right = (evaluate(side, point) for side in claim.terms)
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return not violates(left, claim.relation, right)
    return False if violates(left, claim.relation, right) else None
