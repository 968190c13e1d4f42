r"""A number for a moment of a layer whose size only the setting knows: \text{Var}(a) = 784 \cdot 10^{-4}.

The page writes no sum, so the end of the setting's sum, n_in, is no letter of the page: there may be 784 inputs.
"""

from __future__ import annotations

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, walk
from backproof.documents.environment import Environment
from backproof.documents.mentions import is_moment, mentioned


def is_of_unsaid_size(left: Expr, right: Expr, env: Environment) -> bool:
    """Whether one side of a claim is a number, and the other a moment of a sum whose end the page nowhere says."""
    numeric = [side for side in (left, right) if not any(isinstance(node, Sym | Entry | Call) for node in walk(side))]
    names = mentioned((left, right), env)
    sums = [
        node.high.name
        for name, each in env.definitions.items()
        if name in names and each.line is None
        for node in walk(each.body)
        if isinstance(node, Fold) and isinstance(node.high, Sym)
    ]
    of_moments = any(is_moment(node) for side in (left, right) for node in walk(side))
    return of_moments and len(numeric) == 1 and bool(set(sums) - env.definitions.keys())
