"""Reading: an answer, as LaTeX or as text, becomes a tree or is `Unreadable`.

Every character is consumed.  `lhs = rhs`, `w <- rhs` and `X ~ rhs` are judged by the right-hand side; a left-hand side
that is itself an expression in the declared names is kept, so that the judge can see whether the two agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from backproof.answers import latex_tables, text
from backproof.answers.given import Given
from backproof.answers.latex import LatexLexer
from backproof.answers.lexing import LONGEST, Lexer
from backproof.answers.moments import has_moments
from backproof.answers.names import Names
from backproof.answers.syntax import (
    Either,
    Entry,
    Expr,
    Family,
    Fold,
    Sym,
    children,
    map_expr,
)
from backproof.answers.tokens import Unreadable

Format = Literal["latex", "text"]
MOST_READINGS = 4
DEEPEST_TREE = 90


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says: one tree, or several where its words can be read in several ways."""

    readings: tuple[Expr, ...]
    left: Expr | None = None  # a left-hand side that is an expression of its own


def guess_format(answer: str) -> Format:
    """LaTeX where a backslash or a braced script stands, else text."""
    return "latex" if re.search(r"\\[A-Za-z(\[{|,;!]|[_^]\{", answer) else "text"


def read(answer: str, given: Given, fmt: Format) -> Reading:
    """Read an answer, or raise `Unreadable` with the place, the piece and a hint."""
    try:
        return _read(answer, given, fmt)
    except Unreadable as error:
        raise error.located(answer) from None


def _read(answer: str, given: Given, fmt: Format) -> Reading:
    if len(answer) > LONGEST:
        raise Unreadable("too long", LONGEST, answer[:20], f"at most {LONGEST} characters are read")
    if not answer.strip():
        raise Unreadable("nothing is written", 0, "", "write an expression")
    start, end = _stripped(answer, fmt)
    cut, label = _right_hand_side(answer, start, end, fmt)
    if label is not None:
        _check_label(answer, label, fmt)
    tree = _parse(answer, cut, end, given, fmt)
    left = None
    if label is not None:
        try:
            left = _parse(answer, *label, given, fmt)
        except Unreadable:
            left = None  # a name for the result, as in dL/dz
        if left is not None and (isinstance(left, Sym | Entry | Family | Either) or has_moments(left)):
            left = None  # Var(a) = n s^2 names the quantity; its distribution is not given
    return Reading(_readings(tree), left)


def _parse(answer: str, start: int, end: int, given: Given, fmt: Format) -> Expr:
    stretch = answer[start:end]
    if fmt == "latex":
        lexer: Lexer = LatexLexer(stretch, Names(given, latex_tables.bound_names(stretch)), start)
    else:
        stretch = text.spelled_out(stretch)
        lexer = text.TextLexer(stretch, Names(given, text.bound_names(stretch)), start)
    try:
        tree = lexer.expr()
        _shallow(tree, start, answer)
        _bound_only_in_folds(tree, frozenset(given.domains), start)
    except RecursionError:
        raise Unreadable("nested too deep", start, answer[:20], "write it with fewer levels") from None
    return tree


def _shallow(tree: Expr, at: int, answer: str) -> None:
    """Refuse a tree that is too deep to be walked."""
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST_TREE:
            raise Unreadable("nested too deep", at, answer[:20], "write it with fewer levels")
        level = [child for node in level for child in children(node)]


def _bound_only_in_folds(tree: Expr, known: frozenset[str], at: int) -> None:
    """Refuse an index that is used outside the fold that binds it."""
    stack = [(tree, known)]
    while stack:
        node, names = stack.pop()
        if isinstance(node, Sym) and node.name not in names:
            raise Unreadable(f"{node.name} is used outside the sum that binds it", at, node.name, "bind it with a sum")
        if isinstance(node, Fold):
            names = names | {node.var}
        stack.extend((child, names) for child in children(node))


def _readings(tree: Expr) -> tuple[Expr, ...]:
    """All trees without `Either`."""
    out = [tree]
    while any(_first_choice(t) is not None for t in out):
        step: list[Expr] = []
        for t in out:
            choice = _first_choice(t)
            step.extend([t] if choice is None else [_replaced(t, choice, c) for c in (choice.first, choice.second)])
        out = step
        if len(out) > MOST_READINGS:
            raise Unreadable("this can be read in too many ways", 0, "", "add brackets")
    return tuple(dict.fromkeys(out))


def _first_choice(tree: Expr) -> Either | None:
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Either):
            return node
        stack.extend(children(node))
    return None


def _replaced(tree: Expr, choice: Either, chosen: Expr) -> Expr:
    if tree is choice:
        return chosen

    def change(e: Expr) -> Expr:
        return _replaced(e, choice, chosen)

    return map_expr(tree, change)


# -- what surrounds an expression

