"""The text lexer: plain text as people and programs type it, with Unicode.

A word that is not declared is cut into declared names (`w_2h` is w_2 * h), and only if there is one way to do it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.alphabet import (
    ACCENTS,
    CHARACTERS,
    COMBINING,
    DISTRIBUTIONS,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    SPECIAL_CALLS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
)
from backproof.answers.lexing import Lexer
from backproof.answers.names import Spelling
from backproof.answers.syntax import Call, Expr, Num, Sym, Truth
from backproof.answers.tokens import Binder, FunctionRef

KEYWORDS: Mapping[str, tuple[str, object]] = MappingProxyType(
    {
        "if": ("IF", "if"), "else": ("ELSE", "else"), "and": ("AND", "and"), "or": ("OR", "or"), "not": ("NOT", "not"),
        "True": ("TRUE", True), "true": ("TRUE", True), "otherwise": ("TRUE", True), "False": ("TRUE", False),
        "mod": ("MOD", "mod"), "in": ("IN", "in"),
    }
)  # fmt: skip
FOLD_WORDS: Mapping[str, str] = MappingProxyType(
    {"sum": "sum", "Sum": "sum", "prod": "prod", "Product": "prod", "max": "max", "min": "min", "Max": "max", "Min": "min"}
)  # fmt: skip
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
    ("^", ("CARET", "^")),
    ("%", ("MOD", "%")),
)
PREFIXES = ("np.", "numpy.", "math.", "sp.", "sympy.", "torch.", "jnp.")
BINDERS = re.compile(
    r"(?:(?<![A-Za-z])(?:sum|Sum|prod|Product|max|min|Max|Min)|[∑Σ∏Π])\s*_\s*\{?\s*\(?([A-Za-z](?:\s*,\s*[A-Za-z])*)"
    r"|(?:[Ss]um|[Pp]rod(?:uct)?|[Mm]ax|[Mm]in|diff)\b"
)
TUPLE = re.compile(r",\s*\(\s*([A-Za-z])\s*,|,\s*([A-Za-z])\s*,")
SUB_CHARS = "".join(SUBSCRIPTS)
LONGEST_WORD = 60

Cut = list[tuple[int, Expr | FunctionRef]]  # where each name ends, and what it is


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
        d if len(d := unicodedata.normalize("NFD", c)) == 2 and d[0].isascii() and d[1] in COMBINING else c for c in text
    )


class TextLexer(Lexer):
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
            raise self.fail("this looks like LaTeX", start, "read it with --format latex", piece=self.text[start : start + 10])
        if char not in CHARACTERS:
            raise self.fail("this character has no meaning here", start, "write the formula in plain text")
        self.emit(*CHARACTERS[char], start, spaced)

    def transposes(self) -> bool:
        """Whether a T, and not a power, follows the caret."""
        found = self.match(r"\{?\(?T\)?\}?(?![A-Za-z0-9_(])|⊤")
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

    # -- words

    def word(self, start: int, spaced: bool) -> None:
        """A word: a keyword, a function, or declared names."""
        for prefix in PREFIXES:
            if self.text.startswith(prefix, start):
                self.at += len(prefix)
                if not self.match(r"[A-Za-z]"):
                    raise self.fail("a name is missing", start, "write the function")
                break
        begin = self.at
        found = self.match(r"[A-Za-zͰ-Ͽϕϵµℓ][A-Za-zͰ-Ͽϕϵµℓ\d]*[\u0302-\u0307]?(?:[A-Za-z\d]+[\u0302\u0304\u0303\u0307]?)*")
        assert found is not None
        raw = found[0]
        word = _ascii(raw)
        if word in KEYWORDS and not self.names.knows(word) and not self.nearly(word, begin):
            self.at = found.end()
            self.emit(*KEYWORDS[word], start, spaced)
            return
        if word in FOLD_WORDS and re.match(r"\s*_", self.text[found.end() :]):
            self.at = found.end()
            self.fold(FOLD_WORDS[word], start)
            return
        if word == "d" and (m := self.match(r"d\s*/\s*d\s*([A-Za-zͰ-Ͽ]\w*)")) and not self.names.knows("d"):
            self.at = m.end()
            self.emit("BIG", Binder("diff", (_ascii(m[1]),)), start, spaced)
            return
        if not self.names.knows(word) and self.function(word, found.end(), start, spaced):
            return
        self.cut(begin, found.end(), raw, start, spaced)

    def nearly(self, word: str, begin: int) -> bool:
        """Whether a keyword is the torn-off end of a name: `n in` for n_in."""
        return word == "in" and not re.search(r"[\])\w]\s*in\s*[\[({]", self.text[max(0, begin - 9) :])

    def function(self, word: str, end: int, start: int, spaced: bool) -> bool:
        """A function's name with its scripts, if the word is one."""
        if word in ("log", "ln", "Log", "log_") and (m := re.match(r"_(?:\{([^{}]*)\}|(\d+)|([A-Za-z]))", self.text[end:])):
            self.at = end + m.end()
            group = next(n for n in (1, 2, 3) if m[n] is not None)
            base = self.child(m[group], end + m.start(group)).expr()
            self.scripted(FunctionRef("log", base=base), start, spaced)
            return True
        follows = re.match(r"\s*[(\[]", self.text[end:]) is not None
        if word in SPECIAL_CALLS and follows:
            name = SPECIAL_CALLS[word]
        elif word in FUNCTIONS:
            name = FUNCTIONS[word]
        elif word in DISTRIBUTIONS and follows:
            name = DISTRIBUTIONS[word]
        elif word in ("Phi", "phi") and (word == "Phi" or "Phi" in self.names.given.names):
            name = word
        else:
            return False
        self.at = end
        self.scripted(FunctionRef(name), start, spaced)
        return True

    def scripted(self, ref: FunctionRef, start: int, spaced: bool) -> None:
        """Primes and powers between a function and its argument: `tanh²(z)`, `sigma'(z)`, `tanh^-1(z)`."""
        primes, power = ref.primes, ref.power
        while found := self.match(rf"('+|′+)|([{''.join(SUPERSCRIPTS)}]+)|(?:\^|\*\*)(?:\{{([^{{}}]*)\}}|\(([+-]?\d+)\)|([+-]?\d+))"):
            self.at = found.end()
            if found[1]:
                primes += len(found[1])
                continue
            plain = "".join(SUPERSCRIPTS[c] for c in found[2]) if found[2] else found[3] or found[4] or found[5] or ""
            power = self.child(plain, found.start()).expr()
        self.emit("FUN", FunctionRef(ref.name, primes, power, ref.base), start, spaced)

    def cut(self, begin: int, end: int, raw: str, start: int, spaced: bool) -> None:
        """Emit the word as the declared names that it is made of."""
        ways = self.ways(begin, end, {}) if len(raw) <= LONGEST_WORD else []
        if not ways:
            written = self.match_full(begin)
            after = re.compile(r"\s+([A-Za-z]+)").match(self.text, begin + len(written))
            raise self.names.unknown(_ascii(written), self.offset + begin, after[1] if after else "")
        if len(ways) > 1 and len(ways[0]) > 1:
            raise self.fail(f"{raw} can be cut into names in several ways", start, "write * between the names")
        for stop, found in ways[0]:
            self.at = stop
            if isinstance(found, FunctionRef):
                self.scripted(found, start, spaced)
            else:
                self.emit("OPERAND", found, start, spaced)
            start, spaced = stop, False

    def match_full(self, begin: int) -> str:
        """The word at `begin` with its index."""
        found = re.compile(r"[A-Za-zͰ-Ͽ0-9_]+").match(self.text, begin)
        return self.text[begin : found.end()] if found else self.text[begin : begin + 1]

    def ways(self, begin: int, end: int, memo: dict[int, list[Cut]]) -> list[Cut]:
        """Ways to cut, from `begin`, the word (with its scripts) into known names: none, one, or two of several."""
        if begin in memo:
            return memo[begin]
        memo[begin] = found = self.ways_from(begin, end, memo)[:2]
        return found

    def ways_from(self, begin: int, end: int, memo: dict[int, list[Cut]]) -> list[Cut]:
        """The ways that start with the longest known name."""
        for stop, spelling in self.spellings(begin):
            found = self.known(spelling, begin)
            if found is None:
                continue
            if stop >= end and not re.match(r"[A-Za-zͰ-Ͽ0-9_]", self.text[stop : stop + 1]):
                return [[(stop, found)]]
            rest_end = re.compile(r"[A-Za-zͰ-Ͽ0-9_]*").match(self.text, stop)
            assert rest_end is not None
            if isinstance(found, FunctionRef) and stop < len(self.text) and self.text[stop] not in "('′^⁻²³":
                continue
            rest = self.ways(stop, rest_end.end(), memo)
            if rest:
                return [[(stop, found), *r] for r in rest]
        return []

    def known(self, spelling: Spelling, begin: int) -> Expr | FunctionRef | None:
        """What a spelling stands for, functions included."""
        found = self.names.resolve(spelling, self.offset + begin)
        if found is None and spelling.sub is None and len(spelling.base) > 1 and spelling.base in FUNCTIONS:
            return FunctionRef(FUNCTIONS[spelling.base])
        if found is None and spelling == Spelling("I") and any(
            a.matrix for a in map(self.names.given.array, self.names.given.names) if a
        ):
            return Call("identity", ())
        return found

    def spellings(self, begin: int) -> list[tuple[int, Spelling]]:
        """The names that may start at `begin`, longest first: (where it ends, how it is spelled)."""
        out: list[tuple[int, Spelling]] = []
        head = re.compile(r"[A-Za-zͰ-Ͽϕϵµℓ][A-Za-zͰ-Ͽϕϵµℓ\d]*[\u0302\u0304\u0303\u0307]?").match(self.text, begin)
        if head is None:
            return out
        accent = COMBINING.get(head[0][-1])
        letters = head[0][:-1] if accent else head[0]
        for length in range(len(letters), 0, -1):
            whole = length == len(letters)
            base = _ascii(letters[:length]) + (accent or "" if whole else "")
            stop = begin + length + (1 if accent and whole else 0)
            if accent and not whole:
                continue
            ticks = re.compile(r"['′]*").match(self.text, stop)
            primes = len(ticks[0]) if ticks else 0
            after = stop + primes
            layer, past = self.layer(base, after)
            for sub, sub_end in self.subs(past):
                late, late_end = self.layer(base, sub_end) if layer is None else (layer, sub_end)
                if late is not None and late_end != sub_end:
                    out.append((late_end, Spelling(base, primes, sub, late)))
                out.append((sub_end, Spelling(base, primes, sub, layer)))
            if layer is not None:
                out.append((past, Spelling(base, primes, None, layer)))
                for sub, sub_end in self.subs(after):
                    out.append((sub_end, Spelling(base, primes, sub)))
            out.append((after, Spelling(base, primes)))
        return out

    def layer(self, base: str, at: int) -> tuple[str | None, int]:
        """A layer `^(2)` or `^{(2)}` after a name, where such names are declared."""
        small = re.compile(f"⁽([{''.join(SUPERSCRIPTS)}]+)⁾").match(self.text, at)
        if small and any(n.startswith(base) and "^(" in n for n in self.names.given.names):
            return "".join(SUPERSCRIPTS[c] for c in small[1]), small.end()
        found = re.compile(r"\^\(([A-Za-z\d+-]+)\)|\^\{\(([A-Za-z\d+-]+)\)\}").match(self.text, at)
        if found is None or not any(n.startswith(base) and "^(" in n for n in self.names.given.names):
            return None, at
        return found[1] or found[2], found.end()

    def subs(self, at: int) -> list[tuple[str, int]]:
        """The indices that may be written at `at`, longest first."""
        braced = re.compile(r"_\{([^{}]*)\}|_\(([\w+\-, ]*)\)|\[([\w+\-, ]+)\]").match(self.text, at)
        if braced:
            group = next(n for n in (1, 2, 3) if braced[n] is not None)
            if group == 3 and not re.fullmatch(r"[\w+\-, ]+", braced[3]):
                return []
            return [(_ascii(re.sub(r"\s", "", braced[group])), braced.end())]
        small = re.compile(f"[{SUB_CHARS}]+").match(self.text, at)
        if small:
            return [("".join(SUBSCRIPTS[c] for c in small[0]), small.end())]
        plain = re.compile(r"_([A-Za-zͰ-Ͽ\d]+)").match(self.text, at)
        if plain is None:
            return []
        text = plain[1]
        return [(_ascii(text[:n]), at + 1 + n) for n in range(len(text), 0, -1)]

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


def _ascii(raw: str) -> str:
    """A word in ASCII: Greek letters by their names, accents behind."""
    return "".join(GREEK.get(c, COMBINING.get(c, c)) for c in raw)


__all__ = ["ACCENTS", "Sym", "TextLexer", "bound_names", "spelled_out"]
