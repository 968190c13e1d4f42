r"""Shapes: do the declared dimensions fit the equations?

    W \in R^{10 x 256},  z = W y + b,  p = softmax(z)       gives z, b, p in R^10, whatever else is declared of them

Rows and columns of each name are nodes; an equation joins those that must agree.  A class with two different numbers is
a contradiction, and a declaration is to blame if everything fits without it, and without no other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from backproof.answers.printing import plain
from backproof.answers.syntax import Add, Call, Elementwise, Entry, Expr, Fold, Mul, Num, Sym, Transpose, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome
from backproof.documents.page_names import PageNames
from backproof.documents.report import Counterexample
from backproof.documents.samples import without_sample
from backproof.documents.statements import Statement

Node = tuple[str, str]
Dims = tuple[Node, Node]
_SPACE = re.compile(
    r"^\\(?:mathbb|mathbf|mathcal)\s*\{?\s*R\s*\}?\s*(?:\^\s*(?:\{(?P<braced>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<single>\w|\\[a-z]+)))?$"
)


@dataclass(frozen=True)
class Declared:
    """`name \\in R^{rows x columns}`; a number is 1 x 1."""

    name: str
    rows: str
    columns: str

    @property
    def written(self) -> str:
        """As a page writes it."""
        rows, columns = (re.sub(r"\s+(?=\})", "", each) for each in (self.rows, self.columns))
        if columns != "1":
            return f"R^({rows} x {columns})"
        return "R" if rows == "1" else f"R^{rows}"


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
    lengths: tuple[tuple[str, str], ...] = ()  # how many entries a vector has by a sum over them: sum_{i=1}^n w_ji x_i

    def turned(self, name: str) -> tuple[Declared, str, str] | None:
        """A declared matrix that fits a product only if it is transposed, with the vector and its number of entries.

        W in R^{n x m} of a = W x, where x has n entries.
        """
        for each in self.declared:
            if each.name != name or "1" in (each.rows, each.columns):
                continue
            rows, columns = _size(each.rows), _size(each.columns)
            for vector, length in self.lengths:
                times = any(
                    left == Sym(name) and right == Sym(vector)
                    for _, expr in self.equations
                    for node in walk(expr)
                    if isinstance(node, Mul)
                    for left, right in pairwise(node.factors)
                )
                said = {_size(other.rows) for other in self.declared if other.name == vector} - {length}
                fits = any(size == columns for _, size in self.lengths)
                if times and length == rows != columns and not fits and not said:
                    return each, vector, length
        return None

    def blamed(self) -> tuple[Declared, str] | None:
        """The one declaration without which all others fit, and what it should have been; None if nothing is wrong."""
        culprits = self.suspects()
        if len(culprits) != 1:
            return None
        (culprit,) = culprits
        return culprit, self._shown(culprit.name, self._forward._classes(self._without(culprit)))

    def suspects(self) -> tuple[Declared, ...]:
        """The declarations of which one must be wrong: without any of them, the others fit."""
        forward = self._forward
        if not forward._classes(self.declared).contradiction():
            return ()
        return tuple(each for each in self.declared if not forward._classes(self._without(each)).contradiction())

    @property
    def _forward(self) -> Network:
        """The same without the equations of errors: where one of these does not fit, it is wrong itself.

        A capital of which nothing is declared may be a matrix here.
        """
        kept = tuple(each for each in self.equations if not each[0].startswith(("delta", "Delta")))
        named = {each.name for _, expr in kept for each in walk(expr) if isinstance(each, Sym)} | {
            name for name, _ in kept
        }
        capitals = {name for name in named - {each.name for each in self.declared} if name[:1].isupper()}
        return replace(self, equations=kept, matrices=self.matrices | capitals)

    def culprit(self) -> Declared | None:
        """Of the suspects, the one to show: a matrix that would fit if it were transposed, else the last of them."""
        suspects = self.suspects()
        for each in suspects:
            turned = Declared(each.name, each.columns, each.rows)
            fits = not self._forward._classes((*self._without(each), turned)).contradiction()
            if fits and "1" not in (each.rows, each.columns):
                return each
        return suspects[-1] if suspects else None

    def clash(self) -> str:
        """The equation in which the declared shapes do not fit, if one is enough."""
        for name, expr in self.equations:
            if replace(self, equations=((name, expr),))._classes(self.declared).contradiction():
                return f"{name} = {plain(expr)}"
        return "the equations"

    def kinds(self) -> Mapping[str, tuple[int, bool]]:
        """The number of indices of each name whose shape is known, and whether it is a row."""
        found = self.blamed()
        declared = self.declared if found is None else self._without(found[0])
        classes = self._classes(declared)
        if classes.contradiction():
            classes = self._forward._classes(declared)
        if classes.contradiction():
            return {}
        names = dict.fromkeys((*(each.name for each in declared), *(name for name, _ in self.equations)))
        said = [each.name for each in declared]
        out: dict[str, tuple[int, bool]] = {
            each.name: ((each.rows != "1") + (each.columns != "1"), each.rows == "1" != each.columns)
            for each in declared
            if said.count(each.name) == 1  # whatever a wrong equation makes of it
        }
        for name in (each for each in names if each not in out):
            rows, columns = classes.known((name, "rows")), classes.known((name, "columns"))
            if not rows and columns <= {"1"}:
                continue  # nothing says that it is more than a number: c = -m
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
                terms = _without_broadcast(expr.terms) if isinstance(expr, Add) else (expr.left, expr.right)
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
            case Call("D" | "dot" | "E" | "Var" | "max" | "min", _) | Entry():
                return None
            case Call("diag", (inside,)):  # of a column; of a matrix it is one
                vector = self._dims(inside, classes)
                return None if vector is None or classes.known(vector[1]) != {"1"} else (vector[0], vector[0])
            case Call(_, (inside,)):
                return self._dims(inside, classes)
            case _:
                return None

    def _shown(self, name: str, classes: _Classes) -> str:
        def value(which: str) -> str:
            known = classes.known((name, which))
            return next(iter(sorted(known, key=lambda each: (not each.isdigit(), each))), "?")

        return Declared(name, value("rows"), value("columns")).written


def _without_broadcast(terms: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The terms of W X + b, where b is added to the column of each sample, without b."""
    batch = any(map(_is_batch, terms))
    return tuple(each for each in terms if not (batch and isinstance(each, Sym) and each.name[:1].islower()))


