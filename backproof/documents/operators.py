r"""The operators of a derivation: E, Var, Cov, derivatives, gradients, integrals, inner products.

\frac{\partial L}{\partial z}    \nabla_W L    \mathbb{E}[x^2]    \int_a^b f(x) \, dx    \langle w, x \rangle
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.latex import LatexLexer
from backproof.answers.syntax import Call, Either, Expr, Num, Sym, negative
from backproof.answers.tokens import Binder
from backproof.documents.integration import DENSITIES, bound, differential
from backproof.documents.page_names import PageNames

MOMENTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("E", "Exp", "Expectation", "expectation", "mean", "Mean"), "E"),
        **dict.fromkeys(("Var", "var", "VAR", "V", "Variance", "variance"), "Var"),
        **dict.fromkeys(("Cov", "cov", "COV"), "Cov"),
        **dict.fromkeys(("std", "Std", "STD", "stdev", "sd", "SD", "stddev"), "Std"),
    }
)
SPELLED_MOMENTS = MOMENTS.keys() - {"sd", "SD"}  # those are products without a style
MOMENT_ARITY = {"E": 1, "Var": 1, "Cov": 2, "Std": 1}
BRACKET = r"\s*(?:\\left|\\[bB]igg?[lr]?)?\s*([(\[]|\\\{|\{)"
_NORM = (  # a squared norm with the number before it: what a penalty looks like
    r"\s*(?:\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}\s*|\d+\s*|\\(?:lambda|alpha|beta|mu|gamma|eta)(?![A-Za-z])\s*)*"
    r"(?:(?:\\left\s*)?(?:\\\||\\lVert|\\Vert|‖)(?:(?!\\\||\\rVert|\\Vert|‖).)*(?:\\\||\\rVert|\\Vert|‖)"
    r"|\\operatorname\{fro\}\\left\([^()]*\\right\))"
    r"(?:\s*_\s*(?:\w|\{\w\}))?(?:\s*\^\s*(?:2|\{\s*2\s*\}))?"
)
_D = r"(?:d|\\partial|∂|\\mathrm\s*(?:\{\s*d\s*\}|d)|\\text\s*\{\s*d\s*\}|\\mathbf\{d\})"


def moment_of(kind: str, values: tuple[Expr, ...]) -> Expr:
    """E, Var or Cov of what stands in the brackets; a standard deviation is the root of a variance."""
    return Call("sqrt", (Call("Var", values),)) if kind == "Std" else Call(kind, values)


class OperatorLexer(LatexLexer):
    """Reads each operator with what it is applied to."""

    names: PageNames

    def moment(self, kind: str, start: int) -> None:
        """E[...], Var(...), Cov(..., ...), with a power between the name and the bracket."""
        if found := self.match(r"\s*_\s*"):
            self.at = found.end()
            self.script()
        power: Expr | None = None
        if found := self.match(r"\s*\^\s*"):
            self.at = found.end()
            text, at = self.script()
            power = self.child(text, at).expr()
        found = self.match(BRACKET)
        if found is None:
            raise self.fail(f"{kind} has no argument", start, f"write {kind}(x)")
        opening = found.end() - 1
        closing = closed_at(self.text, opening)
        if closing < 0:
            raise self.fail("a bracket is not closed", opening, "close it")
        end = closing
        inner = self.text[opening + 1 : closing]
        tail = re.search(r"\\right\s*\\?$|\\[bB]igg?r?\s*$|\\$", inner)
        if tail:
            inner = inner[: tail.start()]
        arguments = split_arguments(inner)
        if len(arguments) != MOMENT_ARITY[kind]:
            raise self.fail(f"{kind} has {len(arguments)} arguments", start, f"it takes {MOMENT_ARITY[kind]}")
        self.at = end + 1
        values = tuple(self.child(text, opening + 1 + offset).expr() for text, offset in arguments)
        self.emit("OPERAND", moment_of(kind, values), start)
        if power is not None:
            self.emit("CARET", "^", start)
            self.emit("OPERAND", power, start)

    def integral(self, start: int) -> None:
        r"""\int_a^b f(x) \, dx; without ends, or over \mathbb{R}, it is over the whole line."""
        ends: dict[str, tuple[str, int]] = {}
        while found := self.match(r"\s*\\(?:limits|nolimits)(?![A-Za-z])|\s*([_^])\s*"):
            self.at = found.end()
            if found[1]:
                ends[found[1]] = self.script()
        where = differential(self.text[self.at :])
        if where is None:
            raise self.fail("this integral has no dx", start, r"write \int_a^b f(x) \, dx")
        begin, end, variable = where
        name = self.child(variable, self.at).expr()
        body_at = self.at
        inside = self.text[body_at : body_at + begin]
        applied = re.search(rf"(?<![A-Za-z\\])([A-Za-z])(?:_\{{?\w+\}}?)?\s*\(\s*{re.escape(variable)}\s*\)", inside)
        if applied and applied[1] not in self.names.functions and applied[1] not in DENSITIES:
            raise self.fail(f"it is not said what the function {applied[1]} is", start, "define it before")
        reader = self.child(inside, body_at)
        if applied and applied[1] not in self.names.functions:  # it may be the density of something
            reader = type(self)(inside, self.names.applying(applied[1]), self.offset + body_at, self.depth + 1)
        body = reader.expr() if begin else Num(Fraction(1))
        self.at = body_at + end
        if not isinstance(name, Sym):
            raise self.fail("the variable of this integral cannot be read", start, r"write dx")
        line = not ends or re.fullmatch(r"\s*\\mathbb\s*\{?\s*R\s*\}?\s*", ends.get("_", ("", 0))[0])
        if not line and len(ends) < 2:
            raise self.fail("this integral has one end only", start, r"write \int_a^b")
        infinity = Sym("infty")
        low = negative(infinity) if line else self.child(*ends["_"]).expr()
        high: Expr = infinity if line else self.child(*ends["^"]).expr()
        self.emit("OPERAND", bound(body, name, low, high), start)

    def inner_product(self, start: int) -> None:
        r"""\langle w, x \rangle."""
        end = self.text.find(r"\rangle", self.at)
        if end < 0:
            raise self.fail("an angle bracket is not closed", start, r"write \rangle")
        inner_at = self.at + len(r"\langle")
        arguments = split_arguments(self.text[inner_at:end])
        if len(arguments) != 2:
            raise self.fail("an inner product has two factors", start, r"write \langle w, x \rangle")
        self.at = end + len(r"\rangle")
        values = tuple(self.child(text, inner_at + offset).expr() for text, offset in arguments)
        self.emit("OPERAND", Call("dot", values), start)

    def gradient(self, start: int) -> None:
        r"""\nabla_W L: the factor that follows, differentiated."""
        found = self.match(r"\s*_\s*")
        if found is None:
            raise self.fail("this gradient does not say with respect to what", start, r"write \nabla_W L")
        self.at = found.end()
        text, at = self.script()
        variable = self.child(text, at).expr()
        if self.match(r"\s*\^"):
            raise self.fail("this second derivative by an array is not read", start, r"write \nabla_W L")
        if (penalty := self.match(_NORM)) is not None:
            value: Expr = self.child(penalty[0], self.at).expr()
            self.at = penalty.end()
            self.emit("OPERAND", Call("D", (value, variable)), start)
            return
        before = len(self.out)
        while len(self.out) == before and self.at < len(self.text):
            self.step()
        if len(self.out) == before:
            raise self.fail("nothing follows the gradient", start, r"write \nabla_W L")
        body = self.out.pop()
        if body.kind == "LP":
            closing = closed_at(self.text, self.at - 1)
            if closing < 0:
                raise self.fail("a bracket is not closed", self.at, "close it")
            value = self.child(self.text[self.at : closing], self.at).expr()
            self.at = closing + 1
        elif body.kind == "OPERAND":
            value = body.value  # type: ignore[assignment]
        else:
            raise self.fail("this gradient cannot be read", start, r"write \nabla_W L")
        del self.out[before:]
        self.emit("OPERAND", Call("D", (value, variable)), start)

    def fraction(self, start: int) -> None:
        """A fraction, a derivative, or the operator d/dz before what it differentiates."""
        mark = self.at
        over, over_at = self.argument()
        under, under_at = self.argument()
        head = re.fullmatch(rf"\s*{_D}\s*(?:\^\s*\{{?([23])\}}?)?\s*(.*)", over, re.DOTALL)
        tail = re.fullmatch(rf"\s*{_D}\s*(?![A-Za-z]*\s*[_^]\s*\{{?[a-z]?[d]\b)(.+)", under, re.DOTALL)
        if not (head and tail) or head[2].startswith("_") or re.match(r"\s*[-+*/_]|\s*\\cdot", tail[1]):  # d/(d + m)
            self.at = mark
            super().fraction(start)
            return
        order = int(head[1] or 1)
        below = tail[1]
        if order > 1 and (parts := re.split(rf"\s*{_D}\s*(?=\\?[A-Za-z])", below)) and len(parts) == order:
            value = self.child(head[2], over_at + head.start(2)).expr()
            for part in reversed(parts):  # by different variables
                variable = self.child(part, under_at).expr()
                value = Call("D", (value, variable))
            self.emit("OPERAND", value, start)
            return
        if order > 1:
            below = re.sub(rf"\^\s*\{{?{order}\}}?\s*$", "", below)
        variable = self.child(below, under_at + tail.start(1)).expr()
        if isinstance(variable, Either):
            variable = variable.first
        if not head[2].strip():
            marks = f"§{len(self.names.variables)}"
            self.names.variables[marks] = variable
            for _ in range(order):
                self.emit("BIG", Binder("diff", (marks,)), start)
            return
        value = self.child(head[2], over_at + head.start(2)).expr()
        for _ in range(order):
            value = Call("D", (value, variable))
        self.emit("OPERAND", value, start)


def closed_at(text: str, opening: int) -> int:
    """Where a bracket is closed, or -1; half-open brackets are no brackets here."""
    level, n = 0, opening
    while n < len(text):
        if text[n] == "\\" and n + 1 < len(text) and text[n + 1] not in "{}":
            n += 2
            continue
        level += (text[n] in "([{") - (text[n] in ")]}")
        if level == 0:
            return n
        n += 1
    return -1


def split_arguments(inner: str) -> list[tuple[str, int]]:
    """Arguments between commas outside brackets."""
    out: list[tuple[str, int]] = []
    level = begin = 0
    for n, char in enumerate(inner):
        if n and inner[n - 1] == "\\":  # a blank as in `c\, x`, or a brace
            continue
        level += (char in "([{") - (char in ")]}")
        if char == "," and level == 0:
            out.append((inner[begin:n], begin))
            begin = n + 1
    return [*out, (inner[begin:], begin)]
