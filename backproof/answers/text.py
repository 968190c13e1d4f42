"""The text lexer: plain text as people and programs type it, with Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.alphabet import CHARACTERS, COMBINING, FRACTIONS, GREEK, SUPERSCRIPTS
from backproof.answers.syntax import Call, Num, Truth
from backproof.answers.text_words import SUB_CHARS, TextWords

FOLD_SIGNS: Mapping[str, str] = MappingProxyType({"∑": "sum", "Σ": "sum", "∏": "prod", "Π": "prod"})
OPERATORS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("**", ("CARET", "^")),
    ("//", ("FLOORDIV", "//")),
    ("==", ("REL", "=")),
    ("<=", ("REL", "<=")),
    (">=", ("REL", ">=")),
    ("!=", ("REL", "!=")),
    ("||", ("NORM", "‖")),
    ("&&", ("AND", "and")),
    ("&", ("AND", "and")),
    ("^", ("CARET", "^")),
    ("%", ("MOD", "%")),
)
BINDERS = re.compile(
    r"(?:(?<![A-Za-z])(?:sum|Sum|prod|Product|max|min|Max|Min)|[∑Σ∏Π])\s*_\s*\{?\s*\(?([A-Za-z](?:\s*,\s*[A-Za-z])*)"
    r"|(?:[Ss]um|[Pp]rod(?:uct)?|[Mm]ax|[Mm]in|diff)\b"
)
TUPLE = re.compile(r",\s*\(\s*([A-Za-z])\s*,|,\s*([A-Za-z])\s*,")


def bound_names(text: str) -> frozenset[str]:
    """The letters that some fold binds."""
    found: set[str] = set()
    folds = False
    for match in BINDERS.finditer(text):
        folds = True
        if match[1]:
            found.update(name.strip() for name in match[1].split(","))
    if folds:
        found.update(m[1] or m[2] for m in TUPLE.finditer(text))
    return frozenset(found)


def spelled_out(text: str) -> str:
    """Letters with a precomposed accent as letter and combining accent, one for one where nothing changes."""
    return "".join(
        d if len(d := unicodedata.normalize("NFD", c)) == 2 and d[0].isascii() and d[1] in COMBINING else c
        for c in text
    )


class TextLexer(TextWords):
    """One stretch of text."""

    def step(self) -> None:
        """Read one token, or skip a blank."""
        char, start = self.text[self.at], self.at
        spaced = start > 0 and self.text[start - 1].isspace()
        self.visible(char)
        if char.isspace():
            self.at += 1
        elif char.isascii() and (char.isdigit() or (char == "." and self.match(r"\.\d"))):
            if self.match(r"1_|1\{"):
                self.indicator(1)
            else:
                self.number(spaced, exponents=True)
        elif char in FRACTIONS:
            self.at += 1
            self.emit("OPERAND", Num(Fraction(*FRACTIONS[char])), start, spaced)
        elif char in SUPERSCRIPTS:
            self.superscripts()
        elif char == "√":
            self.at += 1
            self.radical(start, spaced)
        elif char in "∛":
            self.at += 1
            raise self.fail("this root is not read", start, "write cbrt(x)")
        elif char in FOLD_SIGNS and not self.names.knows(GREEK.get(char, char)):
            self.at += 1
            self.fold(FOLD_SIGNS[char], start)
        elif char in "𝟙𝟏":
            self.at += 1
            self.indicator(0, start)
        elif char == "." and self.match(r"\.T(?![A-Za-z0-9_])"):
            self.at += 2
            self.emit("TRANSPOSE", "T", start)
        elif char == "." and self.match(r"\.dot(?=\()"):
            self.at += 4
            self.emit("MATMUL", ".dot", start)
        elif char == "'":
            raise self.fail("a prime stands on its own", start, "write it after a name, as in y'")
        elif char.isalpha() and (char.isascii() or char in GREEK):
            self.word(start, spaced)
        elif char == "{":
            self.at += 1
            self.emit("LP", "{", start, spaced)
        elif char == "}":
            self.at += 1
            self.emit("RP", "}", start)
        elif char == "_":
            self.index_of_group()
        else:
            self.operator(char, spaced)

    def operator(self, char: str, spaced: bool) -> None:
        """An operator or a bracket."""
        start = self.at
        for text, (kind, value) in OPERATORS:
            if self.text.startswith(text, start):
                self.at += len(text)
                if text == "^" and self.transposes():
                    self.emit("TRANSPOSE", "T", start)
                    return
                self.emit(kind, value, start, spaced)
                return
        self.at += 1
        if char == "\\":
            raise self.fail(
                "this looks like LaTeX", start, "read it with --format latex", piece=self.text[start : start + 10]
            )
        if char not in CHARACTERS:
            raise self.fail("this character has no meaning here", start, "write the formula in plain text")
        self.emit(*CHARACTERS[char], start, spaced)

    def transposes(self) -> bool:
        """Whether a T, and not a power, follows the caret."""
        found = self.match(r"(?:\{T\}|\(T\)|T)(?![A-Za-z0-9_(])|⊤")
        if found is None or self.names.knows("T"):
            return False
        self.at = found.end()
        return True

    def enclosed(self, opening: str = "{(") -> tuple[str, int] | None:
        """The contents of the bracket at the cursor, past which the cursor moves."""
        start = self.at
        if start >= len(self.text) or self.text[start] not in opening:
            return None
        level = 0
        for n in range(start, len(self.text)):
            level += (self.text[n] in "([{") - (self.text[n] in ")]}")
            if level == 0:
                self.at = n + 1
                return self.text[start + 1 : n], start + 1
        raise self.fail("a bracket is not closed", start, "close it")

    def superscripts(self) -> None:
        """Unicode superscripts: a power, an inverse, a transpose."""
        start = self.at
        found = self.match(f"[{''.join(SUPERSCRIPTS)}]+")
        assert found is not None
        self.at = found.end()
        plain = "".join(SUPERSCRIPTS[c] for c in found[0])
        if plain == "T" and not self.names.knows("T"):
            self.emit("TRANSPOSE", "T", start)
            return
        self.emit("CARET", "^", start)
        self.emit("OPERAND", self.child(plain, start).expr(), start)

    def radical(self, start: int, spaced: bool) -> None:
        """√ binds to the number, name or bracket directly after it."""
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        inner = self.enclosed("({[")
        if inner is None:
            found = self.match(rf"\d+(?:\.\d+)?|[A-Za-zͰ-Ͽ](?:_\{{[^{{}}]*\}}|_[A-Za-z0-9]+|[{SUB_CHARS}]+)?")
            if found is None:
                raise self.fail("a root of nothing", start, "write √(x)")
            inner, self.at = (found[0], self.at), found.end()
            if self.match(r"\s*(?:\^|\*\*|[⁰¹²³⁴-⁹⁻])"):
                raise self.fail("the root of a power can be read in two ways", start, "write √(x²) or (√x)²")
        self.emit("OPERAND", Call("sqrt", (self.child(*inner).expr(),)), start, spaced)

    # -- folds, indicators, entries

    def fold(self, kind: str, start: int) -> None:
        """sum_{k=1}^{3}, sum_k, Σ_k, ∑_{k=1}^3."""
        low: tuple[str, int] | None = None
        high: tuple[str, int] | None = None
        while found := self.match(r"\s*([_^])"):
            self.at = found.end()
            inner = self.enclosed()
            if inner is None:
                plain = self.match(r"[A-Za-z]=\d+|\w+" if found[1] == "_" else r"[A-Za-z](?:_\w+)?|\d+")
                if plain is None:
                    raise self.fail("the index of this sum cannot be read", start, "write sum_{k=1}^{3}")
                inner, self.at = (plain[0], self.at), plain.end()
            if found[1] == "_":
                low = inner
            else:
                high = inner
        self.emit("BIG", self.binder(kind, low, high), start)

    def indicator(self, length: int, start: int | None = None) -> None:
        """1_{x>0}, 1{x>0}, 𝟙[x>0]."""
        begin = self.at if start is None else start
        self.at += length
        found = self.match("_")
        if found:
            self.at = found.end()
        inner = self.enclosed("{([")
        if inner is None:
            raise self.fail("an indicator has no condition", begin, "write 1[x > 0]")
        self.emit("OPERAND", Truth(self.child(*inner).cond()), begin)

    def index_of_group(self) -> None:
        """An index after a bracket."""
        start = self.at
        self.at += 1
        found = self.match(r"\{([\w,+\-]+)\}|([A-Za-z\d])(?!\w)")
        if found is None or not self.out or self.out[-1].kind not in ("RP", "NORM", "TRANSPOSE"):
            raise self.fail("an index stands on its own", start, "write it after a name, as in y_i")
        self.at = found.end()
        flat = found[1] or found[2]
        rank = 1 if "," not in flat and (len(flat) == 1 or re.search(r"[+\-]", flat)) else 2
        self.emit("PART", self.names.indices(flat, rank, self.offset + start), start)
