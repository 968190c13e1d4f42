r"""The LaTeX lexer: commands with their arguments, names with their scripts, delimiters, cases.

What TeX would execute or fetch (\input, \def, \csname) is not a formula and is unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.alphabet import (
    ACCENTS,
    CHARACTERS,
    DISTRIBUTIONS,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    GREEK_NAMES,
    SPECIAL_CALLS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    VARIANTS,
)
from backproof.answers.lexing import Lexer
from backproof.answers.names import Spelling
from backproof.answers.syntax import (
    Always,
    Call,
    Cases,
    Cond,
    Div,
    Expr,
    Family,
    Num,
    Pow,
    Sym,
    Truth,
)
from backproof.answers.tokens import Binder, FunctionRef, Unreadable

BLANKS = frozenset(
    [r"\,", r"\;", r"\:", r"\!", r"\>", r"\quad", r"\qquad", r"\displaystyle", r"\textstyle", r"\scriptstyle", r"\limits", r"\nolimits", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\biggl", r"\biggr", r"\Biggl", r"\Biggr", r"\bigm", r"\thinspace", r"\medspace", r"\thickspace", r"\negthinspace", r"\allowbreak", r"\rm", r"\bf", r"\it", r"\mathstrut", r"\strut", r"\nonumber"]
) | {"\\ "}
OPERATORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        r"\cdot": ("TIMES", "."), r"\times": ("TIMES", "x"), r"\ast": ("TIMES", "."), r"\div": ("SLASH", "/"),
        r"\le": ("REL", "<="), r"\leq": ("REL", "<="), r"\leqslant": ("REL", "<="), r"\ge": ("REL", ">="),
        r"\geq": ("REL", ">="), r"\geqslant": ("REL", ">="), r"\ne": ("REL", "!="), r"\neq": ("REL", "!="),
        r"\lt": ("REL", "<"), r"\gt": ("REL", ">"), r"\in": ("IN", "in"), r"\land": ("AND", "and"),
        r"\wedge": ("AND", "and"), r"\lor": ("OR", "or"), r"\vee": ("OR", "or"), r"\lnot": ("NOT", "not"),
        r"\neg": ("NOT", "not"), r"\odot": ("ODOT", "o"), r"\circ": ("ODOT", "o"), r"\lfloor": ("LFLOOR", "⌊"),
        r"\rfloor": ("RFLOOR", "⌋"), r"\lceil": ("LCEIL", "⌈"), r"\rceil": ("RCEIL", "⌉"), r"\|": ("NORM", "‖"),
        r"\lvert": ("BAR", "open"), r"\rvert": ("BAR", "close"), r"\vert": ("BAR", "|"), r"\lVert": ("NORM", "open"),
        r"\rVert": ("NORM", "close"), r"\Vert": ("NORM", "‖"), r"\{": ("LP", "{"), r"\}": ("RP", "}"),
        r"\lbrace": ("LP", "{"), r"\rbrace": ("RP", "}"), r"\lbrack": ("LP", "["), r"\rbrack": ("RP", "]"),
        r"\bmod": ("MOD", "mod"),
    }
)  # fmt: skip
FOLDS: Mapping[str, str] = MappingProxyType({r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min"})
STYLES = frozenset(
    [r"\mathbf", r"\boldsymbol", r"\bm", r"\mathrm", r"\mathit", r"\mathsf", r"\mathtt", r"\vec", r"\mathcal", r"\mathbb", r"\mathnormal", r"\text", r"\textbf", r"\textrm", r"\textit", r"\operatorname", r"\operatorname*", r"\mbox", r"\mathds"]
)
FRACTION_COMMANDS = frozenset({r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\nicefrac"})
TRANSPOSES = frozenset({"T", r"\top", r"\intercal", r"\prime"})
WORDS: Mapping[str, tuple[str, object]] = MappingProxyType(
    {
        "if": ("IF", "if"), "for": ("IF", "for"), "when": ("IF", "when"), "where": ("IF", "where"),
        "and": ("AND", "and"), "or": ("OR", "or"), "else": ("ELSE", "else"), "otherwise": ("OTHERWISE", "otherwise"),
        "not": ("NOT", "not"), "elsewhere": ("OTHERWISE", "otherwise"), "mod": ("MOD", "mod"),
    }
)  # fmt: skip
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)
BINDERS = re.compile(
    r"\\(?:sum|prod|max|min)\s*(?:\\(?:no)?limits)?\s*(?:\^\s*(?:\{[^{}]*\}|\w|\\[A-Za-z]+)\s*)?_\s*"
    r"(?:\{\s*([A-Za-z](?:\s*,\s*[A-Za-z])*)\s*(?:\}|=|\\ne|\\in|<|>|\\l|\\g|\(|,)|([A-Za-z]))"
    r"|∑_\{?([a-z])"
)


def bound_names(text: str) -> frozenset[str]:
    """The letters that some sum, product, maximum or minimum binds."""
    found: set[str] = set()
    for match in BINDERS.finditer(text):
        for group in match.groups():
            if group:
                found.update(name.strip() for name in group.split(","))
    return frozenset(found)


class LatexLexer(Lexer):
    """One stretch of LaTeX."""

    def step(self) -> None:
        """Read one token, or skip a blank."""
        char, start = self.text[self.at], self.at
        self.visible(char)
        if char.isspace() or char == "~":
            self.at += 1
        elif char == "\\":
            self.command()
        elif char == "{":
            if self.text.startswith("{,}", start):
                raise self.fail("a comma inside a number", start, "write the number without it", piece="{,}")
            inner, inner_start = self.group()
            name = re.fullmatch(r"\s*(?:\\([A-Za-z]+)|([A-Za-z]))\s*", inner)
            if name and (name[2] or name[1] in GREEK_NAMES):
                self.name(name[2] or VARIANTS.get(name[1], name[1]), start)  # {W}^{(2)} is W^{(2)}
                return
            self.emit_group(inner, inner_start, start)
        elif char == "}":
            raise self.fail("a brace is closed that was not opened", start, "remove it, or open it")
        elif char.isascii() and (char.isdigit() or (char == "." and self.match(r"\.\d"))):
            if self.match(r"1\s*_"):
                self.indicator(1)
            else:
                self.number(spaced=False, exponents=False)
        elif char == "^" or char in SUPERSCRIPTS:
            self.superscript()
        elif char == "'":
            raise self.fail("a prime stands on its own", start, "write it after a name, as in y'")
        elif char in FRACTIONS:
            self.at += 1
            self.emit("OPERAND", Num(Fraction(*FRACTIONS[char])), start)
        elif char == "_":
            self.subscript_of_group()
        elif char in CHARACTERS:
            self.character(char)
        elif char == "√":
            self.at += 1
            text, at = self.argument()
            self.emit("OPERAND", Call("sqrt", (self.child(text, at).expr(),)), start)
        elif char.isalpha() or char in GREEK:
            self.word_or_letter()
        else:
            self.at += 1
            raise self.fail("this character has no meaning here", start, "write the formula in LaTeX")

    def character(self, char: str) -> None:
        """An operator or a bracket of one character (or two: `==`, `<=`)."""
        start = self.at
        for two, kind in (("||", ("NORM", "‖")), ("<=", ("REL", "<=")), (">=", ("REL", ">=")), ("!=", ("REL", "!="))):
            if self.text.startswith(two, start):
                self.at += 2
                self.emit(*kind, start)
                return
        if self.text.startswith("==", start) or self.text.startswith("**", start):
            raise self.fail("this is not LaTeX", start, "write = and ^", piece=self.text[start : start + 2])
        self.at += 1
        self.emit(*CHARACTERS[char], start)

    # -- braces and arguments

    def group(self) -> tuple[str, int]:
        """The contents of the braces at the cursor, and where they start."""
        start, level = self.at, 0
        n = start
        while n < len(self.text):
            char = self.text[n]
            if char == "\\":
                n += 2
                continue
            level += (char == "{") - (char == "}")
            n += 1
            if level == 0:
                self.at = n
                return self.text[start + 1 : n - 1], start + 1
        raise self.fail("a brace is not closed", start, "close it", piece="{")

    def blanks(self) -> None:
        """Skip blanks."""
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n~":
            self.at += 1

    def argument(self) -> tuple[str, int]:
        """The argument of a command or a script: braces, one character, or one command with its own arguments."""
        self.blanks()
        if self.at >= len(self.text):
            raise self.fail("an argument is missing", self.at, "write it in braces", piece="")
        start, char = self.at, self.text[self.at]
        if char == "{":
            return self.group()
        if char == "\\":
            command = self.peek_command()
            self.at += len(command)
            if command in FRACTION_COMMANDS:
                self.argument()
                self.argument()
            elif command in STYLES or command.lstrip("\\") in ACCENTS or command == r"\sqrt":
                self.argument()
            return self.text[start : self.at], start
        if char in "}^_&":
            raise self.fail("an argument is missing", start, "write it in braces")
        self.at += 1
        return char, start

    def script(self) -> tuple[str, int]:
        """A script's argument; `x^10` is refused, because TeX sets it as x^1 0."""
        self.blanks()
        start = self.at
        text, at = self.argument()
        if len(text) == 1 and text.isdigit() and self.at == start + 1 and self.match(r"\d"):
            raise self.fail("a script of several digits without braces", start, "write ^{10} or _{10}")
        return text, at

    def peek_command(self) -> str:
        """The command at the cursor."""
        found = _COMMAND.match(self.text, self.at)
        if found is None:
            raise self.fail("a backslash stands at the end", self.at, "remove it")
        command = found[0]
        return command if command == r"\operatorname*" else command.rstrip("*") if len(command) > 2 else command

    def emit_group(self, inner: str, inner_start: int, start: int) -> None:
        """Braces group without being seen."""
        if not inner.strip():
            return  # {} is empty in TeX too
        child = self.child(inner, inner_start)
        pieces = child.pieces()
        if len(pieces) == 1:
            self.out.append(pieces[0])
            return
        from_child = type(child)(inner, self.names, self.offset + inner_start, self.depth + 1).expr()
        self.emit("OPERAND", from_child, start)

    # -- commands

    def command(self) -> None:
        """A command at the cursor."""
        start, command = self.at, self.peek_command()
        self.at += len(command)
        if command in BLANKS:
            return
        if command in (r"\left", r"\right", r"\middle"):
            self.delimiter(command, start)
        elif command in OPERATORS:
            self.emit(*OPERATORS[command], start)
        elif command in FRACTION_COMMANDS:
            self.fraction(start)
        elif command == r"\sqrt":
            self.root(start)
        elif command in (r"\boxed", r"\fbox"):
            inner, at = self.argument()
            self.emit("OPERAND", self.child(inner, at).expr(), start)
        elif command in FOLDS:
            self.fold(command, start)
        elif command == r"\begin":
            self.environment(start)
        elif command in STYLES:
            self.styled(command, start)
        elif command[1:] in ACCENTS:
            self.name(self.accented(command), start)
        elif command[1:] in GREEK_NAMES:
            self.name(VARIANTS.get(command[1:], command[1:]), start)
        elif command[1:] == "ell":
            self.name("ell", start)
        elif command[1:] in FUNCTIONS:
            self.function(FUNCTIONS[command[1:]], start)
        elif command == r"\infty":
            self.emit("OPERAND", Sym("infty"), start)
        elif command in (r"\dots", r"\ldots", r"\cdots"):
            raise self.fail("dots leave out what is meant", start, "write all terms, or a sum")
        elif command in (r"\pm", r"\mp"):
            raise self.fail("this stands for two values", start, "write one of them")
        elif command in (r"\\", "&"):
            raise self.fail("a line break", start, "write one expression")
        else:
            raise self.fail(f"{command} is not known", start, "write the formula without it", piece=command)

    def delimiter(self, command: str, start: int) -> None:
        """The delimiter after \\left, \\right or \\middle."""
        self.blanks()
        rest = self.text[self.at : self.at + 1]
        if rest == ".":
            self.at += 1
            self.emit("LP" if command == r"\left" else "RP", "(" if command == r"\left" else ")", start)
            return
        token = self.peek_command() if rest == "\\" else rest
        found = OPERATORS.get(token) or CHARACTERS.get(token)
        fits = {"LP", "RP", "BAR", "NORM", "LFLOOR", "RFLOOR", "LCEIL", "RCEIL", "SLASH"}
        if found is None or found[0] not in fits:
            raise self.fail(f"{command} needs a delimiter", start, "write it before a bracket")
        self.at += len(token)
        kind, value = found
        if kind in ("BAR", "NORM"):
            value = "open" if command == r"\left" else "close"
        self.emit(kind, value, start)

    def fraction(self, start: int) -> None:
        """A fraction, or the operator d/dz of a derivative."""
        over, over_at = self.argument()
        under, under_at = self.argument()
        head = re.fullmatch(r"\s*(?:d|\\partial|\\mathrm\s*\{?d\}?|∂)\s*", over)
        tail = re.fullmatch(r"\s*(?:d|\\partial|\\mathrm\s*(?:\{d\}|d)|∂)\s*(.+)", under, re.DOTALL)
        if head and tail and not self.names.knows("d"):
            variable = self.child(tail[1], under_at + tail.start(1)).expr()
            if not isinstance(variable, Sym):
                raise self.fail("a derivative by something that is not a name", start, "differentiate by a name")
            self.emit("BIG", Binder("diff", (variable.name,)), start)
            return
        self.emit("OPERAND", Div(self.child(over, over_at).expr(), self.child(under, under_at).expr()), start)

    def root(self, start: int) -> None:
        """A square root or, with an index, another root."""
        self.blanks()
        index: Expr | None = None
        if self.text.startswith("[", self.at):
            end = self.text.find("]", self.at)
            if end < 0:
                raise self.fail("the index of the root is not closed", start, "close it")
            index = self.child(self.text[self.at + 1 : end], self.at + 1).expr()
            self.at = end + 1
        text, at = self.argument()
        inside = self.child(text, at).expr()
        if index is None or index == Num(Fraction(2)):
            value: Expr = Call("sqrt", (inside,))
        elif index == Num(Fraction(3)):
            value = Call("cbrt", (inside,))
        else:
            value = Pow(inside, Div(Num(Fraction(1)), index))
        self.emit("OPERAND", value, start)

    def fold(self, command: str, start: int) -> None:
        """A sum, product, maximum or minimum with its index."""
        low: tuple[str, int] | None = None
        high: tuple[str, int] | None = None
        while found := self.match(r"\s*(?:\\limits|\\nolimits|([_^]))"):
            self.at = found.end()
            if found[1] == "_" and low is None:
                low = self.script()
            elif found[1] == "^" and high is None:
                high = self.script()
            elif found[1]:
                raise self.fail("two scripts of one kind", start, "write one")
        kind = FOLDS[command]
        if low is None and kind in ("max", "min"):
            if high is not None:
                raise self.fail("a power of a maximum", start, "write it after the bracket")
            self.emit("FUN", FunctionRef(kind), start)
            return
        self.emit("BIG", self.binder(kind, low, high), start)

    def environment(self, start: int) -> None:
        """\\begin{cases} ... \\end{cases}."""
        name, _ = self.argument()
        if name not in ("cases", "dcases", "rcases"):
            raise self.fail(f"\\begin{{{name}}} is not known", start, "write cases, or one expression", piece=name)
        closing = f"\\end{{{name}}}"
        level, n = 1, self.at
        while level:
            opened, closed = self.text.find(r"\begin{", n), self.text.find(r"\end{", n)
            if closed < 0:
                raise self.fail(f"\\begin{{{name}}} is not closed", start, f"write {closing}", piece=name)
            if 0 <= opened < closed:
                level, n = level + 1, opened + 7
            else:
                level, n = level - 1, closed + 5
        body_start, body_end = self.at, n - 5
        if not self.text.startswith(closing, body_end):
            raise self.fail(f"\\begin{{{name}}} is closed by another name", start, f"write {closing}", piece=name)
        self.at = body_end + len(closing)
        self.emit("OPERAND", self.cases(self.text[body_start:body_end], body_start), start)

    def cases(self, body: str, body_at: int) -> Expr:
        """The rows of a case distinction."""
        branches: list[tuple[Cond, Expr]] = []
        otherwise: Expr | None = None
        rows = [(row, at) for row, at in _split(body, r"\\") if row.strip()]
        for n, (row, at) in enumerate(rows):
            cells = _split(row, "&")
            value_text, condition_text = cells[0][0], ""
            value_at, condition_at = body_at + at + cells[0][1], 0
            if len(cells) == 2:
                condition_text, condition_at = cells[1][0], body_at + at + cells[1][1]
            elif len(cells) == 1 and (found := re.search(r",?\s*\\(?:text|mbox|mathrm)\s*\{\s*(?:if|for|when|otherwise|else)\b", row)):
                value_text = row[: found.start()]
                condition_text, condition_at = row[found.start() :].lstrip(", "), body_at + at + found.start()
            else:
                raise self.fail("a row of cases has no condition", body_at + at, "write value & condition", piece=row)
            value_text = re.sub(r"[,;]?(?:\s|\\[,;:! ]|\\q?quad(?![A-Za-z]))*$", "", value_text)
            value = self.child(value_text, value_at).expr()
            condition = self.case_condition(condition_text, condition_at)
            if condition is None:
                if n != len(rows) - 1:
                    raise self.fail("otherwise is not the last row", body_at + at, "write it last", piece=row)
                otherwise = value
            else:
                branches.append((condition, value))
        if not branches:
            raise self.fail("cases without a condition", body_at, "write value & condition", piece=body)
        return Cases(tuple(branches), otherwise)

    def case_condition(self, text: str, at: int) -> Cond | None:
        """The condition of a row; None is `otherwise`."""
        trimmed = re.sub(r"(?:[,.;]|\s|\\[,;:! ]|\\q?quad(?![A-Za-z]))*$", "", text)
        pieces = self.child(trimmed, at).pieces()
        while pieces and pieces[0].kind in ("IF", "COMMA"):
            pieces = pieces[1:]
        if len(pieces) == 1 and pieces[0].kind in ("OTHERWISE", "ELSE"):
            return None
        from backproof.answers.building import build_cond

        return build_cond(pieces, self.offset + at + len(text))

    # -- names

    def styled(self, command: str, start: int) -> None:
        """\\mathbf{W}, \\text{if}, \\operatorname{sech}, \\mathbb{1}."""
        raw, raw_at = self.argument()
        word = raw.strip().strip("~").strip()
        if command in (r"\mathbf", r"\mathbb", r"\mathds", r"\boldsymbol", r"\bm") and word in ("1", "I") and self.indicator_follows():
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
        found = _COMMAND.fullmatch(word)
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
            if word in DISTRIBUTIONS and not self.names.knows(word):
                self.emit("FUN", FunctionRef(DISTRIBUTIONS[word]), start)
                return
            self.name(word, start)
        elif word in DISTRIBUTIONS:
            self.emit("FUN", FunctionRef(DISTRIBUTIONS[word]), start)
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
        base = _flat(raw)
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
            if length == len(letters) and word in WORDS and word != "mod":
                self.at = start + length
                self.emit(*WORDS[word], start)
                return
        char = letters[0]
        self.at = start + 1
        if char in DISTRIBUTIONS and not self.names.knows(char) and self.match(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]"):
            self.emit("FUN", FunctionRef(DISTRIBUTIONS[char]), start)
            return
        self.name(char, start)

    def name(self, base: str, start: int) -> None:
        """A name with its scripts, as far as they belong to the name."""
        spelling, transposed, powers = self.scripts(Spelling(base))
        if base in ("I", "1") and spelling.sub is not None and not self.names.knows(base):
            self.at = start + 1
            self.indicator(0, start)
            return
        found = self.names.resolve(spelling, self.offset + start)
        if found is None and spelling.layer is not None and not any("^(" in n for n in self.names.given.names):
            raise self.fail(f"{spelling.written()} is not declared", start, "write a power as ^2, without brackets")
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
                sub = _flat(self.script()[0])
            elif token == "^":
                self.at = found.end()
                raw = self.script()[0].strip()
                tick = re.fullmatch(r"(?:\\prime\s*)+", raw)
                layered = re.fullmatch(r"\(\s*([A-Za-z0-9+\-\s]+)\s*\)\s*(T|\\top|\\mathsf\s*\{?T\}?)?", raw)
                if tick:
                    primes += raw.count(r"\prime")
                elif layered and layer is None and self.has_layer(spelling.base, sub, layered[1]):
                    layer = re.sub(r"\s", "", layered[1])
                    transposed = bool(layered[2])
                else:
                    self.at = mark
                    break
            elif token[0] in SUBSCRIPTS and sub is None:
                self.at = found.end()
                sub = "".join(SUBSCRIPTS[c] for c in token)
            else:
                break
        return Spelling(spelling.base, primes, sub, layer), transposed, 0

    def has_layer(self, base: str, sub: str | None, layer: str) -> bool:
        """Whether a name of that base is declared with a layer at all."""
        del sub, layer
        return any(n.startswith(base) and "^(" in n for n in self.names.given.names)

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
        plain = re.sub(r"\\(?:mathsf|mathrm|text|mathbf|mathit|intercal)\s*|[{}\s]", "", text) or "T"
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
        flat = _flat(text)
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
            end = _closing(self.text, self.at)
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


