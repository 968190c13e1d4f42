"""The rule `cases`: an equation is proved on every cell into which the zeros of linear forms cut the space.

On a cell each form is positive, zero or negative, so steps and ReLUs of the forms are numbers and linear forms.
The second engine evaluates both sides exactly on every cell, end points included, at points found without Z3.
"""

from collections.abc import Iterator
from itertools import islice, product

import z3
from flint import fmpq
from sympy import Expr, Indexed, Integer, Integral, Rational, Sum, Symbol, expand

from .claims import Claim
from .evaluation import CannotEvaluate, Point, evaluate
from .instances import Finding, _counterexample, points, satisfies_assumptions, violates
from .language import require_term
from .normal_form import residual
from .rules import Accepted, Outcome, Refused, _rule, undefined_in
from .settings import Setting
from .solver import RESOURCES, Translation
from .terms import D, E, NotATerm, Var, heaviside, is_dependent, relu, substitute
from .verdicts import EngineDisagreement, Evidence

Signs = tuple[int, ...]
_MOST_FORMS = 4
_MOST_BASES = 6


@_rule("cases")
def cases(claim: Claim, setting: Setting, *, of: tuple[Expr, ...]) -> Outcome:
    """
    a = b for each possible combination of signs of the forms, where step(u) is 0, step(0), 1 and relu(u) is 0, 0, u
    -----------------------------------------------------------------------------------------------------------------
                                                     a = b
    """
    if claim.relation != "=":
        raise NotATerm(f"this rule proves equations between terms, not {claim}")
    left, right = (setting.unfold(side) for side in claim.terms)
    forms = _forms(of, setting)
    if any(side.has(D, E, Var, Integral) for side in (left, right)):
        return Refused("a derivative or a mean is not decided by the signs at one point: take it first")
    undefined = undefined_in(claim, setting)
    if undefined is not None:
        return Refused(undefined)
    cells = [signs for signs in product((-1, 0, 1), repeat=len(forms)) if _is_possible(forms, signs, setting)]
    if not cells:
        return Refused("no combination of signs is possible: the hypotheses contradict each other")
    rests = ((signs, _rest(left - right, forms, signs, setting)) for signs in cells)
    failed = next(((signs, rest) for signs, rest in rests if rest != 0), None)
    finding = _at_every_cell(claim, setting, forms, cells)
    first = Evidence("normal form", f"left - right is 0 in each of {len(cells)} cases")
    if failed is not None:
        where = ", ".join(f"{form} {'<=>'[sign + 1]} 0" for form, sign in zip(forms, failed[0], strict=True))
        return Refused(f"the two sides differ where {where}", failed[1], finding.counterexample)
    if finding.holds is False:
        raise EngineDisagreement(f"{claim}: proved in every case, but {finding.counterexample}")
    evidence = first, Evidence("evaluation", finding.text)
    if finding.holds is None:
        return Refused(f"only one engine sees it: {finding.text}", evidence=evidence)
    return Accepted(evidence)


def _forms(of: tuple[Expr, ...], setting: Setting) -> tuple[Expr, ...]:
    """The forms, multiplied out; each is linear with rational coefficients in declared symbols."""
    if not isinstance(of, tuple) or not 1 <= len(of) <= _MOST_FORMS:
        raise NotATerm(f"cite 1 to {_MOST_FORMS} linear forms as of=(x, ...)")
    for each in of:
        require_term(each, setting)
    forms = tuple(expand(setting.unfold(each)) for each in of)
    for form in forms:
        names = form.free_symbols
        coefficients = [form.coeff(name) for name in names]
        constant = expand(form - sum(c * name for c, name in zip(coefficients, names, strict=True)))
        if not names <= setting.names or form.has(Indexed) or any(map(is_dependent, names)):
            raise NotATerm(f"{form} is not a form in declared symbols")
        if not names or not all(isinstance(each, Rational) for each in (*coefficients, constant)):
            raise NotATerm(f"{form} is not linear with rational coefficients")
    return forms


def _is_possible(forms: tuple[Expr, ...], signs: Signs, setting: Setting) -> bool:
    """Whether Z3 can't rule the signs out; an assumption that it does not read only leaves more cases."""
    translation = Translation(setting)
    solver = z3.Solver()
    solver.set("rlimit", RESOURCES)
    for form, sign in zip(forms, signs, strict=True):
        value = translation.fraction(form)[0]
        solver.add(value > 0 if sign > 0 else value < 0 if sign < 0 else value == 0)
    for each in setting.assumptions:
        if not any(side.has(Sum, Indexed) for side in each.terms):
            solver.add(translation.claim(each))
    solver.add(*translation.facts)
    return bool(solver.check() != z3.unsat)


