"""Laws: what a setting may say of a name that depends on others in a way that no definition unfolds."""

from dataclasses import dataclass
from typing import ClassVar

from sympy import Expr, Symbol
from sympy.tensor.indexed import Indexed

from .claims import Claim, equal
from .terms import D, OpaqueFunction


@dataclass(frozen=True)
class Recursion:
    """`entry` at the first layer is `start`; at layer + 1 it is `following`, which may mention the entry at `layer`.

    The first index of the entry is the layer: a natural number if the first layer is 0, a size if it is 1.
    """

    entry: Indexed
    start: Expr
    following: Expr
    words: str
    kind: ClassVar[str] = "definition"

    @property
    def layer(self) -> Symbol:
        """The name of the layer in `following`."""
        return self.entry.indices[0]

    @property
    def first(self) -> int:
        """The number of the first layer."""
        return 1 if self.layer.is_positive else 0

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The two defining equations."""
        base, (layer, *others) = self.entry.base, self.entry.indices
        return equal(base[(self.first, *others)], self.start), equal(base[(layer + 1, *others)], self.following)


@dataclass(frozen=True)
class BackwardRecursion:
    """Below the layer `last`, `entry` at a layer is `body`, which may mention the entry at layer + 1."""

    entry: Indexed
    last: Expr
    body: Expr
    words: str
    kind: ClassVar[str] = "definition"

    @property
    def layer(self) -> Symbol:
        """The name of the layer in `body`."""
        return self.entry.indices[0]

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """The defining equation."""
        return (equal(self.entry, self.body),)


@dataclass(frozen=True)
class FunctionOf:
    """`entry` is a differentiable function of the numbers `of`, one for each value of `over`, and constant otherwise.

    partial: its partial derivative with respect to each of them.
    """

    entry: Expr
    of: Indexed
    over: Symbol
    partial: Indexed
    words: str
    kind: ClassVar[str] = "hypothesis"

    @property
    def formulas(self) -> tuple[Claim, ...]:
        """What the partial derivatives are called."""
        return (equal(D(self.entry, self.of), self.partial),)


@dataclass(frozen=True)
class Differentiable:
    """The function (every function of the sequence) is differentiable everywhere."""

    function: OpaqueFunction
    words: str
    kind: ClassVar[str] = "hypothesis"
    formulas: ClassVar[tuple[Claim, ...]] = ()


Law = Recursion | BackwardRecursion | FunctionOf
