"""Derivatives, each proved by the kernel before it is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

import sympy
from sympy import Add, IndexedBase, Integer, Symbol
from sympy import Expr as Term
from sympy.tensor.indexed import Indexed

from backproof.answers.syntax import (
    Call,
    Expr,
    Mul,
    Num,
    Sym,
    walk,
)
from backproof.documents.declarations import LOSSES, NotConverted, Problem, name_of
from backproof.documents.dimensions import replaced
from backproof.documents.environment import FunctionDefinition
from backproof.documents.integration import INFINITY, integral
from backproof.documents.mentions import mentioned
from backproof.documents.terms import FUNCTIONS, Terms
from proofs.kernel import settings as kernel
from proofs.kernel.claims import Claim, equal
from proofs.kernel.judging import judge, reduce
from proofs.kernel.normal_form import normalize
from proofs.kernel.signs import is_positive
from proofs.kernel.terms import D, family, substitute, total
from proofs.kernel.verdicts import Proved

_ARGUMENT = "argument·of"  # of a function; no name of a page, which may be defined


class Slopes(Terms):
    """Converts derivatives; a defined variable is set free, an unknown loss is linear to first order."""

    setting: kernel.Setting
    full: kernel.Setting

    def problem(self, exprs: Iterable[Expr]) -> Problem:
        """The setting and the terms of some expressions."""
        raise NotImplementedError

    def _slope(self, function: str, inside: Expr, scope: str) -> Term:
        """phi'(u): the derivative of phi by the kernel, at u."""
        name = function.rstrip("'")
        order = len(function) - len(name)
        variable = Symbol("u", real=True)
        found = self.env.functions.get(name)
        if isinstance(found, FunctionDefinition):
            inner = type(self)(replace(self.env, laws={}))
            problem = inner.problem((replaced(found.body, {found.parameter: Sym(_ARGUMENT)}),))
            value = problem.sides[0]
            setting = problem.setting
            variable = inner._symbol(_ARGUMENT)
            inner._require_fixed(value, variable, _ARGUMENT, setting)
        elif name in FUNCTIONS and name not in ("relu", "abs"):
            value = FUNCTIONS[name](variable)
            setting = kernel.Setting("slope", ((variable, "argument"),), ())
        else:
            raise NotConverted(f"the derivative of {name} is not known")
        for _ in range(order):
            value = _proved_derivative(value, variable, setting)
        return substitute(value, {variable: self.term(inside, scope)})

    def _integral(self, body: Expr, variable: Expr, low: Expr, high: Expr, scope: str) -> Term:
        """A definite integral, proved by the kernel; what is random has no place in it."""
        setting = getattr(self, "setting", None)
        if not isinstance(setting, kernel.Setting):
            raise NotConverted("a definition that contains an integral")
        ends = [self._end(each, scope) for each in (low, high)]
        inside = self.term(body, scope)
        if setting.random_in(inside):
            raise NotConverted("an integral of something random")
        hidden = [expr for number, expr in self.hidden.items() if number in setting.unfold(inside).free_symbols]
        if name_of(variable) in mentioned(hidden, self.env):
            raise NotConverted("an integral of a maximum")
        return integral(inside, self.term(variable, scope), ends[0], ends[1], setting)

    def _end(self, end: Expr, scope: str) -> Term:
        """An end of the range of an integral."""
        match end:
            case each if each == INFINITY:
                return sympy.oo
            case Mul((Num(sign), each)) if sign == -1 and each == INFINITY:
                return -sympy.oo
            case _:
                return self.term(end, scope)

    def _derivative(self, value: Expr, variable: Expr, scope: str) -> Term:
        """A partial derivative; a variable that is itself defined is set free first, and the result put back."""
        name = name_of(variable)
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
        self._require_fixed(what, by, name, free)
        if not _depends(what, by, free) or self._has_unknown_loss(what, name, free):
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

    def _require_fixed(self, what: Term, by: Term, name: str, setting: kernel.Setting) -> None:
        """Raise NotConverted where a term varies with a maximum of what it is differentiated by.

        exp(z_i - m) / sum_k exp(z_k - m) does not, whatever m is; z_i - m does, with m = max_k z_k.
        """
        opened = setting.unfold(what)
        for number, expr in self.hidden.items():
            if number not in opened.free_symbols or name not in mentioned((expr,), self.env):
                continue
            known = setting
            if number not in setting.names:
                known = replace(setting, alphabet=(*setting.alphabet, (number, "a number")))
            if not isinstance(judge(equal(D(opened, number), Integer(0)), known), Proved):
                of = "its argument" if name == _ARGUMENT else name
                raise NotConverted(f"the slope of a maximum, as a function of {of}, is not followed")

    def _has_unknown_loss(self, what: Term, by: str, setting: kernel.Setting) -> bool:
        """Whether a loss of which nothing is said is a term beside others: L, of J = L + lambda w^2.

        It depends on w if the claim differentiates it by w too.  Raises NotConverted where nothing says so.
        """
        beside = {str(kernel.base_of(each)) for each in Add.make_args(setting.unfold(what)) if _is_loss(each)}
        derived = {
            str(name_of(node.args[0]))
            for expr in self.exprs
            for node in walk(expr)
            if isinstance(node, Call) and node.function == "D" and name_of(node.args[1]) == by
        }
        if unsaid := sorted(beside - derived - self.env.constants):
            raise NotConverted(f"it is not said whether {', '.join(unsaid)} depends on {by}")
        return bool(beside)

    def _linearized(self, what: Term, by: Term, setting: kernel.Setting) -> tuple[Term, Term] | None:
        """A loss of which nothing is said: to first order it is linear in what is differentiated by.

        A derivative sees no more of a function than that, so nothing is lost; the slopes are free numbers.  With
        several variables, slopes are given to the one that rests on all others, and the chain rule does the rest.
        """
        opened = setting.unfold(what)
        labels = {each.label for each in opened.atoms(IndexedBase)}
        names = {each for each in opened.atoms(Symbol, Indexed) - labels if not each.is_integer}  # sum_l is no loss
        bases = {kernel.base_of(each) for each in names if _is_loss(each)}
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
            if isinstance(node, Call) and node.function == "D" and (name := name_of(node.args[1])) is not None
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
                each = name_of(node)
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


@lru_cache(maxsize=512)  # every attempt at a claim meets the same derivatives again
def _proved_derivative(what: Term, by: Term, setting: kernel.Setting) -> Term:
    """The derivative as a term without D, of which the kernel has proved that it is one."""
    if not any(each == kernel.base_of(by) for each in (*setting.families, *setting.names)):
        raise NotConverted(f"{by} is not declared")
    value = reduce(D(what, by), setting)
    verdict = judge(equal(D(what, by), value), setting)
    if not isinstance(verdict, Proved):
        raise NotConverted(f"the derivative of {what} by {by} is not proved: {getattr(verdict, 'reason', '')}")
    return value


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
