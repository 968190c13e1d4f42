r"""A claim about one network, asked of more networks than that: what holds for all of them holds for it.

\sum_{c=1}^{10}      any number of classes, which is less work than ten
\varphi = relu       any function with a derivative: wherever the ReLU has one, its chain rule is the same
"""

from __future__ import annotations

from dataclasses import replace

from backproof.answers.syntax import ONE, ZERO, Call, Entry, Expr, Fold, Num, Sym, map_expr, walk
from backproof.documents.biased import bias_of, freed
from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment, FunctionDefinition, called
from backproof.documents.mentions import behind, named

_MANY = 5  # sums of fewer terms are as well written out
_NAMES = ("K", "M", "H", "N")


def widened(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment, str] | None:
    """The claim about more networks, and words for what the ReLU stands for; None where there is nothing to widen."""
    sizes = _any_size(left, right, env)
    wide = sizes or (left, right, env)
    kinks = _any_function(*wide)
    if kinks is not None:
        return *kinks, " wherever the ReLU has a derivative"
    return None if sizes is None else (*sizes, "")


def _any_size(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment] | None:
    bodies = behind((left, right), env)
    nodes = [node for body in bodies for node in walk(body)]
    highs = [node.high for node in nodes if isinstance(node, Fold) and node.low in (None, ONE)]
    many = {each for each in highs if isinstance(each, Num) and each.value >= _MANY}
    if any(nodes.count(size) > highs.count(size) for size in many):
        return None  # it is used as a number too
    if any(isinstance(node, Entry) and any(isinstance(each, Num) for each in node.indices) for node in nodes):
        return None
    used = {name for node in nodes if (name := named(node))}
    free = [Sym(name) for name in _NAMES if name not in used]
    if not many or len(many) > len(free):
        return None
    letters = dict(zip(sorted(many, key=lambda each: each.value), free, strict=False))

    def change(expr: Expr) -> Expr:
        expr = map_expr(expr, change)
        return replace(expr, high=letters[expr.high]) if isinstance(expr, Fold) and expr.high in letters else expr

    return change(left), change(right), replace(env.rewritten(change), shown=())


def _any_function(left: Expr, right: Expr, env: Environment) -> tuple[Expr, Expr, Environment] | None:
    calls = [node for body in behind((left, right), env) for node in walk(body) if isinstance(node, Call)]
    if not any(node.function == "D" or node.function.endswith("'") for node in calls):
        return None
    functions = {node.function.rstrip("'") for node in calls}
    letters = {name for name in functions if is_relu(name, env)}
    if not letters:
        return None
    change = {name: ANY + name for name in letters}
    others = {name: each for name, each in env.functions.items() if name not in letters}
    wide = replace(env, functions={**others, **change}).calling(change)
    return called(change, left), called(change, right), wide


def is_relu(name: str, env: Environment) -> bool:
    """Whether a function of the page is the ReLU: max(0, u)."""
    found = env.functions.get(name, name)
    if not isinstance(found, FunctionDefinition):
        return found == "relu"
    known = Sym(found.parameter)
    return found.body in (Call("relu", (known,)), Call("max", (ZERO, known)), Call("max", (known, ZERO)))


def where_positive(left: Expr, right: Expr, env: Environment) -> tuple[Environment, str] | None:
    """The environment of a network in which what the ReLU takes is positive, so that it is the identity there.

    That is so for some network if each such layer has a bias: with it, its entries can be any numbers.
    """
    nodes = [node for side in (left, right) for node in walk(side)]
    calls = [node for node in nodes if isinstance(node, Call) and is_relu(node.function.rstrip("'"), env)]
    taken = {named(each.args[0]) for each in calls if len(each.args) == 1}
    names = sorted(each for each in taken if each is not None)
    if not names or len(names) < len(taken) or not all(bias_of(name, env) for name in names):
        return None
    letters = {node.function.rstrip("'") for node in calls}
    same = {name: FunctionDefinition(name, "u", Sym("u")) for name in letters}
    free = replace(freed(names, env), functions={**env.functions, **same}, positive=env.positive | set(names))
    below = [node for body in behind((left, right), free) for node in walk(body) if isinstance(node, Call)]
    kinks = [node for node in below if is_relu(node.function.rstrip("'"), env) and node not in calls]
    return (
        None if kinks or "relu" in letters else (free, f", already where every entry of {', '.join(names)} is positive")
    )
