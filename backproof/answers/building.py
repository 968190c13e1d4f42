"""From tokens to the tree: the callbacks of the grammar, and the places where words can be read in two ways.

An ambiguous spelling (`log p/(1-p)`, `1/2x`, `f^{-1}(x)`) is not decided here: it becomes `Either`, and the judge must
come to the same verdict for both readings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any as Anything

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError
from lark.lexer import Lexer

from backproof.answers import calls
from backproof.answers.syntax import (
    Add,
    All,
    Always,
    Any,
    Call,
    Cases,
    Compare,
    Cond,
    Derivative,
    Div,
    Either,
    Elementwise,
    Expr,
    Family,
    Fold,
    Mul,
    Norm,
    Not,
    Num,
    Part,
    Pow,
    Sym,
    Transpose,
    Truth,
    negative,
    walk,
)
from backproof.answers.tokens import Binder, FunctionRef, Joint, Piece, Unreadable, arrange


@dataclass(frozen=True, slots=True)
class Loose:
    """A factor that could go on: as read so far, the other reading if there is one, and how the other would grow."""

    expr: Expr
    other: Expr | None
    grow: Callable[[Expr, bool], Expr]  # the other reading, with one more factor (or divisor)
    slash: bool
    closed: bool = False  # a denominator in brackets is complete


@dataclass(frozen=True, slots=True)
class Group:
    """An expression in brackets of its own."""

    expr: Expr


Built = Expr | Loose | Group


def settled(built: Built) -> Expr:
    """The expression, as `Either` where it has two readings."""
    if isinstance(built, Group):
        return built.expr
    if not isinstance(built, Loose):
        return built
    return built.expr if built.other is None else Either(built.expr, built.other)


def product(left: Expr, right: Expr) -> Expr:
    """left * right, flat on the left."""
    return Mul((*left.factors, right)) if isinstance(left, Mul) else Mul((left, right))


def is_array(expr: Expr) -> bool:
    """Whether whole families stand in the expression (matrices may not commute)."""
    return any(isinstance(node, Family) for node in walk(expr))


class Builder(Transformer[Token, Anything]):
    """One method for each alternative of the grammar."""

    def operand(self, items: list[Token]) -> Expr:
        """A number or a name."""
        found: Expr = _value(items[0])
        return found

    def add(self, items: list[Anything]) -> Expr:
        """The sum; a number added to a vector is added to each entry."""
        left, right = settled(items[0]), settled(items[2])
        return Add((*left.terms, right)) if isinstance(left, Add) else Add((left, right))

    def subtract(self, items: list[Anything]) -> Expr:
        """left - right."""
        return self.add([items[0], None, negative(settled(items[2]))])

    def negate(self, items: list[Anything]) -> Built:
        """-x."""
        return _within(items[1], negative)

    def keep(self, items: list[Anything]) -> Built:
        """+x."""
        found: Built = items[1]
        return found

    def times(self, items: list[Anything]) -> Built:
        """left * right."""
        left, right = settled(items[0]), items[2]
        if _value(items[1]) == "*" and is_array(left) and is_array(settled(right)):
            return Either(product(left, settled(right)), Elementwise(left, settled(right)))
        if _value(items[1]) == "." and is_array(left) and is_array(settled(right)):
            return Call("dot", (left, settled(right)))  # of two columns the inner product, else the product
        return _within(right, lambda r: product(left, r))

    def divide(self, items: list[Anything]) -> Built:
        """The quotient."""
        left, under = items[0], settled(items[2])
        if isinstance(left, Loose) and not left.slash:
            return Loose(Div(left.expr, under), left.grow(under, True), _ended(left), slash=False)
        over = settled(left)

        def grow(factor: Expr, divides: bool) -> Expr:
            return Div(over, Div(under, factor) if divides else product(under, factor))

        return Loose(Div(over, under), None, grow, slash=True, closed=isinstance(items[2], Group))

    def matmul(self, items: list[Anything]) -> Expr:
        """left @ right."""
        return product(settled(items[0]), settled(items[2]))

    def odot(self, items: list[Anything]) -> Expr:
        """The elementwise product."""
        return Elementwise(settled(items[0]), settled(items[2]))

    def floordiv(self, items: list[Anything]) -> Expr:
        """The floor of a quotient."""
        return Call("floor", (Div(settled(items[0]), settled(items[2])),))

    def modulo(self, items: list[Anything]) -> Expr:
        """left mod right."""
        return Call("mod", (settled(items[0]), settled(items[2])))

    def juxtapose(self, items: list[Anything]) -> Built:
        """Two factors side by side."""
        left, joint, right = items[0], _value(items[1]), items[2]
        if isinstance(left, Loose) and (left.other is not None or _ambiguous(left, joint)):
            factor = settled(right)
            grown = left.grow(factor, False)
            both = product(left.expr, factor)
            return Loose(both, grown, lambda f, d: _more(left.grow, factor, f, d), left.slash)
        expr = settled(left)
        return _within(right, lambda r: product(expr, r))

    def raise_to(self, items: list[Anything]) -> Built:
        """A power."""
        base, exponent = items[0], settled(items[2])
        if isinstance(base, Loose):
            return Either(Pow(settled(base), exponent), base.grow(exponent, True))
        return Pow(settled(base), exponent)

    def factorial(self, items: list[Anything]) -> Expr:
        """n!."""
        return Call("factorial", (settled(items[0]),))

    def transpose(self, items: list[Anything]) -> Expr:
        """The transpose."""
        return Transpose(settled(items[0]))

    def part(self, items: list[Anything]) -> Expr:
        """One entry of an array."""
        base, indices = settled(items[0]), _value(items[1])
        if isinstance(base, Norm):
            return _norm_of_order(base, indices, items[1])
        return Part(base, indices)

    def paren(self, items: list[Anything]) -> Group:
        """Brackets."""
        _matched(items[0], items[2])
        return Group(settled(items[1]))

    def truth(self, items: list[Anything]) -> Expr:
        """A condition in brackets is 1 or 0."""
        _matched(items[0], items[2])
        return Truth(items[1])

    def absolute(self, items: list[Anything]) -> Expr:
        """|x|."""
        return Call("abs", (settled(items[1]),))

    def norm(self, items: list[Anything]) -> Expr:
        """A norm of a vector."""
        return Norm(settled(items[1]), 2)

    def floor(self, items: list[Anything]) -> Expr:
        """The floor."""
        return Call("floor", (settled(items[1]),))

    def ceil(self, items: list[Anything]) -> Expr:
        """The ceiling."""
        return Call("ceil", (settled(items[1]),))

    def call(self, items: list[Anything]) -> Built:
        """A known function at its arguments."""
        token, opened, args, closed = items
        ref: FunctionRef = _value(token)
        if calls.is_distribution(ref.name):
            return calls.distribution(ref, args, _value(opened) + _value(closed), token.start_pos)
        _matched(opened, closed)
        return calls.apply(ref, args, token.start_pos)

    def bare(self, items: list[Anything]) -> Built:
        """A function before its argument, without brackets."""
        token, args = items
        ref: FunctionRef = _value(token)

        def applied(argument: Expr) -> Expr:
            return calls.apply(ref, (argument,), token.start_pos)

        whole = args[0]
        for factor in args[1:]:
            whole = product(whole, factor)
        expr, other = applied(whole), None
        if len(args) > 1 and not isinstance(args[0], Num):
            rest = applied(args[0])
            for factor in args[1:]:
                rest = product(rest, factor)
            other = rest

        def grow(factor: Expr, divides: bool) -> Expr:
            return applied(Div(whole, factor) if divides else product(whole, factor))

        return Loose(expr, other, grow, slash=False)

    def bare_arg(self, items: list[Anything]) -> tuple[Expr, ...]:
        """The factors that such an argument is made of."""
        if len(items) == 1:
            return (settled(items[0]),)
        return (*items[0], settled(items[2]))

    def big(self, items: list[Anything]) -> Expr:
        """A fold or a derivative before its body."""
        binder: Binder = _value(items[0])
        body = settled(items[1])
        if binder.kind == "diff":
            return Derivative(body, binder.names[0])
        for name in reversed(binder.names):
            body = Fold(binder.kind, name, binder.low, binder.high, binder.where, body)  # type: ignore[arg-type]
        return body

    def conditional(self, items: list[Anything]) -> Expr:
        """x if c else y."""
        return Cases(((items[2], settled(items[0])),), settled(items[4]))

    def args(self, items: list[Anything]) -> tuple[Anything, ...]:
        """The arguments of a call."""
        return tuple(settled(item) for item in items if not isinstance(item, Token))

    def tuple(self, items: list[Anything]) -> calls.Tuple:
        """A tuple among the arguments."""
        return calls.Tuple(tuple(settled(item) for item in items if not isinstance(item, Token)))

    def chain(self, items: list[Anything]) -> Cond:
        """a < b <= c."""
        sides, relations = [settled(s) for s in items[::2]], [_value(r) for r in items[1::2]]
        links = tuple(
            Compare(relation, left, right) for relation, left, right in zip(relations, sides, sides[1:], strict=False)
        )
        return links[0] if len(links) == 1 else All(links)

    def member(self, items: list[Anything]) -> Cond:
        """x in [a, b)."""
        element, low, high = settled(items[0]), settled(items[3]), settled(items[5])
        opened, closed = _value(items[2]), _value(items[6])
        if opened == "{":
            return Any((Compare("=", element, low), Compare("=", element, high)))
        return All(
            (
                Compare("<=" if opened == "[" else "<", low, element),
                Compare("<=" if closed == "]" else "<", element, high),
            )
        )

    def clause(self, items: list[Anything]) -> Cond:
        """A condition in brackets."""
        value = settled(items[0])
        if isinstance(value, Truth):
            return value.condition
        raise Unreadable("a number stands where a condition is expected", 0, "", "write a comparison, as in x > 0")

    def negation(self, items: list[Anything]) -> Cond:
        """not c."""
        return Not(items[1])

    def always(self, items: list[Token]) -> Cond:
        """True or False."""
        return Always(_value(items[0]))

    def all_of(self, items: list[Anything]) -> Cond:
        """a and b."""
        return All((items[0], items[2]))

    def any_of(self, items: list[Anything]) -> Cond:
        """a or b."""
        return Any((items[0], items[2]))


def _value(token: Token) -> Anything:
    return token.value.value


def _within(built: Built, wrap: Callable[[Expr], Expr]) -> Built:
    """The same choice of readings inside a larger expression."""
    if not isinstance(built, Loose):
        return wrap(settled(built))
    other = None if built.other is None else wrap(built.other)
    return Loose(wrap(built.expr), other, lambda f, d: wrap(built.grow(f, d)), built.slash)


def _more(grow: Callable[[Expr, bool], Expr], factor: Expr, further: Expr, divides: bool) -> Expr:
    return grow(Div(factor, further) if divides else product(factor, further), False)


def _ended(left: Loose) -> Callable[[Expr, bool], Expr]:
    def grow(factor: Expr, divides: bool) -> Expr:
        whole = left.expr if left.other is None else left.other
        return Div(whole, factor) if divides else product(whole, factor)

    return grow


def _ambiguous(left: Loose, joint: Joint) -> bool:
    """Whether a person could mean the next factor to belong to the argument, or to the denominator, before it."""
    if joint.next == "BIG" or left.closed:
        return False
    if not left.slash:
        return joint.next == "LP"
    over_under = left.expr
    while isinstance(over_under, Mul):
        over_under = over_under.factors[-1]
    if isinstance(over_under, Div) and isinstance(over_under.under, Num):
        return joint.next in ("OPERAND", "NUMBER") and not joint.spaced
    return True


def _matched(opened: Token, closed: Token) -> None:
    pair = _value(opened) + _value(closed)
    if pair not in ("()", "[]", "{}"):
        raise Unreadable(
            f"{_value(opened)} is closed by {_value(closed)}",
            closed.value.start,
            _value(closed),
            "close each bracket with its own kind",
        )


def _norm_of_order(norm: Norm, indices: tuple[Expr, ...], token: Token) -> Expr:
    match indices:
        case (Num(value),) if value in (1, 2):
            return Norm(norm.array, int(value))
        case (Sym("infty"),):
            return Norm(norm.array, None)
        case _:
            raise Unreadable("a norm of this order is not known", token.value.start, "", "write order 1, 2 or \\infty")


class _Given(Lexer):
    """The tokens were made before the parser was called."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, data: list[Piece]) -> Anything:  # type: ignore[override]
        for piece in data:
            yield Token(piece.kind, piece, start_pos=piece.start, end_pos=piece.end)


