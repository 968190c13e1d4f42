"""Rules about names that depend on others: recursions over layers, and the chain rule for an unknown function."""

from sympy import Expr, Integer, KroneckerDelta, Sum, Symbol
from sympy.tensor.indexed import Indexed

from .agreement import agreed, by_evaluation
from .claims import Claim
from .hypotheses import base_of
from .language import require_term
from .laws import BackwardRecursion, FunctionOf, Recursion
from .normal_form import residual
from .rule import Outcome, Refused, rule, sides_of
from .settings import Setting
from .signs import is_nonnegative, least
from .terms import D, fresh_like, open_binder, shape_of, substitute


@rule("recursion")
def recursion(claim: Claim, setting: Setting, *, law: Recursion | BackwardRecursion, layer: Expr) -> Outcome:
    """
    a = b once each entry at the layer is written by its recursion: v_first = start, v_{l+1} = following(v_l),
    or, where the layer is seen to be below the last one, d_l = body(d_{l+1})
    -----------------------------------------------------------------------------------------------------------
                                                   a = b
    """
    if not isinstance(law, Recursion | BackwardRecursion) or law not in setting.hypotheses:
        return Refused("the setting does not contain the recursion")
    left, right = (unrolled(side, law, layer, setting) for side in sides_of(claim))
    for side in (left, right):
        require_term(side, setting)
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, f"recursions at the layer {layer} written out", rest, by_evaluation)


@rule("chain-rule")
def chain_rule(claim: Claim, setting: Setting) -> Outcome:
    """
    C is a differentiable function of u_1, ..., u_n, with partial derivatives g_1, ..., g_n
    ----------------------------------------------------------------------------------------
                           D(C, v) = sum_{i=1}^{n} g_i D(u_i, v)
    """
    left, right = (_chained(side, setting) for side in sides_of(claim))
    for side in (left, right):
        require_term(side, setting)
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, "chain rule", rest, by_evaluation)


@rule("distinct")
def distinct(claim: Claim, setting: Setting) -> Outcome:
    """
    a = b once delta_st is 0 wherever s < t or t < s is seen, from the hypotheses
    ------------------------------------------------------------------------------
                                      a = b
    """
    left, right = (_without_deltas(side, setting) for side in sides_of(claim))
    rest = residual(left, right, setting.range_of)
    return agreed(claim, setting, "deltas of different numbers are 0", rest, by_evaluation)


def _without_deltas(term: Expr, setting: Setting) -> Expr:
    if isinstance(term, KroneckerDelta):
        one, other = term.args
        apart = any(is_seen_nonnegative(gap - 1, setting) for gap in (one - other, other - one))
        return Integer(0) if apart else term
    if not term.args or isinstance(term, Indexed):
        return term
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        return Sum(_without_deltas(body, setting), (variable, lower, upper))
    return term.func(*(_without_deltas(each, setting) for each in term.args))


def is_seen_nonnegative(term: Expr, setting: Setting) -> bool:
    """Say whether a whole number is nonnegative by its signs, or because an assumed inequality leaves it so."""
    gaps = (right - left for left, right in (each.terms for each in setting.assumptions if each.relation == "<="))
    return is_nonnegative(term) or any(_is_at_least_0(term - gap) for gap in gaps)


def _is_at_least_0(term: Expr) -> bool:
    bound = least(term)
    return bound is not None and bound >= 0


def unrolled(term: Expr, law: Recursion | BackwardRecursion, layer: Expr, setting: Setting) -> Expr:
    """Write the entries at a layer by their recursion, also inside derivatives: both sides depend on the same names."""
    if isinstance(term, Indexed):
        return _body(term, law, setting) if term.base == law.entry.base and term.indices[0] == layer else term
    if not term.args:
        return term
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        return Sum(unrolled(body, law, layer, setting), (variable, lower, upper))
    return term.func(*(unrolled(each, law, layer, setting) for each in term.args))


def _body(entry: Indexed, law: Recursion | BackwardRecursion, setting: Setting) -> Expr:
    """What the recursion says of an entry; the entry itself where its layer is not seen to be covered."""
    layer = entry.indices[0]
    match law:
        case Recursion() if layer == law.first:
            return _at(law.entry, entry, law.start)
        case Recursion() if is_nonnegative(layer - 1 - law.first):
            before = entry.base[(layer - 1, *entry.indices[1:])]
            return _at(law.entry, before, law.following)
        case BackwardRecursion() if is_seen_nonnegative(law.last - layer - 1, setting):
            return _at(law.entry, entry, law.body)
        case _:
            return entry


def _at(general: Indexed, entry: Indexed, body: Expr) -> Expr:
    return substitute(body, dict(zip(general.indices, entry.indices, strict=True)))


def _chained(term: Expr, setting: Setting) -> Expr:
    if isinstance(term, D):
        function, variable = term.args
        for law in setting.laws_of(function):
            if isinstance(law, FunctionOf) and base_of(law.entry) == base_of(function):
                return _chain(law, function, variable)
        return term
    if not term.args or isinstance(term, Indexed):
        return term
    if isinstance(term, Sum):
        body, variable, lower, upper = open_binder(term)
        return Sum(_chained(body, setting), (variable, lower, upper))
    return term.func(*(_chained(each, setting) for each in term.args))


def _chain(law: FunctionOf, function: Expr, variable: Expr) -> Expr:
    names = law.entry.indices if isinstance(law.entry, Indexed) else ()
    here = dict(zip(names, function.indices if names else (), strict=True))
    over: Symbol = fresh_like(law.over)
    here[law.over] = over
    size = shape_of(law.of)[law.of.indices.index(law.over)]
    partial, of = substitute(law.partial, here), substitute(law.of, here)
    return Sum(partial * D(of, variable), (over, 1, substitute(size, here)))
