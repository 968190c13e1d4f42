"""Rewriting by an equation: its left side replaced by its right side, wherever it stands."""

from collections.abc import Mapping

from sympy import Expr, IndexedBase, Integral, Sum, Symbol
from sympy.tensor.indexed import Indexed

from .claims import Claim
from .rule import sides_of
from .terms import D, names_in, open_binder, substitute, with_canonical_binders


def with_replaced(term: Expr, old: Expr, new: Expr) -> Expr:
    """Replace a term wherever it stands, up to the names of bound variables, but where one of its names is bound."""
    if with_canonical_binders(term) == with_canonical_binders(old):
        return new
    if not term.args or isinstance(term, Indexed | D):  # a derivative sees more than the value
        return term
    if isinstance(term, Sum | Integral) and (names_in(old) | names_in(new)) & set(term.bound_symbols):
        return term  # there the name is another: x_i = 0 for one i says nothing of the sum over i
    return term.func(*(with_replaced(each, old, new) for each in term.args))


def instantiated(term: Expr, proved: Claim, ranges: Mapping[Symbol, Expr], here: Mapping[Symbol, Expr]) -> Expr:
    """Replace every instance of the left side of a proved equation; an index only by one with the same range."""
    left, right = sides_of(proved)
    binding = _matched(with_canonical_binders(left), with_canonical_binders(term), frozenset(ranges), {})
    if binding is not None and all(here.get(value) == ranges[name] for name, value in binding.items()):
        return substitute(right, binding)
    if not term.args or isinstance(term, Indexed | D):  # a derivative sees more than the value
        return term
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        inside = {**here, variable: upper} if lower == 1 else here
        return Sum(instantiated(body, proved, ranges, inside), (variable, lower, upper))
    return term.func(*(instantiated(each, proved, ranges, here) for each in term.args))


def _matched(
    pattern: Expr, term: Expr, indices: frozenset[Symbol], binding: dict[Symbol, Expr]
) -> dict[Symbol, Expr] | None:
    """Match a term against a pattern in which only the indices may vary."""
    if pattern in indices:
        return binding | {pattern: term} if binding.get(pattern, term) == term else None
    if pattern.func != term.func or len(pattern.args) != len(term.args):
        return None
    if not pattern.args or isinstance(pattern, IndexedBase):
        return binding if pattern == term else None
    found: dict[Symbol, Expr] | None = binding
    for part, other in zip(pattern.args, term.args, strict=True):
        found = None if found is None else _matched(part, other, indices, found)
    return found
