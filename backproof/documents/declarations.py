"""Declaring the names of a statement to the kernel: which symbols there are, and how far each index runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sympy import Expr as Term
from sympy import IndexedBase, Integer, Symbol

from backproof.answers.syntax import (
    All,
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Num,
    Sym,
    Truth,
    map_expr,
    sides,
    walk,
)
from backproof.documents.cases_at_numbers import at_numbers
from backproof.documents.dimensions import (
    Dimensions,
    SizesDiffer,
    counted_alike,
    is_counting,
    letter_of,
    renamed,
    replaced,
)
from backproof.documents.environment import Definition, Environment, FunctionDefinition
from backproof.documents.mentions import classes_in, free_indices
from backproof.documents.sizes_said import ends_of, sizes_said
from proofs.kernel import settings as kernel
from proofs.kernel.terms import family

LOSSES = frozenset(("Loss", "loss", "L", "J", "ell", "l", "CE", "BCE", "C", "NLL", "Cost", "cost"))
MOST_INLINED = 24
FREE = "·free"  # what the name of a number ends with of which nothing is known but that it is positive
ANY = "any:"  # what the name of a function begins with of which nothing is said but that it is differentiable


class NotConverted(ValueError):
    """A statement that the kernel can't be asked about, and why."""


@dataclass(frozen=True)
class Problem:
    """What the kernel is asked: claims in a setting.

    full: the same setting with every definition, if some were left closed.
    opaque: what was replaced by a free number; a refutation would then say nothing.
    laws: the hypotheses about random names, in words.
    """

    setting: kernel.Setting
    sides: tuple[Term, ...]
    full: kernel.Setting
    opaque: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()


