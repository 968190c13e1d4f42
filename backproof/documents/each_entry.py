r"""What a page says of any number with the name of an array: $\sigma'(z) \le 1/4$, $\frac{(e^z + e^{-z})^2}{4}$.

Where a claim has no meaning for a whole vector, and its functions work entry by entry, the name stands for each entry.
"""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.syntax import Add, Call, Const, Div, Expr, Mul, Num, Pow, Sym, walk
from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment, FunctionDefinition

EACH_ENTRY = "for each entry of"  # how the reason begins of what is said of any number
_ENTRYWISE = frozenset("exp log sqrt tanh sigmoid relu softplus abs D".split())  # noqa: SIM905


def at_each_entry(left: Expr, right: Expr, env: Environment) -> tuple[str, Environment] | None:
    """The array of which both sides speak entry by entry, and the environment in which it is any number; else None."""
    nodes = [node for side in (left, right) for node in walk(side)]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    arrays = sorted(name for name in names if env.arrays.get(name, 0))
    if len(arrays) != 1 or not all(_is_of_numbers(node, env) for node in nodes):
        return None
    (name,) = arrays
    if names - {name} & (env.definitions.keys() | env.laws.keys()):
        return None
    definitions = {each: known for each, known in env.definitions.items() if each != name}
    laws = {each: law for each, law in env.laws.items() if each != name}
    return name, replace(env.forgetting_shape(name), definitions=definitions, laws=laws)


def is_of_any_number(left: Expr, right: Expr) -> bool:
    """Whether an equation says what a function of a letter is, as sigma'(s) = sigma(s)(1 - sigma(s)), and no more."""
    nodes = [node for side in (left, right) for node in walk(side)]
    return (
        isinstance(left, Call)
        and len(names := {node.name for node in nodes if isinstance(node, Sym)}) == 1
        and names == {node.name for node in walk(right) if isinstance(node, Sym)}
        and all(isinstance(node, Num | Const | Sym | Add | Mul | Div | Pow) or _is_entrywise(node) for node in nodes)
    )


def is_slope_of_letter(side: Expr) -> bool:
    """Whether a side is the slope of a function at a bare letter, tanh'(r): r is any number there, not the array r."""
    return isinstance(side, Call) and side.function.endswith("'") and isinstance(side.args[0], Sym)


def _is_entrywise(node: Expr) -> bool:
    return isinstance(node, Call) and node.function.rstrip("'") in _ENTRYWISE - {"D"}


def _is_of_numbers(node: Expr, env: Environment) -> bool:
    match node:
        case Num() | Const() | Sym() | Add() | Mul() | Div() | Pow():
            return True
        case Call(function, _):
            name = function.rstrip("'")
            known = env.functions.get(name)
            known = name if known is None or name.startswith(ANY) else known
            return isinstance(known, FunctionDefinition) or known in _ENTRYWISE
        case _:
            return False
