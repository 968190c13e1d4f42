"""Hypotheses: the kinds of facts that a setting may assume, each with what it says and in which words."""

from dataclasses import dataclass
from typing import ClassVar, assert_never

from sympy import Expr, IndexedBase, Symbol
from sympy.tensor.indexed import Indexed

from .claims import Claim, equal
from .laws import BackwardRecursion, Differentiable, FunctionOf, Law, Recursion
from .signs import is_nonnegative, is_positive
from .terms import (
    E,
    Var,
    substitute,
)


@dataclass(frozen=True)
class Definition:
    """`entry := body`.  A definition only names; it is a hypothesis that can't be false."""

    entry: Expr
    body: Expr
    words: str
    kind: ClassVar[str] = "definition"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The defining equation."""
        return (equal(self.entry, self.body),)


@dataclass(frozen=True)
class Mean:
    """`E[entry] = value` for every entry of the family."""

    entry: Expr
    value: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The equation for a general entry."""
        return (equal(E(self.entry), self.value),)


@dataclass(frozen=True)
class Variance:
    """`Var(entry) = value` for every entry of the family."""

    entry: Expr
    value: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The equation for a general entry."""
        return (equal(Var(self.entry), self.value),)


@dataclass(frozen=True)
class Uncorrelated:
    """`E[u v] = E[u] E[v]` for two different entries u, v of the family."""

    entry: Indexed
    other: Indexed
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The product rule for a general pair of different entries."""
        return (equal(E(self.entry * self.other), E(self.entry) * E(self.other)),)


@dataclass(frozen=True)
class Independent:
    """The listed families are mutually independent, each taken as a whole."""

    families: tuple[IndexedBase, ...]
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Normal:
    """Every entry is normally distributed with this mean and variance (a density: variance > 0)."""

    entry: Expr
    mean: Expr
    variance: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Uniform:
    """Every entry is uniformly distributed on [low, high], low < high."""

    entry: Expr
    low: Expr
    high: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Symmetric:
    """Every entry has the same distribution as its negative."""

    entry: Expr
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


@dataclass(frozen=True)
class Assume:
    """A relation between the symbols of the setting, such as `r > 0` or `sum of t = 1`.

    An induction hypothesis may mention indices: `fixed` ones have the values that they have wherever it is used;
    it holds for all values from 1 to the upper end of those in `for_all`.
    """

    claim: Claim
    words: str
    fixed: tuple[Symbol, ...] = ()
    for_all: tuple[tuple[Symbol, Expr], ...] = ()
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The relation itself."""
        return (self.claim,)


Hypothesis = (
    Law
    | Differentiable
    | Definition
    | Mean
    | Variance
    | Uncorrelated
    | Independent
    | Normal
    | Uniform
    | Symmetric
    | Assume
)


def terms_of(hypothesis: Hypothesis) -> tuple[Expr, ...]:
    """The terms that a hypothesis is made of."""
    match hypothesis:
        case Definition(entry=entry, body=value) | Mean(entry=entry, value=value) | Variance(entry=entry, value=value):
            return entry, value
        case Normal(entry=entry, mean=first, variance=second) | Uniform(entry=entry, low=first, high=second):
            return entry, first, second
        case Uncorrelated(entry=entry, other=other):
            return entry, other
        case Symmetric(entry=entry):
            return (entry,)
        case Assume(claim=claim):
            return claim.terms
        case (
            Recursion(entry=entry, start=first, following=second)
            | BackwardRecursion(entry=entry, last=first, body=second)
        ):
            return entry, first, second
        case FunctionOf(entry=entry, of=first, partial=second):
            return entry, first, second
        case Independent() | Differentiable():
            return ()
        case _:
            assert_never(hypothesis)


def fits_positive(hypothesis: Normal | Symmetric | Mean | Uniform) -> bool:
    """Say whether what is declared of a family lets its entries be positive, as far as is seen."""
    match hypothesis:
        case Mean(value=value):
            return is_positive(value)
        case Uniform(low=low):
            return is_nonnegative(low)
        case _:
            return False


def general_names(hypothesis: "Hypothesis") -> frozenset[Symbol]:
    """Return the names that stand for every value in a hypothesis: the indices of its general entry."""
    names = {hypothesis.over} if isinstance(hypothesis, FunctionOf) else set()
    names |= {name for name, _ in hypothesis.for_all} if isinstance(hypothesis, Assume) else set()
    entry = getattr(hypothesis, "entry", None)
    indices = entry.indices if isinstance(entry, Indexed) else ()
    return frozenset(names | {each for each in indices if isinstance(each, Symbol)})


def is_count(symbol: Symbol) -> bool:
    """Say whether a symbol is declared as a size (at least 1) or a natural number (at least 0)."""
    return bool(symbol.is_integer and symbol.is_nonnegative)


def base_of(entry: Expr) -> Expr:
    """Return the family of an entry, or the symbol itself."""
    return entry.base if isinstance(entry, Indexed) else entry


def at_entry(general: Expr, entry: Expr, body: Expr) -> Expr:
    """Instantiate a statement about a general entry, `w[j, i]`, at another entry of the same family."""
    if not isinstance(general, Indexed):
        return body
    if len(general.indices) != len(entry.indices):
        raise ValueError(f"{entry} has {len(entry.indices)} indices where {general} has {len(general.indices)}")
    return substitute(body, dict(zip(general.indices, entry.indices, strict=True)))