_WRAPS = {"latex": (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")), "text": (("$", "$"), ("`", "`"))}
_EDGE = {"latex": r"(?:\s|\\[,;:!]|~)*", "text": r"\s*"}


def _stripped(answer: str, fmt: Format) -> tuple[int, int]:
    """Where the formula starts and ends: blanks, dollars and a full stop stand around it."""
    start, end = 0, len(answer)
    for _ in range(3):
        head = re.compile(_EDGE[fmt]).match(answer, start, end)
        start = head.end() if head else start
        end = start + len(answer[start:end].rstrip())
        if end - start > 1 and answer[end - 1] in ".," and not answer[:end].endswith(("\\right.", "\\,", "..", ",,")):
            end -= 1
        for opening, closing in _WRAPS[fmt]:
            inner = answer[start:end]
            if len(inner) >= len(opening) + len(closing) + 1 and inner.startswith(opening) and inner.endswith(closing):
                if opening in ("$", "$$", "`") and opening in inner[len(opening) : -len(closing)]:
                    continue
                start, end = start + len(opening), end - len(closing)
                break
    boxed = re.compile(r"\\boxed\s*\{").match(answer, start, end) if fmt == "latex" else None
    if boxed and answer[end - 1] == "}":
        level = 0
        for n in range(boxed.end() - 1, end):
            level += (answer[n] == "{") - (answer[n] == "}")
            if level == 0:
                if n == end - 1:
                    start, end = boxed.end(), end - 1
                break
    return start, end


_RELATIONS = {
    "latex": re.compile(r"\\leftarrow(?![A-Za-z])|\\gets(?![A-Za-z])|\\sim(?![A-Za-z])|\\to(?![A-Za-z])"
                        r"|\\rightarrow(?![A-Za-z])|\\mapsto(?![A-Za-z])|\\coloneqq(?![A-Za-z])|:=|←|→|=|\\equiv(?![A-Za-z])"),
    "text": re.compile(r"<-(?=\s)|->|←|→|:=|=|~|∼"),
}  # fmt: skip


def _right_hand_side(answer: str, start: int, end: int, fmt: Format) -> tuple[int, tuple[int, int] | None]:
    """Where the right-hand side starts, and the stretch of the left-hand side before it."""
    level, n = 0, start
    cut, label = start, None
    while n < end:
        char = answer[n]
        if fmt == "latex" and char == "\\":
            environment = re.compile(r"\\(begin|end)\b").match(answer, n)
            if environment:
                level += 1 if environment[1] == "begin" else -1
                n = environment.end()
                continue
            if answer[n : n + 2] in (r"\{", r"\}"):
                level += 1 if answer[n + 1] == "{" else -1
                n += 2
                continue
            found = _RELATIONS[fmt].match(answer, n)
            if found is None or level != 0:
                command = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL).match(answer, n)
                n = command.end() if command else n + 1
                continue
        level += (char in "([{") - (char in ")]}")
        if (
            level == 0
            and fmt == "text"
            and re.compile(r"\bif\b").match(answer, n)
            and (n == 0 or not answer[n - 1].isalnum())
        ):
            break
        found = _RELATIONS[fmt].match(answer, n) if level == 0 else None
        if found and not (found[0] == "=" and (answer[n - 1 : n] in tuple("<>!=") or answer[n + 1 : n + 2] == "=")):
            label, cut, n = (start if label is None else label[0], n), found.end(), found.end()
            continue
        n += 1
    if label is None:
        return start, None
    last = label[1]
    # of a chain a = b = c the middle is judged with the right-hand side
    begin = start
    for found in _RELATIONS[fmt].finditer(answer, start, last):
        inner = answer[start : found.start()]
        if all(inner.count(a) == inner.count(b) for a, b in ("()", "[]", "{}")):
            begin = found.end()
    return cut, (begin, last)


_LABEL = {
    "latex": re.compile(r"(?:[A-Za-z0-9\s(){}\[\]_^',./|*+\-:;~∂∇&Ͱ-Ͽ]|\\(?:[A-Za-z]+|[,;:! {}|]))*"),
    "text": re.compile(r"[\w\s(){}\[\]_^',./|*+\-:∂∇\u0302-\u0307−·²³½√⁻¹]*"),
}
_UNSAFE = re.compile(
    r"\\(?:input|include|def|let|write|csname|newcommand|loop|read|open|catcode|expandafter|gdef|edef)"
)


def _check_label(answer: str, label: tuple[int, int], fmt: Format) -> None:
    """A left-hand side may be any name, but it is a formula: balanced, short, and nothing else."""
    stretch = answer[label[0] : label[1]]
    found = _LABEL[fmt].match(stretch)
    end = found.end() if found else 0
    if end != len(stretch):
        raise Unreadable(
            "the left-hand side cannot be read", label[0] + end, stretch[end : end + 10], "write only the answer"
        )
    unsafe = _UNSAFE.search(stretch)
    if unsafe or not stretch.strip() or len(stretch) > 300:
        raise Unreadable("the left-hand side cannot be read", label[0], stretch[:20], "write only the answer")
    for opening, closing in ("()", "[]", "{}"):
        if stretch.count(opening) != stretch.count(closing):
            raise Unreadable("the left-hand side has an open bracket", label[0], stretch[:20], "write only the answer")
