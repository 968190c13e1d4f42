"""Verdicts: what the kernel says of a claim.  Never a bare bool, never a guess.

A `Proved` carries the seal of the kernel: it can't be constructed, copied or unpickled elsewhere,
and a test reads the whole source for attempts.
"""

from dataclasses import InitVar, dataclass
from typing import Any, NoReturn, TypeGuard
from weakref import ref

from .claims import Claim

_SEAL = object()
_ISSUED: "dict[int, tuple[ref[Proved], Claim]]" = {}  # every living Proved, and the claim that it was made for


class EngineDisagreement(RuntimeError):
    """One engine proves what the other refutes: a bug in the kernel, never a property of the claim."""


@dataclass(frozen=True)
class Evidence:
    """What one engine saw: its name and one sentence."""

    engine: str
    finding: str


@dataclass(frozen=True)
class Counterexample:
    """A certificate of inequality: where, and two values that differ there.

    The values are exact rationals, or Arb balls of both sides that do not overlap, printed.
    """

    where: tuple[tuple[str, str], ...]
    left: str
    right: str

    def __str__(self) -> str:
        """One line for a person."""
        place = ", ".join(f"{name} = {value}" for name, value in self.where)
        return f"{f'at {place}: ' if place else ''}left side {self.left}, right side {self.right}"


@dataclass(frozen=True)
class Proved:
    """The claim holds in its setting; both engines agree."""

    claim: Claim
    evidence: tuple[Evidence, ...]
    seal: InitVar[object]  # not stored, so that no copy can be made from an instance

    def __post_init__(self, seal: object) -> None:
        """Only the kernel holds the seal."""
        if seal is not _SEAL:
            raise PermissionError("a Proved is made by the kernel alone: submit a derivation to it instead")
        number = id(self)
        _ISSUED[number] = ref(self, lambda _: _ISSUED.pop(number, None)), self.claim

    def __reduce__(self) -> NoReturn:
        """A pickle could be forged: prove again instead."""
        raise TypeError("a Proved cannot be copied or pickled: prove the claim again")

    def __copy__(self) -> NoReturn:
        """See `__reduce__`."""
        self.__reduce__()

    def __deepcopy__(self, memo: dict[int, Any]) -> NoReturn:
        """See `__reduce__`."""
        self.__reduce__()


def is_proved(verdict: object) -> TypeGuard[Proved]:
    """Say whether a verdict is a Proved that the kernel issued, for the claim that it shows now."""
    known, claim = _ISSUED.get(id(verdict), (None, None))
    return type(verdict) is Proved and known is not None and known() is verdict and verdict.claim is claim


@dataclass(frozen=True)
class Refuted:
    """The claim is false in its setting; the counterexample proves it."""

    claim: Claim
    counterexample: Counterexample
    reason: str = ""
    residual: Any = None


@dataclass(frozen=True)
class Undecided:
    """Neither proved nor refuted: what was tried, what is left over (`residual` is left side minus right side)."""

    claim: Claim
    reason: str
    evidence: tuple[Evidence, ...] = ()
    residual: Any = None


Verdict = Proved | Refuted | Undecided
