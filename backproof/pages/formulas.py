"""Formulas: terms and claims of the formal language as LaTeX or plain text.

One traversal decides the layout (fractions, order of factors, parentheses); a style writes the pieces.
A term that is not part of the formal language is an error, never guessed.
"""

from collections.abc import Sequence
from math import isqrt
from re import fullmatch
from string import ascii_lowercase
from typing import Protocol

from sympy import (
    Add,
    Dummy,
    Expr,
    Function,
    IndexedBase,
    Integer,
    Integral,
    KroneckerDelta,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    Sum,
    Symbol,
    exp,
    fraction,
    log,
    oo,
)
from sympy.tensor.indexed import Indexed

from proofs.kernel.claims import Claim
from proofs.kernel.terms import Applied, D, E, NotATerm, Var, bound_variable, heaviside, under_binder

_SUM, _PRODUCT, _POWER, _ATOM = range(4)  # how tightly a piece of text holds together

Piece = tuple[str, int]

PRIME = "'"

_GREEK = {
    "Phi",
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "eta",
    "theta",
    "lambda",
    "mu",
    "nu",
    "pi",
    "rho",
    "sigma",
    "tau",
    "phi",
    "omega",
}
_LATEX_RELATIONS = {"=": "=", "<=": r"\le", "<": "<", "iff": r"\Longleftrightarrow", "~": r"\sim"}


class Style(Protocol):
    """How the pieces of a formula are written."""

    def name(self, name: str) -> str:
        """Write the name of a symbol."""

    def entry(self, name: str, indices: Sequence[str]) -> str:
        """Write an entry of a family."""

    def at_layer(self, name: str, layer: str, indices: Sequence[str]) -> str:
        """Write an entry of a family whose first index is a layer."""

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        """Write a quotient."""

    def power(self, base: Piece, exponent: Piece) -> Piece:
        """Write a power."""

    def root(self, inside: str) -> str:
        """Write a square root."""

    def bounded(self, kind: str, variable: str, lower: str, upper: str, body: str) -> str:
        """Write a sum or an integral."""

    def call(self, function: str, argument: str) -> str:
        """Write a function of one argument."""

    def expectation(self, inside: str) -> str:
        """Write an expectation."""

    def derivative(self, function: Piece, variable: str) -> Piece:
        """Write a partial derivative."""

    def number(self, value: Rational) -> Piece:
        """Write a rational number that is not negative."""

    def parenthesized(self, inside: str) -> str:
        """Write parentheses."""

    def relation(self, relation: str) -> str:
        """Write a relation."""

    product: str
    infinity: str


_MOST_DIGITS = 8  # a number with more is an approximation: it is written as a decimal


