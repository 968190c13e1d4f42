"""Printing: a tree as LaTeX, for notebooks and pages, as the judge read it."""

from __future__ import annotations

import re

from backproof.answers import syntax as s
from backproof.answers.alphabet import ACCENTS, GREEK_NAMES

_ACCENT_OF = {suffix: command for command, suffix in reversed(list(ACCENTS.items()))}
_COMMANDS = frozenset(
    {"sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "max", "min", "arcsin", "arccos", "arctan"}
)
_RELATIONS = {"<": "<", "<=": r"\le", "=": "=", "!=": r"\ne", ">=": r"\ge", ">": ">"}
_NAMED = {
    "expectation": r"\mathbb{E}", "variance": r"\operatorname{Var}", "covariance": r"\operatorname{Cov}",
    "Phi": r"\Phi", "phi": r"\varphi", "sigmoid": r"\sigma", "step": "H", "identity": "I",
}  # fmt: skip
_BRACKETS = {"abs": ("|", "|"), "floor": (r"\lfloor", r"\rfloor"), "ceil": (r"\lceil", r"\rceil")}


def latex(expr: s.Expr) -> str:
    """The tree as LaTeX without any package but amsmath."""
    return _show(expr, 0)


def _wrap(text: str, own: int, outer: int) -> str:
    return rf"\left({text}\right)" if own < outer else text


def name(word: str) -> str:
    r"""A declared name: `n_in` is n_{\text{in}}, `yhat_3` is \hat{y}_{3}, `W^(2)` is W^{(2)}."""
    base, _, layer = word.partition("^(")
    base, _, index = base.partition("_")
    shown = _base(base)
    if index:
        shown += "_{" + (index if len(index) == 1 or index.isdigit() else rf"\text{{{index}}}") + "}"
    return shown + ("^{(" + layer.rstrip(")") + ")}" if layer else "")


def _base(word: str) -> str:
    primes = len(word) - len(word.rstrip("'"))
    word = word.rstrip("'")
    accent = next((a for a in _ACCENT_OF if a and word.endswith(a) and len(word) > len(a)), None)
    if word in GREEK_NAMES:
        shown = "\\" + word
    elif len(word) == 1:
        shown = word
    elif accent is not None:
        shown = rf"\{_ACCENT_OF[accent]}{{{_base(word[: -len(accent)])}}}"
    else:
        shown = rf"\text{{{re.sub(r'[^A-Za-z0-9]', ' ', word)}}}"
    return shown + "'" * primes


def _index(indices: tuple[s.Expr, ...]) -> str:
    texts = [_show(i, 0) for i in indices]
    return "_{" + ("".join(texts) if all(len(t) == 1 for t in texts) else ",".join(texts)) + "}"


def _indexed(word: str, indices: tuple[s.Expr, ...]) -> str:
    base, mark, layer = name(word).partition("^{(")
    return base + _index(indices) + mark + layer


def _show(expr: s.Expr, outer: int) -> str:
    match expr:
        case s.Num(value):
            if value.denominator == 1:
                return _wrap(str(value), 9 if value >= 0 else 1, outer)
            sign = "-" if value < 0 else ""
            return _wrap(rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", 2 if value > 0 else 1, outer)
        case s.Const(word):
            return "\\" + word
        case s.Sym(word) | s.Family(word):
            return name(word)
        case s.Entry(family, indices):
            return _indexed(family, indices)
        case s.Part(array, indices):
            return _show(array, 5) + _index(indices)
        case s.Add(terms):
            return _wrap(_sum(terms), 1, outer)
        case s.Mul((s.Num(value), *rest)) if value == -1 and rest:
            return _wrap("-" + _show(s.Mul(tuple(rest)) if len(rest) > 1 else rest[0], 2), 1, outer)
        case s.Mul(factors):
            return _wrap(_product(factors), 2, outer)
        case s.Div(over, under):
            return _wrap(rf"\frac{{{_show(over, 0)}}}{{{_show(under, 0)}}}", 3, outer)
        case s.Pow(base, exponent):
            return _wrap(f"{_show(base, 5)}^{{{_show(exponent, 0)}}}", 4, outer)
        case s.Call(function, args):
            return _call(function, args)
        case s.Cases(branches, otherwise):
            rows = [rf"{_show(v, 0)} & \text{{if }} {_cond(c)}" for c, v in branches]
            rows += [] if otherwise is None else [rf"{_show(otherwise, 0)} & \text{{otherwise}}"]
            return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}"
        case s.Truth(condition):
            return rf"\mathbf{{1}}\left[{_cond(condition)}\right]"
        case s.Fold():
            return _wrap(_fold(expr), 1, outer)
        case s.Transpose(array):
            return f"{_show(array, 5)}^{{\\top}}"
        case s.Norm(array, order):
            shown = "" if order == 2 else "_{1}" if order == 1 else r"_{\infty}"
            return rf"\left\|{_show(array, 0)}\right\|{shown}"
        case s.Elementwise(left, right):
            return _wrap(rf"{_show(left, 3)} \odot {_show(right, 3)}", 2, outer)
        case s.Derivative(body, var):
            return _wrap(rf"\frac{{d}}{{d{name(var)}}} {_show(body, 3)}", 2, outer)
        case s.Distribution(kind, args):
            listed = ", ".join(_show(a, 0) for a in args)
            return rf"U\left[{listed}\right]" if kind == "uniform" else rf"N\left({listed}\right)"
        case s.Either(first, second):
            return rf"{_show(first, 1)} \text{{ or }} {_show(second, 1)}"


def _sum(terms: tuple[s.Expr, ...]) -> str:
    text = ""
    for term in terms:
        shown = _show(term, 1)
        text += shown if not text or shown.startswith("-") else " + " + shown
    return text


def _product(factors: tuple[s.Expr, ...]) -> str:
    text = ""
    for n, factor in enumerate(factors):
        shown = _show(factor, 2 + (n > 0))
        text += (r" \cdot " if text and re.match(r"\d|\\frac", shown) else " " if text else "") + shown
    return text


def _call(function: str, args: tuple[s.Expr, ...]) -> str:
    listed = ", ".join(_show(a, 0) for a in args)
    if function == "sqrt":
        return rf"\sqrt{{{listed}}}"
    if function == "cbrt":
        return rf"\sqrt[3]{{{listed}}}"
    if function == "dot":
        return rf"{_show(args[0], 3)} \cdot {_show(args[1], 3)}"
    if function == "kronecker":
        return r"\delta" + _index(args)
    if function == "factorial":
        return _show(args[0], 5) + "!"
    if function in _BRACKETS:
        opening, closing = _BRACKETS[function]
        return rf"\left{opening}{listed}\right{closing}"
    shown = _NAMED.get(function) or ("\\" + function if function in _COMMANDS else rf"\operatorname{{{function}}}")
    return shown if not args else rf"{shown}\left({listed}\right)"


def _fold(fold: s.Fold) -> str:
    sign = {"sum": r"\sum", "prod": r"\prod", "max": r"\max", "min": r"\min"}[fold.kind]
    below = name(fold.var) + ("" if fold.low is None else f"={_show(fold.low, 0)}")
    below += "" if fold.where is None else f",\\ {_cond(fold.where)}"
    above = "" if fold.high is None else f"^{{{_show(fold.high, 0)}}}"
    return rf"{sign}_{{{below}}}{above} {_show(fold.body, 2)}"


def _cond(cond: s.Cond) -> str:
    match cond:
        case s.Compare(relation, left, right):
            return f"{_show(left, 1)} {_RELATIONS[relation]} {_show(right, 1)}"
        case s.All(parts):
            return r" \text{ and } ".join(map(_cond, parts))
        case s.Any(parts):
            return r"\left(" + r" \text{ or } ".join(map(_cond, parts)) + r"\right)"
        case s.Not(part):
            return rf"\text{{not }} \left({_cond(part)}\right)"
        case s.Always(value):
            return rf"\text{{{str(value).lower()}}}"
