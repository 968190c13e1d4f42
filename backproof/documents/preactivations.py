r"""What an activation takes, under the name that the setting has for it: of p = \varphi(w^T x + b), it is z.

A page that writes dL/dz then, and never says what z is, means that.
"""

from __future__ import annotations

from backproof.answers.syntax import ONE, Add, Call, Div, Expr, Fold, Mul, Num, Pow, Sym, walk
from backproof.documents.environment import Definition, Environment


def with_preactivation(definition: Definition, before: Definition | None, env: Environment) -> Environment:
    """The environment after a number has been defined by an activation at something longer than a name.

    before: what the setting has said of that number: the sigmoid of one name, which stands for what is taken then.
    """
    if before is None or before.line is not None or definition.indices:
        return env
    names = {node.name for node in walk(before.body) if isinstance(node, Sym)}
    taken = _taken(definition.body)
    if len(names) != 1 or taken is None:
        return env
    (name,) = names
    known = env.definitions.get(name)
    is_used = any(isinstance(node, Sym) and node.name == name for node in walk(taken))
    if (known is not None and known.line is not None) or is_used or name in env.laws:
        return env
    return env.defining(Definition(name, (), taken))


def _taken(body: Expr) -> Expr | None:
    """What the sigmoid takes that a body is, if it is more than a name."""
    match body:
        case Call("sigmoid", (Add() | Mul() | Fold() as inside,)):
            return inside
        case Div(Num(over), Add(terms)) if over == 1 and len(terms) == 2 and ONE in terms:
            match terms[1] if terms[0] == ONE else terms[0]:
                case Call("exp", (exponent,)) | Pow(Call("exp", (Num(),)), exponent):
                    return _opposite(exponent)
                case _:
                    return None
        case _:
            return None


def _opposite(expr: Expr) -> Expr | None:
    match expr:
        case Mul((Num(value), Add() | Mul() | Fold() as rest)) if value == -1:
            return rest
        case _:
            return None
