r"""Mean losses of former questions: J = \frac{1}{N} \sum_n \ell^{(n)}, and another question says what \ell is now.

Where it goes on to speak of \nabla J without saying what J is, it is the mean of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from backproof.answers.syntax import Entry, Expr, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.lexer import read_side
from backproof.documents.matrices.names import FUNCTIONS, canonical, names_in, spelled
from backproof.documents.matrices.network import LOSSES, sample_folds
from backproof.documents.page_names import PageNames
from backproof.documents.statements import Statement

_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z]")


def taken_up(found: Sequence[Statement], former: Iterable[Statement], names: PageNames) -> list[Statement]:
    """The statements of former questions that say of which losses those are means that this one speaks of."""
    defined = {name for each in found if (name := _defined(each, names)) is not None}
    spoken = {name for each in found for side in each.sides for name in _names(side.latex, names)}
    out: dict[str, Statement] = {}
    for each in former:
        name = _defined(each, names)
        tree = _read(each.sides[1].latex, names) if name in LOSSES else None
        singles = set() if tree is None else _singles(tree)
        if name is not None and name in spoken - defined and len(singles) == 1 and singles <= defined - {name}:
            out[name] = each  # the last one that says so
    return list(out.values())


def said_for_all(found: Sequence[Statement], head: Iterable[Statement], names: PageNames) -> list[Statement]:
    """What stands before all questions about names that this one speaks of, and of which it says nothing itself."""
    said = {name for each in found if (name := _about(each, names)) is not None and not _is_value(each, names)}
    return [each for each in head if (name := _about(each, names)) is not None and name not in said]


def _is_value(statement: Statement, names: PageNames) -> bool:
    """Whether a name is given numbers: p = (1/2, 1/3, 1/6) is an example of what p is."""
    if statement.relations[:1] == ("in",):
        return False
    tree = _read(statement.sides[1].latex, names)
    return not list(names_in(tree)) if tree is not None else not _LETTER.search(statement.sides[1].latex)


def _about(statement: Statement, names: PageNames) -> str | None:
    """What an equation, or a declaration, says something of."""
    if statement.relations[:1] not in (("=",), (":=",), ("in",)):
        return None
    match _read(statement.sides[0].latex, names):
        case Sym(name):
            return name
        case Entry(name, indices) if all(isinstance(each, Sym) for each in indices):
            return name
        case _:
            return None


def _singles(tree: Expr) -> set[str]:
    """The losses of samples of which a mean is made."""
    entries = [node for fold in sample_folds(tree) for node in walk(fold.body) if isinstance(node, Entry)]
    return {each.family for each in entries if each.family in LOSSES}


def _defined(statement: Statement, names: PageNames) -> str | None:
    """What the left side of an equation names."""
    left = _read(statement.sides[0].latex, names) if statement.relations[:1] in (("=",), (":=",)) else None
    return left.name if isinstance(left, Sym) else None


def _names(latex: str, names: PageNames) -> set[str]:
    tree = _read(latex, names)
    return set() if tree is None else set(names_in(tree))


def _read(latex: str, names: PageNames) -> Expr | None:
    reader = PageNames({**FUNCTIONS, **names.functions}, names.words, names.layered, names.macros)
    try:
        return canonical(read_side(spelled(latex), reader)[0], frozenset())
    except (Unreadable, RecursionError):
        return None
