"""Arguments of LaTeX commands: braces, scripts, and what TeX takes where braces are left out."""

from __future__ import annotations

import re

from backproof.answers.alphabet import ACCENTS, VARIANTS
from backproof.answers.latex_tables import COMMAND, FRACTION_COMMANDS, STYLES
from backproof.answers.lexing import Lexer


class LatexArguments(Lexer):
    """The part of the LaTeX lexer that finds arguments."""

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
        found = COMMAND.match(self.text, self.at)
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


def split_rows(text: str, mark: str) -> list[tuple[str, int]]:
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


def closing_of(text: str, start: int) -> int:
    """Where the round bracket at `start` is closed, or -1."""
    level = 0
    for n in range(start, len(text)):
        level += (text[n] == "(") - (text[n] == ")")
        if level == 0:
            return n
    return -1


def flattened(raw: str) -> str:
    """A subscript on one line: styles, braces and blanks removed, Greek spelled out."""
    text = re.sub(r"\\(?:text|mathrm|mathit|mathbf|mathsf|textrm|operatorname|mbox|rm)(?![A-Za-z])", "", raw)
    text = re.sub(r"\\[,;:! ]", "", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: VARIANTS.get(m[1], m[1]), text)
    return re.sub(r"[{}\s]", "", text)