def _is_batch(term: Expr) -> bool:
    """W X, the weighted inputs of all samples."""
    return isinstance(term, Mul) and all(isinstance(each, Sym) and each.name[:1].isupper() for each in term.factors)


def _of_batch(equations: Iterable[tuple[str, Expr]]) -> frozenset[str]:
    """The names in Z = W X + b and A = sigma(Z) of all samples, of which none is a column."""
    found: set[str] = set()
    for name, tree in equations:
        match tree:
            case Call(_, (Sym(inside),)) if inside in found:
                found.add(name)
            case Add(terms):
                factors = [each for term in terms if _is_batch(term) for each in walk(term)]
                found |= {each.name for each in factors if isinstance(each, Sym)} | ({name} if factors else set())
            case _:
                pass
    return frozenset(found)


def network_of(found: Iterable[Statement], names: PageNames, matrices: Iterable[str]) -> Network:
    """What a section declares of shapes, and the equations that its shapes must fit."""
    declared: list[Declared] = []
    equations: list[tuple[str, Expr]] = []
    lengths: list[tuple[str, str]] = []
    for statement in found:
        declares = statement.relations[:1] == ("in",) and not statement.claimed
        space = _SPACE.match(statement.sides[1].latex.strip()) if declares else None
        try:
            left = read_side(statement.sides[0].latex, names)[0]
            if space is not None and isinstance(left, Sym):
                written = (space["braced"] or space["single"] or "1").strip()
                dims = [each.strip() for each in re.split(r"\\times|×", written)]
                declared.append(Declared(left.name, dims[0], dims[1] if len(dims) > 1 else "1"))
            elif set(statement.relations) == {"="}:
                trees = _of_any_sample([read_side(side.latex, names)[0] for side in statement.sides])
                lengths += [each for tree in trees for node in walk(tree) if (each := _summed(node)) is not None]
                for one, other in pairwise(trees):
                    if isinstance(one, Sym):
                        equations.append((one.name, other))
        except Unreadable:
            continue
    big = frozenset(matrices) | _of_batch(equations) | {each.name for each in declared if each.columns != "1"}
    return Network(tuple(declared), tuple(equations), big, tuple(dict.fromkeys(lengths)))


