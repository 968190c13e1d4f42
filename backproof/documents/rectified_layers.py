r"""Second moments of layers that end in ReLU, where the page says so: x^{(l)} = \text{ReLU}(z^{(l)}).

    \mathbb{E}[(x^{(l)})^2] = \frac12 \text{Var}(z^{(l)})                      ReLU keeps half of the second moment
    \text{Var}(z^{(l)}) = n \sigma^2 \mathbb{E}[(x^{(l-1)})^2]                 weights have mean zero, outputs do not
    \mathbb{E}[(x^{(L)})^2] = (n \sigma^2/2)^L v^2

All of them are written in terms of one moment of each layer, E[(x^{(l)})^2], which is here the variance of a name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import Call, Entry, Expr, Mul, Num, Pow, Sym, map_expr, walk
from backproof.documents.environment import Environment, Law
from backproof.documents.judgement import judge_relation
from backproof.documents.layer_trees import LAYER, place
from backproof.documents.outcomes import Outcome

SECOND = "second"  # the name whose variance stands for the second moment of the outputs
_TWO = Num(Fraction(2))
_OF_LAYER = (
    r"(?:(?:_\s*(?:\w|\{\w+\})\s*)?\^\s*(?:\{\s*\(\s*k\s*\)\s*\}|\{\s*[(\[]?\s*(?:l|\\ell)\s*[)\]]?\s*\}|l|\\ell)(?:\s*_\s*(?:\w|\{\w+\}))?"
    r"|_\s*(?:\{\s*(?:l|\\ell)\s*\}|l|\\ell))"
)
_OF_UNIT = r"(?:_\s*(?:\w|\{\w+\}))?"


def _rectifying(of: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z\\])(?P<out>[a-zA-Z])\s*{of}\s*&?\s*=\s*\\?(?:(?:text|operatorname|mathrm)\s*\{{\s*)?"
        rf"(?:ReLU|relu|max|\[)\s*\}}?[\s({{0,\\]*(?:left|bigl?)?[\s({{0,\\]*(?P<pre>[a-zA-Z])\s*{of}(?![A-Za-z])"
    )


_RECTIFIED = (_rectifying(_OF_LAYER), _rectifying(_OF_UNIT))  # x^{(l)} = relu(z^{(l)});  x_j = relu(z_j), of any layer
_SYMMETRIC = re.compile(
    r"symmetr|gaussian|normal(?:ly)?\b|\\mathcal\s*\{?\s*N|\bN\s*\(\s*0|\[\s*-\s*(\w)\s*,\s*\1\s*\]", re.IGNORECASE
)


def says_symmetric(text: str) -> bool:
    """Whether a page says that its weights, or what goes into ReLU, are symmetric around 0, or normal."""
    return _SYMMETRIC.search(text) is not None


def rectified(before: str) -> tuple[str, str] | None:
    """The letters of the outputs and of what goes into ReLU, where the text before a claim has said so last."""
    for pattern in _RECTIFIED:
        found = [each for each in pattern.finditer(before) if each["out"] != each["pre"]]
        if found:
            return found[-1]["out"], found[-1]["pre"]
    return None


def in_seconds(expr: Expr, letters: tuple[str, str], loose: bool = False) -> Expr:
    """The expression with the moments of outputs and of pre-activations in terms of E[(x^{(l)})^2].

    loose: take the variance of the outputs for their second moment, as a page does that forgets their mean.
    """
    out, pre = letters
    match expr:
        case Call("E", (Pow(name, power),)) if power == _TWO and _base(name) == out:
            return _second(name)
        case Call("Var", (name,)) if loose and _base(name) == out and not _is_first(name):
            return _second(name)
        case Call("Var", (name,)) if _base(name) == out and _is_first(name):
            return _second(name)
        case Call("E", (Pow(name, power),)) if power == _TWO and _base(name) == pre:
            return Mul((_TWO, _second(name)))
        case Call("Var", (name,)) if _base(name) == pre:
            return Mul((_TWO, _second(name)))
        case _:
            return map_expr(expr, lambda each: in_seconds(each, letters, loose))


def speaks_of_outputs(expr: Expr, letters: tuple[str, str]) -> bool:
    """Whether an expression has a moment of the outputs in it, or the second moment of what goes into ReLU."""
    for node in walk(expr):
        match node:
            case Call("E", (Pow(name, power),)) if power == _TWO and _base(name) in letters:
                return True
            case Call("Var", (name,)) if _base(name) == letters[0]:
                return True
            case _:
                pass
    return False


def with_variance_of_outputs(expr: Expr, letters: tuple[str, str]) -> bool:
    """Whether an expression has the variance of the outputs of any layer in it."""
    return any(
        isinstance(node, Call) and node.function == "Var" and _base(node.args[0]) == letters[0]
        and not _is_first(node.args[0])
        for node in walk(expr)
    )  # fmt: skip


def variance_for_second_moment() -> Outcome:
    """Why the variance of outputs of ReLU is not their second moment, by the kernel, where what goes in is normal."""
    law = Law("z", Num(Fraction(0)), Num(Fraction(1)), "normal", line=1)
    env = Environment("initialization", laws={"z": law})
    output = Call("relu", (Sym("z"),))
    found = judge_relation((Call("Var", (output,)),), "=", (Call("E", (Pow(output, _TWO),)),), (), env)
    words = "the outputs of ReLU have a positive mean, so their variance is smaller than their second moment"
    return replace(found, reason=f"{words}, already where what goes in is normal")


def _base(name: Expr) -> str | None:
    """x, of x^(l) or of x_l."""
    match name:
        case Sym(each) | Entry(each, _) if found := LAYER.fullmatch(each):
            return found["base"]
        case Entry(each, (layer,)) if (at := place(layer)) is not None and (at[0] or at[1] == 0):
            return each
        case _:
            return None


def _is_first(name: Expr) -> bool:
    """Whether it is the input of the network, which has gone through nothing."""
    match name:
        case Sym(each) | Entry(each, _) if found := LAYER.fullmatch(each):
            return not found["letter"] and found["offset"] == "0"
        case Entry(_, (layer,)):
            return place(layer) == ("", 0)
        case _:
            return False


def _second(name: Expr) -> Expr:
    match name:
        case Sym(each) | Entry(each, _) if "^(" in each:
            return Call("Var", (Sym(f"{SECOND}^{each.split('^', 1)[1]}"),))
        case Entry(_, layer):
            return Call("Var", (Entry(SECOND, layer),))
        case _:
            raise AssertionError(name)
