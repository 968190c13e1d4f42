"""Of which random names a statement asks for more than the mean and the variance.

Var(sum_i w_i max(0, u_i))       of w no more than these two, of u its whole law: what max does depends on it
E[x^2 (w x)^2]                   of x the fourth moment
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from backproof.answers.syntax import Call, Cases, Div, Entry, Expr, Mul, Num, Pow, Sym, Truth, children, walk
from backproof.documents.environment import Definition

_MOMENTS = frozenset(("E", "Var", "Cov"))
_LINEAR = frozenset(("kronecker", "D"))
_MOST = Fraction(2)
_ALL = Fraction(99)  # of a function, or of a power that is no whole number, all moments


def asked_of(bodies: Iterable[Expr], definitions: Mapping[str, Definition]) -> frozenset[str]:
    """The names of whose law the bodies ask for more than two moments, through definitions too."""
    bodies = tuple(bodies)
    asked = [_degrees(body, definitions) for body in bodies]
    for node in (node for body in bodies for node in walk(body)):
        match node:
            case Call("Var", (inside,)):
                asked.append(_degrees(Pow(inside, Num(_MOST)), definitions))
            case Call("E" | "Cov", args):
                asked.append(_sum(_degrees(each, definitions) for each in args))
            case _:
                pass
    return frozenset(name for each in asked for name, degree in each.items() if degree > _MOST)


def _degrees(expr: Expr, definitions: Mapping[str, Definition]) -> dict[str, Fraction]:
    """With which power each name enters an expression, at most; a moment in it is a number."""
    match expr:
        case Sym(name) | Entry(name, _):
            inside = _degrees(definitions[name].body, definitions) if name in definitions else {}
            return {**inside, name: Fraction(1)}
        case Mul(factors):
            return _sum(_degrees(each, definitions) for each in factors)
        case Pow(base, Num(power)) if power > 0 and power.denominator == 1:
            return {name: power * degree for name, degree in _degrees(base, definitions).items()}
        case Div(over, under):
            return {**_degrees(over, definitions), **_all(under, definitions)}
        case Call(function, _) if function in _MOMENTS:
            return {}
        case Call(function, _) if function not in _LINEAR:
            return _all(expr, definitions)
        case Pow() | Cases() | Truth():
            return _all(expr, definitions)
        case _:
            found: dict[str, Fraction] = {}
            for each in children(expr):
                for name, degree in _degrees(each, definitions).items():
                    found[name] = max(degree, found.get(name, Fraction(0)))
            return found


def _sum(parts: Iterable[dict[str, Fraction]]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for part in parts:
        for name, degree in part.items():
            total[name] = total.get(name, Fraction(0)) + degree
    return total


def _all(expr: Expr, definitions: Mapping[str, Definition]) -> dict[str, Fraction]:
    """Every name in an expression and in what defines it, of which all moments may count."""
    found: dict[str, Fraction] = {}
    waiting = [expr]
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Sym | Entry):
                name = node.name if isinstance(node, Sym) else node.family
                if name not in found and name in definitions:
                    waiting.append(definitions[name].body)
                found[name] = _ALL
    return found
