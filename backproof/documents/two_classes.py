r"""Two classes: where a page says so, $y_1$, $z_2$ and $t_1$ are numbers of their own.

    for n = 2:  y_1 = e^{z_1} / (e^{z_1} + e^{z_2}) = \sigma(z_1 - z_2),   t_1 = t,   t_2 = 1 - t

Only a statement in numbered entries is read so, without letters as indices and without sums: what speaks of y_i speaks
of any number of classes, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import (
    ONE,
    TWO,
    Add,
    Call,
    Cond,
    Entry,
    Expr,
    Fold,
    Num,
    Sym,
    map_cond,
    map_expr,
    sides,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.dimensions import Dimensions, renamed, replaced, unrolled
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import named, reach
from backproof.documents.sides import Reading

_TWO = re.compile(
    r"(?<![A-Za-z\\_])(?P<letter>[nKCMmk])\s*=\s*2(?!\.?\d|\s*[A-Za-z]?[\^_({]|\s*\\(?!q?quad|text|mbox)[A-Za-z]|\s+[A-Z])"
    r"|(?i:\b(?:only |just |exactly )?two (?:classes|logits|outputs|categories)\b|\btwo[- ]class\b)"
    r"|(?i:\bbinary (?:case|classification|classifier)\b)",
)
_MORE = re.compile(
    r"(?i:\bin general\b|\b(?:three|several|many|more) classes\b|\b(?:any|every|all) number of classes)"
    r"|(?i:\b(?:general|arbitrary|any|every|all)) (?:number|\$?\s*[nKCMm]\b)"
    r"|(?<![A-Za-z\\_])[nKCMmk]\s*(?:>|\\geq?|\\gt|=\s*(?:[3-9]|1\d))",
)
_ZEROTH = re.compile(r"[A-Za-z]\s*_\s*\{?\s*0")
_REACH = 600  # characters after the words in which two classes would be numbered
_HEADING = re.compile(r"(?:\A|\n)#+\s")
_NUMBERED = re.compile(r"(?P<family>\w+)_(?P<number>[012])")


def size_of_two(text: str, start: int, at: int) -> tuple[str, int] | None:
    """The letter of the number of classes, and the first of them, if the page says that there are two.

    start, at: the places between which it says so.  The letter is empty where none is written; None where the page does
    not say so, or goes on to speak of more.
    """
    headings = [found.start() for found in _HEADING.finditer(text, start, at)]
    words = text[max([start, *headings]) : at]
    found = list(_TWO.finditer(words))
    if not found or _MORE.search(words[found[-1].end() :]):
        return None
    letter = next((each["letter"] for each in reversed(found) if each["letter"]), "")
    last = _HEADING.search(text, at)
    around = text[at - len(words) : last.start() if last else len(text)]
    return letter, 0 if _ZEROTH.search(around[found[-1].start() :][:_REACH]) else 1


def size_asked(question: str) -> tuple[str, int] | None:
    """The letter of the number of classes, and the first of them, if a question is about two: "What if $K = 2$?"."""
    found = list(_TWO.finditer(question))
    if not found or _MORE.search(question):
        return None
    return next((each["letter"] for each in found if each["letter"]), ""), 1


def with_two_classes(
    readings: Sequence[Reading], size: tuple[str, int], env: Environment
) -> tuple[list[Reading], Environment] | None:
    """A statement in numbered entries, and the environment in which they are numbers; None for any other."""
    trees = [each[0] for each in readings if not isinstance(each, Unreadable)]
    if len(trees) < len(readings) or not trees:
        return None
    nodes = [node for tree in trees for node in walk(tree)]
    if any(isinstance(node, Fold) for node in nodes) or not all(_is_numbered(node, env) for node in nodes):
        return None
    entries = [node for node in nodes if isinstance(node, Entry)]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    behind = names.union(*(reach(name, env) for name in names))
    if not entries and not any(_NUMBERED.fullmatch(name) for name in behind):
        return None
    spoken = {name for name in names if env.arrays.get(name)}
    families = {node.family for node in entries} | {found[1] for name in behind if (found := _NUMBERED.fullmatch(name))}
    told = {  # t, where t_1 = t
        each
        for name, known in env.definitions.items()
        if _NUMBERED.fullmatch(name)
        for node in walk(known.body)
        if (each := named(node))
    }
    if spoken - families - told or spoken & env.definitions.keys():
        return None  # a whole vector
    if any(env.definition(family, 1) is None and family in env.definitions for family in families):
        return None  # it is defined as a whole
    letter, first = size
    if any(node.indices[0] not in (Num(Fraction(first)), Num(Fraction(first + 1))) for node in entries):
        return None
    changed: list[Reading] = [tuple(map(_single, each)) for each in readings if not isinstance(each, Unreadable)]
    return changed, _Numbers(letter, (first, first + 1), families, env).environment()


def _is_numbered(node: Expr, env: Environment) -> bool:
    """Whether a node is no entry, or one of the first two of a vector."""
    match node:
        case Call("kronecker" | "onehot" | "E" | "Var" | "Cov", _):
            return False
        case Call("softmax", (inside,)):
            return not any(named(each) in env.arrays and isinstance(each, Sym) for each in walk(inside))
        case _:
            pass
    return not isinstance(node, Entry) or (
        len(node.indices) == 1 and isinstance(node.indices[0], Num) and node.indices[0].value in (0, 1, 2)
    )


def _single(expr: Expr) -> Expr:
    """y_1 as a name of its own."""
    match expr:
        case Entry(family, (Num(value),)):
            return Sym(f"{family}_{value}")
        case _:
            return map_expr(expr, _single)


def in_numbers(
    trees: tuple[Expr, ...], letter: str, families: set[str], env: Environment
) -> tuple[tuple[Expr, ...], Environment] | None:
    """Trees at two entries of some families, with the sums over them written out; None where a sum stays."""
    numbers = _Numbers(letter, (1, 2), families, env, trees)
    found = tuple(numbers.written_out(tree, f"tree {n}") for n, tree in enumerate(numbers.trees))
    if any(isinstance(node, Fold | Entry) for tree in found for node in walk(tree)):
        return None
    return found, numbers.environment()


class _Numbers:
    """Two numbers in the place of every vector over the classes, and sums over the classes written out."""

    def __init__(
        self,
        letter: str,
        classes: tuple[int, int],
        families: set[str],
        env: Environment,
        trees: tuple[Expr, ...] = (),
    ) -> None:
        self.letter, self.classes, self.families, self.env = letter, classes, families, env
        taken: set[str] = set()
        self.bodies = {name: renamed(each.body, taken) for name, each in env.definitions.items()}
        self.trees = tuple(renamed(tree, taken) for tree in trees)
        self.assumed = [map_cond(cond, lambda side: renamed(side, taken)) for cond in env.assumptions]
        self.dims = Dimensions()
        for name, body in self.bodies.items():
            self.dims.read(body, name)
            indices = env.definitions[name].indices
            for place, index in enumerate(indices):
                self.dims.join(self.dims.place(name, len(indices), place), self.dims.index(index, name))
        for n, tree in enumerate(self.trees):
            self.dims.read(tree, f"tree {n}")
        for cond in self.assumed:
            self.dims.compare(cond, "")
        self.roots = {self.dims.root(self.dims.place(family, 1, 0)) for family in families}

    def environment(self) -> Environment:
        """The environment of a statement in such numbers."""
        definitions: dict[str, Definition] = {}
        vectors: set[str] = set()
        for name, each in self.env.definitions.items():
            if not each.indices:
                definitions[name] = replace(each, body=self.written_out(self.bodies[name], name))
            elif len(each.indices) == 1 and self.dims.root(self.dims.place(name, 1, 0)) in self.roots:
                vectors.add(name)
                for number in self.classes:
                    body = replaced(self.bodies[name], {each.indices[0]: Num(Fraction(number))})
                    own = f"{name}_{number}"
                    known = Definition(own, (), self.written_out(body, name), each.line)
                    definitions[own] = self.env.definitions.get(own, known)
            else:
                definitions[name] = each
        assumed = (map_cond(cond, lambda side: self.written_out(side, "")) for cond in self.assumed)
        assumptions = tuple(cond for cond in assumed if not _is_told(cond, definitions))
        numbered = {found[1] for name in definitions if (found := _NUMBERED.fullmatch(name))}
        alone = vectors | numbered | self.families
        arrays = {name: rank for name, rank in self.env.arrays.items() if name not in alone}
        return replace(self.env, definitions=definitions, assumptions=assumptions, arrays=arrays, shown=())

    def written_out(self, expr: Expr, scope: str) -> Expr:
        """Sums over the classes as two terms, and each entry as a name of its own."""
        expr = map_expr(expr, lambda each: self.written_out(each, scope))
        match expr:
            case Fold("sum", var, low, high, None, body) if low in (None, ONE) and self._is_over_classes(
                var, high, scope
            ):
                terms = (replaced(body, {var: Num(Fraction(number))}) for number in self.classes)
                return Add(tuple(map(_single, terms)))
            case _:
                return _single(unrolled(expr))

    def _is_over_classes(self, var: str, high: Expr | None, scope: str) -> bool:
        size = high is None or high == TWO or (isinstance(high, Sym) and high.name == (self.letter or high.name))
        return size and self.dims.root(self.dims.index(var, scope)) in self.roots


def _is_told(cond: Cond, definitions: Mapping[str, Definition]) -> bool:
    """Whether the page says what each number of an assumption is: t_1 = t and t_2 = 1 - t add up to 1 by themselves."""
    names = {node.name for side in sides(cond) for node in walk(side) if isinstance(node, Sym)}
    return bool(names) and names <= definitions.keys()


# -- derivatives by a number that the page has named


def in_terms_of(forms: Mapping[str, Expr], expr: Expr, env: Environment) -> Expr:
    """dL/da, where a = z_1 - z_2: the derivative of L as the page has written it in a, which was proved.

    Nothing else that the written form mentions may rest on what a rests on: L is a function of a alone then.
    """
    match expr:
        case Call("D", (Sym(value), Sym(by) as variable)) if value in forms and by not in reach(value, env):
            form = forms[value]
            others = {name for node in walk(form) if (name := named(node))} - {by}
            behind = reach(by, env)
            mentions = any(node == variable for node in walk(form))
            apart = not any(({name} | reach(name, env)) & behind for name in others)
            return Call("D", (form, variable)) if mentions and behind and apart else expr
        case _:
            return map_expr(expr, lambda each: in_terms_of(forms, each, env))
