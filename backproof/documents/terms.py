"""Numbers of a document as terms of the kernel."""

from __future__ import annotations

from fractions import Fraction

import sympy
from sympy import Expr as Term
from sympy import Integer, Rational, Symbol

from backproof.answers.syntax import (
    Add,
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
    children,
    walk,
)
from backproof.documents.declarations import ANY, Declarations, NotConverted
from backproof.documents.dimensions import replaced
from proofs.kernel.terms import E, Var, delta, function, relu, total

FUNCTIONS = {
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


class Terms(Declarations):
    """Converts numbers; derivatives are left to those who know them."""

    def term(self, expr: Expr, scope: str) -> Term:
        """The kernel's term for a number.  Raises NotConverted."""
        match expr:
            case Num(value):
                return Rational(value.numerator, value.denominator)
            case Const():
                return sympy.pi
            case Sym(name):
                if name in self.index_names.get(scope, frozenset()):
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
            return self._free_number(f"a {fold.kind}imum", fold, scope)
        if fold.kind != "sum":
            raise NotConverted("a product over an index")
        if fold.high is not None:
            self._require_whole_range(fold)
        symbol = self.index_symbol(fold.var, scope)
        upper = self._range(fold.var, scope)
        body = self.term(fold.body, scope)
        if fold.where is not None:
            body = self._truth(fold.where, scope) * body
        return total(body, symbol, upper)

    def _require_whole_range(self, fold: Fold) -> None:
        """A sum runs over 1..n, or over 0..n-1 where its index does nothing but index."""
        match fold.low, fold.high:
            case Num(low), _ if low == 1:
                return
            case Num(low), Num() | Add((_, Num())) if low == 0:
                less = fold.high.terms[1] if isinstance(fold.high, Add) else None
                counted = any(_counts(node, fold.var) for node in walk(fold.body))
                if (less is None or less == Num(Fraction(-1))) and not counted and fold.body != Sym(fold.var):
                    return
            case _:
                pass
        raise NotConverted("a sum that begins elsewhere than at 1")

    def _free_number(self, words: str, expr: Expr, scope: str) -> Term:
        """A number of which nothing is used: what is proved holds whatever it is, as far as it does not vary."""
        var = getattr(expr, "var", "")
        free = self.index_names.get(scope, frozenset()) - {var}
        if any(isinstance(each, Sym) and each.name in free for each in walk(expr)):
            raise NotConverted(f"{words} that depends on an index")
        key = f"{words}: {replaced(expr.body, {var: Sym('·')}) if isinstance(expr, Fold) else expr}"
        number = self.opaque.setdefault(key, Symbol(f"M{len(self.opaque)}·max", real=True))
        self.hidden[number] = expr
        return number

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
            case Call("integral", (body, Sym(), low, high)):
                return self._integral(body, call.args[1], low, high, scope)
            case Call("kronecker", (left, right)):
                return delta(self._place(left, scope), self._place(right, scope))
            case Call("max", args) if len(args) == 2 and Num(Fraction(0)) in args:
                other = args[0] if args[1] == Num(Fraction(0)) else args[1]
                return relu(self.term(other, scope))
            case Call("exp" | "log" | "sqrt" | "tanh" | "sigmoid" | "relu" | "abs" | "softplus" | "erf", (inside,)):
                return FUNCTIONS[call.function](self.term(inside, scope))
            case Call(name, (inside,)) if name.startswith(ANY) and not name.endswith("''"):
                known = function(name.removeprefix(ANY).rstrip("'"))
                return (known.slope if name.endswith("'") else known)(self.term(inside, scope))
            case Call(name, (inside,)) if name.endswith("'"):
                return self._slope(name, inside, scope)
            case Call("ceil" | "floor", (inside,)) if isinstance(value := self.term(inside, scope), Rational):
                return sympy.ceiling(value) if call.function == "ceil" else sympy.floor(value)
            case Call("max" | "min", _):
                return self._free_number(call.function, call, scope)
            case _:
                raise NotConverted(f"the function {call.function.removeprefix(ANY)} is not followed")

    def _slope(self, function: str, inside: Expr, scope: str) -> Term:
        """The derivative of a function at a point."""
        raise NotImplementedError

    def _integral(self, body: Expr, variable: Expr, low: Expr, high: Expr, scope: str) -> Term:
        """A definite integral."""
        raise NotImplementedError

    def _derivative(self, value: Expr, variable: Expr, scope: str) -> Term:
        """A partial derivative."""
        raise NotImplementedError


def _complementary(first: Cond, second: Cond) -> bool:
    match first, second:
        case Compare("=", a, b), Compare("!=", c, d):
            return {a, b} == {c, d}
        case Compare("!=", a, b), Compare("=", c, d):
            return {a, b} == {c, d}
        case _:
            return False


def _counts(node: Expr, index: str) -> bool:
    """Whether an index is used as a number: as a term, a factor or a power."""
    return (
        not isinstance(node, Entry | Fold)
        and not (isinstance(node, Call) and node.function == "kronecker")
        and any(isinstance(each, Sym) and each.name == index for each in children(node))
    )