def _of_any_sample(trees: list[Expr]) -> list[Expr]:
    """z = W a + b and a = sigma(z), of z_i = W a_i + b and a_i = sigma(z_i): i is no entry, where W is a matrix."""
    match trees[0]:
        case Entry(name, (Sym(letter),)) if "^(" in name and all(_applies(each, letter) for each in trees[1:]):
            return [without_sample(each, letter) for each in trees]
        case _:
            return trees


def _applies(tree: Expr, letter: str) -> bool:
    """Whether a tree is W a_i + b, or a function of z_i."""
    match tree:
        case Call(function, (Entry(_, (Sym(index),)),)):
            return index == letter and function not in ("D", "E", "Var")
        case Add(terms):
            products = [each.factors for each in terms if isinstance(each, Mul)]
            return any(
                isinstance(one, Sym)
                and one.name[:1].isupper()
                and isinstance(other, Entry)
                and other.indices == (Sym(letter),)
                for one, other in (each for each in products if len(each) == 2)
            )
        case _:
            return False


def _summed(node: Expr) -> tuple[str, str] | None:
    """x and n, of sum_{i=1}^n w_ji x_i."""
    match node:
        case Fold(
            "sum", var, Num(low), Sym(size), None, Mul((Entry(_, (_, Sym(second))), Entry(vector, (Sym(third),))))
        ):
            return (vector, size) if low == 1 and var == second == third else None
        case _:
            return None


def _size(written: str) -> str:
    r"""n_in, of n_{\text{in}}."""
    return re.sub(r"\\(?:text|mathrm)|[{}\s]", "", written)


def is_space(latex: str) -> bool:
    """Whether a set is R, R^n or R^{m x n}."""
    return _SPACE.match(latex.strip()) is not None


def judge_shape(name: str, network: Network | None) -> Outcome:
    """The declared shape of a name against the equations of its section."""
    blamed = None if network is None else network.blamed()
    if blamed is not None and blamed[0].name == name and "?" not in blamed[1]:  # a size that is not known may fit
        return Outcome(
            "refuted",
            f"the equations make it {blamed[1]}, not {blamed[0].written}",
            counterexample=Counterexample((), blamed[0].written, blamed[1], "="),
            correction=f"{name} in {blamed[1]}",
        )
    culprit = None if network is None or blamed is not None else network.culprit()
    if network is not None and culprit is not None and culprit.name == name:
        others = " and ".join(f"{each.name} in {each.written}" for each in network.suspects() if each is not culprit)
        return Outcome(
            "refuted",
            f"{name} in {culprit.written} does not fit {others} in {network.clash()}: one of these is wrong",
        )
    if network is not None and (turned := network.turned(name)) is not None:
        one, vector, length = turned
        right = Declared(name, one.columns, one.rows).written
        return Outcome(
            "refuted",
            f"{vector} has {length} entries, so {name} {vector} needs a matrix with {length} columns",
            counterexample=Counterexample((), one.written, right, "="),
            correction=f"{name} in {right}",
        )
    return Outcome("definition", f"the shape of {name} is given here")
