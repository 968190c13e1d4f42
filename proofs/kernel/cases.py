"""The rule `cases`: a claim is proved on every cell into which the zeros of some forms cut the space.

On a cell each form is positive, zero or negative, so the steps and ReLUs of forms are numbers and forms; the sign of
another argument is what Z3 proves of it on the cell.  An equation is left to the normal form, an inequality to Z3.
The second engine evaluates both sides exactly on every cell, end points included, at points found without Z3.
"""

from collections.abc import Iterator

import z3
from sympy import Expr, Indexed, Integer, Integral, Pow, Rational, Sum, Symbol, expand

from .agreement import undefined_in
from .cells import Signs, compare_on_cells
from .claims import Claim, Relation
from .hypotheses import Assume
from .language import require_term
from .normal_form import residual
from .rule import Accepted, Outcome, Refused, rule
from .settings import Setting
from .solver import RESOURCES, Translation
from .terms import D, E, NotATerm, Var, heaviside, is_dependent, relu, substitute, with_canonical_binders
from .verdicts import EngineDisagreement, Evidence

_MOST_FORMS = 6


@rule("cases")
def cases(
    claim: Claim,
    setting: Setting,
    *,
    of: tuple[Expr, ...],
    proved: Claim | None = None,
    holds_in: Setting | None = None,
) -> Outcome:
    """
    a = b (a <= b) for each possible combination of signs of the forms, where step(u) is 0, step(0), 1 and
    relu(u) is 0, 0, u;  which are possible is seen from the hypotheses and from a part u <= v that is cited
    --------------------------------------------------------------------------------------------------------
                                           a = b        (a <= b)
    """
    if claim.relation == "iff":
        raise NotATerm(f"this rule proves equations and inequalities between terms, not {claim}")
    refused = _why_not_available(proved, holds_in, setting)
    if refused is not None:
        return Refused(refused)
    left, right = (setting.unfold(side) for side in claim.terms)
    forms = _forms(of, setting)
    if any(side.has(D, E, Var, Integral) for side in (left, right)):
        return Refused("a derivative or a mean is not decided by the signs at one point: take it first")
    undefined = undefined_in(claim, setting)
    if undefined is not None:
        return Refused(undefined)
    cells = _Cells(setting, () if proved is None else (proved,), forms)
    proved_on: list[Signs] = []
    for signs in cells.possible():
        rest = cells.rest(right - left, claim.relation, signs)
        if rest is not None:
            where = ", ".join(f"{form} {'<=>'[sign + 1]} 0" for form, sign in zip(forms, signs, strict=True))
            found = compare_on_cells(claim, setting, forms, []).counterexample
            return Refused(f"the relation is not seen where {where}", rest, found)
        proved_on.append(signs)
    if not proved_on:
        return Refused("no combination of signs is possible: the hypotheses contradict each other")
    finding = compare_on_cells(claim, setting, forms, proved_on)
    if finding.holds is False:
        raise EngineDisagreement(f"{claim}: proved in every case, but {finding.counterexample}")
    engine, seen = {"=": ("normal form", "= 0"), "<=": ("Z3", ">= 0"), "<": ("Z3", "> 0")}[claim.relation]
    first = Evidence(engine, f"right - left {seen} in each of {len(proved_on)} cases")
    evidence = first, Evidence("evaluation", finding.text)
    if finding.holds is None:
        return Refused(f"only one engine sees it: {finding.text}", evidence=evidence)
    return Accepted(evidence)


def _why_not_available(proved: Claim | None, holds_in: Setting | None, setting: Setting) -> str | None:
    """A cited relation was proved from hypotheses that are available here, and its names mean the same."""
    if proved is None or holds_in is None:
        return None
    if proved.relation == "iff":
        return "an equivalence is not cited here"
    for each in holds_in.hypotheses:
        if each not in setting.hypotheses:
            return f"the cited part needs a hypothesis that is not available here: {each.words}"
        if isinstance(each, Assume) and (each.fixed or each.for_all):
            return "the cited part holds for some values of its indices only"
    if not setting.agrees_with(holds_in, *proved.terms):
        return "a name of the cited part is random, defined or ranged in another way here"
    return None


def _forms(of: tuple[Expr, ...], setting: Setting) -> tuple[Expr, ...]:
    """The forms, multiplied out: polynomials with rational coefficients in declared numbers."""
    if not isinstance(of, tuple) or not 1 <= len(of) <= _MOST_FORMS:
        raise NotATerm(f"cite 1 to {_MOST_FORMS} forms as of=(x, ...)")
    for each in of:
        require_term(each, setting)
    forms = tuple(expand(setting.unfold(each)) for each in of)
    for form in forms:
        names = {each for each in form.free_symbols if isinstance(each, Indexed)}
        names |= {each for each in form.atoms(Symbol) if each in setting.names}
        if not names or any(map(is_dependent, names)):
            raise NotATerm(f"{form} is not a form in declared numbers")
        if not form.is_polynomial(*names) or not _is_rational(form):
            raise NotATerm(f"{form} is not a polynomial with rational coefficients")
    return forms


