"""What would be right: the left side worked out, in the names of the page, and proved to be equal to it."""

from __future__ import annotations

import re

from sympy import Dummy, Expr, IndexedBase, Pow, Sum, Symbol, Wild, cancel, count_ops, exp, factor, fraction
from sympy.tensor.indexed import Indexed

from backproof.documents.declarations import Problem
from backproof.documents.verdicts import decide, known_parts
from backproof.pages.formulas import Text, term_text
from proofs.kernel.claims import equal
from proofs.kernel.hypotheses import Definition
from proofs.kernel.judging import reduce
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, NotATerm, Var, relu
from proofs.kernel.verdicts import is_proved

LONGEST = 120


def correction(problem: Problem) -> str | None:
    """The value of the left side in a few words; None where nothing short is proved to be equal to it."""
    left, right = problem.sides
    claim = equal(left, right)
    try:
        value = reduce(left, problem.setting, known_parts(claim, problem.setting))
    except (NotATerm, ValueError, TypeError, AttributeError):
        return None
    if value == left or value.has(E, Var, D, relu):
        return None
    for candidate in sorted(_forms(value, problem.setting), key=lambda each: int(count_ops(each))):
        try:
            words = _words(candidate)
        except (NotATerm, TypeError, ValueError):
            continue
        if len(words) <= LONGEST and candidate != left and is_proved(decide(equal(left, candidate), problem.setting)):
            return words
    return None


def _forms(value: Expr, setting: Setting) -> list[Expr]:
    """The value as it is, and with the names of definitions in it."""
    forms = [value, factor(value)]
    for definition in setting.definitions:
        for form in forms[:2]:
            folded = _folded(form, definition)
            if folded is not None:
                forms += [folded, factor(folded)]
    return forms


def _folded(value: Expr, definition: Definition) -> Expr | None:
    """The value with the name of a quotient of exponentials: exp(z_j) = y_j S, and S cancels."""
    name, (top, bottom) = definition.entry, fraction(cancel(definition.body))
    whole = Dummy("S")
    if isinstance(name, Indexed) and isinstance(bottom, Sum) and isinstance(top, exp) and len(name.indices) == 1:
        (index,) = name.indices
        place = Wild("place")
        pattern = top.subs(index, place)
        found = value.replace(lambda each: isinstance(each, Sum) and _same_sum(each, bottom), lambda _: whole)
        found = found.replace(pattern, lambda place: name.base[place] * whole)
        found = cancel(found)
        return None if found.has(whole) else found
    if isinstance(name, Symbol):
        atoms = definition.body.atoms(exp)
        if len(atoms) == 1:
            (atom,) = atoms
            arguments = Dummy("e")
            polynomial = fraction(cancel(definition.body.subs(atom, arguments) - name))[0].as_poly(arguments)
            if polynomial is not None and polynomial.degree() == 1:
                high, low = polynomial.all_coeffs()
                opened = value.subs(Pow(atom, -1), 1 / arguments).subs(atom, arguments)
                found = cancel(opened.subs(arguments, -low / high))
                return None if found.has(exp) else found
    return None


def _same_sum(one: Sum, other: Sum) -> bool:
    (variable, low, high), (name, first, last) = one.limits[0], other.limits[0]
    return (low, high) == (first, last) and one.function.subs(variable, name) == other.function


def _words(term: Expr) -> str:
    """The term as plain text: bound variables are letters again, marks of scopes are gone."""
    free = {str(each) for each in term.free_symbols} | {str(each.label) for each in term.atoms(IndexedBase)}
    letters = iter(each for each in "klmrs" if each not in free)
    for each in sorted(term.atoms(Sum), key=str):
        variable = each.limits[0][0]
        if str(variable).startswith("_"):
            term = term.xreplace({variable: Symbol(next(letters, "q"), integer=True, positive=True)})
    return re.sub(r"·\w+", "", term_text(term, Text()))