def decimal(value: Rational) -> str | None:
    """Write a fraction of very large numbers as a decimal, if it ends; None for every other number."""
    if value.q == 1 or max(len(str(value.p)), len(str(value.q))) <= _MOST_DIGITS:
        return None
    places = next((n for n in range(1, 200) if 10**n % value.q == 0), None)
    if places is None:
        return None
    digits = str(value.p * (10**places // value.q)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


class Latex:
    """LaTeX that needs no package."""

    product = r"\, "
    infinity = r"\infty"

    def name(self, name: str) -> str:
        """Write `n_in` as n with an upright subscript, `sigma` as the letter."""
        head, _, tail = name.partition("_")
        head = f"\\{head}" if head in _GREEK else head if len(head) == 1 else rf"\mathrm{{{head}}}"
        below = tail if tail.isdigit() else rf"\mathrm{{{tail}}}"
        return head if not tail else rf"{head}_{{{below}}}"

    def entry(self, name: str, indices: Sequence[str]) -> str:
        """Write indices as a subscript, separated by commas if one is longer than a letter."""
        separator = "" if all(len(each) == 1 for each in indices) else ", "
        return f"{self.name(name)}_{{{separator.join(indices)}}}"

    def at_layer(self, name: str, layer: str, indices: Sequence[str]) -> str:
        """Write the layer as a superscript in parentheses; the braces keep a power of it readable."""
        separator = "" if all(len(each) == 1 for each in indices) else ", "
        return f"{{{self.name(name)}^{{({layer})}}_{{{separator.join(indices)}}}}}"

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        r"""Write \frac."""
        return rf"\frac{{{top[0]}}}{{{bottom[0]}}}", _PRODUCT

    def power(self, base: Piece, exponent: Piece) -> Piece:
        """Write a superscript."""
        inside = base[0] if base[1] == _ATOM else self.parenthesized(base[0])
        return f"{inside}^{{{exponent[0]}}}", _POWER

    def root(self, inside: str) -> str:
        r"""Write \sqrt."""
        return rf"\sqrt{{{inside}}}"

    def bounded(self, kind: str, variable: str, lower: str, upper: str, body: str) -> str:
        r"""Write \sum or \int."""
        if kind == "sum":
            return rf"\sum_{{{variable}={lower}}}^{{{upper}}} {body}"
        return rf"\int_{{{lower}}}^{{{upper}}} {body} \, d{variable}"

    def call(self, function: str, argument: str) -> str:
        """Write an upright or a standard function name."""
        command = rf"\{function}" if function in ("log", "exp", "tanh", "max") else rf"\mathrm{{{function}}}"
        return rf"{command}\left({argument}\right)"

    def expectation(self, inside: str) -> str:
        """Write E[...]."""
        return rf"\mathrm{{E}}\left[{inside}\right]"

    def derivative(self, function: Piece, variable: str) -> Piece:
        """Write the function above the bar if it is an atom, behind it otherwise."""
        if function[1] == _ATOM:
            return rf"\frac{{\partial {function[0]}}}{{\partial {variable}}}", _PRODUCT
        return rf"\frac{{\partial}}{{\partial {variable}}} {self.parenthesized(function[0])}", _PRODUCT

    def number(self, value: Rational) -> Piece:
        r"""Write an integer, a decimal or \frac."""
        known = decimal(value)
        if known is not None:
            return known, _ATOM
        return (str(value.p), _ATOM) if value.q == 1 else (rf"\frac{{{value.p}}}{{{value.q}}}", _PRODUCT)

    def parenthesized(self, inside: str) -> str:
        """Write parentheses that grow."""
        return rf"\left({inside}\right)"

    def relation(self, relation: str) -> str:
        """Write a relation."""
        return _LATEX_RELATIONS[relation]


class Text:
    """Plain text."""

    product = " "
    infinity = "oo"

    def name(self, name: str) -> str:
        """Write the name as it is."""
        return name

    def entry(self, name: str, indices: Sequence[str]) -> str:
        """Write indices behind an underscore, in braces if one is a sum."""
        if any(" " in each for each in indices):
            return f"{name}_{{{','.join(each.replace(' ', '') for each in indices)}}}"
        return f"{name}_{''.join(indices) if all(len(each) == 1 for each in indices) else ','.join(indices)}"

    def at_layer(self, name: str, layer: str, indices: Sequence[str]) -> str:
        """Write the layer as the first index."""
        return self.entry(name, [layer, *indices])

    def fraction(self, top: Piece, bottom: Piece) -> Piece:
        """Write a slash."""
        upper = top[0] if top[1] > _SUM else self.parenthesized(top[0])
        lower = bottom[0] if bottom[1] > _PRODUCT else self.parenthesized(bottom[0])
        return f"{upper}/{lower}", _PRODUCT

    def power(self, base: Piece, exponent: Piece) -> Piece:
        """Write a caret."""
        below = base[0] if base[1] == _ATOM else self.parenthesized(base[0])
        above = exponent[0] if exponent[1] == _ATOM else self.parenthesized(exponent[0])
        return f"{below}^{above}", _POWER

    def root(self, inside: str) -> str:
        """Write sqrt()."""
        return f"sqrt({inside})"

    def bounded(self, kind: str, variable: str, lower: str, upper: str, body: str) -> str:
        """Write sum_{} or int_{}."""
        if kind == "sum":
            return f"sum_{{{variable}={lower}}}^{{{upper}}} {body}"
        return f"int_{{{lower}}}^{{{upper}}} {body} d{variable}"

    def call(self, function: str, argument: str) -> str:
        """Write a call."""
        return f"{function}({argument})"

    def expectation(self, inside: str) -> str:
        """Write E[...]."""
        return f"E[{inside}]"

    def derivative(self, function: Piece, variable: str) -> Piece:
        """Write d f / d x."""
        if fullmatch(r"\w+(_\{[^ ]*\})?", function[0]):
            return f"d{function[0]}/d{variable}", _PRODUCT
        inside = function[0] if function[1] == _ATOM else f"[{function[0]}]"
        return f"d/d{variable} {inside}", _PRODUCT

    def number(self, value: Rational) -> Piece:
        """Write an integer, a decimal or a quotient."""
        known = decimal(value)
        if known is not None:
            return known, _ATOM
        return str(value), _ATOM if value.q == 1 else _PRODUCT

    def parenthesized(self, inside: str) -> str:
        """Write parentheses."""
        return f"({inside})"

    def relation(self, relation: str) -> str:
        """Write a relation as it is."""
        return relation


def claim_text(claim: Claim, style: Style) -> str:
    """Write a claim."""
    return f"{side_text(claim.left, style)} {style.relation(claim.relation)} {side_text(claim.right, style)}"


def side_text(side: "Expr | Claim", style: Style) -> str:
    """Write one side of a claim."""
    return claim_text(side, style) if isinstance(side, Claim) else term_text(side, style)


def term_text(term: Expr, style: Style) -> str:
    """Write a term.  Raises NotATerm for what the formal language does not contain."""
    return _piece(term, style)[0]


def _piece(term: Expr, style: Style) -> Piece:
    match term:
        case Rational():
            text, level = style.number(abs(term))
            return (text, level) if term >= 0 else (f"-{text}", _SUM)
        case Symbol() | NumberSymbol():
            return style.name(str(term)), _ATOM
        case Indexed() if len(term.indices) > 1 and (term.base.shape or (1,))[0] == oo:
            layer, *indices = (term_text(each, style) for each in term.indices)
            return style.at_layer(str(term.base.label), layer, indices), _ATOM
        case Indexed():
            return style.entry(str(term.base.label), [term_text(each, style) for each in term.indices]), _ATOM
        case KroneckerDelta():
            return style.entry("delta", [term_text(each, style) for each in term.args]), _ATOM
        case Add():
            return _sum(term, style), _SUM
        case Mul():
            return _product(term, style)
        case Pow():
            return _power(term, style)
        case exp():
            return style.power((style.name("e"), _ATOM), _piece(term.exp, style))
        case log():
            return style.call("log", term_text(term.args[0], style)), _ATOM
        case Sum() | Integral():
            return _bounded(term, style), _PRODUCT
        case E():
            return style.expectation(term_text(term.args[0], style)), _ATOM
        case Var():
            return style.call("Var", term_text(term.args[0], style)), _ATOM
        case D():
            return style.derivative(_piece(term.args[0], style), term_text(term.args[1], style))
        case Applied():
            name, order, *which, inside = term.args
            head = (
                style.entry(str(name), [term_text(each, style) for each in which]) if which else style.name(str(name))
            )
            return f"{head}{PRIME * int(order)}{style.parenthesized(term_text(inside, style))}", _ATOM
        case heaviside():
            inside, at_zero = (term_text(each, style) for each in term.args)
            return f"{style.entry('H', [at_zero])}{style.parenthesized(inside)}", _ATOM
        case Function():
            return style.call(type(term).__name__, term_text(term.args[0], style)), _ATOM
        case IndexedBase():
            return style.name(str(term.label)), _ATOM
        case _ if term in (oo, -oo):
            return (style.infinity, _ATOM) if term == oo else (f"-{style.infinity}", _SUM)
        case _:
            raise NotATerm(f"{term} ({type(term).__name__}) is not part of the formal language")


def _sum(term: Add, style: Style) -> str:
    """Positive terms first, so that no sum begins with a minus sign if it can be avoided."""
    summands = sorted(term.as_ordered_terms(), key=lambda each: each.could_extract_minus_sign())
    result = ""
    for each in summands:
        negative = each.could_extract_minus_sign()
        text, level = _piece(-each if negative else each, style)
        text = style.parenthesized(text) if level == _SUM else text
        result += f" {'-' if negative else '+'} {text}" if result else f"{'-' if negative else ''}{text}"
    return result


def _product(term: Mul, style: Style) -> Piece:
    if term.could_extract_minus_sign():
        text, level = _piece(-term, style)
        return f"-{style.parenthesized(text) if level == _SUM else text}", _SUM
    coefficient, factors = term.as_coeff_mul()
    coefficient, above, below = _radicals(coefficient, factors)
    top, bottom = fraction(coefficient)
    upper, lower = [], []
    for each in factors:
        if not _is_root(each):
            numerator, denominator = (each, Integer(1)) if isinstance(each, exp) else fraction(each)
            upper += [numerator] if numerator != 1 else []
            lower += [denominator] if denominator != 1 else []
    if above != 1 and below != 1:  # one root of a quotient, not a quotient of two roots
        quotient = style.fraction(_piece(above, style), _piece(below, style))[0]
        above_piece, below_piece = [(style.root(quotient), _ATOM)], []
    else:
        above_piece, below_piece = (
            [(style.root(term_text(each, style)), _ATOM)] if each != 1 else [] for each in (above, below)
        )
    numerator_piece = _factors(top, above_piece, upper, style)
    if bottom == 1 and not below_piece and not lower:
        return numerator_piece
    return style.fraction(numerator_piece, _factors(bottom, below_piece, lower, style))


def _is_root(factor: Expr) -> bool:
    return isinstance(factor, Pow) and isinstance(factor.exp, Rational) and factor.exp.q == 2 and abs(factor.exp.p) == 1


def _radicals(coefficient: Rational, factors: Sequence[Expr]) -> tuple[Rational, Expr, Expr]:
    """Collect square roots: sqrt(2)/(2 sqrt(pi)) becomes 1/sqrt(2 pi).  Returns coefficient and two radicands."""
    roots = [each for each in factors if _is_root(each)]
    above: Expr = Mul(*(each.base for each in roots if each.exp > 0))
    below: Expr = Mul(*(each.base for each in roots if each.exp < 0))
    number, above = above.as_coeff_Mul()
    divisor, below = below.as_coeff_Mul()
    if not roots or (number == 1 and divisor == 1):
        return coefficient, above, below
    square = coefficient**2 * number / divisor
    outside = Rational(_square_part(square.p), _square_part(square.q))
    return outside, above * (square / outside**2).p, below * (square / outside**2).q


def _square_part(number: int) -> int:
    """The root of a perfect square, else 1."""
    root = isqrt(int(number))
    return root if root**2 == number else 1


def _factors(coefficient: Expr, roots: list[Piece], factors: list[Expr], style: Style) -> Piece:
    """Write a product: number, root, plain factors by name, sums in parentheses, operators last."""
    pieces = [*([] if coefficient == 1 else [_piece(coefficient, style)]), *roots]
    pieces += [_piece(each, style) for each in sorted(factors, key=_rank)]
    if not pieces:
        return "1", _ATOM
    if len(pieces) == 1:
        return pieces[0]
    texts = [style.parenthesized(text) if level == _SUM else text for text, level in pieces]
    return style.product.join(texts), _PRODUCT


def _rank(factor: Expr) -> tuple[int, str]:
    """Sizes, then other names, then sums in parentheses, then exponentials and operators."""
    base = factor.as_base_exp()[0] if not isinstance(factor, exp) else factor
    if isinstance(base, Symbol | Indexed):
        return (0 if base.is_integer else 1), str(factor)
    return (2 if isinstance(base, Add) else 3), str(factor)


def _power(term: Pow, style: Style) -> Piece:
    if _is_root(term):
        root = style.root(term_text(term.base, style)), _ATOM
        return root if term.exp > 0 else style.fraction(("1", _ATOM), root)
    if term.exp.could_extract_minus_sign():
        return style.fraction(("1", _ATOM), _piece(1 / term, style))
    return style.power(_piece(term.base, style), _piece(term.exp, style))


def _bounded(term: Expr, style: Style) -> str:
    term = _with_readable_binder(term)
    variable, lower, upper = bound_variable(term)
    text, level = _piece(under_binder(term), style)
    body = style.parenthesized(text) if level == _SUM else text
    kind = "sum" if isinstance(term, Sum) else "integral"
    name, start, end = (term_text(each, style) for each in (variable, lower, upper))
    return style.bounded(kind, name, start, end, body)


def _with_readable_binder(term: Expr) -> Expr:
    """Name a bound variable of the kernel's own after the one it was made from, or by a letter that is free there."""
    variable, _, _ = bound_variable(term)
    if not isinstance(variable, Dummy):
        return term
    taken = {each.name for each in term.atoms(Symbol) - {variable}}
    name = next(each for each in (variable.name, *ascii_lowercase) if each not in taken)
    return term.xreplace({variable: Symbol(name, **variable.assumptions0)})
