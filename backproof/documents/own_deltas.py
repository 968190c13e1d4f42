r"""Deltas that are errors: $\delta_{nk} = \partial \ell_n / \partial o_{nk}$, or $\delta_{nk} = p_{nk} - y_{nk}$.

With two indices a delta is that of Kronecker, unless the page says of it, entry by entry, what it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.answers.syntax import Call, Entry, Expr, Fold, children
from backproof.answers.tokens import Unreadable
from backproof.documents.declarations import LOSSES
from backproof.documents.lexer import read_side
from backproof.documents.mentions import named
from backproof.documents.page_names import PageNames
from backproof.documents.statements import Statement

_LOSSES = LOSSES | {"E"}


def defines_delta(found: Iterable[Statement], reader: PageNames) -> bool:
    """Whether one of these statements says what a delta with two indices is."""
    for statement in found:
        for n, relation in enumerate(statement.relations):
            if relation not in ("=", ":=") or r"\delta" not in statement.sides[n].latex:
                continue
            try:
                one, other = (read_side(side.latex, reader)[0] for side in statement.sides[n : n + 2])
            except Unreadable:
                continue
            if isinstance(one, Call) and one.function == "kronecker" and _is_of_entries(other, one.args):
                return True
    return False


def _is_of_entries(body: Expr, indices: tuple[Expr, ...]) -> bool:
    """Whether a formula is the slope of a loss, or is made of entries with these indices, outside of sums."""
    match body:
        case Call("D", (loss, variable)):
            return (named(loss) or "") in _LOSSES and isinstance(variable, Entry)
        case Entry(_, own):
            return own == indices
        case Fold() | Call("kronecker", _):
            return False
        case _:
            return any(_is_of_entries(each, indices) for each in children(body))
