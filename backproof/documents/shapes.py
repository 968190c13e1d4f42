r"""Shapes: do the declared dimensions fit the equations?

    W \in R^{10 x 256},  z = W y + b,  p = softmax(z)       gives z, b, p in R^10, whatever else is declared of them

Rows and columns of each name are nodes; an equation joins those that must agree.  A class with two different numbers is
a contradiction, and a declaration is to blame if everything fits without it, and without no other one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backproof.answers.syntax import Add, Call, Elementwise, Entry, Expr, Mul, Num, Sym, Transpose

Node = tuple[str, str]
Dims = tuple[Node, Node]


@dataclass(frozen=True)
class Declared:
    """`name \\in R^{rows x columns}`; a number is 1 x 1."""

    name: str
    rows: str
    columns: str

    @property
    def written(self) -> str:
        """As a page writes it."""
        if self.columns != "1":
            return f"R^({self.rows} x {self.columns})"
        return "R" if self.rows == "1" else f"R^{self.rows}"


@dataclass
class _Classes:
    parent: dict[Node, Node] = field(default_factory=dict)
    values: dict[Node, set[str]] = field(default_factory=dict)
    inner: int = 0

    def root(self, node: Node) -> Node:
        while (up := self.parent.get(node, node)) != node:
            node = up
        return node

    def join(self, left: Node, right: Node) -> None:
        left, right = self.root(left), self.root(right)
        if left != right:
            self.parent[left] = right
            self.values.setdefault(right, set()).update(self.values.pop(left, set()))

    def value(self, node: Node, written: str) -> None:
        self.values.setdefault(self.root(node), set()).add(written)

    def known(self, node: Node) -> set[str]:
        return self.values.get(self.root(node), set())

    def contradiction(self) -> bool:
        return any(len({each for each in found if each.isdigit()}) > 1 for found in self.values.values())


@dataclass(frozen=True)
class Network:
    """Declarations and equations of a section."""

    declared: tuple[Declared, ...]
    equations: tuple[tuple[str, Expr], ...]
    matrices: frozenset[str]

    def blamed(self) -> tuple[Declared, str] | None:
        """The one declaration without which all others fit, and what it should have been; None if nothing is wrong."""
        culprits = self.suspects()
        if len(culprits) != 1:
            return None
        (culprit,) = culprits
        return culprit, self._shown(culprit.name, self._classes(self._without(culprit)))

    def suspects(self) -> tuple[Declared, ...]:
        """The declarations of which one must be wrong: without any of them, the others fit."""
        if not self._classes(self.declared).contradiction():
            return ()
        return tuple(each for each in self.declared if not self._classes(self._without(each)).contradiction())

    def kinds(self) -> Mapping[str, tuple[int, bool]]:
        """The number of indices of each name whose shape is known, and whether it is a row."""
        found = self.blamed()
        declared = self.declared if found is None else self._without(found[0])
        classes = self._classes(declared)
        if classes.contradiction():
            return {}
        names = {each.name for each in declared} | {name for name, _ in self.equations}
        out: dict[str, tuple[int, bool]] = {}
        for name in names:
            rows, columns = classes.known((name, "rows")), classes.known((name, "columns"))
            if not rows and not columns:
                continue
            tall, wide = rows != {"1"}, columns != {"1"}
            out[name] = (tall + wide, wide and not tall)
        return out

    def _without(self, left_out: Declared) -> tuple[Declared, ...]:
        return tuple(each for each in self.declared if each is not left_out)

    def _classes(self, declared: Iterable[Declared]) -> _Classes:
        classes = _Classes()
        for each in declared:
            classes.value((each.name, "rows"), each.rows)
            classes.value((each.name, "columns"), each.columns)
        for name, expr in self.equations:
            dims = self._dims(expr, classes)
            if dims is not None:
                rows, columns = self._of_name(name, classes)
                classes.join(rows, dims[0])
                classes.join(columns, dims[1])
        return classes

    def _of_name(self, name: str, classes: _Classes) -> Dims:
        if name not in self.matrices:
            classes.value((name, "columns"), "1")
        return (name, "rows"), (name, "columns")

    def _dims(self, expr: Expr, classes: _Classes) -> Dims | None:
        match expr:
            case Sym(name):
                return self._of_name(name, classes)
            case Transpose(array):
                inside = self._dims(array, classes)
                return None if inside is None else (inside[1], inside[0])
            case Add() | Elementwise():
                terms = expr.terms if isinstance(expr, Add) else (expr.left, expr.right)
                found = [each for term in terms if (each := self._dims(term, classes)) is not None]
                for each in found[1:]:
                    classes.join(found[0][0], each[0])
                    classes.join(found[0][1], each[1])
                return found[0] if found else None
            case Mul(factors):
                parts = [self._dims(each, classes) for each in factors if not isinstance(each, Num)]
                dims = parts[0] if parts else None
                for each in parts[1:]:
                    if dims is None or each is None:
                        return None
                    classes.join(dims[1], each[0])
                    dims = (dims[0], each[1])
                return dims
            case Call("D" | "dot" | "E" | "Var", _) | Entry():
                return None
            case Call(_, (inside,)):
                return self._dims(inside, classes)
            case _:
                return None

    def _shown(self, name: str, classes: _Classes) -> str:
        def value(which: str) -> str:
            known = classes.known((name, which))
            return next(iter(sorted(known, key=lambda each: (not each.isdigit(), each))), "?")

        return Declared(name, value("rows"), value("columns")).written
