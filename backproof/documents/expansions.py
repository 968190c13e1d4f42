r"""Taylor expansions: $\frac{f(x+h) - f(x-h)}{2h} = f'(x) + \frac{h^2}{6} f'''(x) + O(h^4)$ for any smooth f.

Every side is a sum of c h^p f^{(m)}(x), as far as the order that is claimed, where f(x + c h) is opened by Taylor's
theorem.  Derivatives of f at one point are any numbers, so a sum of this kind is zero only if all its coefficients are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import factorial

from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Mul, Num, Pow, Sym, map_expr, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.lexer import read_side
from backproof.documents.mentions import reach
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample
from backproof.documents.settings import names_of

SHIFTED = re.compile(
    r"(?<![A-Za-z\\])(?P<f>[fgFuLJC])\s*(?:\\left|\\bigl?)?\(\s*(?P<x>[a-z](?:_\w)?|\\theta(?:_\w)?|\\xi)\s*(?:[+-]|\\pm|\\mp)"
    r"\s*(?:\d+\s*)?(?P<h>h|\\epsilon|\\varepsilon|\\delta)\s*(?:\\right|\\bigr?)?\)"
)
_ORDER = re.compile(r"(?:\\mathcal\s*\{?\s*O\s*\}?|(?<![A-Za-z\\])O)\s*(?:\\left)?\s*\(")
_LOSS = re.compile(
    r"\\mathcal\s*(?:\{\s*(?P<braced>[LJC])\s*\}|(?P<plain>[LJC])(?![A-Za-z]))"
    r"|\\(?:text|mathrm|operatorname)\s*\{\s*(?:[Ll]oss|[Cc]ost)\s*\}|(?<![A-Za-z\\])(?<!_\{)(?:[Ll]oss|[Cc]ost)(?![A-Za-z_])"
)
_LOSSES = ("L", "J", "C")
_HIGHEST = 8
Key = tuple[int, int | None]  # (p, m) for h^p f^(m)(x); m is None for h^p alone
Sum = dict[Key, Fraction]


class _Other(ValueError):
    """More than a sum of derivatives at one point."""


def judge_expansion(left: str, relation: str, right: str, env: Environment) -> Outcome | None:
    """Judge a link of which a side is shifted, both sides as LaTeX; None for anything else."""
    left, right = (plain_losses(side) for side in (left, right))
    found = SHIFTED.search(left) or SHIFTED.search(right)
    if found is None or relation not in ("=", "approx"):
        return None
    function = env.functions.get(found["f"])
    if isinstance(function, FunctionDefinition) or _is_special(found["f"], found["x"], env):
        return None
    if any(re.search(r"\\pm|\\mp", side) for side in (left, right)):
        signed = [judge_expansion(_signed(left, sign), relation, _signed(right, sign), env) for sign in ("+", "-")]
        return next((each for each in signed if each is None or each.verdict != "proved"), signed[0])
    left, right = (_ORDER.sub("O(", side) for side in (left, right))
    read = _read((left, right), found, env)
    return None if read is None else _judged(read[0][0], relation, read[0][1], read[1])


def leading_slope(quotient: str, env: Environment) -> Fraction | None:
    """c of a difference quotient that is c f'(x) for small steps; None for anything else."""
    quotient = plain_losses(quotient)
    found = SHIFTED.search(quotient)
    function = None if found is None else env.functions.get(found["f"])
    if found is None or isinstance(function, FunctionDefinition) or _is_special(found["f"], found["x"], env):
        return None
    read = _read((quotient,), found, env)
    if read is None:
        return None
    try:
        terms = read[1].terms(read[0][0])
    except _Other:
        return None
    least = min((power for power, _ in terms), default=1)
    leading = {key: value for key, value in terms.items() if key[0] == least}
    return leading.get((0, 1)) if least == 0 and len(leading) == 1 else None


def is_shifted(latex: str) -> bool:
    """Whether a function of one number is taken at x + h: L(\\theta + \\epsilon)."""
    return SHIFTED.search(plain_losses(latex)) is not None


