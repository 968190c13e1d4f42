"""The syntax of an answer: an immutable tree, exactly as it was written.

Nothing is rewritten here: `x/x` stays a quotient and `0*(1/0)` a product, because a rewriting needs its side condition.

    expression   number, pi, symbol, entry of a family, whole family, sum, product, quotient, power, call,
                 cases, truth of a condition, fold (sum, prod, max, min over an index), matrices, distributions
    condition    comparison, and, or, not, always
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, assert_never

Relation = Literal["<", "<=", "=", "!=", ">=", ">"]
FoldKind = Literal["sum", "prod", "max", "min"]


@dataclass(frozen=True, slots=True)
class Num:
    """An exact rational."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Const:
    """The constant pi."""

    name: Literal["pi"]


@dataclass(frozen=True, slots=True)
class Sym:
    """A number with a name: declared, or bound by a fold."""

    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a declared family: `y_i`, `w_kj`."""

    family: str
    indices: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A whole family, as a vector or a matrix."""

    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of an array that has no name of its own: `(W x)_i`."""

    array: Expr
    indices: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Add:
    """A sum of terms."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mul:
    """A product, in the order written: matrices do not commute."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Div:
    """A quotient."""

    over: Expr
    under: Expr


@dataclass(frozen=True, slots=True)
class Pow:
    """A power."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True)
class Call:
    """A known function at its arguments."""

    function: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The first branch whose condition holds; without one, the last."""

    branches: tuple[tuple[Cond, Expr], ...]
    otherwise: Expr | None


@dataclass(frozen=True, slots=True)
class Truth:
    """1 where the condition holds, else 0."""

    condition: Cond


@dataclass(frozen=True, slots=True)
class Fold:
    """A sum, product, maximum or minimum over an index; without bounds, over the whole family it indexes."""

    kind: FoldKind
    var: str
    low: Expr | None
    high: Expr | None
    where: Cond | None
    body: Expr


@dataclass(frozen=True, slots=True)
class Transpose:
    """The transpose."""

    array: Expr


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm of a vector: 1, 2 or None for the maximum."""

    array: Expr
    order: int | None


@dataclass(frozen=True, slots=True)
class Elementwise:
    """The elementwise (Hadamard) product."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Derivative:
    """The derivative of an expression by a symbol."""

    body: Expr
    var: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """U(low, high) or N(mean, variance)."""

    kind: Literal["uniform", "normal"]
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Two readings of the same words; the judge must reach one verdict for both."""

    first: Expr
    second: Expr


Expr = (
    Num
    | Const
    | Sym
    | Entry
    | Family
    | Part
    | Add
    | Mul
    | Div
    | Pow
    | Call
    | Cases
    | Truth
    | Fold
    | Transpose
    | Norm
    | Elementwise
    | Derivative
    | Distribution
    | Either
)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left relation right`."""

    relation: Relation
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class All:
    """Every condition holds."""

    parts: tuple[Cond, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some condition holds."""

    parts: tuple[Cond, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    part: Cond


@dataclass(frozen=True, slots=True)
class Always:
    """True, or false, everywhere."""

    value: bool


Cond = Compare | All | Any | Not | Always

ZERO, ONE, TWO, MINUS_ONE = (Num(Fraction(n)) for n in (0, 1, 2, -1))


def negative(expr: Expr) -> Expr:
    """The expression with its sign changed."""
    return Num(-expr.value) if isinstance(expr, Num) else Mul((MINUS_ONE, expr))


def map_expr(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The same node with `change` applied to each expression directly below it (conditions included)."""

    def cond(c: Cond) -> Cond:
        return map_cond(c, change)

    match expr:
        case Num() | Const() | Sym() | Family():
            return expr
        case Entry(family, indices):
            return Entry(family, tuple(map(change, indices)))
        case Part(array, indices):
            return Part(change(array), tuple(map(change, indices)))
        case Add(terms):
            return Add(tuple(map(change, terms)))
        case Mul(factors):
            return Mul(tuple(map(change, factors)))
        case Div(over, under):
            return Div(change(over), change(under))
        case Pow(base, exponent):
            return Pow(change(base), change(exponent))
        case Call(function, args):
            return Call(function, tuple(map(change, args)))
        case Cases(branches, otherwise):
            return Cases(
                tuple((cond(c), change(e)) for c, e in branches), None if otherwise is None else change(otherwise)
            )
        case Truth(condition):
            return Truth(cond(condition))
        case Fold(kind, var, low, high, where, body):
            return Fold(
                kind,
                var,
                None if low is None else change(low),
                None if high is None else change(high),
                None if where is None else cond(where),
                change(body),
            )
        case Transpose(array):
            return Transpose(change(array))
        case Norm(array, order):
            return Norm(change(array), order)
        case Elementwise(left, right):
            return Elementwise(change(left), change(right))
        case Derivative(body, var):
            return Derivative(change(body), var)
        case Distribution(kind_, args):
            return Distribution(kind_, tuple(map(change, args)))
        case Either(first, second):
            return Either(change(first), change(second))


def map_cond(cond: Cond, change: Callable[[Expr], Expr]) -> Cond:
    """The same condition with `change` applied to both sides of every comparison."""
    match cond:
        case Compare(relation, left, right):
            return Compare(relation, change(left), change(right))
        case All(parts):
            return All(tuple(map_cond(p, change) for p in parts))
        case Any(parts):
            return Any(tuple(map_cond(p, change) for p in parts))
        case Not(part):
            return Not(map_cond(part, change))
        case Always():
            return cond


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly below a node, in the order written."""
    match expr:
        case Num() | Const() | Sym() | Family():
            return ()
        case Entry(_, parts) | Add(parts) | Mul(parts) | Call(_, parts) | Distribution(_, parts):
            return parts
        case Part(array, indices):
            return (array, *indices)
        case Div(first, second) | Pow(first, second) | Elementwise(first, second) | Either(first, second):
            return (first, second)
        case Cases(branches, otherwise):
            found = [e for condition, value in branches for e in (*sides(condition), value)]
            return (*found, *(() if otherwise is None else (otherwise,)))
        case Truth(condition):
            return sides(condition)
        case Fold(_, _, low, high, where, body):
            bounds = tuple(side for side in (low, high) if side is not None)
            return (*bounds, *(() if where is None else sides(where)), body)
        case Transpose(array) | Norm(array, _) | Derivative(array, _):
            return (array,)
        case _:
            assert_never(expr)


def sides(cond: Cond) -> tuple[Expr, ...]:
    """The expressions that a condition compares."""
    match cond:
        case Compare(_, left, right):
            return (left, right)
        case All(parts) | Any(parts):
            return tuple(side for part in parts for side in sides(part))
        case Not(part):
            return sides(part)
        case Always():
            return ()
        case _:
            assert_never(cond)


def walk(expr: Expr) -> Iterator[Expr]:
    """Every expression of the tree, the root first."""
    stack = [expr]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def substitute(expr: Expr, names: dict[str, Expr]) -> Expr:
    """The tree with symbols replaced (a fold's own index is left alone)."""
    match expr:
        case Sym(name):
            return names.get(name, expr)
        case Fold(kind, var, low, high, where, body) if var in names:
            inner = {k: v for k, v in names.items() if k != var}
            return Fold(
                kind,
                var,
                None if low is None else substitute(low, names),
                None if high is None else substitute(high, names),
                None if where is None else map_cond(where, lambda e: substitute(e, inner)),
                substitute(body, inner),
            )
        case _:
            return map_expr(expr, lambda e: substitute(e, names))
