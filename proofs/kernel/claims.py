"""Claims: the sentences that the kernel can judge.

A claim relates two terms (`=`, `<=`, `<`) or two claims (`iff`).
"""

from dataclasses import dataclass
from typing import Literal

from sympy import Expr, Integral
from sympy.printing.str import sstr

Relation = Literal["=", "<=", "<", "iff"]


@dataclass(frozen=True)
class Claim:
    """`left relation right`; both sides are terms, or both are claims where the relation is `iff`."""

    left: "Expr | Claim"
    relation: Relation
    right: "Expr | Claim"

    def __post_init__(self) -> None:
        """Refuse a sentence that mixes terms and claims."""
        wanted = Claim if self.relation == "iff" else Expr
        for side in (self.left, self.right):
            if not isinstance(side, wanted):
                raise TypeError(f"a claim with '{self.relation}' relates two {wanted.__name__}s, not {side!r}")

    @property
    def terms(self) -> tuple[Expr, Expr]:
        """The two sides of a claim about terms.  Raises TypeError for an equivalence."""
        if isinstance(self.left, Claim) or isinstance(self.right, Claim):
            raise TypeError(f"the sides of an equivalence are claims, not terms: {self}")
        return self.left, self.right

    @property
    def claims(self) -> "tuple[Claim, Claim]":
        """The two sides of an equivalence.  Raises TypeError for a claim about terms."""
        if not isinstance(self.left, Claim) or not isinstance(self.right, Claim):
            raise TypeError(f"the sides of {self} are terms, not claims")
        return self.left, self.right

    def __str__(self) -> str:
        """Plain text, for messages."""
        if self.relation == "iff":
            return f"({self.left}) iff ({self.right})"
        left, right = map(plain, self.terms)
        return f"{left} {self.relation} {right}"


def plain(term: Expr) -> str:
    """Plain text, for messages; SymPy would compute integrals to high precision, to sort the terms of a sum by them."""
    return str(sstr(term, order="none")) if term.has(Integral) else str(term)


def equal(left: Expr, right: Expr) -> Claim:
    """Claim that two terms are equal."""
    return Claim(left, "=", right)
