r"""A mean or a variance where sizes and scales have values: $\text{Var}(a) = 100 v^2$ with $n = 400$, $\sigma = 0.5$.

The kernel proves what holds at such values, and shows no sum of 400 terms to be anything else; so the moment is worked
out first, n \sigma^2 v^2, and the values are put into that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from backproof.answers.syntax import TWO, Call, Compare, Cond, Entry, Expr, Num, Pow, Sym, walk
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Environment
from backproof.documents.named_variances import worked_out


def at_given_values(left: Expr, right: Expr, conditions: Iterable[Cond], env: Environment) -> tuple[Expr, Expr] | None:
    """Both sides with the moment worked out and the values in it; None where the conditions are more than values.

    Nor where a name is left on one side only: other words may give it a value.
    """
    values: dict[str, Expr] = {}
    for each in conditions:
        match each:
            case Compare("=", Sym(name), Num() as value) if name not in env.definitions:
                values[name] = value
            case Compare("=", Pow(Sym(name), exponent), Num() as value) if exponent == TWO and name in env.positive:
                values[name] = Call("sqrt", (value,))
            case _:
                return None
    if not values or not (isinstance(left, Call) and left.function in ("E", "Var")):
        return None
    if any(isinstance(node, Call | Entry) and node != left for node in walk(right)):
        return None
    found = worked_out((left,), replace(env, sizes=env.sizes - values.keys()))
    if found is None:
        return None
    one, other = replaced(found[0], values), replaced(right, values)
    names = [{node.name for node in walk(side) if isinstance(node, Sym)} for side in (one, other)]
    return (one, other) if names[0] == names[1] else None
