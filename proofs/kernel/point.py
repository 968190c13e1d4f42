"""Where a term is evaluated: a point, and the discrete model of what is random there."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace

from sympy import Expr

from .settings import Setting
from .values import Value, added

Place = tuple[Expr, tuple[int, ...]]  # a symbol with (), or a family with the indices of an entry
Outcomes = tuple[tuple[Value, Value], ...]  # (probability, value) pairs
Found = tuple[Expr, tuple[Value | None, ...]]  # a place, or a sum with the values of the indices in it


@dataclass(frozen=True)
class Draw:
    """A random entry: `shift + scale * u`, where u is the outcome of the seed.

    outcomes: those of the seed, whose mean is 0.
    """

    seed: Hashable
    shift: Value
    scale: Value
    outcomes: Outcomes

    @property
    def variance(self) -> Value:
        """The variance of the entry, exactly."""
        return self.scale**2 * added(chance * value**2 for chance, value in self.outcomes)


@dataclass(frozen=True)
class Model:
    """A discrete distribution of the random families: independent seeds.  Entries with the same seed are dependent."""

    name: str
    draw: Callable[[Expr, tuple[int, ...]], Draw | None]  # None: the declared density of the setting holds


@dataclass(frozen=True)
class Point:
    """Where a term is evaluated: the sizes, indices and numbers, the entries of families, the random model.

    known: what was found here: names by their laws and definitions, sums.  All of it depends on nothing but the
    values of the point and on the indices with which it is kept.
    """

    setting: Setting
    values: Mapping[Place, Value]
    model: Model | None = None
    sign: Mapping[Place, int] = field(default_factory=dict)  # of an integration variable on the region of a path
    known: dict[Found, Value] = field(default_factory=dict, compare=False, repr=False)

    def at(self, extra: Mapping[Place, Value]) -> "Point":
        """Return the point with more or other values."""
        return Point(self.setting, {**self.values, **extra}, self.model, self.sign)

    def within(self, indices: Mapping[Place, Value]) -> "Point":
        """Return the point where bound indices have values; nothing known depends on them otherwise."""
        return Point(self.setting, {**self.values, **indices}, self.model, self.sign, self.known)

    def under(self, model: Model) -> "Point":
        """Return the point with a random model."""
        return replace(self, model=model, known={})