def has_order(latex: str) -> bool:
    r"""Whether a side has the order of an error: L'(\theta) + \mathcal{O}(\epsilon)."""
    return _ORDER.search(latex) is not None


def plain_losses(latex: str) -> str:
    r"""L for \mathcal{L}, and for Loss, the word."""
    return _LOSS.sub(lambda each: each["braced"] or each["plain"] or "L", latex)


def _read(sides: Sequence[str], found: re.Match[str], env: Environment) -> tuple[list[Expr], _Reader] | None:
    """Sides about one function that is shifted somewhere, as trees; None where they are not read so."""
    letter = "f" if found["f"] in _LOSSES else found["f"]  # L(theta) is read as the loss L elsewhere
    by = re.escape(found["x"])
    slope = rf"\\[dt]?frac\s*\{{\s*(?:\\partial|d)\s*{found['f']}\s*\}}\s*\{{\s*(?:\\partial|d)\s*{by}\s*\}}"
    sides = [re.sub(slope, lambda _: f"{found['f']}'({found['x']})", side) for side in sides]
    if letter != found["f"]:
        sides = [re.sub(rf"(?<![A-Za-z\\]){found['f']}(?![A-Za-z])", letter, side) for side in sides]
    functions = {**env.functions, letter: letter, "O": "O"}
    names = names_of(replace(env, functions=functions, arrays={}))
    try:
        readings = [read_side(side, names) for side in sides]
        point, step = (read_side(found[name], names)[0] for name in ("x", "h"))
    except Unreadable:
        return None
    if any(len(each) > 1 for each in readings) or not isinstance(step, Sym):
        return None
    if isinstance(point, Entry) and all(isinstance(each, Sym) for each in point.indices):  # one of the parameters
        whole, point = point, Sym(point.family)
        readings = [tuple(_with(each, whole, point) for each in reading) for reading in readings]
    if not isinstance(point, Sym):
        return None
    return [each[0] for each in readings], _Reader(letter, point.name, step.name, found["f"])


def _with(tree: Expr, old: Expr, new: Expr) -> Expr:
    return new if tree == old else map_expr(tree, lambda each: _with(each, old, new))


def _is_special(function: str, point: str, env: Environment) -> bool:
    """Whether the page says what f is; a loss as a function of one parameter may be any smooth function of it."""
    if function not in _LOSSES:
        return function in env.definitions
    return point.lstrip("\\") in reach(function, env)


def _signed(text: str, sign: str) -> str:
    other = "-" if sign == "+" else "+"
    return re.sub(r"\\mp(?![A-Za-z])", other, re.sub(r"\\pm(?![A-Za-z])", sign, text))


def _judged(left: Expr, relation: str, right: Expr, reader: _Reader) -> Outcome | None:
    try:
        orders = [reader.order(node) for side in (left, right) for node in walk(side) if _is_order(node)]
        one, other = reader.terms(left), reader.terms(right)
    except _Other:
        return None
    difference = _less(one, other)
    inside = (node for side in (left, right) for node in walk(side) if isinstance(node, Div | Mul | Pow))
    if any(_is_order(each) for node in inside for each in walk(node)):
        return None  # O(h^3)/h is another order
    if orders:
        least = min(orders)
    elif relation == "approx":  # right as far as the side goes that is written out
        written = [each for side, each in ((left, one), (right, other)) if not reader.is_shifted(side)]
        if not written:
            return None
        least = 1 + max((power for power, _ in written[0]), default=0)
    else:
        return None
    if least > _HIGHEST:
        return None
    wrong = {key: value for key, value in difference.items() if key[0] < least}
    smooth = f"{reader.written} is smooth enough"
    if not wrong:
        return Outcome(
            "proved", f"by Taylor's theorem, up to O({reader.step}^{least})".replace("^1)", ")"), used=(smooth,)
        )
    power, order = min(wrong, key=lambda key: (key[0], key[1] or 0))
    example = "1" if not order else reader.point if order == 1 else f"{reader.point}^{order}/{order}!"
    shown = Counterexample(
        ((f"{reader.written}({reader.point})", example if order is not None else "any"), (reader.point, "0")),
        _written(one.get((power, order), Fraction(0)), power, reader.step),
        _written(other.get((power, order), Fraction(0)), power, reader.step),
    )
    return Outcome("refuted", f"the terms with {reader.step}^{power} differ", shown, used=(smooth,))