def _is_rational(form: Expr) -> bool:
    """Say whether a term is made of numbers, names, sums, products and whole powers."""
    match form:
        case Rational() | Symbol() | Indexed():
            return True
        case Pow():
            return bool(form.exp.is_Integer and form.exp > 0) and _is_rational(form.base)
        case _ if form.is_Add or form.is_Mul:
            return all(map(_is_rational, form.args))
        case _:
            return False


class _Cells:
    """The possible combinations of signs, one after the other, and what Z3 proves on the one that is at hand.

    Sums, entries and other terms that Z3 does not read are opaque numbers to it, so that it only knows less.
    """

    def __init__(self, setting: Setting, cited: tuple[Claim, ...], forms: tuple[Expr, ...]) -> None:
        self._setting, self._forms = setting, forms
        self._translation, self._solver = Translation(setting), z3.Solver()
        self._solver.set("rlimit", RESOURCES)
        for each in (*setting.assumptions, *cited):
            left, right = (with_canonical_binders(setting.unfold(side)) for side in each.terms)
            self._solver.add(self._translation.claim(Claim(left, each.relation, right)))
        self._values = [self._value(form) for form in forms]

    def possible(self, known: Signs = ()) -> Iterator[Signs]:
        """Yield the signs that Z3 can't rule out; while one is at hand, its cell is what is assumed."""
        if len(known) == len(self._forms):
            yield known
            return
        value = self._values[len(known)]
        for sign in (-1, 0, 1):
            self._solver.push()
            self._solver.add(value > 0 if sign > 0 else value < 0 if sign < 0 else value == 0)
            if self._solver.check() != z3.unsat:
                yield from self.possible((*known, sign))
            self._solver.pop()

    def _value(self, term: Expr) -> z3.ArithRef:
        top, bottom = self._translation.fraction(with_canonical_binders(term))
        self._solver.add(*self._translation.facts)
        return top / bottom

    def follows(self, term: Expr, relation: Relation) -> bool:
        """Say whether Z3 proves `0 relation term` on the cell."""
        value = self._value(term)
        goal = {"=": value == 0, "<=": value >= 0, "<": value > 0}[relation]
        self._solver.push()
        self._solver.add(z3.Not(goal))
        answer = self._solver.check()
        self._solver.pop()
        return bool(answer == z3.unsat)

    def sign(self, term: Expr, signs: Signs) -> int | None:
        """The sign of a term on the cell, if it is a number, a form or seen by Z3."""
        if isinstance(term, Rational):
            return int(term.p > 0) - int(term.p < 0)
        for form, sign in zip(self._forms, signs, strict=True):
            if term in (form, expand(-form)):
                return sign if term == form else -sign
        for sign, relation, other in ((1, "<", term), (-1, "<", -term), (0, "=", term)):
            if self.follows(other, relation):  # type: ignore[arg-type]
                return sign
        return None

    def opened(self, term: Expr, signs: Signs) -> Expr:
        """Open the steps and ReLUs, innermost first, wherever the sign of the argument is known."""
        if not term.args or isinstance(term, Indexed | Sum):
            return term
        arguments = [self.opened(each, signs) for each in term.args]
        if not isinstance(term, heaviside | relu):
            return term.func(*arguments)
        inside = expand(arguments[0])
        sign = self.sign(inside, signs)
        if sign is None:
            return term.func(*arguments)
        if isinstance(term, relu):
            return inside if sign > 0 else Integer(0)
        return (Integer(0), arguments[1], Integer(1))[sign + 1]

    def rest(self, difference: Expr, relation: Relation, signs: Signs) -> Expr | None:
        """What is left of right - left where the relation is not seen; None where it is."""
        opened = self.opened(difference, signs)
        if relation == "=":
            opened = self.opened(self._at_zeros(opened, signs), signs)
            left = residual(opened, Integer(0), self._setting.range_of)
            return None if left == 0 else left
        return None if self.follows(opened, relation) else opened

    def _at_zeros(self, term: Expr, signs: Signs) -> Expr:
        """Solve each form that is 0 on the cell for a name that occurs in it with a number in front."""
        zeros = [form for form, sign in zip(self._forms, signs, strict=True) if sign == 0]
        while zeros:
            form = zeros.pop()
            names = [each for each in form.free_symbols if _is_linear(form, each)]
            if not names:
                continue
            name = min(names, key=lambda each: (bool(each.is_positive or each.is_integer), str(each)))
            value = expand(name - form / form.coeff(name))
            term = substitute(term, {name: value})
            zeros = [expand(substitute(each, {name: value})) for each in zeros]
        return term


def _is_linear(form: Expr, name: Expr) -> bool:
    factor = form.coeff(name)
    rest = expand(form - factor * name)
    return isinstance(factor, Rational) and factor != 0 and not rest.has(name)
