"""Names in LaTeX: letters, accents, styles and scripts; functions with their powers and bases; indicators."""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.alphabet import (
    ACCENTS,
    BEFORE_BRACKETS,
    FUNCTIONS,
    GREEK,
    GREEK_NAMES,
    SPECIAL_CALLS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    VARIANTS,
)
from backproof.answers.latex_arguments import LatexArguments, closing_of, flattened
from backproof.answers.latex_tables import COMMAND, WORDS
from backproof.answers.names import Spelling
from backproof.answers.syntax import Call, Family, Num, Sym, Truth
from backproof.answers.tokens import FunctionRef


class LatexNames(LatexArguments):
    """The part of the LaTeX lexer that reads names."""

    def fold(self, command: str, start: int) -> None:
        """A sum, product, maximum or minimum with its index."""
        raise NotImplementedError

    def styled(self, command: str, start: int) -> None:
        """\\mathbf{W}, \\text{if}, \\operatorname{sech}, \\mathbb{1}."""
        raw, raw_at = self.argument()
        word = raw.strip().strip("~").strip()
        if (
            command in (r"\mathbf", r"\mathbb", r"\mathds", r"\boldsymbol", r"\bm")
            and word in ("1", "I")
            and self.indicator_follows()
        ):
            self.at = self.at
            self.indicator(0, start)
            return
        if command in (r"\operatorname", r"\operatorname*") and word in ("max", "min"):
            self.fold("\\" + word, start)
            return
        if word in WORDS and command in (r"\text", r"\mbox", r"\textrm", r"\textit", r"\mathrm", r"\textbf"):
            self.emit(*WORDS[word], start)
            return
        if not word and command in (r"\text", r"\mbox"):
            return
        if word in ("T",) and command == r"\mathsf":
            self.name("T", start)
            return
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", word):
            self.word(word, start)
            return
        if command in (r"\text", r"\mbox"):
            raise self.fail("words are not read", start, "write the formula only", piece=raw)
        found = COMMAND.fullmatch(word)
        if found and word[1:] in GREEK_NAMES:
            self.name(VARIANTS.get(word[1:], word[1:]), start)
            return
        if found and word[1:] in FUNCTIONS:
            self.function(FUNCTIONS[word[1:]], start)
            return
        self.emit_group(raw, raw_at, start)

    def word(self, word: str, start: int) -> None:
        """A word that a style or \\operatorname holds together."""
        if self.names.knows(word) or len(word) == 1:
            if word in BEFORE_BRACKETS and not self.names.knows(word):
                self.function(BEFORE_BRACKETS[word], start)
                return
            self.name(word, start)
        elif word in BEFORE_BRACKETS:
            self.function(BEFORE_BRACKETS[word], start)
        elif word in FUNCTIONS:
            self.function(FUNCTIONS[word], start)
        elif word in SPECIAL_CALLS:
            self.emit("FUN", FunctionRef(SPECIAL_CALLS[word]), start)
        else:
            self.name(word, start)

    def accented(self, command: str) -> str:
        """The name under an accent: `\\hat{y}` is yhat."""
        start = self.at
        raw, _ = self.argument()
        base = flattened(raw)
        if not re.fullmatch(r"[A-Za-z]+", base):
            raise self.fail("an accent over more than a name", start, "write it over one letter", piece=raw)
        return base + ACCENTS[command[1:]]

    def word_or_letter(self) -> None:
        """Letters without a backslash: a declared word, a function's name, or one letter."""
        start = self.at
        found = self.match(r"[A-Za-z]+")
        if found is None:
            char = self.text[start]
            self.at += 1
            if char not in GREEK and not char.isascii():
                raise self.fail("this character has no meaning here", start, "write names in ASCII or Greek letters")
            self.name(GREEK.get(char, char), start)
            return
        letters = found[0]
        for length in range(len(letters), 1, -1):
            word = letters[:length]
            known = word in self.names.given.domains
            if known or (length == len(letters) and (word in FUNCTIONS or word in SPECIAL_CALLS)):
                self.at = start + length
                self.word(word, start)
                return
            if length == len(letters) and word in BEFORE_BRACKETS and self.bracket_follows(length):
                self.at = start + length
                self.function(BEFORE_BRACKETS[word], start)
                return
            if length == len(letters) and word in WORDS and word != "mod":
                self.at = start + length
                self.emit(*WORDS[word], start)
                return
        char = letters[0]
        self.at = start + 1
        if char in BEFORE_BRACKETS and not self.names.knows(char) and self.bracket_follows():
            self.function(BEFORE_BRACKETS[char], start)
            return
        self.name(char, start)

    def bracket_follows(self, after: int = 0) -> bool:
        """Whether a round or square bracket opens next."""
        return re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]").match(self.text, self.at + after) is not None

    def name(self, base: str, start: int) -> None:
        """A name with its scripts, as far as they belong to the name."""
        spelling, transposed, powers = self.scripts(Spelling(base))
        if base in ("I", "1") and spelling.sub is not None and not self.names.knows(base):
            self.at = start + 1
            self.indicator(0, start)
            return
        found = self.names.resolve(spelling, self.offset + start)
        if found is None and base in ("Phi", "phi") and spelling == Spelling(base, spelling.primes):
            normal = base == "Phi" or "Phi" in self.names.given.names
            found = FunctionRef(base, primes=spelling.primes) if normal else None
        if found is None and base == "I" and spelling == Spelling("I"):
            if self.match(r"\s*(?:\\left|\\[bB]igg?l?)?\s*(?:[(\[]|\\\{)") and not any(
                isinstance(p.value, Family) for p in self.out
            ):
                found = FunctionRef("indicator")
            elif any(a.matrix for a in map(self.names.given.array, self.names.given.names) if a):
                found = Call("identity", ())
        if found is None:
            raise self.names.unknown(spelling.written(), self.offset + start)
        if isinstance(found, FunctionRef):
            self.function_scripts(found, start)
            return
        self.emit("OPERAND", found, start)
        if transposed:
            self.emit("TRANSPOSE", "T", self.at)
        del powers

    def scripts(self, spelling: Spelling) -> tuple[Spelling, bool, int]:
        """Primes, index and layer after a name; a power is left where it is."""
        primes, sub, layer, transposed = 0, None, None, False
        while True:
            mark = self.at
            found = self.match(r"\s*('+|_|\^|[₀-₉ₐ-ₜᵢᵣᵤᵥⱼ]+)")
            if found is None:
                break
            token = found[1]
            if token.startswith("'"):
                self.at = found.end()
                primes += len(token)
            elif token == "_" and sub is None:
                self.at = found.end()
                sub = flattened(self.script()[0])
            elif token == "^":
                self.at = found.end()
                raw = self.script()[0].strip()
                tick = re.fullmatch(r"(?:\\prime\s*)+", raw)
                layered = re.fullmatch(r"\(\s*([A-Za-z0-9+\-\s]+)\s*\)\s*(T|\\top|\\mathsf\s*\{?T\}?)?", raw)
                if tick:
                    primes += raw.count(r"\prime")
                elif layered and layer is None and self.has_layer(spelling.base):
                    layer = re.sub(r"\s", "", layered[1])
                    transposed = bool(layered[2])
                elif layered and re.fullmatch(r"\d+|[A-Za-z]", layered[1].strip()) and spelling.base != "e":
                    hint = "write a power as ^2, without brackets; a layer must be declared, as in a^(2)"
                    raise self.fail(f"a superscript in brackets on {spelling.base}", mark, hint)
                else:
                    self.at = mark
                    break
            elif token[0] in SUBSCRIPTS and sub is None:
                self.at = found.end()
                sub = "".join(SUBSCRIPTS[c] for c in token)
            else:
                break
        return Spelling(spelling.base, primes, sub, layer), transposed, 0

    def has_layer(self, base: str) -> bool:
        """Whether a name of that base is declared with a layer at all."""
        return any(re.split(r"_|\^\(", n)[0] == base for n in self.names.given.names if "^(" in n)

    # -- functions, powers, indicators

    def function(self, name: str, start: int) -> None:
        """A known function with its scripts."""
        self.function_scripts(FunctionRef(name), start)

    def function_scripts(self, ref: FunctionRef, start: int) -> None:
        """Base, power and primes between a function and its argument."""
        base, power, primes = ref.base, ref.power, ref.primes
        while found := self.match(r"\s*(?:('+)|(_)|(\^)|([²³⁴⁵⁶⁷⁸⁹]))"):
            self.at = found.end()
            if found[1]:
                primes += len(found[1])
            elif found[2]:
                text, at = self.script()
                base = self.child(text, at).expr()
            elif found[3]:
                text, at = self.script()
                if re.fullmatch(r"\s*(?:\\prime\s*)+", text):
                    primes += text.count(r"\prime")
                    continue
                power = self.child(text, at).expr()
            else:
                power = Num(Fraction(SUPERSCRIPTS[found[4]]))
        self.emit("FUN", FunctionRef(ref.name, primes, power, base), start)

    def superscript(self) -> None:
        """A power or a transpose."""
        start = self.at
        if self.text[start] in SUPERSCRIPTS:
            found = self.match(f"[{''.join(SUPERSCRIPTS)}]+")
            assert found is not None
            self.at = found.end()
            plain = "".join(SUPERSCRIPTS[c] for c in found[0])
            if plain == "T" and not self.names.knows("T"):
                self.emit("TRANSPOSE", "T", start)
                return
            self.emit("CARET", "^", start)
            self.emit("OPERAND", self.child(plain, start).expr(), start)
            return
        self.at += 1
        text, at = self.script()
        plain = re.sub(r"\\[!,;: ]|\\(?:mathsf|mathrm|text|mathbf|mathit|intercal)\s*|[{}\s]", "", text) or "T"
        if plain in (r"\top", "T", r"\intercal") and not self.names.knows("T"):
            self.emit("TRANSPOSE", "T", start)
            return
        if plain in (r"\prime", "*", r"\ast", r"\dagger", r"\circ"):
            raise self.fail("this superscript is not known", start, "write a power, or T for a transpose")
        if re.fullmatch(r"\\(?:odot|circ)-?\d+", plain):
            raise self.fail("an elementwise power", start, "write it with \\odot")
        self.emit("CARET", "^", start)
        self.emit("OPERAND", self.child(text, at).expr(), start)

    def subscript_of_group(self) -> None:
        """An index after a bracket: an entry of what stands in the bracket."""
        start = self.at
        self.at += 1
        text, _ = self.script()
        flat = flattened(text)
        if not self.out or self.out[-1].kind not in ("RP", "RBAR", "RNORM", "NORM", "BAR", "OPERAND"):
            raise self.fail("an index stands on its own", start, "write it after a name")
        if flat in ("\\infty", "infty"):
            self.emit("PART", (Sym("infty"),), start)
            return
        rank = 1 if "," not in flat and (len(flat) == 1 or re.search(r"[+\-]", flat)) else 2
        self.emit("PART", self.names.indices(flat, rank, self.offset + start), start)

    def indicator_follows(self) -> bool:
        """Whether an indicator's condition comes next."""
        return self.match(r"\s*(?:_|\\left|\\[bB]igg?l?\b)?\s*(?:_|\(|\[|\{|\\\{)") is not None

    def indicator(self, length: int, start: int | None = None) -> None:
        """1_{x>0}, \\mathbb 1[i=j], \\mathbf 1_{\\{x<d\\}}, \\mathbf 1_{[0,d)}(x)."""
        begin = self.at if start is None else start
        self.at += length
        found = self.match(r"\s*_")
        if found is None:
            self.emit("FUN", FunctionRef("indicator"), begin)
            return
        self.at = found.end()
        text, at = self.script()
        inner = re.fullmatch(r"\s*(?:\\left\s*)?(?:\\\{|\[|\()(.*?)(?:\\right\s*)?(?:\\\}|\]|\))\s*", text, re.DOTALL)
        interval = re.fullmatch(r"\s*(?:\\left\s*)?([\[(])(.*),(.*?)(?:\\right\s*)?([\])])\s*", text, re.DOTALL)
        if interval and not re.search(r"[<>=]|\\[lg]e|\\in", text):
            self.blanks()
            if not self.text.startswith("(", self.at):
                raise self.fail("an indicator of a set has no argument", begin, "write 1_{[0,d)}(x)")
            end = closing_of(self.text, self.at)
            if end < 0:
                raise self.fail("a bracket is not closed", self.at, "close it")
            element = self.text[self.at + 1 : end]
            joined = f"{element}\\in{text}"
            self.at = end + 1
            self.emit("OPERAND", Truth(self.child(joined, at).cond()), begin)
            return
        if inner and text.strip().startswith(("\\{", "\\left\\{")):
            text, at = inner[1], at + inner.start(1)
        self.emit("OPERAND", Truth(self.child(text, at).cond()), begin)