_GRAMMAR = Lark(
    files("backproof.answers").joinpath("expression.lark").read_text(encoding="utf-8"),
    parser="lalr",
    lexer=_Given,
    start=["expr", "test"],
    transformer=Builder(),
)
_WANTED = {
    "PLUS": "+", "MINUS": "-", "TIMES": "*", "SLASH": "/", "RP": "a closing bracket", "COMMA": "a comma",
    "RBAR": "a closing |", "ELSE": "else", "IF": "if", "OPERAND": "a number or a name",
}  # fmt: skip


def build_expr(pieces: list[Piece], end: int) -> Expr:
    """The expression that the tokens spell, or `Unreadable`."""
    return settled(_parse(pieces, end, "expr"))


def build_cond(pieces: list[Piece], end: int) -> Cond:
    """The condition that the tokens spell, or `Unreadable`."""
    found: Cond = _parse(pieces, end, "test")
    return found


def _parse(pieces: list[Piece], end: int, start: str) -> Anything:
    if not pieces:
        raise Unreadable("nothing is written here", end, "", "write an expression")
    if start == "expr" and len(pieces) == 1 and pieces[0].kind in ("OPERAND", "NUMBER"):
        return pieces[0].value
    try:
        return _GRAMMAR.parse(arrange(pieces), start=start)
    except VisitError as error:
        if isinstance(error.orig_exc, Unreadable):
            raise error.orig_exc from None
        raise
    except UnexpectedInput as error:
        token = getattr(error, "token", None)
        expected = {_WANTED[t] for t in getattr(error, "expected", ()) if t in _WANTED}
        if token is None or token.type == "$END":
            raise Unreadable(
                "the expression ends too early", end, "", "something is missing at the end" + _listed(expected)
            ) from None
        piece = token.value
        if piece.kind == "REL":
            hint = "a comparison is not an answer: write only the expression"
            raise Unreadable("a comparison stands here", piece.start, "", hint) from None
        raise Unreadable("this does not fit here", piece.start, "", "expected" + _listed(expected)) from None


def _listed(expected: set[str]) -> str:
    return (": " + ", ".join(sorted(expected)[:6])) if expected else " something else before it"