def _written(value: Fraction, power: int, step: str) -> str:
    return f"{value}" if not power else f"{value} {step}" if power == 1 else f"{value} {step}^{power}"


def _is_order(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "O"


class _Reader:
    """Sums of derivatives of one function at one point."""

    def __init__(self, function: str, point: str, step: str, written: str) -> None:
        self.function, self.point, self.step, self.written = function, point, step, written

    def is_shifted(self, expr: Expr) -> bool:
        """Whether the function is taken anywhere else than at the point."""
        return any(
            isinstance(node, Call) and node.function.rstrip("'") == self.function and node.args != (Sym(self.point),)
            for node in walk(expr)
        )

    def order(self, node: Expr) -> int:
        """k in O(h^k)."""
        assert isinstance(node, Call)
        match node.args:
            case (Sym(name),) if name == self.step:
                return 1
            case (Pow(Sym(name), Num(value)),) if name == self.step and value.denominator == 1:
                return int(value)
            case _:
                raise _Other

    def terms(self, expr: Expr) -> Sum:
        """The expression as a sum.  Raises _Other."""
        match expr:
            case Num(value):
                return {(0, None): value} if value else {}
            case Sym(name) if name == self.step:
                return {(1, None): Fraction(1)}
            case Add(parts):
                out: Sum = {}
                for part in parts:
                    out = _less(out, {key: -value for key, value in self.terms(part).items()})
                return out
            case Mul(factors):
                out = {(0, None): Fraction(1)}
                for each in factors:
                    out = _times(out, self.terms(each))
                return out
            case Div(over, under):
                below = self.terms(under)
                if len(below) != 1 or next(iter(below))[1] is not None:
                    raise _Other
                ((power, _), value), *_ = below.items()
                return {(at - power, m): each / value for (at, m), each in self.terms(over).items()}
            case Pow(base, Num(value)) if value.denominator == 1 and 0 < value <= _HIGHEST:
                out = {(0, None): Fraction(1)}
                for _ in range(int(value)):
                    out = _times(out, self.terms(base))
                return out
            case Call("O", _):
                return {}
            case Call(name, (argument,)) if name.rstrip("'") == self.function:
                return self.opened(len(name) - len(self.function), self.shift(argument))
            case _:
                raise _Other

    def shift(self, argument: Expr) -> Fraction:
        """c in x + c h.  Raises _Other."""
        parts = argument.terms if isinstance(argument, Add) else (argument,)
        rest = [each for each in parts if each != Sym(self.point)]
        if len(rest) != len(parts) - 1:
            raise _Other
        moved = self.terms(Add(tuple(rest))) if rest else {}
        if set(moved) - {(1, None)}:
            raise _Other
        return moved.get((1, None), Fraction(0))

    def opened(self, order: int, shift: Fraction) -> Sum:
        """f^(m)(x + c h) by Taylor's theorem, far enough for every order that is read."""
        if not shift:
            return {(0, order): Fraction(1)}
        return {(p, order + p): shift**p / factorial(p) for p in range(2 * _HIGHEST)}


def _less(one: Sum, other: Sum) -> Sum:
    found = {key: one.get(key, Fraction(0)) - other.get(key, Fraction(0)) for key in one.keys() | other.keys()}
    return {key: value for key, value in found.items() if value}


def _times(one: Sum, other: Sum) -> Sum:
    out: Sum = {}
    for (power, m), value in one.items():
        for (power_, m_), value_ in other.items():
            if m is not None and m_ is not None:
                raise _Other
            key = power + power_, m if m is not None else m_
            out[key] = out.get(key, Fraction(0)) + value * value_
    return {key: value for key, value in out.items() if value}
