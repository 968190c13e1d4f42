"""Printing: a tree on one line, as the judge read it."""

from __future__ import annotations

import re

from backproof.answers import syntax as s

LONGEST = 400
SHOWN_AS = {"expectation": "E", "variance": "Var", "covariance": "Cov"}


def entry_text(name: str) -> str:
    """The symbol of an entry as it is written: `w[2,1]` is w_21."""
    found = re.fullmatch(r"(.*)\[([\d,]+)\]", name)
    if not found:
        return name
    parts = found[2].split(",")
    joined = "".join(parts) if all(len(p) == 1 for p in parts) else ",".join(parts)
    base, layer, rest = found[1].partition("^(")
    return f"{base}_{joined}{layer}{rest}"


def plain(expr: s.Expr) -> str:
    """The tree as text, every grouping visible."""
    text = _show(expr, 0)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _wrap(text: str, own: int, outer: int) -> str:
    return f"({text})" if own < outer else text


def _show(expr: s.Expr, outer: int) -> str:
    match expr:
        case s.Num(value):
            return _wrap(str(value), 9 if value >= 0 and value.denominator == 1 else 1, outer)
        case s.Const(name) | s.Sym(name) | s.Family(name):
            return name
        case s.Entry(family, indices):
            return f"{family}[{', '.join(_show(i, 0) for i in indices)}]"
        case s.Part(array, indices):
            return f"{_show(array, 4)}[{', '.join(_show(i, 0) for i in indices)}]"
        case s.Add(terms):
            return _wrap(_terms(terms), 1, outer)
        case s.Mul((s.Num(value), *rest)) if value == -1 and rest:
            return _wrap("-" + _show(s.Mul(tuple(rest)) if len(rest) > 1 else rest[0], 2), 1, outer)
        case s.Mul(factors):
            return _wrap("*".join(_show(f, 2 + (n > 0)) for n, f in enumerate(factors)), 2, outer)
        case s.Div(over, under):
            return _wrap(f"{_show(over, 2)}/{_show(under, 3)}", 2, outer)
        case s.Pow(base, exponent):
            return _wrap(f"{_show(base, 4)}^{_show(exponent, 4)}", 3, outer)
        case s.Call(name, args):
            return f"{SHOWN_AS.get(name, name)}({', '.join(_show(a, 0) for a in args)})"
        case s.Cases(branches, otherwise):
            rows = [f"{_show(v, 0)} if {_cond(c)}" for c, v in branches]
            rows += [] if otherwise is None else [f"{_show(otherwise, 0)} otherwise"]
            return "{" + "; ".join(rows) + "}"
        case s.Truth(condition):
            return f"[{_cond(condition)}]"
        case s.Fold(kind, var, low, high, where, body):
            bounds = var if low is None or high is None else f"{var} = {_show(low, 0)}..{_show(high, 0)}"
            bounds += "" if where is None else f", {_cond(where)}"
            return f"{kind}({_show(body, 0)}, {bounds})"
        case s.Transpose(array):
            return f"{_show(array, 4)}^T"
        case s.Norm(array, order):
            return f"norm{'' if order == 2 else order or 'max'}({_show(array, 0)})"
        case s.Elementwise(left, right):
            return _wrap(f"{_show(left, 3)} . {_show(right, 3)}", 2, outer)
        case s.Derivative(body, var):
            return f"d/d{var}({_show(body, 0)})"
        case s.Distribution(kind, args):
            return f"{kind}({', '.join(_show(a, 0) for a in args)})"
        case s.Either(first, second):
            return f"{_show(first, 4)} or {_show(second, 4)}"


def _terms(terms: tuple[s.Expr, ...]) -> str:
    text = ""
    for term in terms:
        shown = _show(term, 1)
        if not text:
            text = shown
        elif shown.startswith("-"):
            text += " - " + shown[1:]
        else:
            text += " + " + shown
    return text


def _cond(cond: s.Cond) -> str:
    match cond:
        case s.Compare(relation, left, right):
            return f"{_show(left, 1)} {relation} {_show(right, 1)}"
        case s.All(parts):
            return " and ".join(_cond(p) for p in parts)
        case s.Any(parts):
            return "(" + " or ".join(_cond(p) for p in parts) + ")"
        case s.Not(part):
            return f"not ({_cond(part)})"
        case s.Always(value):
            return str(value).lower()
