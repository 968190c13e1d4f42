"""Mutation operators: the slips of a pen, each as a function from a term to its variants.

Alphabet: R is the term that a claim arrives at, usually the right side of an equation.  An operator changes one
place of R (or R as a whole) in the way its name says.  It neither knows nor asks whether the variant is wrong: a
factor dropped where it was 1, or a sign changed of what is 0, is as good as the original.  That is for the kernel to
prove, and for `kills` to count.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from types import MappingProxyType

from sympy import Add, Expr, Function, IndexedBase, Integer, Integral, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol
from sympy.tensor.indexed import Indexed

from proofs.kernel.hypotheses import base_of
from proofs.kernel.settings import Setting
from proofs.kernel.terms import D, E, Var, bound_variable, substitute, subterms, under_binder

Operator = Callable[[Expr, Setting], Iterator[Expr]]
Local = Callable[[Expr], Iterator[Expr]]

_OPERATORS: dict[str, Operator] = {}
OPERATORS: Mapping[str, Operator] = MappingProxyType(_OPERATORS)


def _operator(name: str) -> Callable[[Operator], Operator]:
    def register(operator: Operator) -> Operator:
        _OPERATORS[name] = operator
        return operator

    return register


def everywhere(term: Expr, change: Local) -> Iterator[Expr]:
    """Yield the term with one place changed, for each place and each change of it; outermost places first."""
    yield from change(term)
    match term:
        case Indexed() | IndexedBase() | KroneckerDelta():
            return
        case Sum() | Integral():
            for inside in everywhere(term.function, change):
                yield type(term)(inside, *term.limits)
        case D():
            for inside in everywhere(term.args[0], change):
                yield D(inside, term.args[1])
        case Pow() if isinstance(term.exp, Rational):
            for inside in everywhere(term.base, change):
                yield Pow(inside, term.exp)
        case _:
            for position, argument in enumerate(term.args):
                if isinstance(argument, Expr):
                    for inside in everywhere(argument, change):
                        yield term.func(*term.args[:position], inside, *term.args[position + 1 :])


@_operator("sign")
def sign(term: Expr, setting: Setting) -> Iterator[Expr]:
    """-R;  a - b for a + b;  f(-u) for f(u)."""

    def change(place: Expr) -> Iterator[Expr]:
        match place:
            case Add():
                yield from (place - 2 * each for each in place.args)
            case E() | Var() | D():
                return
            case Function():
                yield place.func(*place.args[:-1], -place.args[-1])

    yield -term
    yield from everywhere(term, change)


@_operator("factor")
def factor(term: Expr, setting: Setting) -> Iterator[Expr]:
    """2 R and R/2;  the number left out or turned over in front of a product (a missing 1/2)."""

    def change(place: Expr) -> Iterator[Expr]:
        if isinstance(place, Mul):
            number, rest = place.as_coeff_Mul()
            if abs(number) != 1:
                yield from (number / abs(number) * rest, rest / number)

    yield from (2 * term, term / 2)
    yield from everywhere(term, change)


@_operator("exponent")
def exponent(term: Expr, setting: Setting) -> Iterator[Expr]:
    """x^2 for x;  x for x^2 and for a root;  x^3 for x^2."""

    def change(place: Expr) -> Iterator[Expr]:
        match place:
            case Pow() if isinstance(place.exp, Rational):
                yield place.base if place.exp > 0 else 1 / place.base
                yield Pow(place.base, place.exp + 1)
            case Mul():
                yield from (place * each for each in place.args if isinstance(each, Symbol | Indexed | Function))

    yield term**2
    yield from everywhere(term, change)


@_operator("dropped term")
def dropped_term(term: Expr, setting: Setting) -> Iterator[Expr]:
    """A + C for A + B + C."""

    def change(place: Expr) -> Iterator[Expr]:
        if isinstance(place, Add):
            yield from (place - each for each in place.args)

    return everywhere(term, change)


@_operator("dropped factor")
def dropped_factor(term: Expr, setting: Setting) -> Iterator[Expr]:
    """A C for A B C;  u for f(u)."""

    def change(place: Expr) -> Iterator[Expr]:
        match place:
            case Mul():
                yield from (place / each for each in place.args if not isinstance(each, Rational))
            case E() | Var() | D() | KroneckerDelta():
                return
            case Function():
                yield place.args[-1]

    return everywhere(term, change)


@_operator("swapped index")
def swapped_index(term: Expr, setting: Setting) -> Iterator[Expr]:
    """y_i for y_j in one place;  1 or 0 for delta_ij."""
    indices = [each for each, _ in setting.ranges]

    def change(place: Expr) -> Iterator[Expr]:
        match place:
            case KroneckerDelta():
                yield from (Integer(1), Integer(0))
            case Indexed():
                for position, known in enumerate(place.indices):
                    for other in indices:
                        if other != known:
                            yield place.base[(*place.indices[:position], other, *place.indices[position + 1 :])]

    return everywhere(term, change)


@_operator("transposed")
def transposed(term: Expr, setting: Setting) -> Iterator[Expr]:
    """w_ij for w_ji in one place;  i and j exchanged everywhere."""

    def change(place: Expr) -> Iterator[Expr]:
        if isinstance(place, Indexed) and len(place.indices) == 2:
            yield place.base[place.indices[::-1]]

    yield from everywhere(term, change)
    free = [each for each, _ in setting.ranges if each in term.free_symbols]
    for one, other in permutations(free, 2):
        if str(one) < str(other):
            yield substitute(term, {one: other, other: one})


@_operator("swapped fan")
def swapped_fan(term: Expr, setting: Setting) -> Iterator[Expr]:
    """n_out for n_in, everywhere;  n_in and n_out exchanged."""
    sizes = sorted(setting.sizes, key=str)
    for one, other in permutations(sizes, 2):
        if one in term.free_symbols and _kind(one) == _kind(other):
            yield substitute(term, {one: other})
            if str(one) < str(other):
                yield substitute(term, {one: other, other: one})


@_operator("exchanged name")
def exchanged_name(term: Expr, setting: Setting) -> Iterator[Expr]:
    """v for sigma, t for y: another name of the same kind that is no size, everywhere."""
    known = [base_of(entry) for entry, _ in setting.alphabet]
    bases = [each for each in known if each not in setting.random and each not in setting.sizes]
    present = {base_of(each) for each in subterms(term) if isinstance(each, Symbol | Indexed)}
    for one, other in permutations(bases, 2):
        if one in present and _kind(one) == _kind(other):
            yield _renamed(term, one, other)


def _kind(name: Expr) -> object:
    """What two names must share to be mistaken for each other: a domain, and a shape."""
    if isinstance(name, IndexedBase):
        return name.shape, name.label.is_positive
    return name.is_integer, name.is_positive


def _renamed(term: Expr, old: Expr, new: Expr) -> Expr:
    if not isinstance(old, IndexedBase):
        return substitute(term, {old: new})
    entries = {each for each in subterms(term) if isinstance(each, Indexed) and each.base == old}
    return term.xreplace({each: new[each.indices] for each in entries})


@_operator("bound of a sum")
def bound_of_sum(term: Expr, setting: Setting) -> Iterator[Expr]:
    """A sum that begins at 2, that has one term too many, or that runs to another size."""
    sizes = sorted(setting.sizes, key=str)

    def change(place: Expr) -> Iterator[Expr]:
        if isinstance(place, Sum):
            variable, lower, upper = bound_variable(place)
            first = substitute(under_binder(place), {variable: lower})
            yield from (place - first, place + first)
            yield from (Sum(under_binder(place), (variable, lower, each)) for each in sizes if each != upper)

    return everywhere(term, change)


@_operator("off by one")
def off_by_one(term: Expr, setting: Setting) -> Iterator[Expr]:
    """R + 1;  n + 1 and n - 1 for a size n;  c + 1 for a number c in a sum."""

    def change(place: Expr) -> Iterator[Expr]:
        match place:
            case Symbol() if place in setting.sizes:
                yield from (place + 1, place - 1)
            case Symbol() if place.is_integer and place not in setting.range_of:
                yield place + 1
            case Add():
                yield from (place + 1 for each in place.args if isinstance(each, Integer))

    yield term + 1
    yield from everywhere(term, change)


@_operator("wrong moment")
def wrong_moment(term: Expr, setting: Setting) -> Iterator[Expr]:
    """E[X^2] for Var(X);  Var(X) for E[X^2];  E[X]^2 for E[X^2]."""

    def change(place: Expr) -> Iterator[Expr]:
        match place:
            case Var():
                yield E(place.args[0] ** 2)
            case E() if isinstance(place.args[0], Pow) and place.args[0].exp == 2:
                yield from (Var(place.args[0].base), E(place.args[0].base) ** 2)

    return everywhere(term, change)
