"""Words in text: keywords, functions, and declared names, alone or run together.

A word that is not declared is cut into declared names (`w_2h` is w_2 * h), and only if there is one way to do it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from backproof.answers.alphabet import (
    BEFORE_BRACKETS,
    COMBINING,
    FUNCTIONS,
    GREEK,
    SPECIAL_CALLS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
)
from backproof.answers.lexing import Lexer
from backproof.answers.names import Spelling
from backproof.answers.syntax import Call, Expr
from backproof.answers.tokens import Binder, FunctionRef, Unreadable

KEYWORDS: Mapping[str, tuple[str, object]] = MappingProxyType(
    {
        "if": ("IF", "if"), "else": ("ELSE", "else"), "and": ("AND", "and"), "or": ("OR", "or"), "not": ("NOT", "not"),
        "True": ("TRUE", True), "true": ("TRUE", True), "otherwise": ("TRUE", True), "False": ("TRUE", False),
        "mod": ("MOD", "mod"), "in": ("IN", "in"),
    }
)  # fmt: skip
FOLD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "sum": "sum", "Sum": "sum", "prod": "prod", "Product": "prod", "max": "max", "min": "min", "Max": "max",
        "Min": "min",
    }
)  # fmt: skip
PREFIXES = ("np.", "numpy.", "math.", "sp.", "sympy.", "torch.", "jnp.")
SUB_CHARS = "".join(SUBSCRIPTS)
LONGEST_WORD = 60

Cut = list[tuple[int, Expr | FunctionRef]]  # where each name ends, and what it is


class TextWords(Lexer):
    """The part of the text lexer that reads words."""

    trouble: Unreadable | None = None

    def fold(self, kind: str, start: int) -> None:
        """A fold with its index."""
        raise NotImplementedError

    def word(self, start: int, spaced: bool) -> None:
        """A word: a keyword, a function, or declared names."""
        for prefix in PREFIXES:
            if self.text.startswith(prefix, start):
                self.at += len(prefix)
                if not self.match(r"[A-Za-z]"):
                    raise self.fail("a name is missing", start, "write the function")
                break
        begin = self.at
        found = self.match(
            r"[A-Za-zͰ-Ͽϕϵµℓ][A-Za-zͰ-Ͽϕϵµℓ\d]*[\u0302-\u0307]?(?:[A-Za-z\d]+[\u0302\u0304\u0303\u0307]?)*"
        )
        assert found is not None
        raw = found[0]
        word = ascii_name(raw)
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
            self.emit("BIG", Binder("diff", (ascii_name(m[1]),)), start, spaced)
            return
        if not self.names.knows(word) and self.function(word, found.end(), start, spaced):
            return
        self.cut(begin, found.end(), raw, start, spaced)

    def nearly(self, word: str, begin: int) -> bool:
        """Whether a keyword is the torn-off end of a name: `n in` for n_in."""
        return word == "in" and not re.search(r"[\])\w]\s*in\s*[\[({]", self.text[max(0, begin - 9) :])

    def function(self, word: str, end: int, start: int, spaced: bool) -> bool:
        """A function's name with its scripts, if the word is one."""
        if word in ("log", "ln", "Log", "log_") and (
            m := re.match(r"_(?:\{([^{}]*)\}|(\d+)|([A-Za-z]))", self.text[end:])
        ):
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
        elif word in BEFORE_BRACKETS and follows:
            name = BEFORE_BRACKETS[word]
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
        while found := self.match(
            rf"('+|′+)|([{''.join(SUPERSCRIPTS)}]+)|(?:\^|\*\*)(?:\{{([^{{}}]*)\}}|\(([+-]?\d+)\)|([+-]?\d+))"
        ):
            self.at = found.end()
            if found[1]:
                primes += len(found[1])
                continue
            plain = "".join(SUPERSCRIPTS[c] for c in found[2]) if found[2] else found[3] or found[4] or found[5] or ""
            power = self.child(plain, found.start()).expr()
        self.emit("FUN", FunctionRef(ref.name, primes, power, ref.base), start, spaced)

    def cut(self, begin: int, end: int, raw: str, start: int, spaced: bool) -> None:
        """Emit the word as the declared names that it is made of."""
        self.trouble = None
        ways = self.ways(begin, end, {}) if len(raw) <= LONGEST_WORD else []
        if not ways and self.trouble is not None:
            raise self.trouble
        if not ways:
            written = self.match_full(begin)
            after = re.compile(r"\s+([A-Za-z]+)").match(self.text, begin + len(written))
            raise self.names.unknown(ascii_name(written), self.offset + begin, after[1] if after else "")
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
        """The ways that start with a known name, the longest first; the whole word, if known, is the only way."""
        ways: list[Cut] = []
        for stop, spelling in self.spellings(begin):
            found = self.known(spelling, begin)
            if found is None:
                continue
            if stop >= end and not re.match(r"[A-Za-zͰ-Ͽ0-9_]", self.text[stop : stop + 1]):
                return [*ways, [(stop, found)]]
            if isinstance(found, FunctionRef) and stop < len(self.text) and self.text[stop] not in "('′^⁻²³":
                continue
            rest_end = re.compile(r"[A-Za-zͰ-Ͽ0-9_]*").match(self.text, stop)
            assert rest_end is not None
            ways += [[(stop, found), *r] for r in self.ways(stop, rest_end.end(), memo)]
            if len(ways) > 1:
                break
        return ways

    def known(self, spelling: Spelling, begin: int) -> Expr | FunctionRef | None:
        """What a spelling stands for, functions included."""
        try:
            found = self.names.resolve(spelling, self.offset + begin)
        except Unreadable as error:  # an index that does not fit; a shorter name may
            self.trouble = self.trouble or error
            return None
        if found is None and spelling.sub is None and len(spelling.base) > 1 and spelling.base in FUNCTIONS:
            return FunctionRef(FUNCTIONS[spelling.base])
        if (
            found is None
            and spelling == Spelling("I")
            and any(a.matrix for a in map(self.names.given.array, self.names.given.names) if a)
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
            base = ascii_name(letters[:length]) + (accent or "" if whole else "")
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
        if small and self.has_layer(base):
            return "".join(SUPERSCRIPTS[c] for c in small[1]), small.end()
        found = re.compile(r"\^\(([A-Za-z\d+-]+)\)|\^\{\(([A-Za-z\d+-]+)\)\}").match(self.text, at)
        if found is None or not self.has_layer(base):
            return None, at
        return found[1] or found[2], found.end()

    def has_layer(self, base: str) -> bool:
        """Whether a name of that base is declared with a layer at all."""
        return any(re.split(r"_|\^\(", n)[0] == base for n in self.names.given.names if "^(" in n)

    def subs(self, at: int) -> list[tuple[str, int]]:
        """The indices that may be written at `at`, longest first."""
        braced = re.compile(r"_\{([^{}]*)\}|_\(([\w+\-, ]*)\)|\[([\w+\-, ]+)\]").match(self.text, at)
        if braced:
            group = next(n for n in (1, 2, 3) if braced[n] is not None)
            if group == 3 and not re.fullmatch(r"[\w+\-, ]+", braced[3]):
                return []
            return [(ascii_name(re.sub(r"\s", "", braced[group])), braced.end())]
        small = re.compile(f"[{SUB_CHARS}]+").match(self.text, at)
        if small:
            return [("".join(SUBSCRIPTS[c] for c in small[0]), small.end())]
        plain = re.compile(r"_([A-Za-zͰ-Ͽ\d]+)").match(self.text, at)
        if plain is None:
            return []
        text = plain[1]
        return [(ascii_name(text[:n]), at + 1 + n) for n in range(len(text), 0, -1)]


def ascii_name(raw: str) -> str:
    """A word in ASCII: Greek letters by their names, accents behind."""
    return "".join(GREEK.get(c, COMBINING.get(c, c)) for c in raw)
