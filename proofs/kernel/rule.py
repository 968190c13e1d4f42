"""What a rule is: a named function of the kernel that accepts or refuses a claim."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import signature
from textwrap import dedent
from types import MappingProxyType
from typing import Any

from sympy import Expr

from .claims import Claim
from .language import require_claim, require_fresh, require_term
from .settings import Setting
from .terms import NotATerm
from .verdicts import Counterexample, Evidence


@dataclass(frozen=True)
class Accepted:
    """Both engines accept the step."""

    evidence: tuple[Evidence, Evidence]


@dataclass(frozen=True)
class Refused:
    """The step is not accepted: why, what is left of `left - right`, and a counterexample if one was found."""

    reason: str
    residual: Any = None
    counterexample: Counterexample | None = None
    evidence: tuple[Evidence, ...] = ()


Outcome = Accepted | Refused


@dataclass(frozen=True)
class Rule:
    """A named rule of the kernel; `RULES` holds them all."""

    name: str
    function: Callable[..., Outcome]
    equational: bool  # proves equations between terms, and so also P iff Q whose sides are equal pairwise

    def apply(self, claim: Claim, setting: Setting, **cites: Any) -> Outcome:
        """Accept or refuse a claim; an equivalence of equations is accepted if both pairs of sides are equal.

        Raises NotATerm if the claim or a cited term is not well formed in the setting, or a citation does not fit.
        """
        try:
            signature(self.function).bind(claim, setting, **cites)
        except TypeError as error:
            raise NotATerm(f"the rule {self.name!r} is cited wrongly: {error}") from error
        require_claim(claim, setting)
        for name, cited in cites.items():
            if name == "variable":
                require_fresh(cited, setting)
            elif isinstance(cited, Expr) and name != "antiderivative":
                require_term(cited, setting)
        if claim.relation != "iff" or not self.equational:
            return self.function(claim, setting, **cites)
        outcome: Outcome = Refused("an equivalence has two sides")
        (left, right), (other_left, other_right) = map(sides_of, claim.claims)
        for pair in (Claim(left, "=", other_left), Claim(right, "=", other_right)):
            outcome = self.function(pair, setting, **cites)
            if isinstance(outcome, Refused):  # sides that differ do not make the equivalence false: q = y iff y = q
                return replace(outcome, counterexample=None)
        return outcome

    @property
    def drawing(self) -> str:
        """Premises over a line over the conclusion."""
        return dedent(self.function.__doc__ or "").strip()

    def __repr__(self) -> str:
        """The name says it all."""
        return f"<rule {self.name}>"


_REGISTERED: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_REGISTERED)


def rule(name: str, *, equational: bool = True) -> Callable[[Callable[..., Outcome]], Rule]:
    """Register a function as the rule of this name."""

    def register(function: Callable[..., Outcome]) -> Rule:
        _REGISTERED[name] = Rule(name, function, equational)
        return _REGISTERED[name]

    return register


def sides_of(claim: Claim) -> tuple[Expr, Expr]:
    """The two sides of an equation between terms."""
    if claim.relation != "=":
        raise NotATerm(f"this rule proves equations between terms, not {claim}")
    return claim.terms
