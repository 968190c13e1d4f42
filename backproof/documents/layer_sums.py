r"""Sums over the inputs of a linear layer, whose terms are products of a weight and a unit, independent, of mean zero.

\sum_i \text{Var}(w_{ji}^{(l)} a_i^{(l-1)})                      = n_{l-1} \text{Var}(w^{(l)}) \text{Var}(a^{(l-1)})
\sum_{i=1}^{n} \mathbb{E}[(w_{ji}^{(l)})^2] \mathbb{E}[(a_i^{(l-1)})^2]    the same, with n inputs
\sum_i \mathbb{E}[w_{ji}^{(l)}] \mathbb{E}[a_i^{(l-1)}]          = 0
"""

from __future__ import annotations

from fractions import Fraction

from backproof.answers.syntax import Call, Entry, Expr, Fold, Mul, Num, Pow, Sym, map_expr, walk
from backproof.documents.layer_factors import is_weight
from backproof.documents.layer_trees import LAYER, ONE, at_layer, place

_NAMES = frozenset("wWazxhyosu")
_ZERO, _TWO = Num(Fraction(0)), Num(Fraction(2))


def with_sums_done(expr: Expr, fan: Expr | None) -> Expr:
    """The expression with the sums over inputs of layers carried out.

    fan: the number of inputs of a layer l, for sums without bounds; such a sum stays where it is None.
    """
    expr = map_expr(expr, lambda each: with_sums_done(each, fan))
    match expr:
        case Call("Var", (Mul(factors),)) if _are_weight_and_unit(factors):
            return Mul(tuple(Call("Var", (each,)) for each in factors))
        case Call("E", (Pow(name, power),)) if power == _TWO and _is_random(name):
            return Call("Var", (name,))
        case Call("E", (Mul((Pow(first, power), Pow(second, other))),)) if power == other == _TWO:
            if _are_weight_and_unit((first, second)):
                return Mul((Call("Var", (first,)), Call("Var", (second,))))
            return expr
        case Call("E", (name,)) if _is_random(name):
            return _ZERO
        case Call("E", (Mul(factors),)) if _are_weight_and_unit(factors):
            return _ZERO
        case Mul(factors) if _ZERO in factors:
            return _ZERO
        case Fold("sum", var, low, high, None, body):
            return _summed(expr, var, low, high, body, fan)
        case _:
            return expr


def _summed(expr: Fold, var: str, low: Expr | None, high: Expr | None, body: Expr, fan: Expr | None) -> Expr:
    if body == _ZERO:
        return _ZERO
    plain = _unindexed(body)
    weights = [name for node in walk(plain) if isinstance(node, Sym) and is_weight(node) and (name := node.name)]
    if Sym(var) in walk(plain) or low not in (None, ONE) or plain == body:
        return expr
    if high is not None:
        return Mul((high, plain))
    if not weights:
        return expr
    found = LAYER.fullmatch(weights[0])
    if fan is None or found is None or not found["letter"]:
        return expr
    layer = Sym(found["letter"])
    shift = int(found["offset"] or 0)
    return expr if shift else Mul((at_layer(fan, {"l": layer}), plain))


def _unindexed(expr: Expr) -> Expr:
    """A layer's weights and units without the indices of an entry: all entries have one law."""
    if isinstance(expr, Entry) and _is_random(expr) and LAYER.fullmatch(expr.family):
        return Sym(expr.family)
    return map_expr(expr, _unindexed)


def _is_random(expr: Expr) -> bool:
    """Whether an expression is a weight, or a unit, of a layer."""
    name = expr.name if isinstance(expr, Sym) else expr.family if isinstance(expr, Entry) else ""
    found = LAYER.fullmatch(name)
    return found is not None and place(Sym(found["letter"] or "l")) is not None and found["base"] in _NAMES


def _are_weight_and_unit(factors: tuple[Expr, ...]) -> bool:
    return len(factors) == 2 and all(map(_is_random, factors)) and sum(map(is_weight, factors)) == 1


def is_mean_of_layer(node: Expr) -> bool:
    """Whether a node is the mean of a weight or unit of any layer."""
    return isinstance(node, Call) and node.function == "E" and len(node.args) == 1 and _is_random(node.args[0])
