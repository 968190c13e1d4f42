r"""What fails for labels whose entries add up to 1 may hold for one-hot labels, of which $t_k^2 = t_k$ holds as well.

"If c is the correct class, $\|\nabla_z L\|^2 = (1 - y_c)^2 + \sum_{j \ne c} y_j^2$": of any other t it is not so.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from backproof.answers.syntax import Call, Compare, Div, Entry, Expr, Fold, Mul, Pow, Sym, map_expr, walk
from backproof.documents.declarations import FREE
from backproof.documents.environment import Definition, Environment
from backproof.documents.judgement import judge_relation
from backproof.documents.mentions import behind, free_indices, named
from backproof.documents.outcomes import Outcome, lacking

_ANY_CLASS = "y9"  # no letter of a page


def of_one_hot(outcome: Outcome, sides: tuple[Expr, Expr], relation: str, env: Environment) -> Outcome:
    """A refutation, held against one-hot labels: of any class, or of one that the claim names by an index."""
    labels = [name for name, each in env.definitions.items() if _adds_up_to_one(each)]
    labels += [each.left.body.family for each in env.assumptions if _is_sum(each)]  # type: ignore[union-attr]
    if outcome.verdict != "refuted" or len(labels) != 1:
        return outcome
    (label,) = labels
    if all(_is_affine(side, label, env) for side in sides):
        return outcome  # what holds for every one-hot label would hold between them
    rest = tuple(each for each in env.assumptions if not _is_sum(each))
    named = sorted({index for side in sides for index in free_indices(side)})
    found: dict[str, Outcome] = {}
    for letter in (_ANY_CLASS, *named):
        hot = partial(_with_class, label=label, letter=letter)
        definitions = {name: replace(each, body=hot(each.body)) for name, each in env.definitions.items()}
        definitions.pop(label, None)
        known = replace(env, definitions=definitions, assumptions=rest, labels={label: Sym(letter)})
        found[letter] = judge_relation((hot(sides[0]),), relation, (hot(sides[1]),), (), known)
    if found[_ANY_CLASS].verdict == "proved":
        return found[_ANY_CLASS]
    if (classes := [letter for letter in named if found[letter].verdict == "proved"]) != []:
        return lacking(f"{classes[0]} is the class of the label")
    shown = found[_ANY_CLASS].counterexample
    if found[_ANY_CLASS].verdict == "refuted" and shown is not None:
        where = tuple(("the class" if name == _ANY_CLASS else name, value) for name, value in shown.where)
        return replace(outcome, counterexample=replace(shown, where=where))
    return Outcome(
        "undecided", f"it fails where the entries of {label} only add up to 1; whether {label} is one-hot counts"
    )


def _is_affine(expr: Expr, label: str, env: Environment) -> bool:
    """Whether a label is neither squared nor in a function, nor multiplied by itself."""
    for each in behind((expr,), env):
        for node in walk(each):
            match node:
                case Mul(factors):
                    several = [factor for factor in factors if _rests_on(factor, label, env)]
                    if len(several) > 1:
                        return False
                case Pow(base, exponent) if any(_rests_on(part, label, env) for part in (base, exponent)):
                    return False
                case Div(_, under) if _rests_on(under, label, env):
                    return False
                case Call(function, args) if function not in ("D", "kronecker"):
                    if any(_rests_on(arg, label, env) for arg in args):
                        return False
                case _:
                    pass
    return True


def _rests_on(expr: Expr, label: str, env: Environment) -> bool:
    return any(named(node) == label for each in behind((expr,), env) for node in walk(each))


def _with_class(expr: Expr, label: str, letter: str) -> Expr:
    """The expression with [k = c] in the place of t_k."""
    if isinstance(expr, Entry) and expr.family == label and len(expr.indices) == 1:
        return Call("kronecker", (expr.indices[0], Sym(letter)))
    return map_expr(expr, partial(_with_class, label=label, letter=letter))


def _adds_up_to_one(known: Definition) -> bool:
    """Whether positive numbers that are divided by their sum stand for a label of one index."""
    match known.body:
        case Div(Entry(name, (Sym(),)), Fold("sum", _, _, _, _, Entry(other, _))):
            return name == other and name.endswith(FREE) and len(known.indices) == 1
        case _:
            return False


def _is_sum(condition: object) -> bool:
    """Whether an assumption is that the entries of a label add up to 1."""
    match condition:
        case Compare("=", Fold("sum", _, None, None, None, Entry(_, (Sym(),))), _):
            return True
        case _:
            return False