@dataclass
class Declarations:
    """The names of one statement in an environment, as symbols of the kernel."""

    env: Environment
    conditions: tuple[Cond, ...] = ()
    extra: tuple[kernel.Hypothesis, ...] = ()
    dims: Dimensions = field(default_factory=Dimensions)
    keep: frozenset[str] | None = None  # the definitions that are opened; other defined names are free
    opaque: dict[str, Symbol] = field(default_factory=dict)
    hidden: dict[Symbol, Expr] = field(default_factory=dict)  # what these numbers stand for
    slopes: dict[str, Term] = field(default_factory=dict)
    exprs: tuple[Expr, ...] = ()
    positives: frozenset[str] = frozenset()
    definitions: dict[str, Definition] = field(default_factory=dict)
    assumed: tuple[Cond, ...] = ()
    families: dict[tuple[str, int], IndexedBase] = field(default_factory=dict)
    symbols: dict[str, Symbol] = field(default_factory=dict)
    size_symbols: dict[tuple[str, ...], Term] = field(default_factory=dict)
    indices: dict[tuple[str, str], Symbol] = field(default_factory=dict)
    ranges: dict[Symbol, Term] = field(default_factory=dict)
    pools: dict[Term, list[Symbol]] = field(default_factory=dict)
    index_names: dict[str, frozenset[str]] = field(default_factory=dict)

    def _called(self, expr: Expr) -> Expr:
        """Functions of the page at their arguments."""
        expr = map_expr(expr, self._called)
        if isinstance(expr, Call) and len(expr.args) == 1:
            found = self.env.functions.get(expr.function)
            if isinstance(found, FunctionDefinition):
                return self._called(at_numbers(replaced(found.body, {found.parameter: expr.args[0]})))
        return expr

    def _close(self, taken: set[str]) -> None:
        """Collect the definitions that the statement rests on; those with operators, or a class, in them are opened."""
        self.definitions = {}
        for _ in range(MOST_INLINED):
            found = next(
                (each for expr in self.exprs for each in walk(expr) if self._is_operator_definition(each)), None
            )
            if found is None:
                break
            self.exprs = tuple(renamed(self._inlined(expr, found), taken) for expr in self.exprs)
        waiting = list(self.exprs) + [side for cond in self.conditions for side in sides(cond)]
        while waiting:
            for node in walk(waiting.pop()):
                definition = self._definition(node)
                if definition is not None and definition.name not in self.definitions:
                    body = renamed(self._called(definition.body), taken | set(definition.indices))
                    definition = replace(definition, body=body)
                    self.definitions[definition.name] = definition
                    waiting.append(body)

        self.assumed = tuple(cond for cond in self.env.assumptions if self._speaks_of(cond))

    def _speaks_of(self, cond: Cond) -> bool:
        """Whether an assumption is about names of the statement alone."""
        known = {used_name(node) for expr in self._bodies() for node in walk(expr)} - {None}
        bound = {(node.var, 0) for side in sides(cond) for node in walk(side) if isinstance(node, Fold)}
        names = {used_name(node) for side in sides(cond) for node in walk(side)} - {None} - bound
        return bool(names) and names <= known

    def _bodies(self) -> list[Expr]:
        return [*self.exprs, *(each.body for each in self.definitions.values())]

    def _definition(self, node: Expr) -> Definition | None:
        match node:
            case Sym(name):
                return self.env.definition(name, 0)
            case Entry(name, indices):
                return self.env.definition(name, len(indices))
            case _:
                return None

    def _is_operator_definition(self, node: Expr) -> bool:
        definition = self._definition(node)
        if definition is None or classes_in(definition):
            return definition is not None
        return any(
            isinstance(each, Truth | Cases)
            or (
                isinstance(each, Call)
                and (each.function in ("D", "E", "Var", "Cov", "kronecker") or each.function[-1] == "'")
            )
            for each in walk(definition.body)
        )

    def _inlined(self, expr: Expr, node: Expr) -> Expr:
        definition = self._definition(node)
        assert definition is not None

        def change(each: Expr) -> Expr:
            if self._definition(each) is definition:
                indices = each.indices if isinstance(each, Entry) else ()
                body = self._called(definition.body)
                return replaced(body, dict(zip(definition.indices, indices, strict=True)))
            return map_expr(each, change)

        return change(expr)

    def _dimensions(self) -> None:
        for expr in self.exprs:
            self.dims.read(expr, "")
            for node in walk(expr):
                if isinstance(node, Truth | Cases):
                    self._compare(node, "")
        for condition in self.conditions:
            self.dims.compare(condition, "")
        for condition in self.assumed:
            self.dims.compare(condition, "assumption")
        for definition in self.definitions.values():
            scope = definition.name
            self.dims.read(definition.body, scope)
            for node in walk(definition.body):
                if isinstance(node, Truth | Cases):
                    self._compare(node, scope)
            for place, index in enumerate(definition.indices):
                self.dims.join(
                    self.dims.place(definition.name, len(definition.indices), place), self.dims.index(index, scope)
                )
        families = {
            (node.family, len(node.indices))
            for each in self._bodies()
            for node in walk(each)
            if isinstance(node, Entry)
        }
        for one, other in counted_alike(self.exprs):
            self.dims.join(self.dims.index(one, ""), self.dims.index(other, ""))
        self._count_as_defined()
        self.dims.declare(each for each in sizes_said(families, self.env).items() if isinstance(each[1], Sym))

        self._sizes_elsewhere()

    def _count_as_defined(self) -> None:
        r"""A sum without limits over what is the same for every j ends where the page lets j end.

        In Var(d_i) = \sum_j \sigma^2 g^2, where d_i = \sum_j w_ji g_j, both sums have as many terms.
        """
        for var in {
            node.var for expr in self.exprs for node in walk(expr) if isinstance(node, Fold) and is_counting(node)
        }:
            here, letter = self.dims.index(var, ""), letter_of(var)
            for definition in self.definitions.values():
                for node in walk(definition.body):
                    if isinstance(node, Fold) and letter_of(node.var) == letter:
                        self.dims.join(here, self.dims.index(node.var, definition.name))
            ends = ends_of(letter, self.env)
            if not self.dims.written(here) and len(ends) == 1:
                self.dims.give(here, ends.pop())

    def uncounted(self) -> str | None:
        """The letter of a sum of which nothing says how many terms it has, nor what it runs over; None without one."""
        folds = [node for expr in self.exprs for node in walk(expr) if isinstance(node, Fold) and is_counting(node)]
        if not any(isinstance(node, Sym) and self.env.is_size(node.name) for expr in self.exprs for node in walk(expr)):
            return None  # whatever their number is, it is none that the claim speaks of
        own = [each.body for each in self.env.definitions.values() if each.line is not None]
        known = {node.var for body in own for node in walk(body) if isinstance(node, Fold)}
        letters = (letter_of(each.var) for each in folds if not self._is_counted(each.var))
        return next((each for each in letters if each not in known), None)

    def _is_counted(self, var: str) -> bool:
        """Whether an index has the range of something that the claim mentions."""
        node = self.dims.index(var, "")
        return self.dims.size(node) is not None or self.dims.has_place(node)

    def _sizes_elsewhere(self) -> None:
        """A place whose size the statement leaves open has that of the page: in s_j = sum_{i=1}^n w_ij x_i, it is n."""
        places = {
            self.dims.place(node.family, len(node.indices), place)
            for expr in self._bodies()
            for node in walk(expr)
            if isinstance(node, Entry)
            for place in range(len(node.indices))
        }
        families = {family for _, family, *_ in places}
        page = Dimensions()
        for number, body in enumerate(self.env.shown):
            if families & {node.family for node in walk(body) if isinstance(node, Entry)}:
                page.read(body, str(number))
        for place in sorted(places):
            try:
                size = page.size(place) if self.dims.size(place) is None else None
            except SizesDiffer:
                continue
            if isinstance(size, Sym):
                self.dims.give(place, size)

    def _compare(self, node: Truth | Cases, scope: str) -> None:
        conds = [node.condition] if isinstance(node, Truth) else [cond for cond, _ in node.branches]
        for cond in conds:
            self.dims.compare(cond, scope)

    def _declare(self) -> None:
        """Give every family, symbol, size and index its symbol in the kernel."""
        bodies = [("", expr) for expr in self.exprs] + [(each.name, each.body) for each in self.definitions.values()]
        bodies += [("", side) for cond in self.conditions for side in sides(cond)]
        bodies += [("assumption", side) for cond in self.assumed for side in sides(cond)]
        self.index_names = {scope: self._indices_of(scope, bodies) for scope, _ in bodies}
        self.names_seen = {
            name for _, body in bodies for node in walk(body) if (name := name_of(node)) is not None
        } | set(self.definitions)
        families = {node.family for _, body in bodies for node in walk(body) if isinstance(node, Entry)}
        classes = {name for expr in self.exprs for name in free_indices(expr)} & families
        if classes:
            raise NotConverted(f"{min(classes)} is a class and a vector here")

    def _indices_of(self, scope: str, bodies: list[tuple[str, Expr]]) -> frozenset[str]:
        found: set[str] = set()
        for where, body in bodies:
            if where != scope:
                continue
            for node in walk(body):
                match node:
                    case Entry(_, indices):
                        found |= {each.name for index in indices for each in walk(index) if isinstance(each, Sym)}
                    case Fold(_, var, _, _, _, _):
                        found.add(var)
                    case Call("kronecker", args):
                        found |= {each.name for each in args if isinstance(each, Sym)}
                    case _:
                        pass
        for _ in range(3):  # what is compared with an index is one
            for where, body in bodies:
                if where != scope:
                    continue
                for node in walk(body):
                    conds = (
                        [node.condition]
                        if isinstance(node, Truth)
                        else [cond for cond, _ in node.branches]
                        if isinstance(node, Cases)
                        else []
                    )
                    conds += [node.where] if isinstance(node, Fold) and node.where is not None else []
                    found |= {name for cond in conds for name in compared_with(cond, found)}
        for cond in self.conditions if scope == "" else ():
            found |= set(compared_with(cond, found))
        if scope in self.definitions:
            found |= set(self.definitions[scope].indices)
        return frozenset(found)

    def _size(self, node: tuple[str, ...]) -> Term:
        """The size symbol of a class of places and indices."""
        root = self.dims.root(node)
        if root in self.size_symbols:
            return self.size_symbols[root]
        written = self.dims.size(root)
        match written:
            case Num(value) if value.denominator == 1 and value >= 1:
                found: Term = Integer(int(value))
            case Sym(name):
                found = Symbol(name, integer=True, positive=True)
            case None:
                found = self._fresh_size()
            case _:
                raise NotConverted("a sum that does not run up to a name or a number")
        self.size_symbols[root] = found
        return found

    def _fresh_size(self) -> Symbol:
        taken = {str(each) for each in self.size_symbols.values()} | {
            each.name for expr in self.exprs for each in walk(expr) if isinstance(each, Sym)
        }
        taken |= {each.name for item in self.definitions.values() for each in walk(item.body) if isinstance(each, Sym)}
        name = next(each for each in ("n", "m", "K", "M", "H", "n1", "n2", "n3", "n4", "n5", "n6") if each not in taken)
        return Symbol(name, integer=True, positive=True)

    def index_symbol(self, name: str, scope: str) -> Symbol:
        """The kernel's symbol of an index of a statement, or of an index that a definition binds in its body."""
        key = (scope, name)
        if key not in self.indices:
            shown = name.replace("_", "") if not scope else f"{name}·{scope}".replace("_", "")
            self.indices[key] = Symbol(shown, integer=True, positive=True)
        return self.indices[key]

    def _general_index(self, size: Term, position: int) -> Symbol:
        """The index that general entries of families use; few of them, so that the kernel has few to vary."""
        pool = self.pools.setdefault(size, [each for each, upper in self.ranges.items() if upper == size])
        while len(pool) <= position:
            names = {each.name for each in self.ranges} | {each.name for each in self.indices.values()}
            fresh = next(f"{letter}·{size}" for letter in "ijklpqrs" if f"{letter}·{size}" not in names)
            pool.append(Symbol(fresh, integer=True, positive=True))
            self.ranges[pool[-1]] = size
        return pool[position]

    def _general(self, base: IndexedBase, skip: int = 0) -> Term:
        """A general entry of a family; `skip` gives another one."""
        used: dict[Term, int] = {}
        symbols = []
        for size in base.shape:
            count = base.shape.count(size)
            position = used.get(size, 0)
            used[size] = position + 1
            symbols.append(self._general_index(size, position + skip * count))
        return base[tuple(symbols)]

    def _range(self, name: str, scope: str) -> Term:
        return self._size(self.dims.index(name, scope))

    def _symbol(self, name: str) -> Symbol:
        if name not in self.symbols:
            size = (
                name in self.dims.names()
                or name in self.env.sizes
                or (self.env.is_size(name) and name not in self.definitions and name not in self.env.laws)
            )
            shown = f"{name}·0" if any(known == name for known, _ in self.families) else name
            if size:
                self.symbols[name] = Symbol(name, integer=True, positive=True)
            elif name in self.positives:
                self.symbols[name] = Symbol(shown, positive=True)
            else:
                self.symbols[name] = Symbol(shown, real=True)
        return self.symbols[name]

    def _family(self, name: str, rank: int) -> IndexedBase:
        key = (name, rank)
        if key not in self.families:
            shape = tuple(self._size(self.dims.place(name, rank, place)) for place in range(rank))
            taken = {known for known, _ in self.families} | self.symbols.keys()
            random = name in self.env.laws and self.env.definition(name, rank) is None
            shown = f"{name}·{rank}" if name in taken else name
            self.families[key] = family(shown, *shape, positive=name in self.positives and not random)
        return self.families[key]


def label_of(entry: Term) -> str:
    """The name of the page behind a symbol or a family of the kernel."""
    return str(kernel.base_of(entry)).split("·")[0]


def name_of(node: Expr) -> str | None:
    """The name of a symbol or of the family of an entry."""
    match node:
        case Sym(name) | Entry(name, _):
            return name
        case _:
            return None


def used_name(node: Expr) -> tuple[str, int] | None:
    """A name with the number of indices that it has here."""
    match node:
        case Sym(name):
            return name, 0
        case Entry(name, indices):
            return name, len(indices)
        case _:
            return None


def compared_with(cond: Cond, known: set[str]) -> Iterable[str]:
    """Names that a condition compares with an index."""
    match cond:
        case Compare(("=" | "!="), Sym(left), Sym(right)) if left in known or right in known:
            return (left, right)
        case All(parts):
            return [name for part in parts for name in compared_with(part, known)]
        case _:
            return ()
