"""What is claimed, and what is known of its names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym
from backproof.documents.rewriting import Change, at_one_place, nodes

Pair = tuple[Expr, Expr]


def _as_it_is(expr: Expr) -> Expr:
    return expr


@dataclass(frozen=True)
class Claimed:
    """A refuted equation.

    sizes: names of numbers of terms (n, n_in, N);  softmax: families that are the output of a softmax;
    between: names of numbers that are defined by others;  scales: names of positive numbers (sigma, v);
    uniform: whether something here is drawn from U[-a, a];  unfold: an expression with its definitions put in.
    """

    left: Expr
    right: Expr
    sizes: tuple[str, ...] = ()
    softmax: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    uniform: bool = False
    unfold: Callable[[Expr], Expr] = _as_it_is

    def mentions(self, *functions: str) -> bool:
        """Whether a function stands on either side."""
        return any(isinstance(node, Call) and node.function in functions for side in self.sides for node in nodes(side))

    @property
    def sides(self) -> tuple[Expr, Expr]:
        """Both sides."""
        return self.left, self.right

    @property
    def indices(self) -> tuple[str, ...]:
        """The free indices of entries, in the order of the page."""
        found: dict[str, None] = {}
        bound: set[str] = set()
        for side in self.sides:
            for node in nodes(side):
                if isinstance(node, Entry):
                    found.update((each.name, None) for each in node.indices if isinstance(each, Sym))
                elif isinstance(node, Call) and node.function == "kronecker":
                    found.update((each.name, None) for each in node.args if isinstance(each, Sym))
                elif isinstance(node, Fold):
                    bound.add(node.var)
        return tuple(name for name in found if name not in bound)


def on_the_left(claimed: Claimed, change: Change) -> Iterator[Pair]:
    """The wrong rule is applied at one place of the left side; it gives the right side."""
    for wrong in at_one_place(claimed.left, change):
        yield wrong, claimed.right


def on_the_right(claimed: Claimed, change: Change) -> Iterator[Pair]:
    """What is right differs from the right side at one place."""
    for repaired in at_one_place(claimed.right, change):
        yield claimed.left, repaired
