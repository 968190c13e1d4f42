"""From the trees of a document to the terms of the kernel.

The kernel wants everything declared: which symbols there are, how far each index runs, what is random, what is defined.
A `Problem` is what one statement needs of that, and nothing else: its setting and its sides as terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

import sympy
from sympy import Expr as Term
from sympy import IndexedBase, Integer, Rational, Symbol
from sympy.tensor.indexed import Indexed

from backproof.answers.syntax import (
    Add,
    All,
    Call,
    Cases,
    Compare,
    Cond,
    Const,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    Truth,
    map_expr,
    sides,
    walk,
)
from backproof.documents.dimensions import Dimensions, SizesDiffer, renamed, replaced
from backproof.documents.environment import Definition, Environment, FunctionDefinition, Law
from proofs.kernel import settings as kernel
from proofs.kernel.claims import Claim, Relation, equal
from proofs.kernel.judging import judge, reduce
from proofs.kernel.normal_form import normalize
from proofs.kernel.signs import is_positive
from proofs.kernel.terms import D, E, NotATerm, Var, delta, family, relu, substitute, total
from proofs.kernel.verdicts import Proved

LOSSES = frozenset(("Loss", "loss", "L", "J", "ell", "l", "CE", "BCE", "C", "NLL", "Cost", "cost"))
_SIZE_NAMES = frozenset(["n", "m", "N", "M", "K", "H"])
MOST_INLINED = 24


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
class Converter:
    """Converts the sides of one statement in an environment."""

    env: Environment
    conditions: tuple[Cond, ...] = ()
    extra: tuple[kernel.Hypothesis, ...] = ()
    dims: Dimensions = field(default_factory=Dimensions)
    keep: frozenset[str] | None = None  # the definitions that are opened; other defined names are free
    opaque: dict[str, Symbol] = field(default_factory=dict)
    slopes: dict[str, Term] = field(default_factory=dict)

    def problem(self, exprs: Iterable[Expr]) -> Problem:
        """The setting and the terms.  Raises NotConverted."""
        try:
            return self._problem(tuple(exprs))
        except (SizesDiffer, NotATerm) as error:
            raise NotConverted(str(error)) from None
        except RecursionError:
            raise NotConverted("the statement is nested too deep") from None

    # -- what stands behind the names

    def _problem(self, exprs: tuple[Expr, ...]) -> Problem:
        taken: set[str] = {each.name for expr in exprs for each in walk(expr) if isinstance(each, Sym)}
        self.exprs = tuple(renamed(self._called(expr), taken) for expr in exprs)
        self.positives = self.env.positive | _arguments_of_logs(self.exprs, self.env)
        self._close(taken)
        self._dimensions()
        self._declare()
        self.full = self._setting()
        self.setting = self._lean(self.full)
        terms = tuple(self.term(expr, "") for expr in self.exprs)
        for condition in self.conditions:
            terms = self._under(condition, terms)
        self._assume()
        laws = tuple(
            each.words
            for each in self.setting.hypotheses
            if isinstance(each, kernel.Mean | kernel.Variance | kernel.Normal | kernel.Uniform | kernel.Independent)
        )
        full = replace(
            self.full,
            ranges=tuple({**dict(self.setting.ranges), **dict(self.full.ranges)}.items()),
            hypotheses=self.full.hypotheses
            + tuple(
                each
                for each in self.setting.hypotheses
                if isinstance(each, kernel.Assume) and each not in self.full.hypotheses
            ),
        )
        return Problem(self.setting, terms, full, tuple(self.opaque), laws)

    def _lean(self, setting: kernel.Setting) -> kernel.Setting:
        """The setting in which names are free whose definitions are not needed: what holds there holds in general."""
        if self.keep is not None:
            for definition in setting.definitions:
                if _label(definition.entry) not in self.keep:
                    setting = self._cut(setting, definition)
        return setting

    def _called(self, expr: Expr) -> Expr:
        """Functions of the page at their arguments."""
        expr = map_expr(expr, self._called)
        if isinstance(expr, Call) and len(expr.args) == 1:
            found = self.env.functions.get(expr.function)
            if isinstance(found, FunctionDefinition):
                return self._called(replaced(found.body, {found.parameter: expr.args[0]}))
        return expr

    def _close(self, taken: set[str]) -> None:
        """Collect the definitions that the statement rests on; those with operators in them are put in its place."""
        self.definitions: dict[str, Definition] = {}
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
        known = {_used(node) for expr in self._bodies() for node in walk(expr)} - {None}
        bound = {(node.var, 0) for side in sides(cond) for node in walk(side) if isinstance(node, Fold)}
        names = {_used(node) for side in sides(cond) for node in walk(side)} - {None} - bound
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
        return definition is not None and any(
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

    def _compare(self, node: Truth | Cases, scope: str) -> None:
        conds = [node.condition] if isinstance(node, Truth) else [cond for cond, _ in node.branches]
        for cond in conds:
            self.dims.compare(cond, scope)

    # -- declarations

    def _declare(self) -> None:
        """Give every family, symbol, size and index its symbol in the kernel."""
        self.families: dict[tuple[str, int], IndexedBase] = {}
        self.symbols: dict[str, Symbol] = {}
        self.size_symbols: dict[tuple[str, ...], Term] = {}
        self.indices: dict[tuple[str, str], Symbol] = {}
        self.ranges: dict[Symbol, Term] = {}
        self.pools: dict[Term, list[Symbol]] = {}
        bodies = [("", expr) for expr in self.exprs] + [(each.name, each.body) for each in self.definitions.values()]
        bodies += [("", side) for cond in self.conditions for side in sides(cond)]
        bodies += [("assumption", side) for cond in self.assumed for side in sides(cond)]
        self._index_names = {scope: self._indices_of(scope, bodies) for scope, _ in bodies}
        self.names_seen = {
            name for _, body in bodies for node in walk(body) if (name := _name(node)) is not None
        } | set(self.definitions)

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
                    found |= {name for cond in conds for name in _compared_with(cond, found)}
        for cond in self.conditions if scope == "" else ():
            found |= set(_compared_with(cond, found))
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
            sizes = {str(each) for each in self.size_symbols.values() if isinstance(each, Symbol)}
            size = (
                name in sizes
                or name in self.env.sizes
                or (is_size_name(name) and name not in self.definitions and name not in self.env.laws)
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

    # -- the setting

    def _setting(self) -> kernel.Setting:
        """Declare what has a definition or a law, in the order in which definitions rest on each other."""
        self.hypotheses: list[kernel.Hypothesis] = []
        self.random: list[Term] = []
        self.alphabet: list[tuple[Term, str]] = []
        self._mark_positive()
        self._ordered_definitions()
        for expr in self.exprs:
            self._visit(expr, "")
        for cond in self.conditions:
            for side in sides(cond):
                self._visit(side, "")
        for definition in self.ordered:
            entry = self._general_entry(definition)
            body = self.term(definition.body, definition.name)
            if entry.is_positive and not is_positive(body):
                raise NotConverted(f"{definition.name} is not seen to be positive")
            self.hypotheses.append(kernel.Definition(entry, body, f"{definition.name} as defined"))
        self._laws()
        return self._build()

    def _build(self) -> kernel.Setting:
        alphabet: list[tuple[Term, str]] = []
        defined = {kernel.base_of(each.entry) for each in self.hypotheses if isinstance(each, kernel.Definition)}
        general: dict[IndexedBase, Term] = {}
        for (name, _), base in self.families.items():
            general[base] = self._general(base)
            alphabet.append((general[base], name))
        shaped = {each for base in self.families.values() for each in base.shape} | set(self.ranges.values())
        for size in self.size_symbols.values():
            if isinstance(size, Symbol) and size not in shaped:
                self._general_index(size, 0)
        declared_indices = set(self.indices.values())
        sizes = {each for base in self.families.values() for each in base.shape if isinstance(each, Symbol)}
        for name, symbol in self.symbols.items():
            if symbol not in declared_indices and symbol not in sizes:
                alphabet.append((symbol, name))
        for words, symbol in self.opaque.items():
            alphabet.append((symbol, words))
        del defined
        ranges = tuple(self.ranges.items())
        try:
            return kernel.Setting(
                self.env.setting, tuple(alphabet), ranges, tuple(self.hypotheses) + self.extra, tuple(self.random)
            )
        except (ValueError, KeyError) as error:
            raise NotConverted(str(error)) from None

    def _mark_positive(self) -> None:
        """Definitions whose bodies are seen to be positive define positive names."""
        for _ in range(4):
            before = self.positives
            for definition in self.definitions.values():
                if definition.name not in self.positives and _positive(definition.body, self.positives):
                    self.positives = self.positives | {definition.name}
            if before == self.positives:
                break

    def _ordered_definitions(self) -> None:
        self.ordered: list[Definition] = []
        settled: set[str] = set()
        while len(self.ordered) < len(self.definitions):
            ready = [
                each
                for each in self.definitions.values()
                if each.name not in settled and not (self._rests_on(each.body) & (self.definitions.keys() - settled))
            ]
            if not ready:
                names = ", ".join(sorted(self.definitions.keys() - settled))
                raise NotConverted(f"the definitions of {names} refer to each other")
            self.ordered += ready
            settled |= {each.name for each in ready}

    def _rests_on(self, body: Expr) -> set[str]:
        return {found.name for node in walk(body) if (found := self._definition(node)) is not None}

    def _general_entry(self, definition: Definition) -> Term:
        """The left side of a definition; its indices become those that all general entries share."""
        if not definition.indices:
            return self._symbol(definition.name)
        base = self._family(definition.name, len(definition.indices))
        entry = self._general(base)
        for index, symbol in zip(definition.indices, entry.indices, strict=True):
            self.indices[definition.name, index] = symbol
        return entry

    def _laws(self) -> None:
        random: list[Term] = []
        for (name, _), base in list(self.families.items()):
            law = self.env.laws.get(name)
            if law is not None and name not in self.definitions:
                entry = self._general(base)
                random.append(base)
                self._law(law, entry)
                if not self._is_known(law):
                    continue
                other = self._general(base, 1)
                self.hypotheses.append(
                    kernel.Uncorrelated(entry, other, f"different entries of {name} are uncorrelated")
                )
        for name, symbol in list(self.symbols.items()):
            law = self.env.laws.get(name)
            if law is not None and name not in self.definitions:
                random.append(symbol)
                self._law(law, symbol)
        known = [each for each in random if self._is_known(self.env.laws[_label(each)])]
        if len(known) > 1:
            names = ", ".join(_label(each) for each in known)
            self.hypotheses.append(kernel.Independent(tuple(known), f"{names} are independent"))
        self.random = random

    def _beyond_variances(self) -> bool:
        """Whether the statement asks for more of a distribution than means and variances."""
        bodies = [*self.exprs, *(each.body for each in self.definitions.values())]
        for node in (each for body in bodies for each in walk(body)):
            match node:
                case Call("E" | "Var" | "Cov" | "kronecker" | "D", _):
                    if node.function == "Var" and any(isinstance(each, Pow) for each in walk(node.args[0])):
                        return True
                case Call() | Cases() | Truth():
                    return True
                case Pow(_, Num(power)) if power > 2 or power.denominator != 1:
                    return True
                case _:
                    pass
        return False

    def _is_known(self, law: Law) -> bool:
        """Whether a law takes part in the independence that the setting or the page declares."""
        return self.env.independent and law.kind != "unknown"

    def _law(self, law: Law, entry: Term) -> None:
        def value(expr: Expr) -> Term:
            term = self.term(self._called(expr), f"law of {law.name}")
            return term

        if law.kind == "normal" and self._beyond_variances():
            assert law.mean is not None and law.variance is not None
            mean, variance = value(law.mean), value(law.variance)
            self.hypotheses.append(kernel.Normal(entry, mean, variance, f"{law.name} is normal"))
            return
        if law.kind == "uniform":
            assert law.low is not None and law.high is not None
            low, high = value(law.low), value(law.high)
            self.hypotheses.append(kernel.Mean(entry, (low + high) / 2, f"E[{law.name}] = ({low} + {high})/2"))
            self.hypotheses.append(
                kernel.Variance(entry, (high - low) ** 2 / 12, f"Var({law.name}) = ({high} - {low})^2/12")
            )
            return
        if law.mean is not None:
            mean = value(law.mean)
            self.hypotheses.append(kernel.Mean(entry, mean, f"E[{law.name}] = {mean}"))
        if law.variance is not None:
            variance = value(law.variance)
            self.hypotheses.append(kernel.Variance(entry, variance, f"Var({law.name}) = {variance}"))

    def _visit(self, expr: Expr, scope: str) -> None:
        """Declare the free names of an expression without converting it."""
        bound = {node.var for node in walk(expr) if isinstance(node, Fold)}
        for node in walk(expr):
            match node:
                case Entry(name, indices):
                    if not self._is_label(node, scope):
                        self._family(name, len(indices))
                    for index in indices:
                        for each in walk(index):
                            if isinstance(each, Sym) and each.name not in bound:
                                self.ranges.setdefault(
                                    self.index_symbol(each.name, scope), self._range(each.name, scope)
                                )
                case Fold(_, var, _, _, _, _):
                    self._range(var, scope)
                case Sym(name) if name in self._index_names.get(scope, frozenset()):
                    if name not in bound:
                        self.ranges.setdefault(self.index_symbol(name, scope), self._range(name, scope))
                case Sym(name) if not self._is_size(name):
                    self._symbol(name)
                case _:
                    pass

    def _is_size(self, name: str) -> bool:
        return any(str(each) == name for each in self.size_symbols.values())

    def _is_label(self, node: Entry, scope: str) -> bool:
        return False

    def _assume(self) -> None:
        for cond in self.assumed:
            self._assume_condition(cond)

    def _assume_condition(self, cond: Cond) -> None:
        if not isinstance(cond, Compare) or cond.relation == "!=":
            raise NotConverted("a condition that is no comparison")
        left, right = (self.term(side, "assumption") for side in (cond.left, cond.right))
        relation: Relation = "=" if cond.relation == "=" else "<" if cond.relation in ("<", ">") else "<="
        claim = Claim(right, relation, left) if cond.relation in (">", ">=") else Claim(left, relation, right)
        free = {each for side in claim.terms for each in side.free_symbols} & set(self.setting.range_of)
        if free:
            raise NotConverted("a condition on every entry of a family")
        try:
            self.setting = self.setting.having(kernel.Assume(claim, str(claim)))
        except ValueError as error:
            raise NotConverted(str(error)) from None

    def _under(self, condition: Cond, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """Restrict a statement to a condition: indices that are equal become one, others are assumed to differ."""
        match condition:
            case All(parts):
                for part in parts:
                    terms = self._under(part, terms)
                return terms
            case Compare(("=" | "!=") as relation, left, right) if self._both_indices(left, right):
                first, second = (self.term(side, "") for side in (left, right))
                if relation == "=":
                    if not isinstance(second, Symbol):
                        first, second = second, first
                    return tuple(substitute(term, {second: first}) for term in terms)
                return tuple((1 - delta(first, second)) * term for term in terms)
            case Compare():
                self._assume_condition(condition)
                return terms
            case _:
                raise NotConverted("a condition that is no comparison")

    def _both_indices(self, left: Expr, right: Expr) -> bool:
        names = self._index_names.get("", frozenset())
        return all(isinstance(each, Num) or (isinstance(each, Sym) and each.name in names) for each in (left, right))

    # -- terms

    def term(self, expr: Expr, scope: str) -> Term:
        """The kernel's term for a number.  Raises NotConverted."""
        match expr:
            case Num(value):
                return Rational(value.numerator, value.denominator)
            case Const():
                return sympy.pi
            case Sym(name):
                if name in self._index_names.get(scope, frozenset()):
                    return self.index_symbol(name, scope)
                if name == "infty":
                    raise NotConverted("infinity is no number here")
                return self._size_or_symbol(name)
            case Entry(name, indices):
                base = self._family(name, len(indices))
                return base[tuple(self._place(index, scope) for index in indices)]
            case Add(terms):
                return sympy.Add(*(self.term(each, scope) for each in terms))
            case Mul(factors):
                return sympy.Mul(*(self.term(each, scope) for each in factors))
            case Div(over, under):
                return self.term(over, scope) / self.term(under, scope)
            case Pow(Call("exp", (Num(Fraction(numerator=1, denominator=1)),)), exponent):
                return sympy.exp(self.term(exponent, scope))
            case Pow(base, exponent):
                return self.term(base, scope) ** self.term(exponent, scope)
            case Truth(condition):
                return self._truth(condition, scope)
            case Cases(branches, otherwise):
                return self._cases(branches, otherwise, scope)
            case Fold():
                return self._fold(expr, scope)
            case Call():
                return self._call(expr, scope)
            case _:
                raise NotConverted(f"{type(expr).__name__.lower()} is not followed")

    def _size_or_symbol(self, name: str) -> Term:
        return next((each for each in self.size_symbols.values() if str(each) == name), None) or self._symbol(name)

    def _place(self, index: Expr, scope: str) -> Term:
        match index:
            case Num(value) if value.denominator == 1:
                return Integer(int(value))
            case Sym(name):
                return self.index_symbol(name, scope)
            case _:
                raise NotConverted("an index that is calculated, such as i + 1")

    def _truth(self, condition: Cond, scope: str) -> Term:
        match condition:
            case Compare("=", left, right):
                return delta(self._place(left, scope), self._place(right, scope))
            case Compare("!=", left, right):
                return 1 - delta(self._place(left, scope), self._place(right, scope))
            case _:
                raise NotConverted("a case distinction by inequalities")

    def _cases(self, branches: tuple[tuple[Cond, Expr], ...], otherwise: Expr | None, scope: str) -> Term:
        if otherwise is None:
            if len(branches) < 2 or not _complementary(branches[-2][0], branches[-1][0]):
                raise NotConverted("cases that may leave something out")
            *branches_, (_, otherwise) = branches
            branches = tuple(branches_)
        value = self.term(otherwise, scope)
        for condition, branch in reversed(branches):
            truth = self._truth(condition, scope)
            value = truth * self.term(branch, scope) + (1 - truth) * value
        return value

    def _fold(self, fold: Fold, scope: str) -> Term:
        if fold.kind in ("max", "min"):
            return self._free_number(f"{fold.kind} over {fold.var}", fold, scope)
        if fold.kind != "sum":
            raise NotConverted("a product over an index")
        if fold.high is not None and not (isinstance(fold.low, Num) and fold.low.value in (0, 1)):
            raise NotConverted("a sum that begins elsewhere than at 1")
        symbol = self.index_symbol(fold.var, scope)
        upper = self._range(fold.var, scope)
        body = self.term(fold.body, scope)
        if fold.where is not None:
            body = self._truth(fold.where, scope) * body
        return total(body, symbol, upper)

    def _free_number(self, words: str, expr: Expr, scope: str) -> Term:
        if any(
            isinstance(each, Sym)
            and each.name in self._index_names.get(scope, frozenset())
            and each.name != getattr(expr, "var", "")
            for each in walk(expr)
        ):
            raise NotConverted(f"a {words}")
        name = f"M{len(self.opaque) or ''}"
        return self.opaque.setdefault(words, Symbol(name, real=True))

    def _call(self, call: Call, scope: str) -> Term:
        match call:
            case Call("E", (inside,)):
                return E(self.term(inside, scope))
            case Call("Var", (inside,)):
                return Var(self.term(inside, scope))
            case Call("Cov", (left, right)):
                first, second = self.term(left, scope), self.term(right, scope)
                return E(first * second) - E(first) * E(second)
            case Call("D", (value, variable)):
                return self._derivative(value, variable, scope)
            case Call("kronecker", (left, right)):
                return delta(self._place(left, scope), self._place(right, scope))
            case Call("max", args) if len(args) == 2 and Num(Fraction(0)) in args:
                other = args[0] if args[1] == Num(Fraction(0)) else args[1]
                return relu(self.term(other, scope))
            case Call("exp" | "log" | "sqrt" | "tanh" | "sigmoid" | "relu" | "abs" | "softplus" | "erf", (inside,)):
                return _FUNCTIONS[call.function](self.term(inside, scope))
            case Call(function, (inside,)) if function.endswith("'"):
                return self._slope(function, inside, scope)
            case Call("max" | "min", _):
                return self._free_number(call.function, call, scope)
            case _:
                raise NotConverted(f"the function {call.function} is not followed")

    def _slope(self, function: str, inside: Expr, scope: str) -> Term:
        """phi'(u): the derivative of phi by the kernel, at u."""
        name = function.rstrip("'")
        order = len(function) - len(name)
        variable = Symbol("u", real=True)
        found = self.env.functions.get(name)
        if isinstance(found, FunctionDefinition):
            inner = Converter(replace(self.env, laws={}))
            problem = inner.problem((replaced(found.body, {found.parameter: Sym("u")}),))
            value = problem.sides[0]
            setting = problem.setting
            variable = inner._symbol("u")
        elif name in _FUNCTIONS and name not in ("relu", "abs"):
            value = _FUNCTIONS[name](variable)
            setting = kernel.Setting("slope", ((variable, "argument"),), ())
        else:
            raise NotConverted(f"the derivative of {name} is not known")
        for _ in range(order):
            value = _proved_derivative(value, variable, setting)
        return substitute(value, {variable: self.term(inside, scope)})

    def _derivative(self, value: Expr, variable: Expr, scope: str) -> Term:
        """A partial derivative; a variable that is itself defined is set free first, and the result put back."""
        name = _name(variable)
        if name is None:
            raise NotConverted("a derivative by something that is not a name")
        by = self.term(variable, scope)
        if isinstance(by, Symbol) and by.is_integer:
            raise NotConverted(f"a derivative by {by}, a whole number")
        what = self.term(value, scope)
        setting = getattr(self, "setting", None)
        if not isinstance(setting, kernel.Setting):
            raise NotConverted("a definition that contains a derivative")
        setting = self._declaring_bound(setting, what, by)
        cut = next((each for each in setting.definitions if kernel.base_of(each.entry) == kernel.base_of(by)), None)
        free = setting if cut is None else self._cut(setting, cut)
        if not _depends(what, by, free):
            linear = self._linearized(what, by, free)
            if linear is not None:
                what, slopes = linear
                free = self._with_slopes(free, slopes)
                self.setting = self._with_slopes(self.setting, slopes)
                return _proved_derivative(what, by, free)
            unknown = self._unknowns(what, free)
            if unknown:
                raise NotConverted(f"it is not said how {unknown} depends on {name}")
        if cut is None:
            return D(what, by)
        return _proved_derivative(what, by, free)

    def _linearized(self, what: Term, by: Term, setting: kernel.Setting) -> tuple[Term, Term] | None:
        """A loss of which nothing is said: to first order it is linear in what is differentiated by.

        A derivative sees no more of a function than that, so nothing is lost; the slopes are free numbers.  With several
        variables, slopes are given to the one that rests on all others, and the chain rule does the rest.
        """
        opened = setting.unfold(what)
        labels = {each.label for each in opened.atoms(IndexedBase)}
        bases = {kernel.base_of(each) for each in opened.atoms(Symbol, Indexed) - labels if _is_loss(each)}
        if len(bases) != 1:
            return None
        (base,) = bases
        target = self._downstream(by)
        if isinstance(base, IndexedBase) and self.full.definition_of(target) is not None:
            raise NotConverted("it is not said whether the loss of one sample or of all is meant")
        shape = (
            *(base.shape if isinstance(base, IndexedBase) else ()),
            *(target.base.shape if isinstance(target, Indexed) else ()),
        )
        key = f"slope·of·{base}·by·{kernel.base_of(target)}"
        slopes = self.slopes.setdefault(key, family(key, *shape) if shape else Symbol(key, real=True))

        def line(indices: tuple[Term, ...]) -> Term:
            if not isinstance(target, Indexed):
                return (slopes[indices] if indices else slopes) * target
            bound = [
                Symbol(f"{'pqrs'[n]}·{target.base.label}", integer=True, positive=True)
                for n in range(len(target.indices))
            ]
            value: Term = slopes[(*indices, *bound)] * target.base[tuple(bound)]
            for symbol, upper in zip(bound, target.base.shape, strict=True):
                value = total(value, symbol, upper)
            return value

        return _with_entries(opened, base, line), slopes

    def _downstream(self, by: Term) -> Term:
        """Of everything that the statement differentiates by, the one whose definition rests on all others."""
        names = {
            name
            for expr in self.exprs
            for node in walk(expr)
            if isinstance(node, Call) and node.function == "D" and (name := _name(node.args[1])) is not None
        }
        if len(names) < 2:
            return by
        for name in sorted(names):
            above = self._closure(name)
            if names - {name} <= above:
                rank = next((rank for known, rank in self.families if known == name), 0)
                return self._general(self.families[name, rank]) if rank else self.symbols[name]
        raise NotConverted("it is not said how " + ", ".join(sorted(names)) + " depend on each other")

    def _closure(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            definition = self.definitions.get(waiting.pop())
            for node in walk(definition.body) if definition is not None else ():
                each = _name(node)
                if each is not None and each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def _with_slopes(self, setting: kernel.Setting, slopes: Term) -> kernel.Setting:
        if slopes in setting.families or slopes in setting.names:
            return setting
        general = self._general(slopes) if isinstance(slopes, IndexedBase) else slopes
        return replace(
            setting,
            alphabet=(*setting.alphabet, (general, "slopes of the loss")),
            ranges=tuple({**self.ranges, **dict(setting.ranges)}.items()),
        )

    def _declaring_bound(self, setting: kernel.Setting, *terms: Term) -> kernel.Setting:
        """The setting with the indices that a fold around the terms binds: the derivative is taken inside it."""
        free = {each for term in terms for each in term.free_symbols}
        ranges = tuple(
            (symbol, self._range(name, scope))
            for (scope, name), symbol in self.indices.items()
            if symbol in free and symbol not in setting.range_of
        )
        return replace(setting, ranges=setting.ranges + ranges)

    def _unknowns(self, what: Term, setting: kernel.Setting) -> str:
        """Every name that an unfolded term depends on: nothing says that they do not vary."""
        opened = setting.unfold(what)
        labels = {each.label for each in opened.atoms(IndexedBase)}
        free = {each for each in opened.free_symbols if isinstance(each, Symbol) and not each.is_integer} - labels
        return ", ".join(sorted({str(each) for each in free | labels}))

    def _cut(self, setting: kernel.Setting, cut: kernel.Definition) -> kernel.Setting:
        """The setting in which a defined name is free, below 1 if its definition is."""
        free = setting.without(cut)
        if (
            isinstance(cut.entry, Symbol)
            and cut.entry.is_positive
            and is_positive(normalize(1 - setting.unfold(cut.body), {}))
        ):
            free = free.having(kernel.Assume(Claim(cut.entry, "<", Integer(1)), f"{cut.entry} < 1"))
        return free


_FUNCTIONS = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "erf": sympy.erf,
    "relu": relu,
    "abs": lambda u: relu(u) + relu(-u),
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "tanh": lambda u: (sympy.exp(u) - sympy.exp(-u)) / (sympy.exp(u) + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
}


def _proved_derivative(what: Term, by: Term, setting: kernel.Setting) -> Term:
    """The derivative as a term without D, of which the kernel has proved that it is one."""
    if not any(each == kernel.base_of(by) for each in (*setting.families, *setting.names)):
        raise NotConverted(f"{by} is not declared")
    value = reduce(D(what, by), setting)
    verdict = judge(equal(D(what, by), value), setting)
    if not isinstance(verdict, Proved):
        raise NotConverted(f"the derivative of {what} by {by} is not proved: {getattr(verdict, 'reason', '')}")
    return value


def _label(entry: Term) -> str:
    return str(kernel.base_of(entry)).split("·")[0]


def is_size_name(name: str) -> bool:
    """Whether a name is usually that of a size, an integer that is at least 1."""
    return name in _SIZE_NAMES or name.startswith(("n_", "N_", "fan"))


def _is_loss(term: Term) -> bool:
    return re.split(r"[_·]", str(kernel.base_of(term)))[0] in LOSSES


def _with_entries(term: Term, base: Term, line: Callable[[tuple[Term, ...]], Term]) -> Term:
    """Put something else for a symbol, or for each entry of a family, also under sums."""
    if isinstance(term, Indexed):
        return line(tuple(term.indices)) if term.base == base else term
    if term == base:
        return line(())
    if not term.args:
        return term
    if isinstance(term, sympy.Sum):
        return sympy.Sum(_with_entries(term.function, base, line), *term.limits)
    return term.func(*(_with_entries(each, base, line) for each in term.args))


def _depends(what: Term, by: Term, setting: kernel.Setting) -> bool:
    return bool(setting.unfold(what).has(kernel.base_of(by)))


def _name(node: Expr) -> str | None:
    match node:
        case Sym(name) | Entry(name, _):
            return name
        case _:
            return None


def _used(node: Expr) -> tuple[str, int] | None:
    """A name with the number of indices that it has here."""
    match node:
        case Sym(name):
            return name, 0
        case Entry(name, indices):
            return name, len(indices)
        case _:
            return None


def _compared_with(cond: Cond, known: set[str]) -> Iterable[str]:
    """Names that a condition compares with an index."""
    match cond:
        case Compare(("=" | "!="), Sym(left), Sym(right)) if left in known or right in known:
            return (left, right)
        case All(parts):
            return [name for part in parts for name in _compared_with(part, known)]
        case _:
            return ()


def _complementary(first: Cond, second: Cond) -> bool:
    match first, second:
        case Compare("=", a, b), Compare("!=", c, d):
            return {a, b} == {c, d}
        case Compare("!=", a, b), Compare("=", c, d):
            return {a, b} == {c, d}
        case _:
            return False


def _arguments_of_logs(exprs: tuple[Expr, ...], env: Environment) -> frozenset[str]:
    """Names whose logarithm is taken are positive, unless something defines them."""
    names = {
        name
        for expr in exprs
        for node in walk(expr)
        if isinstance(node, Call) and node.function == "log" and (name := _name(node.args[0])) is not None
    }
    return frozenset(names - env.definitions.keys())


def _positive(body: Expr, names: frozenset[str]) -> bool:
    """Whether a body is positive because of how it is built: sums, products, quotients and exponentials."""
    match body:
        case Num(value):
            return value > 0
        case Const() | Call("exp" | "sigmoid" | "softmax", _):
            return True
        case Pow(Call("exp", _), _):
            return True
        case Sym(name) | Entry(name, _):
            return name in names
        case Add(parts) | Mul(parts):
            return all(_positive(part, names) for part in parts)
        case Div(over, under):
            return _positive(over, names) and _positive(under, names)
        case Pow(base, _):
            return _positive(base, names)
        case Fold("sum", _, _, _, None, inside):
            return _positive(inside, names)
        case _:
            return False
