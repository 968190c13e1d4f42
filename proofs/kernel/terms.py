"""The formal language: what a statement may be made of.

SymPy supplies numbers, symbols, `+ * **`, `exp`, `log`, `erf`, `Sum`, `Integral`, `KroneckerDelta`
and indexed families.  This file adds the four operators that SymPy lacks or gets wrong
(expectation, variance, partial derivative of an indexed family, ReLU) as inert nodes: nothing here
rewrites anything, every rewriting is a rule of the kernel.

Sums run over 1..n with a symbolic n.  A family is written with square brackets: `z[i]`, `w[j, i]`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cmp_to_key, lru_cache
from itertools import count

from sympy import (
    Add,
    Basic,
    Dummy,
    Expr,
    Function,
    I,
    IndexedBase,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    Pow,
    Sum,
    Symbol,
    exp,
    log,
    oo,
)
from sympy.tensor.indexed import Indexed

_ORDER = cmp_to_key(Basic.compare)  # of terms and factors, as SymPy keeps them


class E(Function):  # type: ignore[misc]
    """Expectation E[X] over all random families of the setting; inert."""

    nargs = 1
    is_extended_real = True


class Var(Function):  # type: ignore[misc]
    """Variance Var(X) = E[X^2] - E[X]^2; inert until the rule `variance` is cited."""

    nargs = 1
    is_extended_real = True


class D(Function):  # type: ignore[misc]
    """Partial derivative of the first argument with respect to the second, a symbol or a family entry; inert."""

    nargs = 2
    is_extended_real = True


class relu(Function):  # type: ignore[misc]
    """The rectified linear unit max(0, x); inert, opened only by a case split."""

    nargs = 1
    is_extended_real = True


class heaviside(Function):  # type: ignore[misc]
    """The step of x with a declared value at 0: 0 for x < 0, the second argument at 0, 1 for x > 0; inert."""

    nargs = 2
    is_extended_real = True


class OpaqueFunction(Symbol):  # type: ignore[misc]
    """The name of a real function of which nothing is known but what the setting says; call it to apply it.

    `f(u)` is f at u; `f(l, u)` is the l-th of a sequence of functions.  `f.slope` is the derivative.
    """

    def __call__(self, *arguments: Expr) -> Expr:
        """Apply the function."""
        return Applied(self, Integer(0), *arguments)

    def slope(self, *arguments: Expr) -> Expr:
        """Apply its derivative."""
        return Applied(self, Integer(1), *arguments)


class Applied(Function):  # type: ignore[misc]
    """An opaque function or its derivative at a number: function, order, which one of a sequence, number; inert."""

    nargs = (3, 4)
    is_extended_real = True


class Dependent(IndexedBase):  # type: ignore[misc]
    """A family whose entries depend on other names in a way that no definition unfolds; it is never a constant."""


class DependentSymbol(Symbol):  # type: ignore[misc]
    """A number that depends on other names in a way that no definition unfolds; it is never a constant."""


#: The number of the layer, in the shape of a family whose first index is a layer: `family("b", oo, n[LAYER])`.
LAYER = Symbol("layer", integer=True, nonnegative=True)


def function(name: str) -> OpaqueFunction:
    """Declare a function, or a sequence of functions, of which only hypotheses are known."""
    return OpaqueFunction(name, real=True)


def widths(name: str) -> IndexedBase:
    """Declare a sequence of sizes, one for each layer 0, 1, 2, ..."""
    return IndexedBase(name, shape=(oo,), integer=True, positive=True)


def dependent(name: str) -> DependentSymbol:
    """Declare a real number whose dependence on other names is a hypothesis of the setting."""
    return DependentSymbol(name, real=True)


def dependent_family(name: str, *shape: Expr, positive: bool = False) -> Dependent:
    """Declare a family whose dependence on other names, such as a recursion, is a hypothesis of the setting."""
    return Dependent(name, shape=shape, real=True, positive=True if positive else None)


def is_dependent(term: Expr) -> bool:
    """Say whether a name or an entry depends on other names in a way that no definition unfolds."""
    return isinstance(term.base if isinstance(term, Indexed) else term, Dependent | DependentSymbol)


def shape_of(entry: Indexed) -> tuple[Expr, ...]:
    """Return the size of each place of an entry, at its layer; oo for the layer itself."""
    return tuple(size.xreplace({LAYER: entry.indices[0]}) for size in entry.base.shape or ())


def names_in(term: Expr) -> frozenset[Symbol]:
    """Return the free symbols of a term without the labels of families."""
    bound = {variable for part in term.atoms(Sum, Integral) for variable in part.bound_symbols}
    return frozenset(part for part in subterms(term) if isinstance(part, Symbol)) - bound


@lru_cache(maxsize=4096)  # one object for a family, which SymPy compares by all its assumptions else
def family(name: str, *shape: Expr, positive: bool = False) -> IndexedBase:
    """Declare a real (or positive) family of numbers with the given symbolic shape; entries are 1-based.

    A place of size oo is for a layer: its indices are 0, 1, 2, ...
    """
    return IndexedBase(name, shape=shape, real=True, positive=True if positive else None)


def size(name: str) -> Symbol:
    """Declare a size: an integer that is at least 1."""
    return Symbol(name, integer=True, positive=True)


def index(name: str) -> Symbol:
    """Declare an index; the setting says which range it has."""
    return Symbol(name, integer=True, positive=True)


def natural(name: str) -> Symbol:
    """Declare a natural number: an integer that is at least 0, such as a depth."""
    return Symbol(name, integer=True, nonnegative=True)


def real(name: str) -> Symbol:
    """Declare a real number."""
    return Symbol(name, real=True)


def positive(name: str) -> Symbol:
    """Declare a positive real number."""
    return Symbol(name, positive=True)


def total(body: Expr, variable: Symbol, upper: Expr) -> Sum:
    """Write the sum of `body` for `variable` from 1 to `upper`, a symbolic size."""
    return Sum(body, (variable, 1, upper))


delta = KroneckerDelta


class NotATerm(ValueError):
    """An expression that is not part of the formal language reached the kernel."""


class TooLarge(NotATerm):
    """A well-formed expression has too many terms for its normal form: it can be evaluated, but not proved equal."""


def bound_variable(term: Expr) -> tuple[Symbol, Expr, Expr]:
    """Return (variable, lower, upper) of the outermost limit of a `Sum` or `Integral`.

    SymPy writes nested sums as one sum with several limits, the outermost last.
    Raises NotATerm for a missing bound.
    """
    if len(term.limits[-1]) != 3:
        raise NotATerm(f"{term} needs a variable with a lower and an upper bound")
    variable, lower, upper = term.limits[-1]
    return variable, lower, upper


def under_binder(term: Expr) -> Expr:
    """Return what the outermost limit of a `Sum` or `Integral` binds."""
    return type(term)(term.function, *term.limits[:-1]) if len(term.limits) > 1 else term.function


def fresh_like(variable: Symbol) -> Symbol:
    """Return a symbol that occurs nowhere else, with the name and domain of another."""
    return Dummy(variable.name, **variable.assumptions0)


@lru_cache(maxsize=4096)
def plain(variable: Symbol) -> Symbol:
    """Return the symbol that is no dummy, with the name and domain of a bound variable."""
    return Symbol(variable.name, **variable.assumptions0)


def open_binder(term: Expr, fresh_variable: Callable[[Symbol], Symbol] = fresh_like) -> tuple[Expr, Symbol, Expr, Expr]:
    """Return (body, variable, lower, upper) of a `Sum` or `Integral`, its variable replaced by a fresh one.

    The variable is fresh, so nothing that is substituted into the body can be captured.
    """
    variable, lower, upper = bound_variable(term)
    fresh = fresh_variable(variable)
    return renamed(under_binder(term), variable, fresh), fresh, lower, upper


def rebuilt(term: Expr, parts: Iterable[Expr]) -> Expr:
    """Return the term with other parts, evaluated as SymPy does: exp(0) = 1, exp(log x) = x.

    SymPy asks the exponent of every new exp whether it is zero, and the sum in every 1/sum whether it is a number, by
    way of all assumptions about all parts, which takes longer than all else; it is asked here only where the answer
    can change the term.
    """
    parts = tuple(parts)
    if isinstance(term, exp) and not (parts[0].is_Number or parts[0].has(log, I)):
        return exp(*parts, evaluate=False)
    if isinstance(term, Pow) and isinstance(parts[0], Sum) and parts[1].is_Integer and parts[1] not in (0, 1):
        return Pow(*parts, evaluate=False)
    if isinstance(term, Mul) and _stay_apart(parts):
        return Mul(*sorted(parts, key=_ORDER), evaluate=False)
    return term.func(*parts)


def _stay_apart(factors: tuple[Expr, ...]) -> bool:
    """Whether SymPy makes one factor of no two of them, and multiplies no number into a sum."""
    numbers = [each for each in factors if each.is_Number]
    rest = [each for each in factors if not each.is_Number]
    if len(numbers) > 1 or any(not each.is_Rational or each in (0, 1) for each in numbers):
        return False
    if len(rest) == 1 and rest[0].is_Add:
        return False
    bases = [each.as_base_exp()[0] for each in rest]
    return len(set(bases)) == len(bases) and not any(each.is_Number or each.is_Mul or each == I for each in bases)


def renamed(term: Expr, variable: Symbol, name: Symbol) -> Expr:
    """Return the term with a fresh name for a variable; a binder inside that hides it changes its own name with it."""
    if term == variable:
        return name
    if not term.args or isinstance(term, IndexedBase):
        return term
    parts = tuple(renamed(each, variable, name) for each in term.args)
    if parts == term.args:
        return term
    if isinstance(term, Add | Mul):  # nothing becomes equal that was not, so it is as simple as it was
        return term.func(*sorted(parts, key=_ORDER), evaluate=False)
    if isinstance(term, Pow | exp | log):
        return term.func(*parts, evaluate=False)
    return rebuilt(term, parts)


@lru_cache(maxsize=4096)
def _spare(variable: Symbol, number: int) -> Symbol:
    """Another name for a bound variable: always the same one, so that equal terms stay one object for SymPy."""
    return fresh_like(variable)


def open_beside(term: Expr, taken: frozenset[Expr]) -> tuple[Expr, Symbol, Expr, Expr]:
    """Return (body, variable, lower, upper) of a `Sum` or `Integral`, its variable renamed if the name is taken.

    taken: every symbol that is about to be brought under the binder.
    """
    variable, lower, upper = bound_variable(term)
    body = under_binder(term)
    if variable not in taken:
        return body, variable, lower, upper
    taken = taken | body.atoms(Symbol)  # bound ones, too: what they bind must not capture the new name
    name = next(each for n in count() if (each := _spare(variable, n)) not in taken)
    return renamed(body, variable, name), name, lower, upper


def substitute(term: Expr, replacements: Mapping[Expr, Expr]) -> Expr:
    """Replace symbols and family entries; bound variables that would capture something are renamed."""
    if term in replacements:
        return replacements[term]
    if not term.args or isinstance(term, IndexedBase):
        return term
    if isinstance(term, Sum | Integral):
        own, *_ = bound_variable(term)
        inside = {key: value for key, value in replacements.items() if own not in key.free_symbols}
        taken = frozenset[Expr]().union(*(value.free_symbols for value in inside.values()))
        body, variable, lower, upper = open_beside(term, taken)
        limits = (variable, substitute(lower, replacements), substitute(upper, replacements))
        return type(term)(substitute(body, inside), limits)
    return rebuilt(term, (substitute(argument, replacements) for argument in term.args))


def with_canonical_binders(term: Expr) -> Expr:
    """Rename every bound variable after the height of its binder, so that alpha-equivalent terms are identical.

    The height of a binder exceeds that of every binder inside it, so no new name captures another.
    """
    return term if _height(term) is not None else _named_by_height(term)[0]


@lru_cache(maxsize=4096)
def _height(term: Expr) -> int | None:
    """The height of a term whose bound variables are named so already; None for any other."""
    if isinstance(term, Sum | Integral):
        inside = _height(under_binder(term))
        variable = bound_variable(term)[0]
        fits = inside is not None and variable == _name_at(inside + 1, plain(variable))
        return inside + 1 if fits and inside is not None else None
    if not term.args or isinstance(term, IndexedBase):
        return 0
    heights = [_height(each) for each in term.args]
    return None if None in heights else max(each for each in heights if each is not None)


@lru_cache(maxsize=1024)
def _name_at(height: int, variable: Symbol) -> Symbol:
    return Symbol(f"_{height}", **{key: True for key, value in variable.assumptions0.items() if value})


@lru_cache(maxsize=4096)  # the same sums come back in every pass of a reduction
def _named_by_height(term: Expr) -> tuple[Expr, int]:
    if isinstance(term, Sum | Integral):
        variable, lower, upper = bound_variable(term)
        body = under_binder(term)
        if variable.name.startswith("_") and not isinstance(variable, Dummy):  # else no new name can capture it
            body, variable, lower, upper = open_binder(term)
        body, height = _named_by_height(body)
        name = _name_at(height + 1, plain(variable))
        return type(term)(renamed(body, variable, name), (name, lower, upper)), height + 1
    if not term.args or isinstance(term, IndexedBase):
        return term, 0
    parts = [_named_by_height(argument) for argument in term.args]
    return rebuilt(term, (part for part, _ in parts)), max(height for _, height in parts)


def subterms(term: Expr) -> Iterator[Expr]:
    """Yield the term and everything in it, parents first; the label of a family is not a subterm."""
    yield term
    if isinstance(term, Indexed):
        children: tuple[Expr, ...] = term.indices
    elif isinstance(term, Sum | Integral):
        _, lower, upper = bound_variable(term)
        children = (under_binder(term), lower, upper)
    else:
        children = term.args
    for child in children:
        yield from subterms(child)


def families_in(term: Expr) -> frozenset[IndexedBase]:
    """Return the families whose entries occur in a term."""
    return frozenset(part.base for part in subterms(term) if isinstance(part, Indexed))


def mentions(term: Expr, names: frozenset[Expr]) -> bool:
    """Say whether one of these symbols or families occurs in a term."""
    return any((part.base if isinstance(part, Indexed) else part) in names for part in subterms(term))