def _rest(difference: Expr, forms: tuple[Expr, ...], signs: Signs, setting: Setting) -> Expr:
    """left - right on one cell, in normal form."""
    known = dict(zip(forms, signs, strict=True)) | {expand(-f): -s for f, s in zip(forms, signs, strict=True)}
    opened = _opened(difference, known)
    zeros = [form for form, sign in zip(forms, signs, strict=True) if sign == 0]
    while zeros:
        form = zeros.pop()
        if not form.free_symbols:
            continue  # 0, by the forms that are already used
        name = min(form.free_symbols, key=lambda each: (bool(each.is_positive or each.is_integer), str(each)))
        value = expand(name - form / form.coeff(name))
        opened = substitute(opened, {name: value})
        zeros = [expand(substitute(each, {name: value})) for each in zeros]
    return residual(_opened(opened, {}), Integer(0), setting.range_of)


def _opened(term: Expr, known: dict[Expr, int]) -> Expr:
    """Open the steps and ReLUs, innermost first, whose argument is a form, its negative or a number."""
    if not term.args or isinstance(term, Indexed | Sum):
        return term
    arguments = [_opened(each, known) for each in term.args]
    if not isinstance(term, heaviside | relu):
        return term.func(*arguments)
    inside = expand(arguments[0])
    sign = _sign(inside) if isinstance(inside, Rational) else known.get(inside)
    if sign is None:
        return term.func(*arguments)
    if isinstance(term, relu):
        return inside if sign > 0 else Integer(0)
    return (Integer(0), arguments[1], Integer(1))[sign + 1]


def _sign(number: Rational) -> int:
    return int(number.p > 0) - int(number.p < 0)


def _at_every_cell(claim: Claim, setting: Setting, forms: tuple[Expr, ...], cells: list[Signs]) -> Finding:
    """Evaluate both sides on every cell; a cell without a point leaves the question open."""
    left, right = claim.terms
    seen: set[Signs] = set()
    compared = 0
    for base in islice(points(setting, False), _MOST_BASES):
        for point in _moved(base, forms, _movable(base, forms)):
            try:
                values = evaluate(left, point), evaluate(right, point)
                at = [evaluate(form, point) for form in forms]
            except CannotEvaluate:
                continue
            if not all(isinstance(each, fmpq) for each in values):
                continue
            if violates(values[0], "=", values[1]):
                return Finding(False, "differs", _counterexample(point, left, right, values))
            seen.add(tuple((each > 0) - (each < 0) for each in at))
            compared += 1
    missing = [signs for signs in cells if signs not in seen]
    if missing:
        return Finding(None, f"no exact point has the signs {missing[0]} of {forms}")
    return Finding(True, f"exactly equal at {compared} points, on each of {len(cells)} cells, end points included")


def _movable(point: Point, forms: tuple[Expr, ...]) -> tuple[Symbol, ...]:
    names = {name for form in forms for name in form.free_symbols if not name.is_integer}
    free = sorted((name for name in names if (name, ()) in point.values), key=str)
    return tuple(name for name in free if not name.is_positive) or tuple(free)


def _moved(point: Point, forms: tuple[Expr, ...], names: tuple[Symbol, ...]) -> Iterator[Point]:
    """Move each name to every zero of a form, between two of them, and beyond the outermost, where that is allowed."""
    if not names:
        if satisfies_assumptions(point):
            yield point
        return
    name, *others = names
    place = (name, ())
    zeros = set()
    for form in forms:
        slope = form.coeff(name)
        if slope != 0:
            at = evaluate(form, point.at({place: fmpq(0)}))
            zeros.add(-at / fmpq(int(slope.p), int(slope.q)))
    ordered = sorted(zeros)
    between = [(a + b) / 2 for a, b in zip(ordered, ordered[1:], strict=False)]
    beyond = [ordered[0] - 1, ordered[-1] + 1] if ordered else [point.values[place]]
    for value in (*ordered, *between, *beyond):
        if not name.is_positive or value > 0:
            yield from _moved(point.at({place: value}), forms, tuple(others))
