r"""From numbers that are put in, back to the names that they stand for.

    z_2 = W_2 h + b_2 = 1, \quad \hat y = \frac{1}{1 + e^{-1}} \approx 0.7311

The 1 is z_2, so that \hat y is \sigma(z_2), and a gradient goes through it.  An activation of a number, or of a whole
array, is taken to be that of the name which has come to this value last.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.answers.syntax import Add, Call, Div, Entry, Expr, Mul, Num, Pow, Sym, negative
from backproof.answers.values import Unclear, Undefined
from backproof.documents.numeric.comparing import alike
from backproof.documents.numeric.evaluation import Evaluator, Unknown
from backproof.documents.numeric.example import Example

_ACTIVATIONS = ("sigmoid", "tanh", "relu", "softmax", "step")
_ONE = Num(Fraction(1))
_EXP = Call("exp", (_ONE,))


def stage(tree: Expr, example: Example) -> Expr | None:
    """The activation of the name whose value stands in a closed formula; None where it is no activation."""
    match tree:
        case Call(function, (argument,)) if function in _ACTIVATIONS or example.function(function) is not None:
            found = _name_of(argument, example)
            return None if found is None else Call(function, (found,))
        case Div(over, Add((under, Pow(base, exponent)))) if over == under == _ONE and base == _EXP:
            found = _name_of(_opposite(exponent), example)
            return None if found is None else Call("sigmoid", (found,))
        case _:
            return None


def _name_of(argument: Expr, example: Example) -> Expr | None:
    """The name that has come to a value last."""
    evaluator = Evaluator(example)
    try:
        value = evaluator.array(argument)
    except (Unknown, Unclear, Undefined):
        return None
    for name in reversed(example.order):
        try:
            other = evaluator.named(name)
        except (Unknown, Unclear, Undefined, RecursionError):
            continue
        shown = example.shown.get(name)
        if alike(other, value, (), "=") == "equal" or (shown is not None and alike(shown, value, (), "=") == "equal"):
            return _tree(name)
    return None


def _tree(name: str) -> Expr:
    family, _, places = name.rpartition("_")
    if not family or not all(each.isdigit() for each in places.split(",")):
        return Sym(name)
    return Entry(family, tuple(Num(Fraction(int(each))) for each in places.split(",")))


def _opposite(tree: Expr) -> Expr:
    match tree:
        case Mul((Num(value), other)) if value == -1:
            return other
        case _:
            return negative(tree)
