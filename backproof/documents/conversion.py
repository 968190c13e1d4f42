"""From the trees of a document to the terms of the kernel.

The kernel wants everything declared: which symbols there are, how far each index runs, what is random, what is defined.
A `Problem` is what one statement needs of that, and nothing else: its setting and its sides as terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sympy import Expr as Term
from sympy import Symbol

from backproof.answers.syntax import (
    Add,
    All,
    Call,
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
    negative,
    sides,
    walk,
)
from backproof.documents.asked_laws import asked_of
from backproof.documents.declarations import (
    ANY,
    NotConverted,
    Problem,
    label_of,
    name_of,
)
from backproof.documents.dimensions import SizesDiffer, renamed
from backproof.documents.environment import Definition, Environment, Law
from backproof.documents.mentions import classes_in
from backproof.documents.slopes import Slopes
from proofs.kernel import settings as kernel
from proofs.kernel.claims import Claim, Relation
from proofs.kernel.laws import Differentiable
from proofs.kernel.signs import is_positive
from proofs.kernel.terms import NotATerm, delta, function, substitute


class Converter(Slopes):
    """Converts the sides of one statement in an environment."""

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
        taken |= {name for each in self.env.definitions.values() for name in classes_in(each)}
        self.exprs = tuple(renamed(self._called(expr), taken) for expr in exprs)
        self.positives = (
            self.env.positive | _arguments_of_logs(self.exprs, self.env) | _half_widths(self.exprs, self.env)
        )
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
        free = tuple((each, "a number") for each in self.opaque.values() if each not in self.setting.names)
        self.setting = replace(self.setting, alphabet=(*self.setting.alphabet, *free))
        full = replace(
            self.full,
            alphabet=(*self.full.alphabet, *free),
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
                if label_of(definition.entry) not in self.keep:
                    setting = self._cut(setting, definition)
        return setting

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
        for (name, _), base in self.families.items():
            alphabet.append((self._general(base), name))
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
        ranges = tuple(self.ranges.items())
        bodies = [*self.exprs, *(each.body for each in self.definitions.values())]
        names = {node.function for body in bodies for node in walk(body) if isinstance(node, Call)}
        functions = [function(each) for each in sorted({_bare(each) for each in names if each.startswith(ANY)})]
        alphabet += [(each, "a function") for each in functions]
        self.hypotheses += [Differentiable(each, f"{each} is differentiable") for each in functions]
        try:
            return kernel.Setting(
                self.env.setting, tuple(alphabet), ranges, tuple(self.hypotheses) + self.extra, tuple(self.random)
            )
        except (ValueError, KeyError) as error:
            raise NotConverted(in_words(str(error))) from None

    def _mark_positive(self) -> None:
        """Definitions whose bodies are seen to be positive define positive names."""
        for _ in range(4):
            before = self.positives
            for definition in self.definitions.values():
                known = self.positives | sizes_in(definition.body, self.env)
                if definition.name not in self.positives and is_built_positive(definition.body, known):
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
            if law is not None and name not in self.env.positive and name not in self.definitions:
                random.append(symbol)
                self._law(law, symbol)
        known = [each for each in random if self._is_known(self.env.laws[label_of(each)])]
        if len(known) > 1:
            names = ", ".join(label_of(each) for each in known)
            self.hypotheses.append(kernel.Independent(tuple(known), f"{names} are independent"))
        self.random = random

    def _is_known(self, law: Law) -> bool:
        """Whether a law takes part in the independence that the setting or the page declares."""
        return self.env.independent and law.kind != "unknown" and law.name not in self.env.dependent

    def _law(self, law: Law, entry: Term) -> None:
        def value(expr: Expr) -> Term:
            term = self.term(self._called(expr), f"law of {law.name}")
            return term

        if law.kind == "normal" and law.name in asked_of(self._bodies(), self.definitions):
            assert law.mean is not None
            assert law.variance is not None
            mean, variance = value(law.mean), value(law.variance)
            self.hypotheses.append(kernel.Normal(entry, mean, variance, f"{law.name} is normal"))
            return
        if law.kind == "discrete" and law.name in asked_of(self._bodies(), self.definitions):
            raise NotConverted(f"a mean over {law.name}, which takes a few values, inside something more")
        if law.kind == "uniform":
            assert law.low is not None
            assert law.high is not None
            low, high = value(law.low), value(law.high)
            if isinstance(entry, Symbol) and sum(name in self.env.laws for name in self.symbols) == 1:
                self.hypotheses.append(kernel.Uniform(entry, low, high, f"{law.name} is uniform"))
                return
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
                case Sym(name) if name in self.index_names.get(scope, frozenset()):
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
        names = self.index_names.get("", frozenset())
        return all(isinstance(each, Num) or (isinstance(each, Sym) and each.name in names) for each in (left, right))

    # -- terms


def _bare(name: str) -> str:
    """The letter of a function of which nothing is said."""
    return name.removeprefix(ANY).rstrip("'")


def _arguments_of_logs(exprs: tuple[Expr, ...], env: Environment) -> frozenset[str]:
    """Names whose logarithm is taken are positive, unless something defines them."""
    names = {
        name
        for expr in exprs
        for node in walk(expr)
        if isinstance(node, Call) and node.function == "log" and (name := name_of(node.args[0])) is not None
    }
    return frozenset(names - env.definitions.keys())


def _half_widths(exprs: tuple[Expr, ...], env: Environment) -> frozenset[str]:
    """Names a of an integral from -a to a: an interval is written from left to right, unless something defines them."""
    ends = [
        (low, high)
        for expr in exprs
        for node in walk(expr)
        if isinstance(node, Call) and node.function == "integral"
        for _, _, low, high in [node.args]
    ]
    names = {high.name for low, high in ends if isinstance(high, Sym) and low == negative(high)}
    return frozenset(names - env.definitions.keys())


def sizes_in(body: Expr, env: Environment) -> frozenset[str]:
    """The names in a body that are sizes by what they are called."""
    sizes = {node.name for node in walk(body) if isinstance(node, Sym) and env.is_size(node.name)}
    return frozenset(sizes - env.definitions.keys() - env.laws.keys())


_NAME = re.compile(r"(?P<name>[^\s',]+?)(?:\[[^\]]*\])?(?= is random| is a size|, which the alphabet)")


def in_words(error: str) -> str:
    """Why a setting cannot be, without what only the kernel knows of it."""
    error = re.sub(r"(?<=\w)·\w+", "", re.sub(r"^setting '[\w-]+': ", "", error))
    found = _NAME.search(error)
    return f"it is not seen what {found['name']} is here: the words around it say different things" if found else error


def is_built_positive(body: Expr, names: frozenset[str]) -> bool:
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
            return all(is_built_positive(part, names) for part in parts)
        case Div(over, under):
            return is_built_positive(over, names) and is_built_positive(under, names)
        case Pow(base, _):
            return is_built_positive(base, names)
        case Fold("sum", _, _, _, None, inside):
            return is_built_positive(inside, names)
        case _:
            return False
