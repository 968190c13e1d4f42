"""What both lexers share: the cursor, the depth limit, binders and complaints."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.alphabet import INVISIBLE
from backproof.answers.building import build_cond, build_expr
from backproof.answers.names import Names
from backproof.answers.syntax import Cond, Expr, Num, Sym
from backproof.answers.tokens import Binder, Piece, Unreadable

DEEPEST = 40
LONGEST = 20_000
MOST_TOKENS = 2_500
MOST_DIGITS = 60


class Lexer:
    """A cursor over one stretch of the answer; stretches inside arguments are lexed by a child at their offset."""

    def __init__(self, text: str, names: Names, offset: int = 0, depth: int = 0) -> None:
        self.text, self.names, self.offset, self.depth = text, names, offset, depth
        self.at = 0
        self.out: list[Piece] = []
        if depth > DEEPEST:
            raise Unreadable("nested too deep", offset, text[:10], f"at most {DEEPEST} levels are read")

    # -- what a stretch says

    def expr(self) -> Expr:
        """The stretch as one expression."""
        return build_expr(self.pieces(), self.offset + len(self.text))

    def cond(self) -> Cond:
        """The stretch as one condition."""
        return build_cond(self.pieces(), self.offset + len(self.text))

    def pieces(self) -> list[Piece]:
        """All tokens of the stretch."""
        level = 0
        while self.at < len(self.text):
            before = len(self.out)
            self.step()
            for piece in self.out[before:]:
                if piece.kind == "LP":
                    level += 1
                elif piece.kind == "RP":
                    level -= 1
                if level < 0:
                    raise Unreadable("a bracket is closed that was not opened", piece.start, str(piece.value), "")
                if level > DEEPEST:
                    raise Unreadable("nested too deep", piece.start, "(", f"at most {DEEPEST} levels are read")
            if len(self.out) > MOST_TOKENS:
                raise Unreadable("too long", self.offset + self.at, "", f"at most {MOST_TOKENS} symbols are read")
        if level > 0:
            raise Unreadable("a bracket is not closed", self.offset + len(self.text), "", "close it")
        return self.out

    def step(self) -> None:
        """Read one token, or skip a blank."""
        raise NotImplementedError

    def child(self, text: str, start: int) -> Lexer:
        """A lexer for a stretch inside this one."""
        return type(self)(text, self.names, self.offset + start, self.depth + 1)

    # -- tools of the cursor

    def emit(self, kind: str, value: object, start: int, spaced: bool = False) -> None:
        """Append one token that ends at the cursor."""
        self.out.append(Piece(kind, value, self.offset + start, self.offset + self.at, spaced))

    def match(self, pattern: str) -> re.Match[str] | None:
        """The pattern at the cursor, without moving."""
        return re.compile(pattern).match(self.text, self.at)

    def fail(self, reason: str, start: int, hint: str = "", piece: str | None = None) -> Unreadable:
        """A complaint about what stands at `start`."""
        found = self.text[start : max(self.at, start + 1)] if piece is None else piece
        return Unreadable(reason, self.offset + start, found, hint)

    def number(self, spaced: bool, exponents: bool) -> None:
        """A decimal, as the exact rational that it writes."""
        start = self.at
        found = self.match(r"(?:\d+(?:\.\d*)?|\.\d+)" + (r"(?:[eE][+-]?\d+(?![A-Za-z\d]))?" if exponents else ""))
        assert found is not None
        text = found[0]
        self.at = found.end()
        mantissa, _, power = text.lower().partition("e")
        if len(mantissa) > MOST_DIGITS or abs(int(power or 0)) > 400:
            raise self.fail("this number is too large to be read", start, "write it as a power")
        if self.match(r"\.\d") or (mantissa.endswith(".") and self.match(r"\s*[A-Za-z\d]")):
            raise self.fail("two decimal points", start, "write one number, as in 0.25")
        self.emit("NUMBER", Num(Fraction(mantissa) * Fraction(10) ** int(power or 0)), start, spaced)

    def visible(self, char: str) -> None:
        """Refuse characters that cannot be seen."""
        if char in INVISIBLE or (ord(char) < 32 and char not in "\t\n\r"):
            name = INVISIBLE.get(char, f"control character {ord(char)}")
            raise self.fail(f"an invisible character ({name})", self.at, "remove it", piece=repr(char)[1:-1])

    def binder(self, kind: str, low_text: tuple[str, int] | None, high_text: tuple[str, int] | None) -> Binder:
        """The index of a fold: `k`, `k=1`, `i,j`, `k \\ne j`, `k=1, k \\ne j`."""
        high = None if high_text is None else self.child(*high_text).expr()
        if low_text is None:
            raise self.fail(f"this {kind} has no index", self.at, "write it as \\sum_{k=1}^{3}")
        pieces = self.child(*low_text).pieces()
        at = self.offset + low_text[1]
        names: list[str] = []
        rest = pieces
        while rest and isinstance(rest[0].value, Sym):
            names.append(rest[0].value.name)
            if len(rest) > 2 and rest[1].kind == "COMMA" and len(rest) == 3:
                rest = rest[2:]
                continue
            rest = rest[1:]
            break
        if not names or len(set(names)) != len(names):
            raise Unreadable(f"the index of this {kind} cannot be read", at, low_text[0], "write it as \\sum_{k=1}^{3}")
        end = at + len(low_text[0])
        if not rest:
            if high is not None:
                raise Unreadable(f"this {kind} has no lower bound", at, low_text[0], "write it as \\sum_{k=1}^{3}")
            return Binder(kind, tuple(names))
        if rest[0].kind == "REL" and rest[0].value == "=":
            comma = next((n for n, p in enumerate(rest) if p.kind == "COMMA"), len(rest))
            low = build_expr(rest[1:comma], end)
            where = build_cond(rest[comma + 1 :], end) if comma < len(rest) else None
            if high is None:
                raise Unreadable(f"this {kind} has no upper bound", end, low_text[0], "write it as \\sum_{k=1}^{3}")
            return Binder(kind, tuple(names), low, high, where)
        if rest[0].kind == "REL" and rest[0].value in ("!=", "<", "<=", ">", ">=") and high is None:
            return Binder(kind, tuple(names), None, None, build_cond(pieces, end))
        raise Unreadable(f"the index of this {kind} cannot be read", at, low_text[0], "write it as \\sum_{k=1}^{3}")
