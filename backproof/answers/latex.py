r"""The LaTeX lexer: commands with their arguments, delimiters, fractions, folds, cases.

What TeX would execute or fetch (\input, \def, \csname) is not a formula and is unreadable.
"""

from __future__ import annotations

import re
from fractions import Fraction

from backproof.answers.alphabet import (
    ACCENTS,
    CHARACTERS,
    FRACTIONS,
    FUNCTIONS,
    GREEK,
    GREEK_NAMES,
    SUPERSCRIPTS,
    VARIANTS,
)
from backproof.answers.building import build_cond
from backproof.answers.latex_arguments import split_rows
from backproof.answers.latex_names import LatexNames
from backproof.answers.latex_tables import BLANKS, FOLDS, FRACTION_COMMANDS, OPERATORS, STYLES
from backproof.answers.syntax import Call, Cases, Cond, Div, Expr, Num, Pow, Sym
from backproof.answers.tokens import Binder, FunctionRef


class LatexLexer(LatexNames):
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
                if self.match(r"[eE][+-]?\d"):
                    raise self.fail("a power of ten, or a product with e?", start, "write 10^{-12}")
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
        tail = re.fullmatch(r"\s*(?:d|\\partial|\\mathrm\s*(?:\{d\}|d)|∂)\s*(?![-+*/\s]|\\cdot)(.+)", under, re.DOTALL)
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
        rows = [(row, at) for row, at in split_rows(body, r"\\") if row.strip()]
        for n, (row, at) in enumerate(rows):
            cells = split_rows(row, "&")
            value_text, condition_text = cells[0][0], ""
            value_at, condition_at = body_at + at + cells[0][1], 0
            if len(cells) == 2:
                condition_text, condition_at = cells[1][0], body_at + at + cells[1][1]
            elif len(cells) == 1 and (
                found := re.search(r",?\s*\\(?:text|mbox|mathrm)\s*\{\s*(?:if|for|when|otherwise|else)\b", row)
            ):
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
        return build_cond(pieces, self.offset + at + len(text))
