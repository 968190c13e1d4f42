"""Tokens: what the two lexers hand to the one grammar.

The lexers resolve names and nested arguments, so that a token may carry a finished expression. `arrange` then makes
explicit what a reader sees: where a factor stands next to a factor, and which bars open and which close.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backproof.answers.syntax import Cond, Div, Expr, FoldKind, Num


class Unreadable(Exception):
    """An answer that cannot be read: where, which piece, and what to do about it."""

    def __init__(self, reason: str, position: int, piece: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason, self.position, self.piece, self.hint = reason, position, piece[:40], hint

    def located(self, answer: str) -> Unreadable:
        """The same complaint, with the piece as it stands in the answer."""
        if self.piece:
            return self
        found = re.compile(r"\\?[A-Za-z0-9_.]+|\*\*|[=<>!]=|\S").match(answer, self.position)
        return Unreadable(self.reason, self.position, found[0] if found else "", self.hint)


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function as it is named before its argument: `log_2`, `tanh^2`, `sigma'`."""

    name: str
    primes: int = 0
    power: Expr | None = None
    base: Expr | None = None


@dataclass(frozen=True, slots=True)
class Binder:
    """The index of a fold with its bounds, or (kind `diff`) the variable of a derivative."""

    kind: FoldKind | str
    names: tuple[str, ...]
    low: Expr | None = None
    high: Expr | None = None
    where: Cond | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One token with its place in the answer."""

    kind: str
    value: object
    start: int
    end: int
    spaced: bool = False  # a blank stands before it, where blanks mean something


ENDS = frozenset({"OPERAND", "NUMBER", "RP", "RBAR", "RNORM", "RFLOOR", "RCEIL", "FACT", "TRANSPOSE", "PART"})
SIMPLE = frozenset({"OPERAND", "NUMBER"})
STARTS = SIMPLE | {"LP", "LBAR", "LNORM", "LFLOOR", "LCEIL", "CALL", "BARE", "BIG"}
CLOSING = {"BAR": ("LBAR", "RBAR"), "NORM": ("LNORM", "RNORM")}


@dataclass(frozen=True, slots=True)
class Joint:
    """How two factors stand side by side."""

    spaced: bool
    next: str


def arrange(pieces: list[Piece]) -> list[Piece]:
    """The same tokens with bars told apart, functions split into calls and bare uses, and products made explicit."""
    told = _applied(_bars(pieces))
    out: list[Piece] = []
    for piece in told:
        if out and out[-1].kind in ENDS and piece.kind in STARTS:
            last = out[-1]
            if piece.kind == "NUMBER" and last.kind in SIMPLE:
                raise Unreadable(
                    "a number directly after a factor",
                    piece.start,
                    "",
                    "write * for a product, ^ for a power or _ for an index",
                )
            if last.kind == "NUMBER" and _is_fraction(piece.value):
                raise Unreadable(
                    "a number before a fraction can be read as a sum or as a product",
                    piece.start,
                    "",
                    "write * or + between them",
                )
            kind = "JUXS" if piece.kind in SIMPLE else "JUX"
            out.append(Piece(kind, Joint(piece.spaced, piece.kind), piece.start, piece.start))
        out.append(piece)
    return out


def _is_fraction(value: object) -> bool:
    """Whether a token is a fraction of two written numbers."""
    match value:
        case Div(Num(), Num()):
            return True
        case Num(number):
            return number.denominator != 1
        case _:
            return False


def _bars(pieces: list[Piece]) -> list[Piece]:
    """`|` and `||` as opening or closing, by what stands before them."""
    out: list[Piece] = []
    nesting: list[str] = []
    for piece in pieces:
        kind = piece.kind
        if kind in CLOSING:
            opening, closing = CLOSING[kind]
            closes = nesting and nesting[-1] == opening and out and out[-1].kind in ENDS and piece.value != "open"
            kind = closing if (closes or piece.value == "close") else opening
            piece = replace(piece, kind=kind)
        if kind.startswith("L"):
            nesting.append(kind)
        elif kind in ("RP", "RBAR", "RNORM", "RFLOOR", "RCEIL") and nesting:
            nesting.pop()
        out.append(piece)
    return out


def _applied(pieces: list[Piece]) -> list[Piece]:
    """A function before a parenthesis is a call; before anything else it takes what follows."""
    out: list[Piece] = []
    for n, piece in enumerate(pieces):
        if piece.kind != "FUN":
            out.append(piece)
            continue
        after = pieces[n + 1].kind if n + 1 < len(pieces) else "END"
        if after == "LP":
            out.append(replace(piece, kind="CALL"))
        elif after in STARTS or after == "FUN":
            out.append(replace(piece, kind="BARE"))
        else:
            name = piece.value.name if isinstance(piece.value, FunctionRef) else "it"
            raise Unreadable(
                f"{name} is a function here and has no argument",
                piece.start,
                "",
                f"write its argument, as in {name}(x)",
            )
    return out