def _split(text: str, mark: str) -> list[tuple[str, int]]:
    """The parts between marks outside braces and inner environments."""
    parts, level, begin, n = [], 0, 0, 0
    while n < len(text):
        if level == 0 and text.startswith(mark, n):
            parts.append((text[begin:n], begin))
            n += len(mark)
            if mark == r"\\" and (space := re.match(r"\s*\[[^\]]*(?:pt|em|ex|mm|cm)\]", text[n:])):
                n += space.end()
            begin = n
            continue
        if text.startswith(r"\begin{", n):
            level, n = level + 1, n + 6
        elif text.startswith(r"\end{", n):
            level, n = level - 1, n + 4
            end = text.find("}", n)
            n = len(text) if end < 0 else end + 1
            continue
        elif text[n] == "\\":
            n += 2
            continue
        if text[n] == "{":
            level += 1
        elif text[n] == "}":
            level -= 1
        if text.startswith("{", n) and text[max(0, n - 6) : n] == r"\begin":
            level -= 1
            end = text.find("}", n)
            n = len(text) if end < 0 else end
        n += 1
    parts.append((text[begin:], begin))
    return parts


def _closing(text: str, start: int) -> int:
    level = 0
    for n in range(start, len(text)):
        level += (text[n] == "(") - (text[n] == ")")
        if level == 0:
            return n
    return -1


def _flat(raw: str) -> str:
    """A subscript on one line: styles, braces and blanks removed, Greek spelled out."""
    text = re.sub(r"\\(?:text|mathrm|mathit|mathbf|mathsf|textrm|operatorname|mbox|rm)(?![A-Za-z])", "", raw)
    text = re.sub(r"\\[,;:! ]", "", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: VARIANTS.get(m[1], m[1]), text)
    return re.sub(r"[{}\s]", "", text)


__all__ = ["Always", "LatexLexer", "Unreadable", "bound_names"]
